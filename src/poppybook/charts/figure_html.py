"""The chart as the page shows it: a `<figure>` that says everything without a script.

`figure` writes it for a page in `notebooks/`; `place_pictures` puts the drawings into it when the site is built,
`stored_figure` does both from a chart's folder for pages that show a chart of another notebook, and `page_scripts`
is what a page with charts loads.
"""

import json
import re
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from poppybook import words
from poppybook.charts import table_html, theme, variants
from poppybook.charts.svg import drawn_hash
from poppybook.charts.variants import spec_hash

# So many documents stand in the source line; more are named by publisher, with the documents folded below.
LISTED = 4
FIGURES, SOURCES = "../figures/", "sources.html#"
PICTURE = re.compile(r'(<div class="pb-picture">)\s*<img [^>]*>\s*(</div>)')


class StalePicture(ValueError):
    """The stored picture was drawn from another version of the chart."""


def figure(meta: dict) -> str:
    """A chart's `<figure>` from its meta, for a page one folder below the site's root."""
    name, folder = escape(meta["id"]), f"{FIGURES}{escape(meta['id'])}"
    height = meta["drawing"]["height"]
    note = f'<p class="pb-note">{escape(meta["note"])}</p>\n' if meta["note"] else ""
    return (
        f'<figure class="pb-chart" id="{name}" data-chart="{name}" aria-labelledby="{name}-title">\n'
        f'<figcaption class="pb-head"><h3 class="pb-title" id="{name}-title">{escape(meta["title"])}</h3>\n'
        f'<p class="pb-takeaway">{escape(meta["takeaway"])}</p></figcaption>\n'
        f'<div class="pb-picture"><img src="{folder}/wide.svg" width="{theme.WIDE}" height="{height}" '
        f'alt="{escape(meta["alt"])}"></div>\n'
        f"{note}{_source_line(meta)}{table_html.table(meta)}{_tools(meta, folder)}</figure>\n"
    )


def place_pictures(figure_html: str, folder: Path, root: str, page_url: str = "") -> str:
    """The figure with both drawings and the live chart's data in it, its links made for a page.

    folder: the chart's folder in `figures/`. root: relative path from the page to the site's root (`../`, or
    nothing). page_url: absolute address of the page, for the code others embed; empty while the site has none.
    Raises FileNotFoundError or StalePicture.
    """
    spec = stored_spec(folder)
    for variant in variants.VARIANTS:
        drawn = drawn_hash(folder / f"{variant}.svg")
        if drawn != spec_hash(spec):
            path = folder / f"{variant}.svg"
            raise StalePicture(f"{path} is not drawn from the chart's present state; run `poppybook figures`")
    pictures = "".join(
        (folder / f"{variant}.svg").read_text(encoding="utf-8") for variant in variants.VARIANTS
    )
    name = spec["layout"]["meta"]["id"]
    data = json.dumps(variants.live(spec), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    script = f'<script type="application/json" class="pb-spec" data-for="{name}">{data}</script>\n'
    placed, count = PICTURE.subn(lambda match: f"{match[1]}\n{pictures}{match[2]}", figure_html, count=1)
    if not count:
        raise ValueError(f"the figure of {folder.name} has no picture to replace")
    placed = placed.replace("</figure>", f"{script}</figure>")
    for link, moved in ((FIGURES, f"{root}figures/"), (SOURCES, f"{root}notebooks/{SOURCES}")):
        placed = placed.replace(f'"{link}', f'"{moved}').replace(f"PAGE{link}", f"PAGE{moved}")
    return _addressed(placed, page_url)


def stored_figure(folder: Path, root: str, page_url: str = "") -> str:
    """A complete figure from a chart's folder alone."""
    return place_pictures(figure(stored_spec(folder)["layout"]["meta"]), folder, root, page_url)


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
    said = json.dumps(words.SCRIPT, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<script type="application/json" id="pb-words">{said}</script>\n{others}'
        f'<script src="{root}assets/charts.js" defer data-plotly="{root}assets/plotly.min.js"></script>\n'
    )


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


def _tools(meta: dict, folder: str) -> str:
    label, name = words.CHART, escape(meta["id"])
    links = [("data.csv", "data csv"), ("wide.svg", "picture svg"), ("spec.json", "spec json")]
    downloads = "".join(
        f'<li><a href="{folder}/{file}" download="{name}.{file.rpartition(".")[2]}">{escape(label[text])}</a></li>'
        for file, text in links
    )
    cite = words.cite(meta["title"], meta["until"], meta["version"])
    picture = f"{meta['title']}. {meta['takeaway']}"
    code = (
        f'<a href="PAGE#{name}"><img src="PAGE{folder}/wide.svg" width="{theme.WIDE}" '
        f'height="{meta["drawing"]["height"]}" style="background:{theme.colour("ground")}" alt="{escape(picture)}"></a>'
    )
    return (
        f'<div class="pb-tools"><ul class="pb-downloads" aria-label="{escape(label["download"])}">{downloads}</ul>\n'
        f'<a class="pb-link" href="#{name}">{escape(label["link"])}</a>\n'
        f'<details class="pb-embed"><summary>{escape(label["embed"])}</summary>\n'
        f'<p>{escape(label["cite help"])}</p><p class="pb-copy" data-copy>{escape(cite)}</p>\n'
        f'<div class="pb-code" hidden><p>{escape(label["embed help"])}</p>'
        f"<pre><code data-copy>{escape(code)}</code></pre></div></details></div>\n"
    )


def _addressed(placed: str, page_url: str) -> str:
    """Fill the page's address into the embed code and show the code; without an address it stays hidden."""
    if not page_url:
        return placed

    def absolute(match):
        return urljoin(page_url, match[1])

    shown = placed.replace('<div class="pb-code" hidden>', '<div class="pb-code">')
    shown = re.sub(r"PAGE((?:\.\./)*figures/[^&\"]*)", absolute, shown)
    return shown.replace("PAGE#", f"{page_url}#")
