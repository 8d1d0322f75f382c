"""Which numbers of a series a line joins: one rule for the chart builder and for what Python draws.

`assets/builder/rows.js` does the same in the browser, with the same `RULE`; tests/support/joining_cases.json is tried
on both.

A line joins two values when the second period follows the first and both were counted alike: periods of one kind (spans
of about one length), an estimate with an estimate, nothing with a target, no period for which several values differ,
and not over the beginning of a new count. A series of single points has no lines.
"""

from datetime import date, timedelta

import pandas as pd

from . import periods

# What both languages read: who joins nobody, who only joins its like, by how much the lengths of spans may differ.
NEVER, APART, SPAN = "target", "estimate", 0.1
RULE = {"never": NEVER, "apart": APART, "span": SPAN}


def joined(
    rows: pd.DataFrame, points_only: bool = False, new_count: str | None = None
) -> list[tuple[int, int]]:
    """The pairs of rows that a line joins, by position. rows: `period` and `status`, without repetitions.

    points_only, new_count: what the table of series says.
    """
    if points_only:
        return []
    every = [periods.parse(text) for text in rows["period"]]
    disputed = rows["period"].duplicated(keep=False)
    free = [not several and status != NEVER for several, status in zip(disputed, rows["status"], strict=True)]
    kind = [(one.type, status == APART) for one, status in zip(every, rows["status"], strict=True)]
    begins: dict[date, list[int]] = {}
    for at, one in enumerate(every):
        begins.setdefault(one.start, []).append(at)
    found = []
    for a, one in enumerate(every):
        for b in begins.get(one.end + timedelta(days=1), ()) if free[a] else ():
            alike = kind[a] == kind[b] and (one.type != periods.SPAN or _of_one_length(one, every[b]))
            if free[b] and alike and str(rows["period"].iloc[b]) != new_count:
                found.append((a, b))
    return found


def _of_one_length(one: periods.Period, other: periods.Period) -> bool:
    return abs(one.days - other.days) <= SPAN * one.days
