"""What a reader loads when the book holds ten times the observations: the bytes of each theme page, as a ratio.

The larger book has every series and its observations ten times, under new ids, and draws the same charts; its evidence
pages, data dictionary, downloads and chart builder grow with it. Counted is what a visit without interaction moves,
gzipped: the page and every file that it names and a browser fetches by itself.
"""

import gzip
import re
import sys
import tempfile
from pathlib import Path

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
    head = f"| MB of a visit, {renderer} | 1× | {TIMES}× | ratio |"
    return ["", head, "|---|---|---|---|", *rows]


if __name__ == "__main__":
    print("\n".join(lines("embedded")[1:]))
