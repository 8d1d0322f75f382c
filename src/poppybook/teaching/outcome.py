"""What passes between the steps of grading: the job of marking one submission, what came of it, the whole run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from poppybook.book.faults import Fault

from .course import Assignment
from .intake import Refused, Submission
from .judging import Paper
from .sandbox import Means


@dataclass(frozen=True)
class Cell:
    """One cell of the mended notebook; the name is that of a graded or answer cell."""

    kind: str
    source: str
    name: str | None = None


@dataclass(frozen=True)
class Job:
    """What marking one submission takes."""

    paper: Paper
    title: str
    tasks: dict[str, str]
    student: str
    file: str
    cells: list[Cell]
    remarks: list[str]
    means: Means
    data: Path
    hidden: list[Path]
    cell_seconds: int
    owner: int


@dataclass
class Marked:
    """The outcome: points by graded cell, what waits for a person, what happened on the way, the feedback page."""

    points: dict[str, float | None] = field(default_factory=dict)
    most: dict[str, float] = field(default_factory=dict)
    by_hand: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    page: str = ""
    problem: str = ""


@dataclass
class Graded:
    """One graded submission: its points, the remarks on its cells, and what was wrong when it could not be graded."""

    submission: Submission
    remarks: list[str]
    job: Job | None = None
    marked: Marked = field(default_factory=Marked)
    problem: Fault | None = None
    page: str = ""


@dataclass
class Written:
    """What a run left to say: copies of files that a person had changed, points taken over, lines kept."""

    copies: list[str] = field(default_factory=list)
    taken_over: int = 0
    emptied: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    no_record: bool = False
    anew: list[str] = field(default_factory=list)


@dataclass
class Report:
    """The outcome of a run: every submission, what could not be read, and which limits held for student code."""

    assignment: Assignment
    graded: list[Graded]
    faults: list[Refused]
    held: dict[str, bool]
    passed: int = 0
    written: Written = field(default_factory=Written)
