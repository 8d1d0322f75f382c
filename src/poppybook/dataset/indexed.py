"""Series of different size or unit, each as percent of its own number for one base period."""

from collections.abc import Sequence

import pandas as pd

from . import periods
from .arguments import need_dataset, need_list, need_text
from .queries import one
from .store import Dataset

UNIT = "percent of base"


def indexed(data: Dataset, series_ids: Sequence[str], base: str) -> pd.DataFrame:
    """Several series under each other, each number as percent of its series' number for the base period.

    In: series ids and a period such as "2017" or "FY2019". The base of a series is its number for the period that
    contains the middle of `base`: a fiscal or crop year is never taken for a calendar year without a word, for
    the column `base_period` names it in every row. Out: the columns of `one` with `value`, `low` and `high` in
    percent of base, plus `base_period`, `published_value` and `published_unit`.
    Raises LookupError for an unknown series, ValueError when a series has no number there, several different ones
    (a disagreement is not settled here), or zero.
    """
    need_dataset(data)
    if isinstance(series_ids, str):
        raise TypeError("indexed takes a list of series ids")
    series_ids = need_list("series_ids", series_ids)
    need_text("base", base)
    if not series_ids:
        raise ValueError("indexed takes at least one series id")
    wanted = periods.parse(base)
    parts = []
    for series_id in series_ids:
        rows = one(data, series_id)
        period, number = _base(_numbers(rows), wanted, series_id)
        rows["base_period"] = period
        rows["published_value"], rows["published_unit"] = rows["value"], rows["unit"]
        for column in ("value", "low", "high"):
            rows[column] = 100 * rows[column] / number
        rows["unit"] = UNIT
        parts.append(rows)
    return pd.concat(parts, ignore_index=True).astype({"unit": "str", "base_period": "str"})


def bases(rows: pd.DataFrame) -> list[str]:
    """The calendar years that can serve as base for every series of the rows (as `compare` gives them)."""
    years = range(rows["start"].min().year, rows["end"].max().year + 1) if len(rows) else ()
    groups = [_numbers(part) for _, part in rows.groupby("series_id")]
    return [str(year) for year in years if all(_can_be_base(numbers, str(year)) for numbers in groups)]


def _can_be_base(numbers: list[tuple], year: str) -> bool:
    try:
        _base(numbers, periods.parse(year), "")
    except ValueError:
        return False
    return True


def _numbers(rows: pd.DataFrame) -> list[tuple]:
    """Start, end, period and value of each row, as plain tuples: quicker to look through than a frame."""
    return list(zip(*(rows[name].tolist() for name in ("start", "end", "period", "value")), strict=True))


def _base(numbers: list[tuple], wanted: periods.Period, series_id: str) -> tuple[str, float]:
    """The series' own period for the base, and its number there."""
    middle, name = pd.Timestamp(wanted.middle).normalize(), str(wanted)
    there = [(period, value) for start, end, period, value in numbers if start <= middle <= end]
    there = [pair for pair in there if pair[0] == name] or there
    found = list(dict.fromkeys(period for period, _ in there))
    if not found:
        raise ValueError(f"{series_id} has no number for the middle of {wanted}: choose another base")
    if len(found) > 1:
        raise ValueError(f"{series_id} has several periods around the middle of {wanted}: {', '.join(found)}")
    values = list(dict.fromkeys(value for _, value in there if pd.notna(value)))
    if len(values) > 1:
        told = ", ".join(f"{value:,g}" for value in values)
        raise ValueError(f"{series_id} has different numbers for {found[0]}, {told}: choose another base")
    if not values or values[0] == 0:
        raise ValueError(f"{series_id} has no number above zero for {found[0]}: choose another base")
    return found[0], values[0]
