"""Series on one true time axis, as the explorers draw them."""

import pandas as pd
import plotly.graph_objects as go

from poppybook import language as words
from poppybook.charts import bars, marks, template, theme
from poppybook.charts.plain import plain
from poppybook.dataset.frames import drop_repeats
from poppybook.dataset.joining import joined
from poppybook.dataset.store import Dataset

# In order of appearance: colour and marker, so that colour is never the only sign.
LOOKS = {
    "poppy": "circle",
    "us": "diamond",
    "mexico": "square",
    "china": "triangle-up",
    "canada": "triangle-down",
    "fentanyl": "star",
}
MOST = len(LOOKS)
# What is announced or not yet settled is never drawn like a result.
OPEN = {"target", "preliminary"}


def over_time(data: Dataset, rows: pd.DataFrame, names: dict[str, str], log: bool = False) -> go.Figure:
    """Each number as a mark over the days it covers, a line where it may join them, ranges where published.

    rows: as `data.compare` gives them. names: series_id → name, in the order of the legend; at most MOST.
    """
    year = pd.DateOffset(years=1)
    several, facts = len(names) > 1, data.series.set_index("series_id")
    fig = template.figure(
        height=430 if several else 380,
        xaxis_range=[rows["start"].min() - year, rows["end"].max() + year],
        showlegend=several,
        margin={"t": 60 + 22 * len(names) if several else 52},
        legend={"orientation": "v", "y": 1.08, "yanchor": "bottom"},
    )
    fig.update_yaxes(**({"type": "log", "exponentformat": "none"} if log else {"rangemode": "tozero"}))
    for (series_id, name), (look, symbol) in zip(names.items(), LOOKS.items(), strict=False):
        part = rows[rows["series_id"] == series_id]
        marks.add_periods(fig, part, look)
        different = drop_repeats(part)
        about = facts.loc[series_id]
        new = None if pd.isna(about["new_count"]) else about["new_count"]
        marks.add_joined(fig, different, joined(different, bool(about["points_only"]), new), look)
        fig.add_scatter(
            x=part["middle"],
            y=part["value"],
            name=name,
            mode="markers",
            marker=theme.marker(look, symbol=[symbol + "-open" * (s in OPEN) for s in part["status"]]),
            error_y=bars.range_bars(part, look),
            hovertext=_points(part),
            hoverinfo="text+name" if several else "text",
        )
    units = list(dict.fromkeys(rows["unit"]))
    if len(units) == 1:
        marks.label_unit(fig, units[0][:1].upper() + units[0][1:])
    return fig


def _points(rows: pd.DataFrame) -> list[str]:
    """What hovering over each number says."""
    columns = {name: plain(rows[name]) for name in ("period", "value", "unit", "low", "high", "status")}
    return [words.point(dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def names(titles: pd.Series) -> dict[str, str]:
    """series_id → title; where two series have one title, their ids tell them apart."""
    twice = titles.duplicated(keep=False)
    return {key: f"{title} ({key})" if twice[key] else title for key, title in titles.items()}
