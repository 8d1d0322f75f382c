"""Say in one sentence what is wrong with what a function was given."""

from collections.abc import Sequence

import pandas as pd

from .store import Dataset


def need_dataset(data: Dataset) -> None:
    """Raise TypeError when `data` is no dataset."""
    if not isinstance(data, Dataset):
        raise TypeError(
            f"the first argument is the dataset, as data = poppybook.load() gives it, not {type(data).__name__}"
        )


def need_columns(frame: pd.DataFrame, *names: str) -> None:
    """Raise TypeError when `frame` is no table, ValueError when it lacks one of these columns."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"the first argument is a table, as compare gives it, not {type(frame).__name__}")
    missing = [name for name in names if name not in frame]
    if missing:
        has = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(f"the table lacks the column {missing[0]!r}; it has {has}")


def need_texts(what: str, names: Sequence[str]) -> None:
    """Raise TypeError when one of the names is no text."""
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"each {what} is text in quotes, not {name!r}")
