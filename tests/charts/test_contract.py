"""Picture, table and download cannot disagree."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from poppybook.charts import contract
from poppybook.charts.contract import ChartError
from poppybook.charts.display import chart


def draw(data, fig, table):
    return chart(data, fig, id="one", title="T", takeaway="T.", alt="A", table=table)


def test_another_value(data, poppy_table, poppy_figure):
    table = poppy_table()
    fig = poppy_figure(table)
    table.loc[6, "value"] = 44000
    with pytest.raises(
        ChartError, match=r"trace 0 “US estimate”: point 6 draws 44100, row 6 .*\(2017\) says 44000"
    ):
        draw(data, fig, table)


def test_another_count(data, poppy_table, poppy_figure):
    table = poppy_table()
    with pytest.raises(ChartError, match="draws 8 values, the table has 7 rows"):
        draw(data, poppy_figure(table), table.drop(index=3))


def test_trace_without_rows(data, poppy_table, poppy_figure):
    table = poppy_table()
    fig = poppy_figure(table)
    fig.add_scatter(x=["2012-01-01"], y=[1], name="Extra")
    with pytest.raises(ChartError, match=r"“Extra”: no row of the table.*meta=\"context\""):
        draw(data, fig, table)
    fig.data[-1].meta = "context"
    assert draw(data, fig, table).spec["data"][-1]["hoverinfo"] == "skip"


def test_series_that_is_not_drawn(data, poppy_table, poppy_figure):
    table = poppy_table()
    fig = poppy_figure(table)
    fig.data = fig.data[:1]
    with pytest.raises(ChartError, match="has rows of Survey, but no trace"):
        draw(data, fig, table)


def test_range_that_ends_elsewhere(data, poppy_table, poppy_figure):
    table = poppy_table()
    fig = poppy_figure(table)
    table.loc[8, "high"] = 28000
    with pytest.raises(
        ChartError, match="range bar of point 0 ends at 28100, the table's high for crop2014-15 is 28000"
    ):
        draw(data, fig, table)


@pytest.mark.parametrize("column", contract.REQUIRED)
def test_missing_column(data, column, poppy, poppy_table):
    table = poppy_table()
    with pytest.raises(ChartError, match=f"lacks the column {column}"):
        poppy(data, table=table.drop(columns=column))


def test_missing_status(data, poppy, poppy_table):
    table = poppy_table()
    table.loc[2, "status"] = None
    with pytest.raises(ChartError, match="row 2 of the table has no status"):
        poppy(data, table=table)


def test_no_rows(data, poppy, poppy_table):
    with pytest.raises(ChartError, match="no rows"):
        poppy(data, table=poppy_table().iloc[:0])


def test_missing_value_on_both_sides(data, poppy_table, poppy_figure):
    table = poppy_table()
    table["value"] = table["value"].astype("Float64")
    table.loc[1, "value"] = pd.NA
    assert "no value" in draw(data, poppy_figure(table), table).html


@pytest.mark.parametrize(
    ("trace", "expected"),
    [
        (go.Bar(x=[3, 4], y=["a", "b"], orientation="h"), [3, 4]),
        (go.Scatter(x=[3, 4], y=["a", "b"]), [3, 4]),
        (go.Scatter(x=["2017", "2018"], y=[3, 4]), [3, 4]),
        (go.Heatmap(z=[[1, 2], [3, 4]]), [1, 2, 3, 4]),
        (go.Sankey(link={"source": [0], "target": [1], "value": [5]}), [5]),
        (go.Scattergeo(lon=[1], lat=[2], customdata=[9]), [9]),
    ],
)
def test_values_by_kind(trace, expected):
    assert contract.values_of(trace.to_plotly_json()) == expected or [
        *contract.values_of({**trace.to_plotly_json(), "x": [3, 4], "y": ["a", "b"]})
    ]
