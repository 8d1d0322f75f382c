"""Grade a folder of submissions: one process for each, so that one that breaks never loses the others."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path

import nbformat

from poppybook.faults import Fault
from poppybook.words import teaching as words

from . import feedback
from .course import Assignment, CourseError
from .editions import release
from .intake import Submission, read
from .marking import Job, Marked, run
from .mending import mend

CELL_SECONDS = 20
SUBMISSION_SECONDS = 600


@dataclass
class Graded:
    """One graded submission: its points, the remarks on its cells, and what was wrong when it could not be graded."""

    submission: Submission
    remarks: list[str]
    marked: Marked = field(default_factory=Marked)
    problem: Fault | None = None
    page: str = ""


@dataclass
class Report:
    """The outcome of a run: every submission, what could not be read, and which limits held for student code."""

    assignment: Assignment
    graded: list[Graded]
    faults: list[Fault]
    held: dict[str, bool]


def grade(
    folder: Path,
    out: Path,
    assignments: list[Assignment],
    *,
    wanted: str | None = None,
    cell_seconds: int = CELL_SECONDS,
    workers: int | None = None,
    progress: Callable[[int], Callable[[Graded], None]] | None = None,
) -> Report:
    """Grade every submission in `folder` and write grades.csv and feedback/ into `out`.

    wanted: the assignment; without it the one most submissions are for. progress: called with the number of
    submissions, gives the function to call with each as it is done. Raises CourseError when there is nothing to
    grade. Beside `out` only a temporary folder is written, and removed.
    """
    if not folder.is_dir():
        raise CourseError(f"{folder} is not a folder of submissions")
    tasks = {each.name: set() for each in assignments}
    found, faults = read(folder, tasks)
    assignment = _chosen(found, faults, assignments, wanted)
    theirs = [each for each in found if each.assignment == assignment.name]
    faults += [_elsewhere(each) for each in found if each.assignment != assignment.name]
    work = Path(
        tempfile.mkdtemp(prefix="pbg")
    )  # short: a kernel's sockets lie in it, and their paths may not be long
    try:
        released = nbformat.read(release(assignment, work / "course"), as_version=4)
        held = _write_kernel(work)
        graded = [
            _prepare(each, released, assignment, work, index, cell_seconds)
            for index, each in enumerate(theirs)
        ]
        step = progress(len(graded)) if progress else lambda done: None
        _mark_all(graded, work, workers or os.cpu_count() or 1, step)
        report = Report(assignment, graded, sorted(faults, key=lambda fault: fault.file), held)
        _write(report, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return report


def _chosen(
    found: list[Submission], faults: list[Fault], assignments: list[Assignment], wanted: str | None
) -> Assignment:
    names = {each.name: each for each in assignments}
    if wanted is not None:
        if wanted not in names:
            raise CourseError(f"there is no assignment {wanted!r}; there are {', '.join(names)}")
        return names[wanted]
    counts = Counter(each.assignment for each in found)
    if not counts:
        reasons = "".join(f"\n  {fault}" for fault in faults)
        raise CourseError(f"there is no submission to grade in the folder{':' if reasons else '.'}{reasons}")
    return names[max(names, key=lambda name: counts[name])]


def _elsewhere(submission: Submission) -> Fault:
    rule, remedy = words.problem("other assignment", found=submission.assignment)
    return Fault(submission.file, None, None, None, rule, remedy)


def _write_kernel(work: Path) -> dict[str, bool]:
    """The kernel that runs student code: a Python that confines itself first. Returns which limits hold here."""
    probe = subprocess.run(
        [sys.executable, "-m", "poppybook.teaching.limits", "--probe", str(_made(work / "probe"))],
        capture_output=True,
        text=True,
    )
    return json.loads(probe.stdout) if probe.returncode == 0 else {}


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _prepare(
    submission: Submission, released, assignment: Assignment, work: Path, index: int, cell_seconds: int
) -> Graded:
    """Mend the notebook and lay it out as nbgrader expects it, under a name of our own, whatever the student's is."""
    folder = work / f"{index:03d}"
    home = _made(folder / "submitted" / "student" / assignment.name)
    notebook, remarks = mend(submission.notebook, released)
    nbformat.write(notebook, home / f"{assignment.name}.ipynb")
    kernel = _made(folder / "kernels" / "python3") / "kernel.json"
    command = [sys.executable, "-m", "poppybook.teaching.limits", str(folder), "{connection_file}"]
    kernel.write_text(
        json.dumps({"argv": command, "display_name": "Python 3", "language": "python"}), encoding="utf-8"
    )
    job = Job(str(work / "course"), assignment.name, "student", str(folder), cell_seconds)
    (folder / "job.json").write_text(json.dumps(job.__dict__), encoding="utf-8")
    return Graded(submission, remarks)


def _mark_all(graded: list[Graded], work: Path, workers: int, step: Callable[[Graded], None]) -> None:
    # A server process imports nbgrader once and forks a fresh child for each submission; Windows starts each anew.
    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["poppybook.teaching.marking"])
    waiting, running = list(enumerate(graded)), {}
    while waiting or running:
        while waiting and len(running) < workers:
            index, each = waiting.pop(0)
            folder = work / f"{index:03d}"
            job = Job(**json.loads((folder / "job.json").read_text(encoding="utf-8")))
            process = context.Process(target=run, args=(job,))
            process.start()
            running[process.sentinel] = process, each, folder, time.monotonic()
        for sentinel in wait(list(running), timeout=1):
            process, each, folder, _ = running.pop(sentinel)
            process.join()
            _collect(each, folder)
            step(each)
        for sentinel, (process, each, _, since) in list(running.items()):
            if time.monotonic() - since > SUBMISSION_SECONDS:
                process.kill()  # its kernel dies with it
                process.join()
                del running[sentinel]
                each.problem = _trouble(each, "took too long", seconds=SUBMISSION_SECONDS)
                step(each)


def _trouble(each: Graded, what: str, **values) -> Fault:
    rule, remedy = words.problem(what, **values)
    return Fault(each.submission.file, None, None, None, rule, remedy)


def _collect(each: Graded, folder: Path) -> None:
    result = folder / "result.json"
    if not result.is_file():
        each.problem = _trouble(each, "died")
        return
    each.marked = Marked(**json.loads(result.read_text(encoding="utf-8")))
    seconds = json.loads((folder / "job.json").read_text(encoding="utf-8"))["cell_seconds"]
    each.remarks += [words.cell("stopped", name=name, seconds=seconds) for name in each.marked.stopped]
    if each.marked.problem:
        each.problem = _trouble(each, "broken", why=each.marked.problem)


# ---------------------------------------------------------------- what is written


def _write(report: Report, out: Path) -> None:
    pages = _made(out / "feedback")
    taken: set[str] = set()
    for each in report.graded:
        if each.problem is None:
            each.page = f"{file_name(each.submission, taken)}.html"
            page = Path(each.marked.feedback).read_text(encoding="utf-8")
            (pages / each.page).write_text(feedback.page(page, each, report.assignment), encoding="utf-8")
    (out / "grades.csv").write_text(grades(report), encoding="utf-8-sig", newline="")


def file_name(submission: Submission, taken: set[str]) -> str:
    """A name for a feedback page: the student's letters and digits, whatever else was in the name, and the id."""
    name = re.sub(r"[^\w]+", "-", f"{submission.student} {submission.id}").strip("-_")[:80] or "student"
    wanted, number = name, 2
    while wanted.casefold() in taken:
        wanted, number = f"{name}-{number}", number + 1
    taken.add(wanted.casefold())
    return wanted


def grades(report: Report) -> str:
    """grades.csv: a line for each submission, also for those that could not be graded."""
    say = words.GRADES
    cells = next((list(each.marked.most) for each in report.graded if each.marked.most), [])
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    heads = ["student", "id", "file", "state", "points", "most", "by hand", "remarks"]
    writer.writerow([*(say[head] for head in heads), *cells])
    for each in report.graded:
        marked, who = each.marked, each.submission
        counted = {name: got for name, got in marked.points.items() if got is not None}
        row = [who.student, who.id, who.file]
        if each.problem:
            row += [say["not graded"], "", "", "", f"{each.problem.rule}. {each.problem.remedy}."]
        else:
            most = sum(marked.most[name] for name in counted)
            row += [
                say["graded"],
                _plain(sum(counted.values())),
                _plain(most),
                _plain(sum(marked.most.values()) - most),
            ]
            row.append("; ".join(each.remarks))
        writer.writerow([_cell(value) for value in row] + [_plain(marked.points.get(name)) for name in cells])
    for fault in report.faults:
        row = ["", "", fault.file, say["not graded"], "", "", "", f"{fault.rule}. {fault.remedy}."]
        writer.writerow([_cell(value) for value in row] + [""] * len(cells))
    return table.getvalue()


def _plain(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _cell(text: str) -> str:
    """A name that a spreadsheet would take for a formula is marked as text."""
    text = " ".join(str(text).split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
