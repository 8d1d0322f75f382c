"""In which order series are listed and by which words they are found: the same on the site, in the chart builder and
in notebooks."""

import pandas as pd

from poppybook.book import finding

from .arguments import need_text
from .frozen import Tables


def series_in_order(data: Tables) -> list[str]:
    """The ids of the series as lists show them: what the book draws first, then those with more numbers, then by
    title."""
    table = data["series"][["series_id", "title", "role"]].copy()
    table["drawn"] = table["role"] == "view"
    table["numbers"] = table["series_id"].map(data["observations"]["series_id"].value_counts()).fillna(0)
    table["title"] = table["title"].map(finding.plain)
    order = table.sort_values(
        ["drawn", "numbers", "title", "series_id"], ascending=[False, False, True, True]
    )
    return list(order["series_id"])


def _parts(row, place: str) -> dict[str, str]:
    """What is searched of a series: the title first, then what stands in its text."""
    parts = {
        "title": row.title,
        "id": row.series_id,
        "definition": row.definition,
        "place": place,
        "unit": row.unit,
        "publisher": row.publisher,
    }
    return {name: part for name, part in parts.items() if isinstance(part, str)}


def catalogue(data: Tables) -> pd.DataFrame:
    """One row per series that has numbers, in the order of the lists; index series_id. `found_by` is what the search
    looks through."""
    table = data["series"].set_index("series_id", drop=False).loc[series_in_order(data)]
    table["place_name"] = table["place"].map(data["places"].set_index("place")["name"])
    parts = (_parts(row, row.place_name).values() for row in table.itertuples())
    table["found_by"] = [finding.entry(title, " ".join(text), name) for title, name, *text in parts]
    return table[table["series_id"].isin(data["observations"]["series_id"])]


HOW = ("", " (begins a word)", " (inside a word)", " (one letter off)")


def search(data: Tables, words: str) -> pd.DataFrame:
    """See Dataset.search."""
    need_text("what is searched", words)
    table = catalogue(data)
    entries = list(table["found_by"])
    rows = table.iloc[finding.find(words, entries)]
    numbers = data["observations"].sort_values(["period_start", "period_end"]).groupby("series_id")["period"]
    told = {"first": numbers.first(), "last": numbers.last(), "numbers": numbers.size()}
    found = rows[["series_id", "title", "unit", "place_name", "publisher"]].rename(
        columns={"place_name": "place"}
    )
    found = found.assign(**{name: column.reindex(rows.index) for name, column in told.items()})
    found["why"] = pd.Series(
        [_why(words, entries, row) for row in rows.itertuples()], rows.index, dtype="str"
    )
    return found.reset_index(drop=True)


def _why(typed: str, entries: list[finding.Entry], row) -> str:
    reasons = finding.reasons(typed, entries, _parts(row, row.place_name))
    return ", ".join(f"{word}: {part}{HOW[likeness]}" for word, part, likeness in reasons)
