"""Which limits hold on this machine: each is tried before the first submission runs."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .probe import HELD
from .sandbox import PACKAGE, Means, command, environment, ways
from .syscalls import keyctl
from .watch import family, memory
from .workroom import PREFIX, folder

LIMITS = (
    "network",
    "sockets",
    "files",
    "reading",
    "others",
    "processes",
    "count",
    "bounds",
    "together",
    "disk",
)


def choose(data: Path, hidden: list[Path], secret: Path) -> tuple[Means, dict[str, bool]]:
    """The first way to confine that holds all limits, else the one that holds most; and what it holds.

    secret: a file that student code should not be able to read.
    """
    best = Means(), dict.fromkeys(LIMITS, False)
    for means in ways():
        held = probe(means, data, hidden, secret)
        if (means == Means() and not any(best[1].values())) or sum(held.values()) > sum(best[1].values()):
            best = means, held
        if all(held.values()):
            break
    return best


def probe(means: Means, data: Path, hidden: list[Path], secret: Path) -> dict[str, bool]:
    """Try one way: which limits hold. None do where it does not start."""
    nothing = dict.fromkeys(LIMITS, False)
    with (
        tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as outside,
        folder(means, os.getpid()) as home,
    ):
        target = Path(outside) / "outside.txt"
        target.write_text("as it was", encoding="utf-8")
        target.chmod(0o644)
        before = target.stat()
        about = {"write": str(target), "read": str(secret), "socket": f"{outside}/s"}
        about |= {"abstract": f"{PREFIX}{os.getpid()}", "process": os.getpid(), "session": 0}
        about["keyctl"] = keyctl()
        if hasattr(os, "getsid"):
            about["session"] = os.getsid(0)
        with _listening(about["socket"], "\0" + about["abstract"]) as listening:
            program = [str(PACKAGE / "teaching" / "probe.py"), json.dumps(about)]
            done, gone, seen = _try(command(means, program, home, data, hidden), home, means)
        try:
            possible = json.loads(done)
        except ValueError:
            return nothing
        after = target.stat()
        same = (before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns)
        same = same and target.read_text(encoding="utf-8") == "as it was"
        held = {name: possible.get(name) is False for name in LIMITS}
        held["files"] = same and len(list(Path(outside).glob("outside*"))) == 1
        held["processes"], held["together"] = gone, seen
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


def _try(words: list[str], home: str, means: Means) -> tuple[str, bool, bool]:
    """What the probe printed, whether what it left behind has ended with it, and whether all its memory was seen."""
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
    seen = bool(said) and _comes_true(lambda: memory(family(process.pid), 0) > 2 * HELD)
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, 9)
    process.kill()
    end = threading.Thread(target=process.stdout.read, daemon=True)
    end.start()
    end.join(3)
    process.wait()
    gone = not end.is_alive()
    if gone:  # else what was left behind holds it, and so does the thread
        process.stdout.close()
    return said, gone, seen


def _comes_true(what: Callable[[], bool]) -> bool:
    for _ in range(50):
        if what():
            return True
        time.sleep(0.1)
    return False
