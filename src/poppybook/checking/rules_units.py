"""Rules for units: what they mean, and one quantity printed in two of them."""

from collections.abc import Iterator
from itertools import combinations

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset
from poppybook.dataset.units import base_factor, dimension_of, expressions

from .rules import fault, faults_at

UNIT = "a unit's kind says how it is read: pint expression, thing counted, or per series"
TWO_UNITS = "one quantity printed in two units by one source is the same quantity"
SAME = "a unit is called what its pint expression means"
MONEY = "a unit is a currency exactly where its symbol has the sign of one"
SUMMED = "shares, rates and prices are not summed: additive is false"
SYMBOL = "a symbol stands for one unit"
CONFUSED = "pounds are not printed as kilograms, nor kilograms as pounds"

# Weights in prose are rounded: 48,500 pounds, 22,000 kilograms.
ROUNDING = 0.03
POUNDS_PER_KILOGRAM = 2.20462


def units_are_explained(data: Dataset) -> Iterator[Fault]:
    units, series = data.units, data.series
    for name, frame, column in (("units", units, "pint"), ("series", series, "pint_unit")):
        for row, expression in frame[column].dropna().items():
            try:
                dimension_of(expression)
            except ValueError as error:
                yield fault(data, name, row, column, expression, UNIT, f"Write a pint expression: {error}")
    for row in units.dropna(subset=["unit", "pint"]).itertuples():
        meant = _meaning(row.unit)
        if meant and meant != _size(row.pint) and _size(row.pint)[0]:
            yield fault(
                data, "units", row.Index, "pint", row.pint, SAME, "Correct the name or the expression"
            )
    twice = units[units["symbol"].duplicated() & units["symbol"].notna()]
    yield from faults_at(data, "units", twice, "symbol", SYMBOL, "Another unit has it: write this one's own")
    signed = units["symbol"].str.contains(r"[$¢£¤¥\u20a0-\u20cf]", regex=True).fillna(False).astype(bool)
    wrong = units[(signed != (units["kind"] == "currency")) & units["symbol"].notna()]
    yield from faults_at(data, "units", wrong, "kind", MONEY, "Correct the kind or the symbol")
    ratios = units.loc[units["ratio"].notna(), "unit"]
    summed = series["additive"].fillna(False) & series["unit"].isin(ratios)
    yield from faults_at(data, "series", series[summed.fillna(False)], "additive", SUMMED, "Write false")
    kind_of = {"pint": "pint", "count": "counts"}
    for column in ("pint", "counts"):
        wrong = units[(units["kind"].map(kind_of) == column) != units[column].notna()]
        remedy = f"Fill {column} for this kind and for no other"
        yield from faults_at(data, "units", wrong, column, UNIT, remedy)
    per_series = set(units.loc[units["kind"] == "per-series", "unit"])
    wrong = series[series["unit"].isin(per_series) != series["pint_unit"].notna()]
    remedy = "Fill pint_unit exactly where the unit is per series"
    yield from faults_at(data, "series", wrong, "pint_unit", UNIT, remedy)


def units_of_one_quantity_agree(data: Dataset) -> Iterator[Fault]:
    """Finds rows that print one quantity in two units, and compares them in one.

    Such series have one quantity and one place. One source must agree with itself up to rounding. Two sources may
    differ, but not by the very ratio of pound and kilogram, unless that misprint is a known correction.
    """
    rows = data["observations"]
    expression = expressions(data, rows)
    sizes = {text: _size(text) for text in expression.dropna().unique()}
    named = data.series.drop_duplicates("series_id").set_index("series_id")["quantity"]
    rows = rows.assign(expression=expression, quantity=rows["series_id"].map(named))
    rows["dimension"] = expression.map({text: size[0] for text, size in sizes.items()})
    rows["base"] = rows["value"] * expression.map({text: size[1] for text, size in sizes.items()})
    rows = rows.dropna(subset=["base", "quantity"])
    explained = set(data.corrections["observation_id"].dropna())
    quantity = ["quantity", "place", "dimension", "period"]
    # Found in one go: to look at the groups one by one takes far longer, and nearly all have one unit.
    rows = rows[rows.groupby(quantity)["expression"].transform("nunique") > 1]
    for _, same in rows.groupby(quantity):
        for one, other in combinations(same.sort_values("observation_id").itertuples(), 2):
            if one.expression == other.expression or {one.observation_id, other.observation_id} & explained:
                continue
            ratio = max(one.base, other.base) / max(min(one.base, other.base), 1e-9)
            remedy = (
                f"Compare with {other.observation_id}, {other.value:g} {other.unit}: correct unit or number"
            )
            if one.source_id == other.source_id and ratio > 1 + ROUNDING:
                yield fault(data, "observations", one.Index, "value", one.value, TWO_UNITS, remedy)
            elif abs(ratio / POUNDS_PER_KILOGRAM - 1) < ROUNDING:
                yield fault(data, "observations", one.Index, "unit", one.unit, CONFUSED, remedy)


def _meaning(unit: str) -> tuple[str, float] | None:
    """What pint makes of a unit's published name, or of the part before “per”; None where it knows neither."""
    words = unit.replace(" per ", " / ")
    for name in (words, words.partition(" / ")[0]):
        try:
            expression = " / ".join(part.strip().replace(" ", "_") for part in name.split("/"))
            return dimension_of(expression), base_factor(expression)
        except ValueError:
            continue
    return None


def _size(expression: str) -> tuple[str, float]:
    """Dimension and size of a unit; of one that pint does not know, which is another rule's fault, nothing."""
    try:
        return dimension_of(expression), base_factor(expression)
    except ValueError:
        return "", float("nan")
