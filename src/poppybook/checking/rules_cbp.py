"""Rules between the monthly seizures of US Customs and Border Protection and all that sums them."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset import periods
from poppybook.dataset.bodies import derived_from
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at

# Totals are printed in hundredths of a pound, months in ten-thousandths: sums may differ by the rounding.
POUNDS_TOLERANCE = 0.01

# The heaviest month of a drug is today up to 1.5 times the next one; a slip of the decimal point is ten times or more.
SLIP = 10

SLIPPED = f"a month of a drug has no more than {SLIP} times the most of its other months"
FINEST = "CBP prints at most ten-thousandths of a pound"
FISCAL = "a month lies in its fiscal year"
AREAS = "fentanyl by area adds up to the monthly table"
MONTHS = "months is the number of months the monthly table has for the fiscal year"
TOTALS = "a CBP total equals the sum of the monthly table from the same source"


def months_are_of_one_size(data: Dataset) -> Iterator[Fault]:
    for _, rows in data.cbp_monthly.groupby("drug"):
        for column in ("pounds", "events"):
            most = rows[column].astype("float").nlargest(2)
            if len(most) == 2 and most.iloc[0] > SLIP * most.iloc[1] > 0:
                remedy = f"The next has {most.iloc[1]:,.10g}: look for a lost decimal point"
                row = most.index[0]
                yield fault(data, "cbp_monthly", row, column, rows.at[row, column], SLIPPED, remedy)


def weights_are_as_fine_as_printed(data: Dataset) -> Iterator[Fault]:
    for name in ("cbp_monthly", "cbp_area_fy"):
        frame = data[name]
        finer = frame[((frame["pounds"] - frame["pounds"].round(4)).abs() > 1e-9).fillna(False)]
        yield from faults_at(data, name, finer, "pounds", FINEST, "Write the number as CBP prints it")


def months_lie_in_their_fiscal_year(data: Dataset) -> Iterator[Fault]:
    for row in data.cbp_monthly[["month", "fiscal_year"]].dropna().itertuples():
        try:
            first = periods.parse(row.month).start
        except ValueError as error:
            yield fault(data, "cbp_monthly", row.Index, "month", row.month, FISCAL, str(error))
            continue
        name = str(periods.containing(first, periods.US_FISCAL_YEAR))
        if name != f"FY{row.fiscal_year}":
            remedy = f"{row.month} lies in {name}"
            yield fault(data, "cbp_monthly", row.Index, "fiscal_year", row.fiscal_year, FISCAL, remedy)


def areas_add_up_to_months(data: Dataset) -> Iterator[Fault]:
    keys = ["fiscal_year", "place", "component"]
    monthly, areas = data.cbp_monthly, data.cbp_area_fy
    released = monthly.groupby("fiscal_year")["month"].nunique()
    wholes = monthly[monthly["drug"] == "fentanyl"].groupby(keys)
    for key, rows in areas.groupby(keys):
        whole = wholes.get_group(key) if key in wholes.groups else monthly.iloc[:0]
        for measure, tolerance in (("pounds", POUNDS_TOLERANCE), ("events", 0)):
            total, parts = whole[measure].sum(skipna=False), rows[measure].sum(skipna=False)
            if abs(total - parts) > tolerance:
                remedy = f"The areas of {key} sum to {parts:g}, the months to {total:g}: correct one of them"
                yield fault(data, "cbp_area_fy", rows.index[0], measure, rows[measure].iloc[0], AREAS, remedy)
    expected = areas["fiscal_year"].map(released)
    for row in areas.index[(areas["months"] != expected).fillna(False)]:
        remedy = f"Write {expected[row]}"
        yield fault(data, "cbp_area_fy", row, "months", areas.at[row, "months"], MONTHS, remedy)


def totals_are_sums_of_months(data: Dataset) -> Iterator[Fault]:
    """Months, years and spans alike: whatever whole months a row covers, its number is their sum.

    Only rows from the documents behind the monthly table are held to it; what others quote may be older.
    Regions thereby add up to the country, and components to the whole.
    """
    monthly, rows = data.cbp_monthly, data["observations"]
    rows = rows[rows["source_id"].isin(monthly["source_id"])]
    released = set(monthly["month"])
    for one, cells in derived_from(data, "cbp_monthly"):
        by_month = cells.groupby("month")[one.column].sum(min_count=1).to_dict()
        tolerance = POUNDS_TOLERANCE if one.column == "pounds" else 0
        for row in rows[rows["series_id"] == one.series_id].itertuples():
            months = _whole_months(row.period)
            if not months or not released.issuperset(months):
                continue
            total = sum(by_month.get(month, 0) for month in months)
            if pd.notna(total) and abs(total - row.value) > tolerance:
                remedy = f"The months sum to {total:,.4f}: correct the total, its place or the months"
                yield fault(data, "observations", row.Index, "value", row.value, TOTALS, remedy)


def _whole_months(text: str) -> list[str]:
    """The months a period is made of; none when it begins or ends inside one."""
    try:
        period = periods.parse(text)
    except ValueError:
        return []
    months = period.months()
    whole = months[0].start == period.start and months[-1].end == period.end
    return [str(month) for month in months] if whole else []
