"""Rules for the history that changes.csv tells: its entries join, and each version is the next one."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault

JOINS = "an entry about a number begins where the one before it ended"
ONCE = "a version changes a number, adds or withdraws a row, once"
THERE = "a row is added where there is none, and revised or withdrawn where there is one"
ONE_DAY = "a version is of one day"
NEXT = "a version is the next after the one before: 1.2.4, 1.3.0 or 2.0.0 after 1.2.3"


def entries_join(data: Dataset) -> Iterator[Fault]:
    about = defaultdict(list)
    for row in data.changes.dropna(subset=["table", "row_id"]).itertuples():
        about[row.table, row.row_id].append(row)
    for entries in about.values():
        stands: dict[str, str] = {}
        is_there, versions = None, set()
        for row in entries:
            key = row.version, row.kind, row.column
            if key in versions:
                remedy = (
                    "Write one entry, from what stood there before the version to what stands there after"
                )
                yield fault(data, "changes", row.Index, "row_id", row.row_id, ONCE, remedy)
            elif is_there is not None and is_there == (row.kind == "added"):
                remedy = "Correct the kind, or add the entry that is missing between the two"
                yield fault(data, "changes", row.Index, "kind", row.kind, THERE, remedy)
            elif row.kind == "revised" and not _same(stands.get(row.column, row.old), row.old):
                remedy = f"The entry before it ended with {stands[row.column]}: correct one of the two"
                yield fault(data, "changes", row.Index, "old", row.old, JOINS, remedy)
            is_there = row.kind != "withdrawn"
            versions.add(key)
            stands = stands | {row.column: row.new} if row.kind == "revised" else {}


def versions_are_the_next(data: Dataset) -> Iterator[Fault]:
    """Which parts of the number go up, `poppybook update` knows; here, that none is left out."""
    changes = data.changes.dropna(subset=["version", "date"])
    for _, same in changes.groupby("version"):
        for row in same.index[same["date"] != same["date"].iloc[0]]:
            remedy = f"Write {same['date'].iloc[0].date()}, or make it another version"
            yield fault(data, "changes", row, "date", same.at[row, "date"], ONE_DAY, remedy)
    first = changes.drop_duplicates("version")
    for (_, before), (row, version) in pairwise(first["version"].items()):
        wanted = _following(before)
        if wanted and version not in wanted and version != before:
            remedy = f"Write {', '.join(wanted[:-1])} or {wanted[-1]}"
            yield fault(data, "changes", row, "version", version, NEXT, remedy)


def _following(version: str) -> list[str]:
    parts = version.split(".")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return []  # another rule says so
    major, minor, patch = map(int, parts)
    return [f"{major}.{minor}.{patch + 1}", f"{major}.{minor + 1}.0", f"{major + 1}.0.0"]


def _same(one, other) -> bool:
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other
