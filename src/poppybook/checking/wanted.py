"""The words in which `expected` says what is wanted of a column."""

from typing import NamedTuple

ID = r"^[a-z0-9.-]+$"
IDS = r"^[a-z0-9.-]+(;[a-z0-9.-]+)*$"
OBSERVATION_ID = r"^[a-z0-9.-]+@[A-Za-z0-9-]+(~[a-z0-9.-]+)?$"
CALENDAR = r"^\d{4}(-\d{2}(-\d{2})?)?$"
PARTIES = r"^([A-Z]{3}|UN|EU)(;([A-Z]{3}|UN|EU))*$"
LOOKS = "us|heroin|mexico|china|methamphetamine|canada|fentanyl|india|world|cocaine|patrol"


class Column(NamedTuple):
    """One column: its `type`, what is required of it, `constraints` as the standard writes them, and `refers_to`."""

    type: str
    is_key: bool
    constraints: dict
    refers_to: str


def column(words: str, pattern: str = "", enum: str = "") -> Column:
    """A column in few words: type, key, required, unique, minimum=…, maximum=…, >table.column."""
    kind, *rest = words.split()
    constraints: dict = {word: True for word in ("required", "unique") if word in rest}
    for word in rest:
        name, is_limit, value = word.partition("=")
        if is_limit:
            constraints[name] = int(value)
    if pattern:
        constraints["pattern"] = pattern
    if enum:
        constraints["enum"] = enum.split("|")
    refers_to = next((word[1:] for word in rest if word.startswith(">")), "")
    return Column(kind, "key" in rest, constraints, refers_to)


def same(columns: str, words: str, pattern: str = "", enum: str = "") -> dict[str, Column]:
    """Several columns of one kind."""
    return dict.fromkeys(columns.split(), column(words, pattern, enum))
