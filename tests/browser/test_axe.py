"""axe finds nothing in a chart that is live. What it finds on the pages, and that it would: test_every_page.py.

axe sees little of a chart: what it cannot see is in test_chart_anatomy.py.
"""

from axe import violations


def test_axe_finds_nothing_in_a_live_chart(site, open_page):
    page = open_page(site.url + "embed/poppy-area.html")
    chart = page.locator("figure.pb-chart").first
    chart.locator(".pb-explore").click()
    chart.locator(".main-svg").first.wait_for()
    chart.locator(".pb-explore:not([aria-busy])").wait_for()
    assert violations(page) == []
