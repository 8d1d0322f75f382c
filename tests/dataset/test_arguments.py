"""What a function cannot use is named in one sentence; a notebook shows it without the way through the package."""

from operator import attrgetter

import pandas as pd
import pytest

import poppybook as pb
from poppybook.pages import api

NOT_DATA = [None, 5, "", "poppy", [], {}, b"x", float("nan")]
# Functions that take the dataset first.
ASK = ("pages.list_numbers", "browse", "timeline", "side_by_side", "flow_map", "border")
MORE = {"pages.list_numbers": ["a"]}


def public(name):
    return attrgetter(name)(pb)


@pytest.fixture(scope="module")
def data():
    return pb.load()


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize("wrong", NOT_DATA, ids=repr)
def test_the_first_argument_is_the_dataset(name, wrong):
    with pytest.raises(TypeError, match=r"the dataset, as data = poppybook\.load\(\) gives it"):
        public(name)(wrong, *MORE.get(name, []))


@pytest.mark.parametrize("name", ["drop_repeats", "to_wide", "to_long", "with_dates"])
@pytest.mark.parametrize("wrong", NOT_DATA, ids=repr)
def test_the_first_argument_is_a_table(name, wrong):
    with pytest.raises(TypeError, match="is a table"):
        public(name)(wrong)


@pytest.mark.parametrize("wrong", [["a"], [], None, 5, {}, ("a",)], ids=repr)
def test_one_takes_one_id(data, wrong):
    with pytest.raises(TypeError, match=r"a single series as text.*for several there is compare"):
        data.one(wrong)


@pytest.mark.parametrize("wrong", [[["a"]], [None], [5], [{}]], ids=repr)
def test_compare_takes_ids(data, wrong):
    with pytest.raises(TypeError, match="each series id is text"):
        data.compare(wrong)


FIG = pb.charts.figure()
FRAME = pd.DataFrame(
    {"start": [pd.Timestamp(2017, 1, 1)], "end": [pd.Timestamp(2017, 12, 31)], "value": [1.0]}
)
FRAME = FRAME.assign(middle=FRAME["start"], low=0.5, high=2.0)
ROWS = FRAME.assign(series="a", complete=True)
# Calls that cannot work: the function, its arguments, the kind of error and what its one sentence says.
WRONG = [
    ("charts.label_unit", [5, "tons"], TypeError, "a figure, as poppybook.charts.figure"),
    ("charts.label_unit", [FIG, 5], TypeError, "the unit is text"),
    ("charts.figure", ["tall"], TypeError, "height is a number, not 'tall'"),
    ("charts.figure", [300, {"xaxes": {}}], LookupError, "no layout property 'xaxes'. Nearest: xaxis"),
    ("charts.figure", [300, {"xaxis": 5}], ValueError, "Plotly takes no 5 as xaxis"),
    ("charts.outlines", ["europe"], LookupError, "north-america and asia"),
    (
        "charts.outlines",
        ["asia", "rivers"],
        LookupError,
        "no 'rivers' of 'asia'; there are coasts and borders",
    ),
    ("charts.outlines", [5], TypeError, "region is text"),
    ("charts.colour", ["pink"], LookupError, "no entity or colour 'pink'.*poppy, heroin"),
    ("charts.colour", [["ink"]], TypeError, "is text in quotes, not \\['ink'\\]"),
    ("charts.tint", ["pink"], LookupError, "poppy, heroin"),
    ("charts.tint", ["ink", "half"], TypeError, "opacity is a number, not 'half'"),
    ("charts.tint", ["ink", 40], ValueError, "between 0 .* and 1"),
    ("charts.line", ["ink"], LookupError, "no entity 'ink' in the theme; it has poppy, heroin"),
    ("charts.line", [{}], TypeError, "is text in quotes"),
    ("charts.marker", ["pink"], LookupError, "poppy, heroin"),
    ("charts.marker", [[]], TypeError, "is text in quotes"),
    ("to_long", [FRAME.assign(period="2017")], ValueError, "a column 'period' of its own"),
    ("pages.choose_chart", [5, {"a": "A", "b": "B"}], TypeError, "the question is text"),
    ("pages.choose_chart", ["q", {"a": "A", 5: "B"}], TypeError, "each id and name of a chart is text"),
    ("charts.label_ends", [None], TypeError, "a figure, as poppybook.charts.figure"),
    ("charts.label_ends", [FIG], ValueError, "no line with a value"),
    ("charts.label_ends", [FIG, "x"], TypeError, "names is a dict"),
    ("charts.mark_event", [FIG, None, "t"], TypeError, "when is text in quotes, not None"),
    ("charts.mark_event", [FIG, float("nan"), "t"], ValueError, "when is a number, not nan"),
    ("charts.mark_event", [FIG, "2017", "t", {"side": "top"}], ValueError, "left or right"),
    ("charts.panels", ["abc"], TypeError, "titles is a list"),
    ("charts.panels", [[]], ValueError, "at least one title"),
    ("charts.panels", [["a"], {"columns": 0}], ValueError, "columns is 1 or more"),
    ("charts.add_periods", [FIG, [1], "us"], TypeError, "the second argument is a table"),
    ("charts.add_periods", [FIG, FRAME[["start"]], "us"], ValueError, "lacks the column 'end'"),
    ("charts.add_runs", [None, FRAME, "us"], TypeError, "a figure, as poppybook.charts.figure"),
    ("charts.range_bars", [FRAME[["value"]], "us"], ValueError, "lacks the column 'low'"),
    ("charts.range_bars", [FRAME, "pink"], LookupError, "poppy, heroin"),
    ("charts.bar_marker", ["us", True], TypeError, "complete is a column of True and False"),
    ("charts.add_bars", [FIG, ROWS[["series"]], {"looks": {"a": "us"}}], ValueError, "lacks the column"),
    ("charts.add_bars", [FIG, ROWS, {"looks": {"a": "pink"}}], LookupError, "poppy, heroin"),
    (
        "charts.add_lines",
        [None, ROWS, {"looks": {"a": "us"}}],
        TypeError,
        "a figure, as poppybook.charts.figure",
    ),
    ("charts.add_dots", [FIG, ROWS, {"looks": {"a": "pink"}}], LookupError, "poppy, heroin"),
    ("charts.add_events", [FIG, ROWS, {"looks": {"a": "pink"}}], LookupError, "poppy, heroin"),
    (
        "charts.event_rows",
        [FRAME, "value", {"unit": "events", "series": "a"}],
        ValueError,
        "lacks the column 'date'",
    ),
    ("charts.add_note", [FIG, "a", "t", 1, 1, {"look": "pink"}], LookupError, "poppy, heroin"),
    ("charts.list_rows", [None, ["a"]], TypeError, "a figure, as poppybook.charts.figure"),
    ("charts.route_map", [{"xaxes": {}}], LookupError, "no layout property 'xaxes'. Nearest: xaxis"),
    ("charts.on_map", ["west", "north"], ValueError, "west"),
    ("charts.add_routes", [FIG, FRAME, {}], ValueError, "lacks the column 'from_lon'"),
]
ASKED = [
    ("compare", [5], TypeError, "a list of series ids, not 5"),
    ("compare", [["od-t404"], {"base": 2017}], TypeError, "base is text in quotes, not 2017"),
    ("cbp", [["heroin"]], TypeError, "drug is text"),
    ("cbp", ["heroin", {"by": 5}], TypeError, "by is a list of texts"),
    ("observations", ["od-t404@2017"], TypeError, "observation_ids is a list of texts"),
    ("events", [{"party": 5}], TypeError, "parties is a list of texts"),
    ("events", [{"direction": 5}], TypeError, "direction is a list of texts"),
    ("events", [{"since": []}], TypeError, "since is a year, month or day"),
    ("routes", [{"during": 2023}], TypeError, "during is text in quotes, not 2023"),
    ("search", [5], TypeError, "what is searched is text"),
    ("describe", [5], TypeError, "a single series as text"),
    ("browse", [{"theme": 5}], TypeError, "theme is text"),
    ("side_by_side", [5], TypeError, "series is a list of texts"),
    ("timeline", [{"since": "x"}], TypeError, "since is a number"),
    ("flow_map", [{"during": 2023}], TypeError, "during is text"),
    ("border", [{"by": []}], TypeError, "by is text"),
    ("pages.list_events", [FRAME], ValueError, "lacks the column 'event_id'"),
]


def _called(function, arguments):
    """The last argument, if it is a dict of words, are the function's named ones."""
    named = (
        arguments[-1]
        if arguments and isinstance(arguments[-1], dict) and function.__name__ != "choose_chart"
        else {}
    )
    named = named if named and all(isinstance(name, str) for name in named) else {}
    return function(*(arguments[:-1] if named else arguments), **named)


@pytest.mark.parametrize(
    ("name", "arguments", "kind", "says"), WRONG, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_wrong_argument_is_told_in_one_sentence(name, arguments, kind, says):
    with pytest.raises(kind, match=says) as told:
        _called(public(name), arguments)
    assert len(str(told.value)) < 700 and "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "arguments", "kind", "says"), ASKED, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_wrong_question_to_the_data_is_told_in_one_sentence(data, name, arguments, kind, says):
    with pytest.raises(kind, match=says):
        if hasattr(data, name):
            _called(getattr(data, name), arguments)
        else:
            _called(public(name), [data, *arguments])


def test_every_public_name_is_tried_with_a_wrong_argument():
    classes = {"pb.DataError", "pb.Fault", "pb.Dataset", "data.dictionary", "data.rows"}
    elsewhere = {
        "pb.charts.chart",
        *(f"pb.teach.{name}" for name in pb.teach.__all__),
    }  # tests of charts, of teaching
    more = {"one", "convert", "load", "drop_repeats", "to_wide", "with_dates"}
    tried = {name for name, *_ in [*WRONG, *ASKED]} | {*ASK, *more}
    assert {name for name in api.entries() if name.partition(".")[2] not in tried} == classes | elsewhere


def test_a_table_without_the_column_is_named(data):
    with pytest.raises(ValueError, match=r"lacks the column 'value'; it has event_id"):
        pb.to_wide(data["events"].assign(period="2017"))


def test_convert_lists_the_units(data):
    with pytest.raises(LookupError, match=r"no unit 'km2'.*acres, .*hectares, .*kilograms"):
        data.convert(data.one("poppy-ha-us-mex"), "km2")


def test_a_path_that_is_no_folder_is_not_a_broken_descriptor(tmp_path, data):
    with pytest.raises(pb.DataError) as caught:
        pb.load("/nonexist")
    assert "/nonexist" in str(caught.value) and "Correct the path" in str(caught.value)
    assert "Repair" not in str(caught.value)
    with pytest.raises(pb.DataError, match=r"Write .*data"):
        pb.load(data.folder.parent)
    for wrong in (5, [], b"data"):
        with pytest.raises(TypeError, match="load takes the path of a folder"):
            pb.load(wrong)


def test_a_notebook_shows_the_sentence_alone(data):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.user_ns["data"], shell.user_ns["pb"] = data, pb
    said = []
    shell._showtraceback = lambda kind, value, lines: said.extend(lines)
    shell.run_cell("data.one('poppy')")
    text = "\n".join(said)
    assert "there is no series 'poppy'. Nearest:" in text
    assert "queries.py" not in text and "nearest.py" not in text
