"""The changelog of the data: which version a change makes, and the rows of the table `changes`."""

import re
from collections.abc import Mapping, Sequence

from poppybook.book.faults import DataError, Fault
from poppybook.dataset.bodies import official_tables
from poppybook.dataset.package import DESCRIPTOR, Package

from .diff import PROVENANCE, Diff
from .tables import Rows

VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}")
NUMBERED = "the dataset's version is three numbers, such as 1.2.0"

# The changelog speaks of numbers and rows; these tables follow from them.
SILENT = frozenset({"changes"})
# Columns that move with every release without being a published count.
SMALL = PROVENANCE | {"percent_pending"}


def published_columns(package: Package) -> dict[str, tuple[str, ...]]:
    """By table: the columns of published numbers, the one that the changelog names first."""
    official = {name: table.measures for name, table in official_tables(package).items()}
    return {"observations": ("value",)} | official


def next_version(version: str, diffs: dict[str, Diff]) -> str:
    """The version after these changes: rows added or withdrawn make a minor one, revised numbers alone a patch."""
    if not VERSION.fullmatch(version):
        remedy = "Write it so in datapackage.json, then poppybook check --seal"
        raise DataError([Fault(DESCRIPTOR, None, "version", version, NUMBERED, remedy)])
    major, minor, patch = (int(part) for part in version.split("."))
    rows = [diff for name, diff in diffs.items() if name not in SILENT | {"sources"}]
    if any(diff.added or diff.withdrawn for diff in rows):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def with_changes(
    changes: Rows, diffs: dict[str, Diff], numbers_of: Mapping[str, Sequence[str]], version: str, day: str
) -> Rows:
    """The table `changes` with what these diffs do, one entry for each row added or withdrawn (with its first number)
    and each cell revised. Rows that were only confirmed by a newer document are not named.
    """
    entries: list[dict[str, str]] = []
    for table, diff in diffs.items():
        if table in SILENT:
            continue

        def note(kind: str, row_id: str = "", table: str = table, **more: str) -> None:
            blank = dict.fromkeys(("column", "old", "new", "note", "source_id"), "")
            entries.append({"table": table, "kind": kind, "row_id": row_id, **blank, **more})

        for key, row in diff.added.items():
            numbers = [row[name] for name in numbers_of.get(table, ())]
            note("added", key, new=numbers[0] if numbers else "", source_id=row.get("source_id", ""))
        for key, row in diff.withdrawn.items():
            numbers = [row[name] for name in numbers_of.get(table, ())]
            note("withdrawn", key, old=numbers[0] if numbers else "")
        for key, columns in diff.revised.items():
            for column, (old, new) in columns.items():
                if column not in SMALL:
                    source = columns.get("source_id", ("", ""))[1]
                    note("revised", key, column=column, old=old, new=new, source_id=source)
    numbered = dict(changes)
    for at, entry in enumerate(entries, 1):
        key = f"{version}-{at}"
        numbered[key] = {"change_id": key, "version": version, "date": day} | entry
    return numbered
