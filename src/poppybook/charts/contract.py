"""The promise a chart makes: what is drawn is what its table says, value by value and in order.

`check` compares every data trace with the rows of its series. A trace that only gives context (a band, a reference
line, the bar of a survey period) carries `meta="context"` and is left out.
"""

import pandas as pd

from .plain import plain

REQUIRED = ("series", "period", "value", "unit", "status", "source_id")
OPTIONAL = ("low", "high", "observation_id", "place", "note", "reliability", "complete", "months")
CONTEXT = "context"


class ChartError(ValueError):
    """A figure and its description do not agree. The message names the chart, the trace, the row and the values."""


def rows_of(table: pd.DataFrame, chart_id: str) -> list[dict]:
    """The chart's table as plain dicts, required columns first, empty optional columns left out."""
    missing = [name for name in REQUIRED if name not in table.columns]
    if missing:
        lacking, there = ", ".join(missing), ", ".join(map(str, table.columns))
        raise ChartError(f"chart {chart_id}: the table lacks the column {lacking}; it has {there}")
    if table.empty:
        raise ChartError(f"chart {chart_id}: the table has no rows")
    names = [*REQUIRED, *(n for n in OPTIONAL if n in table.columns and table[n].notna().any())]
    columns = {name: plain(table[name]) for name in names}
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    for position, row in enumerate(rows):
        for name in ("series", "period", "unit", "status", "source_id"):
            if row[name] in (None, ""):
                raise ChartError(f"chart {chart_id}: row {position} of the table has no {name}")
        row["period"] = str(row["period"])
    return rows


def is_context(trace: dict) -> bool:
    """Whether a trace stands for no rows of the table."""
    return trace.get("meta") == CONTEXT or trace.get("visible") is False


def values_of(trace: dict) -> list:
    """The numbers a trace draws, in order, whatever its type."""
    kind = trace.get("type", "scatter")
    if kind == "heatmap":
        return [value for line in trace.get("z", []) for value in line]
    if kind == "sankey":
        return list(trace.get("link", {}).get("value", []))
    if kind == "pie":
        return list(trace.get("values", []))
    if kind == "bar" or (kind == "scatter" and "customdata" not in trace):
        return list(trace.get(value_axis(trace)) or [])
    # On a map the positions are not the values; the numbers themselves travel beside them.
    return list(trace.get("customdata") or [])


def value_axis(trace: dict) -> str:
    """The axis of the values: `y`, or `x` for horizontal bars and for dots on named rows."""
    if trace.get("orientation") == "h":
        return "x"
    x, y = trace.get("x") or [], trace.get("y") or []
    named = [isinstance(v, str) for v in y if v is not None]
    counted = [isinstance(v, int | float) for v in x if v is not None]
    return "x" if named and all(named) and all(counted) else "y"


def check(traces: list[dict], rows: list[dict], chart_id: str) -> list[list[int]]:
    """Compare traces with rows; return for each trace the row number of each of its points (empty for context).

    Raises ChartError on the first difference: a trace without rows, a series that is not drawn, another count,
    another value, a range bar that does not end at the row's low or high.
    """
    positions: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        positions.setdefault(row["series"], []).append(position)
    drawn, result = set(), []
    for number, trace in enumerate(traces):
        if is_context(trace):
            result.append([])
            continue
        name = trace.get("name")
        where = f"chart {chart_id}, trace {number} “{name}”"
        if name not in positions:
            raise ChartError(
                f"{where}: no row of the table has this series; it has {', '.join(positions)}. "
                'A trace that only gives context carries meta="context".'
            )
        if name in drawn:
            raise ChartError(f"{where}: a second trace has this name; a series is drawn once")
        drawn.add(name)
        values, expected = values_of(trace), positions[name]
        if len(values) != len(expected):
            raise ChartError(
                f"{where}: draws {len(values)} values, the table has {len(expected)} rows of this series"
            )
        for point, (value, position) in enumerate(zip(values, expected, strict=True)):
            row = rows[position]
            if value != row["value"]:
                says = f"row {position} of the table ({row['period']}) says {row['value']}"
                raise ChartError(f"{where}: point {point} draws {value}, {says}")
        _check_ranges(trace, [rows[p] for p in expected], where)
        result.append(expected)
    undrawn = [name for name in positions if name not in drawn]
    if undrawn:
        raise ChartError(
            f"chart {chart_id}: the table has rows of {', '.join(undrawn)}, but no trace has this name"
        )
    return result


def _check_ranges(trace: dict, rows: list[dict], where: str) -> None:
    bars = trace.get(f"error_{value_axis(trace)}") or {}
    if "array" not in bars:
        return
    up, down = bars["array"], bars.get("arrayminus", bars["array"])
    for point, (row, above, below) in enumerate(zip(rows, up, down, strict=True)):
        for edge, reach in (("high", above), ("low", below)):
            if not reach:
                continue
            drawn = row["value"] + reach if edge == "high" else row["value"] - reach
            stated = row.get(edge)
            if stated is None or abs(drawn - stated) > 1e-6 * max(1.0, abs(stated)):
                says = f"the table's {edge} for {row['period']} is {stated}"
                raise ChartError(f"{where}: the range bar of point {point} ends at {drawn:g}, {says}")
