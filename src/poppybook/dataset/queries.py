"""Ask the dataset. Every answer is a new DataFrame, and every row still says where its number comes from."""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from poppybook.book.nearest import unknown

from . import periods
from .arguments import need_columns, need_dataset, need_list, need_text, need_texts, shown
from .store import Dataset
from .units import dimensions

_ORDER = ["period_start", "period_end", "source_id"]


def one(data: Dataset, series_id: str) -> pd.DataFrame:
    """All published numbers of one series, in order of time.

    Out: the columns of `observations`, plus `series` (the title), `publisher`, and `start`, `end`, `middle`
    of each period as instants on one true time axis. Units are as published. When two sources printed the
    same period differently, both rows are there. Unknown ids raise LookupError with the nearest ones.
    """
    if not isinstance(series_id, str):
        raise TypeError(
            f"one takes the id of a single series as text, not {series_id!r}; for several there is compare"
        )
    return compare(data, [series_id])


def compare(data: Dataset, series_ids: Sequence[str]) -> pd.DataFrame:
    """Several series under each other, each in order of time; nothing is averaged or chosen.

    Out: the columns of `one`. The series may differ in unit (pounds and kilograms: use `convert`) but not in
    what they measure: hectares beside kilograms, or counts of different things, raise ValueError.
    """
    if isinstance(series_ids, str):
        raise TypeError("compare takes a list of series ids; for a single one there is one(data, series_id)")
    need_dataset(data)
    if not isinstance(series_ids, Iterable):
        raise TypeError(f"compare takes a list of series ids, not {series_ids!r}")
    series_ids = list(series_ids)
    need_texts("series id", series_ids)
    series = data.rows("series", "series_id", series_ids).set_index("series_id")
    for series_id in series_ids:
        if series_id not in series.index:
            raise unknown("series", series_id, data.series["series_id"])
    rows = data.rows("observations", "series_id", series_ids)
    place_in_list = rows["series_id"].map({name: i for i, name in enumerate(series_ids)})
    rows = rows.assign(_at=place_in_list).sort_values(["_at", *_ORDER]).drop(columns="_at")
    if rows["unit"].nunique() > 1:
        _refuse_mixture(data, rows)
    rows["series"] = rows["series_id"].map(series["title"])
    rows["publisher"] = rows["series_id"].map(series["publisher"])
    return in_time(rows.reset_index(drop=True))


def observations(data: Dataset, observation_ids: Sequence[str]) -> pd.DataFrame:
    """Single published numbers by their ids, in the order asked.

    Out: the columns of the table `observations`. An unknown id raises LookupError with the nearest ones.
    """
    need_dataset(data)
    observation_ids = need_list("observation_ids", observation_ids)
    rows = data.rows("observations", "observation_id", observation_ids).set_index(
        "observation_id", drop=False
    )
    for name in observation_ids:
        if name not in rows.index:
            raise unknown("observation", name, data.observations["observation_id"])
    return rows.loc[list(observation_ids)].reset_index(drop=True)


def _refuse_mixture(data: Dataset, rows: pd.DataFrame):
    measures = dimensions(data, rows).groupby(rows["series_id"]).first()
    if measures.nunique() > 1:
        told = "; ".join(f"{series_id} is {measure}" for series_id, measure in measures.items())
        raise ValueError(f"these series measure different things and share no axis: {told}")


def distinct(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each different number: where several sources print the same, that nearest to its publisher.

    In: rows with `series_id`, `period`, `value`, `reliability` and `source_id`, such as `compare` gives. Rows of
    one series and period whose values differ all stay: a disagreement is kept, an echo is not. Order is kept.
    """
    need_columns(frame, "reliability", "source_id", "series_id", "period", "value")
    nearest_first = frame.sort_values(["reliability", "source_id"], kind="stable")
    kept = nearest_first.drop_duplicates(["series_id", "period", "value"]).index
    return frame.loc[frame.index.isin(kept)].reset_index(drop=True)


def in_time(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with `start`, `end` and `middle` of their `period`, as datetimes.

    Calendar, fiscal and crop years, months, days and spans thus stand on one true time axis: FY2017 begins in
    October 2016. `end` is the last day of the period; `middle` is the instant half way through it.
    """
    need_columns(frame, "period")
    period = frame["period"]
    parsed = {text: periods.parse(text) for text in period.unique()}
    out = frame.copy()
    for name in ("start", "end", "middle"):
        moments = {text: pd.Timestamp(getattr(p, name)) for text, p in parsed.items()}
        out[name] = period.map(moments).astype("datetime64[us]")
    return out


def events(
    data: Dataset,
    *,
    category: str | Sequence[str] | None = None,
    party: str | Sequence[str] | None = None,
    theme: str | Sequence[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
) -> pd.DataFrame:
    """The dated events, in order of time, that fit everything asked for.

    category, party and theme take one word or several (any of them fits); since and until take a year, month
    or day ("2019", "2019-05", "2019-05-01" or a date), and keep what touches the time between, both included.
    Out: the columns of `events` plus `start` and `end`, the first and last day the date can mean: a date
    known to the month covers that month. Unknown words raise LookupError with the nearest ones.
    """
    need_dataset(data)
    every = rows = data.events
    rows["start"] = [_first_day(text) for text in rows["date"]]
    rows["end"] = [_last_day(text) for text in rows["date_end"].fillna(rows["date"])]
    for column, wanted in (("category", category), ("parties", party), ("themes", theme)):
        if wanted is not None:
            words = [wanted] if isinstance(wanted, str) else need_list(column, wanted)
            rows = rows[_has_any(every[column], words, column)[rows.index]]
    for name, moment in (("since", since), ("until", until)):
        if not isinstance(moment, str | date | int | None):
            raise TypeError(f'{name} is a year, month or day, such as "2019-05", not {shown(moment)}')
    if since is not None:
        rows = rows[rows["end"] >= _first_day(since)]
    if until is not None:
        rows = rows[rows["start"] <= _last_day(until)]
    return rows.sort_values(["start", "end", "event_id"], ignore_index=True)


def _first_day(moment: str | date) -> pd.Timestamp:
    return pd.Timestamp(periods.parse(str(moment)[:10]).start)


def _last_day(moment: str | date) -> pd.Timestamp:
    return pd.Timestamp(periods.parse(str(moment)[:10]).end)


def _has_any(lists: pd.Series, wanted: Sequence[str], column: str) -> pd.Series:
    sets = [set(text.split(";")) for text in lists.fillna("")]
    known = set().union(*sets) - {""}
    for word in wanted:
        if word not in known:
            raise unknown(f"word in {column}", word, known)
    return pd.Series([not words.isdisjoint(wanted) for words in sets], index=lists.index)


def wide(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per period, one column per series, the values in the cells.

    In: rows with `period`, `value` and `series_id` (or, without it, `series`), such as `compare` gives. Out:
    periods in order of time; 2017 and FY2017 are rows of their own. Refused with ValueError: more than one
    unit (use `convert` first), and two numbers for one series and period (choose a source first).
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
    return frame.pivot(index="period", columns=name, values="value").loc[order, columns]


def long(frame: pd.DataFrame) -> pd.DataFrame:
    """The way back from `wide`: rows of `period`, series and `value`, by column; empty cells are left out."""
    need_columns(frame)
    if "period" in frame:
        raise ValueError(
            f"the table has a column 'period' of its own: long takes what wide gives, with periods as row names; "
            f"this one is in rows already ({', '.join(map(str, frame.columns))})"
        )
    name = frame.columns.name or "series"
    rows = frame.rename_axis(index="period", columns=name).reset_index()
    rows = rows.melt(id_vars="period", var_name=name, value_name="value")
    return rows.dropna(subset="value", ignore_index=True)


def cbp(data: Dataset, drug: str, by: Sequence[str] = ("fiscal_year",)) -> pd.DataFrame:
    """Sums of the official monthly seizures of one drug: pounds, and number of seizure events.

    `by` is any of fiscal_year, month, place, component, in the order wanted; a place, component or month
    without a row had no seizure and counts as zero. Out: those columns, `period` (the fiscal year, the month,
    or the whole span), `pounds`, `events`, `months` (how many months the publisher has released for the
    period), `complete` (False for a fiscal year of which fewer than twelve are out) and `source_id` (the files
    the sum was made from, joined by ";").
    """
    need_dataset(data)
    need_text("drug", drug)
    by = [by] if isinstance(by, str) else need_list("by", by)
    table = data.cbp_monthly
    keys = ["fiscal_year", "month", "place", "component"]
    for name in by:
        if name not in keys:
            raise unknown("column to sum by", name, keys)
    if drug not in set(table["drug"]):
        raise unknown("drug", drug, table["drug"].unique())
    released = table.drop_duplicates(["fiscal_year", "month"])[["fiscal_year", "month", "source_id"]]
    cells = released.merge(table[["place"]].drop_duplicates(), how="cross")
    cells = cells.merge(table[["component"]].drop_duplicates(), how="cross")
    rows = cells.merge(table.loc[table["drug"] == drug, [*keys, "pounds", "events"]], how="left", on=keys)
    rows["period"] = _cbp_period(rows, by)
    groups = rows.groupby([*by, "period"], sort=True, as_index=False)
    sums = groups[["pounds", "events"]].sum().assign(source_id=groups["source_id"].agg(_joined)["source_id"])
    if "month" in by:
        return sums.assign(months=1, complete=True)
    released_months = released["fiscal_year"].value_counts()
    if "fiscal_year" in by:
        months = sums["fiscal_year"].map(released_months).astype("int64")
        return sums.assign(months=months, complete=months == 12)
    return sums.assign(months=len(released), complete=bool((released_months == 12).all()))


def _joined(source_ids: pd.Series) -> str:
    return ";".join(dict.fromkeys(source_ids))


def _cbp_period(rows: pd.DataFrame, by: list[str]) -> pd.Series | str:
    if "month" in by:
        return rows["month"]
    if "fiscal_year" in by:
        return "FY" + rows["fiscal_year"].astype("str")
    first, last = (periods.parse(text) for text in (rows["month"].min(), rows["month"].max()))
    return str(periods.Period(first.start, last.end, periods.SPAN))


def dictionary(data: Dataset) -> pd.DataFrame:
    """The data dictionary: `table`, `column`, `title`, `description`, `type` and `unit` of every column."""
    need_dataset(data)
    rows = [
        {
            "table": resource["name"],
            "column": field["name"],
            **{word: field.get(word) for word in ("title", "description", "type", "unit")},
        }
        for resource in data.package.descriptor["resources"]
        for field in resource["schema"]["fields"]
    ]
    return pd.DataFrame(rows).astype("str")
