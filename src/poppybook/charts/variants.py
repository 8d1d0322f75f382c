"""The two drawings of a chart, wide and narrow, as Plotly figures made from the stored spec.

The narrow one is a drawing of its own: its type keeps its size, end labels become a compact legend, ticks thin out,
and what the author asked for in `narrow` is laid over it.
"""

import copy
import hashlib
import json
import math

from poppybook import language as words

from . import contract, notebook, theme

VARIANTS = ("wide", "narrow")
CLEAR = "rgba(0,0,0,0)"
# Names that mark helpers give their annotations: `end:<series>` is a label at the end of a series.
END = "end:"
# … and `panel:<title>` the title of a small multiple.
PANEL = "panel:"
LEGEND_ROW = 24
MARGIN = {"l": 58, "r": 24, "t": 40, "b": 36}
# Room that names at the left may take; beyond it the narrow drawing sets them over their marks.
NAMES_WIDE, NAMES_NARROW = 270, 120
NAMED_ROW = 40


def drawing(spec: dict, variant: str) -> dict:
    """The figure to draw: `{"data": [...], "layout": {...}}` with width and height set, grounds clear."""
    layout = notebook.bare(spec["layout"])
    data = copy.deepcopy(spec["data"])
    layout.update(width=theme.WIDE, paper_bgcolor=CLEAR, plot_bgcolor=CLEAR)
    if variant == "narrow":
        _narrow(data, layout, spec["layout"]["meta"]["narrow"])
    return {"data": data, "layout": layout}


def live(spec: dict) -> dict:
    """The figure of both widths, for the page's script; what hovering says is in the page already."""
    wide, narrow = (drawing(spec, variant) for variant in VARIANTS)
    for trace in (*wide["data"], *narrow["data"]):
        trace.pop("hovertext", None)
    changes = [
        {key: value for key, value in after.items() if before.get(key) != value}
        for before, after in zip(wide["data"], narrow["data"], strict=True)
    ]
    return {
        "data": wide["data"],
        "narrowTraces": changes,
        "wide": wide["layout"],
        "narrow": narrow["layout"],
        "config": spec["config"],
    }


def texts(spec: dict, positions: list[list[int]], rows: list[dict]) -> list[list[str] | None]:
    """For each trace what is said of each of its values; None where there is nothing to say.

    positions: for each trace the row of each of its values. rows: of the chart's table.
    """
    return [
        trace.get("hovertext") or [words.point(rows[at]) for at in points] or None
        for trace, points in zip(spec["data"], positions, strict=True)
    ]


def spec_hash(spec: dict) -> str:
    """A fingerprint of everything that shows in the pictures."""
    meta = spec["layout"]["meta"]
    shown = [meta["id"], meta["title"], meta["alt"], *(drawing(spec, variant) for variant in VARIANTS)]
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _narrow(data: list[dict], layout: dict, changes: dict) -> None:
    own = layout["margin"]
    layout["width"] = theme.NARROW
    layout["height"] = changes.get("height", layout["height"])
    left = min(own["l"], left_margin(layout, data, theme.NARROW_TYPE))
    if names_width(layout, data, theme.NARROW_TYPE) > NAMES_NARROW:
        _names_over_marks(layout, data)
        left = 4
    layout["margin"] = {"l": left, "r": min(own["r"], 48), "t": own["t"], "b": own["b"]}
    merge(layout.setdefault("font", {}), {"size": theme.NARROW_TYPE})
    for axis in _axes(layout, data, "xaxis"):
        layout.setdefault(axis, {}).setdefault("nticks", 5)
        layout[axis].pop("dtick", None)
    _legend(data, layout)
    for name, change in (changes.get("traces") or {}).items():
        for trace in data:
            if trace.get("name") == name:
                merge(trace, change)
    given = changes.get("layout") or {}
    merge(layout, given)
    _annotations(layout, changes.get("annotations") or {})
    for note in layout["annotations"]:
        if note.get("name") == notebook.UNIT:
            note["xshift"] = -layout["margin"]["l"]


def left_margin(layout: dict, data: list[dict], size: float = theme.WIDE_TYPE) -> int:
    """The left margin a drawing needs: for the names of rows, or for the numbers of the value axis."""
    names = names_width(layout, data, size)
    if names:
        return min(names, NAMES_WIDE)
    values = [v for trace in data for v in trace.get("y") or [] if isinstance(v, int | float)]
    values += [v for v in layout.get("yaxis", {}).get("range") or [] if isinstance(v, int | float)]
    longest = max((len(f"{round(v):,}") for v in values), default=0)
    return max(MARGIN["l"], round(longest * size * notebook.CHARACTER) + 10)


def names_width(layout: dict, data: list[dict], size: float) -> int:
    """The width of the longest name on a vertical axis of names; 0 when the axis is not one."""
    rows = [trace.get("y") or [] for trace in data if trace.get("yaxis", "y") == "y"]
    names = [name for row in rows for name in row if isinstance(name, str)]
    axis = layout.get("yaxis", {})
    if axis.get("type", "category") != "category" or not names:
        return 0
    words = [part for name in axis.get("ticktext") or names for part in name.split("<br>")]
    return round(max(map(len, words)) * size * notebook.CHARACTER + 14)


def _names_over_marks(layout: dict, data: list[dict]) -> None:
    """Set the names of rows over their marks, from the left edge, where beside them is no room."""
    axis = layout.setdefault("yaxis", {})
    names = list(dict.fromkeys(name for trace in data for name in trace.get("y") or []))
    ticks = axis.get("tickvals") or []
    texts = dict(zip(ticks, axis.get("ticktext") or ticks, strict=True))
    around = layout["margin"]["t"] + layout["margin"]["b"]
    layout["height"] = max(layout["height"], around + NAMED_ROW * len(names))
    row = (layout["height"] - around) / len(names)
    bar = 0.42
    layout["bargap"] = 1 - bar
    axis |= {"showticklabels": False, "showgrid": False}
    for name in names:
        text = str(texts.get(name, name)).replace("<br>", " ")
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": name, "yanchor": "bottom"}
        layout["annotations"].append(
            {"name": f"name:{name}", "text": text, "align": "left", "yshift": round(row * bar / 2), **place}
        )


def _legend(data: list[dict], layout: dict) -> None:
    """A legend over the plot in place of end labels."""
    notes = layout["annotations"]
    if not layout.get("showlegend") and not any(str(note.get("name", "")).startswith(END) for note in notes):
        return
    layout["annotations"] = [note for note in notes if not str(note.get("name", "")).startswith(END)]
    layout["showlegend"] = True
    layout["margin"]["r"] = 14
    layout["legend"] = legend_place(data, layout, theme.NARROW, theme.NARROW_TYPE)


def legend_place(data: list[dict], layout: dict, width: int, size: float) -> dict:
    """Where a legend stands: over the unit, from the left edge, in as many rows as its names need. Grows the top
    margin of `layout` by that room."""
    names = [trace.get("name", "") for trace in data if not contract.is_context(trace)]
    item = 46 + max(len(name) for name in names) * size * notebook.CHARACTER
    rows = math.ceil(len(names) / max(1, int(width / item)))
    margin = layout["margin"]
    unit = 30 if any(note.get("name") == notebook.UNIT for note in layout["annotations"]) else 6
    margin["t"] = unit + 8 + rows * LEGEND_ROW
    across, up = width - margin["l"] - margin["r"], layout["height"] - margin["t"] - margin["b"]
    place = {"x": round(-margin["l"] / across, 4), "y": round(1 + unit / up, 4)}
    return place | {"itemclick": False, "itemdoubleclick": False}


def _annotations(layout: dict, changes: dict) -> None:
    kept = []
    for note in layout["annotations"]:
        change = changes.get(note.get("name"), {})
        if change is not None:
            kept.append(merge(note, change))
    layout["annotations"] = kept


def merge(target: dict, change: dict) -> dict:
    """Lay `change` over `target`, dict by dict; lists are replaced whole. Returns `target`."""
    for key, value in change.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            target[key] = copy.deepcopy(value)
    return target


def _axes(layout: dict, data: list[dict], kind: str) -> list[str]:
    drawn = [trace for trace in data if trace.get("type", "scatter") != "sankey"]
    used = {kind + trace.get(f"{kind[0]}axis", kind[0])[1:] for trace in drawn}
    return sorted(used | {key for key in layout if key.startswith(kind)})
