"""Finish the site that a renderer has written: one pass over its HTML, the same for both renderers.

`_quarto.yml` names it by way of `hooks/after_render.py`. The renderer gives the output folder in
QUARTO_PROJECT_OUTPUT_DIR (Quarto an absolute path, the embedded renderer one relative to the project). Running it again
changes nothing. It ends with a check of the site and with exit code 1 when that finds a fault.

When Quarto renders a part of the book (one notebook, or what has changed while its preview runs), that part alone is
finished and checked. Downloads, style sheets and the links from rows back into the text stay as they are until the
whole book is rendered.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import yaml

from poppybook.book.files import explain
from poppybook.book.kept import drop_old, keep_whole
from poppybook.book.project import CONFIG
from poppybook.dataset.store import load
from poppybook.pages.evidence import FOLDER

from .beside import MADE_HERE, NOT_FOUND, copy_published, steady_sitemap
from .builder_page import fill_page
from .chart_files import write_chart_files
from .downloads.downloads import edition_of, write_downloads
from .html.evidence_links import Links
from .html.foreign import drop_foreign, drop_foreign_rules
from .html.frame import mend_frame
from .html.ledger_pages import add_filter, fill_card
from .html.openers import add_openers, notebook_of, publish, repository
from .html.placing import NotPlaced, Place, charts_of, place_charts
from .html.policy import with_policy
from .html.reaching import fill_reach
from .html.search_box import add_search, drop_unused
from .html.sheets import trim_sheets
from .html.terms import GLOSSARY, Terms
from .modules import without_modules
from .not_found import write_not_found
from .search_index import write_search_index
from .selfcheck import NO_FILE, page_faults, site_faults

MOST_SHOWN = 20  # faults; a broken menu entry would otherwise fill the screen once per page


def finish(project: Path, site: Path, only: frozenset[str] | None = None) -> list[str]:
    """Finish the rendered `site` of the `project`; returns the faults of the result, a line each. `only` names the
    pages that were rendered (paths from the top of the site) where that was not the whole book."""
    figures = project / "figures"
    site_url, edition, repo = _site_url(project), edition_of(project), repository(project)
    # A part may be rendered before what it leads to.
    evidence = (site / FOLDER).is_dir() or (only and (project / FOLDER).is_dir())
    glossary = (site / GLOSSARY).is_file() or (only and (project / GLOSSARY).with_suffix(".ipynb").is_file())
    data = load(project / "data") if evidence or glossary else None
    links = Links(data, figures) if evidence else None
    terms = Terms(data) if glossary else None
    faults: list[str] = []
    homes: dict[str, tuple[str, str]] = {}
    for path in _pages(site, only):
        page = path.read_text(encoding="utf-8")
        if MADE_HERE in page:
            continue
        name = path.relative_to(site).as_posix()
        root = "../" * name.count("/")
        url = f"{site_url}/{name}" if site_url else ""
        framed = mend_frame(without_modules(drop_foreign(page), path.parent))
        done = fill_page(add_search(framed, root), project, site)
        try:
            done = fill_reach(place_charts(done, Place(figures, root, url, *edition)), data)
        except NotPlaced as error:
            faults.append(f"{name}: {error}")
            continue
        if links and not name.startswith(f"{FOLDER}/"):
            done = links.join(done, name)
        if terms and charts_of(done) and name.startswith("notebooks/"):
            done = terms.explain(done, root)
        done = add_filter(fill_card(done, data, root), root)
        homes |= dict.fromkeys(charts_of(done), (name, url))
        if notebook := notebook_of(project, name):
            publish(project, site, notebook)
            done = add_openers(done, notebook, repo)
        _write(path, page, done)
    if faults:
        return faults
    if links:
        _fill_evidence(links, site, only)
    for path in sorted(site.rglob("*.css")):
        css = path.read_text(encoding="utf-8")
        _write(path, css, drop_foreign_rules(css))
    copy_published(project, site)
    drop_unused(site)
    write_chart_files(figures, site, homes, edition, links.join if links else None)
    for path in _pages(site, only):
        page = path.read_text(encoding="utf-8")
        _write(path, page, with_policy(page))
    if only is not None:
        found = page_faults(site, _pages(site, only))
        # Before the whole book has been rendered once, links to the rest lead nowhere yet.
        return found if (site / NOT_FOUND).is_file() else [one for one in found if not one.endswith(NO_FILE)]
    write_search_index(site, data, figures, {chart: page for chart, (page, _) in homes.items()})
    write_downloads(project, site)
    write_not_found(site, site_url)
    trim_sheets(site)
    steady_sitemap(site)
    return site_faults(site)


def _pages(site: Path, only: frozenset[str] | None) -> list[Path]:
    """The pages to finish, in order."""
    every = sorted(site.rglob("*.html"))
    return [path for path in every if only is None or path.relative_to(site).as_posix() in only]


def _fill_evidence(links: Links, site: Path, only: frozenset[str] | None) -> None:
    """Put the rows into the evidence pages that were rendered."""
    waiting = [path for path in _pages(site, only) if path.parent == site / FOLDER]
    if not waiting:
        return
    every = {path.relative_to(site).as_posix(): path for path in _pages(site, None)}
    for name, path in every.items():
        if only and name not in only and path.parent != site / FOLDER:
            page = path.read_text(encoding="utf-8")
            if MADE_HERE not in page:
                links.join(page, name)  # only to learn what it says of which rows
    for path in waiting:
        page = path.read_text(encoding="utf-8")
        _write(path, page, links.fill(page, frozenset(every)))


def _site_url(project: Path) -> str:
    website = yaml.safe_load((project / CONFIG).read_text(encoding="utf-8")).get("website") or {}
    return str(website.get("site-url") or "").rstrip("/")


def _write(path: Path, old: str, new: str) -> None:
    if new != old:
        path.write_text(new, encoding="utf-8", newline="\n")


def main() -> int:
    """Finish the site that the calling renderer names; exit code 1 when it is not sound."""
    project = Path(os.environ.get("QUARTO_PROJECT_DIR") or Path.cwd()).resolve()
    site = (project / (os.environ.get("QUARTO_PROJECT_OUTPUT_DIR") or "_site")).resolve()
    part = _rendered(project, site)
    if part and not any(name.endswith(".html") for name in part):
        return 0  # another format: the pages are none of its concern
    try:
        if os.environ.get("QUARTO_PROJECT_RENDER_ALL"):
            part = None
            drop_old(site)
        faults = finish(project, site, part)
    except OSError as error:
        faults = [explain(error)]
    for fault in faults[:MOST_SHOWN]:
        print(fault, file=sys.stderr)
    if len(faults) > MOST_SHOWN:
        print(f"… and {len(faults) - MOST_SHOWN} more", file=sys.stderr)
    if not faults and part is None:
        keep_whole(project, site)
    return 1 if faults else 0


def _rendered(project: Path, site: Path) -> frozenset[str] | None:
    """The pages that Quarto names as rendered, as paths from the top of the site; None where it names none."""
    named = os.environ.get("QUARTO_PROJECT_OUTPUT_FILES", "").split("\n")
    paths = [(project / name).resolve() for name in named if name]
    return frozenset(path.relative_to(site).as_posix() for path in paths if path.is_relative_to(site)) or None


if __name__ == "__main__":
    sys.exit(main())
