"""The course in `exercises/`: its assignments, their tasks, and what they expect, read from the source notebooks."""

from __future__ import annotations

import contextlib
import io
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat

from poppybook.book.project import Project

from .answers import Expected, fingerprints, recording

COURSE = "exercises"
# The line under a task's heading: *Medium · units, rates · 10 minutes · 3 points · graded by hand*
_ABOUT = re.compile(
    r"^\*(?P<level>\w+) · (?P<skills>.+?) · (?P<minutes>\d+) minutes · "
    r"(?P<points>\d+) points?(?P<hand> · graded by hand)?\*$",
    re.M,
)
_HEAD = re.compile(r"^## Task (?P<number>\d+)\. (?P<title>.+)$", re.M)


class CourseError(Exception):
    """Something in the course that its editor can mend; the text is the whole message."""


@dataclass(frozen=True)
class Task:
    """One task as its heading states it."""

    number: str
    title: str
    level: str
    skills: tuple[str, ...]
    minutes: int
    points: int
    by_hand: bool
    rubric: str


@dataclass(frozen=True)
class Assignment:
    """One assignment: a folder below exercises/source with a notebook of the same name."""

    name: str
    folder: Path

    @property
    def path(self) -> Path:
        """The source notebook."""
        return self.folder / f"{self.name}.ipynb"

    def notebook(self) -> nbformat.NotebookNode:
        """The source notebook, read."""
        return nbformat.read(self.path, as_version=4)

    @property
    def title(self) -> str:
        """Its heading, without the word behind the colon."""
        return self.notebook().cells[0].source.splitlines()[0].removeprefix("# ").partition(":")[0]

    def tasks(self) -> list[Task]:
        """The tasks in order. Raises CourseError for a heading that does not follow the pattern."""
        cells = self.notebook().cells
        answers = {cell.id: cell.source for cell in cells if cell.id.startswith("answer-")}
        found = []
        for cell in cells:
            if not cell.id.startswith("task-"):
                continue
            head, about = _HEAD.search(cell.source), _ABOUT.search(cell.source)
            if not head or not about:
                raise CourseError(
                    f"{self.path.name}, cell {cell.id}: write “## Task 3. Title” and under it "
                    "“*Easy · skill, skill · 5 minutes · 2 points*”"
                )
            rubric = answers.get(f"answer-{head['number']}", "").replace("# ", "").partition("Rubric")[2]
            found.append(
                Task(
                    head["number"],
                    head["title"],
                    about["level"],
                    tuple(about["skills"].split(", ")),
                    int(about["minutes"]),
                    int(about["points"]),
                    bool(about["hand"]),
                    rubric.replace("### END SOLUTION", "").replace("END SOLUTION", "").strip("* #\n"),
                )
            )
        return found

    def expected(self) -> list[Expected]:
        """What the hidden tests expect, from running the source notebook's code in this process.

        An error in the notebook is raised as CourseError with its cell.
        """
        return list(_expected(self.name, self.path.name, self.path.read_text(encoding="utf-8")))

    def checks(self) -> bytes:
        """The content of checks.json as the dataset of today makes it."""
        text = json.dumps(fingerprints(self.name, self.expected()), indent=1, ensure_ascii=False)
        return (text + "\n").encode()


@lru_cache(maxsize=16)
def _expected(name: str, file: str, text: str) -> tuple[Expected, ...]:
    space: dict = {"__name__": "__main__"}
    with recording() as cases, _quiet():
        for cell in nbformat.reads(text, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            source = cell.source.replace(".show()", "")  # charts are made, not shown
            try:
                exec(compile(source, f"{name}:{cell.id}", "exec"), space)
            except Exception as error:
                raise CourseError(f"{file}, cell {cell.id}: {error!r}") from error
    return tuple(cases)


@contextlib.contextmanager
def _quiet():
    with contextlib.redirect_stdout(io.StringIO()):
        yield


def assignments(root: Path) -> list[Assignment]:
    """Every assignment of the book in `root`: those named like a page in the order of the pages, then all others."""
    source = root / COURSE / "source"
    order = [Path(page).stem for page in Project(root).settings().get("render") or ()]
    names = [path.name for path in source.iterdir() if path.is_dir() and path.name[0] != "."]
    names.sort(key=lambda name: (order.index(name) if name in order else len(order), name))
    return [Assignment(name, source / name) for name in names]


def assignment(root: Path, name: str) -> Assignment:
    """The assignment called `name`; CourseError with the names there are."""
    found = {each.name: each for each in assignments(root)}
    if name not in found:
        raise CourseError(f"there is no assignment {name!r}; there are {', '.join(found)}")
    return found[name]
