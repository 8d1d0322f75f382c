"""Helpers for what repeats in the notebooks' charts. Everything else there is plain Plotly.

They only add named annotations, shapes and context traces to a figure, and note in `fig.layout.meta` what the
narrow drawing does with them.
"""

import re
from numbers import Real

import pandas as pd
import plotly.graph_objects as go

from poppybook.dataset.arguments import need_columns, need_number, need_text, shown

from . import contract, notebook, theme
from .variants import END, MARGIN

LINE = 19


def label_unit(fig: go.Figure, text: str) -> None:
    """Write the unit over the value axis in your own words; else it is the table's.

    Parameters
    ----------
    fig : Figure
        It is changed.
    text : str
        Such as "Tons of potential heroin".

    Raises
    ------
    TypeError
        When `fig` is no figure or `text` no text.

    Examples
    --------
    >>> fig = pb.charts.figure()
    >>> pb.charts.label_unit(fig, "Tons of potential heroin")
    >>> fig.layout.annotations[0].text
    'Tons of potential heroin'
    """
    need_figure(fig)
    need_text("the unit", text)
    left = fig.layout.margin.l if fig.layout.margin.l is not None else MARGIN["l"]
    fig.add_annotation(notebook.unit_label(text, left))


def label_ends(fig: go.Figure, names: dict[str, str] | None = None, gap: int = LINE) -> None:
    """Label each line at its last point, in its colour, moved apart where they would touch.

    In the narrow drawing a legend of all traces takes their place.

    Parameters
    ----------
    fig : Figure
        It is changed. Call this last, when margins, ranges and height are set.
    names : dict, optional
        Name of a trace → shorter words, `<br>` allowed, or "" for none.
    gap : int, optional
        Least distance of two labels in pixels.

    Raises
    ------
    TypeError, ValueError
        When there is no figure, or no line with a value in it.

    Examples
    --------
    >>> fig = pb.charts.figure().add_scatter(x=[1, 2], y=[3, 4], name="Area", line=pb.charts.line("us"))
    >>> pb.charts.label_ends(fig)
    >>> fig.layout.annotations[0].text
    'Area'
    """
    need_figure(fig)
    need_number("gap", gap)
    if names is not None and not isinstance(names, dict):
        raise TypeError(f"names is a dict from the name of a trace to its label, not {shown(names)}")
    names = names or {}
    ends: list[tuple] = []
    drawn: list[tuple] = []
    for trace in fig.data:
        if trace.type == "scatter" and trace.meta == contract.CONTEXT:
            drawn += zip(trace.x, trace.y, strict=True)
        if trace.type != "scatter" or trace.meta == contract.CONTEXT or names.get(trace.name) == "":
            continue
        known = [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if y is not None and y == y]
        ends.append((*known[-1], trace.name, trace.line.color or trace.marker.color))
    if not ends:
        raise ValueError("label_ends finds no line with a value in the figure: add the traces first")
    per_unit = _pixels_per_unit(fig)
    placed = None
    for x, y, name, colour in sorted(ends, key=lambda end: -end[1]):
        words = names.get(name, name)
        at = -y * per_unit
        wanted = at if placed is None else max(at, placed)
        placed = wanted + gap + LINE * words.count("<br>")
        fig.add_annotation(
            name=f"{END}{name}",
            text=words,
            # Behind the flat bar of the last period where there is one.
            x=max([x, *(end for end, height in drawn if height == y)]),
            y=y,
            yshift=round(at - wanted, 1),
            xanchor="left",
            xshift=9,
            font={"color": colour},
        )
    longest = max(len(part) for _, _, name, _ in ends for part in names.get(name, name).split("<br>"))
    room = round(longest * theme.WIDE_TYPE * notebook.CHARACTER + 18)
    fig.update_layout(margin={"r": max(room, fig.layout.margin.r or MARGIN["r"])})


def mark_event(
    fig: go.Figure,
    when: str | float,
    text: str,
    *,
    narrow: str | None = "",
    side: str = "right",
    y: float = 1.0,
) -> None:
    """Draw a thin line across the plot at a date, and its name beside it.

    Parameters
    ----------
    fig : Figure
        It is changed.
    when : str or float
        ISO date on a time axis, or a year on an axis of numbers.
    text : str
        A few words, `<br>` allowed.
    narrow : str or None, optional
        Words for the narrow drawing; "" keeps the text, None leaves the name out.
    side : str, optional
        "left" or "right": where the words stand.
    y : float, optional
        Height of their top edge as a share of the plot.

    Raises
    ------
    TypeError, ValueError
        For an argument that cannot be drawn.

    Examples
    --------
    >>> fig = pb.charts.figure()
    >>> pb.charts.mark_event(fig, "2019-05-01", "China controls the class")
    >>> len(fig.layout.shapes)
    1
    """
    need_figure(fig)
    for what, said in (("text", text), ("side", side)):
        need_text(what, said)
    (need_number if isinstance(when, Real) else need_text)("when", when)
    need_number("y", y)
    if narrow is not None:
        need_text("narrow", narrow)
    if side not in ("left", "right"):
        raise ValueError(f"side is left or right, not {side!r}")
    name = "event:" + re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]*>", " ", text).lower()).strip("-")
    line = {"color": theme.colour("axis"), "width": 1, "dash": "2px,2px"}
    fig.add_shape(
        name=name, type="line", x0=when, x1=when, y0=0, y1=1, yref="paper", layer="below", line=line
    )
    right = side == "right"
    fig.add_annotation(
        name=name,
        text=text,
        x=when,
        y=y,
        yref="paper",
        yanchor="top",
        xanchor="left" if right else "right",
        xshift=5 if right else -5,
        font={"color": theme.colour("muted")},
    )
    if narrow is None:
        note_narrow(fig, name, None)
    elif narrow:
        note_narrow(fig, name, {"text": narrow})


def add_periods(fig: go.Figure, frame: pd.DataFrame, entity: str, **more: object) -> None:
    """Add a flat bar from the first to the last day of each value's period.

    Values of crop, fiscal and calendar years then share one true time axis.

    Parameters
    ----------
    fig : Figure
        It is changed.
    frame : DataFrame
        Rows with `start`, `end` and `value`, as `data.one` and `pb.with_dates` give them.
    entity : str
        Whose colour, such as "mexico".
    **more : object
        What Plotly's `add_scatter` takes.

    Raises
    ------
    TypeError, ValueError, LookupError
        For no figure, a table without these columns, or an unknown entity.

    Examples
    --------
    >>> fig = pb.charts.figure()
    >>> pb.charts.add_periods(fig, data.one("poppy-ha-unodc-mex"), "mexico")
    >>> len(fig.data)
    1
    """
    need_figure(fig)
    need_columns(frame, "start", "end", "value", nth="second")
    x, y = [], []
    for start, end, value in zip(frame["start"], frame["end"], frame["value"], strict=True):
        x += [start, end, None]
        y += [value, value, None]
    look = {"mode": "lines", "line": {"color": theme.tint(entity, 0.45), "width": 5}}
    fig.add_scatter(x=x, y=y, meta=contract.CONTEXT, showlegend=False, hoverinfo="skip", **look, **more)


def add_runs(fig: go.Figure, frame: pd.DataFrame, entity: str, **more: object) -> None:
    """Add a line through values whose periods follow each other; where one is missing, the line stops.

    For series with holes: draw the values themselves as markers.

    Parameters
    ----------
    fig : Figure
        It is changed.
    frame : DataFrame
        Rows in order of time, with `start`, `end`, `middle` and `value`.
    entity : str
        Whose colour and dash.
    **more : object
        What Plotly's `add_scatter` takes.

    Raises
    ------
    TypeError, ValueError, LookupError
        For no figure, a table without these columns, or an unknown entity.

    Examples
    --------
    >>> fig = pb.charts.figure()
    >>> pb.charts.add_runs(fig, pb.drop_repeats(data.one("poppy-ha-us-mex")), "us")
    >>> None in fig.data[0].y
    True
    """
    need_figure(fig)
    need_columns(frame, "start", "end", "middle", "value", nth="second")
    follows = frame["start"].shift(-1) <= frame["end"] + pd.Timedelta(days=1)
    add_joined(fig, frame, [(at, at + 1) for at, so in enumerate(follows) if so], entity, **more)


def add_joined(
    fig: go.Figure, frame: pd.DataFrame, pairs: list[tuple[int, int]], entity: str, **more: object
) -> None:
    """A line through the pairs of rows that it joins, by position."""
    places: list[int | None] = []
    for one, other in pairs:
        if not places or places[-1] != one:
            places += [None, one] if places else [one]
        places.append(other)
    x, y = ([None if at is None else frame[name].iloc[at] for at in places] for name in ("middle", "value"))
    stroke = theme.line(entity, width=1.5)
    fig.add_scatter(
        x=x, y=y, mode="lines", line=stroke, meta=contract.CONTEXT, showlegend=False, hoverinfo="skip", **more
    )


def need_figure(fig: go.Figure) -> None:
    """Raise TypeError when `fig` is no figure."""
    if not isinstance(fig, go.Figure):
        raise TypeError(
            f"the first argument is a figure, as poppybook.charts.figure() gives it, not {shown(fig)}"
        )


def note_narrow(fig: go.Figure, name: str, change: dict | None) -> None:
    """Note what the narrow drawing does with a named annotation: changes to it, or None to leave it out."""
    meta = dict(fig.layout.meta or {})
    narrow = dict(meta.get("narrow") or {})
    narrow["annotations"] = {**(narrow.get("annotations") or {}), name: change}
    fig.layout.meta = {**meta, "narrow": narrow}


def _pixels_per_unit(fig: go.Figure) -> float:
    """How many pixels one unit of the value axis is high, from the given range or the data."""
    values = [v for trace in fig.data if trace.y is not None for v in trace.y if v is not None and v == v]
    low, high = fig.layout.yaxis.range or (min([0, *values]), max(values) * 1.06)
    margin = {**MARGIN, **fig.layout.margin.to_plotly_json()}
    return (fig.layout.height - margin["t"] - margin["b"]) / (high - low)
