"""Mark one submission: run its cells in a sandbox, judge what they give, write its feedback page.

Runs in a process of its own (`grade` starts one per submission); the student's code runs in yet another, confined.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait

from poppybook.dataset.store import VARIABLE
from poppybook.language import grading as words

from . import feedback
from .judging import Judge
from .outcome import Job, Marked
from .student import GRACE, Ended, Runner
from .workroom import folder

MOST_OUTPUT, MOST_OUTPUTS = (
    2_000_000,
    2000,
)  # characters of a notebook's outputs on its page, and their number
MOST_LEFT_OUT = 5  # cells that may end their Python before the rest is given up
MOST_LATE = 2  # of them such that had to be ended from outside, each after a cell's whole time
MOST_AGAIN = 4  # times the time of a cell that a notebook may have taken and still be run again
MOST_SECONDS = (
    540  # of a notebook in all; a little later the command itself would end it, and its points be lost
)
KINDS = ("printed", "result", "error", "png", "other")


@dataclass
class Room:
    """What a notebook's outputs may still take on its page."""

    characters: int = MOST_OUTPUT
    outputs: int = MOST_OUTPUTS


class CellEnded(Exception):
    """The student's Python ended in a cell."""

    def __init__(self, index: int, late: bool):
        super().__init__(index)
        self.index, self.late = index, late


class OutOfTime(Exception):
    """All cells together took too long."""


def mark(job: Job) -> Marked:
    """Mark a notebook. A cell that takes its Python with it is left out and the rest run again, a few times."""
    judge = Judge(job.paper)
    left_out: dict[int, bool] = {}
    verdicts: dict[str, tuple[bool, str]] = {}
    given_up, out_of_time, began = False, False, time.monotonic()
    while True:
        try:
            every = dict.fromkeys(range(len(job.cells)), False)
            until = math.inf if given_up or out_of_time else began + MOST_SECONDS
            skipped = every if given_up or out_of_time else left_out
            marked, shown = _once(job, judge, skipped, verdicts, until)
            break
        except OutOfTime:
            out_of_time = True
        except CellEnded as ended:
            left_out[ended.index] = ended.late
            slow = time.monotonic() - began > MOST_AGAIN * job.cell_seconds
            given_up = slow or len(left_out) > MOST_LEFT_OUT or sum(left_out.values()) > MOST_LATE
    if marked.problem:
        return marked
    marked.stopped += [_name(job, index) for index, late in left_out.items() if late]
    marked.ended += [_name(job, index) for index, late in left_out.items() if not late]
    names = words.some([_name(job, index) for index in left_out])
    marked.remarks = [
        *job.remarks,
        *([words.cell("given up", names=names)] if given_up else []),
        *([words.cell("out of time", seconds=MOST_SECONDS)] if out_of_time else []),
        *(words.cell("stopped", name=name, seconds=job.cell_seconds) for name in marked.stopped),
        *(words.cell("ended", name=name) for name in marked.ended if not given_up),
        *(words.cell("left", name=name) for name in marked.left),
        *([words.cell("broken", names=words.some(marked.broken))] if marked.broken else []),
    ]
    marked.page = feedback.page(job, marked, shown)
    return marked


def _name(job: Job, index: int) -> str:
    return job.cells[index].name or f"number {index + 1}"


def _once(
    job: Job, judge: Judge, left_out: dict[int, bool], verdicts: dict[str, tuple[bool, str]], until: float
) -> tuple[Marked, list[list]]:
    """One run from the first cell to the last: the outcome, and for each cell what it showed.

    What a check has said of a task it says again when the notebook has to run once more: nobody gets a second try.
    """
    marked, shown, room = Marked(), [], Room()
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(folder(job.means, job.owner))
        try:
            runner = stack.enter_context(Runner(job.means, home, job.data, job.hidden))
        except Ended as ended:
            return Marked(problem=words.not_started(ended.said)), []
        for index, cell in enumerate(job.cells):
            outputs: list = []
            if time.monotonic() > until:
                raise OutOfTime
            try:
                graded = job.paper.cells.get(cell.name)
                if graded and cell.kind == "code" and not graded.by_hand:
                    if index not in left_out and cell.name not in verdicts:
                        answers = _answers(job, judge, runner, cell.name)
                        verdicts[cell.name] = judge.judge(cell.name, *answers)
                    right, said = verdicts.get(cell.name, (False, words.LEFT_OUT))
                    marked.points[cell.name] = graded.most if right else 0
                    outputs = [["result" if right else "error", said]]
                elif cell.kind != "code" or not cell.source.strip():
                    pass
                elif index in left_out:
                    outputs = [["error", words.LEFT_OUT]]
                else:
                    answer = runner.ask(job.cell_seconds + GRACE, "cell", cell.source, job.cell_seconds)
                    outputs = _outputs(answer, room)
                    if answer.get("late") is True:
                        marked.stopped.append(_name(job, index))
                    elif answer.get("left") is True:
                        marked.left.append(_name(job, index))
                    elif "error" in answer:
                        marked.broken.append(_name(job, index))
            except Ended as ended:
                raise CellEnded(index, ended.late) from None
            shown.append(outputs)
            if graded and graded.by_hand:
                untouched = cell.source.strip() in ("", graded.handed_out.strip())
                marked.points[cell.name] = 0 if untouched else None
    marked.most = {name: graded.most for name, graded in job.paper.cells.items()}
    marked.by_hand = [name for name, graded in job.paper.cells.items() if graded.by_hand]
    marked.points = {name: marked.points.get(name, 0) for name in marked.most}
    return marked, shown


def _answers(job: Job, judge: Judge, runner: Runner, check: str) -> tuple:
    def call(name: str, arguments: list) -> dict:
        return runner.ask(job.cell_seconds + GRACE, "call", name, arguments, job.cell_seconds)

    answer = runner.ask(job.cell_seconds + GRACE, "values", judge.names(check), job.cell_seconds)
    found = answer.get("values")
    return found if isinstance(found, dict) else {}, call


def _outputs(answer: dict, room: Room) -> list:
    """Of what came back the pairs of kind and text, as far as they fit."""
    kept = []
    found = answer.get("outputs")
    for output in found if isinstance(found, list) else []:
        if room.characters <= 0 or room.outputs <= 0:
            kept.append(["error", words.TOO_MUCH_OUTPUT])
            break
        match output:
            case [str(kind), str(text)] if kind in KINDS and (kind != "png" or len(text) <= room.characters):
                kept.append([kind, text[: room.characters]])
                room.characters -= len(kept[-1][1])
                room.outputs -= 1
    return kept


def _end_with_parent() -> None:
    """End when the command does, however it ended; the student's Python ends with this process."""
    wait([parent_process().sentinel])
    os._exit(1)


def run(job: Job, line: Connection) -> None:
    """What the process of one submission does: mark it, and send what came of it. It says nothing by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with open(os.devnull, "r+b") as nothing:
        for stream in (0, 1, 2):
            os.dup2(nothing.fileno(), stream)
    os.environ[VARIABLE] = str(job.data)  # what the student's code sees and what its answers are judged by
    try:
        marked = mark(job)
    except Exception as error:
        marked = Marked(problem=f"{type(error).__name__}: {error}")
    line.send(marked)
