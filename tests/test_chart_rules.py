"""The rules a graphics editor holds every chart of the book to, as far as a program can see them."""

from pathlib import Path

import pytest

from poppybook.charts import contract, drawing

SPECS = drawing.specs_in((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
ALL = pytest.mark.parametrize("name", sorted(SPECS))


def bars(spec):
    return [t for t in spec["data"] if t["type"] == "bar" and not contract.is_context(t)]


@ALL
def test_bars_start_at_zero(name):
    spec = SPECS[name]
    for trace in bars(spec):
        letter = "x" if trace.get("orientation") == "h" else "y"
        suffix = trace.get(f"{letter}axis", letter)[1:]
        axis = spec["layout"].get(f"{letter}axis{suffix}", {})
        assert axis.get("type") != "log", trace["name"]
        assert (axis.get("range") or [0])[0] == 0, trace["name"]


@ALL
def test_no_axis_lies_over_another(name):
    layout = SPECS[name]["layout"]
    over = [key for key, axis in layout.items() if key[1:].startswith("axis") and axis.get("overlaying")]
    assert over == []


@ALL
def test_a_bar_of_an_incomplete_year_is_hatched(name):
    spec = SPECS[name]
    meta = spec["layout"]["meta"]
    rows = [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]
    for trace, positions in zip(spec["data"], contract.check(spec["data"], rows, name), strict=True):
        if trace["type"] != "bar":
            continue
        shapes = trace["marker"].get("pattern", {}).get("shape") or [""] * len(positions)
        for shape, position in zip(shapes, positions, strict=True):
            assert shape == "/" or rows[position].get("complete") is not False, rows[position]["period"]


@ALL
def test_a_chart_says_up_to_when_it_reaches(name):
    assert SPECS[name]["layout"]["meta"]["until"]


def test_the_rules_see_the_charts():
    assert len(SPECS) > 40 and sum(bool(bars(spec)) for spec in SPECS.values()) > 20
