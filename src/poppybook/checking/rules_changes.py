"""Rules for the changelog of the data: an entry names what it changed, and says what stands there now."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.columns import build
from poppybook.dataset.store import Dataset

from .rules import fault, written

WHOLE = (
    "an entry says what its kind needs: a note its words; a row added or withdrawn its table and id; a revised "
    "cell also its column, with old and new, which differ (one of them may be empty); a row added has no old, one "
    "withdrawn no new"
)
THERE = "an entry of changes.csv names a table of the dataset, a column of it, and a row that is there or withdrawn"
NOW = "the newest entry about a number says what stands there now"
NUMBERS = "an entry about a number has numbers, as the table writes them, in old and new"
COUNTED = "the entries of a version are numbered from 1 without a gap"

EMPTY = {"added": "old", "withdrawn": "new"}
# An update moves it without an entry.
SILENT = {"percent_pending"}
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
        elif (column := EMPTY.get(row.kind)) and pd.notna(getattr(row, column)):
            yield fault(data, "changes", row.Index, column, getattr(row, column), WHOLE, "Empty the cell")
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
    tables = {name: data[name] for name in changes["table"].unique() if name in data.tables}
    ids = {name: set(table[table.columns[0]]) for name, table in tables.items()}
    for row in changes.dropna(subset="row_id").drop_duplicates(["table", "row_id"], keep="last").itertuples():
        if row.table not in ids:
            continue
        is_there = row.row_id in ids[row.table]
        if is_there == (row.kind == "withdrawn"):
            remedy = (
                f"{row.table} {'still has' if is_there else 'does not have'} it: correct the id or the kind"
            )
            yield fault(data, "changes", row.Index, "row_id", row.row_id, THERE, remedy)


def changes_say_what_stands_there(data: Dataset) -> Iterator[Fault]:
    """A number that is changed by hand after an entry about it needs an entry of its own."""
    changes = data.changes.dropna(subset=["table", "row_id"])
    changes = changes[changes["kind"].isin(["added", "revised"]) & changes["table"].isin(list(data.tables))]
    for name, entries in changes.groupby("table"):
        kinds = data.package.tables[name].columns
        numbers = [column for column, kind in kinds.items() if kind in ("number", "integer")]
        table = data[name]
        rows = table.drop_duplicates(table.columns[0]).set_index(table.columns[0])
        entries = entries[entries["row_id"].isin(rows.index)]
        revised = entries[entries["kind"] == "revised"].drop_duplicates(["row_id", "column"], keep="last")
        for row in revised[revised["column"].isin(set(numbers) - SILENT)].itertuples():
            badly = next((word for word in ("old", "new") if not _is_number(getattr(row, word))), None)
            value = rows.at[row.row_id, row.column]
            stands = written(value)
            if badly:
                remedy = f"Write the number alone; {name} has {stands or 'none'} now"
                yield fault(data, "changes", row.Index, badly, getattr(row, badly), NUMBERS, remedy)
            elif not _same(row.new, value):
                remedy = _remedy(name, row.row_id, stands)
                yield fault(data, "changes", row.Index, "new", row.new, NOW, remedy)
        said = entries[(entries["kind"] == "added") & entries["new"].notna()]
        said = said[~said["row_id"].isin(revised["row_id"])].drop_duplicates("row_id", keep="last")
        for row in said.itertuples() if numbers else ():
            values = [rows.at[row.row_id, column] for column in numbers]
            if not any(_same(row.new, value) for value in values):
                remedy = _remedy(name, row.row_id, " or ".join(filter(None, map(written, values))))
                yield fault(data, "changes", row.Index, "new", row.new, NOW, remedy)


def _remedy(name: str, key: str, stands: str) -> str:
    return f"{name} has {stands or 'none'} for {key}: take the number back, or add an entry for the change"


def _is_number(text) -> bool:
    badly: list[int] = []
    build("number", ["" if pd.isna(text) else text], badly)
    return not badly


def _same(text, value) -> bool:
    if pd.isna(text) or pd.isna(value):
        return bool(pd.isna(text) and pd.isna(value))
    return _is_number(text) and float(text) == float(value)
