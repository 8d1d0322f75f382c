"""A student's Python, seen from outside: started confined, asked line by line, ended.

A line of text goes in, a line comes out, and what comes out is believed only as far as its size and shape are checked.
Both ends of the line may be held by a process that student code has started and that cannot be ended: so threads write
and read, and nobody waits for them longer than for an answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue

from .limits import MEMORY
from .sandbox import Means, command, environment
from .watch import Watch

STARTUP_SECONDS = 180  # a busy machine takes its time to start a Python
GRACE = 5  # seconds that a cell has to stop once it is interrupted
MOST_ANSWER, MOST_ALL = 8_000_000, 64_000_000  # bytes of one answer, and of all
MOST_STRAY = 1000  # lines that answer no question


class Ended(Exception):
    """The student's process ended, or had to be ended; `late` when it did not stop in time; `said`: its last line."""

    def __init__(self, late: bool, said: str = ""):
        super().__init__("late" if late else "ended")
        self.late, self.said = late, said


class Runner:
    """A student's Python. Use as a context; `ask` raises Ended when it is no longer there."""

    def __init__(self, means: Means, home: str, data: Path, hidden: list[Path]):
        self._number, self._stray = 0, 0
        self._came: SimpleQueue[bytes] = SimpleQueue()  # as it is read; nothing at the end
        self._lines: list[bytes] = []  # that came whole, the last one first
        self._pieces: list[bytes] = []  # of the one that is coming
        self._held = 0
        program = ["-m", "poppybook.teaching.runner"]
        self._process = subprocess.Popen(
            command(means, program, home, data, hidden),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,  # read when it does not start; a runner that has started closes it
            bufsize=0,
            cwd=None if means.bwrap else home,
            env=environment(home),
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._watch = Watch(self._process.pid, MEMORY, self._kill)

    def __enter__(self) -> Runner:
        try:
            self.ask(STARTUP_SECONDS, "hello")
        except Ended as ended:
            said = self._last_line()
            self.end()
            raise Ended(ended.late, said) from None
        return self

    def __exit__(self, *what) -> None:
        self.end()

    def end(self) -> None:
        """End it and what it started."""
        self._watch.stop()
        self._kill()
        self._listener.join(1)
        held = self._listener.is_alive()  # closing what a thread reads would wait for it on Windows
        for line in (self._process.stdin, self._process.stderr, *([] if held else [self._process.stdout])):
            with contextlib.suppress(OSError):
                line.close()
        self._process.wait()

    def _last_line(self) -> str:
        self._kill()
        lines = self._process.stderr.read(65536).decode("utf-8", "replace").split("\n")
        return next((line.strip()[:1000] for line in reversed(lines) if line.strip()), "")

    def ask(self, seconds: float, act: str, *arguments) -> dict:
        """Send a command and return the answer, which may say anything. Raises Ended when none came in time."""
        self._number += 1
        line = json.dumps([self._number, act, *arguments]) + "\n"
        threading.Thread(target=self._send, args=(line.encode(),), daemon=True).start()
        return self._answer(time.monotonic() + seconds)

    def _send(self, line: bytes) -> None:
        left = memoryview(line)
        try:
            while left:
                left = left[self._process.stdin.write(left) :]
        except (OSError, ValueError):  # nobody reads it, or it was closed meanwhile
            self._came.put(b"")

    def _listen(self) -> None:
        read = 0
        with contextlib.suppress(OSError, ValueError):
            while read <= MOST_ALL and (piece := self._process.stdout.read(65536)):
                read += len(piece)
                self._came.put(piece)
        self._came.put(b"")

    def _answer(self, until: float) -> dict:
        while True:
            while self._lines:
                line = self._lines.pop()
                with contextlib.suppress(ValueError, RecursionError):
                    number, answer = json.loads(line)
                    if number == self._number and isinstance(answer, dict):
                        return answer
                self._stray += 1
            try:
                piece = self._came.get(timeout=max(0, until - time.monotonic()))
            except Empty:
                self._kill()
                raise Ended(True) from None
            if not piece or self._stray > MOST_STRAY or self._held > MOST_ANSWER:
                self._kill()
                raise Ended(False)
            *whole, rest = piece.split(b"\n")
            self._pieces.append(whole[0] if whole else rest)
            self._held += len(self._pieces[-1])
            if whole:
                self._lines = [*reversed(whole[1 : MOST_STRAY + 2]), b"".join(self._pieces)]
                self._stray += max(0, len(whole) - MOST_STRAY - 2)
                self._pieces, self._held = [rest], len(rest)

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, 9)
            self._process.kill()
