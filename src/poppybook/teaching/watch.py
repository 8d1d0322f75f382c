"""The memory that a student's processes hold together: no limit of the system counts it for an ordinary account."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

import psutil

SECONDS = 0.5  # between two looks


def memory(process: int, enough: int) -> int:
    """The bytes that a process and all that it started hold; above `enough`, what they share counts once."""
    with contextlib.suppress(psutil.Error):
        first = psutil.Process(process)
        found = [first, *first.children(recursive=True)]
        held = sum(map(_resident, found))
        return sum(map(_share, found)) if held > enough else held
    return 0


def _resident(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def _share(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error, AttributeError):
        return process.memory_full_info().pss
    return _resident(process)


class Watch:
    """Looks at a process and all that it started, and calls `end` when they hold more memory than `most`."""

    def __init__(self, process: int, most: int, end: Callable[[], None]):
        self._over = threading.Event()
        self._process, self._most, self._end = process, most, end
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self._over.wait(SECONDS):
            if memory(self._process, self._most) > self._most:
                self._end()
                return

    def stop(self) -> None:
        self._over.set()
