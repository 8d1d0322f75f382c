"""The index of the site's search: one script for both renderers, for server and disk, loaded when someone searches.

It holds what the pages list, each with the address at which it stands, and the text of every section. What typed
words find in it is decided by `book/finding.py` and its twin `assets/finding.js`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from poppybook import language as words
from poppybook.book import finding
from poppybook.charts import figure_html
from poppybook.dataset import listing
from poppybook.dataset.chapters import chapters
from poppybook.dataset.store import Dataset
from poppybook.language import evidence, ledger
from poppybook.language import finding as say
from poppybook.pages.evidence import FOLDER, address, evidence_pages
from poppybook.pages.facts import titles

from .beside import MADE_HERE
from .html.page_text import Page, ids, plain

INDEX = "assets/search-index.js"

# Where each kind is listed, by its rows' ids; events stand in the chapters, series and the tables' rows on the evidence
# pages.
HOMES = {
    "terms": "notebooks/glossary.html",
    "claims": "notebooks/claims.html",
    "corrections": "notebooks/corrections.html",
    "sources": "notebooks/sources.html",
}
API = "notebooks/api.html"
BETWEEN = " · "  # the parts of a text

_FIRST = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ENTRY = re.compile(r'<li\s[^>]*?\bid="([^"]+)"[^>]*>(.*?)</li>', re.DOTALL)


class Findable(NamedTuple):
    """Something to be found: `page` and `fragment` are its address, `section` the heading it stands under."""

    kind: str
    page: str
    section: str
    fragment: str
    title: str
    text: str


def write_search_index(site: Path, data: Dataset | None, figures: Path, homes: Mapping[str, str]) -> None:
    """Write the index of the finished site. `homes` gives the page on which each chart is at home."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        name = path.relative_to(site).as_posix()
        if MADE_HERE not in html and not name.startswith(f"{FOLDER}/"):
            pages[name] = Page(html)
    things = [*_text_of(pages), *_charts(pages, figures, homes), *_functions(site, pages)]
    if data:
        things += [*_listed(data, pages), *_evidence(data, site)]
    path = site / INDEX
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(_packed(things), ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"window.pbSearchIndex={text};\n", encoding="utf-8", newline="\n")


def _packed(things: list[Findable]) -> dict:
    """The things by kind. Like stands by like (all addresses, all titles, all first parts of texts, all second), which
    gzip packs best; a place that many share stands there once and is named by its number."""
    places: dict[tuple[str, str], int] = {}
    kinds = []
    for kind, label in say.KINDS.items():
        rows = [one for one in things if one.kind == kind]
        kinds.append(
            {
                "kind": kind,
                "label": label,
                "places": [places.setdefault((one.page, one.section), len(places)) for one in rows],
                "fragments": [one.fragment for one in rows],
                "titles": [one.title for one in rows],
                "texts": list(zip_longest(*(one.text.split(BETWEEN) for one in rows), fillvalue="")),
            }
        )
    page_titles = {one.page: one.title for one in things if one.kind == "pages" and not one.fragment}
    return {
        "rule": finding.RULE,
        "words": say.RESULTS,
        "places": [[page, page_titles[page], section] for page, section in places],
        "kinds": kinds,
    }


# ---------------------------------------------------------------- what pages say


def _text_of(pages: Mapping[str, Page]) -> Iterator[Findable]:
    for name, page in pages.items():
        text = page.sections[0].text if page.sections else ""
        yield Findable("pages", name, "", "", page.title, text)
        for one in page.sections[1:]:
            yield Findable("pages", name, "", one.fragment, one.title, one.text)


def _charts(pages: Mapping[str, Page], figures: Path, homes: Mapping[str, str]) -> Iterator[Findable]:
    for chart, name in sorted(homes.items(), key=lambda pair: pair[::-1]):
        meta = figure_html.stored_spec(figures / chart)["layout"]["meta"]
        yield Findable("charts", name, "", chart, meta["title"], meta["takeaway"])


def _functions(site: Path, pages: Mapping[str, Page]) -> Iterator[Findable]:
    if API not in pages:
        return
    for name, inside in _ENTRY.findall((site / API).read_text(encoding="utf-8")):
        text = plain(_FIRST.search(inside)[1])
        yield Findable("functions", API, pages[API].heading_over(name), name, name, text)


# ---------------------------------------------------------------- what pages list


def _listed(data: Dataset, pages: Mapping[str, Page]) -> Iterator[Findable]:
    """The rows of the tables that a page lists, each where it stands."""
    homes = {kind: [page] for kind, page in HOMES.items()} | {"events": _homes_of_events(data, pages)}
    for kind, fragment, title, text in _rows(data):
        home = next((one for one in homes[kind] if one in pages and fragment in pages[one].places), None)
        if home:
            yield Findable(kind, home, pages[home].heading_over(fragment), fragment, title, text)


def _homes_of_events(data: Dataset, pages: Mapping[str, Page]) -> list[str]:
    """The chapters' pages; an event that several list is at home where most are."""
    events = set(data["events"]["event_id"])
    names = [f"notebooks/{name}.html" for name in chapters(data)["notebook"]]
    names = [name for name in names if name in pages]
    return sorted(names, key=lambda name: -len(events.intersection(pages[name].places)))


def _rows(data: Dataset) -> Iterator[tuple[str, str, str, str]]:
    """Kind, id, title and text of each row."""
    for row in data.glossary.sort_values("term", key=lambda column: column.map(finding.plain)).itertuples():
        yield "terms", row.term_id, row.term, _joined(row.meaning, _said(row.words).replace(";", ", "))
    places = data.places.set_index("place")["name"]
    for row in data["events"].sort_values("date", kind="stable").itertuples():
        who = ", ".join(places.get(code, code) for code in row.parties.split(";"))
        yield (
            "events",
            row.event_id,
            row.title,
            _joined(words.period(row.date), row.description, who),
        )
    for row in data.claims.itertuples():
        about = _joined(ledger.DOCUMENTS[row.source_id], ledger.SPEAKERS.get(row.speaker, row.speaker))
        yield (
            "claims",
            row.claim_id,
            row.paraphrase,
            _joined(ledger.verdict(row.verdict), about),
        )
    for row in data.corrections.itertuples():
        yield "corrections", row.correction_id, row.title, row.problem
    # Newest year first; within it one publisher's documents stand together, which packs better.
    years = data.sources.assign(year=data.sources["date_published"].str[:4])
    for row in years.sort_values(["year", "publisher"], ascending=[False, True], kind="stable").itertuples():
        yield (
            "sources",
            row.source_id,
            row.title,
            _joined(row.publisher, row.author, _said(row.date_published)[:4]),
        )


def _evidence(data: Dataset, site: Path) -> Iterator[Findable]:
    """The evidence pages, and on them the series of the dataset and of the official tables, each at its heading."""
    known = {}
    for name, (word, description) in evidence_pages(data).items():
        page = f"{FOLDER}/{name}.html"
        if (site / page).is_file():
            known[page] = ids((site / page).read_text(encoding="utf-8"))
            yield Findable("pages", page, "", "", evidence.heading(evidence.TITLE.format(word)), description)
    named, places = titles(data), data.places.set_index("place")["name"]
    own = data.series.set_index("series_id", drop=False)
    for name in [*listing.series_in_order(data), *(one for one in named if one not in own.index)]:
        page = address(data, name).partition("#")[0]
        if name not in known.get(page, ()):
            continue
        if name in own.index:
            row = own.loc[name]
            text = _joined(row.definition, places[row.place], row.publisher)
            yield Findable("series", page, row.unit, name, row.title, text)
        else:
            yield Findable("tables", page, "", name, named[name], "")


def _joined(*parts) -> str:
    return BETWEEN.join(said for part in parts if (said := _said(part)))


def _said(cell) -> str:
    return cell if isinstance(cell, str) else ""
