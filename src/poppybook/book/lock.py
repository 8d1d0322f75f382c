"""One build, run or update at a time in a project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .faults import BuildError


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock file `path` for the time of the block; BuildError when another process holds it.

    The operating system drops the lock with the process, however that ends: nothing is left to clean up.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise BuildError("Another poppybook process is at work in this book. Wait for it to end.") from None
    except NotImplementedError:
        raise BuildError(
            f"{path.parent} lies on a file system without locks: move the book to a disk of this machine."
        ) from None
    try:
        yield
    finally:
        lock.release()
