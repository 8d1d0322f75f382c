"""Folders of nbgrader, Teams and Google Drive as they lie on the teacher's disk: what was handed in is taken."""

import io
import zipfile
from pathlib import Path

import nbformat
import pytest

from poppybook.teaching import course, destination, intake

BOOK = Path(__file__).parents[2]
WORK = "heroin-production"
TASKS = {WORK: set(), "supply-chain": set()}


def book(assignment=WORK):
    return nbformat.writes(
        nbformat.v4.new_notebook(metadata={"poppybook": {"assignment": assignment}})
    ).encode()


def packed(*names):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name in names:
            archive.writestr(name, book())
    return raw.getvalue()


def read(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return intake.read(folder, TASKS)


@pytest.mark.parametrize("around", ["", "HW 1/", "Downloads/Class 9a - HW 1/"])
def test_of_teams_whole_export_the_last_version_handed_in_is_graded(tmp_path, around):
    names = [
        *(f"Submitted files/Ana García/{WORK}/Version {number}/x.ipynb" for number in (1, 2, 10)),
        "Submitted files/Ben Li/Homework/Version 1/x.ipynb",
        "Submitted files/Cem/Homework/x.ipynb",
        *(f"Working files/{who}/Homework/x.ipynb" for who in ("Ana García", "Ben Li", "Dilek")),
    ]
    found, refused, passed = read(tmp_path, {around + name: book() for name in names})
    assert [(each.student, each.file.removeprefix(around)) for each in found] == [
        ("Ana García", names[2]),
        ("Ben Li", names[3]),
        ("Cem", names[4]),
    ]
    assert (refused, passed) == ([], 5)


def test_a_version_beside_another_file_is_named(tmp_path):
    names = [
        "Submitted files/Ana/HW/x.ipynb",
        "Submitted files/Ana/HW/Version 2/x.ipynb",
        "Submitted files/Ben/HW/x.ipynb",
    ]
    found, refused, passed = read(tmp_path, dict.fromkeys(names, book()))
    assert ([each.student for each in found], passed) == (["Ben"], 0)
    assert [each.student for each in refused] == ["Ana", "Ana"]


def test_folders_of_such_names_alone_pass_nothing_over(tmp_path):
    names = [
        "Ana/Working files/x.ipynb",
        "Ben/Version 1/x.ipynb",
        "Cem/source/x.ipynb",
        "Dora/release/x.ipynb",
    ]
    found, refused, passed = read(tmp_path, dict.fromkeys(names, book()))
    assert ([each.student for each in found], refused, passed) == (["Ana", "Ben", "Cem", "Dora"], [], 0)


@pytest.mark.parametrize("around", ["", "course/", "my course 2026/"])
def test_of_an_nbgrader_course_folder_what_was_submitted_is_graded(tmp_path, around):
    names = [
        f"submitted/ana/{WORK}/{WORK}.ipynb",
        f"submitted/ben/{WORK}/{WORK}.ipynb",
        f"source/{WORK}/{WORK}.ipynb",
        f"release/{WORK}/{WORK}.ipynb",
        f"autograded/ana/{WORK}/{WORK}.ipynb",
        "gradebook.db",
    ]
    files = {around + name: book() for name in names}
    files[f"{around}submitted/ana/supply-chain/supply-chain.ipynb"] = book("supply-chain")
    found, refused, passed = read(tmp_path, files)
    assert sorted((each.student, each.assignment) for each in found) == [
        ("ana", WORK),
        ("ana", "supply-chain"),
        ("ben", WORK),
    ]
    assert (refused, passed) == ([], 4)


@pytest.mark.parametrize("form", ["HW-20261128T113000Z-{:03}.zip", "Heroin HW-20261128T113000Z-1-{:03}.zip"])
@pytest.mark.parametrize("folder", ["Heroin HW", "Class 9a"])
def test_the_parts_of_a_download_from_drive_are_one_class(tmp_path, form, folder):
    parts = [["Ana García", "Ben Li"], ["Cem Öz"], ["Dilek"]]
    files = {
        form.format(at): packed(*(f"{folder}/{who} - x.ipynb" for who in part))
        for at, part in enumerate(parts)
    }
    found, refused, _ = read(tmp_path, files)
    assert [each.student for each in found] == [f"{who} - x" for part in parts for who in part]
    assert refused == []


@pytest.mark.parametrize("name", ["export", "export.zip", "Class 9a", "export.bin"])
def test_a_zip_is_known_by_what_it_is(tmp_path, name):
    (tmp_path / name).write_bytes(packed("Ana_7_assignsubmission_file_/x.ipynb"))
    destination.check(tmp_path / name, tmp_path / "out", BOOK)
    assert [each.student for each in intake.read(tmp_path / name, TASKS).found] == ["Ana"]


OFFICE = io.BytesIO()
with zipfile.ZipFile(OFFICE, "w") as made:
    made.writestr("[Content_Types].xml", "<x/>")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("export.zip", b"", "is no zip. Download it from the platform again"),
        ("export.zip", b"7z\xbc\xaf\x27\x1c", "is no zip. Download it from the platform again"),
        ("export.zip", packed("Ana.ipynb")[:-30], "is a zip that is not whole. Download it"),
        ("export", packed("Ana.ipynb")[:-30], "is a zip that is not whole. Download it"),
        ("export.tar.gz", b"\x1f\x8b", "is no zip. Unpack it"),
        ("roster.xlsx", OFFICE.getvalue(), "is the file of a text or spreadsheet program"),
    ],
)  # fmt: skip
def test_an_export_that_cannot_be_read_is_nobodys_submission(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(destination.Unusable, match=said) as told:
        destination.check(tmp_path / name, tmp_path / "out", BOOK)
    assert name in str(told.value) and "student" not in str(told.value)
    assert not (tmp_path / "out").exists()


def test_an_export_of_very_many_files_is_to_be_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(destination.archive, "MOST_MEMBERS", 2)
    (tmp_path / "export.zip").write_bytes(packed("a.ipynb", "b.ipynb", "c.ipynb"))
    with pytest.raises(destination.Unusable, match="holds more than 2 files"):
        destination.check(tmp_path / "export.zip", tmp_path / "out", BOOK)


def test_an_environment_that_spoils_names_is_told_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(destination.sys, "getfilesystemencoding", lambda: "ascii")
    with pytest.raises(course.CourseError, match="read as ascii here"):
        destination.check(tmp_path, tmp_path / "out", BOOK)
