"""What a series is, in a few lines: for a reader who has found it and wants to know whether it will do."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from textwrap import wrap

import pandas as pd

from . import periods
from .frozen import Tables
from .queries import one

WIDTH = 88  # characters of a line of text


@dataclass(frozen=True, repr=False)
class Description:
    """What `Dataset.describe` gives: each line is an attribute. A notebook shows it as a table."""

    series_id: str
    title: str
    definition: str
    unit: str
    place: str
    publisher: str
    first: str
    last: str
    numbers: int
    missing: tuple[str, ...]
    caveat: str
    sources: tuple[str, ...]

    def _lines(self) -> dict[str, str]:
        shown = {k: ", ".join(v) if isinstance(v, tuple) else str(v) for k, v in asdict(self).items()}
        return {name: text or "none" for name, text in shown.items()}

    def __repr__(self) -> str:
        lines = self._lines()
        left = max(map(len, lines)) + 2
        filled = {name: wrap(text, WIDTH - left) for name, text in lines.items()}
        return "\n".join(f"{name:<{left}}" + f"\n{' ' * left}".join(text) for name, text in filled.items())

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            return pd.Series(self._lines()).to_frame().to_html(header=False, border=0)


def describe(data: Tables, series_id: str) -> Description:
    """See Dataset.describe."""
    rows = one(data, series_id).dropna(subset="value")
    series = data.rows("series", "series_id", [series_id]).iloc[0]
    place = data.rows("places", "place", [series["place"]])["name"]
    return Description(
        series_id=series_id,
        first=next(iter(rows["period"]), ""),
        last=rows["period"].iloc[rows["end"].argmax()] if len(rows) else "",
        numbers=len(rows),
        missing=missing(rows["period"]),
        place=place.iloc[0],
        sources=tuple(dict.fromkeys(rows["source_id"])),
        **series[["title", "definition", "unit", "publisher", "caveat"]].fillna("").to_dict(),
    )


def missing(written: pd.Series) -> tuple[str, ...]:
    """The gaps between the first and the last of these periods. Days and spans stand for themselves: none is missing
    between them."""
    found = sorted({periods.parse(text) for text in written.unique()})
    kinds = {period.type for period in found}
    if kinds <= {periods.DAY, periods.SPAN}:
        return ()
    kind = kinds.pop() if len(kinds) == 1 else periods.CALENDAR_YEAR
    gaps, reached = [], found[0].end
    for period in found[1:]:
        if period.start > reached + timedelta(days=1):
            gaps.append(_gap(reached + timedelta(days=1), period.start - timedelta(days=1), kind))
        reached = max(reached, period.end)
    return tuple(gaps)


def _gap(start, end, kind: str) -> str:
    """The time from one day to another, in periods of this kind where it is made of whole ones."""
    first, last = (periods.containing(day, kind) for day in (start, end))
    if (first.start, last.end) != (start, end):
        return f"{start} to {end}"
    return str(first) if first == last else f"{first} to {last}"
