"""What the tables have to mean: the list of rules, and what the rules share.

A rule is a function that takes the dataset and yields faults. Its frames are indexed by the line of the file,
so `frame.index` says in which row a fault stands.
"""

from collections.abc import Iterable, Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.package import DESCRIPTOR
from poppybook.dataset.store import Dataset


def faults_at(
    data: Dataset, table: str, rows: pd.DataFrame, column: str, rule: str, remedy: str
) -> Iterator[Fault]:
    """One fault for each of the rows, with what stands in the column."""
    for row, value in rows[column].items():
        yield fault(data, table, row, column, value, rule, remedy)


def fault(data: Dataset, table: str, row: int, column: str, value, rule: str, remedy: str) -> Fault:
    """A fault in a cell of a table."""
    return Fault(data.package.tables[table].file, int(row), column, written(value), rule, remedy)


def written(value) -> str:
    """The value as the CSV file writes it."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def items(cell) -> list[str]:
    """The words of a list cell."""
    return [] if pd.isna(cell) else cell.split(";")


def published(data: Dataset) -> Iterator[tuple[str, pd.DataFrame]]:
    """The tables of published numbers: `observations` and the official tables."""
    for name in data.tables:
        if "observation_id" in data.package.tables[name].columns and name != "corrections":
            yield name, data[name]


def of_kind(data: Dataset, kind: str) -> pd.DataFrame:
    """The series whose numbers are of this kind, by their ids."""
    series = data.series.drop_duplicates("series_id").set_index("series_id", drop=False)
    return series[(series["kind"] == kind).fillna(False).astype(bool)]


def judge(data: Dataset, rules: Iterable, known: Iterable[Fault] = ()) -> list[Fault]:
    """The faults of all rules in cells where none is known yet; a cell is accused by the first rule it breaks.

    A rule that breaks down is a fault itself, it never passes for kept: but not where faults are known that may be
    the reason, and that keep the data from being used anyway.
    """
    faults: list[Fault] = []
    known = list(known)
    cells = {_cell(fault) for fault in known}
    for rule in rules:
        try:
            found = [fault for fault in rule(data) if fault.row is None or _cell(fault) not in cells]
            faults += found
            cells.update(map(_cell, found))
        except (
            Exception
        ) as error:  # a missing table, a column of another type: whatever keeps it from judging
            if any(fault.row is not None for fault in [*known, *faults]):
                continue
            what = f"{type(error).__name__}: {error}"
            name = rule.__name__.replace("_", " ")
            remedy = "Give the tables and columns back the names and types which this version expects"
            faults.append(Fault(DESCRIPTOR, None, None, what, f"the rule “{name}” can be judged", remedy))
    return faults


def _cell(fault: Fault) -> tuple[str, int | None, str | None]:
    return fault.file, fault.row, fault.column
