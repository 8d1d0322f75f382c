"""What is behind the questions that `Dataset` answers; there stands what they take and give.

Every answer is a new DataFrame, and every row still says where its number comes from.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from poppybook.book.nearest import unknown

from . import labels, periods
from .arguments import need_list, need_text, need_texts, shown
from .frames import with_dates
from .frozen import Tables
from .indexed import rebase
from .units import dimensions

_ORDER = ["period_start", "period_end", "source_id"]


def one(data: Tables, series_id: str) -> pd.DataFrame:
    """See Dataset.one."""
    if not isinstance(series_id, str):
        raise TypeError(
            f"one takes the id of a single series as text, not {series_id!r}; for several there is compare"
        )
    return compare(data, [series_id])


def compare(data: Tables, series_ids: Sequence[str], base: str | None = None) -> pd.DataFrame:
    """See Dataset.compare."""
    if isinstance(series_ids, str):
        raise TypeError("compare takes a list of series ids; for a single one there is data.one(series_id)")
    if not isinstance(series_ids, Iterable):
        raise TypeError(f"compare takes a list of series ids, not {series_ids!r}")
    series_ids = list(series_ids)
    need_texts("series id", series_ids)
    series = data.rows("series", "series_id", series_ids).set_index("series_id")
    for series_id in series_ids:
        if series_id not in series.index:
            raise unknown("series", series_id, data["series"]["series_id"])
    rows = data.rows("observations", "series_id", series_ids)
    place_in_list = rows["series_id"].map({name: i for i, name in enumerate(series_ids)})
    rows = rows.assign(_at=place_in_list).sort_values(["_at", *_ORDER]).drop(columns="_at")
    if base is None and rows["unit"].nunique() > 1:
        _refuse_mixture(data, rows)
    rows["series"] = rows["series_id"].map(series["title"])
    rows["publisher"] = rows["series_id"].map(series["publisher"])
    rows = labels.put(data, with_dates(rows.reset_index(drop=True)))
    return rows if base is None else rebase(rows, base)


def observations(data: Tables, observation_ids: Sequence[str]) -> pd.DataFrame:
    """See Dataset.observations."""
    observation_ids = need_list("observation_ids", observation_ids)
    rows = data.rows("observations", "observation_id", observation_ids).set_index(
        "observation_id", drop=False
    )
    for name in observation_ids:
        if name not in rows.index:
            raise unknown("observation", name, data["observations"]["observation_id"])
    return labels.put(data, rows.loc[list(observation_ids)].reset_index(drop=True))


def _refuse_mixture(data: Tables, rows: pd.DataFrame):
    measures = dimensions(data, rows).groupby(rows["series_id"]).first()
    if measures.nunique() > 1:
        told = "; ".join(f"{series_id} is {measure}" for series_id, measure in measures.items())
        raise ValueError(f"these series measure different things and share no axis: {told}")


def events(
    data: Tables,
    category: str | Sequence[str] | None = None,
    party: str | Sequence[str] | None = None,
    theme: str | Sequence[str] | None = None,
    direction: str | Sequence[str] | None = None,
    actor: str | Sequence[str] | None = None,
    toward: str | Sequence[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
) -> pd.DataFrame:
    """See Dataset.events."""
    every = rows = data["events"]
    rows["start"] = [_first_day(text) for text in rows["date"]]
    rows["end"] = [_last_day(text) for text in rows["date_end"].fillna(rows["date"])]
    for column, wanted in (
        ("category", category),
        ("parties", party),
        ("themes", theme),
        ("direction", direction),
        ("actor", actor),
        ("toward", toward),
    ):
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
    return labels.put(data, rows.sort_values(["start", "end", "event_id"], ignore_index=True))


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


def cbp(data: Tables, drug: str, by: str | Sequence[str] = ("fiscal_year",)) -> pd.DataFrame:
    """See Dataset.cbp."""
    need_text("drug", drug)
    by = [by] if isinstance(by, str) else need_list("by", by)
    table = data["cbp_monthly"]
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
        sums = sums.assign(months=1, complete=True)
    elif "fiscal_year" in by:
        months = sums["fiscal_year"].map(released["fiscal_year"].value_counts()).astype("int64")
        sums = sums.assign(months=months, complete=months == 12)
    else:
        whole = (released["fiscal_year"].value_counts() == 12).all()
        sums = sums.assign(months=len(released), complete=bool(whole))
    return labels.put(data, sums, {"pounds": "pounds", "events": "seizure events"})


def _joined(source_ids: pd.Series) -> str:
    return ";".join(dict.fromkeys(source_ids))


def _cbp_period(rows: pd.DataFrame, by: list[str]) -> pd.Series | str:
    if "month" in by:
        return rows["month"]
    if "fiscal_year" in by:
        return "FY" + rows["fiscal_year"].astype("str")
    first, last = (periods.parse(text) for text in (rows["month"].min(), rows["month"].max()))
    return str(periods.Period(first.start, last.end, periods.SPAN))


def dictionary(data: Tables) -> pd.DataFrame:
    """See Dataset.dictionary."""
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
