"""Every page in every view: light and dark, on a desk and on a phone, axe in each; and every page from disk."""

import pytest
from walk import DESK, SETTLED, VIEWS, faults, walk


@pytest.mark.proof
@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_every_page_is_sound_in_every_view(site, open_window, view):
    walked = walk(site, open_window, view, site.pages, thorough=True)
    assert len(walked) == len(site.pages)
    asked = ("foreign", "complaints", "wide", "small", "tiny", "pale", "axe", "twice")
    found = {question: faults(walked, question) for question in asked}
    assert {question: pages for question, pages in found.items() if pages} == {}


@pytest.mark.proof
def test_no_page_complains_when_it_is_opened_from_disk(site, open_page):
    page, found = open_page("about:blank", **DESK), {}
    for name in site.pages:
        page.turn_to((site.folder / name).as_uri())
        page.evaluate(SETTLED)
        elsewhere = [one for one in page.asked if not one.startswith(("file:", "data:", "blob:"))]
        if page.complaints or elsewhere:
            found[name] = [*page.complaints, *elsewhere]
    assert found == {}
