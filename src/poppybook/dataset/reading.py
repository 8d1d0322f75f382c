"""Read one CSV file byte by byte with distrust: what is not plainly a table of text cells becomes a fault.

Both `load` and `check` read through here. The file streams by line, so a broken file costs little memory.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from poppybook.book.faults import Fault

from .package import Table
from .unreadable import LARGEST, why_not

MAX_LINE = 1_000_000  # bytes; the longest row of the book has a few thousand

EXISTS = "each file that datapackage.json lists is there and can be read"
NOT_EMPTY = "a table has at least its header row"
IS_FILE = f"a table is a file of at most {LARGEST // 1_000_000} megabytes"
LINE_ENDS = "lines end with LF alone"
NO_BOM = "the file starts with the first column's name, without a byte-order mark"
UTF8 = "text is UTF-8"
NO_NUL = "text holds no NUL byte"
SIZE = f"a row has at most {MAX_LINE:,} bytes and a cell at most {csv.field_size_limit():,} characters"
DELIMITER = "cells are separated by commas"
HEADER = "the header row has the columns of datapackage.json in the same order"
BLANK = "no row is blank or made of empty cells"
SHORT = "every row has a cell for every column"
LONG = "no row has more cells than the header"
QUOTES = 'a quoted cell is closed again, and a quote inside it is written ""'
WHOLE = "the last row ends with a line end"


@dataclass
class RawTable:
    """The cells of a table as text. `lines` holds the line of the file on which each of `rows` begins.

    Rows with a fault are left out; `whole` is False when any fault was found, so that rows may be missing.
    """

    lines: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.faults


class _TooLong(Exception):
    pass


class _Reader:
    """Feeds the csv module one decoded line after the other and keeps what belongs to the row at hand."""

    def __init__(self, stream, table: Table):
        self.stream = stream
        self.file = table.file
        self.header = list(table.columns)
        self.faults: list[Fault] = []
        self.line = 0
        self.start_row()

    def start_row(self):
        self.row = self.line + 1
        self.text = ""
        self.spoilt = False

    def fault(self, column, value, rule, remedy):
        self.spoilt = True
        self.faults.append(Fault(self.file, self.row, column, value, rule, remedy))

    def column_after(self, text: str) -> str:
        """The column in which a row that begins with this text has arrived."""
        begun = sum(part.count(",") for part in text.split('"')[::2])
        return self.header[min(begun, len(self.header) - 1)]

    def __iter__(self):
        while chunk := self.stream.readline(MAX_LINE + 1):
            if len(chunk) + len(self.text) > MAX_LINE:
                self.text += chunk.decode("utf-8", "replace")
                raise _TooLong
            if self.line == 0 and chunk.startswith(b"\xef\xbb\xbf"):
                remedy = "Save the file as “UTF-8” and not “UTF-8 with BOM”"
                self.fault(self.header[0], "\ufeff", NO_BOM, remedy)
                chunk = chunk[3:]
            if self.line == 0 and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                self.fault(self.header[0], "UTF-16", UTF8, "Save the file as “UTF-8”")
                return
            if self.line == 0 and b"\r" in chunk.rstrip(b"\r\n"):
                self.fault(None, "CR", LINE_ENDS, "Save the file with LF line ends")
                return
            line = self.decode(chunk)
            self.text += line
            self.line += 1
            yield line

    def decode(self, chunk: bytes) -> str:
        if b"\0" in chunk:
            before = self.text + chunk[: chunk.index(b"\0")].decode("utf-8", "replace")
            remedy = "Delete the byte, or take the file from its source again"
            self.fault(self.column_after(before), "0x00", NO_NUL, remedy)
            chunk = chunk.replace(b"\0", b"")
        try:
            return chunk.decode("utf-8")
        except UnicodeDecodeError as error:
            before = self.text + chunk[: error.start].decode("utf-8")
            remedy = "Save the file as UTF-8 and look whether this cell still reads as meant"
            self.fault(self.column_after(before), f"0x{chunk[error.start]:02X}", UTF8, remedy)
            return chunk.decode("utf-8", "replace")


def read_table(folder: Path, table: Table) -> RawTable:
    """Read the table's file from the folder. Never raises for what is in the file: see `RawTable.faults`."""
    raw = RawTable()
    try:
        if reason := why_not(folder / table.file):
            remedy = f"Move it away, and take {table.file} back from the last commit"
            raw.faults.append(Fault(table.file, None, None, reason, IS_FILE, remedy))
            return raw
        with open(folder / table.file, "rb") as stream:
            _read(stream, table, raw)
    except OSError as error:
        remedy = f"Take {table.file} back from the last commit"
        raw.faults.append(Fault(table.file, None, None, error.strerror, EXISTS, remedy))
    return raw


def _read(stream, table: Table, raw: RawTable):
    reader = _Reader(stream, table)
    raw.faults = reader.faults
    rows = csv.reader(reader, strict=True)
    try:
        header = next(rows, None)
        if header is None and reader.faults:
            return
        if header is None:
            remedy = f"Take {table.file} back from the last commit"
            raw.faults.append(Fault(table.file, None, None, None, NOT_EMPTY, remedy))
            return
        if header != reader.header:
            _judge_header(reader, header)
            return
        if not reader.text.endswith("\n"):
            _judge_end(reader, header[-1])
        reader.start_row()
        for cells in rows:
            if not reader.text.endswith("\n"):
                _judge_end(reader, cells[-1] if cells else "")
            elif len(cells) != len(header) or not any(cells):
                _judge_length(reader, cells)
            if not reader.spoilt:
                raw.lines.append(reader.row)
                raw.rows.append(cells)
            reader.start_row()
    except _TooLong:
        _refuse_size(reader)
    except csv.Error as error:
        if "field limit" in str(error):
            _refuse_size(reader)
        elif not reader.text.endswith("\n"):
            _judge_end(reader, reader.text.rpartition('"')[2])
        else:
            remedy = f"Mend the quotes of the row that begins here; what follows was not read ({error})"
            reader.fault(_column_of_quote(reader), reader.text.strip(), QUOTES, remedy)


def _column_of_quote(reader: _Reader) -> str:
    """Where the row's last quoted cell opens: the likeliest place of a quote that never closes."""
    opened = max(reader.text.find('"'), reader.text.rfind(',"'))
    return reader.column_after(reader.text[: opened + 1].rstrip('"'))


def _refuse_size(reader: _Reader):
    remedy = "Shorten the cell, or delete what got into the file by mistake; what follows was not read"
    value = reader.text.rpartition(",")[2]
    reader.fault(reader.column_after(reader.text), value, SIZE, remedy)


def _judge_header(reader: _Reader, header: list[str]):
    expected = reader.header
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(header) < len(expected) and delimiter in "".join(header):
            remedy = f"Save the file with commas: this one has {name}"
            reader.fault(expected[0], delimiter.join(header), DELIMITER, remedy)
            return
    pairs = zip(expected, header + [""] * len(expected), strict=False)
    first = next((want for want, got in pairs if want != got), expected[-1])
    if header[: len(expected)] == expected and not any(header[len(expected) :]):
        remedy = f"Delete the {len(header) - len(expected)} empty columns at the end"
        reader.fault(expected[-1], ",".join(header), HEADER, remedy)
        return
    missing = [name for name in expected if name not in header]
    unknown = [name for name in header if name not in expected]
    if missing or unknown:
        remedy = (
            f"Mend the header or the schema (missing: {', '.join(missing)}; unknown: {', '.join(unknown)})"
        )
    else:
        remedy = f"Write the header as {','.join(expected)}"
    reader.fault(first, ",".join(header), HEADER, remedy)


def _judge_end(reader: _Reader, last_cell: str):
    remedy = "The file looks cut off: restore the rest, or end the last row with a line end"
    reader.fault(reader.column_after(reader.text), last_cell, WHOLE, remedy)


def _judge_length(reader: _Reader, cells: list[str]):
    expected = reader.header
    if not any(cell.strip() for cell in cells):
        remedy = "Delete the row itself, not only what its cells held"
        reader.fault(None, ",".join(cells), BLANK, remedy)
    elif len(cells) < len(expected):
        remedy = f"Add the missing {len(expected) - len(cells)} cells; an empty cell still needs its comma"
        reader.fault(expected[len(cells)], cells[-1], SHORT, remedy)
    else:
        remedy = 'Put text with a comma in "quotes", write a number without commas, or delete surplus commas'
        reader.fault(expected[-1], ",".join(cells[len(expected) :]), LONG, remedy)
