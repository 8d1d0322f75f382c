"""One CSV file for each series: what it is, its sources and how to cite it over the numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from poppybook.dataset.store import Dataset
from poppybook.dataset.take_away import csv_text
from poppybook.language import takeaway

COLUMNS = (
    *(
        "observation_id",
        "period",
        "period_type",
        "period_start",
        "period_end",
        "value",
        "low",
        "high",
        "unit",
    ),
    *("status", "place", "source_id", "locator", "reliability", "note"),
)


def series_files(data: Dataset) -> Iterator[tuple[str, str]]:
    """For each series its id and the text of its file.

    Lines that begin with `#` stand over the header: title, unit, definition, caution, each source, how to cite. Read
    the rest with `pandas.read_csv(path, comment="#")`: no cell holds that sign.
    """
    # Plain records: 541 small frames would take ten times as long.
    rows: dict[str, list[dict]] = {}
    for row in (
        data["observations"].sort_values(["period_start", "period_end", "observation_id"]).to_dict("records")
    ):
        rows.setdefault(row["series_id"], []).append(row)
    places = dict(data.places[["place", "name"]].itertuples(index=False))
    sources = {row["source_id"]: row for row in data.sources.to_dict("records")}
    for series in data.series.to_dict("records"):
        own = rows.get(series["series_id"], [])
        notes = _head(series, own, places, sources, data.version)
        cells = ([_cell(row[name]) for name in COLUMNS] for row in own)
        yield series["series_id"], csv_text(COLUMNS, cells, notes)


def _head(series: dict, own: list[dict], places: dict, sources: dict, version: str) -> list[str]:
    periods = [row["period"] for row in own]
    texts = {name: _text(value) for name, value in series.items()}
    lines = takeaway.series_head(texts, places[series["place"]], periods[:1] + periods[1:][-1:], version)
    cited = (sources[source_id] for source_id in dict.fromkeys(row["source_id"] for row in own))
    return [
        *lines,
        *(takeaway.source_line({name: _text(value) for name, value in row.items()}) for row in cited),
    ]


def _text(value) -> str:
    return "" if pd.isna(value) else str(value)


def _cell(value) -> str:
    """A cell as data/ writes it: whole numbers without a point, days as YYYY-MM-DD; `#` would open a comment."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).replace("#", "no. ")
