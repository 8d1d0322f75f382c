"""What the site holds for each chart beside the page that shows it: the live figure as a script, a page that shows the
chart alone for other sites' frames, and, for a long table, a page with every row."""

from __future__ import annotations

import html
from pathlib import Path

from poppybook.charts import figure_html, reading
from poppybook.words.sharing import SHARING

from .beside import write_page
from .evidence_links import Links
from .placing import Place, give_evidence_ids, page_of_one

STYLES = ("colours.css", "charts.css")
# The reader's choice of light or dark on the book's pages holds here, too: smalldocs' and Quarto's note of it.
SCHEME = """<script>try{const chosen=["smalldocs-scheme","quarto-color-scheme"]\
.map((name)=>localStorage.getItem(name)).find(Boolean);\
if(chosen?chosen==="alternate":matchMedia("(prefers-color-scheme: dark)").matches)\
document.documentElement.classList.add("quarto-dark")}catch{}</script>"""


def write_chart_files(
    figures: Path, site: Path, homes: dict[str, tuple[str, str]], year: str, links: Links | None = None
) -> None:
    """Write the files of every published chart. `homes` gives, by chart, the page it is at home on: its path in the
    site, and its public address, or "" while the site has none; `links` leads its numbers to their rows."""

    def joined(body: str, name: str) -> str:
        return links.join(body, name) if links else body

    for name, (page, url) in homes.items():
        spec = figure_html.stored_spec(figures / name)
        title = spec["layout"]["meta"]["title"]
        live = site / "figures" / name / "live.js"
        live.write_text(reading.live_script(spec), encoding="utf-8", newline="\n")
        # Links open beside the page that shows the chart, not inside its frame.
        head = f'{_styles("../")}<base target="_blank">'
        alone = page_of_one(name, Place(figures, "../", url, year))
        write_page(site / "embed" / f"{name}.html", title, head, joined(alone, f"embed/{name}.html"))
        if table := figure_html.whole_table(figures / name, "../../"):
            back = f'<p><a href="../../{page}#{name}">{html.escape(SHARING["back"])}</a></p>'
            body = (
                f'<main class="pb-chart pb-table"><h1 class="pb-title">{html.escape(title)}</h1>{back}'
                f'<div class="pb-rows">{give_evidence_ids(table)}</div></main>'
            )
            path = f"figures/{name}/table.html"
            write_page(site / path, title, f"{_styles('../../')}{SCHEME}", joined(body, path))


def _styles(root: str) -> str:
    links = "".join(f'<link rel="stylesheet" href="{root}assets/{style}">' for style in STYLES)
    return f"{links}<style>body{{margin:0 auto;padding:0 1rem;max-width:50rem;background:var(--pb-ground)}}</style>"
