"""Rules for observations that an official table holds too: a copy is the same number, a sum is the sum."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault
from .rules_cbp import POUNDS_TOLERANCE

COPY = "a number that an official table also holds is the same there"
QUERY = "a number of the laboratories' query is the sum of its half-years"
OFFICE = "a CBP number for an office is that of the table of offices, rounded to hundredths"
FORECAST = "a predicted number is not below the reported one of the same period and source"

ALL_SUBSTANCES = "all fentanyl and fentanyl-related"

# Series copied from an official table, by the beginning of their id: table, column, and code of the drug class.
COPIES = {
    "od-t404-month": ("cdc_deaths_month", "deaths", ""),
    "od-t404-state-12m-": ("cdc_12month_state", "reported_deaths", ""),
    "od-12m-all": ("cdc_12month", "reported_deaths", "all drug overdose deaths"),
    "od-12m-opioid": ("cdc_12month", "reported_deaths", "opioids"),
    "od-12m-heroin": ("cdc_12month", "reported_deaths", "heroin"),
    "od-12m-t404": ("cdc_12month", "reported_deaths", "synthetic opioids excl. methadone"),
}
# Series that sum the laboratories' query: which substance.
NFLIS_SERIES = {
    "nflis-fentanyl-query": "fentanyl",
    "nflis-carfentanil-query": "carfentanil",
    "nflis-fentanyl-related-query": ALL_SUBSTANCES,
    "nflis-fentanyl-halfyear-query": "fentanyl",
}
FORECASTS = "-predicted"


def copies_equal_the_official_table(data: Dataset) -> Iterator[Fault]:
    """Compares rows of the same place, last month and source."""
    observations = data["observations"]
    for beginning, (table, column, indicator) in COPIES.items():
        official = data[table]
        if indicator:
            official = official[official["indicator"] == indicator]
        for ending, counted in (("", column), (FORECASTS, "predicted_deaths")):
            if ending and not indicator:
                continue
            keys = zip(official["place"], official["month"], official["source_id"], strict=True)
            numbers = dict(zip(keys, official[counted], strict=True))
            name = observations["series_id"]
            chosen = name == beginning + ending if indicator else name.str.startswith(beginning)
            for row in observations[chosen.fillna(False)].dropna(subset="period_end").itertuples():
                number = numbers.get((row.place, f"{row.period_end:%Y-%m}", row.source_id))
                if pd.notna(number) and number != row.value:
                    remedy = f"{table} has {number}: correct one of them"
                    yield fault(data, "observations", row.Index, "value", row.value, COPY, remedy)


def queries_are_sums_of_halves(data: Dataset) -> Iterator[Fault]:
    halves = data.nflis_halfyear.dropna(subset=["year", "reports"])
    sums = halves.groupby(["substance", halves["year"].astype("str"), "source_id"])["reports"].sum()
    single = halves.set_index(["substance", "period", "source_id"])["reports"]
    totals = sums.to_dict() | single.to_dict()
    rows = data["observations"]
    for row in rows[rows["series_id"].isin(list(NFLIS_SERIES))].itertuples():
        total = totals.get((NFLIS_SERIES[row.series_id], row.period, row.source_id))
        if total is not None and total != row.value:
            remedy = f"nflis_halfyear gives {total}: correct one of them"
            yield fault(data, "observations", row.Index, "value", row.value, QUERY, remedy)


def offices_equal_their_table(data: Dataset) -> Iterator[Fault]:
    areas = data.cbp_area_fy
    pounds = {
        (row.area, f"FY{row.fiscal_year}", row.source_id): row.pounds
        for row in areas.itertuples()
        if row.months == 12
    }
    for row in data["observations"].itertuples():
        number = pounds.get((row.place, row.period, row.source_id))
        is_copy = number is not None and row.series_id == f"cbp-fent-lb-{row.place}"
        if is_copy and abs(number - row.value) > POUNDS_TOLERANCE:
            remedy = f"cbp_area_fy has {number:g}: correct one of them"
            yield fault(data, "observations", row.Index, "value", row.value, OFFICE, remedy)


def predictions_are_not_below_reports(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"]
    keys = zip(rows["series_id"], rows["period"], rows["source_id"], strict=True)
    values = dict(zip(keys, rows["value"], strict=True))
    predicted = rows[rows["series_id"].str.endswith(FORECASTS).fillna(False)]
    for row in predicted.itertuples():
        reported = values.get((row.series_id.removesuffix(FORECASTS), row.period, row.source_id))
        if reported is not None and row.value < reported:
            remedy = f"{reported:g} are reported: correct one of the two"
            yield fault(data, "observations", row.Index, "value", row.value, FORECAST, remedy)
