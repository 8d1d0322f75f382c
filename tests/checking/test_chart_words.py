"""A number typed into a chart's words has to be in the chart's own table, in whatever way the data have changed."""

import json
import shutil
from pathlib import Path

import pytest

from poppybook.book.project import Project
from poppybook.checking import chart_words, prose_fix, prose_stale
from poppybook.dataset.store import load

BOOK = Path(__file__).parents[2]
ROWS = [
    ["US estimate", "2016", 32_000, "hectares", None, None],
    ["US estimate", "2017", 44_100, "hectares", 40_000, 48_000],
    ["UN survey", "crop2016-17", 30_600, "hectares", None, None],
    ["Pills with 2 mg", "2017", -12, "percent", None, None],
]


@pytest.fixture
def faults(tmp_path):
    """The faults of a chart with the table ROWS, given the arguments of its call."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "_quarto.yml").write_text("project: {}\n")
    (tmp_path / "figures" / "areas").mkdir(parents=True)
    table = {"columns": ["series", "period", "value", "unit", "low", "high"], "rows": ROWS}
    spec = {"data": [], "layout": {"meta": {"id": "areas", "table": table}}}
    (tmp_path / "figures" / "areas" / "spec.json").write_text(json.dumps(spec))

    def of(arguments):
        source = f'top = 44_100\npb.charts.chart(data, fig, id="areas",\n    {arguments})\n'
        cell = {"cell_type": "code", "id": "c1", "metadata": {}, "outputs": [], "execution_count": None}
        book = {"cells": [cell | {"source": source}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / "notebooks" / "one.ipynb").write_text(json.dumps(book), "utf-8")
        return chart_words.faults(Project(tmp_path))

    return of


def test_every_number_typed_into_the_words_of_the_book_is_in_its_chart():
    assert [str(fault) for fault in chart_words.faults(Project(BOOK))] == []
    assert len(list(chart_words.literals(Project(BOOK)))) > 400


@pytest.mark.parametrize(
    "words",
    [
        "From 32,000 to 44,100 hectares.",
        "44,100 in 2017, with a range of 40,000 to 48,000.",
        "US estimate: 32,000, then 44,100. UN survey: 30,600.",
        "2017: 44,100 and 30,600.",
        "The season ended at 30,600 in 2017.",
        "About 44,000 hectares, below 50,000, and over 30,000.",
        "Both together 44,088.",  # a stacked bar counts only what has one unit
        "Tested pills with two milligrams fell by 12 percent.",
        "In 2017 by 49 charts, in FY2019, in seven months, “over 99” in the words of others.",
    ],
)
def test_what_the_table_holds_passes(faults, words):
    wrong = faults(f"alt={words!r}")
    assert [fault.value for fault in wrong] == (["44,088"] if "44,088" in words else [])


@pytest.mark.parametrize(
    ("arguments", "value", "near"),
    [
        ("alt='From 32,000 to 44,200 hectares.'", "44,200", "44,100 hectares"),
        ("takeaway='It peaked at 43,000.'", "43,000", "44,100"),
        ("title='Nearly 46,000 hectares'", "46,000", "44,100"),
        ("note='Over 45,000 hectares.'", "45,000", "44,100"),
        ("alt='It had 32,000 in 2017.'", "32,000", "30,600"),
        ("alt='US estimate: 32,000, then 30,600.'", "30,600", "32,000"),
        ("alt='2016: 44,100.'", "44,100", "32,000"),
        ("alt='They fell by 44,100 percent.'", "44,100", "-12"),
        ("alt='They fell by 13 percent.'", "13", "-12 percent"),
        ("alt='Pills with three milligrams.'", "three", "-12"),
        ("alt=f'From 32,000 to {top:,}, not to 44,000.'", "44,000", "44,100"),
        ("alt='From 32,000 ' 'to thirty-four thousand hectares'", "thirty-four thousand", "32,000"),
    ],
)
def test_what_it_does_not_hold_is_named_with_the_nearest(faults, arguments, value, near):
    (fault,) = faults(arguments)
    assert (fault.file, fault.cell, fault.row, fault.value) == ("notebooks/one.ipynb", "c1", 3, value)
    assert fault.column == arguments.partition("=")[0]
    assert "areas" in fault.remedy and near in fault.remedy


def test_what_the_cell_computes_needs_no_check(faults):
    assert faults("alt=f'It peaked at {top * 2:,} hectares.', title='{:,} hectares'.format(top)") == []


def test_a_text_in_three_quotes_is_read_as_it_flows_and_the_line_is_that_of_the_number(faults):
    """A unit and its number on two lines are one number; what is said of a year stands on the next line, too."""
    assert faults("alt='''From 32,000\n    to 44,100 hectares.\n    It had 30,600\n    in 2017.'''") == []
    (fault,) = faults("alt='''From 32,000\n    to 44,100 hectares.\n    It had 32,000\n    in 2017.'''")
    assert (fault.row, fault.value) == (5, "32,000")


@pytest.fixture
def book(tmp_path):
    for name in ("data", "notebooks", "figures", "exercises"):
        shutil.copytree(BOOK / name, tmp_path / name, ignore=shutil.ignore_patterns("*.svg"))
    shutil.copy(BOOK / "_quarto.yml", tmp_path)
    return tmp_path


def test_after_the_whole_round_the_old_number_is_named_in_every_chart(book):
    """The round without rendering: data changed, links rewritten, charts drawn from the changed table."""
    path = book / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace(",28600,", ",28500,"), "utf-8")
    data, project = load(book / "data"), Project(book)
    changed = {change.said.file for change in prose_fix.fix(project, data)}
    assert "exercises/source/heroin-production/heroin-production.ipynb" in changed  # the model answer
    for spec in (book / "figures").glob("*/spec.json"):
        stored = json.loads(spec.read_text("utf-8"))
        for row in stored["layout"]["meta"]["table"]["rows"]:
            row[:] = [28_500 if cell == 28_600 else cell for cell in row]
        spec.write_text(json.dumps(stored), "utf-8")
    for table in (book / "figures").glob("*/data.csv"):
        table.write_text(table.read_text("utf-8").replace(",28600,", ",28500,"), "utf-8")
    assert prose_stale.faults(project, data) == []  # no chart shows the old number any more
    typed = sum(literal.words == "28,600" for literal in chart_words.literals(project))
    found = chart_words.faults(project)
    assert {fault.value for fault in found} == {"28,600"} and len(found) == typed >= 2
    assert all("28,500 hectares" in fault.remedy and fault.cell and fault.row for fault in found)
    assert {fault.column for fault in found} >= {"alt"}
