"""Answers of every kind on their way from a notebook to its judge: one plain sentence each, and no loophole."""

import json
import signal
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from poppybook.language import grading
from poppybook.language import teaching as words
from poppybook.teaching import answers, judging, marking, runner, sandbox, values
from poppybook.teaching.answers import Expected, WrongAnswer
from poppybook.teaching.judging import Judge
from poppybook.teaching.values import pack, unpack


class Breaks:
    def __iter__(self):
        raise SystemExit

    def __repr__(self):
        raise RuntimeError


class Interrupts:
    @property
    def item(self):
        raise KeyboardInterrupt


def without_end():
    while True:
        yield without_end()


CYCLE: list = []
CYCLE.append(CYCLE)
NESTED = [[0] * 20_000] * 20_000
TWICE = pd.DataFrame([[7, 5]], columns=["x", "x"])
INFINITE = [float("inf"), float("-inf"), 1e301, 10**400, 10**5000, np.inf, pd.DataFrame([[np.inf]])]
INFINITE += [Decimal("Infinity"), Decimal("1e400"), Fraction(10**400)]
ODD = [
    CYCLE,
    NESTED,
    TWICE,
    without_end(),
    Breaks(),
    Interrupts(),
    Decimal(4),
    Decimal("NaN"),
    5j,
    {"a": CYCLE},
    {"b", "a"},
    b"5",
]
ODD += [
    range(10**9),
    np.zeros((0, 3)),
    pd.Timedelta(5),
    pd.Categorical(["a", "b"]),
    np.ma.masked,
    int,
    print,
    "\ud83d",
]


@pytest.mark.parametrize("number", range(len(INFINITE)))
def test_an_infinite_answer_is_told_as_such_at_home_and_when_graded(number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(answers.GRADING, raising=False)
    printed = answers.fingerprints("a", [Expected("1", 5, within=0.3)])
    (tmp_path / answers.CHECKS).write_text(json.dumps(printed))
    arrived = unpack(json.loads(json.dumps(pack(INFINITE[number]))))
    for judge in (
        lambda: answers.checks("a")("1", INFINITE[number]),
        lambda: answers.judge(Expected("1", 5, within=0.3), arrived),
    ):
        with pytest.raises(WrongAnswer, match="Task 1: the answer is infinite, or larger"):
            judge()


@pytest.mark.parametrize("number", range(len(ODD)))
def test_whatever_stands_in_the_place_of_a_number_is_wrong_in_one_sentence(number, monkeypatch):
    monkeypatch.setattr(values, "MOST_IN_ALL", 3000)
    packed = json.dumps(pack(ODD[number]))
    assert len(packed) < 100_000
    with pytest.raises(WrongAnswer) as told:
        answers.judge(Expected("1", 5, within=0.3), unpack(json.loads(packed)))
    assert "Task 1: " in str(told.value)


@pytest.mark.parametrize("answer", [Decimal("5.0"), Fraction(10, 2), np.float32(5), pd.Series([5])], ids=repr)
def test_a_number_of_any_kind_is_one(answer):
    case = Expected("1", 5, within=0.3)
    assert answers.judge(case, answer) == answers.judge(case, unpack(json.loads(json.dumps(pack(answer)))))


def test_a_set_arrives_in_one_order():
    assert pack({"b", "a", "c"}) == pack({"c", "b", "a"}) == pack(["a", "b", "c"])


def test_a_check_that_cannot_work_with_an_answer_says_so_plainly(monkeypatch, tmp_path):
    judge = object.__new__(Judge)
    judge._space = {}
    cells = {
        "missing": "check(answer)",
        "unfit": "answer + 1",
        "breaks": "answer(3)",
    }
    judge._paper = type("P", (), {"cells": {k: type("C", (), {"code": v}) for k, v in cells.items()}})
    told = {
        name: judge.judge(name, found, lambda *a: {"error": "ValueError: no"})
        for name, found in [
            ("missing", {"check": ["function", None]}),
            ("unfit", {"answer": ["text", "x"]}),
            ("breaks", {"answer": ["function", None]}),
        ]
    }
    assert told["missing"] == (False, grading.no_such_name("answer"))
    assert told["unfit"] == (False, grading.ANSWER_UNFIT)
    assert told["breaks"] == (False, "answer: ValueError: no")


def test_no_check_answers_while_a_notebook_is_graded(monkeypatch, capsys, tmp_path):
    assert answers.GRADING in sandbox.environment(str(tmp_path))
    monkeypatch.setenv(answers.GRADING, "1")
    check = answers.checks("cooperation-timeline")
    for guess in (1, 2, None, "x"):
        check("1", guess)
    assert set(capsys.readouterr().out.splitlines()) == {words.task("1", words.LATER)}


# ---------------------------------------------------------------- what cells show


@pytest.mark.parametrize("kinds", [["printed"], ["result"], ["png"], ["printed", "result"], ["other", "png"]])
def test_many_small_outputs_are_bounded_in_number_and_in_size_on_both_sides(kinds):
    outputs = runner.Outputs()
    for number in range(20_000):
        outputs.add(kinds[number % len(kinds)], "x" * 40)
    found = outputs.found()
    assert len(found) <= runner.MOST_OUTPUTS
    assert sum(len(text) for kind, text in found if kind != "png") <= runner.MOST_OF_A_CELL
    room = marking.Room()
    for _ in range(40):  # cells that say what they like
        kept = marking._outputs({"outputs": [[kinds[0], "x"]] * 20_000}, room)
    assert room.outputs <= 0
    assert kept == [["error", grading.TOO_MUCH_OUTPUT]]


def test_a_traceback_holds_the_lines_of_the_notebook_and_nothing_of_the_graders():
    space = {"pd": pd}
    code = "def ask():\n    return pd.DataFrame({'a': [1]})['b']\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    ask()"
    with pytest.raises(KeyError) as told:
        exec(compile(code, runner.CELL + "-1", "exec"), space)
    runner.own_frames(told.value)

    def files(error):
        trace = error.__traceback__
        while trace:
            yield trace.tb_frame.f_code.co_filename
            trace = trace.tb_next

    assert list(files(told.value)) == [runner.CELL + "-1"] * 2
    assert told.value.__cause__ is None
    assert told.value.__context__ is None


# ---------------------------------------------------------------- what comes back is more than a notebook sends

EMPTY = ["frame", [["a", []]]]
FORGED = {
    "many empty tables": ["items", [["items", [EMPTY] * 19_000]] * 18],
    "many columns": ["items", [["column", []]] * 19_000],
    "tables without columns": ["items", [["frame", []]] * 19_000],
    "many wide tables": ["items", [["frame", [["a", []]] * 50]] * 400],
    "lists of lists": ["items", [["items", [["whole", "1"]] * 19_000]] * 19],
    "a long list": ["items", [["whole", "1"]] * 20_001],
    "a table of long columns": ["frame", [["a", [["none", None]] * 20_000]] * 50],
}


@pytest.fixture
def judged():
    """A function: the code of a check and what came for its answer → what is said."""

    def of(code, packed, call=None):
        judge = object.__new__(Judge)
        judge._space, cell = {}, type("C", (), {"code": code})
        judge._paper = type("P", (), {"cells": {"check": cell}})
        return judge.judge("check", {"answer": packed}, call or (lambda *_: {"value": packed}))

    return of


@pytest.mark.parametrize("name", FORGED)
def test_more_than_a_notebook_sends_is_told_as_too_large_and_no_table_of_it_is_made(
    name, judged, monkeypatch
):
    made = []
    for kind in ("Series", "DataFrame"):
        make = getattr(pd, kind)
        monkeypatch.setattr(values.pd, kind, lambda *a, make=make, **k: made.append(1) or make(*a, **k))
    assert judged("answer", FORGED[name]) == (False, grading.ANSWER_TOO_LARGE)
    assert judged("answer(1)", ["function", None], lambda *_: {"value": FORGED[name]}) == (
        False,
        grading.ANSWER_TOO_LARGE,
    )
    assert len(made) <= 2 * 2 * (values.MOST_IN_TABLES + 1)


def test_what_a_notebook_sends_is_never_more_than_is_taken():
    tables = [pd.DataFrame([range(60)]), pd.Series([1, 2])]
    for answer in ([tables[0]] * 400, [tables[1]] * 9000, [list(range(19_000))] * 9, tables * 300, ODD):
        assert unpack(json.loads(json.dumps(pack(answer)))) is not None


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system does not count a process's time")
@pytest.mark.parametrize("hides", ["except Exception: pass", "finally: pass"])
def test_a_check_that_computes_without_end_is_stopped(judged, monkeypatch, hides):
    monkeypatch.setattr(judging, "SECONDS", 0.05)
    code = f"while True:\n    try:\n        answer\n    {hides}"
    assert judged(code, ["whole", "1"]) == (False, grading.ANSWER_TOO_LARGE)
    assert judged("answer", ["whole", "1"]) == (True, ""), "the next one has its own time"


@pytest.mark.parametrize("answer", [np.arange(3), [], {1, 2}, (1.5, 2.5)], ids=repr)
def test_a_collection_is_not_called_one_of_texts(answer):
    with pytest.raises(WrongAnswer, match="asked is a number; the answer is a collection, not one value"):
        answers.judge(Expected("1", 5, within=0.3), answer)
