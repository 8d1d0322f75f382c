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


def number(name: str | None) -> int:
    """Number of the look of that name; of none, the first."""
    return LOOKS.index(ENTITIES[name]) if name else 0
