"""Rules for the changelog of the data: an entry names what it changed, and says what stands there now."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault

WHOLE = (
    "an entry says what its kind needs: a note its words; a row added or withdrawn its table and id; a revised "
    "cell also its column, with old and new, which differ (one of them may be empty)"
)
THERE = "an entry of changes.csv names a table of the dataset, a column of it, and a row that is there or withdrawn"
COUNTED = "the entries of a version are numbered from 1 without a gap"

NEEDS = {
    "note": ("note",),
    "added": ("table", "row_id"),
    "withdrawn": ("table", "row_id"),
    "revised": ("table", "row_id", "column"),
}


def changes_are_whole(data: Dataset) -> Iterator[Fault]:
    changes = data.changes
    for row in changes.itertuples():
        if missing := [name for name in NEEDS.get(row.kind, ()) if pd.isna(getattr(row, name))]:
            remedy = f"Fill in {missing[0]}, or correct the kind"
            yield fault(data, "changes", row.Index, missing[0], None, WHOLE, remedy)
        elif row.kind == "revised" and (row.old == row.new or (pd.isna(row.old) and pd.isna(row.new))):
            yield fault(data, "changes", row.Index, "new", row.new, WHOLE, "Write what stands there now")
    for version, ids in changes["change_id"].dropna().groupby(changes["version"]):
        for number, (row, change_id) in enumerate(ids.items(), 1):
            if change_id.rpartition("-")[2] != str(number):
                remedy = f"Write {version}-{number}"
                yield fault(data, "changes", row, "change_id", change_id, COUNTED, remedy)
                break


def changes_name_what_is_there(data: Dataset) -> Iterator[Fault]:
    """Only the last entry about a row says whether it is there: it may have been added, and withdrawn later."""
    changes = data.changes.dropna(subset="table")
    for row in changes.itertuples():
        if row.table not in data.tables:
            remedy = "Write the name of the table as datapackage.json has it"
            yield fault(data, "changes", row.Index, "table", row.table, THERE, remedy)
        elif pd.notna(row.column) and row.column not in data.package.tables[row.table].columns:
            remedy = f"Name a column of {row.table}"
            yield fault(data, "changes", row.Index, "column", row.column, THERE, remedy)
    for row in changes.dropna(subset="row_id").drop_duplicates(["table", "row_id"], keep="last").itertuples():
        if row.table not in data.tables:
            continue
        table = data[row.table]
        is_there = row.row_id in set(table[table.columns[0]])
        if is_there == (row.kind == "withdrawn"):
            remedy = (
                f"{row.table} {'still has' if is_there else 'does not have'} it: correct the id or the kind"
            )
            yield fault(data, "changes", row.Index, "row_id", row.row_id, THERE, remedy)
