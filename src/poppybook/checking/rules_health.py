"""Rules between the tables of overdose deaths and laboratory reports."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset import periods
from poppybook.dataset.bodies import derived_from
from poppybook.dataset.store import Dataset

from .rules import fault
from .rules_copies import ALL_SUBSTANCES

DEATHS = "the twelve months of T40.4 deaths add up to the year"
NATION = "the national row of the state table equals the national table"
SUBSTANCES = "reports by substance add up to all fentanyl-related reports of the half-year"
STATES = "reports by state add up to the two half-years"

CLASS = "a series has no larger number for a period than the series that contains it"


def monthly_deaths_add_up_to_years(data: Dataset) -> Iterator[Fault]:
    for one, months in derived_from(data, "cdc_deaths_month"):
        if one.by != "year":
            continue
        months = months[months["status"] == "reported"]
        whole = months.groupby(months["month"].str[:4])[one.column].sum(min_count=12).dropna()
        years = data["observations"]
        years = years[(years["series_id"] == one.series_id) & (years["period_type"] == periods.CALENDAR_YEAR)]
        for row in years[years["period"].isin(whole.index)].itertuples():
            if row.value != whole[row.period]:
                remedy = f"The months sum to {whole[row.period]}: correct the year or the month"
                yield fault(data, "observations", row.Index, "value", row.value, DEATHS, remedy)


def nation_is_the_same_in_both_tables(data: Dataset) -> Iterator[Fault]:
    states, nation = data.cdc_12month_state, data.cdc_12month
    nation = nation[(nation["icd10"] == "T40.4") & (nation["place"] == "USA")]
    nation = nation.drop_duplicates("month").set_index("month")["reported_deaths"]
    states = states[(states["place"] == "USA") & states["month"].isin(nation.index)]
    wanted = states["month"].map(nation)
    for row in states.index[(wanted != states["reported_deaths"]).fillna(False)]:
        found = states.at[row, "reported_deaths"]
        remedy = f"cdc_12month has {wanted[row]}: correct one of them"
        yield fault(data, "cdc_12month_state", row, "reported_deaths", found, NATION, remedy)


def laboratory_reports_add_up(data: Dataset) -> Iterator[Fault]:
    halves, states = data.nflis_halfyear, data.nflis_state_year
    is_all = halves["substance"] == ALL_SUBSTANCES
    parts = halves[~is_all].groupby("period")["reports"].sum(skipna=False)
    for row in halves[is_all].itertuples():
        part = parts.get(row.period)
        if pd.notna(part) and pd.notna(row.reports) and part != row.reports:
            remedy = f"The substances sum to {part}: correct the sum or a part"
            yield fault(data, "nflis_halfyear", row.Index, "reports", row.reports, SUBSTANCES, remedy)
    columns = {
        "fentanyl": "fentanyl_reports",
        "carfentanil": "carfentanil_reports",
        ALL_SUBSTANCES: "all_fentanyl_related_reports",
    }
    years = halves.groupby(["year", "substance"])["reports"].sum(skipna=False)
    for year, rows in states.groupby("year"):
        for substance, column in columns.items():
            total, wanted = rows[column].sum(skipna=False), years.get((year, substance))
            if pd.notna(total) and pd.notna(wanted) and total != wanted:
                remedy = (
                    f"The states of {year} sum to {total}, the half-years to {wanted}: correct one of them"
                )
                row = rows.index[0]
                yield fault(data, "nflis_state_year", row, column, rows.at[row, column], STATES, remedy)


def contained_series_are_not_above(data: Dataset) -> Iterator[Fault]:
    rows, series = data["observations"], data.series
    most = rows.groupby(["series_id", "period"])["value"].max()
    within = series.dropna(subset="within").drop_duplicates("series_id").set_index("series_id")["within"]
    for row in rows[rows["series_id"].isin(within.index)].itertuples():
        whole = most.get((within[row.series_id], row.period))
        if whole is not None and row.value > whole:
            remedy = f"{within[row.series_id]} says {whole:,.10g}: correct one of them"
            yield fault(data, "observations", row.Index, "value", row.value, CLASS, remedy)
