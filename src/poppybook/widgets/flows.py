"""Routes of the supply chain in a period: on a map, or as a diagram of who hands on to whom."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from poppybook.book.nearest import unknown
from poppybook.charts import coast_map, template, theme
from poppybook.dataset.store import Dataset
from poppybook.language import explore as words

from .answer import Answer, call, lines, literal

LETTER, ROW = 0.85, 2.2  # room of a letter and of a line of text, in the units of the map


@dataclass(frozen=True)
class Flows:
    """during: a period such as "2023", or "" for all. commodity: a word in the description of the goods. view: "map" or
    "flow"."""

    during: str = ""
    commodity: str = ""
    view: str = "map"


def answer(data: Dataset, state: Flows) -> Answer:
    """The routes that fit. Raises ValueError for what is no period, LookupError for an unknown view."""
    if state.view not in words.VIEWS:
        raise unknown("view", state.view, words.VIEWS)
    given = {name: getattr(state, name) for name in ("during", "commodity") if getattr(state, name)}
    rows = data.routes(**given)
    code = lines(f"data.routes({', '.join(f'{k}={literal(v)}' for k, v in given.items())})")
    again = call("flow_map", state)
    if rows.empty:
        return Answer(code, again, rows, None, (words.NO_ROUTE,))
    placed = rows.dropna(subset=["from_lat", "to_lat"])
    said = (words.routes(len(rows), len(rows) - len(placed) if state.view == "map" else 0),)
    figure = _map(placed) if state.view == "map" else _flow(rows)
    return Answer(code, again, rows, figure, said)


def years(data: Dataset) -> list[str]:
    """Every year from the first to the last that a route names."""
    rows = data.flows
    named = pd.concat([rows["period_start"], rows["period_end"]]).dropna()
    return [str(year) for year in range(int(named.min()), int(named.max()) + 1)] if len(named) else []


def _map(rows: pd.DataFrame) -> go.Figure:
    """The routes as arrows on the book's map, each place with its name where there is room."""
    ends = [
        rows[[f"{end}_label", f"{end}_lon", f"{end}_lat"]].set_axis(["label", "lon", "lat"], axis=1)
        for end in ("from", "to")
    ]
    places = pd.concat(ends).drop_duplicates("label").sort_values(["lat", "label"])
    x, y = coast_map.on_map(places["lon"], places["lat"])
    span = [min(-4, *x - 6), max(100, *x + 8)]
    fig = coast_map.route_map(height=480, xaxis_range=span, yaxis_range=[min(14, *y - 2), max(56, *y + 2)])
    drawn = len(fig.data)
    coast_map.add_routes(fig, rows.assign(goods="all"), {"all": "us"})
    for arrow, row in zip(fig.data[drawn:], rows.itertuples(), strict=True):
        told = f"{row.from_label} → {row.to_label}: {row.commodity}"
        arrow.update(meta=None, hovertext=told, hoverinfo="text")
    texts = [_short(label) for label in places["label"]]
    sides = _sides(list(zip(x, y, strict=True)), texts, span)
    fig.add_scatter(
        x=x,
        y=y,
        mode="markers+text",
        text=[text if side else "" for text, side in zip(texts, sides, strict=True)],
        textposition=[side or "middle right" for side in sides],
        hovertext=places["label"],
        hoverinfo="text",
        marker={"color": theme.colour("ink"), "size": 8},
    )
    return fig


def _flow(rows: pd.DataFrame) -> go.Figure:
    """Who hands on to whom: givers left, takers right. A place that does both stands on both sides."""
    left, right = (list(dict.fromkeys(rows[f"{end}_label"])) for end in ("from", "to"))
    tall = max(len(left), len(right))
    fig = template.figure(
        height=80 + 26 * tall, margin={"l": 250, "r": 250, "t": 16, "b": 16}, xaxis_range=[0, 1]
    )
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False, showgrid=False, range=[-tall + 0.4, 0.6])
    step = {id(side): (tall - 1) / max(len(side) - 1, 1) for side in (left, right)}
    for row in rows.itertuples():
        fig.add_scatter(
            x=[0, 1],
            y=[-left.index(row.from_label) * step[id(left)], -right.index(row.to_label) * step[id(right)]],
            mode="lines+markers",
            line={"color": theme.colour("us"), "width": 1.8, "dash": "2px,3px" if row.schematic else "solid"},
            marker={"color": theme.colour("ink"), "size": 7},
            hovertext=f"{row.from_label} → {row.to_label}: {row.commodity}",
            hoverinfo="text",
        )
    for side, at, anchor, shift in ((left, 0, "right", -10), (right, 1, "left", 10)):
        for number, label in enumerate(side):
            fig.add_annotation(
                text=_short(label), x=at, y=-number * step[id(side)], xanchor=anchor, xshift=shift
            )
    return fig


def _sides(where: list[tuple[float, float]], texts: list[str], span: list[float]) -> list[str]:
    """On which side of its place each name stands; "" where neither has room, and hovering tells it."""
    taken = [(x - 1, x + 1, y) for x, y in where]
    sides = []
    for (x, y), text in zip(where, texts, strict=True):
        width = LETTER * len(text)
        for side, left in (("middle right", x + 1.2), ("middle left", x - 1.2 - width)):
            outside = left < span[0] or left + width > span[1]
            if not outside and not any(
                left < b and a < left + width and abs(y - at) < ROW for a, b, at in taken
            ):
                taken.append((left, left + width, y))
                sides.append(side)
                break
        else:
            sides.append("")
    return sides


def _short(label: str) -> str:
    return label.partition(":")[0].partition("(")[0].strip()
