"""What whoever works on the book waits for, beside the bare tools: the set-up, all tests, one chapter again."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .copies import BOOK, copy_of_book, without_hooks

ROUNDS = 3
PAGE = "notebooks/heroin-production.ipynb"
PYTEST = [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider"]
# The notebooks alone, run again and compared, one after the other: what nbval does without this project.
NBVAL = [*PYTEST, "-o", "addopts=", "-q", "--nbval", "--nbval-current-env", "notebooks"]


def seconds(*command: str | Path, cwd: Path) -> float:
    """How long a command takes as a whole process. Raises CalledProcessError when it fails."""
    begin = time.perf_counter()
    subprocess.run(command, cwd=cwd, capture_output=True, check=True)
    return time.perf_counter() - begin


def set_up(work: Path) -> tuple[float, float]:
    """`set_up.py` in a copy of the book, and venv and pip by hand in another; once each, with what pip has kept."""
    ours, bare = copy_of_book(work / "set-up"), copy_of_book(work / "by-hand")
    first = seconds(sys.executable, "set_up.py", cwd=ours)
    begin = time.perf_counter()
    seconds(sys.executable, "-m", "venv", ".venv", cwd=bare)
    pip = [bare / ".venv/bin/python", "-m", "pip", "install"]
    seconds(*pip, "-e", ".[test]", "-c", "constraints.txt", cwd=bare)
    return first, time.perf_counter() - begin


def part(work: Path) -> tuple[float, float]:
    """`quarto render` of one notebook in a rendered book, hooks included, and of the same one without them."""
    ours, bare = copy_of_book(work / "part"), without_hooks(copy_of_book(work / "part-bare"))
    for book in (ours, bare):
        seconds("quarto", "render", "--quiet", cwd=book)
    pairs = [
        [seconds("quarto", "render", PAGE, "--quiet", cwd=book) for book in (ours, bare)]
        for _ in range(ROUNDS)
    ]
    first, second = map(statistics.median, zip(*pairs, strict=True))
    return first, second


def lines() -> list[str]:
    """A table: seconds of ours and of the bare side, and their ratio."""
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    rows = ["", "| what one waits for | ours | bare | ratio | bare side |", "|---|---|---|---|---|"]

    def row(what: str, ours: float, bare: float, against: str) -> None:
        rows.append(f"| {what} | {ours:.1f} s | {bare:.1f} s | {ours / bare:.1f} | {against} |")

    with tempfile.TemporaryDirectory() as work:
        print("set-up", file=sys.stderr)
        row("set-up", *set_up(Path(work)), "venv and pip by hand")
        if shutil.which("quarto"):
            print("one page, quarto", file=sys.stderr)
            row("one chapter with Quarto", *part(Path(work)), "the same without hooks")
        else:
            print("one page with Quarto: left out, there is no Quarto on this machine", file=sys.stderr)
    print("all tests", file=sys.stderr)
    row("`make test`", seconds(*PYTEST, cwd=BOOK), seconds(*NBVAL, cwd=BOOK), "nbval of the notebooks alone")
    return rows


if __name__ == "__main__":
    print("\n".join(lines()[1:]))
