"""Real set-ups: a fresh clone, `make site` and an import, with every Python on this machine that the book names."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof

BOOK = Path(__file__).parents[2]
MINORS = range(11, 15)
USE = """
import platform
import numpy, pandas, plotly, poppybook as pb
print(platform.python_version(), len(pb.load()["observations"]))
"""


def pythons():
    """Each Python on the PATH, of the system and of pyenv, by version: the first found where two are the same."""
    named = [f"python3.{minor}" for minor in MINORS]
    places = [Path("/usr/bin/python3"), *(Path("/usr/bin", name) for name in named)]
    for minor in MINORS:
        places += sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python3"))
    places += [Path(found) for found in map(shutil.which, ["python3", *named]) if found]
    places.append(Path(sys.base_prefix) / "bin" / "python3")
    found, tried = {}, set()
    for place in places:
        own = place.resolve()  # pyenv's "shims" stand for the same again, slowly
        if place.exists() and own not in tried and place.parent.name != "shims":
            tried.add(own)
            ask = [own, "-c", "import platform; print(platform.python_version())"]
            said = subprocess.run(ask, capture_output=True, text=True).stdout.strip()
            if said.startswith(tuple(f"3.{minor}." for minor in MINORS)):
                found.setdefault(said, str(place))
    return found


@pytest.fixture
def clone(tmp_path):
    """A fresh clone of the book; it takes a gigabyte once set up, and is removed."""
    folder = tmp_path / "book"
    subprocess.run(["git", "clone", "--quiet", BOOK, folder], check=True)
    yield folder
    shutil.rmtree(folder)


def test_the_python_of_this_run_is_among_those_tried():
    assert platform.python_version() in pythons()


@pytest.mark.parametrize("version", pythons())
def test_a_fresh_clone_is_set_up_and_rendered(clone, version, record_property):
    python = pythons()[version]
    # Of a `make proof` around this, nothing: it would say what to make, and with which Python.
    around = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", f"PYTHON={python}", "site"]
    done = subprocess.run(command, cwd=clone, env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Look at _site/index.html\n")
    assert (clone / "_site" / "index.html").is_file()
    record_property("told", f"Python {version} ({python}): set up and rendered")
    own = clone / ".venv" / "bin" / "python"
    used = subprocess.run([own, "-c", USE], cwd=clone, capture_output=True, text=True)
    assert used.stdout.split()[:1] == [version], used.stderr
    assert (
        subprocess.run([own, "-m", "pip", "check"], cwd=clone, capture_output=True, text=True).returncode == 0
    )
    pins = [own, "-P", "-m", "pytest", "-n", "0", "tests/setup/test_pins.py"]
    proven = subprocess.run(pins, cwd=clone, capture_output=True, text=True)
    assert proven.returncode == 0, proven.stdout
