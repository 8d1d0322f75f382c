"""Look at a file before it is opened: a pipe would never end, a folder cannot be read, a huge file is no table."""

import stat
from pathlib import Path

LARGEST = 200_000_000  # bytes; the largest file of any publisher here has a fiftieth of it

_KINDS = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


def why_not(path: Path, largest: int = LARGEST) -> str:
    """Why the file is not read: what it is in place of a file, or how large; "" for a file. Raises OSError."""
    status = path.stat()
    for is_kind, name in _KINDS.items():
        if is_kind(status.st_mode):
            return name
    return f"{status.st_size:,} bytes" if status.st_size > largest else ""
