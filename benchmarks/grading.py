"""Grade a class of sixty generated submissions and say how long it took and how much memory it held."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from pathlib import Path

import nbformat

from poppybook.teaching import course, editions
from poppybook.teaching.grade import grade
from poppybook.teaching.mending import grade_id

STUDENTS = 60
ASSIGNMENT = "cooperation-timeline"


def hand_in(
    folder: Path, assignment: course.Assignment, released: nbformat.NotebookNode, students: int
) -> None:
    """Submissions of a class: each task solved, or left, by chance; the same class each time."""
    chance = random.Random(2026)
    solved = {grade_id(cell): cell.source for cell in assignment.notebook().cells if grade_id(cell)}
    for number in range(students):
        notebook = nbformat.from_dict(released)
        for cell in notebook.cells:
            name = grade_id(cell) or ""
            if name.startswith("answer-") and chance.random() < 0.7:
                cell.source = solved[name]
        nbformat.write(
            notebook, folder / f"student{number:02d}_{1000 + number}_{5000 + number}_homework.ipynb"
        )


def memory_of_children() -> int:
    """Bytes that the processes started from here hold now; 0 where /proc does not say."""
    parents, held = {}, {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # it ended meanwhile
            continue
        pid = int(status.parent.name)
        parents[pid], held[pid] = int(fields["PPid"]), int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
    ours, more = {int(Path("/proc/self").resolve().name)} if Path("/proc/self").exists() else set(), True
    while more:
        more = {pid for pid, parent in parents.items() if parent in ours} - ours
        ours |= more
    return sum(held.get(pid, 0) for pid in ours)


def measure(students: int = STUDENTS, workers: int | None = None) -> dict[str, float]:
    """Seconds in all, submissions graded, and the most memory held at any moment (shared pages counted twice)."""
    root = Path(__file__).parents[1]
    assignment = course.assignment(root, ASSIGNMENT)
    work = Path(tempfile.mkdtemp(prefix="pbb"))
    most, stop = [0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.5):
            most[0] = max(most[0], memory_of_children())

    watcher = threading.Thread(target=watch, daemon=True)
    try:
        (work / "in").mkdir()
        released = nbformat.read(editions.release(assignment, work / "course"), as_version=4)
        hand_in(work / "in", assignment, released, students)
        watcher.start()
        begin = time.perf_counter()
        report = grade(work / "in", work / "out", [assignment], cell_seconds=120, workers=workers)
        seconds = time.perf_counter() - begin
    finally:
        stop.set()
        shutil.rmtree(work, ignore_errors=True)
    return {
        "seconds": seconds,
        "graded": sum(each.problem is None for each in report.graded),
        "memory": most[0],
    }


def lines() -> list[str]:
    """A heading and a line for the benchmarks' output."""
    found = measure()
    each = found["seconds"] / STUDENTS
    return [
        "",
        f"Grading {ASSIGNMENT}, a class of {STUDENTS}: {found['graded']} graded in {found['seconds']:.0f} s "
        f"({each:.1f} s each), at most {found['memory'] / 1e6:,.0f} MB held at once",
    ]


if __name__ == "__main__":
    print("\n".join(lines()[1:]))
