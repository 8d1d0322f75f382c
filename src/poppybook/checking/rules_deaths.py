"""Rules for what CDC prints, predicts and withholds of the deaths of twelve months."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset import periods
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at

# The highest of today are 2.8 percent, 12 percent, and 12 deaths.
PENDING = 10
HIGHER = 1.5
NEAR = 25

OPEN = f"where deaths are counted, less than {PENDING} percent of the cases are pending"
PREDICTED = f"the predicted count is not above {HIGHER} times the reported one"
SAME = "every state has the months of the others"
WITHIN = "the states together have no more deaths than the nation"
UNDER_TEN = f"beside a window with under ten deaths none has more than {NEAR}"


def counts_are_as_complete_as_printed(data: Dataset) -> Iterator[Fault]:
    states = data.cdc_12month_state
    wrong = states[(states["percent_pending"] >= PENDING).fillna(False)]
    remedy = "Look for a lost decimal point, or the next column"
    yield from faults_at(data, "cdc_12month_state", wrong, "percent_pending", OPEN, remedy)
    for name in ("cdc_12month", "cdc_12month_state"):
        frame = data[name]
        limit = (
            frame["reported_deaths"].astype("float64") * HIGHER + 10
        )  # in a small state a few more are many
        above = frame[(frame["predicted_deaths"].astype("float64") > limit).fillna(False)]
        remedy = "Correct the two counts by the publisher's table"
        yield from faults_at(data, name, above, "predicted_deaths", PREDICTED, remedy)


def few_deaths_stand_beside_few(data: Dataset) -> Iterator[Fault]:
    states = data.cdc_12month_state.dropna(subset=["month", "place"])
    counts = states.set_index(["place", "month"])["reported_deaths"].dropna()
    counts = counts[~counts.index.duplicated()].to_dict()
    few = states[states["flag"].str.contains("suppressed-under-10").fillna(False).astype(bool)]
    near = few.apply(lambda row: max(_beside(counts, row["place"], row["month"]), default=0), axis=1)
    wrong = few[near > NEAR] if len(few) else few
    remedy = "The month before or after has more: correct the flag, or enter the counts"
    yield from faults_at(data, "cdc_12month_state", wrong, "flag", UNDER_TEN, remedy)


def _beside(counts: dict, place: str, month: str) -> list[int]:
    first = pd.Period(periods.parse(month).start, freq="M")
    found = [counts.get((place, str(first + step))) for step in (-1, 1)]
    return [number for number in found if number is not None]


def states_have_the_same_months(data: Dataset) -> Iterator[Fault]:
    """Gaps between two months are told elsewhere; these are the first and the last ones."""
    states = data.cdc_12month_state.dropna(subset=["month", "place"])
    for end, name in (("min", "begins"), ("max", "ends")):
        of_state = states.groupby("place")["month"].agg(end)
        for place, month in of_state[of_state != of_state.mode().iloc[0]].items():
            row = states.index[(states["place"] == place) & (states["month"] == month)][0]
            remedy = f"The others {name[:-1]} in {of_state.mode().iloc[0]}: take the lost rows back"
            yield fault(data, "cdc_12month_state", row, "month", f"{place} {name} in {month}", SAME, remedy)


def states_stay_within_the_nation(data: Dataset) -> Iterator[Fault]:
    states = data.cdc_12month_state.drop_duplicates(["place", "month"])
    nation = data.cdc_12month[(data.cdc_12month["icd10"] == "T40.4") & (data.cdc_12month["place"] == "USA")]
    for column in ("reported_deaths", "predicted_deaths"):
        sums = states.groupby("month")[column].sum()
        above = nation[(nation[column] < nation["month"].map(sums)).fillna(False)]
        for row, month in above["month"].items():
            remedy = (
                f"The states of cdc_12month_state come to {sums[month]:,} in {month}: correct one of them"
            )
            yield fault(data, "cdc_12month", row, column, nation.at[row, column], WITHIN, remedy)
