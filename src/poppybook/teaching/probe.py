"""Try, from where student code will run, what should not be possible there; print as JSON what was possible.

    python probe.py '{"write": FILE, "read": FILE, "socket": FILE, "abstract": NAME, "process": NUMBER, …}'

`trial` looks from outside at what became of the files, and whether the process left behind here has ended.
"""

import contextlib
import ctypes
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

MIB = 1024**2
PROCESSES, DISK, MEMORY = 160, 400 * MIB, 5 * 1024 * MIB
HELD = 64 * MIB  # by each of two at the end
KEEP_SIZE, NEW_USER, NEW_MOUNTS = 1, 0x10000000, 0x20000
# Reading the descriptions of a key: of the session (-3), of the account (-4), of its sessions (-5).
DESCRIBE, RINGS = 6, (-3, -4, -5)
ELSEWHERE = ("AF_VSOCK", "AF_BLUETOOTH", "AF_TIPC", "AF_RDS")  # sockets that no network of its own cuts off


def network() -> bool:
    """Whether anything but this machine can be reached."""
    for family in ELSEWHERE:
        with (
            contextlib.suppress(OSError, AttributeError),
            socket.socket(getattr(socket, family), socket.SOCK_DGRAM),
        ):
            return True
        with contextlib.suppress(OSError, AttributeError), socket.socket(getattr(socket, family)):
            return True
    with contextlib.suppress(OSError):
        return [name for _, name in socket.if_nameindex() if name != "lo"] != []
    return False


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


def others(process: int, session: int, keyctl: int | None) -> bool:
    """Whether another process, or a key of the account, can be seen."""
    if sys.platform != "linux":
        return True
    with contextlib.suppress(OSError):
        if os.getsid(process) == session:  # the same number may be one of its own here
            return True
    if keyctl is None:
        return True
    return any(ctypes.CDLL(None).syscall(keyctl, DESCRIBE, ring, None, 0) >= 0 for ring in RINGS)


def changes(path: str) -> None:
    """Whatever can be done to a file of the account; seen from outside."""
    for change in (
        lambda: os.chmod(path, 0o600),
        lambda: os.utime(path, (1, 1)),
        lambda: os.truncate(path, 1),
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


def in_a_child(what) -> bool:
    """Whether something works, tried where it changes nothing here."""
    child = os.fork()
    if child == 0:
        os._exit(0 if what() else 1)
    return os.waitpid(child, 0)[1] == 0


def hoard() -> bool:
    """Whether memory can be had that is counted with no process and no folder."""
    system = ctypes.CDLL(None)
    with contextlib.suppress(OSError, AttributeError):
        os.close(os.memfd_create("hoard"))
        return True
    segment = system.shmget(0, MIB, 0o600)
    if segment >= 0:
        system.shmctl(segment, 0, None)
        return True
    return in_a_child(lambda: system.unshare(NEW_USER | NEW_MOUNTS) == 0)


def fill(folders: list[str]) -> bool:
    """Whether more can be stored than is allowed, in all folders together or beyond the end of one file."""
    stored, made = 0, []
    for folder in folders:
        with contextlib.suppress(OSError):
            for number in range(DISK // (32 * MIB) + 1):
                path = Path(folder) / f"fill{number}"
                made.append(path)
                with path.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, 32 * MIB)
                stored += 32 * MIB
        with contextlib.suppress(OSError), (Path(folder) / "beyond").open("wb") as file:
            made.append(Path(file.name))
            system = ctypes.CDLL(None)
            system.fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long)
            if system.fallocate(file.fileno(), KEEP_SIZE, 0, DISK) == 0:
                stored += DISK
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
    """Leave a process behind that holds this one's output open, and a part of the memory that it takes with it."""
    held = b"x" * HELD
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            held = b"y" * HELD
            time.sleep(60)
        os._exit(len(held) & 0)
    time.sleep(60)


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
                "others": others(about["process"], about["session"], about["keyctl"]),
                "disk": sys.platform != "linux" or hoard() or fill([".", "/tmp", "/dev", "/dev/shm", "/"]),
                "count": multiply(),
            }
        ),
        flush=True,
    )
    stay()


if __name__ == "__main__":
    main()
