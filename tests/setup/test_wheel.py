"""A wheel built from the repository works in an empty folder, with every public name and the data."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2]
USE = """
import poppybook as pb, plotly.graph_objects as go
from pathlib import Path

from poppybook.pages import api

data = pb.load()
for name in api.entries():
    assert callable(eval(name)), name
assert data.folder == Path(pb.__file__).parent / "data", data.folder
explorer = pb.browse(data, theme="heroin")
assert len(explorer.table)
assert pb.charts.outlines("north-america")
rows = data.one("poppy-ha-us-mex").assign(series="Area")
fig = pb.charts.figure()
fig.add_scatter(x=rows.middle, y=rows.value, name="Area")
text = {"title": "Area", "takeaway": "It changed.", "alt": "A line."}
html = pb.charts.chart(data, fig, id="area", table=rows, **text)._repr_mimebundle_()["text/html"]
assert "44,100" in html
print(data)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built by the book's own back end from the files that a clone has."""
    out = tmp_path_factory.mktemp("wheel")
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(out)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=BOOK, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out / done.stdout.strip().splitlines()[-1]


def test_installed_from_a_wheel_it_works_in_an_empty_folder(wheel, tmp_path):
    home, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POPPYBOOK")}
    done = subprocess.run(
        [sys.executable, "-P", "-W", "error::ResourceWarning", "-c", USE],
        cwd=empty,
        env=environment | {"PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("Dataset "), done.stdout


def test_a_wheel_has_the_same_bytes_each_time_and_nothing_of_the_tests(wheel, tmp_path):
    code = f"from hatchling.build import build_wheel; build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=BOOK, check=True, capture_output=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()
    names = zipfile.ZipFile(wheel).namelist()
    assert "poppybook/data/datapackage.json" in names
    assert not [name for name in names if name.startswith(("tests", "notebooks")) or "__pycache__" in name]


def test_a_wheel_says_that_it_is_typed_and_brings_its_stubs(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"poppybook/py.typed", "poppybook/__init__.pyi", "poppybook/charts/__init__.pyi"} <= set(names)


@pytest.mark.parametrize("library", ["click", "frictionless"])
def test_a_command_says_in_one_line_which_library_is_missing(library):
    """Where a student edition is installed, the command is, too, and not all that it needs."""
    hide = f"import sys; sys.modules[{library!r}] = None; sys.argv = ['poppybook', 'check']"
    code = f"{hide}\nfrom poppybook.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], cwd=BOOK, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith(f"{library} is not installed. "), done.stderr
    assert "Traceback" not in done.stderr
