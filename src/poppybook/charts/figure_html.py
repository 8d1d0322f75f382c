"""The chart as the page shows it: a `<figure>` that says everything without a script.

`figure` writes it for a notebook, whose page lies one folder below the site's root; `stored_figure` writes it from a
chart's folder for a page of the site, with drawings, read-out and what is shared; `page_scripts` is what a page with
charts loads.
"""

import json
import re
from html import escape
from pathlib import Path

from poppybook import language as words
from poppybook.language.sharing import SCRIPT

from . import embedding, read_out, table_html, theme, variants
from .sharing import sharing
from .svg import drawn_hash
from .variants import spec_hash

# So many documents stand in the source line; more are named by publisher, with the documents folded below.
LISTED = 4
FIGURES, SOURCES = "../figures/", "sources.html#"
TAG = re.compile(r"<[^>]*>")
METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


class StalePicture(ValueError):
    """The stored picture was drawn from another version of the chart."""


def figure(meta: dict) -> str:
    """A chart's `<figure>` from its meta, for a page one folder below the site's root."""
    height, alt = meta["drawing"]["height"], escape(meta["alt"])
    address = f"{FIGURES}{escape(meta['id'])}/wide.svg"
    picture = f'<img src="{address}" width="{theme.WIDE}" height="{height}" alt="{alt}">'
    return _figure(meta, f'<div class="pb-picture">{picture}</div>\n')


def stored_figure(folder: Path, root: str, page_url: str = "", year: str = "", version: str = "") -> str:
    """A complete figure from a chart's folder, its links made for a page of the site.

    root: relative path from the page to the site's root (`../`, or nothing). page_url: absolute address of the page;
    empty while the site has none. year, version: of the edition, for citations.
    Raises FileNotFoundError or StalePicture.
    """
    spec = stored_spec(folder)
    meta = spec["layout"]["meta"]
    drawings, shapes = _drawings(spec, folder)
    placed = _figure(meta, drawings, sharing(meta, _frame(meta, shapes), root, page_url, year, version))
    placed = placed.replace("</figure>", f"{read_out.read_script(spec, folder)}</figure>")
    return _linked(placed, root)


def whole_table(folder: Path, root: str) -> str:
    """The table with every row of a chart whose figure has a summary only; "" for any other chart."""
    return _linked(table_html.whole_table(stored_spec(folder)["layout"]["meta"]), root)


def stored_spec(folder: Path) -> dict:
    """The spec kept with the drawings."""
    path = folder / "spec.json"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; run `poppybook figures`")
    return json.loads(path.read_text(encoding="utf-8"))


def page_scripts(root: str, more: list[str] = ()) -> str:
    """What a page with charts loads, once, before `</body>`: the script's words, the page's `more` scripts from
    assets/, and the script."""
    others = "".join(f'<script src="{root}assets/{file}" defer></script>\n' for file in more)
    return (
        f'<script type="application/json" id="pb-words">{read_out.packed(SCRIPT)}</script>\n{others}'
        f'<script src="{root}assets/charts.js" defer data-root="{root}"></script>\n'
    )


def _linked(placed: str, root: str) -> str:
    """The links of a page one folder below the site's root, made for a page from which `root` leads there."""
    for link, moved in ((FIGURES, f"{root}figures/"), (SOURCES, f"{root}notebooks/{SOURCES}")):
        placed = placed.replace(f'"{link}', f'"{moved}')
    return placed


def _figure(meta: dict, picture: str, shared: str = "") -> str:
    name = escape(meta["id"])
    note = f'<p class="pb-note">{escape(meta["note"])}</p>\n' if meta["note"] else ""
    return (
        f'<figure class="pb-chart" id="{name}" data-chart="{name}" aria-labelledby="{name}-title">\n'
        f'<figcaption class="pb-head"><h3 class="pb-title" id="{name}-title">{escape(meta["title"])}</h3>\n'
        f'<p class="pb-takeaway">{escape(meta["takeaway"])}</p></figcaption>\n'
        f"{picture}{note}{_source_line(meta)}{table_html.table(meta)}{_tools(meta, shared)}</figure>\n"
    )


def _drawings(spec: dict, folder: Path) -> tuple[str, dict[str, tuple[float, float]]]:
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
    style = ";".join(f"--{variant}:{width:g}/{height:g}" for variant, (width, height) in shapes.items())
    html = f'<div class="pb-picture" style="{style}"><div class="pb-drawings">\n{"".join(pictures)}</div></div>\n'
    return html, shapes


def _frame(meta: dict, shapes: dict[str, tuple[float, float]]) -> tuple[int, int]:
    line, _, folded = _source_line(meta).partition("</p>")
    texts = {name: meta[name] or "" for name in ("title", "takeaway", "note")}
    return embedding.frame_heights(texts | {"sources": TAG.sub("", line)}, shapes, bool(folded.strip()))


def _source_line(meta: dict) -> str:
    groups: dict[str, list[str]] = {}
    for source in meta["sources"]:
        letter = source["reliability"]
        link = f'<a href="{SOURCES}{escape(source["source_id"])}">{escape(source["title"])}</a>'
        after = words.after_title(source["year"], "" if letter == "A" else letter)
        groups.setdefault(source["publisher"], []).append(link + escape(after))
    entries = [
        escape(words.publisher_before(publisher)) + "; ".join(links) for publisher, links in groups.items()
    ]
    count = len(meta["sources"])
    until = f" {words.until(meta['until'], meta['incomplete'])}" if meta["until"] else ""
    if count <= LISTED:
        return (
            f'<p class="pb-sources">{words.sources_label(count)} {". ".join(entries)}.{escape(until)}</p>\n'
        )
    publishers = escape(words.few([publisher for publisher in groups if publisher]))
    listed = "".join(f"<li>{entry}</li>\n" for entry in entries)
    return (
        f'<p class="pb-sources">{words.sources_label(count)} {publishers}.{escape(until)}</p>\n'
        f'<details class="pb-documents"><summary>{words.documents(count)}</summary>\n<ul>\n{listed}</ul></details>\n'
    )


def _tools(meta: dict, shared: str) -> str:
    label, name = words.CHART, escape(meta["id"])
    links = [("data.csv", "data csv"), ("wide.svg", "picture svg"), ("spec.json", "spec json")]
    downloads = "".join(
        f'<li><a href="{FIGURES}{name}/{file}" download="{name}{Path(file).suffix}">{escape(label[text])}</a></li>'
        for file, text in links
    )
    return (
        f'<div class="pb-tools"><ul class="pb-downloads" aria-label="{escape(label["download"])}">{downloads}</ul>\n'
        f"{shared}</div>\n"
    )
