"""How typed words find what the book lists: folding, fitting, ranking. The table of cases is tried on the site and in
the chart builder, too (tests/browser/test_search.py)."""

import json
from pathlib import Path

import pytest

import poppybook as pb
from poppybook.book.finding import entry, find, plain, words
from poppybook.book.nearest import near, unknown
from poppybook.dataset.listing import series_in_order
from poppybook.widgets import series

CASES = json.loads((Path(__file__).parents[1] / "support" / "finding_cases.json").read_text(encoding="utf-8"))
DATA = pb.load()
TABLE = series.catalogue(DATA)


def browsed(typed):
    return list(series.fitting(TABLE, series.Browse(search=typed)).index)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_the_table_of_cases_in_a_notebook(case):
    found = browsed(case["typed"])
    assert found == browsed(case["like"])
    assert next(iter(found), None) == case["first"]
    assert list(DATA.search(case["typed"])["series_id"]) == found


def test_every_series_is_the_first_that_its_own_id_finds():
    entries = list(TABLE["found_by"])
    first = {name: TABLE.index[find(name, entries)[0]] for name in TABLE.index}
    assert len(first) > 500
    assert {name: found for name, found in first.items() if found != name} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mexico–UNODC, ‘Peña’", ["mexico", "unodc", "pena"]),
        ("44,100 ha; 1,234,567; 2016,17", ["44100", "ha", "1234567", "2016", "17"]),
        ("the U.S.-Mexico line, D.C.", ["the", "us", "mexico", "line", "dc"]),
        ("oﬃce ＦＹ２０１４ km² Straße Łódź", ["office", "fy2014", "km2", "strasse", "lodz"]),
        ("soft\u00adhyphen a\u00a0b\u202fc d\u200be", ["softhyphen", "a", "b", "c", "de"]),
        ("snake_case poppy-ha@2017", ["snake", "case", "poppy", "ha", "2017"]),
        ("(%) – ’", []),
    ],
)
def test_a_text_folds_into_words(text, expected):
    assert words(text) == expected


def test_plain_text_keeps_its_signs_and_has_one_of_each_kind():
    assert plain("Peña’s  “A—B”\u00a0−5 ﬁ") == "pena's “a-b” -5 fi"


def test_whole_words_come_before_beginnings_insides_and_slips_and_titles_before_texts():
    entries = [
        entry("x", "reseizures"),
        entry("reseizures"),
        entry("x", "seizures"),
        entry("seizures"),
        entry("x", "seizure"),
        entry("seizure"),
    ]
    assert find("seizure", entries) == [5, 4, 3, 2, 1, 0]


def test_every_word_has_to_be_there_and_the_worst_one_ranks():
    entries = [entry("heroin pricey"), entry("heroin"), entry("price", "heroin"), entry("Price of heroin")]
    assert find("heroin price", entries) == [3, 2, 0]
    assert find("price heroin", entries) == [3, 2, 0]


def test_equals_keep_their_order_and_no_word_finds_everything():
    entries = [entry("b"), entry("a"), entry("b")]
    assert find("b", entries) == [0, 2]
    assert find(" – ", entries) == [0, 1, 2]
    assert find(" – ", [entry("a", id="x"), entry("b")]) == [0, 1]


def test_what_has_the_typed_words_as_its_id_comes_first():
    entries = [entry("a b"), entry("x", "a b", "a-b-c"), entry("x", id="a-b")]
    assert find("A-b", entries) == [2, 0, 1]
    assert find("b a", entries) == [0, 1, 2], "another order is not the id"


@pytest.mark.parametrize("typed", ["fentnyl", "fentanyll", "fentsnyl", "fentnayl", "gentanyl"])
def test_a_word_that_is_nowhere_stands_for_those_one_slip_away(typed):
    assert find(typed, [entry("heroin"), entry("Fentanyl")]) == [1]


def test_a_slip_counts_only_where_the_word_is_nowhere_is_long_enough_and_no_number():
    assert find("prices", [entry("price"), entry("prices")]) == [1]
    assert find("kilp", [entry("kilo")]) == []
    assert find("fy2014", [entry("FY2015")]) == []
    assert find("fentnly", [entry("fentanyl")]) == [], "two slips"


def test_two_letters_are_not_looked_for_inside_words():
    assert find("us", [entry("because"), entry("US aid")]) == [1]


def test_the_list_begins_with_what_the_book_draws_and_has_every_series_once():
    order = series_in_order(DATA)
    assert sorted(order) == sorted(DATA.series["series_id"])
    roles = DATA.series.set_index("series_id").loc[order, "role"]
    drawn = list(roles == "view")
    assert drawn == sorted(drawn, reverse=True)


def test_names_typed_otherwise_are_still_the_nearest():
    assert near("MEXICO-UNODC", ["Canada", "Mexico–UNODC"]) == ["Mexico–UNODC"]
    assert near("Pena", ["Peña", "Perú"])[0] == "Peña"
    assert "Nearest: Baja California" in str(
        unknown("place", "baja\u00a0CALIFORNIA", ["Baja California", "Kansas"])
    )
    assert "Nearest: NOVA" in str(unknown("party", "nova", ["NOVA", "Q"]))


def test_routes_are_found_by_words_in_any_order_and_spelling():
    goods = pb.load().flows["commodity"]
    wanted = goods[goods.str.contains("mail") & goods.str.contains("fentanyl")]
    assert list(DATA.routes(commodity="MAIL  Fentanyl")["commodity"]) == list(wanted)
    assert len(wanted) > 0
