"""Run a notebook's cells, one command at a time: the far side of `student`, where the student's code lives.

    python -m poppybook.teaching.runner

Reads commands as lines of JSON and answers each with one line. It is in the student's hands as soon as the first cell
has run: whoever reads the answers believes nothing of them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import warnings
from types import TracebackType

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

import poppybook  # noqa: F401  (loaded before the clock of the first cell runs)

from .values import pack, unpack

MOST_OF_A_CELL, MOST_OUTPUTS = 200_000, 500  # characters of output, and outputs
MOST_OF_PICTURES = 1_500_000
CELL = "<ipython-input"  # how IPython names the code of a cell


class Left(Exception):
    """exit() or quit() in a cell."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Outputs:
    """What one cell shows: pairs of kind and text, up to a bound in number and in size."""

    def __init__(self):
        self.clear()

    def clear(self) -> None:
        self._found: list[tuple[str, list[str]]] = []
        self._left, self._left_for_pictures = MOST_OF_A_CELL, MOST_OF_PICTURES

    def add(self, kind: str, text: str) -> None:
        text = text if kind == "png" else text[: self._left]
        if not text or (kind == "png" and len(text) > self._left_for_pictures):
            return
        if self._found and self._found[-1][0] == kind == "printed":
            self._found[-1][1].append(text)
        elif len(self._found) < MOST_OUTPUTS:
            self._found.append((kind, [text]))
        else:
            self._left = self._left_for_pictures = 0
            return
        if kind == "png":
            self._left_for_pictures -= len(text)
        else:
            self._left -= len(text)

    def found(self) -> list[tuple[str, str]]:
        return [(kind, "".join(texts)) for kind, texts in self._found]


OUTPUTS = Outputs()


class Printed(io.TextIOBase):
    """Standard output and error of the cells."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        OUTPUTS.add("printed", text)
        return len(text)

    def writable(self) -> bool:
        return True


def show(data: dict) -> None:
    """Keep of an output what a page without scripts can show."""
    if isinstance(data.get("image/png"), str | bytes):
        picture = data["image/png"]
        OUTPUTS.add("png", picture.decode("ascii", "replace") if isinstance(picture, bytes) else picture)
    elif isinstance(data.get("text/plain"), str):
        OUTPUTS.add("result", data["text/plain"])
    else:
        OUTPUTS.add("other", ", ".join(map(str, data)))


class Publisher(DisplayPublisher):
    """display() ends in the outputs of the cell."""

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs):
        show(data)

    def clear_output(self, wait=False):
        OUTPUTS.clear()


class Hook(DisplayHook):
    """So does the value of a cell's last line."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        show(format_dict)

    def finish_displayhook(self):
        pass


class Shell(InteractiveShell):
    """IPython without a terminal and without a history on disk."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)

    def _tee(self, channel):
        # IPython would keep a copy of all that is printed, in more and more time.
        return contextlib.nullcontext()

    def ask_exit(self):
        raise Left("exit() ends nothing but this cell here")

    def showtraceback(self, exc_tuple=None, *arguments, **options):
        kind = (exc_tuple or sys.exc_info())[0]
        if isinstance(kind, type) and issubclass(kind, SystemExit):
            OUTPUTS.add("error", "SystemExit: it ends nothing but this cell here")
        else:
            kind, error, _ = exc_tuple or sys.exc_info()
            own_frames(error)
            super().showtraceback((kind, error, error.__traceback__), *arguments, **options)

    def _showtraceback(self, etype, evalue, stb):
        OUTPUTS.add("error", "\n".join(stb))

    def enable_gui(self, gui=None):
        pass


def own_frames(error: BaseException | None, seen: frozenset = frozenset()) -> None:
    """Leave in a traceback only the lines of the notebook: not those of this file, nor of libraries."""
    if error is None or id(error) in seen:
        return
    seen |= {id(error)}
    steps, trace = [], error.__traceback__
    while trace:
        steps.append(trace)
        trace = trace.tb_next
    for step in reversed(steps):
        if step.tb_frame.f_code.co_filename.startswith(CELL):
            trace = TracebackType(trace, step.tb_frame, step.tb_lasti, step.tb_lineno)
    error.__traceback__ = trace
    for name in ("__cause__", "__context__"):
        own_frames(getattr(error, name), seen)
        if getattr(getattr(error, name), "__traceback__", None) is None:
            setattr(error, name, None)  # it came from a library
    for other in getattr(error, "exceptions", ()):
        own_frames(other, seen)


class Clock:
    """Interrupts a cell that takes too long, once; what does not listen is ended from outside."""

    def __init__(self, seconds: float):
        self.over, self._seconds = False, seconds

    def _ring(self, *what) -> None:
        self.over = True
        raise KeyboardInterrupt

    def __enter__(self) -> Clock:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if hasattr(signal, "setitimer"):  # no thread: a cell may have used up all processes
            signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, self._seconds)
        return self

    def __exit__(self, *what) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def cell(shell: Shell, source: str, seconds: float) -> dict:
    """Run one cell."""
    OUTPUTS.clear()
    with Clock(seconds) as clock:
        result = shell.run_cell(source, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    return {
        "outputs": OUTPUTS.found(),
        "late": clock.over,
        "left": isinstance(error, Left | SystemExit),
    }


def values(shell: Shell, names: list[str], seconds: float) -> dict:
    """What the notebook's names stand for; a name that is not there is left out."""
    with Clock(seconds):
        return {"values": {name: pack(shell.user_ns[name]) for name in names if name in shell.user_ns}}


def call(shell: Shell, name: str, arguments: list, seconds: float) -> dict:
    """What a function of the notebook gives for some arguments."""
    with Clock(seconds):
        try:
            return {"value": pack(shell.user_ns[name](*(unpack(each) for each in arguments)))}
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"[:1000]}


def start() -> tuple[Shell, io.BufferedReader, int]:
    """The shell and the two ends of the line; what cells print past Python goes nowhere."""
    commands = os.fdopen(os.dup(0), "rb")
    answers = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config)
    sys.stdout = sys.stderr = Printed()
    warnings.filterwarnings("ignore", "To exit")
    if "" not in sys.path:
        sys.path.insert(0, "")
    return shell, commands, answers


def main() -> None:
    """See the top of this file."""
    shell, commands, answers = start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    acts = {"cell": cell, "values": values, "call": call, "hello": lambda shell: {}}
    while line := commands.readline():
        number, act, *arguments = json.loads(line)
        answer: dict = {}
        try:
            answer = acts[act](shell, *arguments)
        except BaseException as error:  # an interrupt between two commands, a value that cannot be read
            with contextlib.suppress(BaseException):
                answer = {"error": f"{type(error).__name__}: {error}"[:1000]}
        left = memoryview((json.dumps([number, answer]) + "\n").encode())
        while left:
            left = left[os.write(answers, left) :]


if __name__ == "__main__":
    main()
