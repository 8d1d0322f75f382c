"""The map of the supply chain: North America at its scale, Asia smaller in a frame at its left."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from poppybook.dataset.arguments import need_columns

from . import contract, theme
from .coastlines import outlines
from .marks import need_figure
from .template import figure

ARROW, POINTS = 10, 21
LINES = (
    ("north-america", "coasts", "solid"),
    ("north-america", "borders", "2px,3px"),
    ("asia", "coasts", "solid"),
)
FRAME = {"x0": -0.8, "x1": 28.8, "y0": 23.8, "y1": 42.2}
MARGIN = {"l": 8, "r": 8, "t": 40, "b": 8}


def on_map(lon: ArrayLike, lat: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Give the place of longitudes and latitudes on `route_map`.

    Parameters
    ----------
    lon, lat : number or column
        In degrees.

    Returns
    -------
    tuple of two arrays
        From left to right, and up.

    Examples
    --------
    >>> x, y = pb.charts.on_map(-99.1, 19.4)
    >>> round(float(x), 1), float(y)
    (66.8, 19.4)
    """
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    asia = (lon > 60) & (lon < 150)
    x = np.where(asia, 0.44 * (lon - 66), np.clip(36 + (lon + 128) * 64 / 60, None, 110))
    return x, np.where(asia, 33 + 0.41 * (lat - 25), lat)


def route_map(**layout: object) -> go.Figure:
    """Make a figure of North America with Asia in a frame at the left, most of the ocean left out.

    Parameters
    ----------
    **layout : object
        What Plotly's `update_layout` takes.

    Returns
    -------
    Figure
        Draw on it at the places that `on_map` gives.

    Examples
    --------
    >>> len(pb.charts.route_map(height=470).data)
    3
    """
    own: dict[str, Any] = {"height": 470, "xaxis_range": [-4, 100], "yaxis_range": [14, 56], "margin": MARGIN}
    fig = figure(**(own | layout))
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
    for region, kind, dash in LINES:
        x, y = on_map(*outlines(region, kind))
        line = {"color": theme.colour("axis"), "width": 0.8, "dash": dash, "simplify": False}
        fig.add_scatter(x=x, y=y, mode="lines", meta=contract.CONTEXT, line=line)
    fig.add_shape(name="asia", type="rect", **FRAME, line={"color": theme.colour("grid"), "width": 1})
    return fig


def add_routes(fig: go.Figure, routes: pd.DataFrame, looks: dict[str, str], bend: float = 0.14) -> None:
    """Add an arrow for each route, bent a little to the north, dotted where its course is schematic.

    Parameters
    ----------
    fig : Figure
        From `route_map`. It is changed.
    routes : DataFrame
        Rows with `from_lon`, `from_lat`, `to_lon`, `to_lat`, `goods` and `schematic`; with a column `bend` each
        route has its own.
    looks : dict
        Goods → whose colour.
    bend : float, optional
        How far an arrow leaves the straight line, as a share of its width.

    Raises
    ------
    TypeError, ValueError, LookupError
        For no figure, a table without these columns, or an unknown entity.

    Examples
    --------
    >>> fig = pb.charts.route_map()
    >>> routes = data.routes().dropna(subset=["from_lon", "to_lon"]).assign(goods="all")
    >>> pb.charts.add_routes(fig, routes, {"all": "precursors"})
    >>> len(fig.data) == 3 + len(routes)
    True
    """
    need_figure(fig)
    need_columns(routes, "from_lon", "from_lat", "to_lon", "to_lat", "goods", "schematic", nth="second")
    t = np.linspace(0, 1, POINTS)
    for route in routes.itertuples():
        ink = theme.colour(looks[route.goods])
        (x0, y0), (x1, y1) = on_map(route.from_lon, route.from_lat), on_map(route.to_lon, route.to_lat)
        lift = getattr(route, "bend", bend) * abs(x1 - x0)
        head = {"symbol": "arrow", "angleref": "previous", "size": [0] * (POINTS - 1) + [ARROW]}
        fig.add_scatter(
            x=x0 + (x1 - x0) * t,
            y=y0 + (y1 - y0) * t + 4 * t * (1 - t) * lift,
            mode="lines+markers",
            meta=contract.CONTEXT,
            opacity=0.8,
            line={"color": ink, "width": 1.8, "dash": "2px,3px" if route.schematic else "solid"},
            marker={**head, "color": ink, "line": {"width": 0, "color": ink}},
        )
