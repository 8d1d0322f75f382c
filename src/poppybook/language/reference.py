"""What the reference pages say: sources, dictionary, changes of the data."""

from . import rows, span

REFERENCE = {
    "used for": "Used for",
    "unused": "Read, but no row rests on it.",
    "caveat": "Caution:",
    "required": "required",
    "table": "Table",
    "rows": "Rows",
    "holds": "Holds",
    "column": "Column",
    "meaning": "Meaning",
    "type": "Type",
    "unit": "Unit",
    "symbol": "Sign",
    "converted as": "Converted as",
    "note": "Note",
    "document": "Document",
}

CHANGES = {"added": "Added", "revised": "Revised", "withdrawn": "Withdrawn", "note": "Note"}


def version_of(version: str, when: str) -> str:
    """`Version 1.1.0, 12 Nov 2026`."""
    return f"Version {version}, {when}"


def change(table: str, column: str, old: str, new: str) -> str:
    """`in observations, value: 44,100 → 44,200`; parts that are not known are left out."""
    where = ", ".join(part for part in (table, column) if part)
    what = f"{old} → {new}" if old and new else new or old
    return ": ".join(part for part in (where and f"in {where}", what) if part)


# How a unit that has no physical dimension is treated.
UNIT_KINDS = {
    "count": "a count, never converted",
    "currency": "money, never converted",
    "share": "a share or ratio, never converted",
    "per-series": "settled for each series",
}


def numbers_in(count: int, series: str) -> str:
    """`3 numbers in my-series`; `series` may be HTML, and then all is."""
    return f"{'1 number' if count == 1 else f'{count:,} numbers'} in " + series


def rows_in(count: int, table: str) -> str:
    """`2 rows in events`; `table` may be HTML, and then all is."""
    return f"{rows(count)} in " + table


def series_count(count: int) -> str:
    """`55 series`."""
    return f"{count:,} series"


def numbers_between(count: int, first: str, last: str) -> str:
    """`1 number, 2017`; `15 numbers, 2007 to 2021`."""
    return (
        f"1 number, {first}"
        if count == 1
        else f"{count:,} numbers, {first if first == last else span(first, last)}"
    )
