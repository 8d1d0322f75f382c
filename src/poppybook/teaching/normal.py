"""What an answer is, whatever form it comes in: a number, a text, names, or true and false."""

from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any

import pandas as pd

from poppybook.language import teaching as words

LARGEST = 1e300


class WrongAnswer(AssertionError):
    """An answer that is not right; the text is the whole message, and a notebook shows only that."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def normal(answer: Any) -> tuple[str, Any]:
    """An answer as (kind, value): a number, text, names or truth. Raises WrongAnswer for no answer, or for a table."""
    if answer is None or answer is Ellipsis:
        raise WrongAnswer(words.NO_ANSWER)
    if isinstance(answer, pd.DataFrame | pd.Series) and answer.size != 1 and not _all_text(answer):
        raise WrongAnswer(words.ONE_ROW)
    if isinstance(answer, pd.DataFrame):
        answer = answer.iloc[0, 0] if answer.size == 1 else answer.iloc[:, 0]
    if hasattr(answer, "item") and getattr(answer, "size", 0) == 1:
        answer = answer.item()
    if not isinstance(answer, str) and not hasattr(answer, "__iter__") and pd.isna(answer):
        raise WrongAnswer(words.MISSING)
    if isinstance(answer, bool):
        return "truth", answer
    if isinstance(answer, Real | Decimal):
        if abs(answer) > LARGEST:
            raise WrongAnswer(words.NOT_FINITE)
        return "number", float(answer)
    if isinstance(answer, str | date):
        return "text", _text(answer)
    if hasattr(answer, "__iter__"):
        return "names", sorted(set(map(_text, answer)))
    return type(answer).__name__, answer


def _text(part: object) -> str:
    """One text, as letters and spaces count; a date without its time, a number of a collection as it is printed."""
    if hasattr(part, "item") and getattr(part, "size", 0) == 1:
        part = part.item()
    if isinstance(part, date):
        return part.isoformat()[:10]
    if not isinstance(part, str | int | float):
        raise WrongAnswer(words.NOT_PLAIN)
    return " ".join(str(part).split()).casefold()


def _all_text(frame) -> bool:
    return isinstance(frame, pd.Series) and all(isinstance(each, str) for each in frame)
