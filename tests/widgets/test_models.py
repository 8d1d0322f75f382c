"""The models behind the explorers: for every state, the three lines of Python give the table that is shown."""

import re

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import poppybook as pb
from poppybook.book import finding
from poppybook.dataset.indexed import bases
from poppybook.language import explore as words
from poppybook.widgets import border, comparison, events, flows, series

DATA = pb.load()
TABLE = series.catalogue(DATA)
CHOICES = events.choices(DATA)
COLOUR_AND_MARKER = "each series has a colour and a marker of its own"


def reproduced(answer):
    """What the three lines give."""
    lines = answer.code.splitlines()
    assert lines[:2] == ["import poppybook as pb", "data = pb.load()"] and len(lines) == 3
    # The same dataset each time: loading it three hundred times is not what is tested.
    space = {"pb": pb, "data": DATA}
    exec(lines[2], space)
    return space["rows"]


def sound(answer, name, state_of):
    """The code gives the table, the call gives the state, the figure can be stored."""
    pd.testing.assert_frame_equal(reproduced(answer), answer.table)
    assert answer.call.startswith(f"pb.{name}(data")
    assert answer.said and all(answer.said)
    if answer.figure is not None:
        assert isinstance(answer.figure, go.Figure) and answer.figure.to_json()
    asked = re.fullmatch(rf"pb\.{name}\((.*)\)", answer.call)[1]
    space = {"state": state_of}
    exec(f"again = state(**dict({asked.removeprefix('data').lstrip(', ')}))", space)
    return space["again"]


def tupled(kind):
    return lambda **given: kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})


# ---------------------------------------------------------------- browse


def words_or_none(column):
    return st.sampled_from(["", *sorted(TABLE[column].unique())])


@settings(max_examples=40)
@given(
    st.builds(
        series.Browse,
        search=st.sampled_from(["", "poppy", "SEIZED border", "qwxz", "Alabama", "%", "("]),
        theme=words_or_none("theme"),
        place=words_or_none("place"),
        unit=words_or_none("unit"),
        reliability=st.sampled_from(list(words.RELIABILITY)),
        series=st.sampled_from(["", *TABLE.index]),
    )
)
def test_every_state_of_the_browser_is_sound(state):
    fit = series.fitting(TABLE, state)
    answer = series.answer(DATA, TABLE, state)
    if fit.empty:
        assert answer.said == (words.NO_SERIES,) and answer.code == "" and answer.table.empty
        return
    assert sound(answer, "browse", series.Browse) == state
    shown = set(answer.table["series_id"])
    assert shown == ({state.series} if state.series in fit.index else {fit.index[0]})
    assert not answer.table.empty, "a series that fits has numbers to show"
    if state.reliability:
        assert answer.table["reliability"].max() <= state.reliability
    for row in fit.itertuples():
        assert all(word in " ".join(row.found_by) for word in finding.words(state.search))
        for column in ("theme", "place", "unit"):
            assert getattr(state, column) in ("", getattr(row, column))


def test_a_series_is_found_by_title_publisher_place_and_definition():
    one = TABLE.loc["poppy-ha-unodc-mex"]
    for text in (one.title, one.publisher, one.place_name, "poppy-ha-unodc-mex", one.definition[:30]):
        assert "poppy-ha-unodc-mex" in series.fitting(TABLE, series.Browse(search=text.upper())).index


@pytest.mark.parametrize("wrong", [{"theme": "heroine"}, {"series": "poppy-ha-us"}, {"reliability": "Z"}])
def test_unknown_words_are_refused_with_the_nearest(wrong):
    with pytest.raises(LookupError, match="there is no"):
        series.answer(DATA, TABLE, series.Browse(**wrong))


# ---------------------------------------------------------------- side by side

IDS = sorted(TABLE.index)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True), st.data())
def test_every_comparison_is_sound_and_names_its_calendars(ids, draw):
    rows = comparison.published(DATA, tuple(ids))
    possible = comparison.common_units(DATA, rows)
    years = bases(rows)
    state = comparison.Comparison(
        tuple(ids),
        draw.draw(st.sampled_from(["", *possible])),
        draw.draw(st.sampled_from(["", *years])),
        draw.draw(st.booleans()),
    )
    answer = comparison.answer(DATA, state)
    assert sound(answer, "side_by_side", tupled(comparison.Comparison)) == state
    assert set(answer.table["series_id"]) == set(ids)
    if answer.figure is None:
        assert not state.base and "measure different things" in answer.said[0]
        return
    assert answer.table["unit"].nunique() == 1, "one axis, one unit"
    told = " ".join(answer.said)
    for kind in answer.table["period_type"].unique():
        assert words.CALENDARS[kind] in told, "no calendar goes unnamed"
    if state.base:
        assert "100 is" in told
    elif state.unit:
        assert set(answer.table["unit"]) == {state.unit}
    drawn = [trace for trace in answer.figure.data if trace.meta != "context"]
    assert len({trace.marker.color for trace in drawn}) == len(drawn), COLOUR_AND_MARKER
    assert len({trace.marker.symbol[0].removesuffix("-open") for trace in drawn}) == len(drawn), (
        COLOUR_AND_MARKER
    )
    for trace, series_id in zip(drawn, ids, strict=True):
        values = answer.table.loc[answer.table["series_id"] == series_id, "value"]
        assert list(trace.y) == pytest.approx(list(values), nan_ok=True)


def test_pounds_beside_kilograms_are_converted_and_it_says_so():
    pounds = TABLE.index[TABLE["unit"] == "pounds"][0]
    kilograms = TABLE.index[TABLE["unit"] == "kilograms"][0]
    answer = comparison.answer(DATA, comparison.Comparison((pounds, kilograms)))
    assert set(answer.table["unit"]) == {"pounds"}
    assert "Converted from kilograms to pounds" in answer.said[0]
    assert set(answer.table["published_unit"]) == {"pounds", "kilograms"}
    assert comparison.common_units(DATA, answer.table) and "hectares" not in comparison.common_units(
        DATA, answer.table
    )


def test_years_that_do_not_begin_together_are_not_lined_up():
    answer = comparison.answer(DATA, comparison.Comparison(("poppy-ha-us-mex", "poppy-ha-unodc-mex")))
    assert words.SHARED in answer.said
    us, survey = (trace for trace in answer.figure.data if trace.meta != "context")
    assert str(us.x[-1])[:7] == "2021-07" and str(survey.x[-1])[:7] in ("2021-12", "2022-01")


def test_what_a_logarithm_leaves_out_is_counted():
    zero = DATA["observations"].query("value == 0")["series_id"].iloc[0]
    answer = comparison.answer(DATA, comparison.Comparison((zero,), log=True))
    count = int((answer.table["value"] <= 0).sum())
    assert words.below_log(count) in answer.said
    assert answer.figure.layout.yaxis.type == "log"


def test_targets_are_drawn_open():
    target = DATA["observations"].query("status == 'target'")["series_id"].iloc[0]
    answer = comparison.answer(DATA, comparison.Comparison((target,)))
    drawn = answer.figure.data[-1]
    is_open = [symbol.endswith("-open") for symbol in drawn.marker.symbol]
    assert is_open == list(answer.table["status"].isin(["target", "preliminary"]))


@pytest.mark.parametrize(("name", "count"), [("us-aid-mex-fy", 0), ("poppy-ha-us-mex", 1)])
def test_a_line_joins_what_the_chart_builder_joins(name, count):
    figure = series.answer(DATA, TABLE, series.Browse(series=name)).figure
    assert (
        len([one for one in figure.data if one.mode == "lines" and one.x and one.line.width == 1.5]) == count
    )


def test_more_than_can_be_told_apart_is_refused():
    with pytest.raises(ValueError, match="at most 6"):
        comparison.answer(DATA, comparison.Comparison(tuple(IDS[:7])))
    assert comparison.answer(DATA, comparison.Comparison()).said == (words.NO_CHOICE,)
    with pytest.raises(LookupError, match="Nearest"):
        comparison.answer(DATA, comparison.Comparison(("poppy-ha-us-mx",)))


# ---------------------------------------------------------------- timeline


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(CHOICES["categories"]), max_size=3, unique=True),
    st.sampled_from(["", *CHOICES["parties"]]),
    st.sampled_from(["", *CHOICES["themes"]]),
    st.integers(2005, 2027) | st.just(0),
    st.integers(2005, 2027) | st.just(0),
)
def test_every_filter_of_the_events_is_sound(categories, party, theme, since, until):
    state = events.Timeline(tuple(categories), party, theme, since, until)
    answer = events.answer(DATA, state)
    assert sound(answer, "timeline", tupled(events.Timeline)) == state
    rows = answer.table
    assert set(rows["category"]) <= set(categories or CHOICES["categories"])
    assert all(party in cell.split(";") for cell in rows["parties"]) or not party
    assert (answer.figure is None) == rows.empty
    if not rows.empty:
        assert len(answer.figure.data[0].y) == len(rows)


# ---------------------------------------------------------------- flows


@settings(max_examples=25)
@given(
    st.sampled_from(["", *flows.years(DATA), "2019-05"]),
    st.sampled_from(["", "precursor", "fentanyl", "nothing at all"]),
    st.sampled_from(words.VIEWS),
)
def test_every_view_of_the_flows_is_sound(during, commodity, view):
    state = flows.Flows(during, commodity, view)
    answer = flows.answer(DATA, state)
    assert sound(answer, "flow_map", flows.Flows) == state
    rows = answer.table
    if rows.empty:
        assert answer.said == (words.NO_ROUTE,) and answer.figure is None
        return
    lines = [trace for trace in answer.figure.data if trace.mode == "lines+markers"]
    placed = rows.dropna(subset=["from_lat", "to_lat"])
    assert len(lines) == (len(placed) if view == "map" else len(rows))
    assert "nobody has measured" in answer.said[0]
    assert {trace.line.width for trace in lines} == {1.8}, "no width pretends to be a quantity"
    if view == "map" and len(placed) < len(rows):
        assert "without coordinates" in answer.said[0]


def test_the_map_needs_no_map_from_elsewhere():
    figure = flows.answer(DATA, flows.Flows()).figure
    assert {trace.type for trace in figure.data} == {"scatter"}, "scattergeo would ask plotly's server"


# ---------------------------------------------------------------- border file


@given(
    st.sampled_from(sorted(DATA.cbp_monthly["drug"].unique())),
    st.sampled_from(words.MEASURES),
    st.sampled_from(["", *sorted(DATA.cbp_monthly["place"].unique())]),
    st.sampled_from(list(words.COMPONENTS)),
    st.sampled_from(list(words.BY)),
)
@settings(max_examples=25)
def test_every_cut_of_the_border_file_is_sound(drug, measure, place, component, by):
    state = border.Border(drug, measure, place, component, by)
    answer = border.answer(DATA, state)
    assert sound(answer, "border", border.Border) == state
    file = DATA.cbp_monthly
    cut = file[file["drug"].eq(drug) & file["place"].isin([place] if place else file["place"])]
    cut = cut[cut["component"].isin([component] if component else cut["component"])]
    assert answer.table["pounds"].sum() == pytest.approx(cut["pounds"].sum())
    if answer.figure is None:
        assert cut["events"].sum() == 0
    elif measure == "pounds":
        assert sum(answer.figure.data[0].y) == pytest.approx(cut["pounds"].sum())
