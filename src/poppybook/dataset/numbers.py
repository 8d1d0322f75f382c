"""The numbers of one series by period, for what is said about them: one for each period, whole periods only."""

import pandas as pd

from . import periods
from .arguments import need_columns, need_text

ASKED = "asked"  # where a Series notes of which series it is
PICKS = {"lowest": "min", "highest": "max"}


def numbers(frame: pd.DataFrame, series: str, rivals: str = "") -> pd.Series:
    """Take the values of one series by period, in order of time.

    Periods that are not over (`complete` is False) are left out: they are compared by `pb.same_months`.

    Parameters
    ----------
    frame : DataFrame
        Rows with `series` (or `series_id`), `period` and `value`, as a chart draws them.
    series : str
        Its name in the column `series`, or else in `series_id`.
    rivals : str, optional
        Where several counts of one period are printed: "lowest" or "highest" takes that one of each period.

    Returns
    -------
    Series
        The values, each under its period; its name is the series.

    Raises
    ------
    TypeError, ValueError, LookupError
        When `frame` is no such table, when it has no such series, and for two counts of one period.

    Examples
    --------
    >>> area = pb.drop_repeats(data.one("poppy-ha-us-mex"))
    >>> us = pb.numbers(area, "poppy-ha-us-mex")
    >>> us.idxmax(), bool(us["2017"] > 44_000)
    ('2017', True)
    """
    need_columns(frame, "period", "value")
    need_text("the series", series)
    columns = [name for name in ("series", "series_id") if name in frame and (frame[name] == series).any()]
    if not columns:
        column = "series" if "series" in frame else "series_id"
        need_columns(frame, column)
        raise LookupError(f"no row is of {series!r}; there are {', '.join(map(str, frame[column].unique()))}")
    if rivals and rivals not in PICKS:
        raise ValueError(f"rivals is 'lowest' or 'highest', not {rivals!r}")
    rows = _whole(frame[frame[columns[0]] == series])
    twice = rows[rows["period"].duplicated(keep=False)]
    if rivals:
        found = rows.groupby("period")["value"].agg(PICKS[rivals])
    elif len(twice):
        raise ValueError(_rival(series, twice))
    else:
        found = rows.set_index("period")["value"]
    found = found.astype("float64")[sorted(found.index, key=periods.parse)].rename(series)
    found.attrs = {ASKED: [series]}
    return found


def same_months(frame: pd.DataFrame, *years: str) -> pd.Series:
    """Add up the months of each year that all of the years have: what a year that is not over is compared by.

    Parameters
    ----------
    frame : DataFrame
        Monthly rows with `series`, `period` and `value`; parts of one whole are added up.
    *years : str
        Years of one calendar, such as "FY2025" and "FY2026".

    Returns
    -------
    Series
        A sum for each year.

    Raises
    ------
    TypeError, ValueError
        When `frame` is no such table, for fewer than two years, for years of different calendars, for two counts of
        one month, and where no month is in all of the years.

    Examples
    --------
    >>> months = data.cbp("fentanyl", by=["month"]).assign(series="Fentanyl")
    >>> months["value"] = months["pounds"]
    >>> pb.same_months(months, "FY2024", "FY2025").index.tolist()
    ['FY2024', 'FY2025']
    """
    need_columns(frame, "series", "period", "value")
    parsed = {year: periods.parse(year) for year in years}
    if len(parsed) < 2 or len({one.type for one in parsed.values()}) > 1:
        raise ValueError(f"two years or more of one calendar are compared, not {', '.join(years) or 'none'}")
    keys = [name for name in ("series", "period", "place", "component") if name in frame]
    if len(twice := frame[frame.duplicated(keys, keep=False)]):
        raise ValueError(_rival(twice.iloc[0]["series"], twice))
    dates = frame["period"].map(periods.parse)
    inside = {
        year: dates.map(lambda one, whole=whole: whole.start <= one.start <= one.end <= whole.end)
        for year, whole in parsed.items()
    }
    month = dates.map(lambda one: one.start.month)
    shared = set.intersection(*(set(month[mask]) for mask in inside.values()))
    if not shared:
        raise ValueError(f"no month is in each of {', '.join(years)}")
    common = month.isin(shared)
    sums = {year: float(frame.loc[mask & common, "value"].sum(skipna=False)) for year, mask in inside.items()}
    found = pd.Series(sums, name="same months")
    found.attrs = {ASKED: list(dict.fromkeys(frame["series"]))}
    return found


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    if "complete" not in rows:
        return rows
    return rows[rows["complete"].map(lambda over: pd.isna(over) or bool(over))]


def _rival(series: str, rows: pd.DataFrame) -> str:
    period = rows.iloc[0]["period"]
    counts = ", ".join(f"{value:,.10g}" for value in rows.loc[rows["period"] == period, "value"])
    return (
        f"{series} has several counts of {period} ({counts}): rival counts are never added up. Choose one, or take "
        "the rivals='lowest' and the rivals='highest' of each period"
    )
