"""Sentences that say a direction, a rank, a share or a cause are found, and each rests on a finding."""

import json
from pathlib import Path

import pytest

from poppybook.book.project import Project
from poppybook.checking import statements
from poppybook.checking.prose import Passage
from poppybook.language import deciding

BOOK = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book():
    return statements.read(Project(BOOK))


def found(text):
    """The sentences of the kind in a text: their loose words."""
    return [one.loose for one in statements.in_text(Passage("page.qmd", None, text))]


# ---------------------------------------------------------------- the book itself


def test_every_link_to_a_finding_leads_to_one_and_converted_chapters_have_no_open_sentence(book):
    assert [str(fault) for fault in statements.faults(book)] == []


def test_the_list_of_converted_chapters_only_grows(book):
    assert {"notebooks/heroin-production.ipynb", "notebooks/fentanyl-seizures.ipynb"} <= set(
        statements.CONVERTED
    )
    assert set(statements.CONVERTED) <= {one.file for one in book.charts}


def test_the_check_sees_the_sentences_of_the_book(book):
    heroin = [one for one in book.sentences if one.file.endswith("heroin-production.ipynb")]
    assert len(heroin) > 50 and sum(one.column is not None for one in heroin) > 15
    assert sum(not one.loose for one in heroin) > 35
    others = {one.file for one in book.sentences if one.open}
    assert len(others) > 5 and not others & set(statements.CONVERTED)


def test_every_exception_has_a_reason_and_there_are_fewer_than_findings(book):
    reasons = [one.reason for one in book.sentences if one.loose and one.reason]
    assert all(len(reason.split()) > 2 for reason in reasons)
    assert len(reasons) < sum(not one.loose for one in book.sentences)


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Poppy peaked in 2017.", ["peaked"]),
        ("The highest year was 2017.", ["highest"]),
        ("It came first in 2017.", ["first"]),
        ("It never came back.", ["never"]),
        ("Only ports count.", ["Only"]),
        ("It was always so.", ["always"]),
        ("Most lay in Guerrero.", ["Most"]),
        ("Deaths doubled, then halved.", ["doubled", "halved"]),
        ("A tenfold amount.", ["tenfold"]),
        ("It rose and fell.", ["rose", "fell"]),
        ("More events than before.", ["More events than"]),
        ("It hardly moved.", ["hardly"]),
        ("It has been so since 2019.", ["since"]),
        ("It lasted until 2019.", ["until"]),
        ("Its share of the market.", ["share of"]),
        ("Two thirds were pills.", ["thirds"]),
        ("It fell because of a ban.", ["fell", "because"]),
        ("It went from 3 to 4.", ["went from"]),
        ("Three times as many.", ["Three times as"]),
        ("It was larger.", ["larger"]),
        ("The drug stopped coming in the mail.", ["stopped coming"]),
        ("It was mostly on its way south.", ["mostly"]),
        ("Mail dominated; the dominance of mail.", ["dominated", "dominance"]),
    ],
)
def test_words_of_the_kind_are_found(text, words):
    assert found(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Officers seized 400 pounds.",
        "Did it peak in 2017?",
        "The text says “it peaked”.",
        "`it.peaked()` is code.",
        "Look into [It fell for years](https://example.org/x).",
        "More than [2,000](#poppy-ha-us-mex@2017) hectares.",
        "The first survey was printed in 2016.",
        "A coincidence in time is not a cause.",
        "Nobody has explained it.",
        "Where poppy grows.",
        "<details>\n<summary>Answer</summary>\n\n```python\n1\n```\n\nIt rose.\n\n</details>",
    ],
)
def test_what_says_nothing_of_numbers_is_passed_over(text):
    assert found(text) == []


def test_the_words_that_carry_a_link_are_proven_and_no_others():
    assert found("It [peaked](#finding-peak) in 2017.") == [[]]
    assert found("It [peaked](#finding-peak) in 2017 and fell.") == [["fell"]]
    assert found("It [peaked](#poppy-area) in 2017.") == [["peaked"]]
    assert found("It rose to [9](#a@2017). It [fell](#finding-fall).") == [["rose"], []]


def test_a_reason_holds_for_the_sentence_before_it():
    text = "They say it rose. <!-- no finding: the words of the agency --> It fell.\n\n- It grew."
    one, two, three = statements.in_text(Passage("page.qmd", None, text))
    assert (one.open, one.reason) == (False, "the words of the agency")
    assert two.open and three.open and three.line == 3


@pytest.mark.parametrize("mark", ["<!-- no finding -->", "<!-- no finding: -->", "<!-- no finding:  . -->"])
def test_an_exception_without_a_reason_is_none(mark):
    (one,) = statements.in_text(Passage("page.qmd", None, f"They say it rose. {mark}"))
    assert one.open


def test_each_form_that_is_passed_over_has_its_reason():
    assert all(len(reason.split()) > 1 for reason in deciding.NAMES.values())


# ---------------------------------------------------------------- what check says

CELL = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
FINDING = 'pb.pages.findings(data, rows, {"peak": ("It peaked.", x.idxmax() == "2017")})'
CHART = (
    'pb.charts.chart(data, fig, id="one", title="{title}", takeaway="{takeaway}", alt="It rose.", table=rows)'
)


@pytest.fixture
def check(tmp_path, monkeypatch):
    """The faults of a book with one converted chapter: its text, the words of its chart, its findings."""
    monkeypatch.setattr(statements, "CONVERTED", ("notebooks/one.ipynb",))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "_quarto.yml").write_text("project: {}\n")
    good = "It [peaked](#finding-peak)"

    def of(text="", title=good, takeaway=good, code=FINDING, page=""):
        cells = [
            {"cell_type": "markdown", "id": "m1", "metadata": {}, "source": text},
            CELL | {"id": "c1", "source": CHART.format(title=title, takeaway=takeaway)},
            CELL | {"id": "c2", "source": code},
        ]
        book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / "notebooks" / "one.ipynb").write_text(json.dumps(book), "utf-8")
        (tmp_path / "index.qmd").write_text(page, "utf-8")
        return statements.faults(statements.read(Project(tmp_path)))

    return of


def test_a_converted_chapter_without_a_fault(check):
    assert (
        check("It [peaked](#finding-peak).", page="[Peaked](notebooks/one.ipynb#finding-peak), then fell.")
        == []
    )


@pytest.mark.parametrize(
    ("given", "place", "rule", "remedy"),
    [
        ({"text": "One.\n\nIt fell."}, ("m1", 3, None), statements.RESTS, "Link “fell”"),
        ({"title": "[Peak](#finding-peak) and fall"}, ("c1", 1, "title"), statements.RESTS, "Link “fall”"),
        ({"takeaway": "Ports and patrols."}, ("c1", 1, "takeaway"), statements.HAS, "finding beside"),
        ({"text": "It [peaked](#finding-peek)."}, ("m1", 1, None), statements.KNOWN, "Nearest: peak"),
        ({"title": "It [peaked](#finding-top)"}, ("c1", 1, "title"), statements.KNOWN, "pb.pages.findings"),
        ({"page": "[Top](notebooks/one.ipynb#finding-low)"}, (None, 1, None), statements.KNOWN, "one.ipynb"),
        ({"code": f"{FINDING}\n{FINDING}"}, ("c2", 2, None), statements.ONCE, "cell c2"),
    ],
)
def test_what_rests_on_nothing_is_named_with_its_place(check, given, place, rule, remedy):
    (fault,) = check(**given)
    assert (fault.cell, fault.row, fault.column, fault.rule) == (*place, rule)
    assert remedy in fault.remedy


def test_a_chapter_that_is_not_converted_is_counted_and_no_fault(check, monkeypatch, tmp_path):
    monkeypatch.setattr(statements, "CONVERTED", ())
    assert (
        check("It fell. It [peaked](#finding-peak). They say it rose. <!-- no finding: their own words -->")
        == []
    )
    told = statements.told(statements.read(Project(tmp_path)))
    assert told == [
        "Sentences that say a direction, rank, share or cause: 5. "
        "On findings rest 3; with a reason why not, 1; open, 1.",
        "     1 open in notebooks/one.ipynb",
    ]
