"""Set up .venv with the pinned versions: `python3 set_up.py`, which the Makefile calls once.

Needs nothing but Python and is quiet when all goes well. Otherwise it shows the last words of venv or pip and says what
to do. The stamp, .venv/.ready, is the last thing written: a set-up that was stopped starts again from nothing, and so
does one for another Python or in a folder that has been moved.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
READY = VENV / ".ready"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALL = ["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
BOOK = ["-e", ".[test]", "-c", "constraints.txt"]
SHOWN = 12  # lines of a complaint
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"

# What stands in the words of venv or pip, and what can be done. The first that fits is said.
FULL = "The disk is full. Make room: a set-up takes 1.1 GB."
REMEDIES = (
    (("No space left on device",), FULL),
    (
        ("No module named venv", "ensurepip"),
        f"This Python cannot make environments. On Debian and Ubuntu: sudo apt install {VERSION}-venv",
    ),
    (("PATH separator",), "No environment can lie in a folder with a colon in its path. Move or rename it."),
    (
        ("Permission denied", "Read-only file system"),
        "This folder cannot be written to. Set up a copy: git clone . ~/poppy-to-precursor",
    ),
    (
        (
            *("ConnectionError", "Connection aborted", "ConnectTimeout", "Read timed out"),
            *("SSLError", "ProxyError", "from versions: none"),  # the last: pip has reached no index
        ),
        "The packages could not be loaded. Is there a connection? Behind a proxy, set https_proxy.",
    ),
)
OTHERWISE = "The lines above say why."
AGAIN = "Nothing is lost: the same command starts again."


class Failed(Exception):
    """A step of the set-up failed; the text is all that it said."""


def main() -> int:
    """Set up; the exit code."""
    print("Setting up .venv with pinned versions (once: 270 MB to load, 1 to 3 minutes)", flush=True)
    try:
        whole = READY.is_file() and READY.read_text(encoding="utf-8") == here()
        kept = whole and version(PYTHON) == sys.version
        READY.unlink(missing_ok=True)
        run(sys.executable, "-m", "venv", *([] if kept else ["--clear"]), VENV)
        run(PYTHON, *INSTALL, *BOOK)
        READY.write_text(here(), encoding="utf-8")
    except KeyboardInterrupt:
        print(f"Stopped. {AGAIN}", file=sys.stderr)
        return 130
    except (Failed, OSError) as error:
        lines = str(error).strip().splitlines()
        print(*lines[-SHOWN:], remedy(str(error)), AGAIN, sep="\n", file=sys.stderr)
        return 1
    return 0


def run(*command: str | Path) -> None:
    """Run a command quietly. Raises Failed with what it said when it fails."""
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if ran.returncode:
        raise Failed(ran.stdout.decode(errors="replace") or f"{command[0]} ended with code {ran.returncode}.")


def version(python: Path) -> str:
    """What the Python at that path calls itself; "" when it does not run."""
    try:
        ran = subprocess.run([python, "-c", "import sys; print(sys.version)"], capture_output=True)
    except OSError:
        return ""
    return ran.stdout.decode(errors="replace").removesuffix(os.linesep)


def here() -> str:
    """What the stamp of a finished set-up holds: the folder that it is for."""
    return str(Path.cwd().resolve())


def remedy(complaint: str) -> str:
    """What to do about it."""
    if shutil.disk_usage(".").free < 10_000_000:  # not every step says so
        return FULL
    return next((say for signs, say in REMEDIES if any(sign in complaint for sign in signs)), OTHERWISE)


if __name__ == "__main__":
    sys.exit(main())
