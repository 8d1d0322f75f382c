"""The public names: each is explained, its examples run, and type checkers see what is there."""

import doctest
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import plotly.express as px
import pytest

import poppybook as pb
from poppybook.dataset.describe import missing
from poppybook.pages import api

BOOK = Path(__file__).parents[1]
NAMES = api.entries()
HOW = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


class Checker(doctest.OutputChecker):
    """Explorers print to a terminal what clears its line."""

    def check_output(self, want, got, optionflags):
        return super().check_output(want, re.sub(r"\x1b\[2K\r?|\r", "", got), optionflags)


@pytest.fixture(scope="module")
def data():
    return pb.load()


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("POPPYBOOK_DATA", str(BOOK / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_name_run(name, data):
    text = inspect.getdoc(NAMES[name])
    test = doctest.DocTestParser().get_doctest(text, {"pb": pb, "pd": pd, "data": data}, name, None, None)
    assert test.examples, "an example says more than a paragraph"
    told = []
    failed = doctest.DocTestRunner(Checker(), optionflags=HOW).run(test, out=told.append).failed
    assert not failed, "".join(told)


@pytest.mark.parametrize("name", NAMES)
def test_the_docstring_of_a_name_tells_what_goes_in_what_comes_out_and_what_is_refused(name):
    thing, told = NAMES[name], {heading: content for heading, _, content in api.sections(NAMES[name])}
    if inspect.isclass(thing):
        return
    signature = inspect.signature(thing)
    named = {
        part.strip("*")
        for term, _ in told.get("Parameters", [])
        for part in term.partition(" :")[0].split(", ")
    }
    assert named == set(signature.parameters) - {"self"}
    gives = signature.return_annotation not in (None, "None")
    assert ("Returns" in told) == gives
    assert "Raises" in told or "raise" not in inspect.getsource(thing)


def test_importing_the_package_imports_nothing_that_takes_time():
    code = "import sys, poppybook; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pandas", "numpy", "plotly", "ipywidgets", "jinja2", "pint"} & set(loaded)


# ---------------------------------------------------------------- what a frame says about itself

ASKED = {
    "one": lambda data: data.one("poppy-ha-us-mex"),
    "compare": lambda data: data.compare(["poppy-ha-us-mex", "poppy-ha-unodc-mex"]),
    "index": lambda data: data.compare(["poppy-ha-us-mex", "od-t404"], base="2017"),
    "observations": lambda data: data.observations(["od-t404@2017"]),
    "events": lambda data: data.events(party="CHN"),
    "cbp": lambda data: data.cbp("fentanyl"),
    "routes": lambda data: data.routes(during="2023"),
}
DONE = {
    "query": lambda rows: rows.query("index >= 0"),
    "filter": lambda rows: rows[rows.index >= 0].head(3),
    "copy": lambda rows: rows.copy(),
    "pipe": lambda rows: rows.pipe(lambda same: same.assign(more=1)),
    "sort": lambda rows: rows.sort_values(rows.columns[0]).reset_index(drop=True),
    "columns": lambda rows: rows[list(rows.columns[:3])].rename(columns=str.upper),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_frame_says_its_units_series_and_sources_in_plain_values(data, asked):
    rows = ASKED[asked](data)
    assert sorted(rows.attrs) == ["series", "sources", "units"]
    assert _plain(rows.attrs)
    assert set(rows.attrs["series"]) == set(rows.get("series_id", ()))
    ids = rows["source_id"] if "source_id" in rows else rows["source_ids"]
    assert set(rows.attrs["sources"]) == {one for several in ids.dropna() for one in several.split(";")}
    assert all({"publisher", "title"} <= set(source) for source in rows.attrs["sources"].values())


def _plain(value):
    if isinstance(value, dict):
        return all(type(key) is str and _plain(each) for key, each in value.items())
    return type(value) is str


@pytest.mark.parametrize("done", DONE)
@pytest.mark.parametrize("asked", ASKED)
def test_what_a_frame_says_survives(data, asked, done):
    rows = ASKED[asked](data)
    assert DONE[done](rows).attrs == rows.attrs != {}


def test_units_are_those_of_the_rows(data):
    rows = ASKED["compare"](data)
    assert set(rows.attrs["units"].values()) == set(rows["unit"])
    assert set(data.convert(rows, "acres").attrs["units"].values()) == {"acres"}
    assert rows.pipe(data.convert, "acres").attrs["series"] == rows.attrs["series"]
    assert set(ASKED["index"](data).attrs["units"].values()) == {"percent of base"}
    assert ASKED["cbp"](data).attrs["units"] == {"pounds": "pounds", "events": "seizure events"}


def test_what_the_package_does_to_a_frame_keeps_what_it_says(data):
    rows = data.one("od-t404")
    for done in (pb.drop_repeats, pb.with_dates, lambda each: pb.to_wide(pb.drop_repeats(each))):
        assert done(rows).attrs == rows.attrs
    assert pb.to_long(pb.to_wide(pb.drop_repeats(rows))).attrs == rows.attrs


def test_a_frame_that_was_changed_leaves_the_next_one_as_it_is(data):
    data.one("od-t404").attrs["units"]["od-t404"] = "changed"
    assert data.one("od-t404").attrs["units"] == {"od-t404": "deaths"}


def test_a_frame_can_be_drawn_and_stored_with_what_it_says(data, tmp_path):
    rows = ASKED["compare"](data)
    before = rows.attrs
    fig = px.line(rows, x="middle", y="value", color="series", labels=before["series"])
    assert len(fig.data) == 2 and rows.attrs == before
    rows.to_parquet(tmp_path / "rows.parquet")
    assert pd.read_parquet(tmp_path / "rows.parquet").attrs == before


# ---------------------------------------------------------------- what a series is


def test_a_description_says_what_the_tables_say(data):
    about = data.describe("poppy-ha-us-mex")
    rows = data.one("poppy-ha-us-mex")
    assert (about.first, about.last) == (rows["period"].iloc[0], rows["period"].iloc[-1])
    assert about.numbers == len(rows)
    assert about.place == "Mexico" and about.unit == "hectares"
    years = {str(year) for year in range(int(about.first), int(about.last) + 1)}
    runs = [(run[:4], run[-4:]) for run in about.missing]  # "2010", "2005 to 2006"
    missing = {str(year) for first, last in runs for year in range(int(first), int(last) + 1)}
    assert missing == years - set(rows["period"])
    lines = repr(about).splitlines()
    assert lines[1].startswith("title") and max(map(len, lines)) <= 88
    assert about.definition in about._repr_html_(), "whole, however long it is"


@pytest.mark.parametrize(
    ("written", "gaps"),
    [
        (["2010", "2011", "2014", "2016"], ("2012 to 2013", "2015")),
        (["FY2019", "FY2021"], ("FY2020",)),
        (["2017-03", "2017-05"], ("2017-04",)),
        (["crop2015-16", "2018"], ("2016-07-01 to 2017-12-31",)),
        (["2017-03-05", "2019-01-01--2019-03-01"], ()),
        (["2010", "2010"], ()),
    ],
    ids=str,
)
def test_gaps_are_told_in_the_periods_of_the_series(written, gaps):
    assert missing(pd.Series(written)) == gaps


def test_the_gaps_of_every_series_lie_between_its_periods(data):
    for _, written in data["observations"].groupby("series_id")["period"]:
        assert len(missing(written)) < len(written.unique())


def test_a_search_says_for_each_word_where_it_was_found(data):
    found = data.search("fentanyl northern border")
    assert (
        found["why"].str.fullmatch(r"fentanyl: [^,]+, northern: [^,]+, border: [^,]+").all()
        and len(found) > 3
    )
    assert found["why"][0] == "fentanyl: title, northern: title, border: title"
    assert data.search("Guererro")["why"].str.contains(r"guererro: \w+ \(one letter off\)").all()
    assert data.search("heroin pric")["why"][0].endswith("(begins a word)")
    rows = data.one(found["series_id"][0])
    assert (found["first"][0], found["last"][0]) == (rows["period"].iloc[0], rows["period"].iloc[-1])
    assert found["numbers"][0] == len(rows)
    assert data.search("qwxzk").empty and len(data.search("")) == data["observations"]["series_id"].nunique()


# ---------------------------------------------------------------- types

READER = """import poppybook as pb

data = pb.load()
rows = data.one("poppy-ha-us-mex")
data.convert(rows, 5)
data.cbp("fentanyl", "month")
pb.charts.figure(height="tall")
pb.lood()
pb.charts.end_labels
about: int = data.describe("poppy-ha-us-mex").unit
pb.browse(data, search=5)
pb.teach.quiz(data)
"""


def test_the_public_modules_are_typed_and_a_reader_is_told_what_is_wrong(tmp_path):
    """One run of mypy for both: it reads pandas and Plotly as untyped, and keeps what it read in .mypy_cache."""
    lines = tmp_path / "reader.py"
    lines.write_text(READER)
    settings = tomllib.loads((BOOK / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *settings["files"], str(lines)],
        cwd=BOOK,
        capture_output=True,
        text=True,
    )
    told = re.findall(r"(?m)^(.*?):(\d+): error", done.stdout)
    # By its name: what mypy kept of the same lines it tells with the folder in which they stood then.
    assert [file for file, _ in told if Path(file).name != lines.name] == [], done.stdout + done.stderr
    assert [int(number) for _, number in told] == [5, 6, 7, 8, 9, 10, 11, 12], done.stdout


def test_every_public_module_is_among_those_that_are_typed():
    files = tomllib.loads((BOOK / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["files"]
    homes = {
        Path(inspect.getsourcefile(inspect.unwrap(thing))).relative_to(BOOK).as_posix()
        for thing in NAMES.values()
    }
    assert not [home for home in homes if not any(home.startswith(each) for each in files)]
