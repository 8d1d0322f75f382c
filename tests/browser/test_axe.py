"""axe finds nothing on any page, the frame of the renderer included: each page is looked at in one view here, and in
every view by proof/test_every_view.py.

axe sees little of a chart: what it cannot see is in test_chart_anatomy.py.
"""

import pytest
from axe import faults_of_pages, violations

VIEWS = [("light", 1280), ("dark", 390)]


@pytest.mark.parametrize("view", range(len(VIEWS)), ids=["-".join(map(str, view)) for view in VIEWS])
def test_axe_finds_nothing_on_any_page(site, open_page, view):
    names = site.pages[view :: len(VIEWS)]
    assert len(names) > 40
    assert faults_of_pages(site, open_page, names, *VIEWS[view]) == {}


def test_axe_would_find_a_fault(site, open_page):
    page = open_page(site.url + "help.html")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in violations(page))


def test_axe_finds_nothing_in_a_live_chart(site, open_page):
    page = open_page(site.url + "notebooks/heroin-production.html")
    chart = page.locator("figure.pb-chart").first
    chart.locator(".pb-explore").click()
    chart.locator(".main-svg").first.wait_for()
    assert violations(page) == []
