"""Questions on the pages check themselves by keyboard, say what they mean to a screen reader, and keep nothing."""

import html
import re

import pytest
from sample import first
from waiting import expect

import poppybook as pb

CHAPTERS = [
    f"notebooks/{name}.html"
    for name in ("heroin-production", "fentanyl-seizures", "cooperation-timeline", "supply-chain")
]

DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.mark.parametrize("chapter", first(2, CHAPTERS))
def test_every_question_takes_its_right_answer_and_refuses_the_listed_wrong_ones(site, open_page, chapter):
    page = open_page(site.url + chapter, **DESK)
    numbers = page.locator(".pb-quiz form.pbq-number")
    assert numbers.count() >= 1
    for form in numbers.all():
        field, verdict = form.locator("input"), form.locator(".pbq-verdict")
        right = field.get_attribute("data-answer")
        slips = field.evaluate("field => JSON.parse(field.dataset.slips)")
        for wrong, message in slips:
            field.fill(str(wrong))
            field.press("Enter")
            expect(verdict).to_contain_text(message)
            expect(verdict).to_have_attribute("data-right", "false")
        field.fill(right)
        field.press("Enter")
        expect(verdict).to_have_text("Yes.")
        field.press("End")
        field.type("7")
        expect(verdict, "an old verdict may not stand beside a new answer").to_be_empty()
    for form in page.locator(".pb-quiz form.pbq-choice").all():
        button, verdict = form.locator("button"), form.locator(".pbq-verdict")
        button.click()
        expect(verdict).to_have_text("Choose one first.")
        for option in form.locator("input").all():
            option.check()
            button.click()
            expect(verdict).to_contain_text(option.get_attribute("data-say"))
            right = str(option.get_attribute("value") == "1").lower()
            expect(verdict).to_have_attribute("data-right", right)
    assert page.complaints == []


def test_an_answer_that_names_its_row_is_the_number_of_that_row(site):
    values = pb.load()["observations"].set_index("observation_id")["value"]
    named = {}
    for chapter in CHAPTERS:
        quiz = (site.folder / chapter).read_text(encoding="utf-8").partition('<section class="pb-quiz"')[2]
        for question in quiz.partition("</section>")[0].split('<form class="pbq-number"')[1:]:
            if row := re.search(r'<a [^>]*?href="[^"#]*#([^"]+)"', question):
                named[html.unescape(row[1])] = float(re.search(r'data-answer="([^"]+)"', question)[1])
    assert len(named) >= 2
    assert named == {row: pytest.approx(values[row], rel=1e-5) for row in named}


def test_numbers_are_read_as_people_write_them(site, open_page):
    page = open_page(site.url + CHAPTERS[0], **DESK)
    value = pb.load()["observations"].set_index("observation_id").value["poppy-ha-unodc-mex@crop2020-21"]
    form = page.locator(".pb-quiz form.pbq-number", has=page.locator(f'[data-answer="{value:g}"]'))
    field, verdict = form.locator("input"), form.locator(".pbq-verdict")
    for text, said in (
        (f"{value:,.0f}", "Yes."),
        (f"{value:,.0f}".replace(",", " "), "Yes."),
        (f" {value:.0f} ", "Yes."),
        ("a lot", "Write a number, for example 12.5."),
        ("", "Write a number, for example 12.5."),
        (f"{value + 250:.0f}", "Close, but not within the tolerance."),
        ("1", "Not yet. Look at the hint and try again."),
    ):
        field.fill(text)
        field.press("Enter")
        expect(verdict, text).to_have_text(said)


def test_a_question_is_answered_by_keyboard_alone_and_the_verdict_is_announced(site, open_page):
    page = open_page(site.url + CHAPTERS[0], **DESK)
    form = page.locator(".pb-quiz form.pbq-choice").first
    form.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("button:focus")).to_have_text("Check")
    page.keyboard.press("Enter")
    verdict = form.locator(".pbq-verdict")
    expect(verdict).to_have_role("status")
    expect(verdict).to_have_text(re.compile(r"^(Yes|Not yet)\."))
    named = page.locator(".pb-quiz input").evaluate_all("fields => fields.map(field => field.labels.length)")
    assert named and all(named), "every field has a label"
    groups = page.locator(".pb-quiz fieldset > legend")
    assert groups.count() == page.locator(".pb-quiz form.pbq-choice").count()


def test_nothing_is_remembered_or_sent(site, open_page):
    page = open_page(site.url + CHAPTERS[0], **DESK)
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url, request.post_data)))
    field = page.locator(".pb-quiz form.pbq-number input").first
    field.fill("37")
    field.press("Enter")
    expect(page.locator(".pb-quiz form.pbq-number .pbq-verdict").first).not_to_be_empty()
    kept = "[localStorage.length, sessionStorage.length, document.cookie, location.search, location.hash]"
    assert page.evaluate(kept)[1:] == [0, "", "", ""]
    assert not any("quiz" in key for key in page.evaluate("Object.keys(localStorage)"))
    # A picture of the page may still be coming; what was typed goes nowhere.
    assert all(
        method == "GET" and "37" not in url.rpartition("/")[2] and not body for method, url, body in sent
    )
    assert site.foreign(page.asked) == []
    page.reload()
    expect(page.locator(".pb-quiz form.pbq-number input").first).to_have_value("")


def test_without_javascript_the_answers_are_folded_and_no_button_promises_more(site, open_page):
    page = open_page(site.url + CHAPTERS[0], java_script_enabled=False, **DESK)
    assert page.locator(".pb-quiz button:visible").count() == 0
    answer = page.locator(".pb-quiz li > details").last
    assert not answer.locator("p").is_visible()
    answer.locator("summary").click()
    expect(answer.locator("p")).to_be_visible()


def test_the_quiz_works_from_disk(site, open_page):
    page = open_page((site.folder / CHAPTERS[0]).as_uri(), **DESK)
    field = page.locator(".pb-quiz form.pbq-number input").first
    field.fill(field.get_attribute("data-answer"))
    field.press("Enter")
    expect(page.locator(".pb-quiz .pbq-verdict").first).to_have_text("Yes.")
