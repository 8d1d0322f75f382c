"""The sheets without code: checked in the page, counted, and printed one at a time with what was written."""

import re

import pytest
from waiting import expect

PAGE = "notebooks/no-code.html"
DESK = {"viewport": {"width": 1280, "height": 900}}
PAPER = """() => [...document.querySelectorAll('main *')].filter((one) => !one.children.length && one.checkVisibility()
  && one.textContent.trim()).map((one) => one.textContent.trim())"""


@pytest.fixture
def page(site, open_page):
    page = open_page(site.url + PAGE, **DESK)
    page.evaluate("() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; }")
    return page


def test_every_number_takes_its_answer_and_counts_the_tries(page):
    forms = page.locator(".pbq-sheet form.pbq-number")
    assert forms.count() >= 12
    for form in forms.all():
        field, verdict = form.locator("input"), form.locator(".pbq-verdict")
        slips = field.evaluate("field => JSON.parse(field.dataset.slips)")
        for wrong, message in slips:
            field.fill(str(wrong))
            field.press("Enter")
            expect(verdict).to_contain_text(message)
        field.fill(field.get_attribute("data-answer"))
        field.press("Enter")
        expect(verdict).to_have_text(f"Yes. (Try {len(slips) + 1})")
    assert page.complaints == []


def test_an_opened_answer_is_told_to_who_marks(page):
    question = page.locator(".pbq-sheet li", has=page.locator("form.pbq-number")).first
    question.locator(".pbq-key summary").click()
    field = question.locator("form input")
    field.fill(field.get_attribute("data-answer"))
    field.press("Enter")
    expect(question.locator(".pbq-verdict")).to_have_text("Yes. (Try 1, after opening the answer)")


def test_one_sheet_is_printed_with_name_answers_and_licence(page):
    sheet = page.locator(".pbq-sheet").nth(1)
    sheet.locator(".pbq-who input").first.fill("Ana García")
    text = sheet.locator("textarea")
    text.fill("Fewer officers.")
    choice = sheet.locator("form.pbq-choice").first
    choice.locator("input").first.check()
    choice.locator("button").click()
    sheet.locator(".pbq-foot button").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    paper = page.evaluate(PAPER)
    assert [page.locator(".pbq-sheet").nth(index).is_visible() for index in range(4)] == [
        False,
        True,
        False,
        False,
    ]
    assert f"Answer sheet: {sheet.get_attribute('aria-label')}" in paper
    assert sum(one == "Points" for one in paper) == sheet.locator("li").count()
    assert any("CC BY 4.0" in one for one in paper)
    assert choice.locator(".pbq-verdict").inner_text() in paper
    assert not {"Check", "Answer", "Hint", "Print this sheet"} & set(paper), "nothing gives an answer away"
    expect(text).to_have_value("Fewer officers.")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".pbq-sheet").first).to_be_visible()


def test_a_text_has_no_check_and_says_what_a_good_answer_has(page):
    for form in page.locator(".pbq-sheet form.pbq-text").all():
        assert form.locator("button").count() == 0
    assert page.locator(".pbq-sheet form.pbq-text").count() == page.locator(".pbq-sheet").count() == 4
    expect(page.locator(".pbq-key summary").last).to_have_text("What a good answer has")


def test_without_javascript_the_sheet_is_there_to_print_and_fill_in(site, open_page):
    page = open_page(site.url + PAGE, java_script_enabled=False, **DESK)
    assert page.locator(".pbq-sheet button:visible").count() == 0
    page.emulate_media(media="print")
    assert page.locator(".pbq-sheet:visible").count() == 4
    assert page.locator(".pbq-sheet .pbq-key p:visible").count() == 0
    expect(page.locator(".pbq-title").first).to_have_text(re.compile("^Answer sheet: "))


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_sheet_fits(site, open_page, width):
    page = open_page(site.url + PAGE, viewport={"width": width, "height": 800})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
