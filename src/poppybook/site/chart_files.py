"""What the site holds for each chart beside the page that shows it: the live figure as a script, a page that shows the
chart alone for other sites' frames, and, for a long table, a page with every row."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

from poppybook.charts import figure_html, read_out
from poppybook.language.sharing import SHARING

from .beside import write_page
from .html.placing import Place, give_evidence_ids, page_of_one

Join = Callable[[str, str], str]
STYLES = ("colours.css", "charts.css", "alone.css")
# The reader's choice of light or dark on the book's pages holds here, too (smalldocs' and Quarto's note of it), unless
# the browser keeps such notes from a frame in another site; else it is what the browser asks for.
SCHEME = """<script>{const dark=matchMedia("(prefers-color-scheme: dark)");let chosen;\
try{chosen=["smalldocs-scheme","quarto-color-scheme"].map(name=>localStorage.getItem(name)).find(Boolean)}catch{}\
const turn=()=>document.documentElement.classList.toggle("quarto-dark",chosen?chosen==="alternate":dark.matches);\
turn();dark.addEventListener("change",turn)}</script>"""


def write_chart_files(
    figures: Path,
    site: Path,
    homes: dict[str, tuple[str, str]],
    edition: tuple[str, str],
    join: Join | None = None,
) -> None:
    """Write the files of every published chart. `homes` gives, by chart, the page it is at home on: its path in the
    site, and its public address, or "" while the site has none. `edition`: year and version of the book.
    `join(html, path)` leads the numbers of a page, given
    its path in the site, to their evidence."""
    join = join or (lambda body, path: body)
    for name, (page, url) in homes.items():
        spec = figure_html.stored_spec(figures / name)
        title = spec["layout"]["meta"]["title"]
        live = site / "figures" / name / "live.js"
        live.parent.mkdir(parents=True, exist_ok=True)
        live.write_text(read_out.live_script(spec), encoding="utf-8", newline="\n")
        path = f"embed/{name}.html"
        body = join(page_of_one(name, Place(figures, "../", url, *edition)), path)
        # Links open beside the page that shows the chart, not inside its frame.
        write_page(site / path, title, f'{_head("../")}<base target="_blank">', body)
        if table := figure_html.whole_table(figures / name, "../../"):
            path = f"figures/{name}/table.html"
            body = join(_table_page(title, table, f"../../{page}#{name}"), path)
            write_page(site / path, title, _head("../../"), body)


def _table_page(title: str, table: str, chart: str) -> str:
    back = f'<p><a href="{chart}">{html.escape(SHARING["back"])}</a></p>'
    return (
        f'<main class="pb-chart pb-table"><h1 class="pb-title">{html.escape(title)}</h1>{back}'
        f'<div class="pb-rows">{give_evidence_ids(table)}</div></main>'
    )


def _head(root: str) -> str:
    return SCHEME + "".join(f'<link rel="stylesheet" href="{root}assets/{style}">' for style in STYLES)
