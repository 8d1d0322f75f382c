"""The shapes that the notebooks share: one trace a series, in its look, hatched where a period is not over."""

import pandas as pd
import pytest

import poppybook as pb

ROWS = pd.DataFrame(
    {
        "series": ["A", "B", "A", "B"],
        "middle": pd.to_datetime(["2019-07-01", "2019-07-01", "2020-07-01", "2020-07-01"]),
        "value": [1.0, 2.0, 3.0, 4.0],
        "complete": [True, True, False, True],
        "words": ["one", "", "three", ""],
    }
)
LOOKS = {"B": "us", "A": "fentanyl"}


def test_each_series_is_a_trace_with_its_own_rows_in_the_order_of_the_looks():
    fig = pb.charts.figure()
    pb.charts.add_bars(fig, ROWS, LOOKS)
    pb.charts.add_lines(fig, ROWS, LOOKS)
    pb.charts.add_dots(fig, ROWS, LOOKS)
    assert [trace.name for trace in fig.data] == ["B", "A"] * 3
    assert [list(trace.y) for trace in fig.data] == [[2, 4], [1, 3]] * 3
    assert [trace.mode for trace in fig.data[2:]] == ["lines+markers"] * 2 + ["markers"] * 2


def test_bars_of_a_period_that_is_not_over_are_hatched_unless_none_shall_be():
    fig = pb.charts.figure()
    pb.charts.add_bars(fig, ROWS, LOOKS)
    pb.charts.add_bars(fig, ROWS, LOOKS, complete="")
    assert [bars.marker.pattern.shape for bars in fig.data] == [("", ""), ("", "/"), None, None]


def test_words_on_bars_are_a_format_or_a_column_and_none_where_all_are_empty():
    fig = pb.charts.figure()
    pb.charts.add_bars(fig, ROWS, LOOKS, text="{:.1f} kg")
    pb.charts.add_bars(fig, ROWS, LOOKS, text="words")
    pb.charts.add_bars(fig, ROWS, LOOKS, "value", "middle", orientation="h", text="{:.0f}")
    said = [bars.text for bars in fig.data]
    assert said == [
        ("2.0 kg", "4.0 kg"),
        ("1.0 kg", "3.0 kg"),
        None,
        ("one", "three"),
        ("2", "4"),
        ("1", "3"),
    ]


def test_in_panels_each_series_has_its_own():
    fig = pb.charts.panels(["B", "A"], columns=2)
    pb.charts.add_bars(fig, ROWS, LOOKS, panels=True)
    pb.charts.add_lines(fig, ROWS, {"A": "us"}, panel=2)
    assert [(trace.xaxis, trace.yaxis) for trace in fig.data] == [("x", "y"), ("x2", "y2"), ("x2", "y2")]


def test_dots_have_symbol_outline_and_range_where_they_are_asked_for():
    fig = pb.charts.figure()
    ranged = ROWS.assign(low=ROWS.value - 1, high=ROWS.value + 2)
    pb.charts.add_dots(fig, ranged, {"A": ("us", "diamond-open")}, ranges=True, size=9, outline=2)
    (dots,) = fig.data
    assert (dots.marker.symbol, dots.marker.size, dots.marker.line.width) == ("diamond-open", 9, 2)
    assert dots.error_y.array == (2, 2) and dots.error_y.arrayminus == (1, 1)


def test_words_beside_dots_have_their_side_and_their_colour():
    fig = pb.charts.figure()
    rows = ROWS.assign(side=["middle left", "top center", "middle right", "top center"])
    pb.charts.add_dots(fig, rows, LOOKS, text=" {:.0f} ", side="side")
    pb.charts.add_dots(fig, rows, {"A": "us"}, text="words")
    above, apart, plain = fig.data
    assert (above.text, above.textposition) == ((" 2 ", " 4 "), "top center")
    assert apart.textposition == ("middle left", "middle right")
    assert (plain.text, plain.textposition) == (("one", "three"), "middle right")
    assert apart.mode == "markers+text" and apart.textfont.color == pb.charts.colour("fentanyl")


def test_panels_have_shorter_titles_on_a_phone_where_they_are_given():
    fig = pb.charts.panels(["Deaths with synthetic opioids", "Pounds"], narrow_titles=["Deaths", "Pounds"])
    narrow = fig.layout.meta["narrow"]["annotations"]
    assert [note.get("text") for note in narrow.values()] == ["<b>Deaths</b>", None]
    with pytest.raises(ValueError, match="1 texts for 2 panels"):
        pb.charts.panels(["A", "B"], narrow_titles=["A"])


def test_what_goes_before_each_series_lies_under_it():
    fig = pb.charts.figure()
    spans = ROWS.assign(start=ROWS.middle, end=ROWS.middle)
    pb.charts.add_lines(fig, spans, LOOKS, before=pb.charts.add_periods)
    assert [trace.name for trace in fig.data] == [None, "B", None, "A"]


@pytest.mark.parametrize("add", ["add_bars", "add_lines", "add_dots", "add_events"])
def test_what_cannot_be_drawn_is_told(add):
    draw = getattr(pb.charts, add)
    with pytest.raises(TypeError, match="figure"):
        draw(None, ROWS, LOOKS)
    with pytest.raises(ValueError, match="lacks the column 'series'"):
        draw(pb.charts.figure(), ROWS.drop(columns="series"), LOOKS)
    with pytest.raises(TypeError, match="looks is a dict"):
        draw(pb.charts.figure(), ROWS, ["A"])
    with pytest.raises(LookupError, match="fentanil"):
        draw(pb.charts.figure(), ROWS.assign(period="2019", title=""), {"A": "fentanil"})


def test_rows_are_listed_from_top_to_bottom():
    fig = pb.charts.figure()
    pb.charts.list_rows(fig, {"first": 1, "second": 2}, dtick=1)
    assert fig.layout.yaxis.categoryarray == ("second", "first") and fig.layout.yaxis.dtick == 1
    with pytest.raises(TypeError, match="list of texts"):
        pb.charts.list_rows(fig, "first")


def test_a_note_has_its_panel_and_its_colour():
    fig = pb.charts.panels(["A", "B"])
    pb.charts.add_note(fig, "one", "One", "2019", 1, panel=1, look="us")
    pb.charts.add_note(fig, "two", "Two", "2019", 1, panel=2, look="ink")
    *_, one, two = fig.layout.annotations
    assert (one.xref, one.yref, two.xref, two.yref) == ("x", "y", "x2", "y2")
    assert one.font.color == pb.charts.colour("us") and two.font.color is None


def test_the_map_has_asia_in_its_frame_and_a_route_ends_where_it_leads():
    place = {"from_lon": 114.3, "from_lat": 30.6, "to_lon": -104.3, "to_lat": 19.1}
    routes = pd.DataFrame([{**place, "goods": "g", "schematic": True}])
    fig = pb.charts.route_map()
    pb.charts.add_routes(fig, routes, {"g": "precursors"})
    frame, line = fig.layout.shapes[0], fig.data[-1]
    assert frame.x0 < line.x[0] < frame.x1 and frame.y0 < line.y[0] < frame.y1
    assert (line.x[-1], line.y[-1]) == tuple(map(float, pb.charts.on_map(-104.3, 19.1)))
    assert line.line.dash == "2px,3px" and max(line.y) > max(line.y[0], line.y[-1])


def test_texts_in_three_quotes_flow():
    rows = ROWS[ROWS.series == "A"].assign(period=["2019", "2020"], unit="kilograms", status="reported")
    rows = rows.assign(source_id=pb.load()["sources"].source_id.iloc[0])
    fig = pb.charts.figure()
    pb.charts.add_dots(fig, rows, {"A": "us"})
    words = {"title": "One", "takeaway": "It\n    rose.", "alt": "Two dots:\n    one, three.", "note": "\n"}
    chart = pb.charts.chart(pb.load(), fig, id="dots", table=rows, **words)
    meta = chart.spec["layout"]["meta"]
    assert (meta["takeaway"], meta["alt"], meta["note"].strip()) == ("It rose.", "Two dots: one, three.", "")
