"""Mark one submission with nbgrader's own converters: run it, score it, write its feedback page.

Runs in a process of its own (`grade` starts one per submission); the student's code runs in yet another, the kernel.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from .editions import gradebook_url

STARTUP_SECONDS = 180  # a busy machine takes its time to start a Python
OUTPUT_LIMIT = 2_000_000  # characters a notebook may print
LEFT_OUT = "raise TimeoutError('This cell did not end and could not be interrupted. It was left out.')"
TIMED_OUT = "CellTimeoutError"


@dataclass
class Job:
    """What marking one submission takes: where the prepared course is, whose work it is, how long a cell may run."""

    course: str
    assignment: str
    student: str
    folder: str
    cell_seconds: int


@dataclass
class Marked:
    """The outcome: points by graded cell, what waits for a person, the feedback page, what happened on the way."""

    points: dict[str, float | None] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    feedback: str = ""
    problem: str = ""


class StuckKernel(Exception):
    """A cell neither ended nor let itself be interrupted, or took the kernel with it."""

    def __init__(self, cell: str):
        super().__init__(cell)
        self.cell = cell


class BoundedExecute(Execute):
    """nbgrader's execution that names the cell on which a kernel hangs, and drops a flood of output."""

    name = "Execute"

    def preprocess(self, nb, resources, km=None):
        self._printed, self._running, self._late = 0, "", []
        try:
            return super().preprocess(nb, resources, km)
        except StuckKernel:
            raise
        except Exception as error:  # the kernel died, or does not answer: whatever nbclient calls it
            if self._running:
                raise StuckKernel(self._late[0] if self._late else self._running) from error
            raise

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type == "code":
            self._running = name_of(cell, index)
        cell, resources = super().preprocess_cell(cell, resources, index)
        if any(output.get("ename") == TIMED_OUT for output in cell.get("outputs", [])):
            self._late.append(self._running)
            if len(self._late) == 2:  # the second waited in vain for the first
                raise StuckKernel(self._late[0])
        elif cell.cell_type == "code" and cell.source.strip():
            self._late = []
        return cell, resources

    def process_message(self, msg, cell, cell_index):
        self._printed += (
            len(str(msg["content"])) if msg["msg_type"] in ("stream", "display_data", "execute_result") else 0
        )
        if self._printed > OUTPUT_LIMIT and msg["msg_type"] not in ("status", "error", "execute_input"):
            return None
        return super().process_message(msg, cell, cell_index)


def name_of(cell, index: int) -> str:
    """How reports call a cell: its grade id, or its place."""
    return cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {index + 1}"


def settings(job: Job) -> Config:
    """nbgrader's configuration for one submission; the kernel comes from `kernels/` of the course."""
    c = Config()
    c.CourseDirectory.root = job.folder
    c.CourseDirectory.course_id = "poppy-to-precursor"
    c.CourseDirectory.source_directory = str(Path(job.course) / "source")
    c.CourseDirectory.db_url = gradebook_url(Path(job.folder))
    c.CourseDirectory.assignment_id = job.assignment
    c.CourseDirectory.student_id = job.student
    c.BoundedExecute.timeout = job.cell_seconds
    c.BoundedExecute.startup_timeout = STARTUP_SECONDS
    if sys.platform != "win32":  # sockets in the folder: the kernel has no network in which to meet it
        c.KernelManager.transport, c.KernelManager.ip = "ipc", f"{job.folder}/k"
    chain = Autograde.autograde_preprocessors.default_args[0]
    c.Autograde.autograde_preprocessors = [BoundedExecute if each is Execute else each for each in chain]
    return c


def mark(job: Job) -> Marked:
    """Mark `submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb` in the job's folder.

    A cell on which the kernel hangs is left out and the rest marked again, at most three times.
    """
    folder = Path(job.folder)
    notebook = folder / "submitted" / job.student / job.assignment / f"{job.assignment}.ipynb"
    stopped: list[str] = []
    while True:
        shutil.copy(Path(job.course) / "gradebook.db", folder / "gradebook.db")
        shutil.rmtree(folder / "autograded", ignore_errors=True)
        try:
            _autograde(job)
            break
        except StuckKernel as stuck:
            if stuck.cell in stopped or len(stopped) == 3:
                return Marked(stopped=stopped, problem=f"the kernel stopped answering in {stuck.cell}")
            stopped.append(stuck.cell)
            _leave_out(notebook, stuck.cell)
    marked = _read(job)
    marked.stopped = stopped + [name for name in _late_cells(job) if name not in stopped]
    return marked


def _autograde(job: Job) -> None:
    config = settings(job)
    caught: list[Exception] = []
    course = CourseDirectory(config=config)
    converter = Autograde(coursedir=course, config=config)
    convert = converter.convert_single_notebook

    def watched(filename: str) -> None:
        try:
            convert(filename)
        except Exception as error:  # nbgrader itself only says that something failed
            caught.append(error)
            raise

    converter.convert_single_notebook = watched
    try:
        converter.start()
    except Exception:
        if not caught:
            raise
    if caught:
        raise caught[0]


def _leave_out(notebook: Path, name: str) -> None:
    nb = nbformat.read(notebook, as_version=4)
    for index, cell in enumerate(nb.cells):
        if name_of(cell, index) == name:
            cell.source = LEFT_OUT
    nbformat.write(nb, notebook)


def _autograded(job: Job) -> Path:
    return Path(job.folder) / "autograded" / job.student / job.assignment / f"{job.assignment}.ipynb"


def _late_cells(job: Job) -> list[str]:
    nb = nbformat.read(_autograded(job), as_version=4)
    return [
        name_of(cell, index)
        for index, cell in enumerate(nb.cells)
        if any(output.get("ename") == TIMED_OUT for output in cell.get("outputs", []))
    ]


def _read(job: Job) -> Marked:
    config = settings(job)
    course = CourseDirectory(config=config)
    GenerateFeedback(coursedir=course, config=config).start()
    marked = Marked(
        feedback=str(Path(job.folder) / "feedback" / job.student / job.assignment / f"{job.assignment}.html")
    )
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for grade in gradebook.find_submission_notebook(job.assignment, job.assignment, job.student).grades:
            marked.points[grade.name] = None if grade.needs_manual_grade else grade.score
            marked.most[grade.name] = grade.max_score
    return marked


def run(job: Job) -> None:
    """What the process of one submission does: mark it and leave result.json in the job's folder."""
    folder = Path(job.folder)
    logging.disable(logging.CRITICAL)
    for name in (
        "HOME",
        "IPYTHONDIR",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "MPLCONFIGDIR",
    ):
        os.environ[name] = str(folder)
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    os.environ["JUPYTER_PATH"] = str(folder)
    with (
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        try:
            marked = mark(job)
        except Exception as error:
            marked = Marked(problem=f"{type(error).__name__}: {error}")
    draft = folder / "result.draft"
    draft.write_text(json.dumps(asdict(marked)), encoding="utf-8")
    draft.rename(folder / "result.json")
