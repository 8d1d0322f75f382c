"""`chart()`: the last expression of a notebook cell that shows a figure.

It checks the figure against its table and returns an object that displays two things, the same bytes on every
run: the Plotly figure for JupyterLab, and the page's HTML with table, sources and downloads. Nothing is drawn here;
`poppybook figures` draws the pictures later from what the notebook stores.
"""

import re
from functools import cache

import pandas as pd
import plotly.graph_objects as go

from poppybook import language as words
from poppybook.dataset.store import Dataset
from poppybook.language import findings

from . import contract, figure_html, notebook, rival_counts, sources, theme, variants
from .contract import ChartError
from .plain import plain
from .template import template

PLOTLY = "application/vnd.plotly.v1+json"
# The mode bar keeps what a reader of the live figure needs; the page has its own downloads.
CONFIG = {
    "responsive": True,
    "displaylogo": False,
    "showSendToCloud": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}
BREAK = re.compile(r"\s*\n\s*")
NARROW_KEYS = {"layout", "annotations", "traces", "height"}


class Chart:
    """A checked chart. `spec` is the whole of it: Plotly figure plus `layout.meta`; JupyterLab shows it as it is."""

    def __init__(self, spec: dict):
        self.spec = spec

    @property
    def html(self) -> str:
        """The chart as the page's `<figure>`."""
        return figure_html.figure(self.spec["layout"]["meta"])

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {PLOTLY: self.spec, "text/html": self.html}

    def __repr__(self):
        return f"Chart({self.spec['layout']['meta']['id']!r})"


def chart(
    data: Dataset,
    fig: go.Figure,
    *,
    id: str,
    title: str,
    takeaway: str,
    alt: str,
    table: pd.DataFrame,
    note: str = "",
    narrow: dict | None = None,
) -> Chart:
    """Show a figure with everything a reader needs to judge it, and check that its table is what it draws.

    Parameters
    ----------
    data : Dataset
        Its sources are named under the chart.
    fig : Figure
        A Plotly figure, best from `pb.charts.figure`.
    id : str
        Lower-case words joined by hyphens, unique in the book.
    title, takeaway : str
        What is shown; in one sentence, what it means. Words that link to a finding, `[peaked](#finding-peak)`, stand
        in the chart without the link.
    alt : str
        The picture in words for who cannot see it.
    table : DataFrame
        Rows with `series` (the trace's name), `period`, `value`, `unit`, `status`, `source_id` and, where they
        exist, `low`, `high`, `observation_id`, `place`, `note`, `reliability`, `complete`, `months`.
    note : str, optional
        A caution on method.
    narrow : dict, optional
        Changes for the phone's drawing: `{"layout": {...}, "annotations": {name: {...} or None}, "traces": {name:
        {...}}, "height": 400}`.

    Returns
    -------
    Chart
        The last expression of a cell: JupyterLab shows the figure, the site the picture with table and sources.

    Raises
    ------
    ChartError
        When a text is missing, or when figure and table disagree.

    Examples
    --------
    >>> rows = data.one("poppy-ha-us-mex").tail(3).assign(series="Area")
    >>> fig = pb.charts.figure()
    >>> fig = fig.add_scatter(x=rows["middle"], y=rows["value"], name="Area")
    >>> pb.charts.chart(data, fig, id="area", title="Area", takeaway="It changed.", alt="A line.", table=rows)
    Chart('area')
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", str(id)):
        raise ChartError(f"chart id {id!r}: use lower-case letters and digits joined by hyphens")
    # A text in three quotes runs over several lines.
    title, takeaway, alt, note = (
        findings.plain(BREAK.sub(" ", str(text))) for text in (title, takeaway, alt, note)
    )
    for name, text in {"title": title, "takeaway": takeaway, "alt": alt}.items():
        if not str(text).strip():
            raise ChartError(f"chart {id}: {name} is empty")
    rows = contract.rows_of(table, id)
    _name_places(data, rows)
    figure = plain(fig.to_plotly_json())
    traces, layout = figure["data"], figure["layout"]
    points = contract.check(traces, rows, id)
    rival_counts.refuse_stacks(data, traces, points, rows, layout, id)
    layout["template"] = _look()
    for trace, positions in zip(traces, points, strict=True):
        _prepare(trace, [rows[p] for p in positions])

    _plain_years(layout, traces)
    units = list(dict.fromkeys(row["unit"] for row in rows))
    unit = units[0] if len(units) == 1 else ""
    until, incomplete = sources.reach(rows)
    cited = sources.sources_of(data, rows, id)
    noted = layout.pop("meta", None) or {}
    layout["margin"] = {
        **variants.MARGIN,
        "l": variants.left_margin(layout, traces),
        **layout.get("margin", {}),
    }
    if variants.names_width(layout, traces, theme.WIDE_TYPE):
        layout.setdefault("yaxis", {}).setdefault("dtick", 1)  # every row keeps its name
    _add_unit(layout, unit)
    if layout.get("showlegend") and "y" not in layout.get("legend", {}):
        layout.setdefault("height", notebook.HEIGHT)
        place = variants.legend_place(traces, layout, theme.WIDE, theme.WIDE_TYPE)
        layout["legend"] = {**place, **layout.get("legend", {})}
    for annotation in layout["annotations"]:
        # Words stay where they are anchored when the reader's font is wider or narrower than the drawing's.
        annotation.setdefault("align", annotation.get("xanchor", "center"))
    layout["meta"] = {
        "id": id,
        "title": title,
        "takeaway": takeaway,
        "alt": alt,
        "note": note,
        "unit": unit,
        "until": until,
        "incomplete": incomplete,
        "sources": cited,
        "table": {"columns": list(rows[0]), "rows": [list(row.values()) for row in rows]},
        "narrow": _merged_narrow(noted.get("narrow") or {}, narrow or {}, id),
    }
    layout = notebook.framed(layout, title, takeaway, sources.short_line(rows, cited, until, incomplete))
    return Chart({"data": traces, "layout": layout, "config": dict(CONFIG)})


@cache
def _look() -> dict:
    """The book's look as plain data; `framed` copies it with the layout."""
    return plain(template().to_plotly_json())


def _name_places(data, rows: list[dict]) -> None:
    """Places by name where a series has several; else the series or the chart itself names the place."""
    if len({(row["series"], row.get("place")) for row in rows}) == len({row["series"] for row in rows}):
        for row in rows:
            row.pop("place", None)
        return
    used = {row["place"] for row in rows if row.get("place")}
    names = data.rows("places", "place", used).set_index("place")["name"].to_dict()
    for row in rows:
        row["place"] = names.get(row["place"], row["place"])


def _prepare(trace: dict, rows: list[dict]) -> None:
    """Say what hovering shows; context stays silent."""
    trace.pop("uid", None)
    if not rows:
        trace.setdefault("hoverinfo", "skip")
        trace["showlegend"] = False
    elif "hovertemplate" not in trace and trace.get("type", "scatter") in ("scatter", "bar", "scattergeo"):
        trace["hovertext"] = [words.point(row) for row in rows]
        trace["hoverinfo"] = "text+name"


def _plain_years(layout: dict, traces: list[dict]) -> None:
    """Years on an axis of numbers are written 2017, not 2,017."""
    for trace in traces:
        x = [str(value) for value in trace.get("x") or [] if value is not None]
        if x and all(re.fullmatch("(19|20)[0-9]{2}", value) for value in x):
            layout.setdefault("xaxis" + trace.get("xaxis", "x")[1:], {}).setdefault("tickformat", "d")


def _add_unit(layout: dict, unit: str) -> None:
    notes = layout.setdefault("annotations", [])
    if unit and not any(note.get("name") == notebook.UNIT for note in notes):
        label = notebook.unit_label(unit[:1].upper() + unit[1:], layout["margin"]["l"])
        if any(str(note.get("name")).startswith(variants.PANEL) for note in notes):
            label["yshift"] += notebook.TEXT_LINE
        notes.append(label)


def _merged_narrow(helpers: dict, given: dict, chart_id: str) -> dict:
    """What the mark helpers noted for the narrow drawing, overruled by what the author gives."""
    if unknown := set(given) - NARROW_KEYS:
        wrong, right = (", ".join(sorted(names)) for names in (unknown, NARROW_KEYS))
        raise ChartError(f"chart {chart_id}: narrow has no {wrong}; it takes {right}")
    return plain(variants.merge(dict(sorted(helpers.items())), given))
