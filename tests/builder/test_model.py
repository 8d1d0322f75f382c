"""The chart builder's reckoning, asked without a page; where Python has the same rule, both answer the same."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from node import Model

import poppybook as pb
from poppybook import language as words
from poppybook.dataset import periods, units
from poppybook.dataset.joining import joined

JOINING = json.loads(
    (Path(__file__).parents[1] / "support" / "joining_cases.json").read_text(encoding="utf-8")
)
ROWS = "view.points.map((point) => [point.row.ids[0], point.value])"
NOTES = "view.notes.map((note) => note.text)"
JOINED = """view.panels[0].lines[0].joined.map((pair) => pair.map((i) => view.panels[0].lines[0].points[i].row.text))"""


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    model = Model(tmp_path_factory.mktemp("model"))
    yield model
    model.close()


@pytest.fixture(scope="module")
def data():
    return pb.load()


def noted(model, selection, text):
    return [note for note in model.view(selection, NOTES) if text in note]


# ---------------------------------------------------------------- rules that Python has, too

NUMBERS = [
    0,
    1,
    -1,
    0.5,
    -0.031749,
    0.00012345,
    0.9999,
    1.005,
    12.345,
    1057.18,
    44100,
    -3.5,
    1e6,
    123456789.126,
]


@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_is_written_alike(model, value):
    assert model("model.number", value) == words.number(value)


PRINTED = some.decimals(-(10**9), 10**9, places=4).map(float)


@given(some.lists(PRINTED, min_size=1, max_size=40))
def test_any_number_is_written_alike(model, values):
    assert model("(all) => all.map(model.number)", values) == [words.number(value) for value in values]


def test_units_convert_alike(model, data):
    known = model("() => pbExplore.units.map((_, unit) => model.unitOf({ unit }))")
    convertible = [unit for unit in known if unit["factor"] and unit["target"]]
    assert len({unit["group"] for unit in convertible}) > 1
    pairs = [(a, b) for a in convertible for b in convertible if a["group"] == b["group"]]
    for one, other in pairs:
        expected = units.base_factor(pint_of(data, one["name"])) / units.base_factor(
            pint_of(data, other["name"])
        )
        assert math.isclose(one["factor"] / other["factor"], expected, rel_tol=1e-12), (one, other)


def pint_of(data, unit):
    return data.units.set_index("unit").at[unit, "pint"]


@pytest.mark.parametrize(("series", "base"), [("poppy-ha-us-mex", "2015"), ("od-heroin", "2010")])
def test_an_index_has_the_same_values_wherever_both_give_one(model, data, series, base):
    rows = pb.drop_repeats(data.compare([series], base=base))
    shown = dict(model.view(f"#s={series}&m=index&b={base}", ROWS))
    assert shown == pytest.approx(dict(zip(rows["observation_id"], rows["value"], strict=True)))


@pytest.mark.parametrize("to", ["kilograms", "pounds", "metric tons"])
def test_a_selection_converts_as_convert_does(model, data, to):
    names = ["cbp-fent-lb-usa", "mex-fent-kg"]
    expected = data.convert(pb.drop_repeats(data.compare(names)), to)
    shown = dict(model.view(f"#s={','.join(names)}&u={to}", ROWS))
    assert shown == pytest.approx(dict(zip(expected["observation_id"], expected["value"], strict=True)))


# ---------------------------------------------------------------- what may be compared


def test_what_must_not_be_compared_is_said_and_drawn_apart(model):
    assert noted(model, "#s=poppy-ha-us-mex,od-heroin", "measure different things: area and deaths")
    assert model.view("#s=poppy-ha-us-mex,od-heroin", "view.panels.length") == 2
    months = "#s=cbp-fent-lb-usa,cbp.fentanyl.all.all.pounds"
    assert noted(model, months, "Values for years and months do not compare")
    assert noted(model, "#s=poppy-ha-us-mex,poppy-ha-unodc-mex", "The calendars differ")
    assert model.view("#s=poppy-ha-us-mex,poppy-ha-unodc-mex", "view.panels.length") == 1
    parts = "#s=cbp.fentanyl.all.all.pounds,cbp.fentanyl.us-northern-border.ofo.pounds"
    assert noted(model, parts, "contains")
    assert noted(model, "#s=cbp-fent-lb-usa", "covers only part of a year")
    assert noted(model, "#s=us-aid-mex-fy", "targets, requests or plans")
    assert noted(model, "#s=us-aid-mex-fy", "no line joins them")
    assert model.view("#s=us-aid-mex-fy", "view.panels[0].lines[0].joined") == []


@pytest.mark.parametrize("case", JOINING, ids=[case["why"] for case in JOINING])
def test_both_join_the_same(model, case):
    rows = pd.DataFrame(case["rows"], columns=["period", "status"])
    expected = [tuple(pair) for pair in case["joined"]]
    assert joined(rows, case.get("points", False), case.get("new")) == expected
    about = [(row, periods.parse(row.period)) for row in rows.itertuples()]
    told = {
        "points": case.get("points", False),
        "new": case.get("new"),
        "unpacked": [
            {
                "text": row.period,
                "status": row.status,
                "type": period.type,
                "start": period.start.toordinal(),
                "end": period.end.toordinal(),
            }
            for row, period in about
        ],
    }
    pairs = """(series) => series.unpacked.flatMap((one, a) => series.unpacked.flatMap((other, b) =>
        a !== b && model.follows(series, one, other) ? [[a, b]] : []))"""
    assert [tuple(pair) for pair in model(pairs, told)] == expected


def test_a_notebook_and_the_builder_join_the_same_numbers_of_every_series(model, data):
    pairs = """(id) => { const line = model.view({ ...model.plain(), s: [id] }).panels[0]?.lines[0];
        return line ? line.joined.map((pair) => pair.map((i) => line.points[i].row.text)).sort() : []; }"""
    different = {}
    for row in data.series.itertuples():
        rows = pb.drop_repeats(data.one(row.series_id))
        if rows.empty:
            continue
        new = None if pd.isna(row.new_count) else row.new_count
        here = sorted([rows.period[a], rows.period[b]] for a, b in joined(rows, bool(row.points_only), new))
        if (there := model(pairs, row.series_id)) != here:
            different[row.series_id] = (here, there)
    assert different == {}


def test_a_line_joins_only_neighbours_counted_alike(model):
    joined = model.view("#s=cbp-fent-lb-usa", JOINED)
    assert joined, "neighbours are joined"
    assert not any(b == "FY2019" for _, b in joined), "a new way of counting begins there"
    assert all(int(b[2:]) - int(a[2:]) == 1 for a, b in joined)
    texts = model.view("#s=cbp-fent-lb-usa", "view.points.map((point) => point.row.text)")
    disputed = {text for text in texts if texts.count(text) > 1}
    assert disputed and not disputed & {text for pair in joined for text in pair}


def test_a_new_way_of_counting_breaks_a_line_that_has_no_gap(model):
    told = model(
        """(id) => { const series = model.byId.get(id);
        const pairs = () => { const line = model.view({ ...model.plain(), s: [id] }).panels[0].lines[0];
          return line.joined.map((pair) => pair.map((i) => line.points[i].row.text).join(" ")); };
        const before = pairs(); series.new = "2010"; const after = pairs(); delete series.new;
        return [before, after]; }""",
        "od-heroin",
    )
    assert set(told[0]) - set(told[1]) == {"2009 2010"}


# ---------------------------------------------------------------- what is refused


def test_an_index_is_refused_where_the_base_is_missing_or_zero(model, data):
    selection = "#s=poppy-ha-us-mex,poppy-ha-unodc-mex&m=index&b=2015"
    assert noted(model, selection, "has no value for 2015")
    assert model.view(selection, "[...new Set(view.points.map((point) => point.series.id))]") == [
        "poppy-ha-us-mex"
    ]
    name = "cbp.fentanyl.us-northern-border.usbp.events"
    zero = model("(name) => model.rowsOf(model.byId.get(name)).find((row) => row.value === 0).text", name)
    held = data.cbp_monthly.query("drug=='fentanyl' and place=='us-northern-border' and component=='USBP'")
    assert zero not in set(held["month"]), "a month without a row in the file"
    assert noted(model, f"#s={name}&m=index&b={zero}", "is zero, and nothing can be divided by it")


def test_a_change_is_refused_across_gaps_and_zeros(model, data):
    selection = "#s=extraditions-mex-usa&m=change"
    assert noted(model, selection, "no change for")
    rows = pb.drop_repeats(data.one("extraditions-mex-usa"))
    single = rows[~rows["period"].duplicated(keep=False)].set_index("period")["value"]
    expected = {
        period: 100 * (value / single[str(int(period) - 1)] - 1)
        for period, value in single.items()
        if str(int(period) - 1) in single
    }
    shown = dict(model.view(selection, "view.points.map((point) => [point.row.text, point.value])"))
    assert shown == pytest.approx(expected)
    zeros = "#s=cbp.fentanyl.us-northern-border.usbp.pounds&m=change"
    assert noted(model, zeros, "because the period before is zero")


def test_a_log_scale_is_refused_for_zero_and_for_changes(model):
    zeros = "#s=cbp.fentanyl.us-northern-border.usbp.pounds&y=log"
    assert noted(model, zeros, "A log scale cannot show zero")
    assert model.view(zeros, "view.panels[0].log") is False
    assert model.view("#s=od-heroin&y=log", "view.panels[0].log") is True
    assert noted(model, "#s=od-heroin&y=log&m=change", "Changes can be negative")


# ---------------------------------------------------------------- addresses and scales


@pytest.mark.parametrize(
    ("hash_", "kept"),
    [
        ("#s=od-heroin", "#s=od-heroin"),
        ("#s=od-heroin,od-heroin,none&m=index&b=2010", "#s=od-heroin&m=index&b=2010"),
        ("#s=od-heroin&m=sum&y=cubic&f=1e9&t=2010.5", "#s=od-heroin"),
        ("#s=od-heroin&b=2010", "#s=od-heroin"),
        ("#s=od-heroin&f=2005&t=2015&y=log", "#s=od-heroin&y=log&f=2005&t=2015"),
        ("#s=cbp-fent-lb-usa&u=kilograms,parsecs", "#s=cbp-fent-lb-usa&u=kilograms"),
    ],
)
def test_an_address_is_read_as_far_as_it_makes_sense(model, hash_, kept):
    assert model("(hash) => model.toHash(model.fromHash(hash).state)", hash_) == kept
    assert model("(hash) => model.toHash(model.fromHash(hash).state)", kept) == kept


@given(some.text(max_size=60))
def test_no_address_breaks_the_model(model, text):
    model(
        "(hash) => { const found = model.fromHash(hash); return found && model.view(found.state).points.length; }",
        text,
    )


@given(some.lists(some.floats(-1e9, 1e9).filter(lambda value: abs(value) > 1e-6), min_size=1, max_size=20))
@example([-0.5625])  # three steps of 0.2 are a little more than 0.6: they were told apart anew, as 0.25
def test_a_scale_holds_every_value_and_its_zero(model, values):
    scale = model(
        "(values) => { const { place, ...scale } = scales.linear(values, 5); return scale; }", values
    )
    slack = 1e-8 * (scale["high"] - scale["low"])  # less than can be seen
    assert scale["low"] <= min(0, *values) + slack and scale["high"] >= max(0, *values) - slack
    assert 0 in [round(tick, 6) for tick in scale["ticks"]] and 2 <= len(scale["ticks"]) <= 12


@given(some.lists(some.floats(1e-6, 1e9), min_size=1, max_size=20))
def test_a_log_scale_holds_every_value(model, values):
    scale = model("(values) => { const { place, ...scale } = scales.log(values); return scale; }", values)
    slack = 1e-6
    assert scale["low"] <= min(values) * (1 + slack) and scale["high"] >= max(values) * (1 - slack)


def test_what_titles_share_goes_without_saying(model):
    titles = ["Fentanyl seized, pounds, northern border", "Fentanyl seized, pounds, coast"]
    assert model("scales.shortened", titles) == ["Northern border", "Coast"]
    assert model("scales.shortened", titles[:1]) == titles[:1]
    assert model("scales.runs", [[0, 1], [1, 2], [4, 5]]) == [[0, 1, 2], [4, 5]]
