"""The time line: events by kind, party, theme and years."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from poppybook import language as book
from poppybook.charts import template, theme
from poppybook.dataset.store import Dataset
from poppybook.language import explore as words

from .answer import Answer, call, lines, literal


@dataclass(frozen=True)
class Timeline:
    """categories: kinds of events, none for all. party, theme: one word, or "" for any. since, until: years, or 0."""

    categories: tuple[str, ...] = ()
    party: str = ""
    theme: str = ""
    since: int = 0
    until: int = 0


def answer(data: Dataset, state: Timeline) -> Answer:
    """The events that fit. Unknown words raise LookupError with the nearest ones."""
    asked = {
        "category": list(state.categories) or None,
        "party": state.party or None,
        "theme": state.theme or None,
        "since": str(state.since) if state.since else None,
        "until": str(state.until) if state.until else None,
    }
    given = {key: value for key, value in asked.items() if value}
    rows = data.events(**given)
    words_of = [f"{key}={literal(tuple(v) if isinstance(v, list) else v)}" for key, v in given.items()]
    code = lines(f"data.events({', '.join(words_of)})")
    if rows.empty:
        return Answer(code, call("timeline", state), rows, None, (words.NO_EVENT,))
    return Answer(code, call("timeline", state), rows, _strips(rows, state), (words.events(len(rows)),))


def choices(data: Dataset) -> dict[str, list]:
    """What can be asked for: `categories`, `parties`, `themes`, and the first and last year under `years`."""
    rows = data.events()
    each = {name: rows[name].fillna("").str.split(";").explode() for name in ("parties", "themes")}
    return {
        "categories": sorted(rows["category"].unique()),
        **{name: sorted(set(column) - {""}) for name, column in each.items()},
        "years": [int(rows["start"].min().year), int(rows["end"].max().year)],
    }


def _strips(rows: pd.DataFrame, state: Timeline) -> go.Figure:
    kinds = rows["category"].map(words.kind)
    strips = sorted(kinds.unique(), reverse=True)
    fig = template.figure(height=120 + 30 * len(strips), margin={"l": 130, "t": 20})
    fig.update_yaxes(
        categoryorder="array", categoryarray=strips, range=[-0.6, len(strips) - 0.4], dtick=1, showgrid=False
    )
    colour = theme.colour("us")
    first = pd.Timestamp(state.since or rows["start"].min().year, 1, 1)
    last = pd.Timestamp(state.until or rows["end"].max().year, 12, 31)
    fig.update_xaxes(range=[first - pd.Timedelta(days=30), last])
    fig.add_scatter(
        x=rows["start"].clip(lower=first),  # what began before and still lasts stands at the edge
        y=kinds,
        mode="markers",
        hovertext=[
            f"{book.period(date)}: {title}" for date, title in zip(rows["date"], rows["title"], strict=True)
        ],
        hoverinfo="text",
        marker={"symbol": "line-ns", "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
    )
    return fig
