"""Events as rows of a chart: a mark for each, by time and kind."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from poppybook import language as words
from poppybook.dataset.arguments import need_columns, need_text
from poppybook.dataset.frames import with_dates

from . import theme
from .traces import Look, parts


def event_rows(
    events: pd.DataFrame, value: pd.Series | str, *, unit: str, series: pd.Series | str
) -> pd.DataFrame:
    """Make rows of a chart's table out of events.

    Parameters
    ----------
    events : DataFrame
        As `data.events` gives them.
    value : column or str
        The row in which each event is drawn, such as its kind.
    unit : str
        What a mark stands for.
    series : column or str
        The trace that draws it.

    Returns
    -------
    DataFrame
        The events with `period`, `start`, `end`, `middle`, `value`, `unit`, `series`, `status`, `source_id` and
        `note`, which is their title.

    Raises
    ------
    TypeError, ValueError
        When `events` is no table of events, or `unit` no text.

    Examples
    --------
    >>> tariffs = data.events(category="tariff")
    >>> rows = pb.charts.event_rows(tariffs, tariffs.category, unit="kind of event", series="Pressure")
    >>> bool((rows.note == tariffs.title).all())
    True
    """
    need_columns(events, "date", "source_ids", "title")
    need_text("unit", unit)
    given = {"period": events["date"], "value": value, "unit": unit, "series": series, "status": "reported"}
    return with_dates(events.assign(**given, source_id=events["source_ids"], note=events["title"]))


def add_events(
    fig: go.Figure, frame: pd.DataFrame, looks: Mapping[str, Look], *, size: float = 9, outline: float = 2.5
) -> None:
    """Add a mark for each event, in rows of a kind; what happened shows when it is touched.

    Parameters
    ----------
    fig : Figure
        It is changed.
    frame : DataFrame
        Rows as `event_rows` gives them.
    looks : dict
        Series → whose colour, or that and a symbol of Plotly's; without one a mark is an upright stroke.
    size, outline : float, optional
        Of the marks, in pixels.

    Raises
    ------
    TypeError, ValueError, LookupError
        For no figure, a table without these columns, or an unknown entity.

    Examples
    --------
    >>> tariffs = data.events(category="tariff")
    >>> rows = pb.charts.event_rows(tariffs, tariffs.category, unit="kind of event", series="Pressure")
    >>> fig = pb.charts.figure()
    >>> pb.charts.add_events(fig, rows, {"Pressure": "pressure"})
    >>> fig.data[0].marker.symbol
    'line-ns'
    """
    for name, look, part, _ in parts(fig, frame, looks, "middle", "value"):
        colour, symbol = (look, "line-ns") if isinstance(look, str) else look
        ink = theme.colour(colour)
        fig.add_scatter(
            x=part["middle"],
            y=part["value"],
            name=name,
            mode="markers",
            hovertext=part["period"].map(words.period) + ": " + part["title"],
            hovertemplate="%{hovertext}<extra></extra>",
            marker={"symbol": symbol, "size": size, "color": ink, "line": {"width": outline, "color": ink}},
        )
