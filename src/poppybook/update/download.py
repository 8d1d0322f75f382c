"""Read a publisher's CSV file as it was downloaded, with distrust.

Columns are found by name: capitals, blanks and punctuation do not count, and the spellings that publishers use in
different exports are known. What is no CSV file at all is refused by the name of what it is.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from poppybook.book.faults import DataError, Fault
from poppybook.book.nearest import unknown
from poppybook.dataset import reading

from .decoding import AGAIN, TEXT
from .sheet import AMBIGUOUS, NOT_EMPTY, Sheet, is_ambiguous, number_text, read_sheet

COLUMNS = "the file has the publisher's columns"
NUMBER = "a number is written with digits, commas only between thousands"
ROUNDED = "a number has all its digits, not the few that a narrow cell of a spreadsheet shows"
COARSE = -3  # a number with an exponent is known to a thousandth: the publishers write tiny weights so
WHOLE_NUMBER = "a count is a whole number, zero or more"

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
    sheet = read_sheet(path)
    begins = _header_row(sheet, columns)
    top, header = sheet.rows[begins]
    found = _find_columns(path, top, header, columns, optional)
    faults: list[Fault] = []
    rows = []
    if sheet.damaged:
        line, at = sheet.damaged
        name = header[at] if at < len(header) else header[-1]
        faults.append(Fault(path.name, line, name, dict(sheet.rows)[line][at], TEXT, AGAIN))
        raise DataError(faults)
    for line, cells in sheet.rows[begins + 1 :]:
        if cells == header:  # exports put together, each with its header
            continue
        if len(cells) < len(header):
            if not sheet.is_whole and line == sheet.rows[-1][0]:
                continue  # cut off, as is said below
            missing = len(header) - len(cells)
            remedy = "One cell is missing" if missing == 1 else f"{missing} cells are missing"
            remedy += ": take the file from its publisher again"
            faults.append(Fault(path.name, line, header[len(cells)], cells[-1], reading.SHORT, remedy))
        elif any(cells[len(header) :]):
            remedy = "A separator inside a cell has torn it in two: take the file from its publisher again"
            faults.append(Fault(path.name, line, header[-1], ",".join(cells), reading.LONG, remedy))
        rows.append((line, {name: cells[at] for name, at in found.items() if at < len(cells)}))
    if not rows and sheet.is_whole:
        faults = [Fault(path.name, None, None, None, NOT_EMPTY, AGAIN)]
    elif not sheet.is_whole:
        remedy = (
            "The file looks cut off: take it from its publisher again, or end the last row with a line end"
        )
        faults.append(Fault(path.name, sheet.rows[-1][0], None, sheet.rows[-1][1][-1], reading.WHOLE, remedy))
    if faults:
        raise DataError(faults)
    torn = [
        Fault(path.name, line, name, cell, NUMBER, AMBIGUOUS)
        for line, row in rows
        for name, cell in row.items()
        if is_ambiguous(cell, sheet.delimiter)
    ]
    if torn:
        raise DataError(torn)
    numbers = [
        (line, {name: number_text(cell, sheet.delimiter) for name, cell in row.items()}) for line, row in rows
    ]
    return Download(path, hashlib.sha256(sheet.content).hexdigest(), numbers)


def number(text: str) -> float:
    """The number, thousands separated by commas or not; ValueError for anything else, a negative one included, and one
    of which a spreadsheet has kept a few digits (`2.87E+04`)."""
    found = _NUMBER.fullmatch(text)
    if not text or not found or not text[0].isdigit():
        raise ValueError(NUMBER)
    power = int((found[4] or "e0")[1:]) - len(found[3] or ".") + 1
    if found[4] and power > COARSE:
        raise ValueError(ROUNDED)
    return float(text.replace(",", ""))


def count(text: str) -> int:
    """The whole number; ValueError for anything else."""
    try:
        value = number(text)
    except ValueError as error:
        raise ValueError(ROUNDED if str(error) == ROUNDED else WHOLE_NUMBER) from None
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


def _header_row(sheet: Sheet, columns) -> int:
    """Where the header stands: the row that has most of the columns, below whatever somebody has written above."""

    def known(at: int) -> int:
        cells = set(map(plain, sheet.rows[at][1]))
        return sum(any(plain(word) in cells for word in (name, *others)) for name, others in columns.items())

    return max(range(min(len(sheet.rows), 20)), key=known)


def _find_columns(path, top, header, columns, optional) -> dict[str, int]:
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
            faults.append(Fault(path.name, top, name, ",".join(header), COLUMNS, remedy))
        elif name not in optional:
            remedy = f"There is no column “{name}”: if the publisher renamed it, give it its old name back"
            faults.append(Fault(path.name, top, name, ",".join(header), COLUMNS, remedy))
    if faults and not found:
        remedy = f"None of the columns is there ({', '.join(columns)}): take the right file"
        faults = [Fault(path.name, top, header[0], ",".join(header), COLUMNS, remedy)]
    if faults:
        raise DataError(faults)
    return found
