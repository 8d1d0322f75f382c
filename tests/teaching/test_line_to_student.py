"""The line to a student's Python: whoever holds it, nobody waits for it longer than for an answer."""

import os
import sys
from pathlib import Path

import psutil
import pytest

from poppybook.teaching import student
from poppybook.teaching.sandbox import Means
from poppybook.teaching.student import Ended, Runner

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="this system has no fork to leave a process with"
)

# Answers as the runner does; from the first answer on another process holds both ends of the line. For a cell it does
# `then`.
HOLDS = """
import json, os, sys, time
def answer(more):
    os.write(1, (json.dumps([number, more]) + "\\n").encode())
for line in sys.stdin:
    number, act, *given = json.loads(line)
    if act == "hello":
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                with open("held", "w") as file:
                    file.write(str(os.getpid()))
                time.sleep(600)
            os._exit(0)
        while not os.path.exists("held"):
            time.sleep(0.01)
        answer({{}})
        continue
    {then}
"""


@pytest.fixture
def holding(tmp_path, monkeypatch):
    """A function: what the student's Python does once another process holds the line → a runner."""

    def of(then):
        program = [sys.executable, "-c", HOLDS.format(then=then)]
        monkeypatch.setattr(student, "command", lambda *_: program)
        return Runner(Means(), str(tmp_path), Path("data"), [])

    yield of
    held = tmp_path / "held"
    if held.exists() and psutil.pid_exists(int(held.read_text())):
        psutil.Process(int(held.read_text())).kill()


def still_holds(folder):
    return psutil.pid_exists(int((folder / "held").read_text()))


@pytest.mark.parametrize("then", ["time.sleep(600)", "os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_a_line_that_is_held_open_is_read_no_longer_than_a_cell_may_take(holding, tmp_path, then):
    with holding(then) as runner:
        with pytest.raises(Ended) as ended:
            runner.ask(0.3, "cell", "x", 2)
        assert ended.value.late and still_holds(tmp_path)
    assert still_holds(tmp_path), "nor does anybody wait for it at the end"


def test_a_line_that_nobody_reads_is_written_no_longer(holding, tmp_path):
    with holding("answer({}); time.sleep(600)") as runner:
        assert runner.ask(60, "cell", "x", 2) == {}
        with pytest.raises(Ended) as ended:
            runner.ask(0.3, "cell", "x" * 1_000_000, 2)
        assert ended.value.late and still_holds(tmp_path)


def test_answers_pass_as_before(holding):
    with holding("answer({'outputs': ['x' * 3_000_000]})") as runner:
        for _ in range(3):
            assert len(runner.ask(60, "cell", "y" * 500_000, 2)["outputs"][0]) == 3_000_000


def test_a_python_that_ends_is_told_at_once(tmp_path, monkeypatch):
    program = [sys.executable, "-c", "print('[1, {}]', flush=True)\ninput()\ninput()"]
    monkeypatch.setattr(student, "command", lambda *_: program)
    with Runner(Means(), str(tmp_path), Path("data"), []) as runner, pytest.raises(Ended) as ended:
        runner.ask(600, "cell", "x", 600)
    assert not ended.value.late
