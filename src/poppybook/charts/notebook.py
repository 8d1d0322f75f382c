"""The figure as JupyterLab shows it: title, takeaway and sources written into the layout.

JupyterLab shows only the Plotly half of a chart, so the figure has to carry there what the page writes around the
picture. `framed` adds it; `bare` takes it off again for the drawings and the page, from what `framed` noted down.
"""

import copy
import textwrap

from poppybook.book.templates import macros

from . import theme

HEIGHT = 420
EDGE = 14
TITLE_SIZE, TITLE_LINE = 19, 25
TEXT_LINE = 20
SMALL_SIZE, SMALL_LINE = 12, 17
# Mean width of a character as a share of the type size, for the widest of the fonts; bold type is wider.
CHARACTER, BOLD_CHARACTER = 0.6, 0.66
SOURCE, UNIT = "source", "unit"


def lines(
    text: str, size: float, width: float = theme.WIDE - 2 * EDGE, character: float = CHARACTER
) -> list[str]:
    """`text` broken into lines that fit `width` pixels at a type size."""
    return textwrap.wrap(text, max(12, int(width / (size * character))), break_long_words=False) or [""]


def framed(layout: dict, title: str, takeaway: str, sources: str) -> dict:
    """The layout with title and takeaway on top and the sources below, grown by the room they need."""
    layout = copy.deepcopy(layout)
    margin = layout["margin"]
    height = layout.get("height", HEIGHT)
    plain = {"height": height, "margin": dict(margin)}
    head = lines(title, TITLE_SIZE, character=BOLD_CHARACTER)
    said = lines(takeaway, theme.WIDE_TYPE)
    foot = lines(sources, SMALL_SIZE)
    # Plotly spaces every line of a title by the title's own type size.
    top = EDGE + TITLE_LINE * (len(head) + len(said)) + 12
    bottom = SMALL_LINE * len(foot) + EDGE
    layout["title"] = {
        "text": plotly_text("title", head, said, theme.WIDE_TYPE),
        "font": {"size": TITLE_SIZE},
        "x": 0,
        "xanchor": "left",
        "xref": "container",
        "y": round(1 - (EDGE + TITLE_SIZE * 0.75) / (height + top + bottom), 4),
        "yanchor": "top",
        "yref": "container",
        "pad": {"l": EDGE},
    }
    layout["annotations"] = [
        *layout.get("annotations", []),
        {
            "name": SOURCE,
            "text": plotly_text("lines", foot),
            "font": {"size": SMALL_SIZE, "color": theme.colour("muted")},
            "showarrow": False,
            "align": "left",
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "xanchor": "left",
            "xshift": -margin["l"],
            "y": 0,
            "yanchor": "top",
            "yshift": -margin["b"],
        },
    ]
    layout["height"] = height + top + bottom
    layout["margin"] = {
        "l": margin["l"] + EDGE,
        "r": margin["r"] + EDGE,
        "t": margin["t"] + top,
        "b": margin["b"] + bottom,
    }
    layout["autosize"] = True
    layout.pop("width", None)
    layout["meta"] = {**(layout.get("meta") or {}), "drawing": plain}
    return layout


def bare(layout: dict) -> dict:
    """The layout without what `framed` added, and without `meta`."""
    layout = copy.deepcopy(layout)
    drawing = layout.pop("meta")["drawing"]
    layout.pop("title", None)
    layout.pop("autosize", None)
    layout["annotations"] = [note for note in layout.get("annotations", []) if note.get("name") != SOURCE]
    layout.update(copy.deepcopy(drawing))
    return layout


def unit_label(text: str, left: float) -> dict:
    """The unit of the values as a word over the axis, at the left edge of the figure."""
    return {
        "name": UNIT,
        "text": plotly_text("lines", [text]),
        "showarrow": False,
        "font": {"color": theme.colour("muted")},
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -left,
        "y": 1,
        "yanchor": "bottom",
        "yshift": 12,
    }


def plotly_text(kind: str, *parts: object) -> str:
    """A text of a figure by one of the macros in `charts/layout.html.j2`."""
    return str(getattr(macros("charts/layout.html.j2"), kind)(*parts))
