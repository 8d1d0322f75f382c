"""What the page's scripts need of a chart: what they read out at once, and the live figure they load on request."""

from pathlib import Path

from poppybook.book.templates import render

from . import contract, svg, variants

# plotly.js as assets/ holds it, with the kinds of trace that nearly all charts are made of, and the whole of it, four
# times as large, for the others.
PLOTLY_BASIC, PLOTLY_WHOLE = "plotly-basic.min.js", "plotly.min.js"
BASIC_TRACES = {"scatter", "bar", "pie"}


def read_out(spec: dict, folder: Path) -> dict:
    """Where every value lies in both drawings and what is said of it.

    `{"library": file, "sources": [publishers, …], "traces": [{"trace", "name", "along", "texts", "by", "rows", "wide",
    "narrow"}]}`: `library` draws the live figure; `texts`, `by` (position in `sources`) and `rows` (of the table) have
    an entry for each value of the trace, or `by` is one number where all are the same; `wide` and `narrow` are lists
    of `[value, x, y]`, for bars and cells `[value, x, y, left, top, right, bottom]`, in reading order.
    """
    meta = spec["layout"]["meta"]
    rows = [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]
    positions = contract.check(spec["data"], rows, meta["id"])
    names = {source["source_id"]: source["publisher"] or source["title"] for source in meta["sources"]}
    sources: list[str] = []
    drawn = {
        variant: {trace["trace"]: trace for trace in svg.metadata(folder / f"{variant}.svg")["traces"]}
        for variant in variants.VARIANTS
    }
    traces = []
    for number, texts in enumerate(variants.texts(spec, positions, rows)):
        if not texts or number not in drawn["wide"]:
            continue
        by = [_place(sources, _publishers(rows[at], names)) for at in positions[number]]
        along = drawn["wide"][number]["along"]
        entry = {"trace": number, "name": drawn["wide"][number]["name"], "along": along, "texts": texts}
        entry |= {"by": by[0] if len(set(by)) == 1 else by, "rows": positions[number]}
        for variant in variants.VARIANTS:
            points = drawn[variant][number]["points"]
            entry[variant] = sorted(points, key=lambda point: point[2 if along == "y" else 1])
        traces.append(entry)
    kinds = {trace.get("type", "scatter") for trace in spec["data"]}
    return {
        "library": PLOTLY_BASIC if kinds <= BASIC_TRACES else PLOTLY_WHOLE,
        "sources": sources,
        "traces": traces,
    }


def live_script(spec: dict) -> str:
    """The live figure as a script of its own, which a page may load from disk, too."""
    return str(render("charts/live.js.j2", spec=spec, live=variants.live(spec)))


def _publishers(row: dict, names: dict[str, str]) -> str:
    return "; ".join(dict.fromkeys(names[one] for one in row["source_id"].split(";")))


def _place(known: list[str], name: str) -> int:
    """Where `name` stands in `known`; it is added when it does not."""
    if name not in known:
        known.append(name)
    return known.index(name)
