"""How the chart builder's lines look: one colour, dash and mark for each, the book's own where it has one.

The builder takes the look that a series prefers, and the next free one when another series already has it.
"""

from poppybook.charts.theme import ENTITIES, Entity

# In the order in which they are given out: neighbours differ in colour, dash and mark.
LOOKS: tuple[Entity, ...] = (
    ENTITIES["us"],
    ENTITIES["heroin"],
    ENTITIES["mexico"],
    ENTITIES["china"],
    ENTITIES["methamphetamine"],
    ENTITIES["canada"],
    ENTITIES["fentanyl"],
    ENTITIES["india"],
    ENTITIES["world"],
    ENTITIES["cocaine"],
    ENTITIES["patrol"],
)

# The first that fits: another country than the United States, a word in the series' name, the theme.
_BY_WORD = {
    "usbp": "patrol",
    "carfentanil": "india",
    "methamphetamine": "methamphetamine",
    "cocaine": "cocaine",
    "fentanyl": "fentanyl",
    "fent": "fentanyl",
    "t404": "fentanyl",
    "heroin": "heroin",
}
_BY_PLACE = {"MEX": "mexico", "CHN": "china", "CAN": "canada", "IND": "india", "WORLD": "world"}
_BY_THEME = {"heroin": "heroin", "fentanyl": "fentanyl"}


def preferred(series_id: str, theme: str, place: str) -> int:
    """Number of the look a series takes when it is free."""
    place_look = "us" if "-us-mex" in series_id else _BY_PLACE.get(place)  # US estimates of Mexico
    by_word = next((look for word, look in _BY_WORD.items() if word in series_id), None)
    name = place_look or by_word or _BY_THEME.get(theme, "us")
    return LOOKS.index(ENTITIES[name])
