"""What the published units mean, and conversion between those that measure the same thing.

`units.csv` sorts every published unit into one of five kinds: `pint` (a physical unit, with its pint
expression), `count` (of the things in `counts`), `currency`, `share`, and `per-series` (a word such as “tons”
that each publisher means differently; the series' `pint_unit` resolves it). Only physical units convert.
"""

from functools import lru_cache

import pandas as pd

from . import labels
from .arguments import need_columns
from .frozen import Tables


@lru_cache(maxsize=1)
def _registry():
    import pint  # half a second that loading the data need not cost

    return pint.UnitRegistry()


def expressions(data: Tables, frame: pd.DataFrame) -> pd.Series:
    """The pint expression of each row's `unit` (that of its series where units say so), or missing."""
    units = data["units"].set_index("unit")
    found = frame["unit"].map(units["pint"]).where(frame["unit"].map(units["kind"]) == "pint")
    per_series = frame["unit"].map(units["kind"]) == "per-series"
    if per_series.any() and "series_id" in frame:
        series = data.rows("series", "series_id", frame["series_id"].dropna().unique())
        resolved = frame["series_id"].map(series.set_index("series_id")["pint_unit"])
        found = found.mask(per_series, resolved)
    return found


def dimensions(data: Tables, frame: pd.DataFrame) -> pd.Series:
    """What each row measures, as a word: rows with the same word may share an axis once converted."""
    units = data["units"].set_index("unit")
    kind = frame["unit"].map(units["kind"])
    word = kind.where(kind != "count", "count of " + frame["unit"].map(units["counts"]))
    word = word.where(kind != "currency", "currency: " + frame["unit"])
    pint_of = expressions(data, frame)
    physical = {text: dimension_of(text) for text in pint_of.dropna().unique()}
    return word.mask(pint_of.notna(), pint_of.map(physical))


def dimension_of(expression: str) -> str:
    """The dimension of a pint expression, such as “[mass]”; ValueError when pint cannot read it."""
    try:
        return str(_registry().Unit(expression).dimensionality)
    except Exception as error:  # pint raises a different type for each way of being wrong
        raise ValueError(f"{expression!r} is no unit that pint knows ({error})") from None


def base_factor(expression: str) -> float:
    """How many SI base units one of this unit is."""
    return float(_registry().Quantity(1, expression).to_base_units().magnitude)


def convert(data: Tables, frame: pd.DataFrame, to: str) -> pd.DataFrame:
    """See Dataset.convert."""
    need_columns(frame, "value", "unit")
    units = data["units"].set_index("unit")
    if not isinstance(to, str) or to not in units.index:
        physical = ", ".join(units.index[units["kind"] == "pint"])
        raise LookupError(f"there is no unit {to!r} in the units table. Physical units are {physical}")
    if units.at[to, "kind"] != "pint":
        raise ValueError(f"{to!r} is a {units.at[to, 'kind']} unit: only physical units convert")
    target = units.at[to, "pint"]
    out = frame.copy()
    expression = expressions(data, frame)
    if expression.isna().any():
        refused = ", ".join(sorted(frame.loc[expression.isna(), "unit"].fillna("(none)").unique()))
        raise ValueError(
            f"cannot convert {refused} to {to}: counts, currencies and shares have no physical unit"
        )
    factor = expression.map({text: _factor(text, target, to) for text in expression.unique()}).astype(
        "float64"
    )
    if "published_value" not in out:
        out["published_value"], out["published_unit"] = frame["value"], frame["unit"]
    for column in ("value", "low", "high"):
        if column in out:
            out[column] = out[column] * factor
    out["unit"] = pd.Series(to, index=out.index, dtype="str")
    labels.same_unit(out, to)
    return out


def _factor(expression: str, target: str, to: str) -> float:
    if expression == target:
        return 1.0
    if dimension_of(expression) != dimension_of(target):
        raise ValueError(f"cannot convert {expression} to {to}: they measure different things")
    return float(_registry().Quantity(1, expression).to(target).magnitude)
