"""What a function cannot use is named in one sentence; a notebook shows it without the way through the package."""

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
