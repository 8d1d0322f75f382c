"""What a publisher's file turns into: whole new states of the tables it feeds, and what must follow from them."""

from dataclasses import dataclass, field

from poppybook.book.faults import DataError, Fault
from poppybook.dataset import periods

from .blame import Retold
from .tables import Row, Rows

SMALLER = "a release does not take back numbers: totals do not shrink by more than one percent"
OLDER = "a release reaches at least as far as the data"
WHOLE = "months follow each other without a gap"
AGREE = "files that overlap say the same"
KNOWN = "the book knows every name in the file"
RELEASED = "the day of the release is known"

ACCEPT = "Compare with the publisher's page; if it is true, run again with --accept-smaller"
SHRINK = 0.01


@dataclass
class Release:
    """The outcome of reading a publisher's files.

    tables: the new state of each table the files feed. date: the day of the release. reach: how far each table's data
    go, in words. said: what the reader of the report should know. retold: how faults of the rows are said in the words
    of the file that they come from; without it they are said as they are.
    """

    tables: dict[str, Rows]
    date: str
    reach: dict[str, str]
    said: list[str] = field(default_factory=list)
    retold: Retold | None = None


def refuse(faults: list[Fault]) -> None:
    """Raise DataError when there is any fault."""
    if faults:
        raise DataError(faults)


def observation(like: Row, period: periods.Period, value: str, source: str, **more: str) -> Row:
    """A row of `observations` in the series of `like`, from the publisher itself; the id is still to be given."""
    return like | {
        "observation_id": "",
        "period": str(period),
        "period_type": period.type,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "value": value,
        "low": "",
        "high": "",
        "source_id": source,
        "reliability": "A",
        "note": "",
        **more,
    }


def with_ids(rows: list[Row], touched: set[str]) -> Rows:
    """The observations by id. Rows of the touched series get theirs anew by the book's rule: a number is called
    `<series>@<period>`; where several sources print the period, the one nearest to the publisher keeps the plain id
    if all agree, and every other id names its source.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row["series_id"] in touched:
            groups.setdefault(f"{row['series_id']}@{row['period']}", []).append(row)
    for plain, group in groups.items():
        group.sort(key=lambda row: (row["reliability"], row["source_id"]))
        agree = len({float(row["value"]) for row in group}) == 1
        for at, row in enumerate(group):
            row["observation_id"] = plain if agree and at == 0 else f"{plain}~{row['source_id']}"
    return {row["observation_id"]: row for row in rows}


def derived_of(tables: dict[str, Rows], body: str) -> list[Row]:
    """The rows of `derived` for series that a body's releases feed."""
    return [row for row in tables["derived"].values() if row["body"] == body]


def guarded(tables: dict[str, Rows]) -> set[str]:
    """The observations that a correction points to; they stay, whatever a release says."""
    return {row["observation_id"] for row in tables["corrections"].values()} - {""}


def used_sources(tables: dict[str, Rows]) -> set[str]:
    """Every source that some row cites."""
    used: set[str] = set()
    for name, rows in tables.items():
        for row in rows.values():
            if name != "sources" and "source_id" in row:
                used.add(row["source_id"])
            used.update(row.get("source_ids", "").split(";"))
    return used


def with_source(tables: dict[str, Rows], changed: dict[str, Rows], *new: Row) -> Rows:
    """The table `sources` after the change: with the new documents, without those that nothing cites any more.

    Only documents that something cited before are taken out.
    """
    before = used_sources(tables)
    after = used_sources(tables | changed)
    sources = {key: row for key, row in tables["sources"].items() if key in after or key not in before}
    for row in new:
        if row["source_id"] in after:
            sources[row["source_id"]] = row
    return sources
