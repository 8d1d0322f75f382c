"""Dated events as a list to read: for phone, print and screen reader, beside a time line."""

from html import escape

import pandas as pd

from poppybook import words
from poppybook.charts.reference import Fragment
from poppybook.charts.table_html import source_links
from poppybook.dataset.store import Dataset


def event_list(data: Dataset, events: pd.DataFrame) -> Fragment:
    """Events folded by year: date, what happened, who took part, and where it is documented.

    events: rows as `pb.events` gives them. Each entry has its event_id as its address.
    """
    publishers = data.sources.set_index("source_id")["publisher"].to_dict()
    years = []
    for year, group in events.groupby(events["start"].dt.year):
        items = "".join(_entry(event, publishers) for event in group.itertuples())
        summary = f"<summary>{year} ({len(group)})</summary>"
        years.append(f'<details class="pb-events">{summary}\n<ul>\n{items}</ul></details>\n')
    return Fragment("".join(years))


def _entry(event, publishers: dict[str, str]) -> str:
    text = " ".join(part for part in (event.description, event.note) if isinstance(part, str))
    parties = event.parties.replace(";", ", ")
    return (
        f'<li id="{event.event_id}"><b>{words.period(event.date)}. {escape(event.title)}.</b> {escape(text)} '
        f"<i>{parties}.</i> {source_links(event.source_ids, publishers)}</li>\n"
    )
