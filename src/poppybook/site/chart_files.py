"""What the site holds for each chart beside the page that shows it: the live figure as a script, a page that shows the
chart alone for other sites' frames, and, for a long table, a page with every row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from poppybook.book.templates import macros
from poppybook.charts import figure_html, read_out
from poppybook.language.sharing import SHARING

from .beside import write_page
from .html.placing import Place, chart_of_page, give_evidence_ids

Join = Callable[[str, str], str]
STYLES = ("colours.css", "charts.css", "alone.css")


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
    alone = macros("site/chart_alone.html.j2")
    for name, (page, url) in homes.items():
        spec = figure_html.stored_spec(figures / name)
        title = spec["layout"]["meta"]["title"]
        live = site / "figures" / name / "live.js"
        live.parent.mkdir(parents=True, exist_ok=True)
        live.write_text(read_out.live_script(spec), encoding="utf-8", newline="\n")
        path = f"embed/{name}.html"
        place = Place(figures, "../", url, *edition)
        body = join(alone.body(chart_of_page(name, place), figure_html.page_scripts("../")), path)
        write_page(site / path, title, alone.head("../", STYLES) + alone.beside(), Markup(body))
        if table := figure_html.whole_table(figures / name, "../../"):
            path = f"figures/{name}/table.html"
            rows = Markup(give_evidence_ids(table))
            whole = alone.whole_table(title, f"../../{page}#{name}", SHARING["back"], rows)
            write_page(site / path, title, alone.head("../../", STYLES), Markup(join(whole, path)))
