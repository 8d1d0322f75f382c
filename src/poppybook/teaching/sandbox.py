"""Where student code runs: bubblewrap where it works, what Linux gives to everybody where it does not, else a plain
process. What holds is tried before the first submission runs.

Nothing of the marker's lies inside: no solutions, no hidden tests, no results, no folder that another process uses. A
line of text goes in, a line comes out, and what comes out is believed only as far as its size and shape are checked.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from poppybook.dataset.store import find_data

from .limits import FILE, GIB, MEMORY, MIB, PROCESSES, PROCESSOR

PACKAGE = Path(__file__).resolve().parents[1]
DISK = 256 * MIB
# As the command prints them.
BOUNDS = {
    "processes": PROCESSES,
    "memory": MEMORY // GIB,
    "seconds": PROCESSOR,
    "file": FILE // MIB,
    "disk": (DISK + 64 * MIB) // MIB,
}
STARTUP_SECONDS = 180  # a busy machine takes its time to start a Python
GRACE = 5  # seconds that a cell has to stop once it is interrupted
MOST_ANSWER, MOST_ALL = 8_000_000, 64_000_000  # bytes of one answer, and of all
LIMITS = ("network", "sockets", "files", "reading", "processes", "count", "bounds", "disk")
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
SYSTEM += ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
WORK = "/tmp/work"


@dataclass(frozen=True)
class Means:
    """A way to confine: the program `bwrap` or None, and as root the account that student code gets ("own" or a
    number)."""

    bwrap: str | None = None
    account: str = ""


class Ended(Exception):
    """The student's process ended, or had to be ended; `late` when it did not stop in time; `said`: its last line."""

    def __init__(self, late: bool, said: str = ""):
        super().__init__("late" if late else "ended")
        self.late, self.said = late, said


def ways() -> list[Means]:
    """The ways to confine on this machine, the best first."""
    bwrap = shutil.which("bwrap") if sys.platform == "linux" else None
    if not bwrap:
        return [Means()]
    root = os.geteuid() == 0
    return [*([Means(bwrap, "own"), Means(bwrap, "65534")] if root else []), Means(bwrap), Means()]


def command(
    means: Means, program: list[str], home: str, files: dict[str, Path], hidden: list[Path]
) -> list[str]:
    """The command that runs a Python program confined, with `files` in its folder and `hidden` out of its sight."""
    shown = [Path(name) for name in SYSTEM]
    shown += [Path(sys.prefix), Path(sys.base_prefix), PACKAGE.parent, find_data(None)]
    shown += [Path(name) for name in sys.path if Path(name).name in ("site-packages", "dist-packages")]
    shown = [path.absolute() for path in dict.fromkeys(shown) if path.exists()]
    asked: dict = {"alone": bool(means.bwrap), "account": 0, "fence": None, "shown": []}
    if not means.bwrap:
        asked |= {"fence": home, "shown": [str(path) for path in shown]}
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
    above = {parent for path in shown for parent in path.parents if parent != parent.parent}
    for parent in sorted(above - set(shown)):  # an account that owns nothing must come through
        if not any(each in parent.parents for each in shown):
            wrap += ["--perms", "0755", "--dir", str(parent)]
    for path in shown:
        wrap += ["--ro-bind", str(path), str(path)]
    for path in hidden:
        if any(each in path.parents or each == path for each in shown):
            wrap += ["--tmpfs", str(path)]
    wrap += ["--proc", "/proc", "--dev", "/dev"]
    for place, size in (("/tmp", DISK), ("/dev/shm", 64 * MIB)):
        wrap += ["--perms", "1777", "--size", str(size), "--tmpfs", place]
    wrap += ["--perms", "0777", "--dir", WORK]
    for name, path in files.items():
        wrap += ["--ro-bind", str(path), f"{WORK}/{name}"]
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


# ---------------------------------------------------------------- folders, where there is no other way

PREFIX = "poppybook-grading-"


@contextlib.contextmanager
def folder(means: Means, owner: int, files: dict[str, Path]) -> Iterator[str]:
    """The folder that student code can write to: inside bubblewrap one in memory, else one on disk, removed after.

    owner: the process that grades; its number stands in the name, so that what a killed one left can be removed.
    """
    if means.bwrap:
        yield WORK
        return
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{owner}-"))
    try:
        for name, path in files.items():
            (shutil.copytree if path.is_dir() else shutil.copyfile)(path, made / name)
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


def sweep(owner: int | None = None) -> None:
    """Remove the folders of `owner`, or without it of every process that is no longer there."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        number = path.name.removeprefix(PREFIX).partition("-")[0]
        ours = not path.is_symlink() and (not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid())
        if ours and number.isdigit() and (int(number) == owner if owner else not _alive(int(number))):
            remove(path)


def _alive(number: int) -> bool:
    import psutil

    return psutil.pid_exists(number)


# ---------------------------------------------------------------- talking to it


class Runner:
    """A student's Python. Use as a context; `ask` raises Ended when it is no longer there."""

    def __init__(self, means: Means, home: str, files: dict[str, Path], hidden: list[Path]):
        self._number, self._read, self._rest, self._late = 0, 0, b"", False
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115  what goes past Python's own streams, never the terminal
        program = ["-m", "poppybook.teaching.runner"]
        self._process = subprocess.Popen(
            command(means, program, home, files, hidden),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            bufsize=0,
            cwd=None if means.bwrap else home,
            env=environment(home),
            start_new_session=True,
        )

    def __enter__(self) -> Runner:
        try:
            self.ask(STARTUP_SECONDS, "hello")
        except Ended as ended:
            said = self._last_line()
            self.end()
            raise Ended(ended.late, said) from None
        return self

    def __exit__(self, *what) -> None:
        self.end()

    def end(self) -> None:
        """End it and what it started."""
        self._kill()
        for line in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                line.close()
        self._process.wait()
        self.errors.close()

    def _last_line(self) -> str:
        size = self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(0, size - 2000))
        lines = self.errors.read(2000).decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def ask(self, seconds: float, act: str, *arguments) -> dict:
        """Send a command and return the answer, which may say anything."""
        self._number += 1
        line = json.dumps([self._number, act, *arguments]) + "\n"
        watch = threading.Timer(seconds, self._stop)
        watch.daemon = True
        watch.start()
        try:
            left = memoryview(line.encode())
            while left:
                left = left[self._process.stdin.write(left) :]
            return self._answer()
        except OSError:
            raise Ended(self._late) from None
        finally:
            watch.cancel()

    def _answer(self) -> dict:
        while True:
            line, mark, rest = self._rest.partition(b"\n")
            if mark:
                self._rest = rest
                with contextlib.suppress(ValueError, RecursionError):
                    number, answer = json.loads(line)
                    if number == self._number and isinstance(answer, dict):
                        return answer
                continue
            piece = self._process.stdout.read(65536)
            self._read += len(piece)
            if not piece or self._read > MOST_ALL or len(self._rest) > MOST_ANSWER:
                self._kill()
                raise Ended(self._late)
            self._rest += piece

    def _stop(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, 9)
            self._process.kill()


# ---------------------------------------------------------------- what holds here


def choose(hidden: list[Path], secret: Path) -> tuple[Means, dict[str, bool]]:
    """The first way to confine that holds all limits, else the one that holds most; and what it holds.

    secret: a file that student code should not be able to read.
    """
    best = Means(), dict.fromkeys(LIMITS, False)
    for means in ways():
        held = probe(means, hidden, secret)
        if (means == Means() and not any(best[1].values())) or sum(held.values()) > sum(best[1].values()):
            best = means, held
        if all(held.values()):
            break
    return best


def probe(means: Means, hidden: list[Path], secret: Path) -> dict[str, bool]:
    """Try one way: which limits hold. None do where it does not start."""
    nothing = dict.fromkeys(LIMITS, False)
    with (
        tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as outside,
        folder(means, os.getpid(), {}) as home,
    ):
        target = Path(outside) / "outside.txt"
        target.write_text("as it was", encoding="utf-8")
        target.chmod(0o644)
        before = target.stat()
        about = {"write": str(target), "read": str(secret), "socket": f"{outside}/s"}
        about["abstract"] = f"{PREFIX}{os.getpid()}"
        with _listening(about["socket"], "\0" + about["abstract"]) as listening:
            program = [str(PACKAGE / "teaching" / "probe.py"), json.dumps(about)]
            done, gone = _try(command(means, program, home, {}, hidden), home, means)
        try:
            possible = json.loads(done)
        except ValueError:
            return nothing
        after = target.stat()
        same = (before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns)
        same = same and target.read_text(encoding="utf-8") == "as it was"
        held = {name: possible.get(name) is False for name in LIMITS}
        held["files"] = same and len(list(Path(outside).glob("outside*"))) == 1
        held["processes"] = gone
        held["sockets"] = held["sockets"] and listening
        return held


@contextlib.contextmanager
def _listening(*names: str) -> Iterator[bool]:
    """Sockets that answer, as a container engine's would; False where there cannot be any (a path may be too long)."""
    with contextlib.ExitStack() as stack:
        try:
            for name in names:
                line = stack.enter_context(socket.socket(socket.AF_UNIX))
                line.bind(name)
                line.listen()
            made = True
        except (OSError, AttributeError):
            made = False
        yield made


def _try(words: list[str], home: str, means: Means) -> tuple[str, bool]:
    """What the probe printed, and whether the process that it left behind has ended with it."""
    process = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=None if means.bwrap else home,
        env=environment(home),
        start_new_session=True,
    )
    said = process.stdout.readline().decode("utf-8", "replace")
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, 9)
    process.kill()
    end = threading.Thread(target=process.stdout.read, daemon=True)
    end.start()
    end.join(3)
    return said, not end.is_alive()
