"""Rules for the months of one drug at one border: CBP leaves out a month where nothing was seized, and only there."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at

CELL = ["drug", "place", "component"]
# Today a month without a row stands beside at most 21 events, and no more than one event weighs nothing. Where the
# months before and after have fifty events or more, the month has at most 1.6 times as many, and as many times less.
BUSY, WEIGHTLESS, TIMES = 50, 10, 4

ROW = f"a month beside one with {BUSY} events or more has a row"
WEIGHT = f"{WEIGHTLESS} events or more weigh something"
SLOWLY = f"between months of {BUSY} events or more a month has at most {TIMES} times as many, and at least a {TIMES}th"


def busy_months_have_a_row(data: Dataset) -> Iterator[Fault]:
    frame = _sound(data)
    months = sorted(frame["month"].unique())
    remedy = "Take the lost row back (git diff), or the table from CBP again"
    for _, rows in frame.groupby(CELL):
        there = dict(zip(rows["month"], zip(rows.index, rows["events"], strict=True), strict=True))
        for at, month in enumerate(months):
            beside = [there[each] for each in months[max(at - 1, 0) : at + 2] if each in there]
            if month not in there and beside and min(events for _, events in beside) >= BUSY:
                yield fault(data, "cbp_monthly", beside[-1][0], "month", f"no row for {month}", ROW, remedy)


def busy_months_weigh_something(data: Dataset) -> Iterator[Fault]:
    for name in ("cbp_monthly", "cbp_area_fy"):
        frame = data[name]
        wrong = frame[((frame["pounds"] == 0) & (frame["events"] >= WEIGHTLESS)).fillna(False)]
        yield from faults_at(data, name, wrong, "pounds", WEIGHT, "Enter the pounds that CBP prints")


def events_change_slowly(data: Dataset) -> Iterator[Fault]:
    frame = _sound(data).sort_values([*CELL, "month"])
    beside = frame.groupby(CELL)["events"]
    before, after, own = beside.shift(), beside.shift(-1), frame["events"]
    low, high = before.where(before < after, after), before.where(before > after, after)
    far = (low >= BUSY) & ((own > TIMES * high) | (own * TIMES < low))
    for row in frame.index[far.fillna(False).astype(bool)]:
        remedy = f"Before it are {before[row]:g}, after it {after[row]:g}: correct the count by CBP's table"
        yield fault(data, "cbp_monthly", row, "events", own[row], SLOWLY, remedy)


def _sound(data: Dataset) -> pd.DataFrame:
    """The months, each once, with a count."""
    frame = data.cbp_monthly.dropna(subset=["month", "events", *CELL]).drop_duplicates(["month", *CELL])
    return frame.astype({"events": "float64"})
