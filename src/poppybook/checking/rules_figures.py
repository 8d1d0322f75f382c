"""The rule between the data and the committed figures: what is kept for readers is shown to them."""

import csv
from collections.abc import Iterator

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault

SHOWN = "a series with role “view” is drawn in a committed figure"


def series_to_view_are_drawn(data: Dataset) -> Iterator[Fault]:
    """Judges only where figures exist: beside the data folder, `figures/<id>/data.csv`."""
    drawn: set[str] = set()
    files = sorted((data.folder.parent / "figures").glob("*/data.csv"))
    for file in files:
        with open(file, encoding="utf-8-sig", newline="") as stream:
            drawn |= {row.get("observation_id") or "" for row in csv.DictReader(stream)}
    if not files:
        return
    series_drawn = {observation_id.partition("@")[0] for observation_id in drawn}
    series = data.series
    idle = series[(series["role"] == "view") & ~series["series_id"].isin(series_drawn)]
    for row, series_id in idle["series_id"].items():
        remedy = f"Draw {series_id} in a figure, or set its role to reference"
        yield fault(data, "series", row, "role", "view", SHOWN, remedy)
