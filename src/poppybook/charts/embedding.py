"""The frame that shows a chart in another site's page: how high it has to be."""

from math import ceil

from . import theme

# From this width of the frame on the page inside shows the wide drawing (charts.css), with its own margins beside it.
MARGINS, TURN = 32, 684
# Widths at which the words are given their room, with what stands between and around the parts of the page there:
# lines, margins, the button and the links under the picture.
NARROW, WIDE = ((320, 280), (400, 200)), ((700, 196),)
DOCUMENTS = 24  # the fold with the documents, where a chart rests on many
# Share of the type size that a letter of the system's type is wide, a little more than usual.
LETTER = 0.56


def frame_heights(
    texts: dict[str, str], shapes: dict[str, tuple[float, float]], folded: bool
) -> tuple[int, int]:
    """How high a frame for a chart has to be, below TURN and from it on.

    texts: title, takeaway, note and source line. shapes: width and height of each drawing. folded: whether the
    documents stand in a fold. Where the words need more room than is reckoned here the picture gives way, as far as it
    can be read (alone.css).
    """
    heights = []
    for variant, widths in (("narrow", NARROW), ("wide", WIDE)):
        across, high = shapes[variant]
        heights.append(
            max(
                ceil(_words(texts, width - MARGINS) + (width - MARGINS) * high / across + around)
                for width, around in widths
            )
            + DOCUMENTS * folded
        )
    return heights[0], heights[1]


def _words(texts: dict[str, str], room: float) -> float:
    """How high the words stand in so much room: lines of each text, by size of type and height of a line."""
    kinds = {"title": (21, 26.25), "takeaway": (17, 23.8), "note": (14, 21), "sources": (14, 21)}
    return sum(ceil(len(texts[name]) * size * LETTER / room) * line for name, (size, line) in kinds.items())


def frame_style(high: int, low: int) -> str:
    """The style of the frame with these two heights, as frame_heights gives them.

    No script runs in the page that takes it. A padding, which counts as part of the height and grows by percents of
    the width, takes the difference of the two heights from a wide frame; as large a negative margin closes the gap.
    """
    style = f"display:block;width:100%;max-width:{theme.WIDE + 80}px;height:{high}px;border:0"
    if high > low:
        gap = f"clamp(0px,(100% - {TURN - 1}px)*999,{high - low}px)"
        style += f";box-sizing:border-box;padding-bottom:{gap};margin-bottom:calc(-1*{gap})"
    return style
