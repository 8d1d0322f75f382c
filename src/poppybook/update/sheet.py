"""Read the CSV file of a stranger: a publisher's download or a form, as it comes or as a spreadsheet program saved it.

What can be read in one way only is read: marks and encodings (UTF-8, UTF-16, Windows' code page), line ends, commas,
semicolons or tabs between cells, Excel's `sep=` line, rows of nothing, columns of nothing at either side, blanks around
a cell, a line that is one cell. What is no CSV file is refused by the name of what it is.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from poppybook.dataset.reading import MAX_LINE
from poppybook.dataset.unreadable import why_not

from .decoding import AGAIN, SAVE, decoded, refused

IS_THERE = "the file is there and can be read"
IS_CSV = "the file is a CSV file"
NOT_EMPTY = "the file holds a header row and at least one row of numbers"
QUOTES = 'a quoted cell is closed again, and a quote inside it is written ""'
LARGE = f"a row has at most {MAX_LINE:,} characters"

# What is often saved in place of a CSV file, by its first bytes.
_OTHERS = {
    b"PK\x03\x04": f"an Excel workbook or a ZIP archive: {SAVE}",
    b"%PDF": "a PDF document: download or export the CSV file",
    b"\xd0\xcf\x11\xe0": f"an old Excel workbook: {SAVE}",
    b"\x1f\x8b": "a gzip archive: unpack it first",
    b"{\\rtf": f"a text of a word processor (RTF): {SAVE}",
    b"ID;P": f"a sheet in the old SYLK format: {SAVE}",
    b"{": "JSON: download or export the CSV file",
    b"[": "JSON: download or export the CSV file",
}
_SEPARATOR = re.compile(r'"?sep=(.)"?[,;\t]*\r?\n?', re.IGNORECASE)
_DELIMITERS = ",;\t|"
_DAMAGE = re.compile(r"[\0\x1a\x85\u2028\u2029]")  # what a broken download or an old system leaves
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+")
_DECIMAL_COMMA = re.compile(r"-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+([eE][+-]?[0-9]+)?")
_TRUTH = {
    "true": "true",
    "wahr": "true",
    "verdadero": "true",
    "false": "false",
    "falsch": "false",
    "falso": "false",
}
AMBIGUOUS = "This can be read in two ways: write 1234 or 1234.0 for thousands, 1.2340 for a decimal"


@dataclass(frozen=True)
class Sheet:
    """The cells of the file as text. `rows`: the line on which each row begins, and its cells without blanks around
    them; rows of nothing are left out. `is_whole`: the last row ends with a line end. `damaged`: row and place of the
    first cell with a sign that no text has, such as a NUL byte."""

    name: str
    content: bytes
    delimiter: str
    is_whole: bool
    rows: list[tuple[int, list[str]]]
    damaged: tuple[int, int] | None


def read_sheet(path: Path) -> Sheet:
    """The file as rows of text. Raises DataError with the one reason why it cannot be read."""
    content = _content(path)
    text = decoded(path, content)
    if not text.strip():
        raise refused(path, None, None, NOT_EMPTY, AGAIN)
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")).readlines()
    for line, row in enumerate(lines, 1):
        if len(row) > MAX_LINE:
            raise refused(path, line, row[:80], LARGE, AGAIN)
    skipped, said = 0, _SEPARATOR.fullmatch(lines[0])
    if said:
        skipped, lines = 1, lines[1:]
    delimiter = said[1] if said else _delimiter(lines)
    whole = bool(lines) and lines[-1].endswith("\n")
    rows, delimiter = _unpacked(_rows(path, lines, delimiter, skipped), delimiter)
    return Sheet(path.name, content, delimiter, whole, rows, _damaged(rows) if _DAMAGE.search(text) else None)


def number_text(cell: str, delimiter: str) -> str:
    """The number as this book writes it, where its form can be read in one way only; else the cell as it is.

    `120,5` and `1.234,5` are decimals with a comma, as half of Europe and Latin America write them. Blanks and
    apostrophes between thousands are taken out. What `is_ambiguous` names is left as it is.
    """
    text = re.sub(r"(?<=[0-9])[ '’\u00a0\u2007\u2009\u202f](?=[0-9]{3})", "", cell)
    if is_ambiguous(text, delimiter):
        return text
    if re.fullmatch(
        r"-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+([eE][+-]?[0-9]+)?", text
    ) and not _THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3}){2,}", text):
        return text.replace(".", "")
    return text


def is_ambiguous(cell: str, delimiter: str) -> bool:
    """Whether a number may be one or a thousand times as much: `1.234` and `1,234` in a file with semicolons, which
    comes from a place that may write either way."""
    return delimiter == ";" and bool(re.fullmatch(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}", cell))


def day_text(cell: str) -> str:
    """The day as YYYY-MM-DD, where its form can be read in one way only; "" where it cannot (3/4/2026), or is none.

    A time behind the day is left out. `03.04.2026` is the third of April everywhere, `3/13/2026` the thirteenth.
    """
    cell = re.sub(r"\. (?=\d)", ".", cell)
    found = re.fullmatch(
        r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[ T].*)?|(\d{1,2})([./-])(\d{1,2})\6(\d{4})(?:,? .*)?", cell
    )
    if not found:
        return ""
    if found[1]:
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    else:
        first, sign, second, year = int(found[5]), found[6], int(found[7]), int(found[8])
        if sign == "." or first > 12 or first == second:
            day, month = first, second
        elif second > 12:
            month, day = first, second
        else:
            return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def serial_day(cell: str) -> str:
    """The day that a spreadsheet shows for a bare number such as 45992, for the message; "" for anything else."""
    if not re.fullmatch(r"[2-6][0-9]{4}(\.[0-9]+)?", cell):
        return ""
    return (date(1899, 12, 30) + timedelta(days=int(cell[:5]))).isoformat()


def truth_text(cell: str) -> str:
    """`true` or `false` from an English, German or Spanish spreadsheet; else the cell as it is."""
    return _TRUTH.get(cell.casefold(), cell)


def _content(path: Path) -> bytes:
    try:
        if reason := why_not(path):
            raise refused(path, None, reason, IS_CSV, "Name the CSV file itself")
        content = path.read_bytes()
    except OSError as error:
        raise refused(path, None, error.strerror, IS_THERE, "Check the name and the folder") from None
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n\0").lower()
    if not start:
        raise refused(path, None, None, NOT_EMPTY, AGAIN)
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<")) or b"<html" in start:
        remedy = "This is a web page, perhaps an error or a log-in page: download the file itself"
        raise refused(path, 1, content[:60].decode("utf-8", "replace"), IS_CSV, remedy)
    for beginning, what in _OTHERS.items():
        if content.startswith(beginning):
            raise refused(path, None, None, IS_CSV, f"This is {what}")
    return content


def _unpacked(rows: list[tuple[int, list[str]]], delimiter: str) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows without columns of nothing before them; a line that is one cell, as a German or Spanish Excel saves a
    file with commas, is taken apart."""
    notes = {line for line, cells in rows if cells[0].startswith("#")}
    shown = [cells for line, cells in rows if line not in notes]
    margin = min((next(at for at, cell in enumerate(cells) if cell) for cells in shown), default=0)
    found, packed = [], 0
    for line, cells in rows:
        if line not in notes:
            cells = cells[margin:]
            if "," in cells[0] and not any(cells[1:]):
                cells, packed = [cell.strip() for cell in next(csv.reader([cells[0]]))], packed + 1
        found.append((line, cells))
    return found, "," if packed * 2 > len(shown) else delimiter


def _damaged(rows: list[tuple[int, list[str]]]) -> tuple[int, int] | None:
    places = ((line, at) for line, cells in rows for at, cell in enumerate(cells) if _DAMAGE.search(cell))
    return next(places, None)


def _delimiter(lines: list[str]) -> str:
    """The separator of the first lines that are not notes; a comma where none stands out."""
    shown = [re.sub(r'"[^"]*"', "", line) for line in lines[:40] if not line.lstrip('"').startswith("#")]
    first = next((line for line in shown if line.strip()), "")
    counts = {sign: first.count(sign) for sign in _DELIMITERS}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] else ","


def _rows(path: Path, lines: list[str], delimiter: str, skipped: int) -> list[tuple[int, list[str]]]:
    rows = []
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            line, begins = begins + skipped, reader.line_num + 1
            cells = [cell.strip(" \t\u00a0\u2009\u202f\ufeff\u200b") for cell in cells]
            if any(cells):
                rows.append((line, cells))
    except csv.Error as error:
        line = begins + skipped
        if "field larger" in str(error):
            raise refused(path, line, None, LARGE, AGAIN) from None
        value = lines[begins - 1].strip() if begins <= len(lines) else None
        remedy = "Close the quotes of the row that begins here; if the file ends there, it is cut off: take it again"
        raise refused(path, line, value, QUOTES, remedy) from None
    return rows
