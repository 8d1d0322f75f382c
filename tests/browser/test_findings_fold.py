"""Words that rest on a finding lead to it: the fold opens without a script, by keyboard, and holds all that is said."""

import re
from pathlib import Path

import pytest

CHAPTER = "notebooks/heroin-production.html"
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "heroin-production.ipynb"


@pytest.mark.parametrize("script", [True, False])
def test_a_word_leads_to_its_finding_and_opens_the_fold(site, open_page, script):
    page = open_page(site.url + CHAPTER, java_script_enabled=script)
    target = page.locator("#finding-peak")
    assert not target.is_visible()
    page.locator("main a[href='#finding-peak']").first.focus()
    page.keyboard.press("Enter")
    target.wait_for(state="visible")
    assert "44,100" in target.inner_text() and 'us.idxmax() == "2017"' in target.inner_text()


def test_every_finding_that_words_link_to_is_on_the_page_once(site, open_page):
    page = open_page(site.url + CHAPTER)
    linked = set(
        page.eval_on_selector_all("main a[href*='#finding-']", "all => all.map(one => one.hash.slice(1))")
    )
    ids = page.eval_on_selector_all("main .pb-findings li", "all => all.map(one => one.id)")
    assert len(linked) > 20 and linked <= set(ids) and len(ids) == len(set(ids))
    typed = set(re.findall(r"\(#(finding-[a-z0-9-]+)\)", NOTEBOOK.read_text("utf-8")))
    assert typed <= set(ids)


def test_what_a_reader_sees_has_no_mark_of_a_link_and_no_remark_to_authors(site, open_page):
    shown = open_page(site.url + CHAPTER).locator("main").inner_text()
    assert "](#" not in shown and "no finding:" not in shown
