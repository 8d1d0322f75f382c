"""A folder of submissions: names as learning platforms write them, and every bad file reported by its own name."""

import json
import zipfile
from pathlib import Path, PurePosixPath

import nbformat
import pytest

from poppybook.teaching import course, intake, places
from poppybook.teaching.course import CourseError
from poppybook.teaching.grade import grade
from poppybook.teaching.mending import grade_id, mend
from poppybook.teaching.results import file_name

BOOK = Path(__file__).parents[2]
NAMES = [each.name for each in course.assignments(BOOK)]

TASKS = {name: set() for name in NAMES}


def notebook(assignment=NAMES[0]):
    return nbformat.v4.new_notebook(metadata={"poppybook": {"assignment": assignment}}, cells=[])


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "in"
    home.mkdir()
    return home


def put(folder, name, content=None):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook()) if content is None else content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("path", "student", "identity"),
    [
        ("Ana García_123456_assignsubmission_file_/heroin.ipynb", "Ana García", "123456"),
        ("Ana García_123456_assignsubmission_file_heroin.ipynb", "Ana García", "123456"),
        ("garciaana_4711_98765_heroin-1.ipynb", "garciaana", "4711"),
        ("garciaana_LATE_4711_98765_heroin.ipynb", "garciaana", "4711"),
        ("Ana García.ipynb", "Ana García", ""),
        ("ana/heroin-production/heroin-production.ipynb", "ana", ""),
    ],
)
def test_names_are_read_as_the_platforms_write_them(path, student, identity):
    assert places.who(PurePosixPath(path)) == (student, identity)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", "the file is empty"),
        ("Dear teacher, here is my homework", "not JSON"),
        ('{"grades": [1, 2]}', "JSON but no notebook"),
        ("[]", "JSON but no notebook"),
        (nbformat.writes(nbformat.v4.new_notebook()), "no task of this course"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_file_that_is_no_submission_is_named_and_the_others_are_read(folder, content, rule):
    put(folder, "Beto Ñáñez.ipynb", content)
    put(folder, "Ana.ipynb")
    found, faults, _ = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Ana"]
    assert [fault.file for fault in faults] == ["Beto Ñáñez.ipynb"]
    assert rule in faults[0].rule


def test_two_submissions_by_one_student_are_both_named_and_neither_is_graded(folder):
    put(folder, "Ana_7_assignsubmission_file_/a.ipynb")
    put(folder, "Ana_7_assignsubmission_file_/b.ipynb")
    put(folder, "Beto_8_assignsubmission_file_/a.ipynb")
    found, faults, _ = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Beto"]
    assert len(faults) == 2
    assert all("a.ipynb, Ana_7_assignsubmission_file_/b.ipynb" in fault.rule for fault in faults)


def test_one_name_but_two_students_are_two(folder):
    put(folder, "Ana_7_assignsubmission_file_/a.ipynb")
    put(folder, "Ana_8_assignsubmission_file_/a.ipynb")
    found, faults, _ = intake.read(folder, TASKS)
    assert ([each.id for each in found], faults) == (["7", "8"], [])


def zipped(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def test_a_zip_with_one_notebook_is_a_submission(folder):
    zipped(
        folder / "Ana.zip", **{"homework/x.ipynb": nbformat.writes(notebook()), "__MACOSX/._x.ipynb": "junk"}
    )
    found, faults, _ = intake.read(folder, TASKS)
    assert ([each.student for each in found], faults) == (["Ana"], [])


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"x.ipynb": b"0" * 60_000_000}, "unpack to more than"),
        ({"../../x.ipynb": "{}"}, "leads out of the folder: ../../x.ipynb"),
        ({"..\\x.ipynb": "{}"}, "leads out of the folder"),
        ({"/etc/x.ipynb": "{}"}, "leads out of the folder"),
        ({"C:/x.ipynb": "{}"}, "leads out of the folder"),
        ({"a.ipynb": "{}", "b.ipynb": "{}"}, "several notebooks in it: a.ipynb, b.ipynb"),
        ({"essay.txt": "hello"}, "no notebook in it"),
        ({"x.ipynb": ""}, "the file is empty"),
    ],
)
def test_a_bad_zip_is_named_and_nothing_of_it_is_written(folder, files, rule):
    zipped(folder / "Beto.zip", **files)
    before = sorted(folder.parent.rglob("*"))
    found, faults, _ = intake.read(folder, TASKS)
    assert (found, [fault.file for fault in faults]) == ([], ["Beto.zip"])
    assert rule in faults[0].rule
    assert sorted(folder.parent.rglob("*")) == before


def test_a_zip_that_lies_about_its_size_is_read_no_further_than_the_limit(folder, monkeypatch):
    monkeypatch.setattr(intake, "LIMIT", 1)
    zipped(folder / "Beto.zip", **{"x.ipynb": b"0" * 3_000_000})
    path = folder / "Beto.zip"
    raw = path.read_bytes().replace((3_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(raw)
    found, faults, _ = intake.read(folder, TASKS)
    assert found == []
    assert len(faults) == 1


def test_something_that_only_ends_in_zip_is_named(folder):
    put(folder, "Beto.zip", "not a zip")
    assert "cannot be read" in intake.read(folder, TASKS)[1][0].rule


def test_a_link_is_not_followed(folder, tmp_path):
    secret = put(tmp_path, "secret.ipynb")
    (folder / "Beto.ipynb").symlink_to(secret)
    (folder / "Carla").symlink_to(tmp_path)
    found, faults, _ = intake.read(folder, TASKS)
    assert found == []
    assert "Beto.ipynb" in [fault.file for fault in faults]


def test_without_anything_to_grade_there_is_one_clear_message_and_no_output(folder, tmp_path):
    put(folder, "Ana.ipynb", "")
    with pytest.raises(CourseError, match="no submission to grade") as told:
        grade(folder, tmp_path / "out", course.assignments(BOOK))
    assert "the file is empty" in str(told.value)
    assert not (tmp_path / "out").exists()


def test_feedback_pages_get_safe_and_different_names():
    taken = set()

    def name(student, identity=""):
        return file_name(intake.Submission(student, identity, "", None, ""), taken)

    assert name("Ana María", "7") == "Ana-María-7"
    assert name("../../etc/passwd") == "etc-passwd"
    assert name("José") == "José"
    assert name("JOSÉ") == "JOSÉ-2"
    assert name("///") == "student"


def test_a_name_that_a_spreadsheet_would_run_is_marked_as_text():
    from poppybook.teaching.results import _cell

    assert _cell('=HYPERLINK("x")') == '\'=HYPERLINK("x")'
    assert _cell("Ana\nPérez") == "Ana Pérez"


def test_mending_leaves_a_sound_notebook_alone(released):
    sound = released(NAMES[0])
    mended, remarks = mend(sound, released(NAMES[0]))
    assert remarks == []
    assert json.dumps(mended) == json.dumps(sound)


def test_of_copied_cells_the_last_keeps_the_name(released):
    nb = released(NAMES[0])
    first = next(cell for cell in nb.cells if grade_id(cell) == "answer-10")
    second = nbformat.from_dict(first)
    second.id, second.source = "again", "my second thought"
    nb.cells.append(second)
    mended, remarks = mend(nb, released(NAMES[0]))
    assert [cell.source for cell in mended.cells if grade_id(cell) == "answer-10"] == ["my second thought"]
    assert len(remarks) == 1


def test_a_deleted_answer_does_not_come_back_over_one_in_another_cell(released):
    nb = released(NAMES[0])
    nb.cells = [cell for cell in nb.cells if grade_id(cell) != "answer-1"]
    mended, remarks = mend(nb, released(NAMES[0]))
    assert "answer-1" not in [grade_id(cell) for cell in mended.cells]
    assert remarks == ["the answer cell answer-1 was deleted"]
