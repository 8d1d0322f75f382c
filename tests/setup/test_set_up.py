"""Setting up: quiet when all goes well, one sentence of remedy when not; stopped or moved, it starts anew."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from odd_names import ODD

BOOK = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make is not there on Windows")

# Stands in for the module venv: makes an environment whose pip says and does what the test wants, and notes its calls.
VENV = """
import os, pathlib, shutil, sys
with open(os.environ["NOTES"], "a") as notes:
    notes.write("venv " + " ".join(sys.argv[1:]) + "\\n")
if os.environ.get("VENV_SAYS"):
    sys.exit(os.environ["VENV_SAYS"])
folder = pathlib.Path(sys.argv[-1])
if "--clear" in sys.argv:
    shutil.rmtree(folder, ignore_errors=True)
python = folder / "bin" / "python"
python.parent.mkdir(parents=True, exist_ok=True)
real = os.environ["REAL"]
python.write_text(f'''#!/bin/sh
if [ "$1" != -m ]; then exec {real} "$@"; fi
echo "pip $*" >> "$NOTES"; echo Collecting numpy; echo "$PIP_SAYS"; exit "${{PIP_CODE:-0}}"
''')
python.chmod(0o755)
"""


@pytest.fixture
def place(tmp_path):
    """A function: the name of a folder → that folder with what a set-up reads, and `set_up`, which runs make there."""
    (tmp_path / "shadow").mkdir()
    (tmp_path / "shadow" / "venv.py").write_text(VENV)
    notes = tmp_path / "notes"

    def of(name="book"):
        folder = tmp_path / "in" / name
        folder.mkdir(parents=True)
        for file in ("Makefile", "set_up.py", "pyproject.toml", "constraints.txt"):
            shutil.copy(BOOK / file, folder)

        def set_up(python=sys.executable, folder=folder, **environment):
            notes.write_text("")
            own = {
                "PYTHONPATH": str(tmp_path / "shadow"),
                "NOTES": str(notes),
                "REAL": shlex.quote(sys.executable),
            }
            # Of a `make test` around this, nothing: it would say into which folders it goes.
            around = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
            return subprocess.run(
                ["make", f"PYTHON={python}", ".venv/.ready"],
                cwd=folder,
                env=around | own | environment,
                capture_output=True,
                text=True,
            )

        return SimpleNamespace(
            folder=folder, ready=folder / ".venv" / ".ready", set_up=set_up, called=notes.read_text
        )

    return of


def test_it_is_quiet_and_done_once(place):
    here = place()
    done = here.set_up()
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"Setting up \.venv .*\(once: \d+ MB to load, .* minutes\)\n", done.stdout)
    assert here.called().splitlines()[0] == "venv --clear .venv"
    assert re.search(r"pip -m pip install .*-e \.\[test\] -c constraints\.txt\n$", here.called())
    assert "is up to date" in here.set_up().stdout and here.called() == ""


@pytest.mark.parametrize("name", ODD)
def test_it_works_in_any_folder(place, name):
    here = place(name)
    done = here.set_up()
    assert done.returncode == 0, done.stderr
    assert here.ready.read_text() == str(here.folder)
    assert "is up to date" in here.set_up().stdout and here.called() == ""


# What venv and pip say on real machines, and what there is to do.
COMPLAINTS = {
    "no venv": ("VENV_SAYS", "/usr/bin/python3: No module named venv", "sudo apt install python3."),
    "no ensurepip": (
        "VENV_SAYS",
        "The virtual environment was not created successfully because ensurepip is not\navailable.",
        "sudo apt install python3.",
    ),
    "a colon": (
        "VENV_SAYS",
        "Error: Refusing to create a venv in /a:b/.venv because it contains the PATH separator :.",
        "Move or rename it.",
    ),
    "read-only": (
        "VENV_SAYS",
        "Error: [Errno 30] Read-only file system: '/book/.venv'",
        "Set up a copy: git clone",
    ),
    "not ours": (
        "PIP_SAYS",
        "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/book/.venv/x'",
        "Set up a copy: git clone",
    ),
    "no network": (
        "PIP_SAYS",
        "WARNING: Retrying after connection broken by 'NewConnectionError('[Errno 111] Connection refused')'",
        "Is there a connection?",
    ),
    "no index": (
        "PIP_SAYS",
        "ERROR: Could not find a version that satisfies the requirement click>=8.1 (from versions: none)",
        "Is there a connection?",
    ),
    "slow network": (
        "PIP_SAYS",
        "pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.",
        "connection?",
    ),
    "full disk": (
        "PIP_SAYS",
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "Make room",
    ),
    "something else": (
        "PIP_SAYS",
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES",
        "The lines above say why.",
    ),
}


@pytest.mark.parametrize("what", COMPLAINTS)
def test_a_failure_shows_the_reason_and_the_remedy_and_starts_again(place, what):
    who, complaint, remedy = COMPLAINTS[what]
    here = place()
    done = here.set_up(**{who: complaint, "PIP_CODE": "1"})
    assert done.returncode == 2
    assert done.stderr.startswith(("Collecting numpy\n" if who == "PIP_SAYS" else "") + complaint)
    assert remedy in done.stderr.split(complaint)[1]
    assert "the same command starts again" in done.stderr
    assert "Traceback" not in done.stderr
    assert not here.ready.exists()
    assert here.set_up().returncode == 0
    assert here.called().startswith("venv --clear .venv\n"), "nothing half-made is built upon"


def test_only_the_end_of_a_long_complaint_is_shown(place):
    said = place().set_up(PIP_SAYS="\n".join(f"line {n}" for n in range(100)), PIP_CODE="1").stderr
    assert "line 99" in said and "line 88" in said and "line 87" not in said


def test_new_pins_go_into_the_environment_that_is_there(place):
    here = place()
    here.set_up()
    (here.folder / ".venv" / "own").write_text("something of the user's")
    os.utime(here.folder / "constraints.txt", (2e9, 2e9))
    assert here.set_up(PIP_SAYS="broken", PIP_CODE="1").returncode == 2
    assert here.called().startswith("venv .venv\n")
    assert (here.folder / ".venv" / "own").exists()
    assert not here.ready.exists(), "old packages and new ones together are not ready"


def test_a_moved_book_is_set_up_anew(place):
    here = place()
    here.set_up()
    moved = here.folder.rename(here.folder.with_name("moved"))
    assert here.set_up(folder=moved).returncode == 0
    assert here.called().startswith("venv --clear .venv\n")


def test_another_python_is_taken_when_it_is_named(place, tmp_path):
    here = place()
    here.set_up()
    other = tmp_path / "other python"
    other.write_text(
        f'#!/bin/sh\n[ "$1" = -V ] && echo Python 3.14.9 || exec {shlex.quote(sys.executable)} "$@"\n'
    )
    other.chmod(0o755)
    assert here.set_up(python=other).returncode == 0
    assert "pip -m pip install" in here.called()


@pytest.mark.parametrize("version", ["3.10.13", "3.15.0", "2.7.18"])
def test_a_python_that_will_not_do_is_named(place, tmp_path, version):
    old = tmp_path / "old"
    old.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo Python {version} >&2 || exit 1\n')
    old.chmod(0o755)
    here = place()
    done = here.set_up(python=old)
    assert done.returncode == 2
    assert f"This book needs Python 3.11 to 3.14; {old} is Python {version}.\n" in done.stderr
    assert "make PYTHON=python3.12 .venv/.ready" in done.stderr
    missing = here.set_up(python="python9").stderr
    assert "python9 is not on this machine." in missing
    assert here.called() == ""


def test_whoever_names_the_pythons_names_the_same():
    allowed = tomllib.loads((BOOK / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    first, after = map(int, re.fullmatch(r">=3\.(\d+),<3\.(\d+)", allowed).groups())
    makefile = (BOOK / "Makefile").read_text("utf-8")
    assert f"(3, {first}) <= sys.version_info < (3, {after})" in makefile
    named = f"Python 3.{first} to 3.{after - 1}"
    for file in ("Makefile", "README.md", "constraints.txt", "CONTRIBUTING.md"):
        assert named in (BOOK / file).read_text("utf-8"), file
