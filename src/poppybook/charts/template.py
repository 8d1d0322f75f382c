"""The book's look as a Plotly template, and an empty figure that has it."""

import re

import plotly.graph_objects as go

from poppybook.book.nearest import unknown
from poppybook.dataset.arguments import need_number, shown

from . import notebook, theme


def _axis(**more) -> dict:
    # The zero line is the axis line; it is drawn by the axis that has it, so Plotly's own stays off.
    return {
        "automargin": False,
        "color": theme.colour("muted"),
        "gridcolor": theme.colour("grid"),
        "gridwidth": 1,
        "linecolor": theme.colour("axis"),
        "tickcolor": theme.colour("axis"),
        "zeroline": False,
        "separatethousands": True,
        "exponentformat": "none",
        "fixedrange": False,
        **more,
    }


def template() -> go.layout.Template:
    """The book's look as a Plotly template, small enough to travel with every figure."""
    return go.layout.Template(
        # Words in and on bars keep their size; the drawing says so when they do not fit.
        data={"bar": [{"constraintext": "none", "cliponaxis": False}]},
        layout={
            "font": {"family": theme.SANS, "size": theme.WIDE_TYPE, "color": theme.colour("ink")},
            "paper_bgcolor": theme.colour("ground"),
            "plot_bgcolor": theme.colour("ground"),
            "colorway": [light for light, _ in theme.MARKS.values()],
            "separators": ".,",
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": theme.colour("raised"),
                "bordercolor": theme.colour("axis"),
                "font": {"color": theme.colour("ink"), "family": theme.SANS, "size": theme.WIDE_TYPE},
                "align": "left",
                "namelength": -1,
            },
            "margin": {"l": 58, "r": 24, "t": 40, "b": 36},
            "showlegend": False,
            "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
            "annotationdefaults": {
                "showarrow": False,
                "arrowcolor": theme.colour("axis"),
                "arrowwidth": 1,
                "arrowhead": 0,
            },
            "shapedefaults": {"line": {"color": theme.colour("axis"), "width": 1}},
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)",
                "color": theme.colour("muted"),
                "activecolor": theme.colour("ink"),
            },
            "bargap": 0.25,
            "dragmode": "zoom",
            "xaxis": _axis(showgrid=False, showline=True, ticks="outside", ticklen=5, ticklabelmode="period"),
            "yaxis": _axis(showgrid=True, showline=False, ticks="", nticks=6, ticklabelstandoff=6),
            "coloraxis": {"colorbar": {"outlinewidth": 0, "thickness": 12}},
        },
    )


def figure(height: int = notebook.HEIGHT, **layout: object) -> go.Figure:
    """Make an empty Plotly figure in the book's look.

    Parameters
    ----------
    height : int, optional
        Of the wide picture, in pixels.
    **layout : object
        What Plotly's `update_layout` takes.

    Returns
    -------
    Figure
        A `plotly.graph_objects.Figure`.

    Raises
    ------
    TypeError, LookupError, ValueError
        For a height that is no number, and for what Plotly does not take.

    Examples
    --------
    >>> pb.charts.figure(height=300, yaxis_rangemode="tozero").layout.height
    300
    """
    need_number("height", height)
    for name, value in {"height": height, **layout}.items():
        try:
            go.Layout({name: value})
        except ValueError as error:
            said = re.sub(r"\s+", " ", str(error))
            if "Invalid property" in said:
                raise unknown("layout property", name, go.Layout()._valid_props) from None
            raise ValueError(f"Plotly takes no {shown(value)} as {name} of the layout") from None
    return go.Figure(layout={"template": template(), "height": height, **layout})
