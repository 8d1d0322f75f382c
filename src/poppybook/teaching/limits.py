"""Start a student's kernel with what the system can enforce: no network, no writing outside its folder, bounds on
memory, processor time, file size and number of processes. On Linux, without root; elsewhere the kernel just starts.

    python -m poppybook.teaching.limits FOLDER CONNECTION_FILE   becomes the kernel
    python -m poppybook.teaching.limits --probe FOLDER           prints which limits hold here, as JSON

What cannot be enforced here: the code can read what the account that grades can read.
"""

import contextlib
import ctypes
import json
import os
import signal
import socket
import struct
import sys
from pathlib import Path

GIB, MIB = 1024**3, 1024**2
MEMORY, FILE, PROCESSOR, PROCESSES, OPEN_FILES = 4 * GIB, 64 * MIB, 600, 128, 512

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38
# Landlock (Linux 5.13 and later): the rights that change files, by the version that knows them.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_WRITE_FILE, _TRUNCATE, _REFER = 1 << 1, 1 << 14, 1 << 13
_CHANGE = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))


def cut_network() -> bool:
    """Move this process into a network of its own, which has no way out. False where the system refuses."""
    if sys.platform != "linux":
        return False
    user, group = os.getuid(), os.getgid()
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NET) != 0:
        return False
    with contextlib.suppress(
        OSError
    ):  # files keep their owner in any case; this only keeps the name of the account
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return True


def fence_files(*folders: Path) -> bool:
    """Let this process and its children change nothing outside `folders`. False where the system cannot."""
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return False
    rights = _CHANGE | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    rules = system.syscall(_CREATE, struct.pack("Q", rights), 8, 0)
    if rules < 0:
        return False
    allowed = [(folder, rights) for folder in folders]
    allowed += [
        (Path(name), _WRITE_FILE) for name in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
    ]
    for path, granted in allowed:
        with contextlib.suppress(FileNotFoundError):
            handle = os.open(path, os.O_PATH)
            system.syscall(_ADD, rules, 1, struct.pack("=Qi", granted, handle), 0)
            os.close(handle)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done = system.syscall(_RESTRICT, rules, 0) == 0
    os.close(rules)
    return done


def bound(own_account: bool) -> bool:
    """Bound memory, processor time, files, and in an account of its own processes. True if it holds."""
    try:
        import resource
    except ImportError:
        return False
    bounds = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_CPU: PROCESSOR,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    if own_account and hasattr(resource, "RLIMIT_NPROC"):
        bounds[resource.RLIMIT_NPROC] = PROCESSES
    for what, most in bounds.items():
        with contextlib.suppress(ValueError, OSError):  # a tighter bound stands already
            resource.setrlimit(what, (most, most))
    return resource.getrlimit(resource.RLIMIT_AS)[0] == MEMORY


def confine(folder: Path) -> dict[str, bool]:
    """Everything above for this process; which of it holds."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    network = cut_network()
    return {"network": network, "files": fence_files(folder), "bounds": bound(network)}


def probe(folder: Path) -> dict[str, bool]:
    """Confine this process, then try what should not be possible."""
    held = confine(folder)
    if held["network"]:
        held["network"] = [name for _, name in socket.if_nameindex() if name != "lo"] == []
    if held["files"]:
        outside = folder.parent / f"{folder.name}.outside"
        try:
            outside.write_text("")
            outside.unlink()
            held["files"] = False
        except PermissionError:
            pass
    return held


def main() -> None:
    """See the top of this file."""
    if sys.argv[1] == "--probe":
        print(json.dumps(probe(Path(sys.argv[2]))))
        return
    folder, connection, *more = sys.argv[1:]
    confine(Path(folder))
    os.execv(sys.executable, [sys.executable, "-m", "ipykernel_launcher", "-f", connection, *more])


if __name__ == "__main__":
    main()
