"""The shapes that repeat in the notebooks: a trace for each series of a table, in the series' own look."""

from collections.abc import Callable, Collection, Iterator, Mapping

import pandas as pd
import plotly.graph_objects as go

from poppybook.dataset.arguments import need_columns, need_texts, shown

from . import bars, theme
from .marks import need_figure

Look = str | tuple[str, str]


def add_bars(
    fig: go.Figure,
    frame: pd.DataFrame,
    looks: Mapping[str, str],
    x: str = "middle",
    y: str = "value",
    *,
    panels: bool = False,
    complete: str = "complete",
    soft: Collection[str] = (),
    text: str = "",
    **more: object,
) -> None:
    """Add bars for each series of a table; those of a period that is not over are hatched.

    Parameters
    ----------
    fig : Figure
        It is changed.
    frame : DataFrame
        Rows with `series` and the columns that are named here.
    looks : dict
        Series → whose colour, in the order in which they are drawn.
    x, y : str, optional
        Columns.
    panels : bool, optional
        Each series goes to a panel of its own, as `panels` makes them.
    complete : str, optional
        A column of True and False, where the table has it; "" hatches none.
    soft : list, optional
        Series in the softer colour: of two neighbours in a stack one should be.
    text : str, optional
        Words on the bars: a format of the value such as "{:,.0f}", or the column that holds them.
    **more : object
        What Plotly's `add_bar` takes.

    Raises
    ------
    TypeError, ValueError, LookupError
        For no figure, a table without these columns, or an unknown entity.

    Examples
    --------
    >>> rows = data.cbp("fentanyl", by=["fiscal_year"]).assign(series="Pounds")
    >>> fig = pb.charts.figure()
    >>> pb.charts.add_bars(fig, rows, {"Pounds": "fentanyl"}, x="fiscal_year", y="pounds")
    >>> fig.data[0].name
    'Pounds'
    """
    for name, look, part, axes in parts(fig, frame, looks, x, y, panels):
        whole, drawn = part.get(complete), {}
        if text:
            said = _words(part, text, of=y if more.get("orientation") != "h" else x)
            drawn = {"text": said} if any(said) else {}
        marker = bars.bar_marker(look, whole, soft=name in soft)
        fig.add_bar(x=part[x], y=part[y], name=name, marker=marker, **drawn, **axes, **more)


def add_lines(
    fig: go.Figure,
    frame: pd.DataFrame,
    looks: Mapping[str, str],
    x: str = "middle",
    y: str = "value",
    *,
    panel: int | None = None,
    before: Callable[[go.Figure, pd.DataFrame, str], None] | None = None,
    **marker: object,
) -> None:
    """Add a line with a marker at each value for each series of a table.

    Parameters
    ----------
    fig : Figure
        It is changed.
    frame : DataFrame
        Rows with `series` and the columns that are named here.
    looks : dict
        Series → whose colour, dash and marker, in the order in which they are drawn.
    x, y : str, optional
        Columns.
    panel : int, optional
        The panel, as `panels` counts them.
    before : function, optional
        Called with figure, rows and look first: `pb.charts.add_periods` draws under each line the time its values
        cover.
    **marker : object
        What Plotly's markers take, such as `size=6`.

    Raises
    ------
    TypeError, ValueError, LookupError
        For no figure, a table without these columns, or an unknown entity.

    Examples
    --------
    >>> rows = data.one("poppy-ha-us-mex").assign(series="US estimate")
    >>> fig = pb.charts.figure()
    >>> pb.charts.add_lines(fig, rows, {"US estimate": "us"}, before=pb.charts.add_periods)
    >>> fig.data[1].mode
    'lines+markers'
    """
    for name, look, part, _ in parts(fig, frame, looks, x, y):
        if before:
            before(fig, part, look)
        drawn = {"line": theme.line(look), "marker": theme.marker(look, **marker)}
        axes = {"xaxis": f"x{panel}", "yaxis": f"y{panel}"} if panel else {}
        fig.add_scatter(x=part[x], y=part[y], name=name, mode="lines+markers", **drawn, **axes)


def add_dots(
    fig: go.Figure,
    frame: pd.DataFrame,
    looks: Mapping[str, Look],
    x: str = "middle",
    y: str = "value",
    *,
    before: Callable[[go.Figure, pd.DataFrame, str], None] | None = None,
    ranges: bool = False,
    text: str = "",
    side: str = "",
    **marker: object,
) -> None:
    """Add a marker for each value, series by series.

    Parameters
    ----------
    fig : Figure
        It is changed.
    frame : DataFrame
        Rows with `series` and the columns that are named here.
    looks : dict
        Series → whose colour, or that and a symbol of Plotly's, in the order in which they are drawn.
    x, y : str, optional
        Columns.
    before : function, optional
        Called with figure, rows and look first, such as `pb.charts.add_runs`.
    ranges : bool, optional
        Draw the published ranges as whiskers.
    text : str, optional
        Words beside the dots, in their colour: a format of the value, or the column that holds them.
    side : str, optional
        The column that says where they stand, such as "middle left".
    **marker : object
        What Plotly's markers take; `outline=2` draws the line of an open symbol in the series' colour.

    Raises
    ------
    TypeError, ValueError, LookupError
        For no figure, a table without these columns, or an unknown entity.

    Examples
    --------
    >>> rows = data.one("poppy-ha-us-mex").assign(series="US estimate")
    >>> fig = pb.charts.figure()
    >>> pb.charts.add_dots(fig, rows, {"US estimate": ("us", "square-open")}, size=9, outline=2)
    >>> fig.data[0].marker.symbol
    'square-open'
    """
    for name, look, part, _ in parts(fig, frame, looks, x, y):
        colour = look if isinstance(look, str) else look[0]
        if before:
            before(fig, part, colour)
        more: dict[str, object] = {"error_y": bars.range_bars(part, colour)} if ranges else {}
        if text:
            sides = list(part[side]) if side else ["middle right"]
            more |= {"text": _words(part, text), "textfont_color": theme.colour(colour)}
            more["textposition"] = sides if len(set(sides)) > 1 else sides[0]
        mode = "markers+text" if text else "markers"
        fig.add_scatter(x=part[x], y=part[y], name=name, mode=mode, marker=_marker(look, marker), **more)


def list_rows(fig: go.Figure, names: Collection[str], **more: object) -> None:
    """Put the rows of a figure in an order, from top to bottom, each with its name.

    Parameters
    ----------
    fig : Figure
        It is changed.
    names : list of str
        The values of the vertical axis.
    **more : object
        What Plotly's axes take.

    Raises
    ------
    TypeError
        For no figure, and for what is no list of texts.

    Examples
    --------
    >>> fig = pb.charts.figure()
    >>> pb.charts.list_rows(fig, ["Meetings", "Tariffs"])
    >>> fig.layout.yaxis.categoryarray
    ('Tariffs', 'Meetings')
    """
    need_figure(fig)
    if isinstance(names, str):
        raise TypeError(f"names is a list of texts, one a row, not {shown(names)}")
    need_texts("name", list(names))
    fig.update_yaxes(categoryorder="array", categoryarray=list(names)[::-1], **more)


def _words(part: pd.DataFrame, text: str, of: str = "value") -> list[str]:
    """A format filled with the values, or the words of a column."""
    return [text.format(value) for value in part[of]] if "{" in text else list(part[text])


def _marker(look: Look, more: dict[str, object]) -> dict[str, object]:
    colour, symbol = (look, None) if isinstance(look, str) else look
    own = {"symbol": symbol} if symbol else {}
    rest = dict(more)
    outline = rest.pop("outline", 0)
    line = {"line": {"width": outline, "color": theme.colour(colour)}} if outline else {}
    return theme.marker(colour, **own, **line, **rest)


def parts(
    fig: go.Figure, frame: pd.DataFrame, looks: Mapping, x: str, y: str, panels: bool = False
) -> Iterator[tuple]:
    """Each series with its look, its rows and its axes."""
    need_figure(fig)
    need_columns(frame, "series", x, y, nth="second")
    if not isinstance(looks, Mapping):
        raise TypeError(f"looks is a dict from a series to whose colour it has, not {shown(looks)}")
    for number, (name, look) in enumerate(looks.items(), start=1):
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"} if panels else {}
        yield name, look, frame[frame["series"] == name], axes
