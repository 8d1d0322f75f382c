"""How bars look: those of a published range, and those of a bar chart."""

from collections.abc import Iterable

import pandas as pd

from poppybook.dataset.arguments import need_columns, shown

from . import theme


def range_bars(frame: pd.DataFrame, entity: str) -> dict:
    """Make `error_y` (or `error_x`) of a trace: the published range, where there is one.

    Parameters
    ----------
    frame : DataFrame
        Rows with `value`, `low` and `high`.
    entity : str
        Whose colour.

    Returns
    -------
    dict
        For the argument `error_y`.

    Raises
    ------
    TypeError, ValueError, LookupError
        For a table without these columns, or an unknown entity.

    Examples
    --------
    >>> pb.charts.range_bars(pd.DataFrame({"value": [5], "low": [4], "high": [7]}), "us")["array"]
    [2.0]
    """
    need_columns(frame, "value", "low", "high")
    value = frame["value"].astype(float)
    up = (frame["high"].astype(float) - value).fillna(0)
    down = (value - frame["low"].astype(float)).fillna(0)
    look = {"color": theme.colour(entity), "thickness": 1.5, "width": 4}
    return {"type": "data", "symmetric": False, "array": list(up), "arrayminus": list(down), **look}


def bar_marker(entity: str, complete: Iterable[bool] | None = None, *, soft: bool = False) -> dict:
    """Make `marker` of a bar trace: full colour; hatched and outlined where a bar is not yet whole.

    Parameters
    ----------
    entity : str
        Whose colour.
    complete : column of bool, optional
        One a bar.
    soft : bool, optional
        Take the softer colour: of two neighbours in a stack one should be soft, so that they differ in print and
        to eyes that do not tell the colours apart.

    Returns
    -------
    dict
        For the argument `marker`.

    Raises
    ------
    TypeError, LookupError
        For what is no column of True and False, or an unknown entity.

    Examples
    --------
    >>> pb.charts.bar_marker("fentanyl", [True, False])["pattern"]["shape"]
    ['', '/']
    """
    if not isinstance(soft, bool):
        raise TypeError(f"soft is True or False, not {shown(soft)}")
    colour = theme.soft(entity) if soft else theme.colour(entity)
    if complete is None:
        return {"color": colour, "line": {"width": 0}}
    if isinstance(complete, str | bytes) or not isinstance(complete, Iterable):
        raise TypeError(f"complete is a column of True and False, one a bar, not {shown(complete)}")
    whole = [bool(one) for one in complete]
    return {
        "color": colour,
        "line": {"color": colour, "width": [0 if one else 1.5 for one in whole]},
        "pattern": {
            "shape": ["" if one else "/" for one in whole],
            "fillmode": "replace",
            "fgcolor": colour,
            "bgcolor": theme.colour("ground"),
            "size": 7,
            "solidity": 0.25,
        },
    }
