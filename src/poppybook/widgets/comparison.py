"""Series beside each other: in one unit when they measure one thing, as an index when they do not."""

from dataclasses import dataclass

import pandas as pd

from poppybook.book.nearest import unknown
from poppybook.dataset.frames import with_dates
from poppybook.dataset.indexed import bases
from poppybook.dataset.store import Dataset
from poppybook.dataset.units import dimension_of, dimensions, expressions
from poppybook.language import explore as words

from .answer import Answer, call, lines, literal
from .picture import MOST, names, over_time


@dataclass(frozen=True)
class Comparison:
    """series: up to six ids. unit: convert to it; "" takes the first series' unit where the series differ. base: a
    period that is 100 for each series, or "" for values. log: logarithmic value axis."""

    series: tuple[str, ...] = ()
    unit: str = ""
    base: str = ""
    log: bool = False


def common_units(data: Dataset, rows: pd.DataFrame) -> list[str]:
    """The units that all rows can be converted to; none when they differ in dimension or have no physical unit."""
    own = {dimension_of(e) if isinstance(e, str) else None for e in expressions(data, rows).unique()}
    if len(own) != 1 or None in own:
        return []
    units = data.units[data.units["kind"] == "pint"]
    dimension = {text: dimension_of(text) for text in units["pint"].unique()}
    return sorted(units.loc[units["pint"].map(dimension).isin(own), "unit"])


def published(data: Dataset, series: tuple[str, ...]) -> pd.DataFrame:
    """The series' rows as published, whatever they measure. An unknown id raises LookupError with the nearest ones."""
    known = data.series["series_id"]
    for series_id in series:
        if series_id not in set(known):
            raise unknown("series", series_id, known)
    rows = data["observations"]
    return with_dates(rows[rows["series_id"].isin(series)])


def answer(data: Dataset, state: Comparison) -> Answer:
    """The series of the state on one axis, or the reason why they share none.

    Raises LookupError for an unknown series or unit, ValueError for more than six series and for a base that a
    series has no number for.
    """
    again = call("side_by_side", state)
    if not state.series:
        return Answer("", again, pd.DataFrame(), None, (words.NO_CHOICE,))
    if len(state.series) > MOST:
        raise ValueError(
            f"at most {MOST} series can be told apart in one picture; here are {len(state.series)}"
        )
    rows, ids = published(data, state.series), literal(state.series)
    titles = names(data.series.set_index("series_id")["title"].loc[list(state.series)])
    measures = dimensions(data, rows).groupby(rows["series_id"]).first()
    said = []
    if state.base:
        expression = f"data.compare({ids}, base={literal(state.base)})"
        rows = data.compare(state.series, base=state.base)
        by_series = rows.groupby("series_id")["base_period"].first()
        said.append(words.base([(titles[key], by_series[key]) for key in state.series]))
    elif measures.nunique() > 1:
        told = [(titles[key], measures[key]) for key in state.series]
        said.append(words.different(told, bool(bases(rows))))
        condition = f"series_id in {ids}".replace('"', "'")
        expression = f'data["observations"].query("{condition}")'
        return Answer(lines(expression), again, data["observations"].query(condition), None, tuple(said))
    else:
        rows, expression = data.compare(state.series), f"data.compare({ids})"
        units = list(dict.fromkeys(rows["unit"]))
        to = state.unit or (units[0] if len(units) > 1 else "")
        if to:
            rows, expression = data.convert(rows, to), f"data.convert({expression}, {literal(to)})"
        others = [unit for unit in units if unit != to]
        if to and others:
            said.append(words.converted(others, to))
    said.append(words.calendars([(titles[key], _calendars(rows, key)) for key in state.series]))
    if rows["period_type"].nunique() > 1 and len(state.series) > 1:
        said.append(words.SHARED)
    low = int((rows["value"] <= 0).sum())
    if state.log and low:
        said.append(words.below_log(low))
    return Answer(lines(expression), again, rows, over_time(data, rows, titles, state.log), tuple(said))


def _calendars(rows: pd.DataFrame, series_id: str) -> list[str]:
    has = set(rows.loc[rows["series_id"] == series_id, "period_type"])
    return [kind for kind in words.CALENDARS if kind in has]
