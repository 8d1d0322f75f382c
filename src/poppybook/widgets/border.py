"""The border agency's monthly file: one drug, one measure, a region, a component."""

from dataclasses import dataclass

import plotly.graph_objects as go

from poppybook.book.nearest import unknown
from poppybook.charts import bars, marks, template
from poppybook.dataset.store import Dataset
from poppybook.language import explore as words

from .answer import Answer, call, lines, literal


@dataclass(frozen=True)
class Border:
    """place: a border region, component: OFO or USBP, "" for all together. by: "fiscal_year" or "month"."""

    drug: str = "fentanyl"
    measure: str = "pounds"
    place: str = ""
    component: str = ""
    by: str = "fiscal_year"


def answer(data: Dataset, state: Border) -> Answer:
    """The sums that fit. Unknown words raise LookupError with the nearest ones."""
    for what, word, known in (
        ("measure", state.measure, words.MEASURES),
        ("period to sum by", state.by, words.BY),
        ("place", state.place, ["", *data.cbp_monthly["place"].unique()]),
        ("component", state.component, words.COMPONENTS),
    ):
        if word not in known:
            raise unknown(what, word, known)
    chosen = {name: getattr(state, name) for name in ("place", "component") if getattr(state, name)}
    by = [state.by, *chosen]
    rows = data.cbp(state.drug, by=by)
    expression = f"data.cbp({literal(state.drug)}, by={literal(tuple(by))})"
    if chosen:
        condition = " and ".join(f"{name} == '{word}'" for name, word in chosen.items())
        rows, expression = rows.query(condition), f'{expression}.query("{condition}")'
    again = call("border", state)
    if not rows["events"].sum():
        return Answer(lines(expression), again, rows, None, (words.NO_SEIZURE,))
    said = words.seizures(state.drug, state.measure, not rows["complete"].all())
    return Answer(lines(expression), again, rows, _bars(rows, state.measure), (said,))


def _bars(rows, measure: str) -> go.Figure:
    values = rows["pounds"] / rows["events"] if measure == "pounds per event" else rows[measure]
    fig = template.figure(height=380, bargap=0.1)
    fig.add_bar(
        x=rows["period"], y=values, marker=bars.bar_marker("fentanyl", rows["complete"]), name=measure
    )
    marks.label_unit(fig, measure.capitalize())
    if rows["period"].str.fullmatch("FY[0-9]{4}").all():
        fig.update_xaxes(type="category")
    fig.update_traces(hovertemplate="%{x}: %{y:,}<extra></extra>")
    return fig
