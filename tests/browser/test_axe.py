"""axe still finds what is wrong, and nothing in a chart that is live. What it finds on the pages: test_every_page.py.

axe sees little of a chart: what it cannot see is in test_chart_anatomy.py.
"""

from axe import violations


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
