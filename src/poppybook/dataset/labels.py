"""What a frame says about itself in `DataFrame.attrs`: units, titles of series, sources. Plain text, so that it is kept
when the frame is filtered, copied or written as Parquet."""

import pandas as pd

from .frozen import Tables

SOURCE = ["publisher", "title", "date_published", "url"]


def put(data: Tables, rows: pd.DataFrame, units: dict[str, str] | None = None) -> pd.DataFrame:
    """Write into the `attrs` of rows what the tables say of their series and sources.

    units: the unit of each column of numbers, where the rows have no series of their own.
    """
    series: dict[str, str] = {}
    if "series_id" in rows:
        known = data.rows("series", "series_id", rows["series_id"].unique()).set_index("series_id")
        series = known["title"].to_dict()
        units = known["unit"].to_dict()
    column = "source_id" if "source_id" in rows else "source_ids"
    ids = {name for several in rows[column].dropna().unique() for name in several.split(";")}
    sources = data.rows("sources", "source_id", ids).set_index("source_id")[SOURCE]
    told = {name: row.dropna().to_dict() for name, row in sources.iterrows()}
    rows.attrs = {"units": units or {}, "series": series, "sources": told}
    return rows


def same_unit(rows: pd.DataFrame, unit: str) -> None:
    """Write into the `attrs` of rows, if they have any, that all their numbers are in this unit now."""
    if "units" in rows.attrs:
        rows.attrs = rows.attrs | {"units": dict.fromkeys(rows.attrs["units"], unit)}
