"""What other publishers say about nearly the same thing: a rule that reads the dataset, not a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from poppybook.dataset import periods
from poppybook.dataset.store import Dataset

from .facts import Fact

SHARED = 0.4  # of the longer period: a crop year and each of the two calendar years that it touches


def nearby(
    data: Dataset, row: Fact, rows: Mapping[str, list[Fact]], series: Mapping[str, dict]
) -> list[Fact]:
    """Rows of other series that a reader may want beside `row`.

    They are of its kin, unit and place, of another publisher, and of a period that shares at least 40 percent of the
    longer one. They need not be the same quantity: who shows them says so.
    """
    own = series[row.series_id]
    found = []
    for other in _kin(data).get((own["kin"], own["unit"], own["place"]), ()) if own["kin"] else ():
        if series[other]["publisher"] != own["publisher"]:
            found += [one for one in rows[other] if _shared(row.period, one.period) >= SHARED]
    return found


@lru_cache(maxsize=2)
def _kin(data: Dataset) -> dict[tuple, list[str]]:
    found = defaultdict(list)
    for row in data.series.dropna(subset="kin").itertuples(index=False):
        found[row.kin, row.unit, row.place].append(row.series_id)
    return found


@lru_cache(maxsize=100_000)
def _shared(one: str, other: str) -> float:
    a, b = periods.parse(one), periods.parse(other)
    days = (min(a.end, b.end) - max(a.start, b.start)).days + 1
    return max(days, 0) / max(a.days, b.days)
