"""What a reader loads when the book holds ten times the observations: the bytes of each theme page, as a ratio.

The larger book has every series and its observations ten times, under new ids, and draws the same charts; its evidence
pages, data dictionary, downloads and chart builder grow with it. Counted is what a visit without interaction moves,
gzipped: the page and every file that it names and a browser fetches by itself. Beside it stands one chart that draws
ten times the points itself: both drawings, the read-out of every point and the table, which is a summary by year once
it would have more than 150 rows.
"""

import gzip
import re
import sys
import tempfile
from pathlib import Path

import pandas as pd

import poppybook as pb
from poppybook.charts import drawing, figure_html

from .pages import THEMES, our_site
from .scale import grown

TIMES = 10
# Sheets, scripts and images of the page itself; what is loaded on request (plotly.js, live.js) is not named in it.
NAMED = re.compile(r"""<(?:link[^>]*\bhref|script[^>]*\bsrc|img[^>]*\bsrc)=["']([^"'#?:]+)["']""")


def visit(page: Path) -> int:
    """Bytes of a visit to a page of a finished site."""
    text = page.read_text(encoding="utf-8")
    files = {page, *((page.parent / name).resolve() for name in NAMED.findall(text))}
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in files if path.is_file())


def one_chart(days: int, folder: Path) -> int:
    """Bytes of a chart of so many days, as it stands in a page: an invented series under a source of the book."""
    data = pb.load()
    source = data.sources.source_id.iloc[0]
    dates = pd.date_range("2020-01-01", periods=days).strftime("%Y-%m-%d")
    values = [1000 + 37 * (day * day % 101) for day in range(days)]
    table = pd.DataFrame({"series": "Invented", "period": dates, "value": values, "unit": "pounds"})
    table = pb.with_dates(table.assign(status="reported", source_id=source))
    fig = pb.charts.figure(height=420)
    fig.add_scatter(x=table.middle, y=table.value, name="Invented", mode="lines+markers")
    words = dict(
        title="An invented series", takeaway="It goes up and down.", alt="A line that goes up and down."
    )
    shown = pb.charts.chart(data, fig, id="invented", table=table, **words)
    drawing.draw_all({"invented": shown.spec}, folder)
    return len(gzip.compress(figure_html.stored_figure(folder / "invented", "../").encode(), 6))


def lines(renderer: str) -> list[str]:
    """A heading and a table: bytes of each theme page at one and at ten times the observations, and their ratio."""
    with tempfile.TemporaryDirectory() as work:
        sizes = {}
        for times in (1, TIMES):
            print(f"page growth, {renderer}: {times}×", file=sys.stderr)
            data = grown(times, Path(work) / f"data-{times}") if times > 1 else None
            site = our_site(Path(work) / f"book-{times}", renderer, data)
            sizes[times] = [visit(site / "notebooks" / f"{name}.html") for name in THEMES]
    rows = [
        f"| {name} | {small / 1e6:.3f} | {large / 1e6:.3f} | {large / small:.2f} |"
        for name, small, large in zip(THEMES, sizes[1], sizes[TIMES], strict=True)
    ]
    with tempfile.TemporaryDirectory() as work:
        small, large = (one_chart(90 * times, Path(work) / str(times)) for times in (1, TIMES))
    rows.append(
        f"| one chart of 90 and of 900 points | {small / 1e6:.3f} | {large / 1e6:.3f} | {large / small:.2f} |"
    )
    head = f"| MB of a visit, {renderer} | 1× | {TIMES}× | ratio |"
    return ["", head, "|---|---|---|---|", *rows]


if __name__ == "__main__":
    print("\n".join(lines("embedded")[1:]))
