"""An assignment is released wherever the environment and the temporary folder lie, or one sentence says why not."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from odd_names import ODD

from poppybook.teaching import course, editions

BOOK = Path(__file__).parents[2]
RELEASE = """
import sys
from pathlib import Path
import nbgrader
from poppybook.teaching import course, editions
assert nbgrader.__file__.startswith(sys.argv[1]), nbgrader.__file__
editions.release(course.assignments(Path(sys.argv[2]))[0], Path(sys.argv[3]))
"""


def test_environment_and_book_may_lie_in_any_folder(tmp_path):
    home = tmp_path / " ".join(ODD)
    home.mkdir()
    for name in ("nbgrader", "alembic", "sqlalchemy"):
        (home / name).symlink_to(Path(__import__(name).__file__).parent)
    shutil.copytree(BOOK / "exercises", home / "exercises")
    shutil.copy(BOOK / "_quarto.yml", home)
    done = subprocess.run(
        [sys.executable, "-c", RELEASE, home, home, tmp_path / "course"],
        env={"PYTHONPATH": str(home), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "course" / "release").rglob("*.ipynb"))


FOR_NBGRADER = [name for name in ODD if not set("*?[") & set(name)]


def test_the_temporary_folder_may_have_any_name_but_a_pattern(tmp_path):
    """The course and its gradebook lie in it."""
    home = tmp_path / " ".join(FOR_NBGRADER)
    assignment = course.assignments(BOOK)[0]
    released = nbformat.read(editions.release(assignment, home / "course"), as_version=4)
    assert released.cells
    url = editions.gradebook_url(home / "course")
    from nbgrader.api import Gradebook

    with Gradebook(url, "poppy-to-precursor") as gradebook:
        assert [each.name for each in gradebook.assignments] == [assignment.name]
    assert (home / "course" / "gradebook.db").is_file()


@pytest.mark.parametrize("sign", "*?[")
def test_a_pattern_in_the_path_is_named(tmp_path, sign):
    folder = tmp_path / f"a{sign}b"
    with pytest.raises(course.CourseError, match="Set TMPDIR") as said:
        editions.release(course.assignments(BOOK)[0], folder)
    assert str(folder) in str(said.value)
    assert not folder.exists()
