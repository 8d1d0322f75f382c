"""Time the book against the bare tools that it stands on, and print tables.

Each pair is run alternately and the medians are compared, so that a busy machine slows both sides alike. The bare
side says what the same work costs without this package: pandas reading the same files, the renderer rendering the
same pages with no finishing pass.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from . import everyday, grading, growth, pages, scale
from .copies import BOOK, copy_of_book, without_hooks

ROUNDS = 5

LOAD = """
import time, pandas, poppybook.dataset.store as store
begin = time.perf_counter(); store.load(); print(time.perf_counter() - begin)
"""
BARE_LOAD = """
import time, pandas, pathlib
begin = time.perf_counter()
for path in sorted(pathlib.Path("data").glob("*.csv")): pandas.read_csv(path)
print(time.perf_counter() - begin)
"""
CHECK = """
import time, poppybook.checking.check as check
begin = time.perf_counter(); check.check(); print(time.perf_counter() - begin)
"""
BARE_CHECK = """
import time, frictionless
begin = time.perf_counter(); frictionless.validate("data/datapackage.json"); print(time.perf_counter() - begin)
"""


def python(code: str) -> float:
    """Seconds that a fresh Python printed."""
    done = subprocess.run([sys.executable, "-c", code], cwd=BOOK, capture_output=True, text=True, check=True)
    return float(done.stdout)


def site_rounds(renderer: str, bare: list[str], work: Path) -> tuple[list, list, list]:
    """Times of a full `poppybook site`, of a second one with nothing changed, and of the renderer alone."""
    ours, again, alone = [], [], []
    plain = without_hooks(copy_of_book(work / f"{renderer}-bare"))
    book = copy_of_book(work / f"{renderer}-book")
    site = [sys.executable, "-m", "poppybook.cli", "site", "--renderer", renderer]
    for _ in range(3):
        shutil.rmtree(book / "_site", ignore_errors=True)
        ours.append(everyday.seconds(*site, cwd=book))
        again.append(everyday.seconds(*site, cwd=book))
        alone.append(everyday.seconds(*bare, cwd=plain))
    return ours, again, alone


def row(what: str, ours: list[float], bare: list[float], against: str) -> str:
    """One line of the table: median of ours, of the bare side, and their ratio."""
    a, b = statistics.median(ours), statistics.median(bare)
    return f"| {what} | {a:.2f} s | {b:.2f} s | {a / b:.1f} | {against} |"


def main() -> None:
    """Run everything and print the table."""
    lines = ["| what | ours | bare | ratio | bare side |", "|---|---|---|---|---|"]
    for what, mine, bare, against in (
        ("load(), after imports", LOAD, BARE_LOAD, "pandas.read_csv of the same files"),
        ("check, all rules", CHECK, BARE_CHECK, "frictionless validate alone"),
    ):
        print(what, file=sys.stderr)
        pairs = [(python(mine), python(bare)) for _ in range(ROUNDS)]
        lines.append(row(what, *map(list, zip(*pairs, strict=True)), against))
    number = len(
        re.findall(r"(?m)^    - \S+\.(?:qmd|ipynb)$", (BOOK / "_quarto.yml").read_text(encoding="utf-8"))
    )
    renderers = {"embedded": [sys.executable, "-m", "smalldocs.cli", "render", "--quiet"]}
    if shutil.which("quarto"):
        renderers["quarto"] = ["quarto", "render", "--quiet", "--no-execute"]
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as work:
        for renderer, bare in renderers.items():
            print(f"site, {renderer}", file=sys.stderr)
            ours, again, alone = site_rounds(renderer, bare, Path(work))
            lines.append(row(f"site, {renderer}, {number} pages", ours, alone, "the renderer alone"))
            lines.append(row(f"site, {renderer}, nothing changed", again, alone, "the renderer alone"))
    # Each part is printed when it is done: the whole takes an hour, and an interruption then loses one part only.
    print("\n".join(lines), flush=True)
    pages.main()
    print("\n".join(growth.lines("embedded")), flush=True)
    print("grading a class", file=sys.stderr)
    print("\n".join(grading.lines()), flush=True)
    print("\n".join(["", *scale.table(scale.TIMES)]), flush=True)
    print("\n".join(everyday.lines()))


if __name__ == "__main__":
    main()
