"""Rules for time: the dataset's own edition, and that nothing in it lies beyond.

No rule asks the clock of the machine: the same data give the same faults everywhere and always. The day of the data
is that of the newest entry in `changes`.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset import periods
from poppybook.dataset.package import DESCRIPTOR
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at, published

PUBLISHED = "nothing but a target lies after the newest day in changes.csv"
SOURCE_DAY = "a date is a day, month or year of the calendar"
SINCE = "a correction is known since a month of the calendar"
OWN_DAY = "an event whose id ends in a day is of that day"
EDITIONS = "entries of changes.csv follow each other by version"
VERSION = "the version in datapackage.json is that of the newest entry in changes.csv"
SEMANTIC = "a version is three numbers: 1.2.3"
EDITION_DAY = "the newest day in changes.csv is at most two years after the newest source"
BEFORE = "a number is not about a time that began over three months after its source was published"

IN_OFFICE = "administrations of a country follow each other"

FIRST_YEAR = 1800  # nothing in the book is older
SLACK = pd.Timedelta(days=731)
AHEAD = pd.Timedelta(days=92)  # a law or a rate of duty is published before it is in force

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


def nothing_lies_in_the_future(data: Dataset) -> Iterator[Fault]:
    """Days and periods up to the edition of the data. Targets look ahead, and so do laws that end on a set day."""
    edition = data.changes["date"].max()
    if pd.isna(edition):
        return
    remedy = (
        f"Correct the day; if it is true, add an entry of that day to changes.csv (newest {edition.date()})"
    )
    rows = data["observations"]
    late = rows[(rows["period_end"] > edition) & (rows["status"] != "target")]
    yield from faults_at(data, "observations", late, "period", PUBLISHED, remedy)
    claims = data.claims  # one of a plan may speak of a later year, and nobody can recompute it
    late = claims[(claims["period_end"] > edition) & (claims["verdict"] != "unverifiable-in-seeds")]
    yield from faults_at(data, "claims", late, "period_end", PUBLISHED, remedy)
    for name, column in (("events", "date"), ("sources", "date_published"), ("corrections", "since")):
        frame = data[name]
        for row, text in frame[column].dropna().items():
            period = _period(text)
            if period and period.start > edition.date():
                yield fault(data, name, row, column, text, PUBLISHED, remedy)
    for name, frame in published(data):
        if name == "observations":
            continue
        for row, key in frame["observation_id"].dropna().items():
            period = _period(key.partition("@")[2])
            if period and period.start > edition.date():
                yield fault(data, name, row, "observation_id", key, PUBLISHED, remedy)


def dates_are_in_the_calendar(data: Dataset) -> Iterator[Fault]:
    for name, column, rule in (
        ("sources", "date_published", SOURCE_DAY),
        ("events", "date", SOURCE_DAY),
        ("events", "date_end", SOURCE_DAY),
        ("corrections", "since", SINCE),
    ):
        for row, text in data[name][column].dropna().items():
            period = _period(text)
            plain = period and period.type in (periods.CALENDAR_YEAR, periods.MONTH, periods.DAY)
            if not plain or period.start.year < FIRST_YEAR:
                remedy = f"Write YYYY, YYYY-MM or YYYY-MM-DD, from {FIRST_YEAR} on, as the calendar has it"
                yield fault(data, name, row, column, text, rule, remedy)


def events_keep_the_day_of_their_id(data: Dataset) -> Iterator[Fault]:
    for row in data["events"].dropna(subset=["event_id", "date"]).itertuples():
        found = re.search(r"-(\d{4}-\d\d-\d\d)$", row.event_id)
        if found and found[1] != row.date:
            remedy = f"The id says {found[1]}: correct the one or the other"
            yield fault(data, "events", row.Index, "date", row.date, OWN_DAY, remedy)


def administrations_follow_each_other(data: Dataset) -> Iterator[Fault]:
    """One may end on the day on which the next begins; only the last has no end."""
    rows = data["events"][data["events"]["category"] == "administration"].dropna(subset=["date", "parties"])
    for _, of_one in rows.sort_values("date").groupby("parties"):
        for before, after in pairwise(of_one.itertuples()):
            if pd.isna(before.date_end) or before.date_end > after.date:
                remedy = f"{after.event_id} begins on {after.date}: correct the one or the other"
                yield fault(data, "events", before.Index, "date_end", before.date_end, IN_OFFICE, remedy)


def periods_are_of_the_books_time(data: Dataset) -> Iterator[Fault]:
    first = pd.Timestamp(FIRST_YEAR, 1, 1)
    for name in ("observations", "claims"):
        frame = data[name]
        early = frame[frame["period_start"] < first]
        yield from faults_at(data, name, early, "period_start", SOURCE_DAY, "Correct the year")


def sources_are_not_older_than_their_numbers(data: Dataset) -> Iterator[Fault]:
    """A document of March cannot report what happened in September. Targets and requests look ahead."""
    dates = data.sources.drop_duplicates("source_id").set_index("source_id")["date_published"].dropna()
    ends = {key: last_day(text) for key, text in dates.items()}
    rows = data["observations"]
    rows = rows[rows["status"].isin(["reported", "estimate", "revised"])]
    known = pd.to_datetime(rows["source_id"].map(ends))
    for row in rows.index[known + AHEAD < rows["period_start"]]:
        source = rows.at[row, "source_id"]
        remedy = f"{source} is of {dates[source]}: correct the period, the date of the source, or the source"
        yield fault(data, "observations", row, "period", rows.at[row, "period"], BEFORE, remedy)
    for name, frame in published(data):
        if name == "observations":
            continue
        for row in frame[["observation_id", "source_id"]].dropna().itertuples():
            period, end = _period(row.observation_id.partition("@")[2]), ends.get(row.source_id)
            if period and end and period.start > (end + AHEAD).date():
                remedy = (
                    f"{row.source_id} is of {dates[row.source_id]}: correct the id, the date or the source"
                )
                yield fault(data, name, row.Index, "observation_id", row.observation_id, BEFORE, remedy)


def editions_follow_each_other(data: Dataset) -> Iterator[Fault]:
    changes = data.changes.dropna(subset=["version", "date"])
    before = (0, 0, 0)  # the day is a release's own, and a release may be taken in late
    for row in changes.itertuples():
        version = _version(row.version)
        if not version:
            yield fault(data, "changes", row.Index, "version", row.version, SEMANTIC, "Write it so: 1.2.3")
            continue
        if version < before:
            remedy = "Entries are added at the end: correct the version"
            yield fault(data, "changes", row.Index, "version", row.version, EDITIONS, remedy)
        before = max(version, before)
        if row.change_id.rpartition("-")[0] != row.version:
            remedy = f"Write {row.version}-{row.change_id.rpartition('-')[2]}"
            yield fault(data, "changes", row.Index, "change_id", row.change_id, EDITIONS, remedy)
    newest = max(
        (end for text in data.sources["date_published"].dropna() if (end := last_day(text))), default=None
    )
    if newest is not None and len(changes) and changes["date"].max() > newest + SLACK:
        row = changes["date"].idxmax()
        remedy = f"Correct the day: the newest source is of {newest.date()}"
        yield fault(data, "changes", row, "date", changes.at[row, "date"], EDITION_DAY, remedy)


def the_version_is_that_of_the_changes(data: Dataset) -> Iterator[Fault]:
    if not _version(data.version):
        remedy = "Write the version of the newest entry in changes.csv"
        yield Fault(DESCRIPTOR, None, "version", data.version, SEMANTIC, remedy)
        return
    known = [version for text in data.changes["version"].dropna() if (version := _version(text))]
    if known and max(known) != _version(data.version):
        newest = ".".join(map(str, max(known)))
        remedy = f"Write {newest}, or add an entry for {data.version} to changes.csv"
        yield Fault(DESCRIPTOR, None, "version", data.version, VERSION, remedy)


def _period(text: str) -> periods.Period | None:
    try:
        return periods.parse(text)
    except ValueError:
        return None


def last_day(text: str) -> pd.Timestamp | None:
    """The last day that a date of the dataset can mean; None for what is no date."""
    period = _period(text)
    return pd.Timestamp(period.end) if period else None


def _version(text: str) -> tuple[int, ...] | None:
    found = _VERSION.fullmatch(text)
    return tuple(int(part) for part in found.groups()) if found else None
