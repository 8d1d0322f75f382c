"""Rules inside the official tables: no gaps, columns that agree with each other and with the row's id."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset import periods
from poppybook.dataset.bodies import official_tables
from poppybook.dataset.package import DESCRIPTOR
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at
from .rules_copies import ALL_SUBSTANCES

GAP = "no month or half-year is missing inside an official table"
HALF = "half and year are those of the period"
NAMED = "the part of an official id before @ stands for one combination of columns"
PREDICTED = "the predicted count is not below the reported one"
NATION = "a state has no more deaths than the nation"
CLASSES = "a class of drugs has no more deaths than the class that contains it"
RELATED = "fentanyl and carfentanil reports are not more than all related reports"
EXPLAINED = "a count is missing exactly where the flag says why"
PROVISIONAL = "a count is preliminary exactly where the flag says incomplete"
NEWEST = "what is incomplete or an estimate is the newest: once a month or year is, all that follow are"
BASIS = "a reported count of deaths is final, an estimate a third party's"
WINDOW = "two windows of twelve months that share eleven do not lie far apart"
ROLLING = "twelve months of deaths add up to the window that they make, within five percent"
EVENTS = "what was seized was seized in at least one event"
REACH = "what datapackage.json says of a table's reach is its newest month"
SUBSTANCE_SUM = "all fentanyl-related reports stand with every half-year"

# A publisher may leave a class unprinted for years; a hole shorter than this is a lost row.
LONGEST_HOLE = 12
CONTAINED = {
    "heroin": "opioids",
    "synthetic opioids excl. methadone": "opioids",
    "opioids": "all drug overdose deaths",
}
UNCOUNTED = {"suppressed-under-10", "withheld-low-quality"}


def no_month_is_missing(data: Dataset) -> Iterator[Fault]:
    remedy = "Take the lost rows back (git diff), or the table from the publisher again"
    # CBP prints no row where nothing was seized: the table as a whole has every month.
    groups = {"cbp_monthly": ["drug"], "cdc_12month": ["place", "indicator"]}
    groups |= {"cdc_12month_state": ["place"], "cdc_deaths_month": ["place"]}
    for name, keys in groups.items():
        for _, rows in data[name].dropna(subset="month").sort_values("month").groupby(keys):
            months = rows.drop_duplicates("month")["month"]
            for (_, before), (row, month) in pairwise(months.items()):
                apart = _number(month) - _number(before)
                if 1 < apart <= LONGEST_HOLE:
                    what = f"after {before} comes {month}"
                    yield fault(data, name, row, "month", what, GAP, remedy)
    halves = sorted(data.nflis_halfyear["period"].dropna().unique())
    for before, after in pairwise(halves):
        if _number(after) - _number(before) != 6:
            row = data.nflis_halfyear.index[data.nflis_halfyear["period"] == after][0]
            yield fault(data, "nflis_halfyear", row, "period", f"after {before} comes {after}", GAP, remedy)
    months = data.cbp_monthly["month"].dropna()
    years = months.map(lambda month: (_number(month) + 2) // 12)
    for year, month in months.groupby(years).min().items():
        if month != f"{year - 1}-10":
            row = months.index[years == year][0]
            yield fault(data, "cbp_monthly", row, "month", f"FY{year} begins in {month}", GAP, remedy)


def tables_reach_as_far_as_they_say(data: Dataset) -> Iterator[Fault]:
    """`Data to April 2026.`, in the description of an official table; offices go as far as the months. A year of the
    states may be half done."""
    ends = {name: "month" for name in ("cbp_monthly", "cdc_12month", "cdc_12month_state")}
    ends |= {"nflis_halfyear": "period"}
    for resource in data.package.descriptor["resources"]:
        name = resource["name"].replace("cbp_area_fy", "cbp_monthly")
        said = re.search(r"Data to ([^.]*)\.", resource.get("description", ""))
        if not said or name not in ends or (times := data[name][ends[name]].dropna()).empty:
            continue
        newest = periods.parse(str(times.max())).end.strftime("%B %Y")
        if said[1] != newest:
            where = f"{resource['name']}.description"
            yield Fault(DESCRIPTOR, None, where, said[0], REACH, f"Write: Data to {newest}")


def halves_agree(data: Dataset) -> Iterator[Fault]:
    for row in data.nflis_halfyear.dropna(subset=["period", "year", "half"]).itertuples():
        wanted = {"H1": "01-01--{0}-06-30", "H2": "07-01--{0}-12-31"}.get(row.half, "")
        if row.period != f"{row.year}-" + wanted.format(row.year):
            column = "year" if row.period[:4] != str(row.year) else "half"
            remedy = f"The period is {row.period}: correct the one or the other"
            yield fault(data, "nflis_halfyear", row.Index, column, getattr(row, column), HALF, remedy)


def official_ids_name_their_columns(data: Dataset) -> Iterator[Fault]:
    for name, table in official_tables(data.package).items():
        frame, keys = data[name], list(table.keys)
        stems = frame["observation_id"].str.partition("@")[0]
        said = pd.Series(list(map(" / ".join, frame[keys].astype("str").to_numpy())), index=frame.index)
        for column, by, what in ((keys[0], stems, said), ("observation_id", said, stems)):
            torn = what.groupby(by).transform("nunique") > 1
            for _, words in what[torn].groupby(by[torn]):
                usual = words.mode().iloc[0]
                for row in words.index[words != usual]:
                    remedy = f"{by[row]} stands for {usual} elsewhere: correct the id or the columns"
                    yield fault(data, name, row, column, what[row], NAMED, remedy)


def deaths_are_in_order(data: Dataset) -> Iterator[Fault]:
    nation = data.cdc_12month[(data.cdc_12month["icd10"] == "T40.4") & (data.cdc_12month["place"] == "USA")]
    nation = nation.drop_duplicates("month").set_index("month")
    for name in ("cdc_12month", "cdc_12month_state"):
        frame = data[name]
        low = frame[(frame["predicted_deaths"] < frame["reported_deaths"]).fillna(False)]
        remedy = "Correct the two counts by the publisher's table"
        yield from faults_at(data, name, low, "predicted_deaths", PREDICTED, remedy)
    states = data.cdc_12month_state
    for column in ("reported_deaths", "predicted_deaths"):
        above = states[(states[column] > states["month"].map(nation[column])).fillna(False)]
        remedy = "Correct the state's count, or the nation's in cdc_12month"
        yield from faults_at(data, "cdc_12month_state", above, column, NATION, remedy)
    counts = data.cdc_12month.drop_duplicates(["indicator", "place", "month"])
    counts = counts.set_index(["indicator", "place", "month"])["reported_deaths"]
    for row in data.cdc_12month.dropna(subset="reported_deaths").itertuples():
        whole = counts.get((CONTAINED.get(row.indicator), row.place, row.month))
        if pd.notna(whole) and row.reported_deaths > whole:
            remedy = f"{CONTAINED[row.indicator]} says {whole}: correct one of them"
            yield fault(
                data, "cdc_12month", row.Index, "reported_deaths", row.reported_deaths, CLASSES, remedy
            )


def windows_move_slowly(data: Dataset) -> Iterator[Fault]:
    """A window may grow by half from one month to the next in a small state, the nation's by a tenth."""
    for name, keys, share in (
        ("cdc_12month", ["place", "indicator"], 0.1),
        ("cdc_12month_state", ["place"], 0.5),
    ):
        for column in ("reported_deaths", "predicted_deaths"):
            frame = data[name].dropna(subset=[column, "month"]).sort_values([*keys, "month"])
            before = frame.groupby(keys)[[column, "month"]].shift()
            numbers = frame["month"].map(_number) - before["month"].map(_number, na_action="ignore")
            change = (frame[column] - before[column]).abs()
            smaller = frame[column].where(frame[column] < before[column], before[column])
            far = (numbers == 1) & (change > 15) & (change > share * smaller)
            for row in frame.index[far.fillna(False).astype(bool)]:
                remedy = f"The month before has {before[column][row]:g}: correct the one that is wrong"
                yield fault(data, name, row, column, frame.at[row, column], WINDOW, remedy)
    months = data.cdc_deaths_month[data.cdc_deaths_month["place"] == "USA"].drop_duplicates("month")
    sums = months.set_index("month").sort_index()["deaths"].astype("float64").rolling(12).sum()
    nation = data.cdc_12month[(data.cdc_12month["icd10"] == "T40.4") & (data.cdc_12month["place"] == "USA")]
    for row in nation.dropna(subset="reported_deaths").itertuples():
        total = sums.get(row.month)
        if pd.notna(total) and abs(row.reported_deaths / max(total, 1) - 1) > 0.05:
            remedy = f"The months in cdc_deaths_month sum to {total:g}: correct a month or the window"
            yield fault(
                data, "cdc_12month", row.Index, "reported_deaths", row.reported_deaths, ROLLING, remedy
            )


def flags_explain(data: Dataset) -> Iterator[Fault]:
    states = data.cdc_12month_state
    for row in states.itertuples():
        flags = set() if pd.isna(row.flag) else set(row.flag.split(";"))
        if pd.isna(row.reported_deaths) != bool(flags & UNCOUNTED):
            remedy = "Enter the count, or the flag that says why there is none; never both"
            yield fault(
                data,
                "cdc_12month_state",
                row.Index,
                "reported_deaths",
                row.reported_deaths,
                EXPLAINED,
                remedy,
            )
        elif pd.isna(row.predicted_deaths) and pd.notna(row.reported_deaths):
            remedy = "Enter the predicted count: it stands beside every reported one"
            yield fault(data, "cdc_12month_state", row.Index, "predicted_deaths", None, EXPLAINED, remedy)
    nation = data.cdc_12month
    odd = nation[(nation["status"] == "preliminary") != (nation["flag"] == "incomplete").fillna(False)]
    yield from faults_at(data, "cdc_12month", odd, "status", PROVISIONAL, "Correct the status or the flag")
    months = data.cdc_deaths_month
    odd = months[(months["status"] == "reported") != (months["basis"] == "final")]
    yield from faults_at(data, "cdc_deaths_month", odd, "basis", BASIS, "Correct the status or the basis")


def only_the_newest_is_incomplete(data: Dataset) -> Iterator[Fault]:
    """A half-year or year of the laboratories is incomplete as a whole; months of deaths by indicator or place."""
    groups = [("cdc_12month", "month", ["indicator", "place"]), ("cdc_12month_state", "month", ["place"])]
    groups += [("nflis_halfyear", "period", []), ("nflis_state_year", "year", [])]
    groups += [("cdc_deaths_month", "month", ["place"])]
    for name, time, keys in groups:
        word, said = ("status", "estimate") if name == "cdc_deaths_month" else ("flag", "incomplete")
        frame = data[name].dropna(subset=time)
        is_open = frame[word].str.contains(said).fillna(False).astype(bool)
        first = frame[time].astype("str").where(is_open)
        begins = (
            first.groupby([frame[key] for key in keys]).transform("min") if keys else first.dropna().min()
        )
        late = (frame[time].astype("str") >= begins).fillna(False).astype(bool) & ~is_open
        # The one row that is wrong may be the early one that is called incomplete, or a late one that is not.
        for row in frame.index[late][:1]:
            at = begins if isinstance(begins, str) else begins[row]
            remedy = f"{at} is called {said}: correct it here, or there"
            yield fault(data, name, row, word, frame.at[row, word], NEWEST, remedy)


def reports_and_events_are_possible(data: Dataset) -> Iterator[Fault]:
    states = data.nflis_state_year
    parts = states["fentanyl_reports"] + states["carfentanil_reports"]
    above = states[(parts > states["all_fentanyl_related_reports"]).fillna(False)]
    remedy = "Correct the counts by the publisher's table"
    yield from faults_at(data, "nflis_state_year", above, "all_fentanyl_related_reports", RELATED, remedy)
    halves = data.nflis_halfyear
    whole = set(halves.loc[halves["substance"] == ALL_SUBSTANCES, "period"])
    for row in halves.drop_duplicates("period").itertuples():
        if row.period not in whole:
            remedy = "Take the lost row back: the sum of all substances of this half-year"
            yield fault(data, "nflis_halfyear", row.Index, "period", row.period, SUBSTANCE_SUM, remedy)
    for name in ("cbp_monthly", "cbp_area_fy"):
        frame = data[name]
        weightless = frame[((frame["pounds"] > 0) & (frame["events"] == 0)).fillna(False)]
        yield from faults_at(data, name, weightless, "events", EVENTS, "Correct the pounds or the events")


def _number(text: str) -> int:
    """A month, or the first month of a span, as a number that grows by one a month."""
    period = periods.parse(text)
    return period.start.year * 12 + period.start.month
