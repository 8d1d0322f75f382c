"""The chart as the page shows it: a `<figure>` that says everything without a script.

`figure` writes it for a notebook, whose page lies one folder below the site's root; `stored_figure` writes it from a
chart's folder for a page of the site, with drawings, read-out and what is shared; `page_scripts` is what a page with
charts loads.
"""

import json
import re
from pathlib import Path

from markupsafe import Markup

from poppybook import language as words
from poppybook.book.templates import macros, render
from poppybook.language.sharing import SCRIPT

from . import embedding, read_out, table_html, theme, variants
from .sharing import sharing
from .sources import closing_line
from .svg import drawn_hash
from .variants import spec_hash

# So many documents stand in the source line; more are named by publisher, with the documents folded below.
LISTED = 4
DOWNLOADS = {"data.csv": "data csv", "wide.svg": "picture svg", "spec.json": "spec json"}
METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


class StalePicture(ValueError):
    """The stored picture was drawn from another version of the chart."""


def figure(meta: dict) -> str:
    """A chart's `<figure>` from its meta, for a page one folder below the site's root."""
    page = table_html.SOURCES
    return str(_figure(meta, table_html.FIGURES, page, _cited(meta, page)))


def stored_figure(folder: Path, root: str, page_url: str = "", year: str = "", version: str = "") -> Markup:
    """A complete figure from a chart's folder, its links made for a page of the site.

    root: relative path from the page to the site's root (`../`, or nothing). page_url: absolute address of the page;
    empty while the site has none. year, version: of the edition, for citations.
    Raises FileNotFoundError or StalePicture.
    """
    spec = stored_spec(folder)
    meta = spec["layout"]["meta"]
    drawings, shapes = _drawings(spec, folder)
    page = f"{root}notebooks/{table_html.SOURCES}"
    line, listed = cited = _cited(meta, page)
    texts = {name: meta[name] or "" for name in ("title", "takeaway", "note")} | {"sources": line.striptags()}
    heights = embedding.frame_heights(texts, shapes, bool(listed))
    return _figure(
        meta,
        f"{root}figures/",
        page,
        cited,
        drawings=drawings,
        shapes=";".join(f"--{variant}:{width:g}/{height:g}" for variant, (width, height) in shapes.items()),
        shared=sharing(meta, heights, root, page_url, year, version),
        read=read_out.read_out(spec, folder),
    )


def whole_table(folder: Path, root: str) -> Markup | str:
    """The table with every row of a chart whose figure has a summary only; "" for any other chart."""
    meta = stored_spec(folder)["layout"]["meta"]
    return table_html.whole_table(meta, f"{root}notebooks/{table_html.SOURCES}")


def stored_spec(folder: Path) -> dict:
    """The spec kept with the drawings."""
    path = folder / "spec.json"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; run `poppybook figures`")
    return json.loads(path.read_text(encoding="utf-8"))


def page_scripts(root: str, more: list[str] = ()) -> Markup:
    """What a page with charts loads, once, before `</body>`: the script's words, the page's `more` scripts from
    assets/, and the script."""
    return render("charts/scripts.html.j2", words=SCRIPT, root=root, more=more)


def _figure(meta: dict, figures: str, page: str, cited: tuple, **placed: object) -> Markup:
    """A chart's figure. figures: where the charts' folders lie; page: the list of sources; cited: the source line and
    the documents; placed: what a page of the site has in it."""
    return render(
        "charts/figure.html.j2",
        meta=meta,
        folder=figures + meta["id"],
        width=theme.WIDE,
        sources=cited[0],
        listed=cited[1],
        documents=words.documents(len(meta["sources"])),
        table=table_html.table(meta, figures, page),
        label=words.CHART,
        downloads=[(file, words.CHART[text]) for file, text in DOWNLOADS.items()],
        **{"drawings": "", "shared": "", "read": None} | placed,
    )


def _drawings(spec: dict, folder: Path) -> tuple[Markup, dict[str, tuple[float, float]]]:
    """Both drawings, without the positions of their points: the read-out has those. Their shapes, given back by name
    of the drawing as well, let the page keep the room of a picture that it has not painted yet."""
    pictures, shapes = [], {}
    for variant in variants.VARIANTS:
        path = folder / f"{variant}.svg"
        if drawn_hash(path) != spec_hash(spec):
            raise StalePicture(f"{path} is not drawn from the chart's present state; run `poppybook figures`")
        picture = METADATA.sub("", path.read_text(encoding="utf-8"), count=1)
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
        shapes[variant] = (float(box[1]), float(box[2]))
        pictures.append(picture)
    return Markup("".join(pictures)), shapes  # drawn here, by `poppybook figures`


def _cited(meta: dict, page: str) -> tuple[Markup, Markup | str]:
    """The source line, and the documents behind it where they are many. page: with the list of sources."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for source in meta["sources"]:
        letter = source["reliability"]
        remark = words.after_title(source["year"], "" if letter == "A" else letter)
        groups.setdefault(source["publisher"], []).append((source["source_id"], source["title"], remark))
    cited = [(words.publisher_before(publisher), documents) for publisher, documents in groups.items()]
    count, made = len(meta["sources"]), macros("charts/sources.html.j2")
    label = words.sources_label(count)
    rows = [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]
    closing = closing_line(rows, meta["sources"], meta["until"], meta["incomplete"])
    after = f" {closing}" if closing else ""
    if count <= LISTED:
        return made.line(label, cited, after, page), ""
    publishers = words.few([publisher for publisher in groups if publisher])
    return made.line(label, [(publishers, [])], after, page), made.listed(cited, page)
