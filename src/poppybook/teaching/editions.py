"""Make the editions of an assignment with nbgrader: the student's notebook and the zips for student and instructor."""

from __future__ import annotations

import contextlib
import errno
import glob
import json
import logging
import os
import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from poppybook.book.files import replace_file, zipped

from .answers import CHECKS, data_print
from .course import COURSE, Assignment, CourseError
from .notes import discussion, how_to_open, instructor_notes

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config

ROOM = 1_000_000  # bytes that a gradebook wants; with less, what nbgrader complains of is the full disk


def refresh_checks(assignment: Assignment) -> bool:
    """Write checks.json of an assignment as today's dataset makes it; False when it is there already.

    Raises CourseError when the source notebook fails, or a listed slip is as good as the answer.
    """
    path = assignment.folder / CHECKS
    try:
        content = assignment.checks()
    except ValueError as error:
        raise CourseError(str(error)) from None
    return replace_file(path, content)


def handed_out(assignment: Assignment) -> NotebookNode:
    """The notebook as students get it, made in memory: while work is graded, no solution lies on disk."""
    from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

    notebook, resources = assignment.notebook(), {}
    for step in (ClearSolutions, ClearHiddenTests, ClearMarkScheme):
        notebook, resources = step(config=_settings(assignment)).preprocess(notebook, resources)
    return notebook


def _settings(assignment: Assignment) -> Config:
    from traitlets.config.loader import PyFileConfigLoader

    # By its whole path: in a folder to search, traitlets would fill in what follows a dollar sign.
    return PyFileConfigLoader(
        str(assignment.folder.parents[1].resolve() / "nbgrader_config.py")
    ).load_config()


def release(assignment: Assignment, course: Path) -> Path:
    """Release an assignment with nbgrader into the folder `course`; the path of the student's notebook is returned."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy.exc import SQLAlchemyError
    from traitlets.config import Config

    if glob.has_magic(str(course)):
        rule = f"nbgrader takes a *, ? or [ in the path of the temporary folder {course} for a pattern"
        raise CourseError(f"{rule}. Set TMPDIR (on Windows TEMP) to a folder without")
    shutil.copytree(
        assignment.folder,
        course / "source" / assignment.name,
        ignore=shutil.ignore_patterns(".*", "__pycache__"),
    )
    config = Config(_settings(assignment))
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.db_url = gradebook_url(course)
    config.CourseDirectory.assignment_id = assignment.name
    try:
        _new_gradebook(course / "gradebook.db")
        with _quiet_logs():
            GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()
    except (sqlite3.Error, NbGraderException, SQLAlchemyError):
        if shutil.disk_usage(course).free > ROOM:
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(course)) from None  # they do not say so
    return course / "release" / assignment.name / f"{assignment.name}.ipynb"


def gradebook_url(folder: Path) -> str:
    """The address of the gradebook in a folder. Addresses read a percent sign as the beginning of a character."""
    return f"sqlite:///{str(folder / 'gradebook.db').replace('%', '%25')}"


def _new_gradebook(path: Path) -> None:
    """Begin the gradebook's database as nbgrader would, which leaves it to the command `alembic`: that would have to be
    found by its name, and takes a percent sign in the environment's path for a variable of its settings."""
    import nbgrader
    from alembic.script import ScriptDirectory

    migrations = Path(nbgrader.__file__).with_name("alembic")
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        newest = ScriptDirectory(str(migrations)).get_current_head()
        database.execute("INSERT INTO alembic_version VALUES (?)", [newest])


@contextlib.contextmanager
def _quiet_logs():
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def book_wheel(root: Path) -> tuple[str, bytes]:
    """The package with its data as a wheel built from the book at `root`: its file name and its bytes, which are the
    same for the same sources. Raises CourseError where there is nothing to build from."""
    from hatchling.builders.wheel import WheelBuilder

    if not (root / "pyproject.toml").is_file():
        raise CourseError(
            "the student's edition brings the package along, which is built from pyproject.toml, and there is none "
            f"in {root}. Go to a clone of the book"
        )
    with tempfile.TemporaryDirectory() as work:
        built = Path(next(WheelBuilder(str(root)).build(directory=work, versions=["standard"])))
        with zipfile.ZipFile(built) as archive:  # zipped anew: without the date that SOURCE_DATE_EPOCH sets
            return built.name, zipped({name: archive.read(name) for name in archive.namelist()})


def student_files(assignment: Assignment, root: Path, wheel: tuple[str, bytes]) -> dict[str, bytes]:
    """Every file of the student's zip by its path inside."""
    with tempfile.TemporaryDirectory() as work:
        notebook = release(assignment, Path(work)).read_bytes()
    asked = json.loads((assignment.folder / CHECKS).read_bytes()) | {"data": data_print(root / "data")}
    return {
        f"{assignment.name}.ipynb": notebook,
        CHECKS: (json.dumps(asked, indent=1, ensure_ascii=False) + "\n").encode(),
        "README.md": how_to_open(assignment, wheel[0]).encode(),
        "LICENSE-CONTENT": (root / "LICENSE-CONTENT").read_bytes(),
        "LICENSE": (root / "LICENSE").read_bytes(),
        wheel[0]: wheel[1],
    }


def instructor_files(assignment: Assignment, root: Path) -> dict[str, bytes]:
    """Every file of the instructor's zip by its path inside: the source with solutions, and the notes."""
    return {
        f"{assignment.name}.ipynb": assignment.path.read_bytes(),
        CHECKS: (assignment.folder / CHECKS).read_bytes(),
        "notes.md": instructor_notes(assignment).encode(),
        "discussion.md": discussion(assignment).encode(),
        "nbgrader_config.py": (root / COURSE / "nbgrader_config.py").read_bytes(),
    }


def write_zip(path: Path, top: str, files: dict[str, bytes]) -> None:
    """Write files under the folder `top` of a zip, in one step; the same files give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, zipped({f"{top}/{name}": content for name, content in files.items()}))


def write_editions(assignment: Assignment, root: Path, out: Path, wheel: tuple[str, bytes]) -> list[Path]:
    """Write NAME-student.zip and NAME-instructor.zip into `out`; returns their paths. wheel: as `book_wheel` gives
    it, one for all assignments."""
    student, instructor = out / f"{assignment.name}-student.zip", out / f"{assignment.name}-instructor.zip"
    write_zip(student, assignment.name, student_files(assignment, root, wheel))
    write_zip(instructor, f"{assignment.name}-instructor", instructor_files(assignment, root))
    return [student, instructor]
