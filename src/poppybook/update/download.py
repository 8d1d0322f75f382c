"""Read a publisher's CSV file as it was downloaded, with distrust.

Columns are found by name: capitals, blanks and punctuation do not count, and the spellings that publishers use in
different exports are known. What is no CSV file at all is refused by the name of what it is.
"""

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from poppybook.dataset import reading
from poppybook.dataset.nearest import unknown
from poppybook.dataset.package import Table
from poppybook.faults import DataError, Fault

IS_THERE = "the file is there and can be read"
IS_CSV = "the file is the publisher's CSV file"
NOT_EMPTY = "the file holds a header row and at least one row of numbers"
UTF8 = "text is UTF-8"
COLUMNS = "the file has the publisher's columns"
NUMBER = "a number is written with digits, commas only between thousands"
WHOLE_NUMBER = "a count is a whole number, zero or more"

AGAIN = "Download it again by hand and open it once in a text editor"
# What is often saved in place of a CSV file, by its first bytes.
_OTHERS = {
    b"PK\x03\x04": "an Excel workbook or a ZIP archive",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"{": "JSON",
    b"[": "JSON",
}
_NUMBER = re.compile(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")


@dataclass(frozen=True)
class Download:
    """A file as read. `rows`: the line each row begins on and its cells by the canonical names of the columns."""

    path: Path
    digest: str
    rows: list[tuple[int, dict[str, str]]]

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.path.name

    def fault(self, line: int | None, column: str | None, value, rule: str, remedy: str) -> Fault:
        """A fault in this file."""
        return Fault(self.name, line, column, None if value is None else str(value), rule, remedy)


def read(path: Path, columns: Mapping[str, tuple[str, ...]], optional: tuple[str, ...] = ()) -> Download:
    """Read the file. `columns`: canonical name to the further spellings it may have; other columns are left out.

    Raises DataError with every fault of form: not there, empty, a web page, another encoding, cut off, columns
    that are missing or stand twice.
    """
    content = _content(path)
    header, delimiter = _header(path, content)
    found = _find_columns(path, header, delimiter, columns, optional)
    # From here on the dataset's own reader judges, with the file's header as the schema.
    table = Table(path.stem, path.name, dict.fromkeys(header, "string"), None, None)
    raw = reading.read_table(path.parent, table)
    faults = [fault for fault in raw.faults if fault.rule != reading.NO_BOM]  # harmless in a download
    if not faults and not raw.rows:
        faults = [Fault(path.name, None, None, None, NOT_EMPTY, AGAIN)]
    if faults:
        raise DataError(faults)
    rows = [
        (line, {name: cells[at].strip() for name, at in found.items()})
        for line, cells in zip(raw.lines, raw.rows, strict=True)
    ]
    return Download(path, hashlib.sha256(content).hexdigest(), rows)


def number(text: str) -> float:
    """The number, thousands separated by commas or not; ValueError for anything else, a negative one included."""
    if not text or not _NUMBER.fullmatch(text) or not text[0].isdigit():
        raise ValueError(NUMBER)
    return float(text.replace(",", ""))


def count(text: str) -> int:
    """The whole number; ValueError for anything else."""
    try:
        value = number(text)
    except ValueError:
        raise ValueError(WHOLE_NUMBER) from None
    if not value.is_integer():
        raise ValueError(WHOLE_NUMBER)
    return int(value)


def nearest(what: str, value: str, names) -> str:
    """A remedy that names what comes nearest to a value nobody knows."""
    said = str(unknown(what, value, names))
    return said[0].upper() + said[1:]


def plain(text: str) -> str:
    """A name as it is compared: lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def slug(text: str) -> str:
    """A name as ids write it: `ATLANTA FIELD OFFICE` is `atlanta-field-office`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path, None, error.strerror, IS_THERE, "Check the name and the folder") from None
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise _refused(path, None, None, NOT_EMPTY, AGAIN)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(path, 1, "UTF-16", UTF8, "Save it as “CSV UTF-8”")
    if start.startswith(b"<") or b"<html" in start:
        remedy = "This is a web page, perhaps an error or a log-in page: download the file itself"
        raise _refused(path, 1, content[:60].decode("utf-8", "replace"), IS_CSV, remedy)
    for beginning, what in _OTHERS.items():
        if content.startswith(beginning):
            raise _refused(path, None, None, IS_CSV, f"This is {what}: download or export the CSV file")
    return content


def _header(path: Path, content: bytes) -> tuple[list[str], str]:
    first = content.split(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf").rstrip(b"\r")
    if len(first) > reading.MAX_LINE:
        raise _refused(path, 1, first[:80].decode("utf-8", "replace"), reading.SIZE, AGAIN)
    try:
        text = first.decode("utf-8")
    except UnicodeDecodeError as error:
        remedy = "Save it as “CSV UTF-8”"
        raise _refused(path, 1, f"0x{first[error.start]:02X}", UTF8, remedy) from None
    delimiter = max(",;\t|", key=text.count)
    return next(csv.reader([text], delimiter=delimiter), []), delimiter


def _find_columns(path, header, delimiter, columns, optional) -> dict[str, int]:
    if delimiter != ",":
        remedy = "Save it with commas: a spreadsheet program wrote it with another separator"
        raise _refused(path, 1, delimiter.join(header), reading.DELIMITER, remedy)
    places: dict[str, list[int]] = {}
    for at, name in enumerate(header):
        places.setdefault(plain(name), []).append(at)
    found, faults = {}, []
    for name, others in columns.items():
        at = [place for word in dict.fromkeys(map(plain, (name, *others))) for place in places.get(word, ())]
        if len(at) == 1:
            found[name] = at[0]
        elif at:
            remedy = "Keep one of them: " + ", ".join(header[place] for place in at)
            faults.append(Fault(path.name, 1, name, ",".join(header), COLUMNS, remedy))
        elif name not in optional:
            remedy = f"There is no column “{name}”: if the publisher renamed it, give it its old name back"
            faults.append(Fault(path.name, 1, name, ",".join(header), COLUMNS, remedy))
    if faults:
        raise DataError(faults)
    return found


def _refused(path: Path, row: int | None, value: str | None, rule: str, remedy: str) -> DataError:
    return DataError([Fault(path.name, row, None, value, rule, remedy)])
