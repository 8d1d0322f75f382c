"""Rules for what rows say of each other: sources, lists of ids, event dates, and corrections."""

import re
from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset import periods
from poppybook.dataset.chapters import chapters
from poppybook.dataset.package import DESCRIPTOR
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at, items

ORGANISATIONS = {"UN", "EU"}
# What datapackage.json may say of a column's unit beside the units of units.csv.
COLUMN_UNITS = {
    "see column unit",
    "see column recompute_note",
    "calendar year",
    "US fiscal year",
    "months",
    "position",
}
COLUMN_UNITS |= {"degrees north", "degrees east", "seizure events", "laboratory reports"}

LISTED = "every word of a list names something that exists"
ONCE = "a list names nothing twice"
USED = "every source is cited by some row"
DATE = "an event's date is written to its precision"
DATE_ORDER = "what ends does so on or after the day it began"
CLAIM_PERIOD = "a claim's first and last day make a period of its type"
DESCRIBED = "datapackage.json gives every column a title and a description, and every number a unit"
UNIT_OF_COLUMN = "the unit of a column is known"
OWN_UNIT = "a column that is called as a measure holds that measure"
OWN_MEANING = "each term of the glossary has a meaning of its own, which is more than the term"
DEFINED_ONCE = "no word of the glossary is explained by two terms"
ONE_EVENT = "one event has one id"
ONE_SOURCE = "one source has one id"
ONE_ROUTE = "one route has one id"
ONE_CLAIM = "one claim has one id"
ONE_SENTENCE = "one sentence of a source has one fingerprint"
GUARD = "a correction stands while the row it guards still prints the wrong value"


def _targets(data: Dataset) -> dict[str, set[str]]:
    """What the words in a list column may be, by the column's name."""
    return {
        "observation_ids": set(data["observations"]["observation_id"].dropna()),
        "event_ids": set(data["events"]["event_id"].dropna()),
        "source_ids": set(data.sources["source_id"].dropna()),
        **dict.fromkeys(("parties", "actor", "toward"), set(data.places["place"].dropna()) | ORGANISATIONS),
        "themes": set(chapters(data)["theme"]),
        "derived_from": set(data.claims["claim_id"].dropna()),
        "geo": set(data.places["place"].dropna()),
    }


def lists_name_what_exists(data: Dataset) -> Iterator[Fault]:
    targets = _targets(data)
    for name in data.tables:
        frame = data[name]
        for column in frame.columns.intersection(list(targets)):
            for row, cell in frame[column].dropna().items():
                words = items(cell)
                for word in words:
                    if word not in targets[column]:
                        remedy = f"Correct or remove “{word}”, or add what it names"
                        yield fault(data, name, row, column, cell, LISTED, remedy)
                if len(set(words)) < len(words):
                    yield fault(data, name, row, column, cell, ONCE, "Remove the repetition")


def sources_are_used(data: Dataset) -> Iterator[Fault]:
    used: set[str] = set()
    for name in data.tables:
        frame = data[name]
        if name != "sources" and "source_id" in frame:
            used |= set(frame["source_id"].dropna())
        if "source_ids" in frame:
            used |= {word for cell in frame["source_ids"] for word in items(cell)}
    idle = data.sources[~data.sources["source_id"].isin(used)]
    yield from faults_at(
        data, "sources", idle, "source_id", USED, "Cite the source where it belongs, or delete it"
    )


def event_dates_fit_their_precision(data: Dataset) -> Iterator[Fault]:
    precisions = {periods.CALENDAR_YEAR: "year", periods.MONTH: "month", periods.DAY: "day"}
    for row in data["events"][["date", "date_precision", "date_end"]].dropna(subset="date").itertuples():
        date = _period(row.date)
        if date is None or precisions.get(date.type) != row.date_precision:
            remedy = "Write YYYY for a year, YYYY-MM for a month, YYYY-MM-DD for a day"
            yield fault(data, "events", row.Index, "date", row.date, DATE, remedy)
        if pd.notna(row.date_end):
            end = _period(row.date_end)
            if end is None or end.type not in precisions:
                remedy = "Write YYYY, YYYY-MM or YYYY-MM-DD, or nothing"
                yield fault(data, "events", row.Index, "date_end", row.date_end, DATE, remedy)
            elif date is not None and end.end < date.start:
                yield fault(
                    data, "events", row.Index, "date_end", row.date_end, DATE_ORDER, "Correct the dates"
                )


def _period(text: str) -> periods.Period | None:
    try:
        return periods.parse(text)
    except ValueError:
        return None


def claims_fit_their_period_type(data: Dataset) -> Iterator[Fault]:
    for row in data.claims.dropna(subset=["period_start", "period_end", "period_type"]).itertuples():
        try:
            periods.Period(row.period_start.date(), row.period_end.date(), row.period_type)
        except ValueError as error:
            remedy = f"Correct the type or the days, or call it a span ({error})"
            yield fault(data, "claims", row.Index, "period_type", row.period_type, CLAIM_PERIOD, remedy)


def flows_end_after_they_begin(data: Dataset) -> Iterator[Fault]:
    flows = data.flows
    wrong = flows[(flows["period_end"] < flows["period_start"]).fillna(False)]
    yield from faults_at(data, "flows", wrong, "period_end", DATE_ORDER, "Correct the years")


def corrections_still_stand(data: Dataset) -> Iterator[Fault]:
    """The guard of a known upstream error: when the publisher repairs the number, the correction must go."""
    rows = data["observations"].drop_duplicates("observation_id").set_index("observation_id")["value"]
    claims = data.claims.drop_duplicates("claim_id").set_index("claim_id")["value"]
    for row in data.corrections.itertuples():
        for column, printed_in in (("observation_id", rows), ("claim_id", claims)):
            key = getattr(row, column)
            if pd.isna(key):
                continue
            if key not in printed_in.index:
                remedy = "Point the correction to a row that exists"
                yield fault(data, "corrections", row.Index, column, key, LISTED, remedy)
            elif pd.notna(row.printed) and printed_in[key] != row.printed:
                remedy = (
                    f"{key} now says {printed_in[key]:g}: if the publisher repaired it, take away the guard and "
                    "set status to fixed-upstream; if not, restore the row"
                )
                yield fault(data, "corrections", row.Index, "printed", row.printed, GUARD, remedy)


def terms_are_defined_once(data: Dataset) -> Iterator[Fault]:
    """A term, each of its alternatives ("FGR / PGR") and each of its words in the text has one meaning."""
    first: dict[str, str] = {}
    for row in data.glossary.itertuples():
        said = {"term": re.split(r" / ", row.term), "words": items(row.words)}
        for column, words in said.items():
            for word in words:
                other = first.setdefault(word.casefold(), row.term_id)
                if other != row.term_id:
                    remedy = f"{other} explains it: keep one of the two"
                    yield fault(data, "glossary", row.Index, column, word, DEFINED_ONCE, remedy)
    glossary = data.glossary.dropna(subset=["term", "meaning"])
    bare = glossary["meaning"].str.casefold() == glossary["term"].str.casefold()
    alike = glossary[bare | glossary.duplicated("meaning")]
    yield from faults_at(data, "glossary", alike, "meaning", OWN_MEANING, "Say what this term means")


def columns_are_described(data: Dataset) -> Iterator[Fault]:
    known = {*data.units["unit"].dropna(), *COLUMN_UNITS}
    measures = set(data.units.loc[data.units["kind"] == "pint", "unit"])
    for resource in data.package.descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            words = ["title", "description"] + ["unit"] * (field["type"] in ("number", "integer", "year"))
            missing = [word for word in words if not field.get(word)]
            where = f"{resource['name']}.{field['name']}"
            if "unit" in words and not missing and field["unit"] not in known:
                remedy = "Write a unit of units.csv, or “see column unit”"
                yield Fault(DESCRIPTOR, None, where, field["unit"], UNIT_OF_COLUMN, remedy)
            elif field["name"] in measures and field.get("unit") in measures - {field["name"]}:
                yield Fault(DESCRIPTOR, None, where, field.get("unit"), OWN_UNIT, f"Write {field['name']}")
            if missing:
                remedy = f"Add {' and '.join(missing)}"
                yield Fault(DESCRIPTOR, None, where, None, DESCRIBED, remedy)


def things_have_one_id(data: Dataset) -> Iterator[Fault]:
    wanted = (
        ("events", ONE_EVENT, ["date", "title"]),
        ("events", ONE_EVENT, ["date", "description"]),
        ("sources", ONE_SOURCE, ["title", "publisher", "date_published"]),
        ("sources", ONE_SOURCE, ["title", "url"]),
        ("flows", ONE_ROUTE, ["from_node", "to_node", "commodity", "period_start", "period_end"]),
        (
            "claims",
            ONE_CLAIM,
            ["source_id", "paragraph", "sentence", "metric", "value", "period_start", "period_end"],
        ),
        ("corrections", ONE_EVENT.replace("event", "correction"), ["title", "observation_id", "claim_id"]),
        ("nodes", ONE_ROUTE.replace("route", "place on the map"), ["label"]),
    )
    told = set()
    for name, rule, columns in wanted:
        frame = data[name]
        key = frame.columns[0]
        words = frame[columns].apply(lambda cells: cells.astype("str").str.casefold())
        words = words[frame[columns[0]].notna() & (len(columns) < 3 or frame[columns].notna().any(axis=1))]
        firsts = words.drop_duplicates()
        first_of = dict(zip(map(tuple, firsts.to_numpy()), firsts.index, strict=True))
        for row in words.index.difference(firsts.index):
            first = first_of[tuple(words.loc[row])]
            if (name, row) not in told:
                told.add((name, row))
                remedy = (
                    f"Row {first} is the same ({frame.at[first, key]}): keep one, or say what is different"
                )
                yield fault(data, name, row, key, frame.at[row, key], rule, remedy)


def sentences_have_one_fingerprint(data: Dataset) -> Iterator[Fault]:
    places = ["source_id", "paragraph", "sentence"]
    rows = data.claims.dropna(subset=[*places, "sentence_sha256"])
    first = rows.groupby(places)["sentence_sha256"].transform("first")
    remedy = "Correct the place of the sentence or the fingerprint: another claim has the same place"
    yield from faults_at(
        data, "claims", rows[rows["sentence_sha256"] != first], "sentence_sha256", ONE_SENTENCE, remedy
    )
    sentences = rows.drop_duplicates(places)
    twice = sentences[sentences.duplicated("sentence_sha256")]
    remedy = "Correct the fingerprint or the place: another sentence has the same fingerprint"
    yield from faults_at(data, "claims", twice, "sentence_sha256", ONE_SENTENCE, remedy)
