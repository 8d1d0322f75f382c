"""Series of different size or unit, each as percent of its own number for one base period."""

import pandas as pd

from . import labels, periods
from .arguments import need_text

UNIT = "percent of base"


def rebase(rows: pd.DataFrame, base: str) -> pd.DataFrame:
    """The rows (as `compare` gives them) in percent of base, and beside it what was published."""
    need_text("base", base)
    if rows.empty:
        raise ValueError("an index takes at least one series id")
    wanted = periods.parse(base)
    parts = []
    for series_id, part in rows.groupby("series_id", sort=False):
        period, number = _base(_numbers(part), wanted, str(series_id))
        part = part.assign(base_period=period, published_value=part["value"], published_unit=part["unit"])
        for column in ("value", "low", "high"):
            part[column] = 100 * part[column] / number
        parts.append(part.assign(unit=UNIT))
    out = pd.concat(parts, ignore_index=True).astype({"unit": "str", "base_period": "str"})
    labels.same_unit(out, UNIT)
    return out


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
