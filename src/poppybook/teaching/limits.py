"""Bound this process, then become another program: the last step before student code runs.

    python limits.py '{"alone": true, "account": 12345, "fence": null, …}' PROGRAM [ARGUMENTS]

`alone`: inside bubblewrap, where processes are counted apart. `account`: become an account that owns nothing (as root).
`fence`: where there is no bubblewrap, the folder that can be written, and `shown`, what can be read; the step then
takes what Linux gives to everybody: namespaces of its own, in which it makes the folder one in memory of `size` bytes
and covers what is `hidden`, and Landlock, after which nothing else can be opened. `given`: folders to copy there.
`filter`: the calls to the system that are refused, in base 64; `keyctl`: the number of the one that leaves the key
ring. Whatever the system refuses is left out; `trial` tries what holds. A program of its own, and not the package: it
starts in a moment.
"""

import base64
import contextlib
import ctypes
import json
import os
import shutil
import signal
import struct
import sys
from pathlib import Path

GIB, MIB = 1024**3, 1024**2
MEMORY, FILE, PROCESSOR, PROCESSES, OPEN_FILES = 4 * GIB, 64 * MIB, 600, 128, 128

KEY_RINGS = ("/proc/keys", "/proc/key-users")
_NEW_MOUNTS, _NEW_IPC, _NEW_USER, _NEW_PID, _NEW_NET = 0x20000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
_NO_SUID_DEVICES, _NO_PROGRAMS, _PRIVATE, _OVER = 0x2 | 0x4, 0x8, 0x44000, 0x1000
_SET_MOUNT, _ALL_BELOW = 442, 0x8000
_DIE_WITH_PARENT, _SECCOMP, _DROP_RIGHT, _NO_NEW_PRIVILEGES, _JOIN_SESSION = 1, 22, 24, 38, 1
# Landlock (Linux 5.13 and later): the rights over files, by the version that knows them.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_WRITE_FILE, _TRUNCATE, _REFER = 1 << 1, 1 << 14, 1 << 13
_RUN, _READ, _LIST = 1 << 0, 1 << 2, 1 << 3
_CHANGE = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
_ABSTRACT_SOCKETS, _SIGNALS = 1, 2


def system() -> ctypes.CDLL:
    """The C library."""
    return ctypes.CDLL(None, use_errno=True)


def separate() -> bool:
    """Move into a network, a table of processes and a shared memory of one's own; False where the system refuses."""
    user, group = os.getuid(), os.getgid()
    wanted = _NEW_USER | _NEW_MOUNTS | _NEW_NET | _NEW_IPC | _NEW_PID
    if system().unshare(wanted) != 0:
        return False
    with contextlib.suppress(OSError):  # this only keeps the name of the account
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    if child := os.fork():
        _end_as(child)
    # The first process of the new table: with it all others end, and it is none that student code could change.
    die_with_parent()
    os.setsid()  # a signal to the group stays among the student's own
    if child := os.fork():
        _end_as(child)
    return True


def _end_as(child: int) -> None:
    """Wait for a process, and for the orphans that come; end as it did."""
    while True:
        ended, status = os.wait()
        if ended == child:
            os._exit(os.waitstatus_to_exitcode(status) & 255)


def own_mounts(folder: str, size: int, hidden: list[str]) -> bool:
    """See only the processes of one's own table, nothing of what is hidden, all else as it can be read only, and have
    the folder in memory.

    Returns whether /proc is one's own now.
    """
    mount = system().mount
    mount(b"none", b"/", None, _PRIVATE, None)
    proc = mount(b"proc", b"/proc", b"proc", _NO_SUID_DEVICES | _NO_PROGRAMS, None) == 0
    for name in KEY_RINGS if proc else ():
        mount(b"/dev/null", name.encode(), None, _OVER, None)
    for name in hidden:
        mount(b"tmpfs", os.fsencode(name), b"tmpfs", _NO_SUID_DEVICES, b"size=4096")
    about = f"size={size},nr_inodes={size // 16384},mode=0700".encode()
    if Path("/proc/self/uid_map").read_text():  # an account without a name in it could not write there
        # Not even the times of reading change, which the next could look up.
        read_only = struct.pack("QQQQ", 1, 0, 0, 0)
        system().syscall(_SET_MOUNT, -1, b"/", _ALL_BELOW, read_only, len(read_only))
        mount(b"tmpfs", os.fsencode(folder), b"tmpfs", _NO_SUID_DEVICES, about)
    os.chdir(folder)
    return proc


def die_with_parent() -> None:
    """Nothing outlives whoever started it."""
    if sys.platform == "linux":
        system().prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


# What any program reads of the system: its own libraries are among the folders that are shown.
_READABLE = ("/sys/devices/system/cpu", "/etc/ld.so.cache", "/etc/localtime")
_READABLE += ("/dev/null", "/dev/urandom", "/dev/zero", "/dev/random")
# Where /proc is everybody's.
_OF_OTHERS = ("/proc/cpuinfo", "/proc/meminfo", "/proc/filesystems", "/proc/sys/vm")


def fence_files(folders: list[str], shown: list[str]) -> None:
    """Let this process and its children write only in `folders` and read only these and `shown`, where Linux can.

    They can then neither look into processes outside nor, with Linux 6.12 and later, send them signals.
    """
    call = system().syscall
    version = call(_CREATE, None, 0, 1)
    if version < 1:
        return
    reads = _RUN | _READ | _LIST
    rights = _CHANGE | reads | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    about = struct.pack("QQQ", rights, 0, _ABSTRACT_SOCKETS | _SIGNALS)
    rules = call(_CREATE, about, 24 if version >= 6 else 8, 0)
    if rules < 0:
        return
    allowed = [(name, rights) for name in folders] + [(name, reads) for name in shown]
    allowed += [(name, _WRITE_FILE) for name in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")]
    for path, granted in allowed:
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_PATH)
            if not os.path.isdir(path):
                granted &= _RUN | _READ | _WRITE_FILE
            call(_ADD, rules, 1, struct.pack("=Qi", granted, handle), 0)
            os.close(handle)
    system().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    call(_RESTRICT, rules, 0)
    os.close(rules)


def refuse_calls(instructions: bytes, keyctl: int) -> None:
    """Leave the key ring of whoever started this, and refuse the calls that the filter names from here on."""
    system().syscall(keyctl, _JOIN_SESSION, None)
    for right in range(64):  # whoever is root in a namespace of his own is not when the next program begins
        system().prctl(_DROP_RIGHT, right, 0, 0, 0)
    code = ctypes.create_string_buffer(instructions)
    program = ctypes.create_string_buffer(struct.pack("HL", len(instructions) // 8, ctypes.addressof(code)))
    system().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    system().prctl(_SECCOMP, 2, program, 0, 0)


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
    alone, fence, shown = asked["alone"], asked["fence"], [*asked["shown"], *_READABLE]
    die_with_parent()
    own_proc = False
    if sys.platform == "linux" and fence:
        alone = separate()
        own_proc = alone and own_mounts(fence, asked["size"], asked["hidden"])
    for name, path in asked["given"].items():
        shutil.copytree(path, os.path.join(fence, name))
    if asked["account"]:
        become(asked["account"])
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # where memory runs out, student code goes first
            Path("/proc/self/oom_score_adj").write_text("1000")
        shown += ["/proc"] if own_proc else _OF_OTHERS
        fence_files(*([fence], shown) if fence else (["/tmp", "/dev"], ["/"]))
    bound(alone)
    if asked["filter"]:
        refuse_calls(base64.b64decode(asked["filter"]), asked["keyctl"])
    if sys.platform == "win32":  # there a program that is replaced loses its pipes
        import subprocess

        sys.exit(subprocess.run(program).returncode)
    os.execv(program[0], program)


if __name__ == "__main__":
    main()
