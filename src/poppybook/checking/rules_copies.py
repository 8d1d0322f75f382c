"""Rules for observations that an official table holds too: a copy is the same number, a sum is the sum."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.bodies import derived_from
from poppybook.dataset.store import Dataset

from .rules import fault, of_kind
from .rules_cbp import POUNDS_TOLERANCE

COPY = "a number that an official table also holds is the same there"
QUERY = "a number of the laboratories' query is the sum of its half-years"
OFFICE = "a CBP number for an office is that of the table of offices, rounded to hundredths"
FORECAST = "a predicted number is not below the reported one of the same period and source"

ALL_SUBSTANCES = "all fentanyl and fentanyl-related"
# What of these tables is copied, not added up.
COPIES = {
    "cdc_12month": {"window"},
    "cdc_12month_state": {"window", "window-year"},
    "cdc_deaths_month": {"month"},
}


def copies_equal_the_official_table(data: Dataset) -> Iterator[Fault]:
    """Compares rows of the same place, last month and source."""
    observations = data["observations"].dropna(subset="period_end")
    for table, by in COPIES.items():
        for one, official in derived_from(data, table):
            if one.by not in by:
                continue
            keys = zip(official["place"], official["month"], official["source_id"], strict=True)
            numbers = dict(zip(keys, official[one.column], strict=True))
            for row in observations[observations["series_id"] == one.series_id].itertuples():
                number = numbers.get((row.place, f"{row.period_end:%Y-%m}", row.source_id))
                if pd.notna(number) and number != row.value:
                    remedy = f"{table} has {number}: correct one of them"
                    yield fault(data, "observations", row.Index, "value", row.value, COPY, remedy)


def queries_are_sums_of_halves(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"]
    for one, halves in derived_from(data, "nflis_halfyear"):
        halves = halves.dropna(subset=["year", one.column])
        sums = halves.groupby([halves["year"].astype("str"), "source_id"])[one.column].sum()
        single = halves.set_index(["period", "source_id"])[one.column]
        totals = sums.to_dict() | single.to_dict()
        for row in rows[rows["series_id"] == one.series_id].itertuples():
            total = totals.get((row.period, row.source_id))
            if total is not None and total != row.value:
                remedy = f"nflis_halfyear gives {total}: correct one of them"
                yield fault(data, "observations", row.Index, "value", row.value, QUERY, remedy)


def offices_equal_their_table(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"]
    for one, areas in derived_from(data, "cbp_area_fy"):
        areas = areas[areas["months"] == 12]
        keys = zip("FY" + areas["fiscal_year"].astype("str"), areas["source_id"], strict=True)
        numbers = dict(zip(keys, areas[one.column], strict=True))
        for row in rows[rows["series_id"] == one.series_id].itertuples():
            number = numbers.get((row.period, row.source_id))
            if pd.notna(number) and abs(number - row.value) > POUNDS_TOLERANCE:
                remedy = f"cbp_area_fy has {number:g}: correct one of them"
                yield fault(data, "observations", row.Index, "value", row.value, OFFICE, remedy)


def predictions_are_not_below_reports(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"]
    keys = zip(rows["series_id"], rows["period"], rows["source_id"], strict=True)
    values = dict(zip(keys, rows["value"], strict=True))
    foreseen = of_kind(data, "forecast")["of"]
    for row in rows[rows["series_id"].isin(foreseen.index)].itertuples():
        reported = values.get((foreseen[row.series_id], row.period, row.source_id))
        if reported is not None and row.value < reported:
            remedy = f"{reported:g} are reported: correct one of the two"
            yield fault(data, "observations", row.Index, "value", row.value, FORECAST, remedy)
