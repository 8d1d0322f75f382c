"""The one writer of files: whole or not at all, links respected, drafts of the dead cleared away."""

import errno
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from poppybook.book import files
from poppybook.book.faults import BuildError

posix = pytest.mark.skipif(os.name == "nt", reason="links and permissions as POSIX has them")


def dead():
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_once(tmp_path):
    path = tmp_path / "a.csv"
    assert files.replace_file(path, b"1") and path.read_bytes() == b"1"
    assert not files.replace_file(path, b"1")
    assert files.replace_file(path, b"2") and names(tmp_path) == ["a.csv"]


@posix
def test_permissions_stay_and_new_files_follow_the_umask(tmp_path):
    path = tmp_path / "a"
    files.replace_file(path, b"1")
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()
    path.chmod(0o604)
    files.replace_file(path, b"2")
    assert path.stat().st_mode & 0o777 == 0o604


def _umask():
    old = os.umask(0)
    os.umask(old)
    return old


@posix
@pytest.mark.parametrize("target", ["away", "missing", "link"])
def test_a_file_may_take_the_place_of_a_link_and_what_that_points_to_stays(tmp_path, target):
    (tmp_path / "away").write_bytes(b"new")
    (tmp_path / "away").chmod(0o600)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / target)
    assert files.replace_file(link, b"new", through_links=False)
    assert not link.is_symlink() and link.read_bytes() == b"new" and link.stat().st_mode & 0o777 != 0o600
    assert (tmp_path / "away").read_bytes() == b"new" and names(tmp_path) == ["away", "link"]
    assert not files.replace_file(link, b"new", through_links=False)


def test_a_full_disk_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    path = tmp_path / "wide.svg"
    path.write_bytes(b"old")

    def full(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError) as caught:
        files.replace_file(path, b"new")
    assert files.explain(caught.value) == f"No space left on device: {path}"
    assert path.read_bytes() == b"old" and names(tmp_path) == ["wide.svg"]


def test_on_a_disk_that_is_read_only_the_file_itself_is_named(tmp_path, monkeypatch):
    """The draft, which nobody knows, was named: its removal is refused there, too."""

    def refuse(path, *_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OSError) as caught:
        files.replace_file(tmp_path / "a.csv", b"1")
    assert caught.value.filename == str(tmp_path / "a.csv")


def test_drafts_of_the_dead_go_and_those_of_the_living_stay(tmp_path):
    gone, living = f".wide.svg.{dead()}.draft", f".wide.svg.{os.getppid()}.draft"
    other = ".notes.1.draft.txt"
    for name in (gone, living, other):
        (tmp_path / name).write_text("half")
    files.replace_file(tmp_path / "wide.svg", b"whole")
    assert names(tmp_path) == sorted(["wide.svg", living, other])


@posix
def test_a_link_stays_and_what_it_points_to_is_written(tmp_path):
    (tmp_path / "away").mkdir()
    target, link = tmp_path / "away" / "a.csv", tmp_path / "a.csv"
    for before in (b"old", None):  # None: a link to a file that is not there yet
        if before:
            target.write_bytes(before)
        else:
            target.unlink()
        link.unlink(missing_ok=True)
        link.symlink_to("away/a.csv")
        assert files.replace_file(link, b"new")
        assert link.is_symlink() and target.read_bytes() == b"new" and names(tmp_path / "away") == ["a.csv"]


@posix
def test_a_link_in_a_circle_is_refused(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises((BuildError, OSError)):
        files.replace_file(tmp_path / "a", b"x")
    assert (tmp_path / "a").is_symlink() and names(tmp_path) == ["a", "b"]


@posix
def test_a_device_is_written_to_and_stays_one():
    assert files.replace_file(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()


def test_a_copy_that_fails_is_told_in_one_sentence(tmp_path):
    error = shutil.Error(
        [("/a/wide.svg", "/b/wide.svg", "[Errno 28] No space left on device: '/b/wide.svg'"), ()]
    )
    assert files.explain(error) == "No space left on device: /a/wide.svg"


def test_a_zip_is_the_same_from_contents_and_from_files(tmp_path):
    (tmp_path / "x").write_bytes(b"1")
    assert files.zipped({"a": b"1", "b": b"2"}) == files.zipped([("b", b"2"), ("a", tmp_path / "x")])
    path = tmp_path / "z.zip"
    path.write_bytes(files.zipped({"a": b"1"}))
    (entry,) = zipfile.ZipFile(path).infolist()
    assert (entry.date_time, entry.external_attr >> 16, entry.create_system) == (files.MOMENT, 0o644, 3)


# ---------------------------------------------------------------- commands and links


@posix
def test_a_site_that_is_a_link_stays_one_and_its_target_is_new(book, poppybook, tmp_path):
    target = tmp_path / "www"
    target.mkdir()
    (target / "old.html").write_text("old")
    book.site.symlink_to(target)
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 0, done.stderr
    assert book.site.is_symlink() and (target / "index.html").is_file() and not (target / "old.html").exists()
    assert {path.name for path in book.work.iterdir()} == {"lock", "site.json", "whole"}


@posix
def test_a_site_on_another_disk_is_refused_before_the_work(book, poppybook):
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == book.root.stat().st_dev:
        pytest.skip("there is no second disk at /dev/shm")
    book.site.symlink_to(elsewhere)
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 1
    assert "lies on another disk than the book" in done.stderr and "Traceback" not in done.stderr
    assert book.site.is_symlink()


@posix
def test_folders_of_a_book_may_be_links(book, poppybook, tmp_path):
    for name in ("notebooks", "assets", "figures"):
        shutil.move(book.root / name, tmp_path / name)
        (book.root / name).symlink_to(tmp_path / name)
    (book.root / "assets" / "loop").symlink_to(book.root)  # without an end, were it followed
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 0, done.stderr
    assert (book.site / "notebooks" / "poppy.html").is_file()
    assert (book.site / "figures" / "poppy-area" / "wide.svg").is_file()
    assert all((book.root / name).is_symlink() for name in ("notebooks", "assets", "figures"))


@posix
def test_a_pipe_in_the_book_does_not_hang_the_site(book, poppybook):
    os.mkfifo(book.root / "assets" / "pipe")
    assert poppybook("site", "--renderer", "embedded", cwd=book.root).returncode == 0


@posix
def test_a_private_folder_that_is_a_link_is_refused_and_nothing_behind_it_removed(book, poppybook, tmp_path):
    """Everything in it is cleared away at the start: what the link led to was gone."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine")
    book.work.symlink_to(mine)
    done = poppybook("figures", cwd=book.root)
    assert done.returncode == 1 and "is a link" in done.stderr and "remove the link" in done.stderr
    assert (mine / "thesis.txt").read_text() == "mine" and names(mine) == ["thesis.txt"]
    book.work.unlink()
    book.work.mkdir()
    (book.work / "old").symlink_to(mine)  # as it may be left there by somebody
    assert poppybook("figures", cwd=book.root).returncode == 0
    assert names(mine) == ["thesis.txt"] and not (book.work / "old").is_symlink()


@posix
def test_a_site_is_not_put_in_the_place_of_something_else(book, poppybook, tmp_path):
    """`_site` that leads to a folder with somebody's own things: all of them were gone."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine")
    book.site.symlink_to(mine)
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 1 and "holds something else than a site" in done.stderr
    assert names(mine) == ["thesis.txt"] and book.site.is_symlink()


def test_a_browser_that_is_being_ended_leaves_nothing(book, monkeypatch):
    """Ctrl-C while `figures` started its browser left the private folder: its profile was still written to."""
    from poppybook.book import workplace

    left = []

    def while_it_writes(folder, **options):
        shutil_rmtree(folder, **options)
        if not left:
            Path(folder).mkdir()
            (Path(folder) / "profile").write_text("late")
        left.append(folder)

    shutil_rmtree = shutil.rmtree
    monkeypatch.setattr(workplace.shutil, "rmtree", while_it_writes)
    with workplace.workplace(book):
        pass
    assert len(left) == 2 and names(book.work) == ["lock"]


@posix
def test_a_name_that_no_alphabet_has_ends_no_build(book, poppybook):
    """With the locale C, or on an old disk, a name is bytes that are no UTF-8: the build ended in a traceback."""
    try:
        (book.root / "assets" / os.fsdecode(b"notes-\xff.txt")).write_text("mine")
    except OSError as error:
        pytest.skip(f"this disk takes no such name: {error}")
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 0, done.stderr
