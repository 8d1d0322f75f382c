"""Read grades.csv as whatever a spreadsheet program or a person has made of it, and write it as one opens it."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from poppybook.book.faults import on_one_line
from poppybook.dataset.take_away import MARK, text_cell

from .code_pages import PAGES, mended
from .folded import LostQuotes, unfolded

_SEPARATOR = re.compile(r'^"?sep=(.)"?\r?\n', re.I)  # a first line that Excel understands
MOST_ABOVE = 20  # lines that a person may have put above the heads


class NoTable(Exception):
    """The file is not such a table; the text says why, the remedy what else to do than to move it away."""

    def __init__(self, why: str, remedy: str = ""):
        super().__init__(why)
        self.remedy = remedy


def read(
    path: Path, wanted: str, ours: Iterable[str] = (), known_texts: Collection[str] = ()
) -> tuple[list[str], list[dict[str, str]]]:
    """The heads and lines of the table that has the column `wanted`. Raises NoTable.

    A column without a name, or with the name of another one, gets one; cells beyond the heads are a column, too. The
    heads `ours` are known with blanks around them and in capitals, too. What is not Unicode is read in the code page
    (of Windows, an old Mac or DOS) in which most of the `known_texts` are found.
    """
    raw = path.read_bytes()
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NoTable("it is a workbook, not a CSV file", "open it and save it as CSV under this name, or ")
    text = mended(_text(raw, known_texts).replace("\x00", ""), known_texts)
    try:
        text = unfolded(text, wanted)
    except LostQuotes as line:
        raise NoTable(
            f"a spreadsheet program has put each line into one cell and taken away quotes, and “{str(line)[:60]}” has "
            "more cells than there are columns"
        ) from None
    found = _SEPARATOR.match(text)
    above = found.end() if found else 0
    for mark in found[1] if found else sorted(",;\t", key=text[:5000].count, reverse=True):
        lines = _lines(text[above:], mark)
        if (at := _head(lines, wanted)) is not None:
            break
    else:
        raise NoTable(f"it has no column “{wanted}”")
    _whole(text[above:], mark, 2 if found else 1)
    exact = {*map(str.strip, lines[at])}
    known = {name.casefold(): name for name in (wanted, *ours) if name not in exact}
    heads = _heads(lines[at], max(map(len, lines[at:])), known)
    rows = [dict(zip(heads, line, strict=False)) for line in lines[at + 1 :]]
    used = {name for row in rows for name, cell in row.items() if cell.strip()}
    named = {known.get(head.casefold(), head) for head in exact}
    return [head for head in heads if head in used or head in named], rows


def text(heads: list[str], rows: Iterable[dict[str, str]]) -> str:
    """The content of the file. What is to be marked as text is marked already."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([row.get(head, "") for head in heads] for row in rows)
    return out.getvalue().encode("utf-8", "replace").decode()


def cell(content: str) -> str:
    """A cell on one line, without signs that cannot be seen."""
    return text_cell(" ".join(on_one_line(str(content)).split()))


def number(content: str) -> float | None:
    """A cell as a number, with a decimal point or comma."""
    try:
        value = float(content.replace(",", ".").replace("_", " "))  # Python reads 1_0 as ten
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def same_id(one: str, other: str) -> bool:
    """Whether one is what a spreadsheet program leaves of the other: no leading zeros, or 1.23457E+11."""
    if not other.isdecimal() or (value := number(one)) is None:
        return False
    digits = re.match(r"[0-9]*[.,]?([0-9]*)E\+", one, re.IGNORECASE)
    return value == float(f"{int(other):.{len(digits[1])}e}") if digits else value == int(other)


def same(one: str, other: str) -> bool:
    """Whether two cells say the same, one of them rewritten by a spreadsheet program."""
    if (value := number(one)) is not None and value == number(other):
        return True
    one, other = cell(one).lstrip("'"), cell(other).lstrip("'")
    return one == other or ("?" in one and one == _poor(other, one))


def poor(content: str) -> str:
    """A cell as a code page leaves it that lacks every letter beyond ASCII."""
    return "".join(each if each.isascii() else "?" for each in content)


def bare(content: str) -> str:
    """A cell without its letters beyond ASCII: what no code page changes."""
    return "".join(filter(str.isascii, content))


def _poor(content: str, seen: str) -> str:
    """A cell with a question mark for each letter beyond ASCII for which one is seen."""
    if len(content) != len(seen):
        return content
    return "".join(
        "?" if mark == "?" and not each.isascii() else each for each, mark in zip(content, seen, strict=True)
    )


def _text(raw: bytes, known_texts: Collection[str]) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if raw[1:2] == b"\x00":  # UTF-16 without its mark
        return raw.decode("utf-16-le", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        read = [raw.decode(page, "replace") for page in PAGES]
        return max(read, key=lambda text: sum(known in text for known in known_texts))


def _lines(content: str, mark: str) -> list[list[str]]:
    before = csv.field_size_limit(len(content) + 1)  # a person may paste an essay into a cell
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=mark)
        return [line for line in reader if any(part.strip() for part in line)]
    except csv.Error as error:
        raise NoTable(f"it cannot be read: {error}") from None
    finally:
        csv.field_size_limit(before)


def _whole(content: str, mark: str, first: int) -> None:
    """Raise NoTable where a quote takes lines or cells with it that are others' (`first`: the number of the line)."""
    before = csv.field_size_limit(len(content) + 1)
    begins = 1
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=mark, strict=True)
        for _ in reader:
            begins = reader.line_num + 1
    except csv.Error:
        at = begins + first - 1
        raise NoTable(f"a quote opened in line {at} does not end, or not where its cell ends") from None
    finally:
        csv.field_size_limit(before)


def _head(lines: list[list[str]], wanted: str) -> int | None:
    named = (
        at
        for at, line in enumerate(lines[:MOST_ABOVE])
        if wanted in (part.strip().casefold() for part in line) and len(line) > 1
    )
    return next(named, None)


def _heads(line: list[str], width: int, known: dict[str, str]) -> list[str]:
    heads: list[str] = []
    for at in range(width):
        name = given = (line[at].strip() if at < len(line) else "") or f"column {at + 1}"
        name = given = known.get(given.casefold(), given)
        count = 2
        while name in heads:
            name, count = f"{given} ({count})", count + 1
        heads.append(name)
    return heads
