"""Rules for the size of a number: beside its own series, its other sources, its range, the other parts of its whole.

A lost decimal point, a unit a thousand times smaller or a cell of the next column is far from all its neighbours. The
limits are wide: what publishers really print (a new market, a recount, a disputed seizure) lies well within.
"""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset import periods
from poppybook.dataset.store import Dataset

from .rules import fault, of_kind
from .rules_places import holders

# The farthest of today's data: 9.3 times the next of a series, 9 times another source, 3.8 and 1/12 of a range.
SERIES, SOURCES, ABOVE, BELOW = 30, 9.5, 10, 100

OF_SERIES = f"a number is at most {SERIES} times the next largest of its series"
OF_SOURCES = "two sources of one number do not differ tenfold, unless a correction names one of them"
OF_RANGE = f"high is at most {ABOVE} times the value, and low at least a hundredth of it"
OF_WHOLE = "the shares of one whole by place come to 100 percent or less, but for rounding"
OF_TOTAL = "parts of one source come to their total, but for rounding"
OF_RATE = "a rate of deaths fits the deaths of the same year"

PEOPLE = (250, 370)  # millions of people


def numbers_of_a_series_are_of_one_size(data: Dataset) -> Iterator[Fault]:
    """In series of three numbers or more. Spans are left out: one may be a week and the next ten years."""
    rows = data["observations"]
    rows = rows[(rows["value"] > 0) & (rows["period_type"] != periods.SPAN)]
    for _, values in rows.groupby("series_id")["value"]:
        most = values.nlargest(2)
        if len(values) > 2 and most.iloc[0] > SERIES * most.iloc[1]:
            remedy = f"The next has {most.iloc[1]:,.10g}: look for a lost decimal point or another unit"
            yield fault(data, "observations", most.index[0], "value", most.iloc[0], OF_SERIES, remedy)


def sources_of_a_number_are_of_one_size(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"]
    explained = set(data.corrections["observation_id"].dropna())
    rows = rows[(rows["value"] > 0) & ~rows["observation_id"].isin(explained)]
    keys = ["series_id", "period"]
    for _, same in rows[rows.duplicated(keys, keep=False)].groupby(keys):
        most, least = same["value"].idxmax(), same["value"].idxmin()
        if same["value"][most] > SOURCES * same["value"][least]:
            remedy = (
                f"{same['observation_id'][least]} says {same['value'][least]:,.10g}: look for a lost decimal point, "
                "or enter a correction that explains it"
            )
            yield fault(data, "observations", most, "value", same["value"][most], OF_SOURCES, remedy)


def ranges_are_near_their_value(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"][data["observations"]["value"] > 0]
    remedy = "Compare the three numbers with the source: look for a lost decimal point"
    for column, far in (
        ("high", rows["high"] > ABOVE * rows["value"]),
        ("low", (rows["low"] > 0) & (BELOW * rows["low"] < rows["value"])),
    ):
        for row in rows.index[far]:
            yield fault(data, "observations", row, column, rows.at[row, column], OF_RANGE, remedy)


def shares_of_a_whole_stay_within_it(data: Dataset) -> Iterator[Fault]:
    """Series of shares of one quantity, which differ in their place, by source."""
    within = data.places.drop_duplicates("place").set_index("place")["within"].dropna().to_dict()
    rows = data["observations"]
    rows = rows.assign(whole=rows["series_id"].map(of_kind(data, "share")["quantity"])).dropna(subset="whole")
    for _, parts in rows.groupby(["whole", "period", "source_id"]):
        places = set(parts["place"])
        if any(places & set(holders(place, within)) for place in places):
            continue  # one lies within the other
        total = parts["value"].sum()
        if total > 100 + len(parts) / 2:
            row = parts["value"].idxmax()
            remedy = f"With the other {len(parts) - 1} of {parts['period'][row]} it comes to {total:g}: correct one"
            yield fault(data, "observations", row, "value", parts["value"][row], OF_WHOLE, remedy)


def parts_come_to_their_total(data: Dataset) -> Iterator[Fault]:
    """The series that lie within a total, by period and source."""
    rows = data["observations"]
    rows = rows.assign(within=rows["series_id"].map(data.series.set_index("series_id")["within"]))
    for total in rows[rows["series_id"].isin(of_kind(data, "total").index)].itertuples():
        parts = rows[
            (rows["within"] == total.series_id).fillna(False).astype(bool)
            & (rows["period"] == total.period)
            & (rows["source_id"] == total.source_id)
        ]
        whole = parts["value"].sum()
        if (len(parts) > 1 and abs(whole - total.value) > 0.01 * whole) or (
            parts["value"] > total.value
        ).any():
            remedy = f"{' and '.join(parts['observation_id'])} come to {whole:,.10g}: correct one of them"
            yield fault(data, "observations", total.Index, "value", total.value, OF_TOTAL, remedy)


def rates_agree_with_their_counts(data: Dataset) -> Iterator[Fault]:
    """Deaths and deaths per 100,000 of one cause and year give the population: that of the United States was 279
    million in 1999 and is under 350; a rate adjusted for age may be off by some percent, and by its rounding."""
    rows = data["observations"]
    counts = rows.drop_duplicates(["series_id", "period"]).set_index(["series_id", "period"])["value"]
    count_of = of_kind(data, "rate")["of"]
    for row in rows[rows["series_id"].isin(count_of.index) & (rows["place"] == "USA")].itertuples():
        count = counts.get((count_of[row.series_id], row.period))
        if count is None or pd.isna(row.value):
            continue
        low, high = (count / max(row.value + half, 0.01) / 10 for half in (0.05, -0.05))
        if high < PEOPLE[0] or low > PEOPLE[1]:
            least, most = (f"{count / people / 10:.1f}" for people in reversed(PEOPLE))
            remedy = f"{count:,.10g} deaths make it {least} to {most}: correct one of them"
            yield fault(data, "observations", row.Index, "value", row.value, OF_RATE, remedy)
