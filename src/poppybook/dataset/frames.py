"""What can be done with a frame that a dataset gave: one row a number, dates, wide and long. Made for `.pipe`."""

import pandas as pd

from . import periods
from .arguments import need_columns


def drop_repeats(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep one row for each different number: where several sources print the same, that nearest to its publisher.

    Rows of one series and period whose values differ all stay: a disagreement is kept, a repetition is not.

    Parameters
    ----------
    frame : DataFrame
        Rows with `series_id`, `period`, `value`, `reliability` and `source_id`, as `data.one` gives them.

    Returns
    -------
    DataFrame
        The rows that are kept, in their order.

    Raises
    ------
    TypeError, ValueError
        When `frame` is no table, or lacks one of these columns.

    Examples
    --------
    >>> rows = data.one("poppy-ha-us-mex").query("period == '2017'")
    >>> len(rows), len(rows.pipe(pb.drop_repeats))
    (2, 1)
    """
    need_columns(frame, "reliability", "source_id", "series_id", "period", "value")
    nearest_first = frame.sort_values(["reliability", "source_id"], kind="stable")
    kept = nearest_first.drop_duplicates(["series_id", "period", "value"]).index
    return frame.loc[frame.index.isin(kept)].reset_index(drop=True)


def with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Add `start`, `end` and `middle` of each row's `period`, as datetimes.

    Calendar, fiscal and crop years, months, days and spans thus stand on one true time axis: FY2017 begins in
    October 2016. What `data.one` and `data.compare` give has these columns already.

    Parameters
    ----------
    frame : DataFrame
        Rows with a column `period`, written as the book writes periods.

    Returns
    -------
    DataFrame
        The same rows; `end` is the last day of the period, `middle` the instant half way through it.

    Raises
    ------
    TypeError, ValueError
        When `frame` is no table, lacks the column, or one of its cells is no period.

    Examples
    --------
    >>> pb.with_dates(pd.DataFrame({"period": ["2017", "FY2017"]}))[["period", "start", "end"]]
       period      start        end
    0    2017 2017-01-01 2017-12-31
    1  FY2017 2016-10-01 2017-09-30
    """
    need_columns(frame, "period")
    period = frame["period"]
    parsed = {text: periods.parse(text) for text in period.unique()}
    out = frame.copy()
    for name in ("start", "end", "middle"):
        moments = {text: pd.Timestamp(getattr(p, name)) for text, p in parsed.items()}
        out[name] = period.map(moments).astype("datetime64[us]")
    return out


def to_wide(frame: pd.DataFrame) -> pd.DataFrame:
    """Pivot to one row per period and one column per series, the values in the cells.

    Parameters
    ----------
    frame : DataFrame
        Rows with `period`, `value` and `series_id` (or, without it, `series`), as `data.compare` gives them.

    Returns
    -------
    DataFrame
        The periods in order of time; 2017 and FY2017 are rows of their own.

    Raises
    ------
    TypeError, ValueError
        When `frame` is no table or lacks a column; for more than one unit (use `data.convert` first); for two numbers
        of one series and period (choose a source first).

    Examples
    --------
    >>> rows = pb.drop_repeats(data.compare(["od-all", "od-t404"]).query("2015 <= end.dt.year <= 2017"))
    >>> pb.to_wide(rows).astype(int)
    series_id  od-all  od-t404
    period
    2015        52404     9580
    2016        63632    19413
    2017        70237    28466
    """
    need_columns(frame, "period", "value")
    name = "series_id" if "series_id" in frame else "series"
    need_columns(frame, name)
    if "unit" in frame and frame["unit"].nunique() > 1:
        raise ValueError(f"one table, one unit; here are {', '.join(sorted(frame['unit'].unique()))}")
    twice = frame[frame.duplicated([name, "period"])]
    if not twice.empty:
        first = twice.iloc[0]
        raise ValueError(
            f"{len(twice)} periods have more than one number, such as {first[name]} {first['period']}: "
            "choose one source for each before widening"
        )
    order = sorted(frame["period"].unique(), key=periods.parse)
    columns = list(dict.fromkeys(frame[name]))
    out = frame.pivot(index="period", columns=name, values="value").loc[order, columns]
    return out.__finalize__(frame)


def to_long(frame: pd.DataFrame) -> pd.DataFrame:
    """Undo `to_wide`: rows of `period`, series and `value`, by column; empty cells are left out.

    Parameters
    ----------
    frame : DataFrame
        Periods as row names and a column for each series, as `to_wide` gives them.

    Returns
    -------
    DataFrame
        One row for each cell that has a number.

    Raises
    ------
    TypeError, ValueError
        When `frame` is no table, or its periods stand in a column.

    Examples
    --------
    >>> pb.to_long(pb.to_wide(pb.drop_repeats(data.one("od-t404")))).columns.tolist()
    ['period', 'series_id', 'value']
    """
    need_columns(frame)
    if "period" in frame:
        raise ValueError(
            "the table has a column 'period' of its own: to_long takes what to_wide gives, with periods as row names; "
            f"this one is in rows already ({', '.join(map(str, frame.columns))})"
        )
    name = frame.columns.name or "series"
    rows = frame.rename_axis(index="period", columns=name).reset_index()
    rows = rows.melt(id_vars="period", var_name=name, value_name="value").dropna(
        subset="value", ignore_index=True
    )
    return rows.__finalize__(frame)
