"""In which order series are listed and by which words they are found: the same on the site, in the chart builder and
in notebooks."""

from poppybook.book.finding import plain

from .store import Dataset


def series_in_order(data: Dataset) -> list[str]:
    """The ids of the series as lists show them: what the book draws first, then those with more numbers, then by
    title."""
    table = data.series[["series_id", "title", "role"]].copy()
    table["drawn"] = table["role"] == "view"
    table["numbers"] = table["series_id"].map(data.observations["series_id"].value_counts()).fillna(0)
    table["title"] = table["title"].map(plain)
    order = table.sort_values(
        ["drawn", "numbers", "title", "series_id"], ascending=[False, False, True, True]
    )
    return list(order["series_id"])


def series_text(row, place: str) -> str:
    """What is searched of a series beside its title: name, definition, caution, place, unit, publisher."""
    parts = (row.series_id, row.definition, row.caveat, place, row.unit, row.publisher)
    return " ".join(part for part in parts if isinstance(part, str))
