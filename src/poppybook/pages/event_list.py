"""Dated events as a list to read: for phone, print and screen reader, beside a time line."""

import pandas as pd

from poppybook import language as words
from poppybook.book.templates import render
from poppybook.charts.table_html import publishers_of
from poppybook.dataset.arguments import need_columns, need_dataset, need_text
from poppybook.dataset.store import Dataset
from poppybook.language import themes

from .reference import Fragment

LONG = 20  # events: fewer are read at a glance, and a filter would be longer than its list


def list_events(data: Dataset, events: pd.DataFrame, chart: str = "") -> Fragment:
    """List events folded by year: date, what happened, who took part, what it does to whom, and where it is documented.

    Parameters
    ----------
    data : Dataset
        Where publishers and parties are.
    events : DataFrame
        Rows as `data.events` gives them. Twenty or more can be filtered by kind, direction, party and year.
    chart : str, optional
        Id of a chart whose table has the same rows in the same order: what the filter leaves is then marked in its
        picture.

    Returns
    -------
    Fragment
        Each entry has its event_id as its address.

    Raises
    ------
    TypeError, ValueError
        For what is no such table.

    Examples
    --------
    >>> "Mexico" in pb.pages.list_events(data, data.events(party="MEX", since="2025")).html
    True
    """
    need_dataset(data)
    needed = ("event_id", "start", "source_ids", "parties", "actor", "toward", "direction", "category")
    need_columns(events, *needed, nth="second")
    need_text("chart", chart)
    publishers = publishers_of(data, events["source_ids"])
    places = {code for codes in events["parties"] for code in codes.split(";")}
    parties = data.rows("places", "place", places).set_index("place")["name"].to_dict() | themes.BODIES
    rows = []
    for row, event in enumerate(events.itertuples()):
        text = " ".join(part for part in (event.description, event.note) if isinstance(part, str))
        who, actor, toward = (
            [parties[code] for code in codes.split(";")] if isinstance(codes, str) else []
            for codes in (event.parties, event.actor, event.toward)
        )
        done = themes.direction(event.direction, actor, toward)
        rows.append((event.start.year, row, event, text, who, done))
    return Fragment(
        render(
            "pages/event_list.html.j2",
            years=rows,
            filtered=len(events) >= LONG,
            chart=chart,
            publishers=publishers,
            say=themes,
            period=words.period,
        )
    )
