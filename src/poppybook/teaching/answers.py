"""Judge an answer and say which slip it looks like.

`expect` stands in the hidden tests of the source notebook and states, as code over the dataset, what is right and which
wrong answers are typical. `checks` is what students run: it knows the same answers only as fingerprints
(checks.json, made by `poppybook assignments`), so that a student edition holds no solution.
"""

import hashlib
import json
import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from poppybook.dataset.package import DESCRIPTOR
from poppybook.dataset.store import Dataset, find_data, load
from poppybook.language import teaching as words

from .normal import WrongAnswer, normal

CHECKS = "checks.json"
GRADING = "POPPYBOOK_GRADING"  # set where a notebook is graded
POUND = 0.45359237  # kilograms, by definition
# A number is compared by the cell of a grid in which it lies, ten to a tolerance: a fingerprint then fits all that are
# near enough, and some that are up to a tenth further off.
CELLS = 10
EXACT = 1e-6  # what a whole number may be off, for the way computers divide


@dataclass(frozen=True)
class Expected:
    """What a task asks for: the right answer, how exact it has to be, and typical wrong ones with what to say."""

    task: str
    right: object
    unit: str = ""
    within: float = 0
    slips: list[tuple[object, str]] = field(default_factory=list)
    hint: str = ""


def expect(
    task: str,
    answer: object,
    right: object,
    *,
    unit: str = "",
    within: float | None = None,
    slips: dict[str, object] | None = None,
    hint: str = "",
    recorded: bool = True,
) -> None:
    """Pass when an answer is right, else say which slip it looks like: the line of a hidden test.

    Parameters
    ----------
    task : str
        Number of the task.
    answer, right : object
        What the student has, and what the data give.
    unit : str, optional
        Named in the message; some units bring typical slips of their own.
    within : float, optional
        How far off a number may be: half a percent without it, whole numbers exactly.
    slips : dict, optional
        Message → the answer that earns it.
    hint : str, optional
        Said when no slip fits.
    recorded : bool, optional
        False keeps the case out of the student's own checks: it is then known to the hidden tests alone.

    Raises
    ------
    WrongAnswer
        With the message of the slip, or the hint.

    Examples
    --------
    >>> pb.teach.expect("1", 28_466, 28_466, unit="deaths")
    >>> pb.teach.expect("1", 0.5, 50, unit="percent")
    Traceback (most recent call last):
    poppybook.teaching.answers.WrongAnswer: ...
    """
    kind, value = normal(right)
    if within is None:
        within = EXACT if isinstance(right, int) else abs(value) * 0.005 or EXACT if kind == "number" else 0
    known = [(wrong, said) for said, wrong in (slips or {}).items()]
    if kind == "number":
        known += _common_slips(value, unit, within, known)
    case = Expected(task, right, unit, within, known, hint)
    if recorded and _RECORD is not None:
        _RECORD.append(case)
    judge(case, answer)


def judge(case: Expected, answer: object) -> str:
    """The message for a right answer; WrongAnswer for another."""
    return _judged("", case.task, _asked("", case), answer)


def _judged(assignment: str, task: str, asked: dict, answer: object) -> str:
    """The one judgement, of the student's checks and of hidden tests. asked: a task as checks.json has it."""
    kind, value = _normal_for(task, answer)
    if kind != asked["kind"]:
        raise WrongAnswer(words.task(task, words.other_kind(kind, asked["kind"])))
    shown = words.said(value if kind == "number" else answer, asked["unit"])
    offs = range(-CELLS, CELLS + 1) if kind == "number" else (0,)
    near = {_print_of(assignment, task, value, asked["step"], off) for off in offs}
    if asked["right"] in near:
        return words.task(task, words.right(shown))
    for fingerprint, message in asked["slips"]:
        if fingerprint in near:
            raise WrongAnswer(words.task(task, words.slip(shown, message)))
    raise WrongAnswer(words.task(task, words.wrong(shown, asked["hint"])))


def _normal_for(task: str, answer: object) -> tuple[str, object]:
    try:
        return normal(answer)
    except WrongAnswer as error:
        raise WrongAnswer(words.task(task, str(error))) from None


def _same(one: object, other: object, within: float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= within * (1 + 1e-9)
    return one == other


def _common_slips(right: float, unit: str, within: float, known: list) -> list[tuple[float, str]]:
    """The slips that the unit alone suggests, as far as they can be told from the right answer and the listed slips."""
    found = []
    if unit.startswith("percent"):
        found.append((right / 100, words.FRACTION))
    if right < 0:
        found.append((-right, words.SIGN))
    if unit == "kilograms":
        found += [
            (right / POUND, words.POUNDS_FOR_KILOGRAMS),
            (right / POUND / POUND, words.TWICE_CONVERTED),
            (right / 1000, words.TONNES),
        ]
    if unit == "pounds":
        found.append((right * POUND, words.KILOGRAMS_FOR_POUNDS))
    taken = [right, *(float(value) for value, _ in known if isinstance(value, int | float))]
    return [slip for slip in found if all(abs(slip[0] - each) > 3 * within for each in taken)]


# ---------------------------------------------------------------- what the source says, and the fingerprints of it

_RECORD: list[Expected] | None = None


@contextmanager
def recording() -> Iterator[list[Expected]]:
    """Collect what `expect` is told while the source notebook runs."""
    global _RECORD
    _RECORD = []
    try:
        yield _RECORD
    finally:
        _RECORD = None


@lru_cache(maxsize=1)
def fresh() -> Dataset:
    """Give the dataset for hidden tests: read once, and untouched by what a student called `data`.

    Returns
    -------
    Dataset
        As `pb.load` gives it.

    Examples
    --------
    >>> pb.teach.fresh().version == data.version
    True
    """
    return load()


def fingerprints(assignment: str, cases: list[Expected]) -> dict:
    """checks.json of an assignment: its tasks with fingerprints in place of answers.

    Raises ValueError when a slip cannot be told from the right answer, or from another slip, within the tolerance.
    """
    tasks = {}
    for case in cases:
        kind, right = normal(case.right)
        for wrong, message in case.slips:
            if (kind == "number" and abs(normal(wrong)[1] - right) <= 3 * case.within) or normal(wrong)[
                1
            ] == right:
                raise ValueError(
                    f"{assignment}, task {case.task}: the slip “{message}” is as good as the answer"
                )
            first = next(
                said for other, said in case.slips if _same(normal(other)[1], normal(wrong)[1], case.within)
            )
            if first != message:
                raise ValueError(
                    f"{assignment}, task {case.task}: the slips “{first}” and “{message}” are the same answer"
                )
        tasks[case.task] = _asked(assignment, case)
    return {"assignment": assignment, "tasks": tasks}


def _asked(assignment: str, case: Expected) -> dict:
    """A task with fingerprints in place of answers."""
    kind, right = normal(case.right)
    step = case.within / CELLS
    return {
        "kind": kind,
        "unit": case.unit,
        "step": step,
        "right": _print_of(assignment, case.task, right, step),
        "slips": [
            [_print_of(assignment, case.task, normal(wrong)[1], step), said] for wrong, said in case.slips
        ],
        "hint": case.hint,
    }


def _print_of(assignment: str, task: str, value: object, step: float, off: int = 0) -> str:
    if isinstance(value, float):
        value = math.floor(value / step + 0.5) + off
    return hashlib.sha256(f"{assignment}/{task}/{value}".encode()).hexdigest()[:16]


def data_print(folder: Path) -> str:
    """What tells one state of the data from another: their description holds the hash of every table."""
    return hashlib.sha256((folder / DESCRIPTOR).read_bytes()).hexdigest()[:16]


def checks(assignment: str) -> Callable[[str, object], None]:
    """Make the function that checks the answers of an assignment.

    While a notebook is graded it judges nothing: no cell can try values until one is right.

    Parameters
    ----------
    assignment : str
        Its name. `checks.json` is read in the folder of the notebook.

    Returns
    -------
    function
        `check("3", share)` prints a line when the answer is what the data give, and raises WrongAnswer with a
        message that names the task, and the slip where it knows one, when not.

    Raises
    ------
    WrongAnswer
        When there is no checks.json, or it was made with other data than `pb.load` gives here.

    Examples
    --------
    >>> check = pb.teach.checks("my-assignment")  # doctest: +SKIP
    """
    if _RECORD is not None:  # the source is being read; its checks.json may be old or missing
        return lambda task, answer: None
    if GRADING in os.environ:
        return lambda task, answer: print(words.task(task, words.LATER))
    file = Path(CHECKS)
    if not file.is_file():
        raise WrongAnswer(words.no_checks(CHECKS, str(Path.cwd())))
    asked = json.loads(file.read_text(encoding="utf-8"))
    tasks, folder = asked["tasks"], find_data()
    here = data_print(folder)
    if asked.get("data", here) != here:
        raise WrongAnswer(words.other_data(str(folder)))

    def check(task: str, answer: object) -> None:
        if task not in tasks:
            raise WrongAnswer(words.task(task, words.unknown_task(task, list(tasks))))
        print(_judged(assignment, task, tasks[task], answer))

    return check
