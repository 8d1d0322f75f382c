"""Dated events as a list to read: for phone, print and screen reader, beside a time line."""

import json
from html import escape

import pandas as pd

from poppybook import language as words
from poppybook.charts.table_html import publishers_of, source_links
from poppybook.dataset.arguments import need_columns, need_dataset, need_text
from poppybook.dataset.store import Dataset
from poppybook.language import themes

from .reference import Fragment

LONG = 20  # events: fewer are read at a glance, and a filter would be longer than its list


def event_list(data: Dataset, events: pd.DataFrame, chart: str = "") -> Fragment:
    """Events folded by year: date, what happened, who took part, and where it is documented.

    events: rows as `pb.events` gives them. Each entry has its event_id as its address. A list of twenty or more can be
    filtered by kind, party and year. chart: id of a chart whose table has the same rows in the same order; what the
    filter leaves is then marked in its picture.
    """
    need_dataset(data)
    need_columns(events, "event_id", "start", "source_ids", "parties", "category", nth="second")
    need_text("chart", chart)
    publishers = publishers_of(data, events["source_ids"])
    places = {code for codes in events["parties"] for code in codes.split(";")}
    parties = data.rows("places", "place", places).set_index("place")["name"].to_dict() | themes.BODIES
    rows = dict(zip(events["event_id"], range(len(events)), strict=True))
    years = []
    for year, group in events.groupby(events["start"].dt.year):
        items = "".join(
            _entry(event, rows[event.event_id], publishers, parties) for event in group.itertuples()
        )
        summary = f"<summary>{year} ({len(group)})</summary>"
        years.append(
            f'<details class="pb-events" data-filter-group>{summary}\n<ul>\n{items}</ul></details>\n'
        )
    facets, said = (escape(json.dumps(one)) for one in (themes.EVENT_FACETS, themes.EVENT_FILTER))
    filtered = f' data-filter data-facets="{facets}" data-words="{said}"' if len(events) >= LONG else ""
    drawn = f' data-chart="{escape(chart)}"' if chart else ""
    return Fragment(f'<div class="pb-event-list"{filtered}{drawn}>\n{"".join(years)}</div>\n')


def _entry(event, row: int, publishers: dict[str, str], parties: dict[str, str]) -> str:
    text = " ".join(part for part in (event.description, event.note) if isinstance(part, str))
    who = [parties[code] for code in event.parties.split(";")]
    facets = {
        "kind": themes.EVENT_KINDS[event.category],
        "party": ";".join(who),
        "year": str(event.start.year),
        "row": str(row),
    }
    marks = " ".join(f'data-{name}="{escape(value)}"' for name, value in facets.items())
    return (
        f'<li id="{event.event_id}" {marks}><b>{words.period(event.date)}. {escape(event.title)}.</b> {escape(text)} '
        f"<i>{', '.join(who)}.</i> {source_links(event.source_ids, publishers)}</li>\n"
    )
