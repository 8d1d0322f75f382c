"""The findings behind the words of a chart: each a statement that the cell decides, listed under “How we know”."""

import re
import sys
from collections.abc import Mapping

import pandas as pd

from poppybook.book.templates import render
from poppybook.dataset.arguments import need_columns, need_dataset, shown
from poppybook.dataset.store import Dataset
from poppybook.language import findings as say

from .proving import Expression, FindingError, before, calls, expression
from .reference import Fragment
from .rivals import Rivals


def findings(data: Dataset, table: pd.DataFrame, said: Mapping[str, tuple]) -> Fragment:
    """State what a chart shows, and decide it: the cell fails when one of the statements does not hold.

    The words of a title, a takeaway or the text that say a direction, a rank, a share or a cause link to a finding,
    `[peaked](#finding-peak)`. Take the values by `pb.numbers` and `pb.same_months`, and compare them in pandas.

    Parameters
    ----------
    data : Dataset
        It knows who else counts the same.
    table : DataFrame
        The chart's table: rows with `series`, `period` and `value`.
    said : dict
        A short name → the statement, and one expression or more that decide it, written out in the call.

    Returns
    -------
    Fragment
        A fold “How we know”: each statement with its values and its code.

    Raises
    ------
    FindingError
        When a statement is false, and when it is not decided: a period without a number could overturn a highest, a
        lowest or a “never” of which the statement does not say that it is of what was printed; another publisher
        counts the same, and the statement neither asks nor names; a category is made of rows of several kinds, and
        the statement does not say so.

    Examples
    --------
    >>> area = pb.drop_repeats(data.one("poppy-ha-us-mex")).query("start >= '2011'").assign(series="US estimate")
    >>> us = pb.numbers(area, "US estimate")
    >>> pb.pages.findings(data, area, {"peak": ("The US estimate was highest in 2017.", us.idxmax() == "2017")})
    Fragment(...)
    """
    need_dataset(data)
    need_columns(table, "series", "period", "value", nth="second")
    if not isinstance(said, Mapping) or not said:
        raise TypeError(
            f"findings is a dict from a name to a statement and what decides it, not {shown(said)}"
        )
    frame = sys._getframe(1)
    source, call = calls(frame)
    rivals, told, wrong = Rivals(data, table), [], []
    for name, nodes in zip(said, _nodes(call, said), strict=True):
        statement, *values = said[name]
        proofs = [expression(node, value, source, frame) for node, value in zip(nodes, values, strict=True)]
        reasons = [say.expression(one.code, one.values) for one in proofs if not one.holds]
        reasons += [f"  {reason}" for reason in _undecided(rivals, statement, proofs)]
        if reasons:
            wrong.append(say.false(name, statement, reasons))
        gaps = {series: lacking for one in proofs for series, lacking in one.gaps.items()}
        notes = [f"{say.gaps(*gap)}." for gap in gaps.items()]
        told.append((say.PREFIX + name, statement, proofs, notes))
    if wrong:
        raise FindingError("\n".join(wrong))
    return Fragment(
        render(
            "pages/findings.html.j2",
            summary=say.summary(len(told)),
            findings=told,
            label=say.CODE,
            before=before(source, call),
        )
    )


def _nodes(call, said: Mapping[str, tuple]) -> list[list]:
    """The expressions of each finding as they are written; FindingError where the dict is not written in the call."""
    written = call.args[2] if len(call.args) == 3 else None
    entries = getattr(written, "values", None)
    if not isinstance(entries, list) or len(entries) != len(said):
        raise FindingError("write the dict of findings in the call itself, so that its code can be shown")
    for (name, held), entry in zip(said.items(), entries, strict=True):
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(name)):
            raise FindingError(f"the name {name!r}: use lower-case letters and digits joined by hyphens")
        if (
            not isinstance(held, tuple)
            or len(held) < 2
            or not isinstance(held[0], str)
            or not held[0].strip()
        ):
            raise FindingError(
                f"{name} is not a statement with one expression or more: (statement, expression, …)"
            )
        if len(getattr(entry, "elts", ())) != len(held):
            raise FindingError(
                f"write the expressions of {name} in the call itself, so that they can be shown"
            )
    return [entry.elts[1:] for entry in entries]


def _undecided(rivals: Rivals, statement: str, proofs: list[Expression]) -> list[str]:
    """Why a statement is not decided although its expressions may be true."""
    spoken = set(re.findall(r"\w+", statement.casefold()))
    asked = list(dict.fromkeys(name for one in proofs for name in one.series))
    if not any(map(rivals.knows, asked)):
        return [say.unknown(asked, sorted(rivals.names))]
    reasons = [
        say.overturned(series, lacking)
        for one in proofs
        for series, lacking in one.gaps.items()
        if not spoken & set(say.PRINTED)
    ]
    if not spoken & set(say.MIXED):
        reasons += [say.mixed(name, sorted(rivals.kinds(name))) for name in asked if rivals.is_mixed(name)]
    return reasons + [say.publisher_unnamed(*one) for one in rivals.unnamed(statement, asked)]
