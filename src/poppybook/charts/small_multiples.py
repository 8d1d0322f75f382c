"""Small multiples: where each panel of a figure stands, in the wide and in the narrow drawing."""

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from poppybook.dataset.arguments import need_number, need_texts, shown

from .notebook import plotly_text
from .template import figure
from .variants import MARGIN, PANEL

PANEL_GAP, PANEL_TITLE = 0.05, 34


def panels(
    titles: list[str],
    *,
    columns: int = 4,
    narrow_columns: int = 2,
    panel_height: int = 130,
    narrow_titles: list[str] | None = None,
    **layout: Any,
) -> go.Figure:
    """Make a figure of small multiples, one panel a title, all on the same scales.

    Parameters
    ----------
    titles : list of str
        Add the trace of panel 1 as it is, of panel n with `xaxis=f"x{n}", yaxis=f"y{n}"`.
    columns, narrow_columns : int, optional
        Panels side by side in the wide and in the narrow picture.
    panel_height : int, optional
        In pixels.
    narrow_titles : list of str, optional
        Shorter words for the narrow picture, one a panel.
    **layout : object
        As Plotly's; `xaxis` and `yaxis` there hold for all panels.

    Returns
    -------
    Figure
        A `plotly.graph_objects.Figure`.

    Raises
    ------
    TypeError, ValueError
        For what is no list of titles, one a panel, and for counts below 1.

    Examples
    --------
    >>> [note.text for note in pb.charts.panels(["Sonora", "Sinaloa"]).layout.annotations]
    ['<b>Sonora</b>', '<b>Sinaloa</b>']
    """
    if isinstance(titles, str) or not isinstance(titles, Iterable):
        raise TypeError(f"titles is a list of texts, one a panel, not {shown(titles)}")
    titles = list(titles)
    need_texts("title", titles)
    for what, count in (
        ("columns", columns),
        ("narrow_columns", narrow_columns),
        ("panel_height", panel_height),
    ):
        need_number(what, count)
        if count < 1:
            raise ValueError(f"{what} is 1 or more, not {count}")
    if not titles:
        raise ValueError("panels takes at least one title")
    short = titles if narrow_titles is None else list(narrow_titles)
    need_texts("narrow title", short)
    if len(short) != len(titles):
        raise ValueError(f"narrow_titles has {len(short)} texts for {len(titles)} panels")
    shared = {axis: layout.pop(axis, {}) for axis in ("xaxis", "yaxis")}
    margin = {"l": MARGIN["l"], "r": 14, "t": 58, "b": 34, **layout.pop("margin", {})}
    wide, height = _grid(len(titles), columns, panel_height, margin)
    narrow, narrow_height = _grid(len(titles), narrow_columns, panel_height - 10, margin)
    axes: dict[str, dict] = {}
    narrow_axes: dict[str, dict] = {}
    notes, narrow_notes = [], {}
    for number, (title, brief, place, small) in enumerate(
        zip(titles, short, wide, narrow, strict=True), start=1
    ):
        suffix = "" if number == 1 else str(number)
        for target, at in ((axes, place), (narrow_axes, small)):
            across = {"domain": at["x"], "showticklabels": at["lowest"], "anchor": f"y{suffix}", "nticks": 3}
            up = {"domain": at["y"], "showticklabels": at["first"], "anchor": f"x{suffix}", "nticks": 4}
            target |= {f"xaxis{suffix}": across, f"yaxis{suffix}": up}
        axes["xaxis" + suffix] |= shared["xaxis"] | ({"matches": "x"} if number > 1 else {})
        axes["yaxis" + suffix] |= shared["yaxis"] | ({"matches": "y"} if number > 1 else {})
        name = f"{PANEL}{title}"
        notes.append(
            {
                "name": name,
                "text": plotly_text("panel", title),
                "xref": "paper",
                "yref": "paper",
                "x": place["x"][0],
                "y": place["y"][1],
                "xanchor": "left",
                "yanchor": "bottom",
                "yshift": 6,
            }
        )
        narrow_notes[name] = {"x": small["x"][0], "y": small["y"][1]}
        if brief != title:
            narrow_notes[name]["text"] = plotly_text("panel", brief)
    fig = figure(height=height, margin=margin, annotations=notes, **axes, **layout)
    fig.layout.meta = {
        "narrow": {"height": narrow_height, "layout": narrow_axes, "annotations": narrow_notes}
    }
    return fig


def _grid(count: int, columns: int, panel_height: int, margin: dict) -> tuple[list[dict], int]:
    """Places of the panels in shares of the plot, and the height of the picture."""
    rows = -(-count // columns)
    plot = rows * panel_height + (rows - 1) * PANEL_TITLE
    width = (1 - PANEL_GAP * (columns - 1)) / columns
    result = []
    for number in range(count):
        row, column = divmod(number, columns)
        left = column * (width + PANEL_GAP)
        top = 1 - row * (panel_height + PANEL_TITLE) / plot
        result.append(
            {
                "x": [round(left, 4), round(left + width, 4)],
                "y": [round(max(0, top - panel_height / plot), 4), round(top, 4)],
                "first": column == 0,
                "lowest": number + columns >= count,
            }
        )
    return result, plot + margin["t"] + margin["b"]
