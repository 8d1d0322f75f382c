"""The tables of the dataset as text, row by row, so that what no update touches keeps every byte."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from poppybook.book.faults import DataError
from poppybook.dataset.package import Package
from poppybook.dataset.reading import read_table

Row = dict[str, str]
Rows = dict[str, Row]  # by the table's key, its first column, in the order of the file

# How the rows of a table stand in its file, where not by its key: an official table says so itself, and these keep the
# order they have. The changelog grows at its end.
_OBSERVATIONS = ("series_id", "period_start", "period_end", "source_id")
_AS_THEY_ARE = {"changes", "claims", "events", "themes", "presets"}


def read_tables(folder: Path, package: Package) -> dict[str, Rows]:
    """Every table of the dataset by its name. Raises DataError when a file cannot be read."""
    faults, tables = [], {}
    for name, table in package.tables.items():
        raw = read_table(folder, table)
        faults += raw.faults
        tables[name] = {cells[0]: dict(zip(table.columns, cells, strict=True)) for cells in raw.rows}
    if faults:
        raise DataError(faults)
    return tables


def write_table(name: str, columns: list[str], rows: Rows, order: Sequence[str] = ()) -> str:
    """The table as its CSV file holds it, its rows in the order that this table has; `order` is an official table's."""
    by = order or (_OBSERVATIONS if name == "observations" else columns[:1])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    ordered = list(rows.values())
    if name not in _AS_THEY_ARE:
        ordered.sort(key=lambda row: [row[column] for column in by])
    writer.writerows([row[column] for column in columns] for row in ordered)
    return text.getvalue()


def text_of(value: float | int, digits: int = 6) -> str:
    """A number as the tables write it: no exponent, no needless zeros."""
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")
