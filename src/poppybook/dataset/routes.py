"""The routes of the supply chain, as texts describe them."""

import pandas as pd

from poppybook.book.finding import entry, find

from . import labels, periods
from .arguments import need_words
from .frozen import Tables

ENDS = ("from", "to")


def routes(data: Tables, during: str | None, commodity: str | None) -> pd.DataFrame:
    """See Dataset.routes."""
    need_words(**{k: v for k, v in (("during", during), ("commodity", commodity)) if v is not None})
    rows = data["flows"]
    if during is not None:
        period = periods.parse(during)
        begun = rows["period_start"].fillna(period.start.year) <= period.end.year
        lasts = rows["period_end"].fillna(period.end.year) >= period.start.year
        rows = rows[begun & lasts]
    if commodity is not None:
        rows = rows.iloc[sorted(find(commodity, [entry(goods) for goods in rows["commodity"]]))]
    nodes = data["nodes"].set_index("node_id")
    for end in ENDS:
        for column in ("label", "lat", "lon"):
            rows = rows.assign(**{f"{end}_{column}": rows[f"{end}_node"].map(nodes[column])})
    return labels.put(data, rows.reset_index(drop=True))
