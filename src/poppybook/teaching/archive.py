"""The bytes of a file that was handed in, from disk or from inside a zip, and never more than the limit."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from poppybook.book.faults import on_one_line, shorten
from poppybook.language import grading as words

from . import opening, places
from .owners import DEEPEST

MEGABYTE = 1_000_000
LIMIT = 30  # megabytes that a submission may hold, packed or not
MOST_MEMBERS = 20_000
DEPTH = 3  # zips inside zips
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs by name, which show nothing
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error)


@dataclass(frozen=True)
class File:
    """One file: its place in the export, the name that is shown, where it lies, and its name inside a zip."""

    place: PurePosixPath
    name: str
    path: Path
    member: str | None = field(default=None)


class Unreadable(Exception):
    """What keeps a file from being graded, as a key of what is to be said, and the values for it."""

    def __init__(self, what: str, **values):
        super().__init__(what)
        self.what, self.values = what, values


def content(file: File) -> bytes:
    """The bytes of the notebook that a file is or holds. Raises Unreadable."""
    name = file.member or file.path.name
    raw = _raw(file)
    if not raw:
        raise Unreadable("empty")
    if raw[:2] == b"PK" and not _document(raw):
        return _from_zip(raw, DEPTH)
    if opening.promising(raw[:4096]) or places.like_a_notebook(name):
        return raw
    if name.lower().endswith(".zip"):
        raise Unreadable("no zip")
    raise Unreadable("kind")


def handed_in_at(file: File) -> bool:
    """Whether a file is nbgrader's own, with nothing in it but when the work was handed in."""
    try:
        return places.handed_in_at(file.place, _raw(file))
    except Unreadable:
        return False


def _raw(file: File) -> bytes:
    try:
        if len(file.place.parts) > DEEPEST:
            raise Unreadable("deep", most=DEEPEST)
        mode = file.path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise Unreadable("link")
        if stat.S_ISDIR(mode):
            raise Unreadable("empty folder")
        if not stat.S_ISREG(mode):
            raise Unreadable("no file")
        if file.member is not None and file.member.endswith("/"):
            raise Unreadable("empty folder")
        if file.member is not None:
            with zipfile.ZipFile(file.path) as archive:
                raw = _bytes(archive, archive.getinfo(file.member))
        else:
            with file.path.open("rb") as stream:
                raw = stream.read(LIMIT * MEGABYTE + 1)
    except PermissionError:
        raise Unreadable("closed") from None
    except _BROKEN:
        raise Unreadable("no zip" if file.member else "closed") from None
    if len(raw) > LIMIT * MEGABYTE:
        raise Unreadable("too large", limit=LIMIT)
    return raw


def _bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a file in a zip, as far as they may go. Raises Unreadable for one that is locked."""
    if entry.flag_bits & 0x1:
        raise Unreadable("password")
    with archive.open(entry) as stream:
        return stream.read(LIMIT * MEGABYTE + 1)


def _document(raw: bytes) -> bool:
    """Whether a zip is the file of a text or spreadsheet program."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()[:50]
    except _BROKEN:
        return False
    return any(name in ("[Content_Types].xml", "mimetype") for name in names)


def _from_zip(raw: bytes, depth: int) -> bytes:
    """The one notebook in a zip, read into memory and never past the limit, whatever the zip says of its sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = _entries(archive)
            if sum(entry.file_size for entry in entries) > LIMIT * MEGABYTE:
                raise Unreadable("bomb", limit=LIMIT)
            books = [entry for entry in entries if places.like_a_notebook(entry.filename)]
            zips = [entry for entry in entries if entry.filename.lower().endswith(".zip")]
            inside = books or zips
            if len(inside) > 1:
                raise Unreadable(
                    "several inside", names=words.some([shorten(_name(each)) for each in inside])
                )
            if not inside:
                raise Unreadable("no notebook inside")
            found = _bytes(archive, inside[0])
    except _BROKEN:
        raise Unreadable("no zip") from None
    if not found:
        raise Unreadable("empty")
    if len(found) > LIMIT * MEGABYTE:
        raise Unreadable("bomb", limit=LIMIT)
    if books:
        return found
    if depth == 0:
        raise Unreadable("zips in zips", most=DEPTH)
    return _from_zip(found, depth - 1)


def _entries(archive: zipfile.ZipFile, strict: bool = True) -> list[zipfile.ZipInfo]:
    """The files in a zip that are somebody's work. Raises Unreadable for too many, and strictly for a path that leads
    out; in an export a student's file of such a name is no reason to lose the class, and nothing is unpacked."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_MEMBERS:
        raise Unreadable("many", most=MOST_MEMBERS)
    kept = []
    for entry in entries:
        name = _name(entry)
        inside = PurePosixPath(name)
        if strict and (
            inside.is_absolute() or ".." in inside.parts or not inside.parts or ":" in inside.parts[0]
        ):
            raise Unreadable("climbs", path=shorten(name))
        if not any(places.left_behind(part) for part in inside.parts):
            kept.append(entry)
    return kept


def promising(file: File) -> bool:
    """Whether a file's name says that somebody's notebook is in it."""
    return _promising(file.member or file.path.name)


def _promising(name: str) -> bool:
    return places.like_a_notebook(name) or name.lower().endswith(".zip")


def _below(name: PurePosixPath) -> PurePosixPath:
    """The place of a file in a zip, without what would lead out of it."""
    return PurePosixPath(*(part for part in name.parts if part not in ("/", "..")))


def like_an_export(file: File) -> list[PurePosixPath]:
    """What is in a zip that may hold the submissions of a class, for it has names of a platform in it, or one of its
    own; else nothing."""
    if file.path.suffix.lower() != ".zip":
        return []
    try:
        if not stat.S_ISREG(file.path.lstat().st_mode):
            return []
        with zipfile.ZipFile(file.path) as archive:
            names = [PurePosixPath(_name(entry)) for entry in _entries(archive, strict=False)]
    except (*_BROKEN, Unreadable):
        return []
    named = places.part_of_a_download(file.path.name)
    named = named or any(places.platform(part) for name in names for part in name.parts)
    work = [name for name in names if _promising(name.name)]
    return [_below(name) for name in work or names] if named else []


def no_export(path: Path) -> str:
    """Why a file cannot be read as the zip of a class, as the end of a sentence and what to do; nothing if it can."""
    again = "Download it from the platform again, or unpack it and give the folder."
    with path.open("rb") as stream:
        start = stream.read(4)
    if path.suffix.lower() != ".zip" and start[:2] != b"PK":
        return "is no zip. Unpack it, and give the folder with the submissions."
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except _BROKEN:
        return f"{'is a zip that is not whole' if start[:2] == b'PK' else 'is no zip'}. {again}"
    if len(names) > MOST_MEMBERS:
        return f"holds more than {MOST_MEMBERS:,} files. Unpack it, and give the folder with the submissions."
    if _document(path.read_bytes()) if path.stat().st_size <= LIMIT * MEGABYTE else False:
        return (
            "is the file of a text or spreadsheet program. Give the folder, or the zip, with the submissions."
        )
    return ""


def unpacked(file: File, folder: PurePosixPath) -> tuple[list[File], int]:
    """The files inside a zipped export, as if unpacked into `folder` of the export, and how many files that systems
    left behind lie beside them."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            entries = _entries(archive, strict=False)
            passed = sum(not entry.is_dir() for entry in archive.infolist()) - len(entries)
            entries += _empty_folders(archive, entries)
    except (*_BROKEN, Unreadable):
        return [file], 0
    found = []
    for entry in entries:
        name = _name(entry)
        inside = _below(PurePosixPath(name))
        shown = f"{file.name}/{printable(str(inside))}"
        found.append(File(folder / inside, shown, file.path, entry.filename))
    return found, passed


def _empty_folders(archive: zipfile.ZipFile, files: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The folders in a zip in which nobody's work lies: a student has handed nothing in."""
    folders = {PurePosixPath(_name(entry)): entry for entry in archive.infolist() if entry.is_dir()}
    above = {folder for entry in files for folder in PurePosixPath(_name(entry)).parents}
    above |= {folder for each in folders for folder in each.parents}
    return [
        entry
        for place, entry in folders.items()
        if place not in above and not any(map(places.left_behind, place.parts))
    ]


def _name(entry: zipfile.ZipInfo) -> str:
    """The path of a file in a zip. Many programs write UTF-8 without the flag that says so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def printable(name: str) -> str:
    """A name that can be written: without half characters and invisible signs, in one form of its accents.

    Bytes that are no UTF-8 are shown as such (L\\xf6we), so that two names that differ look different.
    """
    whole = "".join(f"\\x{ord(each) - 0xDC00:02x}" if "\udc80" <= each <= "\udcff" else each for each in name)
    whole = whole.encode("utf-8", "backslashreplace").decode()
    return unicodedata.normalize("NFC", on_one_line(whole))


def visible(text: str) -> bool:
    """Whether anything of a text can be seen."""
    return any(map(_seen, text))


def spelled(text: str) -> str:
    """A text in which each sign that cannot be seen, but for a blank, is spelled out, so that two never look alike."""
    return "".join(
        each if _seen(each) or each == " " else each.encode("unicode_escape").decode() for each in text
    )


def _seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK


def resource_fork(path: Path) -> bool:
    """Whether a file is the half that macOS writes beside each file on foreign disks."""
    if not path.name.startswith("._"):
        return False
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb") as stream:
            return stream.read(4) == b"\x00\x05\x16\x07"
    except OSError:
        return False
