"""How student code is confined: bubblewrap where it works, what Linux gives to everybody where it does not, else a
plain process. `student` starts it so, `trial` tries what holds.

Nothing of the marker's lies inside: no solutions, no hidden tests, no results, no folder that another process uses.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from poppybook.dataset.store import VARIABLE

from .answers import GRADING
from .limits import FILE, GIB, KEY_RINGS, MEMORY, MIB, PROCESSES, PROCESSOR
from .syscalls import keyctl, seccomp

PACKAGE = Path(__file__).resolve().parents[1]
DISK, SHARED = 256 * MIB, 64 * MIB
# As the command prints them.
BOUNDS = {
    "processes": PROCESSES,
    "memory": MEMORY // GIB,
    "seconds": PROCESSOR,
    "file": FILE // MIB,
    "disk": (DISK + SHARED) // MIB,
}
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
SYSTEM += ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
WORK = "/tmp/work"


@dataclass(frozen=True)
class Means:
    """A way to confine: the program `bwrap` or None, and as root the account that student code gets ("own" or a
    number)."""

    bwrap: str | None = None
    account: str = ""


def ways() -> list[Means]:
    """The ways to confine on this machine, the best first."""
    bwrap = shutil.which("bwrap") if sys.platform == "linux" else None
    if not bwrap:
        return [Means()]
    root = os.geteuid() == 0
    return [*([Means(bwrap, "own"), Means(bwrap, "65534")] if root else []), Means(bwrap), Means()]


def command(means: Means, program: list[str], home: str, data: Path, hidden: list[Path]) -> list[str]:
    """The command that runs a Python program confined, with `data` in its folder and `hidden` out of its sight."""
    shown = [Path(name) for name in SYSTEM]
    shown += [Path(sys.prefix), Path(sys.base_prefix), PACKAGE.parent]
    shown += [Path(name) for name in sys.path if Path(name).name in ("site-packages", "dist-packages")]
    shown = [path.absolute() for path in dict.fromkeys(shown) if path.exists()]
    hidden = [path for path in hidden if any(each in path.parents or each == path for each in shown)]
    asked: dict = {"alone": bool(means.bwrap), "account": 0, "fence": None, "shown": [], "given": {}}
    if not means.bwrap:
        asked |= {"fence": home, "shown": [str(path) for path in shown], "size": DISK}
        asked |= {"given": {"data": str(data.absolute())}, "hidden": [str(path) for path in hidden]}
    asked["keyctl"] = keyctl()
    asked["filter"] = base64.b64encode(seccomp(fenced=not means.bwrap)).decode()
    if means.account:
        asked["account"] = 1_900_000_000 + os.getpid() if means.account == "own" else int(means.account)
    inner = [sys.executable, "-P", str(PACKAGE / "teaching" / "limits.py"), json.dumps(asked)]
    inner += [sys.executable, "-P", *program]
    if not means.bwrap:
        return inner
    wrap = [means.bwrap, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    wrap += ["--unshare-cgroup-try", "--die-with-parent", "--new-session"]
    if not means.account:
        wrap += ["--unshare-user"]
    wrap += ["--perms", "1777", "--size", str(DISK), "--tmpfs", "/tmp"]  # first: the book may lie in it
    above = {parent for path in shown for parent in path.parents if parent != parent.parent}
    for parent in sorted(above - set(shown)):  # an account that owns nothing must come through
        if not any(each in parent.parents for each in shown):
            wrap += ["--perms", "0755", "--dir", str(parent)]
    for path in shown:
        wrap += ["--ro-bind", str(path), str(path)]
    for path in hidden:
        wrap += ["--tmpfs", str(path), "--remount-ro", str(path)]
    wrap += ["--proc", "/proc", "--dev", "/dev"]
    for name in filter(os.path.exists, KEY_RINGS):
        wrap += ["--ro-bind", os.devnull, name]
    wrap += [
        "--perms",
        "1777",
        "--size",
        str(SHARED),
        "--tmpfs",
        "/dev/shm",
        "--perms",
        "0777",
        "--dir",
        WORK,
    ]
    wrap += ["--ro-bind", str(data.absolute()), f"{WORK}/data"]
    wrap += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", WORK, "--", *inner]
    return wrap


def environment(home: str) -> dict[str, str]:
    """What student code sees of the environment: nothing of the teacher's."""
    places = [str(PACKAGE.parent), *(name for name in sys.path if name and Path(name).is_dir())]
    said = {
        "HOME": home,
        "USER": "student",
        "LOGNAME": "student",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "PYTHONPATH": os.pathsep.join(places),
        VARIABLE: os.path.join(home, "data"),
        GRADING: "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "IPYTHONDIR": home,
        "MPLCONFIGDIR": home,
        "PLOTLY_RENDERER": "plotly_mimetype",  # a browser is no place for a student's chart here
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    kept = ("SYSTEMROOT", "TEMP", "TMP") if sys.platform == "win32" else ()
    return said | {name: os.environ[name] for name in kept if name in os.environ}
