"""The site's search in a browser: what it finds, where it leads, by keyboard, from disk, without script or index; and
the table of cases on the site and in the chart builder."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from sample import first
from waiting import expect

import poppybook as pb
from poppybook.book import finding
from poppybook.widgets import series

CASES = json.loads((Path(__file__).parents[1] / "support" / "finding_cases.json").read_text(encoding="utf-8"))
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FIELD, COUNT, LINKS = ".pb-search input", ".pb-found-count", ".pb-found a"


def search(page, typed):
    """Type into the field and wait for the answer."""
    page.locator(FIELD).fill(typed)
    page.wait_for_function(
        """() => /result|Nothing/.test(document.querySelector(".pb-found-count").textContent)"""
    )


def all_of(page, kind):
    """The fragments of everything found of a kind, in order."""
    group = page.locator(f".pb-found [aria-labelledby=pb-found-{kind}]")
    if not group.count():
        return []
    more = group.locator("button")
    while more.count():
        shown = group.locator("a").count()
        more.click()
        group.locator("a").nth(shown).wait_for()
    return group.locator("a").evaluate_all(
        "links => links.map((link) => decodeURIComponent(link.hash.slice(1)))"
    )


@pytest.fixture(scope="module")
def browsed():
    """A function: typed words → the series that a notebook finds, in order."""
    table = series.catalogue(pb.load())
    return lambda typed: list(series.fitting(table, series.Browse(search=typed)).index)


def test_the_table_of_cases_on_the_site(site, open_page, browsed):
    page = open_page(site.url + "index.html", **DESK)
    for case in CASES:
        for typed in (case["typed"], case["like"]):
            if not finding.words(typed):  # a list shows everything then, a search nothing
                page.locator(FIELD).fill(typed)
                expect(page.locator(".pb-found")).to_be_hidden()
                continue
            search(page, typed)
            assert all_of(page, "series") == browsed(case["typed"]), typed
            if case["typed"] == case["first"]:  # an id: of everything that the site finds, it stands first
                first_link = page.locator(LINKS).first.evaluate("link => link.hash")
                assert first_link == f"#{case['first']}"
    assert page.complaints == []


def test_the_table_of_cases_in_the_chart_builder(site, open_page, browsed):
    page = open_page(site.url + "explore.html", **DESK)
    page.locator("#pbx-search").wait_for()
    for case in CASES:
        for typed in (case["typed"], case["like"]):
            page.locator("#pbx-search").fill(typed)
            found = page.evaluate(
                "pbExplore.builder.chooser.found.filter((one) => !one.code).map((one) => one.id)"
            )
            assert found == browsed(case["typed"]), typed
    others = page.evaluate(
        """() => { const { chooser } = pbExplore.builder;
        const first = (id) => { chooser.wanted.words = id; return chooser.found[0].id; };
        return pbExplore.series.map((one) => one.id).filter((id) => first(id) !== id); }"""
    )
    assert others == [], "every series is the first that its own id finds"
    assert page.complaints == []


def test_both_languages_fold_every_letter_alike(site, open_page):
    page = open_page(site.url + "explore.html", **DESK)
    page.wait_for_function("window.pbFinding && window.pbExplore")
    # Letters that both know: Latin, Greek, Cyrillic, signs, ligatures, full width. In words, and between two.
    spans = [(0x20, 0x530), (0x1D00, 0x1DC0), (0x1E00, 0x2C00), (0xFB00, 0xFB07), (0xFE30, 0xFFDD)]
    letters = [
        chr(code)
        for span in spans
        for code in range(*span)
        if unicodedata.category(chr(code)) not in ("Cn", "Cc", "Cs")
    ]
    texts = [text for letter in letters for text in (letter, f"a{letter}b")]
    texts += ["U.S.A. e.g. 1,234,567 12,34 1,2345", "ΟΔΟΣ İstanbul", "a.b.c", "x.U.S."]
    assert len(texts) > 6_000
    folded = page.evaluate("texts => texts.map(window.pbFinding(window.pbExplore.finding).words)", texts)
    different = [(text, one) for text, one in zip(texts, folded, strict=True) if one != finding.words(text)]
    assert different == []


@pytest.mark.parametrize("place", first(1, ["disk", "server"]))
def test_what_is_found_leads_to_the_thing_itself(site, open_page, place):
    address = (site.folder / "method.html").as_uri() if place == "disk" else site.url + "index.html"
    page = open_page(address, **DESK)  # an alert would stop it: nobody is there to answer
    for typed, kind, page_name in (
        ("merida summit bush calderon", "events", "cooperation-timeline"),
        ("opium poppy area us government estimate", "series", "evidence/heroin"),
        ("analogue", "terms", "glossary"),
        ("crs if10400", "sources", "sources"),
        ("580 percent annually", "corrections", "corrections"),
    ):
        search(page, typed)
        link = page.locator(f".pb-found [aria-labelledby=pb-found-{kind}] a").first
        wanted = link.evaluate("link => decodeURIComponent(link.hash.slice(1))")
        link.click()
        page.wait_for_url(f"**/*{page_name}.html#*")
        target = page.locator(f'[id="{wanted}"]')
        target.wait_for(state="visible")
        page.wait_for_function(
            """id => { const { top } = document.getElementById(id).getBoundingClientRect();
                       return top > -5 && top < innerHeight - 20; }""",
            arg=wanted,
        )
    assert page.complaints == []
    assert site.foreign([one for one in page.asked if not one.startswith("file:")]) == []


def test_the_index_is_loaded_only_when_someone_turns_to_the_search(site, open_page):
    page = open_page(site.url + "method.html", **DESK)
    page.wait_for_timeout(300)
    assert not any("search-index" in one or "finding" in one for one in page.asked)
    page.keyboard.press("/")
    page.wait_for_function("window.pbSearchIndex")
    search(page, "poppy")
    search(page, "poppy area")
    assert sum("search-index" in one for one in page.asked) == 1


def test_by_keyboard_alone(site, open_page):
    page = open_page(site.url + "method.html", **DESK)
    for key in ("s", "/"):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(key)
        expect(page.locator(FIELD)).to_be_focused()
        expect(page.locator(FIELD)).to_have_value("")
    page.keyboard.type("sinaloa")
    page.locator(LINKS).first.wait_for()
    expect(page.locator(COUNT)).to_have_text(re.compile("results$"))
    expect(page.locator(".pb-search [role=status]")).to_have_text(page.locator(COUNT).inner_text())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(LINKS).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(".pb-found")).to_be_hidden()
    expect(page.locator(FIELD)).to_be_focused()
    search(page, "sinaloa ")
    first = page.locator(LINKS).first.evaluate("link => link.href")
    page.keyboard.press("Enter")
    page.wait_for_url(first)


def test_more_of_a_kind_is_brought_and_takes_the_focus(site, open_page):
    page = open_page(site.url + "index.html", **DESK)
    search(page, "fentanyl")
    group = page.locator(".pb-found [aria-labelledby=pb-found-series]")
    expect(group.locator("a")).to_have_count(3)
    group.locator("button").press("Enter")
    expect(group.locator("a")).to_have_count(23)
    expect(group.locator("a").nth(3)).to_be_focused()
    page.locator("main h1").click()
    expect(page.locator(".pb-found")).to_be_hidden()


def test_words_are_marked_as_they_stand(site, open_page):
    page = open_page(site.url + "index.html", **DESK)
    search(page, "merida fy2014-fy2018")
    title = page.locator("[aria-labelledby=pb-found-series] .pb-found-title").first
    expect(title.locator("mark")).to_have_text(["Mérida", "FY2014", "FY2018"])


def test_on_a_phone_a_dialog_opens_and_leads_on(site, open_page):
    page = open_page(site.url + "method.html", **PHONE)
    page.locator(".pb-search-open").tap()
    expect(page.locator(FIELD)).to_be_focused()
    search(page, "guerrero")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.locator(".pb-search-close").tap()
    expect(page.locator(".pb-search-dialog")).to_be_hidden()
    expect(page.locator("#quarto-sidebar .pb-search"), "the field is back in the contents").to_have_count(1)
    page.locator(".pb-search-open").tap()
    search(page, "what an estimate is")
    page.locator(LINKS).first.tap()
    page.wait_for_url("**/*.html#*")


def test_without_scripts_nothing_pretends_to_search(site, open_page):
    for look in (DESK, PHONE):
        page = open_page(site.url + "method.html", java_script_enabled=False, **look)
        assert not page.locator(".pb-search").is_visible()
        assert not page.locator(".pb-search-open").is_visible()


@pytest.mark.parametrize(
    "answer",
    [None, "window.pbSearchIndex={", "window.pbSearchIndex={};", ""],
    ids=["missing", "cut off", "another thing", "empty"],
)
def test_an_index_that_is_missing_or_broken_says_so_and_is_asked_for_again(site, open_page, answer):
    page = open_page(site.url + "method.html", **DESK)
    handler = (lambda route: route.abort()) if answer is None else (lambda route: route.fulfill(body=answer))
    page.route("**/search-index.js", handler)
    page.locator(FIELD).fill("poppy")
    page.wait_for_function(
        """() => document.querySelector(".pb-found-count").textContent.includes("could not be loaded")"""
    )
    expect(page.locator(COUNT)).to_be_visible()
    expect(page.locator(LINKS)).to_have_count(0)
    page.unroute("**/search-index.js")
    search(page, "poppy area")
    page.locator(LINKS).nth(3).wait_for()


def test_what_the_data_hold_is_text_and_never_markup(site, open_page):
    page = open_page(site.url + "method.html", **DESK)
    evil = '<img src=x onerror="window.hit=1"> evil'
    index = {
        "rule": finding.RULE,
        "words": {"none": "Nothing", "one": "1 result", "many": "{count} results", "more": ""},
        "places": [["method.html", evil, evil]],
        "kinds": [
            {
                "kind": "pages",
                "label": evil,
                "places": [0],
                "fragments": [evil],
                "titles": [evil],
                "texts": [[evil]],
            }
        ],
    }
    body = f"window.pbSearchIndex={json.dumps(index)};"
    page.route("**/search-index.js", lambda route: route.fulfill(body=body))
    search(page, evil)
    expect(page.locator(LINKS)).to_have_count(1)
    expect(page.locator(".pb-found-title")).to_contain_text(evil)
    assert page.locator(".pb-found img").count() == 0 and page.evaluate("window.hit") is None
