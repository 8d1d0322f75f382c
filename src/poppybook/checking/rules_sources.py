"""Rules between a row and the document it cites: how far it can be trusted, and what it can know."""

import re
from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at, items
from .rules_time import AHEAD, last_day

RANK = "a number is no more reliable than its source, and C only where its source is (C says: the press quotes it)"
ADOPTED = "an event is at most a year younger than its newest source"
FORESEEN = "a claim is not about a time that began over three months after its source was published"
NAMED = "a year at the end of a source's id is at most five years from the year it was published"
KNOWN_SINCE = "a correction is known since its first source was published, or later"
LETTER = "news is never A, and nothing but news, press releases and think tanks is C"
DATED = "a year in a document's address is at most one from the year it was published; no archive keeps what is to come"
ONE_MONTH = "a month of deaths by state comes from one source"
ONE_FILE = "the monthly seizures of a fiscal year come from one source, and those by office from the same"

OFFICIAL = ["law", "treaty-body", "gov-report", "primary-data", "academic"]
A_YEAR = pd.Timedelta(days=366)  # laws and bans are published before they are in force
YEARS = 5  # a yearbook comes late


def numbers_are_as_reliable_as_their_source(data: Dataset) -> Iterator[Fault]:
    """A publisher of its own numbers may quote others', which are B."""
    letters = data.sources.drop_duplicates("source_id").set_index("source_id")["reliability"]
    rows = data["observations"].dropna(subset=["reliability"])
    known = rows["source_id"].map(letters)
    wrong = (rows["reliability"] < known) | ((rows["reliability"] == "C") & (known < "C"))
    for row in rows.index[wrong]:
        remedy = f"Write {known[row]}, or correct the source or its letter in sources.csv"
        yield fault(data, "observations", row, "reliability", rows.at[row, "reliability"], RANK, remedy)


def documents_know_what_cites_them(data: Dataset) -> Iterator[Fault]:
    """An event is documented when or after it happens; a claim speaks of what its author can know."""
    dates = data.sources.drop_duplicates("source_id").set_index("source_id")["date_published"].dropna()
    ends = {key: end for key, text in dates.items() if (end := last_day(text)) is not None}
    for row in data["events"].dropna(subset=["date", "source_ids"]).itertuples():
        cited = items(row.source_ids)
        begun = last_day(row.date)
        if begun is None or not all(source in ends for source in cited):
            continue
        newest = max(cited, key=lambda source: ends[source])
        if begun > ends[newest] + A_YEAR:
            remedy = (
                f"{newest} is of {dates[newest]}: correct the date, that of the source, or cite a newer one"
            )
            yield fault(data, "events", row.Index, "date", row.date, ADOPTED, remedy)
    for row in data.claims.dropna(subset=["period_start", "source_id"]).itertuples():
        if row.source_id in ends and row.period_start > ends[row.source_id] + AHEAD:
            remedy = f"{row.source_id} is of {dates[row.source_id]}: correct the period or the source"
            yield fault(data, "claims", row.Index, "period_start", row.period_start, FORESEEN, remedy)


def corrections_are_younger_than_their_sources(data: Dataset) -> Iterator[Fault]:
    dates = data.sources.drop_duplicates("source_id").set_index("source_id")["date_published"].dropna()
    for row in data.corrections.dropna(subset=["since", "source_ids"]).itertuples():
        known, cited = last_day(row.since), [dates[one] for one in items(row.source_ids) if one in dates]
        if known is not None and cited and known.strftime("%Y-%m") < min(cited)[:7]:
            remedy = f"The first of its sources is of {min(cited)}: correct the month or the sources"
            yield fault(data, "corrections", row.Index, "since", row.since, KNOWN_SINCE, remedy)


def sources_are_of_the_year_in_their_id(data: Dataset) -> Iterator[Fault]:
    for row in data.sources.dropna(subset=["source_id", "date_published"]).itertuples():
        found = re.search(r"-((?:19|20)\d\d)(?:-\d\d){0,2}$", row.source_id)
        year = int(row.date_published[:4]) if row.date_published[:4].isdigit() else None
        if found and year and abs(int(found[1]) - year) > YEARS:
            remedy = f"The id says {found[1]}: correct the one or the other"
            yield fault(data, "sources", row.Index, "date_published", row.date_published, NAMED, remedy)


def documents_have_the_letter_of_their_kind(data: Dataset) -> Iterator[Fault]:
    """A newspaper is not the publisher of the numbers that it prints; a law or a statistic does not quote the press."""
    sources = data.sources
    for kinds, letter in ((["news"], "A"), (OFFICIAL, "C")):
        wrong = sources[sources["kind"].isin(kinds) & (sources["reliability"] == letter)]
        remedy = "Correct the letter or the kind"
        yield from faults_at(data, "sources", wrong, "reliability", LETTER, remedy)


def addresses_are_of_their_day(data: Dataset) -> Iterator[Fault]:
    for row in data.sources.dropna(subset=["url", "date_published"]).itertuples():
        if not row.date_published[:4].isdigit():
            continue  # another rule says so
        published = row.date_published[:4]
        kept = re.search(r"/((?:19|20)\d\d)\d{10}/https?:", row.url)
        told = None if kept else re.search(r"/((?:19|20)\d\d)/[01]\d/", row.url)
        if (kept and kept[1] < published) or (told and abs(int(told[1]) - int(published)) > 1):
            remedy = f"The address says {(kept or told)[1]}: correct the date or the address"
            yield fault(data, "sources", row.Index, "date_published", row.date_published, DATED, remedy)


def official_times_come_from_one_source(data: Dataset) -> Iterator[Fault]:
    tables = ("cbp_monthly", "cbp_area_fy")
    rows = pd.concat([data[name][["fiscal_year", "source_id"]].assign(table=name) for name in tables])
    months = data.cdc_12month_state[["month", "source_id"]].assign(table="cdc_12month_state")
    for rule, frame, time in ((ONE_FILE, rows, "fiscal_year"), (ONE_MONTH, months, "month")):
        frame = frame.dropna()
        for _, same in frame[frame.groupby(time)["source_id"].transform("nunique") > 1].groupby(time):
            usual = same["source_id"].mode().iloc[0]
            for row, source, table in same[same["source_id"] != usual][["source_id", "table"]].itertuples():
                remedy = f"Write {usual}, which the other rows have"
                yield fault(data, table, row, "source_id", source, rule, remedy)
