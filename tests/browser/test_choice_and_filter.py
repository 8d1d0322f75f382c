"""Choosing between measures, filtering the events, and going through a page by keyboard alone."""

from itertools import pairwise

import pytest
from sample import first
from waiting import at, expect, until

DESK = {"viewport": {"width": 1280, "height": 900}}
SEIZURES, TIMELINE = "notebooks/fentanyl-seizures.html", "notebooks/cooperation-timeline.html"
MONTHS = ["fentanyl-months", "fentanyl-month-events", "fentanyl-month-loads"]


def shows(page, names):
    """Of the charts of months those show, and no other."""
    for name in MONTHS:
        expect(page.locator(f"#{name}")).to_be_visible(visible=name in names)


def test_one_measure_shows_and_the_keys_change_it(site, open_page):
    page = open_page(site.url + SEIZURES, **DESK)
    shows(page, MONTHS[:1])
    field = page.locator("fieldset.pb-choice").first
    field.get_by_label("Pounds", exact=True).focus()
    page.keyboard.press("ArrowRight")
    shows(page, MONTHS[1:2])
    at(page, "#fentanyl-month-events")
    page.locator("#fentanyl-month-events .pb-explore").click()
    page.locator("#fentanyl-month-events .main-svg").first.wait_for()
    assert page.complaints == []


def test_a_link_into_a_waiting_chart_shows_it(site, open_page):
    page = open_page(f"{site.url}{SEIZURES}#fentanyl-region-loads", **DESK)
    expect(page.locator("#fentanyl-region-loads")).to_be_visible()
    expect(page.locator("#fentanyl-region-months")).to_be_hidden()
    page.evaluate("location.hash = 'fentanyl-month-loads'")
    shows(page, MONTHS[2:])
    expect(page.locator("#fentanyl-month-loads")).to_be_in_viewport()


def test_without_a_script_and_on_paper_every_measure_shows(site, open_page):
    page = open_page(site.url + SEIZURES, java_script_enabled=False, **DESK)
    shows(page, MONTHS)
    assert page.locator("ul.pb-choice a").count() == 6
    page = open_page(site.url + SEIZURES, **DESK)
    page.emulate_media(media="print")
    shows(page, MONTHS)


def test_a_filter_narrows_the_list_and_marks_the_picture(site, open_page):
    page = open_page(site.url + TIMELINE, **DESK)
    lists, picture = (
        page.locator(".pb-event-list[data-chart]"),
        page.locator("#cooperation-timeline .pb-wide"),
    )
    whole = lists.locator("li[data-row]").count()
    lists.get_by_role("combobox", name="Kind").select_option("Tariff")
    lists.get_by_role("combobox", name="Party").select_option("Canada")
    lists.get_by_role("combobox", name="Year from").select_option("2025")
    left = lists.locator("li[data-row]:not([hidden])")
    assert 0 < left.count() < whole
    for item in left.all():
        expect(item).to_be_visible()
        assert item.get_attribute("data-kind") == "Tariff" and int(item.get_attribute("data-year")) >= 2025
        assert "Canada" in item.get_attribute("data-party").split(";")
    expect(lists.get_by_role("status")).to_have_text(f"{left.count()} of {whole} shown")
    expect(picture.locator(".pb-marked line")).to_have_count(left.count())
    # The marks stand in the strip of their kind: all at one height.
    heights = {line.get_attribute("y1") for line in picture.locator(".pb-marked line").all()}
    assert len(heights) == 1
    lists.get_by_role("button", name="Show all").click()
    page.wait_for_function("!document.querySelector('.pb-marked')")
    expect(lists.locator("li[hidden]")).to_have_count(0)
    assert page.complaints == []


def test_the_list_of_events_is_whole_without_a_script(site, open_page):
    page = open_page(site.url + TIMELINE, java_script_enabled=False, **DESK)
    assert page.locator(".pb-filter").count() == 0
    assert page.locator(".pb-event-list li[hidden]").count() == 0


FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const shown = (one) => one && getComputedStyle(one).outlineStyle !== "none";
  const shadow = getComputedStyle(node).boxShadow !== "none";
  const styled = shadow || shown(node) || shown(node.closest("label, form, .aa-Form"));
  const box = node.getBoundingClientRect();
  return { name: node.tagName + " " + (node.innerText || node.getAttribute("aria-label") || "").slice(0, 40), styled,
    inside: box.bottom > 0 && box.top < innerHeight && box.width * box.height > 0,
    column: Boolean(node.closest("main")), top: box.top + scrollY, left: box.left };
}"""


@pytest.mark.parametrize("name", first(2, ["index.html", "help.html", SEIZURES]))
def test_a_page_can_be_walked_by_the_tab_key(site, open_page, name):
    page = open_page(site.url + name, **DESK)
    stops = []
    for _ in range(600):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        if not (stop["styled"] and stop["inside"]):
            until(
                page, lambda: all(map(page.evaluate(FOCUS).get, ("styled", "inside"))), f"{stop} is in sight"
            )
        stops.append(stop)
    assert stop is None, f"the focus never leaves {name}"
    inside = [stop for stop in stops if stop["column"]]
    assert len(inside) > 5
    for before, after in pairwise(inside):
        # Back up only into a column further to the right.
        back = after["top"] < before["top"] - 300
        assert not back or after["left"] > before["left"], f"{before['name']} → {after['name']}"


def test_the_first_key_offers_the_way_past_the_frame(site, open_page):
    page = open_page(site.url + TIMELINE, **DESK)
    page.keyboard.press("Tab")
    expect(page.locator("a:focus")).to_have_text("Skip to the text")
    page.keyboard.press("Enter")
    at(page, "#quarto-document-content")
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)
