"""Values on their way between a student's notebook and the one that judges them: plain data, nothing that acts.

`pack` turns a value into JSON, `unpack` makes a fresh value of it. What is neither number, text, truth, date, table nor
a collection of these arrives as a `Thing` that knows nothing but the name of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from numbers import Real

import pandas as pd

MOST_ITEMS = 20_000  # of a list or a column
MOST_IN_ALL = 60_000
MOST_COLUMNS = 50  # of a table
MOST_IN_TABLES = (
    500  # columns of all tables in an answer, a table without any counting as one: each takes its time
)
MOST_TEXT = 100_000  # characters of a text
MOST_DIGITS = 300  # of a whole number


class TooMuch(ValueError):
    """An answer that holds more than `pack` sends."""


class Thing:
    """Something that is no plain value: a module, a figure, a class."""


def pack(value: object) -> list:
    """`value` as [kind, content], ready for JSON. What is too much of it is left out; what fails is a thing."""
    try:
        return _pack(value, 0, [MOST_IN_ALL, MOST_IN_TABLES])
    except BaseException:  # whatever a student's class does when it is looked at, time running out included
        return ["thing", type(value).__name__]


def _pack(value: object, depth: int, left: list[int]) -> list:
    if value is None or value is Ellipsis:
        return ["none", None]
    if hasattr(value, "item") and getattr(value, "size", 0) == 1 and not isinstance(value, pd.DataFrame):
        value = value.item()
    if isinstance(value, bool):
        return ["truth", value]
    if isinstance(value, int):
        return ["whole", str(value)] if abs(value) < 10**MOST_DIGITS else ["float", "inf"]
    if isinstance(value, Real | Decimal):
        return ["float", _float(value)]
    if isinstance(value, str):
        return ["text", str(value)[:MOST_TEXT]]
    if value is pd.NaT or value is pd.NA:
        return ["float", "nan"]
    if isinstance(value, date):
        return ["date", value.isoformat()[:10]]
    if depth > 3:
        return ["thing", type(value).__name__]
    if isinstance(value, pd.DataFrame):
        columns = list(value.columns)[: max(0, min(MOST_COLUMNS, left[1]))]
        left[1] -= max(1, len(columns))
        if left[1] < 0:
            return ["thing", type(value).__name__]
        return [
            "frame",
            [[str(name), _items(value.iloc[:, i], depth, left)] for i, name in enumerate(columns)],
        ]
    if isinstance(value, pd.Series):
        left[1] -= 1
        if left[1] < 0:
            return ["thing", type(value).__name__]
        return ["column", _items(value, depth, left)]
    if callable(value) and not isinstance(value, type):
        return ["function", None]
    if isinstance(value, set | frozenset):
        value = sorted(value, key=repr)
    if hasattr(value, "__iter__") and not isinstance(value, type):
        return ["items", _items(value, depth, left)]
    return ["thing", type(value).__name__]


def _float(value: Real | Decimal) -> str:
    try:
        return repr(float(value))
    except OverflowError:
        return "inf"


def _items(values, depth: int, left: list[int]) -> list:
    packed = []
    for value in values:
        if len(packed) == MOST_ITEMS or left[0] <= 0:
            break
        left[0] -= 1
        packed.append(_pack(value, depth + 1, left))
    return packed


def unpack(packed: object, function: Callable | None = None) -> object:
    """The value that `pack` was given; ValueError for anything that `pack` does not make, TooMuch for too much of it.

    function: stands in the place of a function.
    """
    return _unpack(packed, function, 0, [MOST_IN_ALL, MOST_IN_TABLES])


def _unpack(packed: object, function: Callable | None, depth: int, left: list[int]) -> object:
    if not isinstance(packed, list) or len(packed) != 2 or depth > 5:
        raise ValueError("not a packed value")
    kind, content = packed
    if kind == "none" and content is None:
        return None
    if kind == "truth" and isinstance(content, bool):
        return content
    if kind == "function" and content is None:
        return function or Thing()
    if isinstance(content, str):
        if kind == "whole" and len(content) <= MOST_DIGITS + 1:
            return int(content)
        if kind == "float" and len(content) < 50:
            return float(content)
        if kind == "text":
            return content[:MOST_TEXT].encode("utf-8", "replace").decode()
        if kind == "date":
            return date.fromisoformat(content)
        if kind == "thing":
            return type("".join(filter(str.isalnum, content[:50])) or "Thing", (Thing,), {})()
    if isinstance(content, list):
        if kind == "items":
            return _each(content, depth, left)
        if kind == "column":
            _count(left, 1, 1)
            return pd.Series(_each(content, depth, left))
        if kind == "frame" and len(content) <= MOST_COLUMNS:
            _count(left, 1, max(1, len(content)))
            columns = {
                place: pd.Series(_each(values, depth, left)) for place, (_, values) in enumerate(content)
            }
            return pd.DataFrame(columns).set_axis([str(name)[:200] for name, _ in content], axis=1)
    raise ValueError("not a packed value")


def _each(content: object, depth: int, left: list[int]) -> list:
    if not isinstance(content, list):
        raise ValueError("not a packed value")
    if len(content) > MOST_ITEMS:
        raise TooMuch
    _count(left, 0, len(content))
    return [_unpack(each, None, depth + 1, left) for each in content]


def _count(left: list[int], which: int, number: int) -> None:
    """Take from what an answer may still hold."""
    left[which] -= number
    if left[which] < 0:
        raise TooMuch
