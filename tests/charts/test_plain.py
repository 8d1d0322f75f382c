"""A figure becomes plain JSON: lists, clean numbers, ISO dates."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from poppybook.charts.plain import plain


def test_arrays_become_lists():
    fig = go.Figure()
    fig.add_scatter(
        x=pd.to_datetime(["2017-01-01", "2017-07-02 12:00"], format="ISO8601"), y=np.array([1.5, np.nan])
    )
    fig.add_heatmap(z=np.arange(6).reshape(2, 3))
    scatter, heatmap = plain(fig.to_plotly_json())["data"]
    assert scatter["x"] == ["2017-01-01", "2017-07-02T12:00:00"]
    assert scatter["y"] == [1.5, None]
    assert heatmap["z"] == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, 0.3),
        (44100.0, 44100),
        (1057.1800000000003, 1057.18),
        (float("inf"), None),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (pd.NA, None),
        (pd.NaT, None),
        (dt.date(2017, 3, 5), "2017-03-05"),
        (np.datetime64("2017-03-05"), "2017-03-05"),
    ],
)
def test_values_are_clean(value, expected):
    result = plain(value)
    assert result == expected and type(result) is type(expected)


@pytest.mark.parametrize("dtype", ["float64", "Float64", "Int64"])
def test_series_of_any_kind(dtype):
    series = pd.Series([1, None, 3], dtype=dtype)
    assert json.dumps(plain(series)) == "[1, null, 3]"


def test_what_is_not_data_is_refused():
    with pytest.raises(TypeError, match="object"):
        plain({"x": [object()]})
