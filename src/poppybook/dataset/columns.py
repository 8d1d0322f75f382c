"""Turn a column of text cells into a typed array, by the type datapackage.json gives. Empty means missing."""

import math
import re
from datetime import date

import numpy as np
import pandas as pd

from poppybook.book.faults import Fault

YEAR = "a year is four digits"
INTEGER = "an integer is digits only, with a leading minus where negative"
NUMBER = "a number is written with digits and a decimal point"
NO_COMMA = "a number has no commas between its digits"
FINITE = "a number is finite: neither inf nor nan"
ZERO = "zero has no sign"
ZEROS = "a number has no needless zeros before it"
DIGITS = "a number has at most 15 digits: more are left by a computer's arithmetic and were never printed"
BOOLEAN = "a truth value is true or false"
DATE = "a date is a day of the calendar written YYYY-MM-DD"

_YEAR = re.compile(r"[0-9]{4}")
_INTEGER = re.compile(r"(?!-0$)-?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"(?!-[0.]+$)-?(?!(\.?[0-9]){16})(0|[1-9][0-9]*)(\.[0-9]+)?")
_ZEROS = re.compile(r"(-?)0+([0-9](\.[0-9]+)?|[1-9][0-9]*(\.[0-9]+)?)")
_MANY_DIGITS = re.compile(r"-?(\.?[0-9]){16,}")
_COMMAS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NOT_FINITE = re.compile(r"[+-]?(inf|infinity|nan)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_integer(text: str) -> bool:
    return _INTEGER.fullmatch(text) is not None


def _is_year(text: str) -> bool:
    return _YEAR.fullmatch(text) is not None


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and math.isfinite(float(text))


def _is_boolean(text: str) -> bool:
    return text in ("true", "false")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _integers(cells):
    return pd.array([int(c) if c else None for c in cells], dtype="Int64")


def _numbers(cells):
    return np.array([float(c) if c else math.nan for c in cells], dtype="float64")


def _booleans(cells):
    return pd.array([c == "true" if c else None for c in cells], dtype="boolean")


def _dates(cells):
    return np.array([c or "NaT" for c in cells], dtype="datetime64[us]")


def _texts(cells):
    return pd.array([c or None for c in cells], dtype="str")


# Frictionless type: (is the cell well written?, how to build the column). Every other type stays text.
_TYPES = {
    "integer": (_is_integer, _integers),
    "year": (_is_year, _integers),
    "number": (_is_number, _numbers),
    "boolean": (_is_boolean, _booleans),
    "date": (_is_date, _dates),
}
_RULES = {"integer": INTEGER, "year": YEAR, "number": NUMBER, "boolean": BOOLEAN, "date": DATE}


def build(kind: str, cells: list[str], badly: list[int]):
    """The typed array of the cells. Badly written ones are missing in it; their positions go into `badly`."""
    is_well_written, make = _TYPES.get(kind, (None, _texts))
    if is_well_written:
        wrong = [i for i, cell in enumerate(cells) if cell and not is_well_written(cell)]
        if wrong:
            badly += wrong
            cells = list(cells)
            for i in wrong:
                cells[i] = ""
    return make(cells)


def explain(file: str, row: int, column: str, kind: str, cell: str) -> Fault:
    """The fault of a badly written cell."""
    if kind in ("integer", "number"):
        if _COMMAS.fullmatch(cell):
            return Fault(file, row, column, cell, NO_COMMA, f"Write {cell.replace(',', '')}")
        if re.fullmatch(r"-[0.]+", cell):
            return Fault(file, row, column, cell, ZERO, "Write 0")
        if _NOT_FINITE.fullmatch(cell):
            return Fault(file, row, column, cell, FINITE, "Leave the cell empty where no number is known")
        if zeros := _ZEROS.fullmatch(cell):
            return Fault(file, row, column, cell, ZEROS, f"Write {zeros[1]}{zeros[2]}")
        if _MANY_DIGITS.fullmatch(cell):
            return Fault(file, row, column, cell, DIGITS, "Write the number as its source prints it")
    return Fault(file, row, column, cell, _RULES[kind], "Write it that way, or leave the cell empty")
