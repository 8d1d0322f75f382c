"""Grade a folder of submissions: one process for each, so that one that breaks never loses the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker, util
from multiprocessing.connection import wait
from pathlib import Path

from nbformat import NotebookNode

from poppybook.dataset.store import find_data
from poppybook.language import grading
from poppybook.language import teaching as words

from . import destination, results
from .course import Assignment, CourseError
from .editions import handed_out
from .intake import Refused, Submission, again, read
from .judging import Paper, paper
from .marking import run
from .mending import grade_id, mend
from .outcome import Cell, Graded, Job, Report
from .sandbox import Means
from .trial import choose
from .workroom import mark, sweep

CELL_SECONDS = 20
SUBMISSION_SECONDS = 600
LONGEST_TEMPORARY = 70  # bytes; a socket's name takes 104 to 108, and what comes below the folder is 32


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
    submissions, gives the function to call with each as it is done. Raises destination.Unusable when `folder` or `out`
    cannot be used, before any work, and CourseError when there is nothing to grade. Beside `out` nothing is written;
    without bubblewrap student code gets a temporary folder, removed after.
    """
    destination.check(folder, out, assignments[0].folder.parents[2])
    heads = {each.name: headings(each) for each in assignments}
    found, faults, passed = read(folder, heads)
    assignment = _chosen(found, faults, assignments, wanted, out)
    theirs = [each for each in found if each.assignment == assignment.name]
    faults += [again(each, "other assignment", found=each.assignment) for each in found if each not in theirs]
    sweep()
    try:
        released = handed_out(assignment)
        exam = paper(assignment.name, str(assignment.folder), assignment.notebook(), released)
        data, hidden = find_data(None).resolve(), [assignment.folder.parents[1], folder, out]
        means, held = choose(data, hidden, assignment.path)
        graded = [
            _prepare(each, released, assignment, exam, means, data, hidden, cell_seconds) for each in theirs
        ]
        step = progress(len(graded)) if progress else lambda done: None
        _mark_all([each for each in graded if not each.problem], workers or os.cpu_count() or 1, step)
    finally:
        sweep(os.getpid())
    report = Report(assignment, graded, sorted(faults, key=lambda fault: fault.file), held, passed)
    report.written = results.write(report, out)
    return report


def headings(assignment: Assignment) -> set[str]:
    """The headings of an assignment's tasks, by which its notebook is known when all else is lost."""
    return {f"## {words.task_heading(task.number, task.title)}" for task in assignment.tasks()}


def _chosen(
    found: list[Submission],
    faults: list[Refused],
    assignments: list[Assignment],
    wanted: str | None,
    out: Path,
) -> Assignment:
    names = {each.name: each for each in assignments}
    if wanted is not None:
        if wanted not in names:
            raise destination.Unusable(f"There is no assignment {wanted!r}; there are {', '.join(names)}")
        return names[wanted]
    counts = Counter(assignment for assignment, _ in {(each.assignment, each.who) for each in found})
    if not counts and not faults:
        raise CourseError("there is no submission to grade in IN.")
    if not counts and (before := results.assignment_of(out)) in names:
        return names[before]  # nothing can be graded; the lines go to those of the last run
    return names[max(names, key=lambda name: counts[name])]


def _prepare(
    submission: Submission,
    released: NotebookNode,
    assignment: Assignment,
    exam: Paper,
    means: Means,
    data: Path,
    hidden: list[Path],
    cell_seconds: int,
) -> Graded:
    notebook, remarks = mend(submission.notebook, released)
    lost = [grading.cell("deleted", name=name) for name in exam.cells]
    if "poppybook" not in submission.notebook.metadata and all(remark in remarks for remark in lost):
        return Graded(submission, remarks, problem=again(submission, "unmatched"))
    job = Job(
        paper=exam,
        title=assignment.title,
        tasks={task.number: words.task_heading(task.number, task.title) for task in assignment.tasks()},
        student=submission.student,
        file=submission.file,
        cells=[Cell(cell.cell_type, cell.source, grade_id(cell)) for cell in notebook.cells],
        remarks=remarks,
        means=means,
        data=data,
        hidden=hidden,
        cell_seconds=cell_seconds,
        owner=os.getpid(),
    )
    return Graded(submission, remarks, job)


def _way_to_start() -> str:
    """A server process loads the book once and forks a fresh child for each submission.

    Windows has none, and where the path of the temporary folder is long, nor has a socket in it a name that fits: there
    each child starts anew.
    """
    long = len(os.fsencode(tempfile.gettempdir())) > LONGEST_TEMPORARY
    return "spawn" if long or sys.platform == "win32" else "forkserver"


def _mark_all(graded: list[Graded], workers: int, step: Callable[[Graded], None]) -> None:
    context = multiprocessing.get_context(_way_to_start())
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["__main__", "poppybook.teaching.marking"])
        mark(util.get_temp_dir(), os.getpid())  # before the server lies in it: a kill can come at any moment
    waiting, running = list(graded), {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                each = waiting.pop(0)
                line, far = context.Pipe(duplex=False)
                process = context.Process(target=run, args=(each.job, far))
                with _undisturbed():
                    process.start()
                far.close()
                running[line] = process, each, time.monotonic()
            for line in wait(list(running), timeout=1):
                process, each, _ = running.pop(line)
                _collect(each, line)
                _end(process)
                step(each)
            for line, (process, each, since) in list(running.items()):
                if time.monotonic() - since > SUBMISSION_SECONDS:
                    del running[line]
                    _end(process)
                    each.problem = again(each.submission, "took too long", seconds=SUBMISSION_SECONDS)
                    step(each)
    finally:
        for process, _, _ in running.values():
            _end(process)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits for a moment: a server process that it met while it starts would say so in a traceback."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # else it is started within, and lets the signal in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(process: multiprocessing.Process) -> None:
    process.kill()  # the student's Python ends with it
    process.join()


def _collect(each: Graded, line) -> None:
    try:
        each.marked = line.recv()
    except (EOFError, OSError):
        each.problem = again(each.submission, "died")
        return
    finally:
        line.close()
    each.remarks = each.marked.remarks or each.remarks
    if each.marked.problem:
        each.problem = again(each.submission, "broken", why=each.marked.problem)
