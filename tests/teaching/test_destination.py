"""IN and OUT are tried before any work: what cannot be used is told in one sentence, and nothing is left behind."""

import errno
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from poppybook.cli.teach import grade
from poppybook.teaching import destination, places

BOOK = Path(__file__).parents[2]


def refusal(folder, out, book=BOOK):
    with pytest.raises(destination.Unusable) as told:
        destination.check(folder, out, book)
    text = str(told.value)
    assert "\n" not in text and "Errno" not in text and "Traceback" not in text
    assert any(word in text for word in ("Give", "give", "Unpack", "Close"))
    return text


@pytest.fixture
def given(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "file").write_text("x")
    return tmp_path


def tree(folder):
    return sorted(
        (str(path.relative_to(folder)), path.is_dir() or path.read_bytes()) for path in folder.rglob("*")
    )


@pytest.mark.parametrize(
    ("out", "says"),
    [
        ("file", "is a file"),
        ("file/graded", "is a file"),
        ("in", "OUT lies in IN"),
        ("in/graded", "OUT lies in IN"),
        (".", "OUT lies around IN"),
        ("..", "OUT lies around IN"),
        ("x" * 300, "Nothing can be written into OUT. File name too long"),
        (BOOK, "OUT is a folder of the book"),
        (BOOK / "data", "OUT is a folder of the book"),
        (BOOK / "exercises" / "graded", "OUT is a folder of the book"),
    ],
)
def test_an_out_that_cannot_be_used_is_refused_and_nothing_is_made(given, out, says):
    before = tree(given)
    assert says in refusal(given / "in", Path(os.path.realpath(given / out)))
    assert tree(given) == before


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "No space left"),
        (errno.EACCES, "Permission denied"),
        (errno.EROFS, "Read-only file system"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "mkdir"])
def test_a_full_disk_and_a_folder_that_is_closed_are_noticed_before_the_work(
    given, monkeypatch, number, says, step
):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, step, fail)
    assert says in refusal(given / "in", given / "a" / "b")
    assert not (given / "a").exists()


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_folder_that_takes_no_file_is_named_by_its_own_name(given, number, monkeypatch):
    def closed(path, *_):
        raise OSError(number, os.strerror(number), str(path))

    (given / "out").mkdir()
    monkeypatch.setattr(Path, "open", closed)
    said = refusal(given / "in", given / "out")
    assert f"{os.strerror(number)}: {given / 'out'}. Give" in said and "draft" not in said


def test_a_usable_out_is_accepted_and_nothing_is_left_there(given):
    before = tree(given)
    destination.check(given / "in", given / "new" / "graded", BOOK)
    destination.check(given / "in", BOOK / "graded-of-a-test", BOOK)
    assert tree(given) == before
    assert not (BOOK / "graded-of-a-test").exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing", "There is no"),
        ("work.rar", "is no zip. Unpack it"),
        ("work.7z", "is no zip. Unpack it"),
        ("export.tar.gz", "is no zip. Unpack it"),
        (BOOK, "IN holds the book itself"),
        (BOOK.parent, "IN holds the book itself"),
    ],
)
def test_an_in_that_cannot_be_read_is_refused(given, name, says):
    if "." in str(name):
        (given / name).write_text("x") if not (given / name).exists() else None
    assert says in refusal(given / name, given / "out")
    assert not (given / "out").exists()


def test_a_pipe_and_a_device_are_no_submissions(given):
    os.mkfifo(given / "pipe.zip")
    assert "neither a folder nor a file" in refusal(given / "pipe.zip", given / "out")
    assert "neither a folder nor a file" in refusal(Path("/dev/null"), given / "out")


FOREIGN = {
    "two columns": b"name,mark\nAda,5\n",
    "a student's list": b"student,mark\nAda,5\n",
    "a workbook": b"PK\x03\x04\x14\x00",
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1",
    "empty": b"",
    "picture": bytes(range(256)) * 40,
    "text": b"Dear colleague",
    "renamed column": b"Name,id,file,state,points by check\nAda,,Ada.ipynb,graded,5\n",
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_table_that_is_not_ours_is_left_as_it_is(given, content):
    (given / "out").mkdir()
    (given / "out" / places.TABLE).write_bytes(content)
    before = tree(given)
    assert "not a table that this command can add to" in refusal(given / "in", given / "out")
    assert tree(given) == before


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_in_the_place_of_the_table_is_named(given, make):
    (given / "out").mkdir()
    make(given / "out" / places.TABLE)
    assert "is no file" in refusal(given / "in", given / "out")


def test_a_link_in_the_place_of_the_table_is_refused_and_left(given):
    (given / "out").mkdir()
    (given / "out" / places.TABLE).symlink_to(given / "file")
    assert "is a link" in refusal(given / "in", given / "out")
    assert (given / "out" / places.TABLE).is_symlink()


def test_a_folder_in_the_place_of_a_page_is_named(given):
    (given / "out" / places.PAGES / "Ada.html").mkdir(parents=True)
    assert "Ada.html is no file" in refusal(given / "in", given / "out")


def test_what_is_no_folder_in_the_place_of_the_pages_is_named(given):
    pages = given / "out" / places.PAGES
    pages.parent.mkdir()
    pages.write_text("x")
    assert "is no folder" in refusal(given / "in", given / "out")
    pages.unlink()
    pages.symlink_to(given / "in")
    assert "is no folder" in refusal(given / "in", given / "out")


@pytest.mark.parametrize(
    ("folder", "out"),
    [("missing", "out"), ("in", "file"), ("in", "in/out"), ("~nobody-of-this-name/x", "out")],
)
def test_the_command_says_so_in_one_sentence_with_the_code_of_wrong_usage(given, folder, out):
    done = CliRunner().invoke(grade, [str(given / folder) if folder[0] != "~" else folder, str(given / out)])
    assert done.exit_code == 2, done.output
    assert done.output.startswith("Error: ") and done.output.count("\n") == 1


def test_an_unknown_assignment_is_wrong_usage(given):
    done = CliRunner().invoke(grade, [str(given / "in"), str(given / "out"), "--assignment", "poppies"])
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "There is no assignment 'poppies'; there are heroin-production" in done.output
