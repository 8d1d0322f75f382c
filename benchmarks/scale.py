"""How the book grows: the same work at 1, 10 and 100 times the observations, as ratios.

`python -m benchmarks.scale [TIMES…]`; `make bench` runs it after the rest. The larger datasets are generated: the real
tables, with every series and its observations repeated under new ids. A ratio near the factor is linear growth; each
step runs in a fresh Python, and the smallest of its rounds counts, since a busy machine only ever adds.
"""

import csv
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BOOK = Path(__file__).parents[1]
TIMES = (1, 10, 100)
ROUNDS = 3

BEGIN = """
import sys, time
from poppybook.dataset.store import load
folder = sys.argv[1]
"""
DATA = """
data = load(folder)
"""
MEASURE = """
begin = time.process_time()
{}
print(time.process_time() - begin)
"""
# What is measured: what comes before, and the work itself. CPU time of one process.
STEPS = {
    "load()": (BEGIN, "load(folder)"),
    "check, rules of the book": (
        BEGIN
        + "from poppybook.checking import check, rules_book\nfrom poppybook.checking.rules import judge\n"
        + DATA,
        "assert not judge(data, [*rules_book.ROW_RULES, *rules_book.TABLE_RULES])",
    ),
    "check, whole": (
        BEGIN + "from poppybook.checking.check import check\n",
        "faults = check(folder)\nassert not faults, faults[:3]",
    ),
    "browse: open": (
        BEGIN + "from poppybook.widgets import series\n" + DATA,
        "series.catalogue(data)",
    ),
    "browse: search and choose": (
        BEGIN + "from poppybook.widgets import series\n" + DATA + "table = series.catalogue(data)\n"
        "series.answer(data, table, series.Browse(series='poppy-ha-us-mex'))  # imports of the first drawing\n",
        "series.answer(data, table, series.Browse(search='poppy area', series='poppy-ha-us-mex'))",
    ),
    "side by side: convert": (
        BEGIN + "from poppybook.widgets import comparison\n" + DATA + "state = comparison.Comparison(("
        "'poppy-ha-us-mex', 'poppy-ha-unodc-mex'), unit='acres')\ncomparison.answer(data, state)\n",
        "comparison.answer(data, state)",
    ),
    "pages: series of all themes": (
        BEGIN + "from poppybook.pages import reference\n" + DATA,
        "for theme in ('heroin', 'fentanyl', 'cooperation', 'supply-chain'): reference.series(data, theme)",
    ),
    "pages: sources": (
        BEGIN + "from poppybook.pages import reference\n" + DATA,
        "for kind in sorted(data.sources.kind.unique()): reference.sources(data, kind)",
    ),
}


def grown(times: int, folder: Path) -> Path:
    """A dataset like the book's with `times` as many series and observations, in `folder`."""
    shutil.copytree(BOOK / "data", folder)
    for name in ("series", "observations"):
        path = folder / f"{name}.csv"
        with open(path, encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream)
        ids = [head.index(column) for column in ("observation_id", "series_id", "title") if column in head]
        with open(path, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            for number in range(times):
                # The id begins anew and ends as before: rules read the end of some.
                mark = f"x{number}-" if number else ""
                writer.writerows(
                    [f"{mark}{cell}" if i in ids else cell for i, cell in enumerate(row)] for row in rows
                )
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    """Bring size and hash in datapackage.json along."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        resource["bytes"], resource["hash"] = len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"
    path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def seconds(before: str, work: str, folder: Path) -> float:
    """CPU seconds of the work in a fresh Python, the smallest of a few rounds."""
    code = before + MEASURE.format(work)
    best = float("inf")
    for _ in range(ROUNDS):
        done = subprocess.run([sys.executable, "-c", code, folder], cwd=BOOK, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{work}\n{done.stderr}")
        best = min(best, float(done.stdout))
        if best > 20:
            break  # long enough that a second look tells nothing new
    return best


def table(times: tuple[int, ...]) -> list[str]:
    """One line a step: seconds at the first size, and how many times as long each further size takes."""
    heads = [f"× {each}" for each in times[1:]]
    lines = [f"| what | {times[0]}× | {' | '.join(heads)} |", f"|---|---|{'---|' * len(heads)}"]
    with tempfile.TemporaryDirectory() as work:
        folders = [grown(each, Path(work) / str(each) / "data") for each in times]
        for what, (before, measured) in STEPS.items():
            print(f"scale, {what}", file=sys.stderr)
            first, *others = (seconds(before, measured, folder) for folder in folders)
            ratios = " | ".join(f"{other / first:.1f}" for other in others)
            lines.append(f"| {what} | {first:.3f} s | {ratios} |")
    return lines


def main() -> None:
    """Print the table for the sizes given on the command line, or for 1, 10 and 100."""
    print("\n".join(table(tuple(map(int, sys.argv[1:])) or TIMES)))


if __name__ == "__main__":
    main()
