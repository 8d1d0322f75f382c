"""The routes of the supply chain, as texts describe them."""

import pandas as pd

from poppybook.book.finding import entry, find

from . import periods
from .arguments import need_dataset, need_words
from .store import Dataset

ENDS = ("from", "to")


def routes(data: Dataset, *, during: str | None = None, commodity: str | None = None) -> pd.DataFrame:
    """The described routes, each with the names and coordinates of its two ends.

    during: a period such as "2023" or "2019-05": only routes whose years touch it; a first or last year that no
    text gives is open. commodity: words that the description of the goods has to have, in any order, case and
    spelling of accents and dashes. Out: the columns of `flows` plus `from_label`, `from_lat`, `from_lon`, `to_label`,
    `to_lat`, `to_lon` (a whole country or market has no coordinates). A route says that goods were described on it,
    never how much.
    Raises ValueError when `during` is no period.
    """
    need_dataset(data)
    need_words(**{k: v for k, v in (("during", during), ("commodity", commodity)) if v is not None})
    rows = data.flows
    if during is not None:
        period = periods.parse(during)
        begun = rows["period_start"].fillna(period.start.year) <= period.end.year
        lasts = rows["period_end"].fillna(period.end.year) >= period.start.year
        rows = rows[begun & lasts]
    if commodity is not None:
        rows = rows.iloc[sorted(find(commodity, [entry(goods) for goods in rows["commodity"]]))]
    nodes = data.nodes.set_index("node_id")
    for end in ENDS:
        for column in ("label", "lat", "lon"):
            rows = rows.assign(**{f"{end}_{column}": rows[f"{end}_node"].map(nodes[column])})
    return rows.reset_index(drop=True)
