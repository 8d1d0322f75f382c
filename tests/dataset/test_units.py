"""Conversion: by pint, only between physical units, and never without saying what was printed."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import poppybook as pb
from poppybook.dataset.store import Dataset


@pytest.fixture
def data(small):
    return pb.load(small.folder)


def test_pounds_become_kilograms_and_the_printed_number_stays(data):
    rows = data.convert(data.compare(["seized-kg", "seized-lb"]), "kilograms")
    assert rows["value"].tolist() == pytest.approx([200, 3925 * 0.45359237])
    assert rows["published_value"].tolist() == [200, 3925]
    assert rows["published_unit"].tolist() == ["kilograms", "pounds"]
    assert set(rows["unit"]) == {"kilograms"}
    again = data.convert(rows, "pounds")
    assert again["value"].tolist()[1] == pytest.approx(3925)
    assert again["published_unit"].tolist() == ["kilograms", "pounds"]


def test_bounds_are_converted_too(data):
    rows = data.one("seized-kg").assign(low=100.0, high=300.0)
    out = data.convert(rows, "pounds")
    assert (out["high"] / out["value"]).tolist() == pytest.approx([1.5])
    assert (out["low"] / out["value"]).tolist() == pytest.approx([0.5])


def test_tons_mean_what_their_series_says(data):
    rows = data.convert(data.one("gum-us"), "kilograms")
    assert rows["value"].tolist() == [944_000, 900_500]
    with pytest.raises(ValueError, match="cannot convert tons"):
        data.convert(data.one("gum-us").drop(columns="series_id"), "kilograms")


def test_what_does_not_convert_says_so(data):
    with pytest.raises(ValueError, match="cannot convert deaths to kilograms"):
        data.convert(data.one("od-t404"), "kilograms")
    with pytest.raises(ValueError, match="cannot convert percent"):
        data.convert(data.one("purity"), "kilograms")
    with pytest.raises(ValueError, match="measure different things"):
        data.convert(data.one("poppy-us"), "kilograms")
    with pytest.raises(ValueError, match="'pills' is a count unit"):
        data.convert(data.one("seized-kg"), "pills")
    with pytest.raises(LookupError, match=r"no unit 'kilogramms' .*kilograms"):
        data.convert(data.one("seized-kg"), "kilogramms")


# Independent of any files: the units table alone, with the factors that the law gives.
FACTORS = {"kilograms": 1, "pounds": 0.45359237, "metric tons": 1000, "grams": 0.001}
UNITS = pd.DataFrame(
    {
        "unit": list(FACTORS),
        "kind": "pint",
        "pint": ["kilogram", "pound", "metric_ton", "gram"],
        "counts": None,
    }
)
WEIGHTS = Dataset(None, None, {"units": UNITS})


@given(st.floats(0, 1e9), st.sampled_from(list(FACTORS)), st.sampled_from(list(FACTORS)))
def test_weights_convert_by_their_legal_factors_and_back(value, unit, to):
    frame = pd.DataFrame({"value": [value], "unit": [unit]})
    out = WEIGHTS.convert(frame, to)
    assert out["value"][0] == pytest.approx(value * FACTORS[unit] / FACTORS[to], rel=1e-9)
    back = WEIGHTS.convert(out, unit)
    assert back["value"][0] == pytest.approx(value, rel=1e-9)
    assert back["published_value"][0] == value
