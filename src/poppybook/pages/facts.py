"""What each observation of the dataset says, in one form for the theme series and for the official tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from poppybook.dataset.bodies import official_tables
from poppybook.dataset.store import Dataset
from poppybook.language import evidence as say

CALENDAR = {"fiscal_year", "year", "months"}  # numbers that say when, not how much


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: `values` are its measures as (value, unit) in order of the columns, a missing value None; `low` and
    `high` its range. `reliability`, `locator` and `note` are empty where the table has none."""

    observation_id: str
    series_id: str
    table: str
    period: str
    values: tuple[tuple[float | None, str], ...]
    low: float | None
    high: float | None
    status: str
    source_id: str
    reliability: str
    locator: str
    note: str


@lru_cache(maxsize=2)
def facts(data: Dataset) -> dict[str, Fact]:
    """Every observation of every table by its id, the theme series first, each series in order of its periods."""
    found = {}
    order = ["series_id", "period_start", "period_end", "source_id"]
    for row in records(data["observations"].sort_values(order, kind="stable")):
        found[row["observation_id"]] = Fact(
            row["observation_id"],
            row["series_id"],
            "observations",
            row["period"],
            ((row["value"], row["unit"]),),
            row["low"],
            row["high"],
            row["status"],
            row["source_id"],
            row["reliability"],
            row["locator"] or "",
            row["note"] or "",
        )
    for table in official_tables(data.package):
        found |= {fact.observation_id: fact for fact in _official(data, table)}
    return found


@lru_cache(maxsize=2)
def titles(data: Dataset) -> dict[str, str]:
    """What each series is called, those of the official tables included."""
    found = dict(zip(data.series["series_id"], data.series["title"], strict=True))
    places = data.places.set_index("place")["name"].to_dict()
    for table, about in official_tables(data.package).items():
        rows = data[table]
        rows["series_id"] = rows["observation_id"].str.partition("@")[0]
        for row in rows.drop_duplicates("series_id").itertuples():
            known = {key: getattr(row, key) for key in about.keys}
            named = {key: say.CODES.get(value) or places.get(value, value) for key, value in known.items()}
            found[row.series_id] = about.title.format(**named)
    return found


@lru_cache(maxsize=2)
def documents(data: Dataset) -> dict[str, dict]:
    """The rows of the table of sources by their id, a missing cell None."""
    return {row["source_id"]: row for row in records(data.sources)}


def measures(data: Dataset, table: str) -> list[tuple[str, str, str]]:
    """The columns of an official table that hold numbers of something: (column, its title, its unit)."""
    (resource,) = (r for r in data.package.descriptor["resources"] if r["name"] == table)
    return [
        (field["name"], field["title"], field.get("unit") or "")
        for field in resource["schema"]["fields"]
        if field["type"] in ("number", "integer") and field["name"] not in CALENDAR
    ]


def _official(data: Dataset, table: str) -> Iterator[Fact]:
    columns = measures(data, table)
    for row in records(data[table]):
        series_id, _, rest = row["observation_id"].partition("@")
        yield Fact(
            row["observation_id"],
            series_id,
            table,
            rest.partition("~")[0],
            tuple((row[name], unit) for name, _, unit in columns),
            None,
            None,
            row.get("status") or "",
            row["source_id"],
            documents(data)[row["source_id"]]["reliability"],
            "",
            row.get("flag") or row.get("basis") or "",
        )


def records(frame: pd.DataFrame) -> list[dict]:
    """The rows as plain dicts, a missing cell None."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
