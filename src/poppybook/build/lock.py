"""One build or update at a time in a project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .project import BuildError


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock file `path` for the time of the block; BuildError when another process holds it.

    The operating system drops the lock with the process, however that ends: nothing is left to clean up.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError:
            raise BuildError(
                "Another poppybook process is at work in this book. Wait for it to end."
            ) from None
        yield


def _lock(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
