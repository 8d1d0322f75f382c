"""Bound this process, then become another program: the last step before student code runs.

    python limits.py '{"alone": true, "account": 12345, "fence": null, "shown": []}' PROGRAM [ARGUMENTS]

`alone`: inside bubblewrap, where processes are counted apart. `account`: become an account that owns nothing (as root).
`fence`: where there is no bubblewrap, the folder that can be written, and `shown`, what can be read; the step then
takes what Linux gives to everybody: namespaces of its own for network, processes and shared memory, and Landlock, after
which nothing else can be opened. Whatever the system refuses is left out; `sandbox` tries what holds. A program of its
own, and not the package: it starts in a moment.
"""

import contextlib
import ctypes
import json
import os
import signal
import struct
import sys
from pathlib import Path

GIB, MIB = 1024**3, 1024**2
MEMORY, FILE, PROCESSOR, PROCESSES, OPEN_FILES = 4 * GIB, 64 * MIB, 600, 128, 512

_NEW_IPC, _NEW_USER, _NEW_PID, _NEW_NET = 0x08000000, 0x10000000, 0x20000000, 0x40000000
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38
# Landlock (Linux 5.13 and later): the rights over files, by the version that knows them.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_WRITE_FILE, _TRUNCATE, _REFER = 1 << 1, 1 << 14, 1 << 13
_RUN, _READ, _LIST = 1 << 0, 1 << 2, 1 << 3
_CHANGE = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))


def separate() -> bool:
    """Move into a network, a table of processes and a shared memory of one's own; False where the system refuses."""
    user, group = os.getuid(), os.getgid()
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    wanted = _NEW_USER | _NEW_NET | _NEW_IPC | _NEW_PID
    if unshare(wanted) != 0:
        return False
    with contextlib.suppress(OSError):  # this only keeps the name of the account
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    child = os.fork()  # the first process of the new table: with it all others end
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 255)
    die_with_parent()
    os.setsid()  # a signal to the group stays among the student's own
    return True


def die_with_parent() -> None:
    """Nothing outlives whoever started it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


# What any program reads of the system: its own libraries are among the folders that are shown.
_READABLE = (
    "/proc",
    "/sys/devices/system/cpu",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
)
_READABLE += ("/dev/zero", "/dev/random")


def fence_files(folder: str, shown: list[str]) -> None:
    """Let this process and its children write only in `folder` and read only that and `shown`, where Linux can."""
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return
    reads = _RUN | _READ | _LIST
    rights = _CHANGE | reads | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    rules = system.syscall(_CREATE, struct.pack("Q", rights), 8, 0)
    if rules < 0:
        return
    allowed = [(folder, rights)] + [(name, reads) for name in (*shown, *_READABLE)]
    allowed += [(name, _WRITE_FILE) for name in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")]
    for path, granted in allowed:
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_PATH)
            if not os.path.isdir(path):
                granted &= _RUN | _READ | _WRITE_FILE
            system.syscall(_ADD, rules, 1, struct.pack("=Qi", granted, handle), 0)
            os.close(handle)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    system.syscall(_RESTRICT, rules, 0)
    os.close(rules)


def bound(alone: bool) -> None:
    """Bound memory, processor time, files, and the number of processes where no others are counted with them."""
    try:
        import resource
    except ImportError:
        return
    bounds = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_CPU: PROCESSOR,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    if alone:
        bounds[resource.RLIMIT_NPROC] = PROCESSES
    for what, most in bounds.items():
        with contextlib.suppress(ValueError, OSError):  # a tighter bound stands already
            resource.setrlimit(what, (most, most))


def become(account: int) -> None:
    """Take an account that owns nothing, with no groups."""
    os.setgroups([])
    os.setresgid(account, account, account)
    os.setresuid(account, account, account)


def main() -> None:
    """See the top of this file."""
    asked, program = json.loads(sys.argv[1]), sys.argv[2:]
    alone = asked["alone"]
    die_with_parent()
    if sys.platform == "linux" and asked["fence"]:
        alone = separate()
        fence_files(asked["fence"], asked["shown"])
    if asked["account"]:
        become(asked["account"])
    bound(alone)
    if sys.platform == "win32":  # there a program that is replaced loses its pipes
        import subprocess

        sys.exit(subprocess.run(program).returncode)
    os.execv(program[0], program)


if __name__ == "__main__":
    main()
