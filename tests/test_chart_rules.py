"""The rules a graphics editor holds every chart of the book to, as far as a program can see them."""

from pathlib import Path

import pytest

import poppybook as pb
from poppybook import language as words
from poppybook.charts import contract, drawing, figure_html, sources

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


def mostly_press(data, meta):
    """Whether more than half of a chart's values carry a C in the dataset itself."""
    observed = data["observations"].set_index("observation_id").reliability
    documents = data["sources"].set_index("source_id").reliability
    letters = []
    for row in (dict(zip(meta["table"]["columns"], values, strict=True)) for values in meta["table"]["rows"]):
        if row["value"] is not None:
            best = min(documents[source_id] for source_id in row["source_id"].split(";"))
            own = observed.get(row.get("observation_id"))
            letters.append(own or row.get("reliability") or best)
    return letters.count("C") > len(letters) / 2


@pytest.fixture(scope="module")
def dataset():
    return pb.load()


@ALL
def test_a_chart_says_when_most_of_its_values_are_press_reports(name, dataset):
    layout = SPECS[name]["layout"]
    wanted = mostly_press(dataset, layout["meta"])
    page = figure_html.figure(layout["meta"])
    (foot,) = [note["text"] for note in layout["annotations"] if note.get("name") == "source"]
    for text in (page, foot.replace("<br>", " ")):
        assert (words.MOSTLY_PRESS in text) is wanted


def test_some_charts_say_so_and_most_do_not(dataset):
    saying = [name for name, spec in SPECS.items() if mostly_press(dataset, spec["layout"]["meta"])]
    assert "gum-price" in saying and "poppy-area" not in saying and len(saying) < len(SPECS) / 2


@pytest.mark.parametrize(("letters", "said"), [("CCA", True), ("CA", False), ("CCB-", False), ("CB-", False)])
def test_more_than_half_is_most(letters, said):
    """A row without a letter (-) has the best one of its documents; a row without a value counts for nothing."""
    documents = [{"source_id": letter, "reliability": letter} for letter in "ABC"]
    rows = [{"value": 1, "source_id": "C", "reliability": letter} for letter in letters if letter != "-"]
    rows += [{"value": 1, "source_id": "C;A"}] * letters.count("-")
    assert sources.mostly_press([*rows, {"value": None, "source_id": "C"}], documents) is said


def test_the_rules_see_the_charts():
    assert len(SPECS) > 40 and sum(bool(bars(spec)) for spec in SPECS.values()) > 20
