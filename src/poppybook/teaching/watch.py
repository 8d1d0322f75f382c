"""What a student's processes take together: no limit of the system counts their memory, nor as root their number."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

import psutil

from .limits import PROCESSES

SECONDS = 0.5  # between two looks


def family(process: int) -> list[psutil.Process]:
    """A process and all that it started."""
    with contextlib.suppress(psutil.Error):
        first = psutil.Process(process)
        return [first, *first.children(recursive=True)]
    return []


def memory(found: list[psutil.Process], enough: int) -> int:
    """The bytes that processes hold; above `enough`, what they share counts once."""
    held = sum(map(_resident, found))
    return sum(map(_share, found)) if held > enough else held


def _resident(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def _share(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error, AttributeError):
        return process.memory_full_info().pss
    return _resident(process)


class Watch:
    """Looks at a process and all that it started, and calls `end` when they are too many or hold too much memory."""

    def __init__(self, process: int, most: int, end: Callable[[], None], *, processes: int = 4 * PROCESSES):
        self._over = threading.Event()
        self._process, self._most, self._processes, self._end = process, most, processes, end
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self._over.wait(SECONDS):
            found = family(self._process)
            if len(found) > self._processes or memory(found, self._most) > self._most:
                self._end()
                return

    def stop(self) -> None:
        self._over.set()
