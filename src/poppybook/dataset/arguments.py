"""Say in one sentence what is wrong with what a function was given."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from .frozen import Tables


def need_dataset(data: Tables) -> None:
    """Raise TypeError when `data` is no dataset."""
    if not isinstance(data, Tables):
        raise TypeError(
            f"the first argument is the dataset, as data = poppybook.load() gives it, not {type(data).__name__}"
        )


def need_columns(frame: pd.DataFrame, *names: str, nth: str = "first") -> None:
    """Raise TypeError when `frame` is no table, ValueError when it lacks one of these columns."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"the {nth} argument is a table, as compare gives it, not {type(frame).__name__}")
    missing = [name for name in names if name not in frame]
    if missing:
        has = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(f"the table lacks the column {missing[0]!r}; it has {has}")


def need_text(what: str, value: object) -> None:
    """Raise TypeError when the value is no text."""
    if not isinstance(value, str):
        raise TypeError(f"{what} is text in quotes, not {shown(value)}")


def need_number(what: str, value: object) -> None:
    """Raise TypeError when the value is no number, ValueError when it is none that can be drawn."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{what} is a number, not {shown(value)}")
    if not np.isfinite(value):
        raise ValueError(f"{what} is a number, not {value}")


def shown(value: object) -> str:
    """The value as it was typed, or the name of its type where that would be long."""
    typed = repr(value)
    return typed if len(typed) <= 40 and "\n" not in typed else f"a {type(value).__name__}"


def need_words(**said: object) -> None:
    """Raise TypeError when one of the named arguments is no text."""
    for name, value in said.items():
        need_text(name, value)


def need_list(what: str, value: object) -> list[str]:
    """The list of texts; TypeError for what is none."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise TypeError(f"{what} is a list of texts, not {shown(value)}")
    names = list(value)
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"{what} is a list of texts; {shown(name)} is none")
    return names


def need_texts(what: str, names: Sequence[str]) -> None:
    """Raise TypeError when one of the names is no text."""
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"each {what} is text in quotes, not {shown(name)}")
