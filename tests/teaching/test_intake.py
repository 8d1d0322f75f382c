"""A folder of submissions: names as learning platforms write them, and every bad file reported by its own name."""

import io
import json
import os
import random
import zipfile
from pathlib import Path, PurePosixPath

import nbformat
import pytest

from poppybook.teaching import archive, course, intake, opening, spreadsheet
from poppybook.teaching.course import CourseError
from poppybook.teaching.grade import grade
from poppybook.teaching.mending import grade_id, mend
from poppybook.teaching.owners import Owners
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
        ("garciaana_4711_text.html", "garciaana", "4711"),
        ("garciaana_LATE_4711_text.html", "garciaana", "4711"),
        ("123456-7890 - Ana García - Nov 5, 2026 1103 AM/heroin.ipynb", "Ana García", ""),
        ("123456-7890 - Mary-Ann Smith - 5 novembre 2026 1103/heroin.ipynb", "Mary-Ann Smith", ""),
        ("123456-7890 - Ana García - Nov 5, 2026 1103 AM - plan 2026_1_2_x.ipynb", "Ana García", ""),
        ("Ana García.ipynb", "Ana García", ""),
        ("ana/heroin-production/heroin-production.ipynb", "ana", ""),
    ],
)
def test_names_are_read_as_the_platforms_write_them(path, student, identity):
    place = PurePosixPath(path)
    assert Owners({place: NAMES[0]}, NAMES).who(place) == (student, identity)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", "the file is empty"),
        ("Dear teacher, here is my homework", "not JSON"),
        ('{"grades": [1, 2]}', "JSON but no notebook"),
        ("[]", "JSON but no notebook"),
        (nbformat.writes(nbformat.v4.new_notebook()), "no task of this course"),
        ("[" * 100_000, "not JSON"),
        (nbformat.writes(notebook())[:40], "damaged: it is no JSON from line 4"),
        ('{"cells": [],\n "metadata": {},\n}', "damaged: it is no JSON from line 3"),
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


def test_a_zip_of_very_many_files_is_told_as_such(folder, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 30)
    zipped(folder / "Beto.zip", **dict.fromkeys(map(str, range(31)), ""))
    (fault,) = intake.read(folder, TASKS)[1]
    assert (fault.student, fault.rule) == ("Beto", "the zip holds more than 30 files")


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


def test_where_nothing_can_be_graded_everything_has_a_line_all_the_same(folder, tmp_path):
    with pytest.raises(CourseError, match="no submission to grade"):
        grade(folder, tmp_path / "out", course.assignments(BOOK))
    assert not (tmp_path / "out").exists()
    put(folder, "Ana.ipynb", "")
    put(folder, "Ben.zip", "this is no zip")
    report = grade(folder, tmp_path / "out", course.assignments(BOOK))
    assert report.graded == [] and len(report.faults) == 2
    _, lines = spreadsheet.read(tmp_path / "out" / "grades.csv", "student")
    assert sorted(line["file"] for line in lines) == ["Ana.ipynb", "Ben.zip"]
    assert {line["state"] for line in lines} == {"not graded"}


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
    assert spreadsheet.cell('=HYPERLINK("x")') == '\'=HYPERLINK("x")'
    assert spreadsheet.cell("Ana\nPérez") == "Ana Pérez"


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
    assert len(remarks) == 1 and "no cell answer-1: it was deleted or has lost its name" in remarks[0]


def test_a_check_above_its_answer_is_told(released):
    nb = released(NAMES[0])
    nb.cells.reverse()
    _, remarks = mend(nb, released(NAMES[0]))
    assert "the cell check-1 stands above answer-1, so it judged what was there before that answer" in remarks
    assert len(remarks) == 9


def test_line_ends_of_windows_are_no_change_to_a_locked_cell(released):
    nb = released(NAMES[0])
    for cell in nb.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    _, remarks = mend(opening.notebook(nbformat.writes(nb).encode()), released(NAMES[0]))
    assert remarks == []


# ---------------------------------------------------------------- everything handed in has a line


MOODLE = "Ana García_7_assignsubmission_file_"


@pytest.mark.parametrize(
    "name",
    [
        "_ana.ipynb",
        ".hidden.ipynb",
        "ana.IPYNB",
        "ana.ipynb.txt",
        "ana.ipynb (1)",
        "ana (1).ipynb",
        "ana.json",
        "ana",
        f"{MOODLE}/._ana.ipynb",
        f"{MOODLE}/.ipynb",
        f"{MOODLE}/deep/er/ana.ipynb",
    ],
)
def test_a_notebook_is_graded_whatever_its_name_and_place(folder, name):
    put(folder, name)
    found, faults, _ = intake.read(folder, TASKS)
    assert (len(found), faults) == (1, [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ana_4711_98765_essay.docx", b"PK\x03\x04junk"),
        ("ana_4711_98765_essay.pdf", b"%PDF-1.7"),
        ("ana_4711_98765_text.html", b"<p>My answer</p>"),
        ("ana_4711_98765_work.7z", b"7z\xbc\xaf"),
        ("ana_4711_98765_nothing.txt", b""),
        ("ana_4711_98765_work.ipynb.crdownload", b'{"cells": ['),
        ("ana_4711_98765_x.ipynb", b'{"cells": {"a": 1}}'),
        ("Ana García_4711_assignsubmission_onlinetext_/onlinetext.html", b"<p>My answer</p>"),
    ],
)
def test_what_is_no_notebook_has_a_line_with_whose_it_is(folder, name, content):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    put(folder, "Beto.ipynb")
    found, faults, _ = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Beto"]
    assert [(fault.id, fault.student[:3].casefold()) for fault in faults] == [("4711", "ana")]
    assert name.startswith(faults[0].file)


def test_an_empty_folder_a_pipe_and_a_file_that_cannot_be_opened_have_lines(folder):
    (folder / MOODLE).mkdir()
    os.mkfifo(folder / "pipe.ipynb")
    (folder / "Beto_8_assignsubmission_file_" / ".ipynb_checkpoints").mkdir(parents=True)
    put(folder, "Carla_9_assignsubmission_file_/.DS_Store", "x")
    _, faults, passed = intake.read(folder, TASKS)
    assert {fault.file.split("/")[0] for fault in faults} >= {MOODLE, "pipe.ipynb"}
    assert {fault.id for fault in faults} == {"7", "8", "9", ""}
    assert passed >= 1


def test_graded_and_named_and_passed_over_are_all_that_was_handed_in(folder):
    put(folder, "__MACOSX/._Ana.ipynb", "junk")
    put(folder, ".DS_Store", "junk")
    put(folder, f"{MOODLE}/work.ipynb")
    put(folder, f"{MOODLE}/checks.json", "{}")
    put(folder, f"{MOODLE}/data/sources.csv", "a,b")
    put(folder, f"{MOODLE}/essay.txt", "my essay")
    put(folder, "Beto_8_assignsubmission_file_/notes.txt", "notes")
    put(folder, "Beto_8_assignsubmission_file_/picture.png", "png")
    found, faults, passed = intake.read(folder, TASKS)
    assert [each.id for each in found] == ["7"]
    assert sorted(fault.file for fault in faults) == [f"{MOODLE}/essay.txt", "Beto_8_assignsubmission_file_"]
    assert "notes.txt, picture.png" in next(fault.rule for fault in faults if fault.id == "8")
    assert passed == 4


CLASSES = {
    "Moodle": ["Ana García_7_assignsubmission_file_/x.ipynb", "Beto_8_assignsubmission_file_/x.ipynb"],
    "Canvas": ["ana_7_98_x.ipynb", "beto_8_99_x.ipynb"],
    "nbgrader": ["submitted/ana/heroin-production/x.ipynb", "submitted/beto/heroin-production/x.ipynb"],
    "plain": ["Ana García.ipynb", "Beto.ipynb"],
    "folders": ["Ana García/x.ipynb", "Beto/x.ipynb"],
}


@pytest.mark.parametrize("layout", CLASSES)
@pytest.mark.parametrize("around", ["", "export/", "Downloads/export (1)/COURSE-heroin-4711/"])
def test_folders_around_an_export_are_not_the_student(folder, layout, around):
    for name in CLASSES[layout]:
        put(folder, around + name)
    found, faults, _ = intake.read(folder, TASKS)
    assert faults == []
    assert sorted(each.student[:3].casefold() for each in found) == ["ana", "bet"]


def test_one_student_in_a_folder_keeps_the_folder_for_a_name(folder):
    put(folder, "Ana García/heroin-production/heroin-production.ipynb")
    put(folder, "Ana García/heroin-production/data/notes.csv", "a")
    found, faults, passed = intake.read(folder, TASKS)
    assert ([each.student for each in found], faults, passed) == (["Ana García"], [], 1)


@pytest.mark.parametrize("around", ["", "export/"])
def test_a_zipped_export_is_read(folder, around):
    notebooks = {around + name: nbformat.writes(notebook()) for name in CLASSES["Moodle"]}
    zipped(folder / "export.zip", **notebooks, **{"__MACOSX/._x": "junk"})
    for given in (folder, folder / "export.zip"):
        found, faults, passed = intake.read(given, TASKS)
        assert ([each.student for each in found], faults, passed) == (["Ana García", "Beto"], [], 1)


def encoded(path, names, flag):
    """A zip whose names are the given bytes, as other programs than Python's write them."""
    zipped(path, **{f"{'n' * len(name)}": nbformat.writes(notebook()) for name in names})
    raw = path.read_bytes()
    for name in names:
        raw = raw.replace(b"n" * len(name), name)
    path.write_bytes(raw)


@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_names_in_a_zip_are_read_in_the_encoding_of_the_program_that_wrote_them(folder, encoding):
    encoded(folder / "export.zip", ["Añá_7_assignsubmission_file_/x.ipynb".encode(encoding)], 0)
    found, faults, _ = intake.read(folder, TASKS)
    assert ([each.student for each in found], faults) == (["Añá"], [])
    found, _, _ = intake.read(folder / "export.zip", TASKS)
    assert [each.student for each in found] == ["Añá"]


def test_a_class_of_folders_and_files_nested_both_ways_is_all_there(folder):
    for name in ["9a/Ana García.ipynb", "9a/Ben Li.ipynb", "9b/J. Cruz/x.ipynb", "9b/Ana Ruiz/x.ipynb"]:
        put(folder, name)
    put(folder, "9b/Eva/essay.docx", "text")
    put(folder, "9c/Fay/essay.docx", "text")
    put(folder, "Class 9d/Gus.docx", "text")
    put(folder, "Class 9d/Hal.docx", "text")
    (folder / "9b" / "M. Paz").mkdir()
    found, faults, _ = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Ana García", "Ben Li", "Ana Ruiz", "J. Cruz"]
    assert {fault.student for fault in faults} == {"Eva", "M. Paz", "Fay", "Gus", "Hal"}


PEOPLE = ["Ana García", "Ben Li", "Cem", "J. Cruz", "4711"]
WORK = ["x", "heroin-production", "part 1", "final", "Untitled", "heroin-production (1)", "data"]
AROUND = ["Class 9a", "9b", "Red", "export", "Ana_7_assignsubmission_file_", "__MACOSX"]


@pytest.mark.parametrize("seed", range(30))
def test_in_folders_of_any_shape_no_notebook_is_lost_or_told_twice(folder, seed):
    chance = random.Random(seed)
    for _ in range(12):
        parts = [chance.choice(chance.choice([PEOPLE, WORK, AROUND])) for _ in range(chance.randint(0, 4))]
        name = chance.choice(chance.choice([PEOPLE, WORK]))
        put(folder, "/".join([*parts, name + chance.choice([".ipynb", ".ipynb", ".txt"])]))
    everything = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    found, faults, _ = intake.read(folder, TASKS)
    told = [each.file for each in [*found, *faults]]
    assert len(told) == len(set(told))
    assert all(each.student for each in [*found, *faults])
    theirs = {name for name in everything if "__MACOSX" not in name}
    assert {name for name in theirs if name.endswith(".ipynb")} <= set(told)
    for name in theirs - set(told):  # told with the folder it lies in, or handed out
        assert any(name.startswith(f"{place}/") for place in told) or "data" in name


def test_a_folder_of_a_zipped_export_in_which_nothing_lies_has_a_line(folder):
    names = ["Ana_7_assignsubmission_file_/x.ipynb", "Ben_8_assignsubmission_file_/", "export/",
             "export/Cem_9_assignsubmission_file_/",
             "Eva_10_assignsubmission_file_/", "Eva_10_assignsubmission_file_/.DS_Store", "__MACOSX/"]  # fmt: skip
    zipped(
        folder / "export.zip",
        **{name: "" if name.endswith(("/", "Store")) else nbformat.writes(notebook()) for name in names},
    )
    for given in (folder, folder / "export.zip"):
        found, faults, passed = intake.read(given, TASKS)
        assert ([each.student for each in found], passed) == (["Ana"], 1)
        assert sorted(fault.student for fault in faults) == ["Ben", "Cem", "Eva"]
        (rule,) = {fault.rule for fault in faults}
        assert "empty, or holds only what Jupyter and the system leave behind" in rule


@pytest.mark.parametrize("name", ["x.ipynb", "Ana_7_assignsubmission_file_/x.ipynb"])
def test_a_zip_with_a_password_is_told_as_such(folder, name):
    path = folder / "given.zip"
    zipped(path, **{name: nbformat.writes(notebook())})
    locked = bytearray(path.read_bytes())
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(start) + at] |= 1
    path.write_bytes(locked)
    found, faults, _ = intake.read(folder, TASKS)
    assert (found, [fault.rule for fault in faults]) == ([], ["the zip has a password"])


def test_folders_without_end_are_named(folder):
    put(folder, "Ana.ipynb")
    place = folder
    for _ in range(60):
        place = place / "d"
    put(place, "Ben.ipynb")
    zipped(
        folder / "export.zip",
        **dict.fromkeys(
            ["d/" * 3000 + "Cem_7_assignsubmission_file_/x.ipynb", "Eva_8_assignsubmission_file_/x.ipynb"],
            nbformat.writes(notebook()),
        ),
    )
    found, faults, _ = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Ana", "Eva"]
    assert [fault.student for fault in faults] == ["d", "d"]  # the outermost name
    assert all("more than 50 folders inside each other" in fault.rule for fault in faults)


def test_a_flood_of_files_beside_a_notebook_is_one_line(folder):
    put(folder, "Ana/x.ipynb")
    for number in range(300):
        put(folder, f"Ana/{number}.txt", "")
        put(folder, f"Ben/{number}.txt", "text")
    found, faults, _ = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Ana"]
    assert {fault.student for fault in faults} == {"Ana", "Ben"}
    assert all("300" in fault.rule and len(str(fault)) < 500 for fault in faults)


def test_more_cells_than_anybody_writes_are_named(folder, monkeypatch):
    monkeypatch.setattr(opening, "MOST_CELLS", 3)
    put(folder, "Ana.ipynb", json.dumps({"cells": [{}] * 4}))
    assert "more than 3 cells" in intake.read(folder, TASKS)[1][0].rule


def test_a_name_of_blanks_is_still_a_name(folder):
    put(folder, " .ipynb")
    assert intake.read(folder, TASKS)[0][0].student == ".ipynb"


def test_a_folder_that_may_be_a_students_or_a_class_is_named_and_nothing_mixed_up(folder):
    for name in ["Ana/lila.ipynb", "Ana/blau.ipynb", "Ben/x.ipynb"]:
        put(folder, name)
    found, faults, _ = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Ben"]
    assert [(fault.student, fault.file) for fault in faults] == [
        ("Ana", "Ana/blau.ipynb"),
        ("Ana", "Ana/lila.ipynb"),
    ]
    assert all("Ana/blau.ipynb, Ana/lila.ipynb" in fault.rule for fault in faults)
    assert all("several students'" in fault.remedy for fault in faults)


def test_a_zip_in_a_zip_is_read(folder):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("homework/x.ipynb", nbformat.writes(notebook()))
    zipped(folder / "Ana.zip", **{"Ana/work.zip": inner.getvalue()})
    found, faults, _ = intake.read(folder, TASKS)
    assert ([each.student for each in found], faults) == (["Ana"], [])


def test_a_notebook_in_any_encoding_and_version_that_jupyter_opens_is_read(folder):
    text = nbformat.writes(notebook())
    (folder / "mark.ipynb").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (folder / "utf16.ipynb").write_bytes(text.encode("utf-16"))
    (folder / "crlf.ipynb").write_bytes(text.replace("\n", "\r\n").encode())
    old = {
        "cell_type": "code",
        "input": f'check = pb.teach.checks("{NAMES[0]}")',
        "language": "python",
        "outputs": [],
    }
    head = {"cell_type": "heading", "level": 2, "source": "Task"}
    (folder / "version3.ipynb").write_text(
        json.dumps(
            {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [head, old]}]}
        )
    )
    (folder / "half.ipynb").write_text(
        json.dumps({"cells": [{**old, "source": f'"\ud83d"; pb.teach.checks("{NAMES[0]}")'}], "nbformat": 4})
    )
    found, faults, _ = intake.read(folder, TASKS)
    assert faults == []
    assert [each.file for each in found] == [
        "crlf.ipynb",
        "half.ipynb",
        "mark.ipynb",
        "utf16.ipynb",
        "version3.ipynb",
    ]
    assert "input" not in found[4].notebook.cells[1]
    assert found[4].notebook.cells[0].source == "## Task"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32", "cp1252", "spoilt"])
def test_a_notebook_in_another_encoding_or_with_a_spoilt_byte_is_read(folder, encoding):
    cell = nbformat.v4.new_markdown_cell("año über")
    made = notebook()
    made.cells.append(cell)
    text = nbformat.writes(made, ensure_ascii=False)
    spoilt = text.encode().replace("über".encode(), b"\x81\x8d" + "über".encode())
    (folder / "Ana.ipynb").write_bytes(spoilt if encoding == "spoilt" else text.encode(encoding))
    found, faults, _ = intake.read(folder, TASKS)
    assert faults == []
    assert found[0].notebook.cells[0].source.replace("\ufffd", "") == "año über"


def test_results_of_an_earlier_run_are_no_submissions(folder):
    put(folder, "Ana.ipynb")
    for name in ("grades.csv", ".written.json", "feedback/Ana.html", "feedback/Ben.html"):
        put(folder, f"graded/{name}", "x")
    put(folder, "Beto_8_assignsubmission_file_/grades.csv", "x")
    found, faults, passed = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Ana"]
    assert ([fault.student for fault in faults], passed) == (["Beto"], 4)


def test_a_name_that_leads_out_loses_nobody_else_in_an_export(folder):
    names = ["../../Ana_7_assignsubmission_file_/x.ipynb", "C:/Ben_8_assignsubmission_file_/x.ipynb"]
    zipped(
        folder / "export.zip",
        **dict.fromkeys([*names, "ana_17_98_x.ipynb", "beto_18_99_x.ipynb"], nbformat.writes(notebook())),
    )
    found, faults, _ = intake.read(folder / "export.zip", TASKS)
    handed_in = [*found, *faults]
    assert sorted(each.student for each in handed_in) == ["Ana", "Ben", "ana", "beto"]


def test_many_files_of_one_student_are_told_in_a_short_line(folder):
    for number in range(40):
        put(folder, f"{MOODLE}/{number}.ipynb")
    _, faults, _ = intake.read(folder, TASKS)
    assert len(faults) == 40
    assert all("and 32 more" in fault.rule and len(str(fault)) < 1000 for fault in faults)


def test_cells_pasted_into_a_new_notebook_are_found_by_their_headings(released):
    source = course.assignment(BOOK, NAMES[0]).notebook()
    for cell in source.cells:
        cell.metadata = nbformat.NotebookNode()
    source.metadata = nbformat.NotebookNode()
    text = nbformat.writes(source)
    from poppybook.teaching import opening
    from poppybook.teaching.grade import headings

    notebook = opening.notebook(text.encode())
    assert intake.recognised(notebook, {NAMES[0]: headings(course.assignment(BOOK, NAMES[0]))}) == NAMES[0]
    mended, remarks = mend(notebook, released(NAMES[0]))
    assert [grade_id(cell) for cell in mended.cells if grade_id(cell)] == [
        grade_id(cell) for cell in released(NAMES[0]).cells if grade_id(cell)
    ]
    assert len(remarks) == 1
    assert "lost their names, 20 of them" in remarks[0]


@pytest.mark.parametrize(
    "content", ["null", "[" * 200_000, '{"cells": {}}', "no notebook"], ids=lambda text: text[:8]
)
def test_a_damaged_notebook_is_told_alike_in_a_folder_and_flat(folder, content):
    put(folder, "Zoe_146_assignsubmission_file_/q.ipynb", content)
    put(folder, "Flat.ipynb", content)
    one, other = intake.read(folder, TASKS).refused
    assert one.rule == other.rule and one.remedy == other.remedy and "in it" not in one.rule
    assert {one.student, other.student} == {"Zoe", "Flat"}


DAYS = [f"123456-7890 - Ana García - Nov {day}, 2026 1103 AM" for day in (5, 6)]


def test_the_dated_folders_of_one_student_are_one_students(folder):
    for day in DAYS:
        put(folder, f"{day}/h.ipynb")
    put(folder, "123457-7890 - Ben Li - Nov 5, 2026 1103 AM/h.ipynb")
    put(folder, "index.html", "the platform's own list")
    found, refused, passed = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Ben Li"], "the second number is the same for a whole class"
    assert [each.student for each in refused] == ["Ana García"] * 2
    assert all(all(day in each.rule for day in DAYS) for each in refused)
    assert passed == 1


def test_the_list_of_an_export_is_passed_over_in_its_zip_and_nowhere_else(folder):
    with zipfile.ZipFile(folder / "export.zip", "w") as export:
        export.writestr(f"{DAYS[0]}/h.ipynb", nbformat.writes(notebook()))
        export.writestr(f"{DAYS[0]}/index.html", "a student's own")
        export.writestr("index.html", "the platform's own list")
    put(folder, "other/index.html", "somebody's work")
    found, refused, passed = intake.read(folder, TASKS)
    assert [each.student for each in found] == ["Ana García"] and passed == 1
    assert sorted(each.file for each in refused) == [f"export.zip/{DAYS[0]}/index.html", "other"]


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2800 \u200d", "  "])
@pytest.mark.parametrize("content", [None, "{}"])
def test_whose_name_cannot_be_seen_is_called_by_the_file(folder, name, content):
    put(folder, f"{name}.ipynb", content)
    put(folder, "\u2060.ipynb", content)
    found, refused, _ = intake.read(folder, TASKS)
    students = [each.student for each in (*found, *refused)]
    assert len(set(students)) == 2 and all(".ipynb" in each for each in students)
    assert all(each.isprintable() and not (set(name) - {" "}) & set(each) for each in students)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are not text")
@pytest.mark.parametrize("ending", [".ipynb", "/h.ipynb"])
@pytest.mark.parametrize("content", [None, "{}"])
def test_names_that_are_no_utf_8_stay_apart(folder, ending, content):
    for name in (b"L\xf6we", b"L\x94we"):
        put(folder, os.fsdecode(name) + ending, content)
    found, refused, _ = intake.read(folder, TASKS)
    read = [*found, *refused]
    assert {each.student for each in read} == {"L\\xf6we", "L\\x94we"}
    assert {each.file for each in read} == {f"L\\xf6we{ending}", f"L\\x94we{ending}"}


def test_the_time_of_handing_in_that_nbgrader_writes_is_nobodys_work(folder):
    when = "2026-11-28 10:00:00.000000 UTC"
    for name in ("ana", "ben"):
        put(folder, f"submitted/{name}/{NAMES[0]}/x.ipynb")
        put(folder, f"submitted/{name}/{NAMES[0]}/timestamp.txt", when)
    put(folder, f"submitted/cem/{NAMES[0]}/timestamp.txt", when)
    put(folder, f"submitted/dora/{NAMES[0]}/x.ipynb")
    put(folder, f"submitted/dora/{NAMES[0]}/timestamp.txt", "My essay, begun 2026-11-28")
    found, refused, passed = intake.read(folder, TASKS)
    assert ([each.student for each in found], passed) == (["ana", "ben", "dora"], 2)
    assert sorted(each.student for each in refused) == ["cem", "dora"]
