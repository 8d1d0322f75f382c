"""Words in a picture."""

import plotly.graph_objects as go

from poppybook.dataset.arguments import need_text

from . import theme
from .marks import need_figure


def add_note(
    fig: go.Figure,
    name: str,
    text: str,
    x: object,
    y: object,
    *,
    look: str = "muted",
    panel: int | None = None,
    **more: object,
) -> None:
    """Write a few words into a picture, in quiet colour or in that of what they speak of.

    Parameters
    ----------
    fig : Figure
        It is changed.
    name : str
        By which the narrow drawing may change or drop them.
    text : str
        The words, `<br>` allowed.
    x, y : object
        Where they stand, in the values of the axes.
    look : str, optional
        Whose colour; "ink" is that of all other text.
    panel : int, optional
        The panel, as `panels` counts them.
    **more : object
        What Plotly's `add_annotation` takes.

    Raises
    ------
    TypeError, LookupError
        For no figure, for words that are no text, or an unknown colour.

    Examples
    --------
    >>> fig = pb.charts.figure()
    >>> pb.charts.add_note(fig, "peak", "The peak", "2017-07-01", 44_100)
    >>> fig.layout.annotations[0].text
    'The peak'
    """
    need_figure(fig)
    for what, said in (("name", name), ("text", text)):
        need_text(what, said)
    if panel:
        more |= {"xref": f"x{panel}" if panel > 1 else "x", "yref": f"y{panel}" if panel > 1 else "y"}
    if look != "ink":
        more["font_color"] = theme.colour(look)
    fig.add_annotation(name=name, text=text, x=x, y=y, **more)
