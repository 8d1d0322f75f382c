"""Decide a statement by expressions, as they are written: what they say, of which series, and what is missing behind
them.

The call is found in the source of the running cell by its place, so an author writes plain pandas and no quotes. Each
part of a comparison is worked out once more, for its value to be told beside the code.
"""

import ast
import linecache
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

import pandas as pd

from poppybook import language as words
from poppybook.dataset import periods
from poppybook.dataset.describe import missing
from poppybook.dataset.numbers import ASKED
from poppybook.language import findings as say

# What asks a whole series: an answer that a period without a number could change.
WHOLE = frozenset({"idxmax", "idxmin", "max", "min", "all", "any", "nlargest", "nsmallest", "rank"})
SHOWN = 6


class FindingError(ValueError):
    """A statement does not hold, or cannot be decided. The message has statement, expression and values."""


@dataclass(frozen=True)
class Expression:
    """One expression behind a statement. values: its parts as written, each with its value in words; series: those it
    asks; gaps: series → its periods without a number, where all periods are asked."""

    code: str
    holds: bool
    values: list[tuple[str, str]]
    series: list[str]
    gaps: dict[str, list[str]]


def calls(frame: FrameType) -> tuple[str, ast.Call]:
    """The source that is running in a frame, and the call that it is at. Raises FindingError where there is none."""
    place = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    source = "".join(linecache.getlines(frame.f_code.co_filename))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and place == (
            node.lineno,
            node.end_lineno,
            node.col_offset,
            node.end_col_offset,
        ):
            return source, node
    raise FindingError("findings() reads its own source: call it in a cell of a notebook or in a file")


def before(source: str, call: ast.Call) -> str:
    """The lines of a cell before the statement with the call, without what is for the renderer."""
    starts = [
        each.lineno for each in ast.parse(source).body if each.lineno <= call.lineno <= (each.end_lineno or 0)
    ]
    kept = [line for line in source.splitlines()[: starts[0] - 1] if not line.startswith("#|")]
    return "\n".join(kept).strip()


def expression(node: ast.expr, value: object, source: str, frame: FrameType) -> Expression:
    """An expression and all that can be told of it. Raises FindingError for one that is neither true nor false."""
    code = _written(node, source)
    if isinstance(value, pd.Series | pd.DataFrame) or pd.api.types.is_list_like(value):
        raise FindingError(f"{code} is a {type(value).__name__}, not true or false")
    known = {**frame.f_globals, **frame.f_locals}
    holds = False if pd.isna(value) else bool(value)
    return Expression(
        code, holds, _values(node, source, known), _series(node, source, known), _gaps(node, source, known)
    )


def _written(node: ast.expr, source: str) -> str:
    text = ast.get_source_segment(source, node) or ""
    first, *rest = text.split("\n")
    return "\n".join([first, textwrap.dedent("\n".join(rest))]) if rest else first


def _value(node: ast.expr, source: str, known: dict) -> object:
    try:
        return eval(compile(ast.Expression(node), "<finding>", "eval"), known)
    except NameError:
        code = _written(node, source)
        raise FindingError(f"{code} stands in a loop: write it in pandas, so that it can be told") from None


def _values(node: ast.expr, source: str, known: dict) -> list[tuple[str, str]]:
    parts = {_written(part, source): part for part in _parts(node)}
    return [(code, _told(part, source, known)) for code, part in parts.items()]


def _told(part: ast.expr, source: str, known: dict) -> str:
    """The value of a part in words; of a peak its period and its number."""
    value = _value(part, source, known)
    match part:
        case ast.Call(func=ast.Attribute(value=asked, attr="idxmax" | "idxmin")):
            return say.of_period(str(value), _in_words(_value(asked, source, known)[value]))
    return _in_words(value)


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """The parts whose values tell why an expression is true: what is compared, without literals."""
    match node:
        case ast.BoolOp(values=inner):
            for each in inner:
                yield from _parts(each)
        case ast.UnaryOp(operand=inner) | ast.Call(func=ast.Attribute(value=ast.Compare() as inner)):
            yield from _parts(inner)
        case ast.Compare(left=left, comparators=others):
            for each in (left, *others):
                yield from _parts(each)
        case ast.BinOp(left=left, right=right):
            yield from (*_parts(left), *_parts(right))
        case ast.Call(func=ast.Name(id="abs" | "round" | "bool"), args=[inner, *_]):
            yield from _parts(inner)
        case ast.Call(func=ast.Name(id="all" | "any")):
            return
        case _ if not any(isinstance(each, ast.Name) for each in ast.walk(node)):
            return
        case _:
            yield node


def _series(node: ast.expr, source: str, known: dict) -> list[str]:
    """The series that an expression asks, by their names."""
    found: list[str] = []
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop(0)
        held = known.get(each.id) if isinstance(each, ast.Name) else None
        match each:
            case ast.Subscript(value=ast.Name(id=name)) if isinstance(known.get(name), list | tuple | dict):
                held = _value(each, source, known)
            case _:
                waiting += ast.iter_child_nodes(each)
        if isinstance(held, pd.Series):
            found += held.attrs.get(ASKED) or ([] if held.name is None else [str(held.name)])
        elif isinstance(held, pd.DataFrame):
            found += [str(one) for one in (held["series"].unique() if "series" in held else held.columns)]
    return list(dict.fromkeys(found))


def _gaps(node: ast.expr, source: str, known: dict) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in ast.walk(node):
        match each:
            case ast.Call(func=ast.Attribute(value=asked, attr=attribute)) if attribute in WHOLE:
                held = _value(asked, source, known)
                if isinstance(held, pd.Series) and (lacking := _lacking(held)):
                    found[str(held.name)] = lacking
    return found


def _lacking(held: pd.Series) -> list[str]:
    """The periods of a series that lack a number, in words; nothing for what does not go by periods."""
    index = pd.Series(held.index)
    if not index.map(_is_period).all() or not len(index):
        return []
    empty = [words.period(one) for one in held.index[held.isna()]]
    return [" to ".join(map(words.period, gap.split(" to "))) for gap in missing(index)] + empty


def _is_period(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(periods.parse(text))
    except ValueError:
        return False


def _in_words(value: object) -> str:
    if isinstance(value, pd.Series):
        pairs = [say.of_period(str(name), _in_words(one)) for name, one in value.items()]
        return say.several(pairs[:SHOWN], max(0, len(pairs) - SHOWN))
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return say.YES if value else say.NO
    if isinstance(value, str):
        return words.period(value)
    if pd.api.types.is_number(value):
        return words.number(float(value)) or words.CHART["no value"]
    if pd.api.types.is_list_like(value):
        pairs = [_in_words(each) for each in value]
        return say.several(pairs[:SHOWN], max(0, len(pairs) - SHOWN))
    return re.sub(r"\s+", " ", str(value))
