"""Put a finished folder in the place of another so that there is a whole one at every moment.

On Linux the kernel swaps the two names in one step (renameat2 with RENAME_EXCHANGE). Where it cannot (macOS,
Windows, some network file systems) the old folder is moved aside and the new one moved in: two renames, between
which there is no folder for well under a millisecond. A process killed exactly there leaves the old folder under
the name `aside`, and `recover` puts it back at the next start.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the current folder
_SWAP = 2  # RENAME_EXCHANGE


def exchange(new: Path, live: Path, aside: Path) -> None:
    """Make `new` the folder at `live`. What was there ends up at `new` or at `aside`, for the caller to delete.

    All three must be on one file system, and nothing may stand at `aside`.
    """
    if not live.exists():
        new.rename(live)
    elif not _swap(new, live):
        live.rename(aside)
        try:
            new.rename(live)
        except OSError:
            aside.rename(live)
            raise


def recover(live: Path, aside: Path) -> None:
    """Put back what a process killed between the two renames has left at `aside`."""
    if aside.exists() and not live.exists():
        aside.rename(live)


def _swap(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where system or file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # a C library older than 2018
        return False
    return renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP) == 0
