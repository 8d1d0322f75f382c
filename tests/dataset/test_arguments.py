"""What a function cannot use is named in one sentence; a notebook shows it without the way through the package."""

import pandas as pd
import pytest

import poppybook as pb

NOT_DATA = [None, 5, "", "poppy", [], {}, b"x", float("nan")]
ASK = ("one", "compare", "events", "cbp", "dictionary", "indexed", "routes", "numbers", "browse", "timeline")
MORE = {"one": ["a"], "compare": [["a"]], "cbp": ["heroin"], "indexed": [["a"], "2017"], "numbers": ["a"]}


@pytest.fixture(scope="module")
def data():
    return pb.load()


@pytest.mark.parametrize("name", [*ASK, "side_by_side", "flow_map", "border"])
@pytest.mark.parametrize("wrong", NOT_DATA, ids=repr)
def test_the_first_argument_is_the_dataset(name, wrong):
    with pytest.raises(TypeError, match=r"the dataset, as data = poppybook\.load\(\) gives it"):
        getattr(pb, name)(wrong, *MORE.get(name, []))


@pytest.mark.parametrize("name", ["distinct", "wide", "long", "in_time"])
@pytest.mark.parametrize("wrong", NOT_DATA, ids=repr)
def test_the_first_argument_is_a_table(name, wrong):
    with pytest.raises(TypeError, match="is a table"):
        getattr(pb, name)(wrong)


@pytest.mark.parametrize("wrong", [["a"], [], None, 5, {}, ("a",)], ids=repr)
def test_one_takes_one_id(data, wrong):
    with pytest.raises(TypeError, match=r"a single series as text.*for several there is compare"):
        pb.one(data, wrong)


@pytest.mark.parametrize("wrong", [[["a"]], [None], [5], [{}]], ids=repr)
def test_compare_takes_ids(data, wrong):
    with pytest.raises(TypeError, match="each series id is text"):
        pb.compare(data, wrong)


FIG = pb.figure()
FRAME = pd.DataFrame(
    {"start": [pd.Timestamp(2017, 1, 1)], "end": [pd.Timestamp(2017, 12, 31)], "value": [1.0]}
)
FRAME = FRAME.assign(middle=FRAME["start"], low=0.5, high=2.0)
# Calls that cannot work: the function, its arguments, the kind of error and what its one sentence says.
WRONG = [
    ("unit", [5, "tons"], TypeError, "a figure, as poppybook.figure"),
    ("unit", [FIG, 5], TypeError, "the unit is text"),
    ("figure", ["tall"], TypeError, "height is a number, not 'tall'"),
    ("figure", [300, {"xaxes": {}}], LookupError, "no layout property 'xaxes'. Nearest: xaxis"),
    ("figure", [300, {"xaxis": 5}], ValueError, "Plotly takes no 5 as xaxis"),
    ("outlines", ["europe"], LookupError, "north-america and asia"),
    ("outlines", ["asia", "rivers"], LookupError, "no 'rivers' of 'asia'; there are coasts and borders"),
    ("outlines", [5], TypeError, "region is text"),
    ("colour", ["pink"], LookupError, "no entity or colour 'pink'.*poppy, heroin"),
    ("colour", [["ink"]], TypeError, "is text in quotes, not \\['ink'\\]"),
    ("tint", ["pink"], LookupError, "poppy, heroin"),
    ("tint", ["ink", "half"], TypeError, "opacity is a number, not 'half'"),
    ("tint", ["ink", 40], ValueError, "between 0 .* and 1"),
    ("line", ["ink"], LookupError, "no entity 'ink' in the theme; it has poppy, heroin"),
    ("line", [{}], TypeError, "is text in quotes"),
    ("marker", ["pink"], LookupError, "poppy, heroin"),
    ("marker", [[]], TypeError, "is text in quotes"),
    ("long", [FRAME.assign(period="2017")], ValueError, "a column 'period' of its own"),
    ("choice", [5, {"a": "A", "b": "B"}], TypeError, "the question is text"),
    ("choice", ["q", {"a": "A", 5: "B"}], TypeError, "each id and name of a chart is text"),
    ("end_labels", [None], TypeError, "a figure, as poppybook.figure"),
    ("end_labels", [FIG], ValueError, "no line with a value"),
    ("end_labels", [FIG, "x"], TypeError, "names is a dict"),
    ("mark_event", [FIG, None, "t"], TypeError, "when is text in quotes, not None"),
    ("mark_event", [FIG, float("nan"), "t"], ValueError, "when is a number, not nan"),
    ("mark_event", [FIG, "2017", "t", {"side": "top"}], ValueError, "left or right"),
    ("panels", ["abc"], TypeError, "titles is a list"),
    ("panels", [[]], ValueError, "at least one title"),
    ("panels", [["a"], {"columns": 0}], ValueError, "columns is 1 or more"),
    ("period_bars", [FIG, [1], "us"], TypeError, "the second argument is a table"),
    ("period_bars", [FIG, FRAME[["start"]], "us"], ValueError, "lacks the column 'end'"),
    ("runs", [None, FRAME, "us"], TypeError, "a figure, as poppybook.figure"),
    ("range_bars", [FRAME[["value"]], "us"], ValueError, "lacks the column 'low'"),
    ("range_bars", [FRAME, "pink"], LookupError, "poppy, heroin"),
    ("bar_marker", ["us", True], TypeError, "complete is a column of True and False"),
]
ASKED = [
    ("indexed", [5, "2017"], TypeError, "series_ids is a list of texts, not 5"),
    ("indexed", [["od-t404"], 2017], TypeError, "base is text in quotes, not 2017"),
    ("cbp", [["heroin"]], TypeError, "drug is text"),
    ("cbp", ["heroin", 5], TypeError, "by is a list of texts"),
    ("observations", ["od-t404@2017"], TypeError, "observation_ids is a list of texts"),
    ("events", [{"party": 5}], TypeError, "parties is a list of texts"),
    ("events", [{"since": []}], TypeError, "since is a year, month or day"),
    ("routes", [{"during": 2023}], TypeError, "during is text in quotes, not 2023"),
    ("browse", [{"theme": 5}], TypeError, "theme is text"),
    ("side_by_side", [5], TypeError, "series is a list of texts"),
    ("timeline", [{"since": "x"}], TypeError, "since is a number"),
    ("flow_map", [{"during": 2023}], TypeError, "during is text"),
    ("border", [{"by": []}], TypeError, "by is text"),
    ("event_list", [FRAME], ValueError, "lacks the column 'event_id'"),
]


def _called(function, arguments):
    """The last argument, if it is a dict of words, are the function's named ones."""
    named = (
        arguments[-1]
        if arguments and isinstance(arguments[-1], dict) and function.__name__ != "choice"
        else {}
    )
    named = named if named and all(isinstance(name, str) for name in named) else {}
    return function(*(arguments[:-1] if named else arguments), **named)


@pytest.mark.parametrize(
    ("name", "arguments", "kind", "says"), WRONG, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_wrong_argument_is_told_in_one_sentence(name, arguments, kind, says):
    with pytest.raises(kind, match=says) as told:
        _called(getattr(pb, name), arguments)
    assert len(str(told.value)) < 700 and "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "arguments", "kind", "says"), ASKED, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_wrong_question_to_the_data_is_told_in_one_sentence(data, name, arguments, kind, says):
    with pytest.raises(kind, match=says):
        _called(getattr(pb, name), [data, *arguments])


def test_every_public_name_is_tried_with_a_wrong_argument():
    classes = {"DataError", "Fault", "Dataset"}
    elsewhere = {"chart", "checks", "expect", "fresh", "quiz"}  # tests of charts and of teaching
    tried = {name for name, *_ in [*WRONG, *ASKED]} | {*ASK, "distinct", "wide", "in_time", "convert", "load"}
    assert set(pb.__all__) - tried == classes | elsewhere


def test_a_table_without_the_column_is_named(data):
    with pytest.raises(ValueError, match=r"lacks the column 'value'; it has event_id"):
        pb.wide(data.events.assign(period="2017"))


def test_convert_lists_the_units(data):
    with pytest.raises(LookupError, match=r"no unit 'km2'.*acres, .*hectares, .*kilograms"):
        pb.convert(pb.one(data, "poppy-ha-us-mex"), "km2", data)


def test_a_path_that_is_no_folder_is_not_a_broken_descriptor(tmp_path, data):
    with pytest.raises(pb.DataError) as caught:
        pb.load("/nonexist")
    assert "/nonexist" in str(caught.value) and "Correct the path" in str(caught.value)
    assert "Repair" not in str(caught.value)
    with pytest.raises(pb.DataError, match=r"Did you mean .*data"):
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
    shell.run_cell("pb.one(data, 'poppy')")
    text = "\n".join(said)
    assert "there is no series 'poppy'. Nearest:" in text
    assert "queries.py" not in text and "nearest.py" not in text
