"""Rules for single published numbers and their periods, ids, units and bounds."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset import periods
from poppybook.dataset.bodies import official_tables
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at, of_kind, published

NOT_NEGATIVE = "a measured quantity is zero or more"
SHARE = "a share lies between 0 and 100"
LOW = "low is not above the value"
HIGH = "high is not below the value"
WIDTH = "low is below high: a range without a width is a single number"
ONE_NUMBER = "a source has one number for the same days of a series"
PERIOD = "a period is written in one of the book's seven forms"
ORDER = "a period ends on or after its first day"
AGREES = "period, period_type, period_start and period_end say the same"
OWN_ID = (
    "the id is <series>@<period>; with ~<source> unless it alone or first prints the number of its period"
)
OFFICIAL_ID = "the id of an official row ends in @ and its period"
SERIES_PLACE = "a row has the place of its series"
SERIES_UNIT = "a row has the unit of its series"
NO_OVERLAP = "periods of one source do not overlap in a series that may be summed"
ONE_ID = "an observation id is used once in all tables"
MIDPOINT = "a value that its note calls a midpoint lies half way between low and high"
WHOLE = "a count of things is a whole number"
LARGEST = "a number is not above the largest that its unit can have in this book"


def quantities_are_not_negative(data: Dataset) -> Iterator[Fault]:
    for name, frame in published(data):
        for column, kind in data.package.tables[name].columns.items():
            if kind in ("number", "integer"):
                wrong = frame[(frame[column] < 0).fillna(False).astype(bool) & ~_changes(data, frame)]
                yield from faults_at(
                    data, name, wrong, column, NOT_NEGATIVE, "Correct the sign or the number"
                )


def _changes(data: Dataset, frame: pd.DataFrame) -> pd.Series:
    """Rows of series that hold a change, which may be negative or above 100 percent."""
    if "series_id" not in frame:
        return pd.Series(False, index=frame.index)
    return frame["series_id"].isin(of_kind(data, "change").index)


def shares_lie_between_0_and_100(data: Dataset) -> Iterator[Fault]:
    frame = data["observations"]
    units = data.units
    percent = units.loc[(units["ratio"] == "percent").fillna(False), "unit"]
    shares = frame[frame["unit"].isin(percent) & ~_changes(data, frame)]
    for column in ("value", "low", "high"):
        remedy = "Correct the number; the kind of a series of changes in percent is change"
        yield from faults_at(data, "observations", shares[shares[column] > 100], column, SHARE, remedy)


def low_value_high_are_in_order(data: Dataset) -> Iterator[Fault]:
    frame = data["observations"]
    remedy = "Correct the three numbers by the source"
    yield from faults_at(data, "observations", frame[frame["low"] > frame["value"]], "low", LOW, remedy)
    yield from faults_at(data, "observations", frame[frame["high"] < frame["value"]], "high", HIGH, remedy)
    single = frame[frame["low"] == frame["high"]]
    yield from faults_at(data, "observations", single, "low", WIDTH, "Empty low and high, or correct them")


def periods_agree(data: Dataset) -> Iterator[Fault]:
    frame = data["observations"]
    for row in frame[["period", "period_type", "period_start", "period_end"]].itertuples():
        if pd.isna(row.period):
            continue
        if row.period_end < row.period_start:
            remedy = "Correct the first or the last day"
            yield fault(data, "observations", row.Index, "period_end", row.period_end, ORDER, remedy)
            continue
        try:
            period = periods.parse(row.period)
        except ValueError as error:
            yield fault(data, "observations", row.Index, "period", row.period, PERIOD, str(error))
            continue
        says = {
            "period_type": period.type,
            "period_start": pd.Timestamp(period.start),
            "period_end": pd.Timestamp(period.end),
        }
        for column, value in says.items():
            found = getattr(row, column)
            if pd.notna(found) and found != value:
                said = value if column == "period_type" else value.date().isoformat()
                remedy = f"{row.period} says {said}: correct the one or the other"
                yield fault(data, "observations", row.Index, column, found, AGREES, remedy)
                break


def ids_are_built_from_their_row(data: Dataset) -> Iterator[Fault]:
    """Where several sources printed one number, the one nearest to its publisher has the plain id.

    Where they printed different numbers no row is the plain one, and every id names its source.
    """
    frame = data["observations"]
    plain = frame["series_id"] + "@" + frame["period"]
    nearest_first = frame.assign(plain=plain).sort_values(["reliability", "source_id"])
    is_nearest = ~nearest_first.duplicated("plain").reindex(frame.index)
    agree = frame["value"].groupby(plain).transform("nunique") == 1
    expected = plain.where(agree & is_nearest, plain + "~" + frame["source_id"])
    judged = expected.notna() & frame["value"].notna().groupby(plain).transform("all")
    for row, wanted in expected[judged & (expected != frame["observation_id"])].items():
        found = frame.at[row, "observation_id"]
        yield fault(data, "observations", row, "observation_id", found, OWN_ID, f"Write {wanted}")


def official_ids_end_in_their_period(data: Dataset) -> Iterator[Fault]:
    for name, table in official_tables(data.package).items():
        frame = data[name]
        wrong = frame["observation_id"].str.partition("@")[2] != table.periods(frame)
        remedy = "Correct the id or the period"
        yield from faults_at(data, name, frame[wrong], "observation_id", OFFICIAL_ID, remedy)


def ids_are_used_once(data: Dataset) -> Iterator[Fault]:
    home: dict[str, str] = {}
    for name, frame in published(data):
        for row, each in frame["observation_id"].dropna().items():
            if home.setdefault(each, name) != name:
                remedy = f"Rename it: {home[each]} has the same id"
                yield fault(data, name, row, "observation_id", each, ONE_ID, remedy)


def rows_agree_with_their_series(data: Dataset) -> Iterator[Fault]:
    frame = data["observations"]
    series = data.series.drop_duplicates("series_id").set_index("series_id")
    for column, rule in (("place", SERIES_PLACE), ("unit", SERIES_UNIT)):
        wanted = frame["series_id"].map(series[column])
        for row in frame.index[wanted.notna() & frame[column].notna() & (wanted != frame[column])]:
            remedy = f"Write {wanted[row]}, or split the series"
            yield fault(data, "observations", row, column, frame.at[row, column], rule, remedy)


def days_have_one_number(data: Dataset) -> Iterator[Fault]:
    """A year that is told again as a span from its first day to its last is the same year."""
    frame = data["observations"]
    days = ["series_id", "source_id", "period_start", "period_end"]
    rows = frame.dropna(subset=days)
    first = rows.groupby(days)["observation_id"].transform("first")
    for row in rows.index[rows.duplicated(days) & (rows["observation_id"] != first)]:
        remedy = f"{first[row]} is of these days, too: keep one, or split the series"
        yield fault(data, "observations", row, "period", frame.at[row, "period"], ONE_NUMBER, remedy)


def summable_periods_do_not_overlap(data: Dataset) -> Iterator[Fault]:
    """Years, months and days of one type overlap only when equal, which the ids forbid; spans may.

    Running totals (additive = false) overlap by nature, and a source may print months beside their year.
    """
    frame = data["observations"]
    additive = data.series.loc[data.series["additive"].fillna(False), "series_id"]
    frame = frame[frame["series_id"].isin(additive) & (frame["period_type"] == periods.SPAN)]
    for _, spans in frame.sort_values(["period_start", "period_end"]).groupby(["series_id", "source_id"]):
        latest_end, latest_id = pd.Timestamp.min, ""
        for row in spans.itertuples():
            if row.period_start <= latest_end:
                remedy = f"It shares days with {latest_id}: split the series, or set additive to false"
                yield fault(data, "observations", row.Index, "period", row.period, NO_OVERLAP, remedy)
            if row.period_end > latest_end:
                latest_end, latest_id = row.period_end, row.observation_id


def midpoints_lie_in_the_middle(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"]
    rows = rows[rows["note"].str.contains("midpoint", case=False).fillna(False).astype(bool)]
    middle = (rows["low"] + rows["high"]) / 2
    for row in rows.index[~((middle - rows["value"]).abs() <= 1e-9 * rows["value"].abs())]:
        said = "low or high is empty" if pd.isna(middle[row]) else f"half way is {middle[row]:g}"
        remedy = f"Correct the three numbers, or the note ({said})"
        yield fault(data, "observations", row, "value", rows.at[row, "value"], MIDPOINT, remedy)


def counts_are_whole(data: Dataset) -> Iterator[Fault]:
    """Rates (deaths per 100,000) and counts printed in millions have decimals: their unit is not whole."""
    units, rows = data.units, data["observations"]
    rows = rows[rows["unit"].isin(units.loc[units["whole"].fillna(False), "unit"])]
    for column in ("value", "low", "high"):
        broken = rows[rows[column].notna() & (rows[column] % 1 != 0)]
        yield from faults_at(data, "observations", broken, column, WHOLE, "Correct the number or the unit")


def numbers_are_of_a_sane_size(data: Dataset) -> Iterator[Fault]:
    """Each unit says in `units` how large a number can be; official columns are held to the unit of their field."""
    largest = data.units.drop_duplicates("unit").set_index("unit")["largest"].dropna()
    for resource in data.package.descriptor["resources"]:
        frame = data[resource["name"]]
        for field in resource["schema"]["fields"]:
            column = field["name"]
            if field["type"] not in ("number", "integer"):
                continue
            if field.get("unit") == "see column unit" and "unit" in frame:
                limit = frame["unit"].map(largest)
            else:
                limit = pd.Series(largest.get(field.get("unit")), index=frame.index, dtype="float64")
            limit = limit.astype("float64")  # of an empty table the words are no numbers yet
            for row in frame.index[(frame[column].astype("float64").abs() > limit).fillna(False)]:
                remedy = f"Correct the number or its unit; the largest is {limit[row]:,g} (units.csv)"
                yield fault(data, resource["name"], row, column, frame.at[row, column], LARGEST, remedy)
