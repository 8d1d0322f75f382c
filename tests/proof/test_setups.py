"""Real set-ups: a fresh clone, `make site` and an import, with every Python on this machine that the book names."""

import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.proof

BOOK = Path(__file__).parents[2]
MINORS = range(11, 15)
USE = """
import platform
import numpy, pandas, plotly, poppybook as pb
print(platform.python_version(), len(pb.load().observations))
"""


def pythons():
    """Each Python on the PATH, of the system and of pyenv, by version: the first found where two are the same."""
    places = [Path("/usr/bin/python3"), *sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"))]
    for minor in MINORS:
        places += [shutil.which(f"python3.{minor}"), Path(f"/usr/bin/python3.{minor}")]
    places += [shutil.which("python3"), Path(sys.base_prefix) / "bin" / "python3"]
    found = {}
    for place in filter(None, places):
        ask = [place, "-c", "import platform; print(platform.python_version())"]
        ran = subprocess.run(ask, capture_output=True, text=True) if Path(place).exists() else None
        if ran and ran.returncode == 0 and ran.stdout.startswith(tuple(f"3.{minor}." for minor in MINORS)):
            found.setdefault(ran.stdout.strip(), str(place))
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
def test_a_fresh_clone_is_set_up_and_rendered(clone, version, capsys):
    python = pythons()[version]
    began = time.monotonic()
    done = subprocess.run(["make", f"PYTHON={python}", "site"], cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Look at _site/index.html\n")
    assert (clone / "_site" / "index.html").is_file()
    with capsys.disabled():
        print(
            f"\nPython {version} ({python}): set up and rendered in {time.monotonic() - began:.0f} s",
            flush=True,
        )
    own = clone / ".venv" / "bin" / "python"
    used = subprocess.run([own, "-c", USE], cwd=clone, capture_output=True, text=True)
    assert used.stdout.split()[:1] == [version], used.stderr
    assert (
        subprocess.run([own, "-m", "pip", "check"], cwd=clone, capture_output=True, text=True).returncode == 0
    )
    pins = [own, "-P", "-m", "pytest", "-n", "0", "tests/setup/test_pins.py"]
    proven = subprocess.run(pins, cwd=clone, capture_output=True, text=True)
    assert proven.returncode == 0, proven.stdout
