"""The folder that student code can write to, and its removal, whatever became of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .sandbox import WORK, Means

PREFIX = "poppybook-grading-"


@contextlib.contextmanager
def folder(means: Means, owner: int) -> Iterator[str]:
    """The folder that student code can write to: inside bubblewrap one in memory, else one that is removed after.

    owner: the process that grades; its number stands in the name, so that what a killed one left can be removed.
    """
    if means.bwrap:
        yield WORK
        return
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{owner}-"))
    try:
        yield str(made)
    finally:
        remove(made)


def remove(path: Path) -> None:
    """Remove a folder that student code has written, whatever modes it set; links are not followed."""
    for here, names, _ in os.walk(path):
        for name in names:
            with contextlib.suppress(OSError):
                if not os.path.islink(os.path.join(here, name)):
                    os.chmod(os.path.join(here, name), 0o700)
    shutil.rmtree(path, ignore_errors=True)


def mark(folder: str, owner: int) -> None:
    """Say in a folder that Python itself has made for this process whose it is: a killed one leaves it behind."""
    Path(folder, f"{PREFIX}{owner}").touch()


def sweep(owner: int | None = None) -> None:
    """Remove the folders of `owner`, or without it of every process that is no longer there."""
    temporary = Path(tempfile.gettempdir())
    made = [(path, path.name) for path in temporary.glob(f"{PREFIX}*-*")]
    if owner is None:  # what Python has made for this process is still in use, and goes with it
        made += [(path.parent, path.name) for path in temporary.glob(f"pymp-*/{PREFIX}*")]
    for path, name in made:
        number = name.removeprefix(PREFIX).partition("-")[0]
        ours = not path.is_symlink() and (not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid())
        if ours and number.isdigit() and (int(number) == owner if owner else not _alive(int(number))):
            remove(path)


def _alive(number: int) -> bool:
    import psutil

    return psutil.pid_exists(number)
