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
from datetime import date
from decimal import Decimal
from functools import lru_cache
from numbers import Real
from pathlib import Path

import pandas as pd

from poppybook.dataset.store import Dataset, load
from poppybook.language import teaching as words

CHECKS = "checks.json"
GRADING = "POPPYBOOK_GRADING"  # set where a notebook is graded
POUND = 0.45359237  # kilograms, by definition
LARGEST = 1e300
# A number is compared by the cell of a grid in which it lies, ten to a tolerance: a fingerprint then fits all that are
# near enough, and some that are up to a tenth further off.
CELLS = 10
EXACT = 1e-6  # what a whole number may be off, for the way computers divide


class WrongAnswer(AssertionError):
    """An answer that is not right; the text is the whole message, and a notebook shows only that."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class Expected:
    """What a task asks for: the right answer, how exact it has to be, and typical wrong ones with what to say."""

    task: str
    right: object
    unit: str = ""
    within: float = 0
    slips: list[tuple[object, str]] = field(default_factory=list)
    hint: str = ""


def normal(answer: object) -> tuple[str, object]:
    """An answer as (kind, value): a number, text, names or truth. Raises WrongAnswer for no answer, or for a table."""
    if answer is None or answer is Ellipsis:
        raise WrongAnswer(words.NO_ANSWER)
    if isinstance(answer, pd.DataFrame | pd.Series) and answer.size != 1 and not _all_text(answer):
        raise WrongAnswer(words.ONE_ROW)
    if isinstance(answer, pd.DataFrame):
        answer = answer.iloc[0, 0] if answer.size == 1 else answer.iloc[:, 0]
    if hasattr(answer, "item") and getattr(answer, "size", 0) == 1:
        answer = answer.item()
    if not isinstance(answer, str) and not hasattr(answer, "__iter__") and pd.isna(answer):
        raise WrongAnswer(words.MISSING)
    if isinstance(answer, bool):
        return "truth", answer
    if isinstance(answer, Real | Decimal):
        if abs(answer) > LARGEST:
            raise WrongAnswer(words.NOT_FINITE)
        return "number", float(answer)
    if isinstance(answer, str | date):
        return "text", _text(answer)
    if hasattr(answer, "__iter__"):
        return "names", sorted(set(map(_text, answer)))
    return type(answer).__name__, answer


def _text(part: object) -> str:
    """One text, as letters and spaces count; a date without its time, a number of a collection as it is printed."""
    if hasattr(part, "item") and getattr(part, "size", 0) == 1:
        part = part.item()
    if isinstance(part, date):
        return part.isoformat()[:10]
    if not isinstance(part, str | int | float):
        raise WrongAnswer(words.NOT_PLAIN)
    return " ".join(str(part).split()).casefold()


def _all_text(frame) -> bool:
    return isinstance(frame, pd.Series) and all(isinstance(each, str) for each in frame)


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
    """Pass when `answer` is `right`, else raise WrongAnswer with the message of the slip it looks like.

    within: how far a number may be off (half a percent without it, whole numbers exactly); slips: message → the answer
    that earns it; hint: said when no slip fits. recorded=False keeps the case out of the student's own checks: it is
    then known to the hidden tests alone.
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
    """The dataset for hidden tests: read once, and untouched by what a student called `data`."""
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


def checks(assignment: str) -> Callable[[str, object], None]:
    """The function that checks the answers of an assignment: `check("3", share)`.

    It prints a line when the answer is what the data give and raises WrongAnswer with a message that names the task,
    and the slip where it knows one, when not. It reads checks.json in the notebook's folder.
    While a notebook is graded it judges nothing: no cell can try values until one is right.
    """
    if _RECORD is not None:  # the source is being read; its checks.json may be old or missing
        return lambda task, answer: None
    if GRADING in os.environ:
        return lambda task, answer: print(words.task(task, words.LATER))
    file = Path(CHECKS)
    if not file.is_file():
        raise WrongAnswer(words.no_checks(CHECKS, str(Path.cwd())))
    tasks = json.loads(file.read_text(encoding="utf-8"))["tasks"]

    def check(task: str, answer: object) -> None:
        if task not in tasks:
            raise WrongAnswer(words.task(task, words.unknown_task(task, list(tasks))))
        print(_judged(assignment, task, tasks[task], answer))

    return check
