"""The one place for colours, type and grounds of every chart and page.

A colour is a *token*: a name with one light and one dark value. Figures are written in the light values, which no two
tokens share: the drawing pass writes `var(--pb-token, #light)`, and one picture serves light, dark and print.
An *entity* is what a mark stands for (a country, a publisher, a drug): a token, a dash and a marker symbol, so that
colour is never the only sign.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from poppybook.book.nearest import Unknown
from poppybook.dataset.arguments import need_number, need_text

SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
SERIF = "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, 'Liberation Serif', serif"

# Widths in CSS pixels of the two drawings, and the smallest container each is shown in. The type sizes below keep
# every word of a drawing at 12 px or more at that smallest width.
WIDE, NARROW = 760, 320
WIDE_FROM, NARROW_FROM = 652, 286
WIDE_TYPE, NARROW_TYPE = 14, 13.5

# Surfaces, text and lines: token → (light, dark).
SURFACES = {
    "ground": ("#fffdf8", "#15181c"),
    "raised": ("#f6f2e9", "#1f242a"),
    "ink": ("#1b1f23", "#e7e9ec"),
    "muted": ("#59616a", "#a6aeb8"),
    "axis": ("#7d848c", "#868e98"),
    "grid": ("#e5e0d5", "#2e343b"),
    "focus": ("#0b57d0", "#8ab4ff"),
}

# Colours of marks: token → (light, dark). Each also serves as the colour of the mark's label.
MARKS = {
    "poppy": ("#b3261e", "#ff8a7a"),
    "us": ("#1d5fa6", "#7fb5f5"),
    "mexico": ("#1a7a48", "#63cf98"),
    "world": ("#5c6400", "#c5cd5c"),
    "fentanyl": ("#006d7d", "#56c7d8"),
    "china": ("#8a5a00", "#e3b34c"),
    "canada": ("#7a3fa0", "#cb9bea"),
    "india": ("#a3286c", "#f491c4"),
    "rust": ("#a04600", "#f3a35c"),
    "indigo": ("#474da6", "#aab0fa"),
    "brown": ("#75503f", "#cfa995"),
    "context": ("#656c76", "#9aa3ad"),
}
# Parts of one bar lie on each other, and most colours above are equally dark: these are lighter on light pages, darker
# on dark ones, 3 : 1 with the ground. Words in them are written in ink.
SOFT = {
    "amber": ("#df7320", "#955720"),
    "sky": ("#5b94d1", "#3568a4"),
    "tan": ("#ac8978", "#865d48"),
    "silver": ("#8a919b", "#5d6873"),
}
SOFT_OF = {"rust": "amber", "us": "sky", "brown": "tan", "context": "silver"}
TOKENS = {**SURFACES, **MARKS, **SOFT}
ACCENT = "poppy"  # of the whole book


@dataclass(frozen=True)
class Entity:
    """How one thing looks wherever it is drawn: colour token, line dash, marker symbol."""

    token: str
    dash: str = "solid"
    symbol: str = "circle"


ENTITIES = {
    "poppy": Entity("poppy"),
    "heroin": Entity("poppy"),
    "us": Entity("us"),
    "mexico": Entity("mexico", "7px,3px", "diamond"),
    "world": Entity("world", "2px,3px", "square"),
    "fentanyl": Entity("fentanyl", "solid", "circle"),
    "china": Entity("china", "9px,3px,2px,3px", "triangle-up"),
    "canada": Entity("canada", "4px,3px", "square"),
    "india": Entity("india", "2px,2px", "triangle-down"),
    "ports": Entity("us", "solid", "circle"),
    "patrol": Entity("rust", "7px,3px", "diamond"),
    "methamphetamine": Entity("indigo", "7px,3px", "diamond"),
    "cocaine": Entity("brown", "2px,3px", "square"),
    "carfentanil": Entity("india", "4px,3px", "triangle-up"),
    "opium": Entity("rust"),
    "precursors": Entity("rust", "solid", "square"),
    "southwest border": Entity("mexico", "7px,3px", "diamond"),
    "northern border": Entity("canada", "4px,3px", "square"),
    "coasts": Entity("context", "solid", "circle-open"),
    "cooperation": Entity("indigo"),
    "enforcement": Entity("brown"),
    "rules": Entity("world"),
    "pressure": Entity("rust"),
    "south-america": Entity("brown", "2px,3px", "square"),
    "myanmar": Entity("brown", "9px,3px,2px,3px", "triangle-up"),
    "context": Entity("context", "solid", "circle-open"),
}


def entity(name: str) -> Entity:
    """The look of an entity; an unknown name is an error that lists the known ones."""
    return ENTITIES[_known("entity", name, ENTITIES)]


def colour(name: str) -> str:
    """Give the colour of an entity, or of a token of the theme (`ink`, `muted`, `grid` …).

    Parameters
    ----------
    name : str
        Such as "mexico".

    Returns
    -------
    str
        Its value on light pages; the pictures know the dark one.

    Raises
    ------
    TypeError, LookupError
        For an unknown name: the error lists them.

    Examples
    --------
    >>> pb.charts.colour("mexico")
    '#1a7a48'
    """
    _known("entity or colour", name, {**ENTITIES, **TOKENS})
    return TOKENS[ENTITIES[name].token if name in ENTITIES else name][0]


def soft(name: str) -> str:
    """The light value of the softer colour of an entity or token, for one of two neighbours in a stacked bar."""
    need_text("the name of an entity or colour", name)
    token = ENTITIES[name].token if name in ENTITIES else name
    if token not in SOFT_OF:
        raise Unknown(f"no softer colour for {name!r} in the theme; there is one for {', '.join(SOFT_OF)}")
    return TOKENS[SOFT_OF[token]][0]


def _known(what: str, name: str, names: Collection[str]) -> str:
    need_text(f"the name of an {what}", name)
    if name not in names:
        raise Unknown(f"no {what} {name!r} in the theme; it has {', '.join(names)}")
    return name


def tint(name: str, opacity: float = 0.16) -> str:
    """Give a colour seen through: for bands and areas behind marks.

    Parameters
    ----------
    name : str
        Of an entity or token.
    opacity : float, optional
        Between 0 and 1.

    Returns
    -------
    str
        As CSS writes it.

    Raises
    ------
    TypeError, LookupError, ValueError
        For an unknown name or another opacity.

    Examples
    --------
    >>> pb.charts.tint("mexico", 0.5)
    'rgba(26,122,72,0.5)'
    """
    need_number("opacity", opacity)
    if not 0 <= opacity <= 1:
        raise ValueError(f"opacity lies between 0 (nothing) and 1 (the full colour), not {opacity}")
    red, green, blue = rgb(colour(name))
    return f"rgba({red},{green},{blue},{opacity:g})"


def line(name: str, **more: object) -> dict:
    """Make `line` of a scatter trace for an entity: colour, dash and width.

    Parameters
    ----------
    name : str
        Of an entity.
    **more : object
        Changes to it.

    Returns
    -------
    dict
        For the argument `line`.

    Raises
    ------
    TypeError, LookupError
        For an unknown name.

    Examples
    --------
    >>> pb.charts.line("us", width=1)["color"]
    '#1d5fa6'
    """
    return {"color": colour(name), "dash": entity(name).dash, "width": 2.5, "simplify": False, **more}


def marker(name: str, **more: object) -> dict:
    """Make `marker` of a scatter trace for an entity: colour, symbol and size.

    Parameters
    ----------
    name : str
        Of an entity, or of a colour of the theme: that is drawn as a dot.
    **more : object
        Changes to it.

    Returns
    -------
    dict
        For the argument `marker`.

    Raises
    ------
    TypeError, LookupError
        For an unknown name.

    Examples
    --------
    >>> pb.charts.marker("mexico")["symbol"]
    'diamond'
    """
    light = colour(name)
    return {"color": light, "symbol": ENTITIES.get(name, Entity(name)).symbol, "size": 8, **more}


def rgb(value: str) -> tuple[int, int, int]:
    """`#1d5fa6` as (29, 95, 166)."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (#rrggbb) by WCAG 2: 1 to 21."""

    def luminance(value):
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb(value))
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def token_of(value: str) -> tuple[str, float] | None:
    """The token and opacity behind a CSS colour (`#rrggbb`, `rgb()`, `rgba()`), or None when no token has it."""
    text = value.strip().lower()
    opacity = 1.0
    if match := re.fullmatch(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*([\d.]+)\s*)?\)", text):
        text = "#{:02x}{:02x}{:02x}".format(*(int(part) for part in match.groups()[:3]))
        opacity = float(match[4] or 1)
    for token, (light, _) in TOKENS.items():
        if light == text:
            return token, opacity
    return None


def css_variables() -> str:
    """The text of `assets/colours.css`: every token for light, for dark as both renderers mark it, and for print."""
    light = [f"--pb-{token}: {pair[0]};" for token, pair in TOKENS.items()]
    dark = [f"--pb-{token}: {pair[1]};" for token, pair in TOKENS.items()]
    # Scripts find a figure's colours again by this list: name and light value of each token.
    names = " ".join(f"{token}={pair[0]}" for token, pair in TOKENS.items())

    def block(selector, lines, indent=""):
        body = "".join(f"{indent}  {line}\n" for line in lines)
        return f"{indent}{selector} {{\n{body}{indent}}}\n"

    accent = f"--pb-accent: var(--pb-{ACCENT});"
    fonts = [f"--pb-sans: {SANS};", f"--pb-serif: {SERIF};"]
    everywhere = ":root, html.quarto-dark, body.quarto-dark"
    return (
        "/* Written by poppybook.charts.theme.css_variables(); change the theme, not this file. */\n"
        + block(":root", [*fonts, f'--pb-tokens: "{names}";', *light, accent, "color-scheme: light;"])
        + block("html.quarto-dark, body.quarto-dark", [*dark, accent, "color-scheme: dark;"])
        + "@media print {\n"
        + block(everywhere, [*light, accent, "color-scheme: light;"], "  ")
        + "}\n"
    )


def write_css(assets: Path) -> Path:
    """Write `colours.css` into the assets folder and return its path."""
    path = assets / "colours.css"
    path.write_text(css_variables(), encoding="utf-8", newline="\n")
    return path
