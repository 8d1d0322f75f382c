"""Whether IN and OUT can be used, tried before any work is done."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from poppybook.book.files import clear_drafts, explain

from . import archive, places, results, spreadsheet
from .course import CourseError

ROOM = 1_000_000  # bytes that have to fit on the disk
BOOK = ("data", "exercises", "src", "notebooks", "figures", "assets", "seeds", "tests", "_site")


class Unusable(CourseError):
    """What was given on the command line cannot be used; the text says why and what to do."""


def check(folder: Path, out: Path, book: Path) -> None:
    """Raise Unusable unless `folder` is something to read and results can be written into `out`."""
    if sys.getfilesystemencoding() != "utf-8":
        raise Unusable(
            f"Names of files are read as {sys.getfilesystemencoding()} here, and students' names would be spoilt. "
            "Start the command with PYTHONUTF8=1."
        )
    _readable(folder, book)
    if out == folder or folder in out.parents:
        raise Unusable(
            f"OUT lies in IN: {out}. Give a folder outside, or results would be taken for submissions."
        )
    if out in folder.parents:
        raise Unusable(f"OUT lies around IN: {out}. Give a folder of its own, for example {out / 'graded'}.")
    if out == book or out in book.parents or (book in out.parents and out.relative_to(book).parts[0] in BOOK):
        raise Unusable(
            f"OUT is a folder of the book: {out}. Give one of its own, for example {book / 'graded'}."
        )
    _writable(out)
    _ours(out)


def _readable(folder: Path, book: Path) -> None:
    if not os.path.lexists(folder):
        raise Unusable(f"There is no {folder}. Give the folder, or the zip, with the submissions.")
    try:
        if folder.is_dir():
            os.scandir(folder).close()
        elif not folder.is_file():
            raise Unusable(f"{folder} is neither a folder nor a file. Give the folder with the submissions.")
        elif folder.suffix.lower() == ".ipynb":
            folder.open("rb").close()
        elif why := archive.no_export(folder):
            raise Unusable(f"{folder} {why}")
    except OSError as error:
        raise Unusable(f"IN cannot be read. {explain(error)}.") from None
    if folder == book or folder in book.parents:
        raise Unusable(f"IN holds the book itself: {folder}. Give the folder that has only the submissions.")


def _writable(out: Path) -> None:
    """Try it: make the folder, write a file of some size, and take both away again."""
    made = [each for each in (out, *out.parents) if not os.path.lexists(each)]
    probe = out / f".room.{os.getpid()}.draft"
    try:
        for each in (out, *out.parents):
            if os.path.lexists(each) and not each.is_dir():
                raise Unusable(f"OUT cannot be a folder: {each} is a file. Give another name.")
        out.mkdir(parents=True, exist_ok=True)
        clear_drafts(out)  # of a run that was killed
        with probe.open("wb") as stream:
            stream.write(bytes(ROOM))
            stream.flush()
            os.fsync(stream.fileno())
        for name in (places.TABLE, places.RECORD):
            _replaceable(out / name)
        if (pages := out / places.PAGES).is_symlink() or (pages.exists() and not pages.is_dir()):
            raise Unusable(f"{pages} is no folder. Move it away, or give another folder for OUT.")
        for page in pages.glob("*.html"):
            if page.is_dir() and not page.is_symlink():
                raise Unusable(f"{page} is no file. Move it away, or give another folder for OUT.")
    except OSError as error:
        if error.filename == str(probe):
            error.filename = str(out)  # the name the user knows, not the draft's
        raise Unusable(
            f"Nothing can be written into OUT. {explain(error)}. Give a folder that this account can write to, on a "
            "disk that is there and has room."
        ) from None
    finally:
        _take_away(probe, made)


def _replaceable(path: Path) -> None:
    """A spreadsheet program may hold the table open; what is no file is not ours to replace."""
    if path.is_symlink() and path.name == places.TABLE:
        raise Unusable(
            f"{path} is a link, and a table of grades is written in its own place only. Put the file itself there, or "
            "give another folder for OUT."
        )
    if not os.path.lexists(path) or path.is_symlink():
        return
    if not stat.S_ISREG(path.stat().st_mode):
        raise Unusable(f"{path} is no file. Move it away, or give another folder for OUT.")
    try:
        path.open("r+b").close()
    except OSError as error:
        raise Unusable(
            f"{path} cannot be written. {explain(error)}. Close it in the program that has it open, or give this "
            "account the right to write it."
        ) from None


def _take_away(probe: Path, made: list[Path]) -> None:
    try:
        probe.unlink(missing_ok=True)
        for each in made:
            each.rmdir()
    except OSError:
        pass  # it was never made


def _ours(out: Path) -> None:
    try:
        results.table_of_before(out)
    except spreadsheet.NoTable as why:
        raise Unusable(
            f"{out / places.TABLE} is not a table that this command can add to: {why}. It was left as it is; "
            f"{why.remedy}move it away or give another folder for OUT."
        ) from None
    except OSError as error:
        raise Unusable(f"{out / places.TABLE} cannot be read. {explain(error)}.") from None
