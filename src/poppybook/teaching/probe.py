"""Try, from where student code will run, what should not be possible there; print as JSON what was possible.

    python probe.py '{"write": FILE, "read": FILE, "socket": FILE, "abstract": NAME}'

`sandbox` looks from outside at what became of the files, and whether the process left behind here has ended.
"""

import contextlib
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

MIB = 1024**2
PROCESSES, DISK, MEMORY = 160, 400 * MIB, 5 * 1024 * MIB


def network() -> bool:
    """Whether there is any network but the one to oneself."""
    return [name for _, name in socket.if_nameindex() if name != "lo"] != []


def meets(where: str) -> bool:
    """Whether another program's socket answers."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(where)
        return True
    return False


def reads(path: str) -> bool:
    """Whether a file of the account can be read."""
    with contextlib.suppress(OSError):
        return bool(Path(path).read_bytes())
    return False


def changes(path: str) -> None:
    """Whatever can be done to a file of the account; seen from outside."""
    for change in (
        lambda: os.chmod(path, 0o600),
        lambda: os.utime(path, (1, 1)),
        lambda: Path(path).write_text("changed"),
        lambda: Path(path + ".new").write_text("new"),
    ):
        with contextlib.suppress(OSError):
            change()


def remember() -> bool:
    """Whether more memory can be had than is allowed."""
    with contextlib.suppress(MemoryError, OverflowError, ValueError):
        return len(bytearray(MEMORY)) > 0
    return False


def fill(folders: list[str]) -> bool:
    """Whether more can be stored than is allowed, in all folders together."""
    stored, made = 0, []
    for folder in folders:
        with contextlib.suppress(OSError):
            for number in range(DISK // (32 * MIB) + 1):
                path = Path(folder) / f"fill{number}"
                made.append(path)
                with path.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, 32 * MIB)
                stored += 32 * MIB
    for path in made:
        with contextlib.suppress(OSError):
            path.unlink()
    return stored > DISK


def multiply() -> bool:
    """Whether more processes can be started than are allowed."""
    children = []
    with contextlib.suppress(OSError):
        for _ in range(PROCESSES):
            child = os.fork()
            if child == 0:
                time.sleep(60)
                os._exit(0)
            children.append(child)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return len(children) == PROCESSES


def stay() -> None:
    """Leave a process behind that holds this one's output open."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)


def main() -> None:
    """See the top of this file."""
    about = json.loads(sys.argv[1])
    changes(about["write"])
    print(
        json.dumps(
            {
                "network": network(),
                "sockets": meets(about["socket"]) or meets("\0" + about["abstract"]),
                "reading": reads(about["read"]),
                "bounds": remember(),
                "disk": fill([".", "/tmp", "/dev", "/dev/shm", "/"]),
                "count": multiply(),
            }
        ),
        flush=True,
    )
    stay()


if __name__ == "__main__":
    main()
