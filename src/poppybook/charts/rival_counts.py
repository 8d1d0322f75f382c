"""No bar of a stack is made of two counts of the same thing: a sum of rivals is a number that nobody published."""

from poppybook.dataset.store import Dataset

from .contract import ChartError, is_context

STACKED = frozenset({"stack", "relative"})


def ids_of(rows) -> list[str]:
    """The published series of each row of a chart's table, from `series_id` or else from the observation."""
    columns = rows.columns
    if "series_id" in columns:
        return [str(one) for one in rows["series_id"]]
    if "observation_id" in columns:
        return [str(one).partition("@")[0] if isinstance(one, str) else "" for one in rows["observation_id"]]
    return ["" for _ in range(len(rows))]


def refuse_stacks(
    data: Dataset, traces: list[dict], points: list[list[int]], rows: list[dict], layout: dict, chart: str
) -> None:
    """Raise ChartError when bars of one stack are rival counts of a period: twice the same series, or two series of
    different publishers about the same thing."""
    if layout.get("barmode") not in STACKED:
        return
    stacks: dict[tuple, list[dict]] = {}
    for trace, positions in zip(traces, points, strict=True):
        if trace.get("type") == "bar" and not is_context(trace):
            for position in positions:
                row = rows[position]
                key = (
                    trace.get("xaxis", "x"),
                    trace.get("yaxis", "y"),
                    row["period"],
                    row.get("place"),
                    row["unit"],
                )
                stacks.setdefault(key, []).append(row)
    crowded = {key: stack for key, stack in stacks.items() if len(stack) > 1}
    for key, stack in crowded.items():
        names = [row["series"] for row in stack]
        for name in names:
            if names.count(name) > 1:
                counts = ", ".join(f"{row['value']:,.10g}" for row in stack if row["series"] == name)
                raise ChartError(_said(chart, key[2], f"{name} is counted twice, {counts}"))
    _refuse_kin(data, crowded, chart)


def _refuse_kin(data: Dataset, crowded: dict[tuple, list[dict]], chart: str) -> None:
    ids = {key: [(row["series"], _id(row)) for row in stack if _id(row)] for key, stack in crowded.items()}
    wanted = {one for pairs in ids.values() for _, one in pairs}
    if not wanted:
        return
    series = data.rows("series", "series_id", wanted).dropna(subset="kin")
    about = {
        row["series_id"]: (row["kin"], row["place"], row["publisher"]) for row in series.to_dict("records")
    }
    for key, pairs in ids.items():
        seen: dict[tuple, tuple[str, str]] = {}
        for name, one in pairs:
            if one not in about:
                continue
            *thing, publisher = about[one]
            other, whose = seen.setdefault(tuple(thing), (name, publisher))
            if whose != publisher:
                raise ChartError(_said(chart, key[2], f"{other} and {name} are counts of the same thing"))


def _id(row: dict) -> str:
    return str(row.get("observation_id") or "").partition("@")[0]


def _said(chart: str, period: str, what: str) -> str:
    return (
        f"chart {chart}: in the stack of {period} {what}. Rival counts of a period are never added up: "
        "draw them as dots, or bars of panels of their own"
    )
