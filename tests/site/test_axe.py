"""axe finds nothing on any page, in light and dark, on a desk and on a phone, the frame of the renderer included.

axe sees little of a chart: what it cannot see is in test_chart_anatomy.py.
"""

from importlib.util import find_spec
from pathlib import Path

import pytest

AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js")
# What is folded or not painted yet is looked at, too.
OPEN = """() => {
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  document.head.append(Object.assign(document.createElement("style"),
    { textContent: ".pb-drawings { content-visibility: visible !important }" }));
}"""


def violations(page):
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_any_page(site, open_page, scheme, width):
    faults = {}
    for name in site.pages:
        size = {"width": width, "height": 900}
        page = open_page(site.url + name, color_scheme=scheme, viewport=size)
        page.evaluate(OPEN)
        if found := violations(page):
            faults[name] = found[:5]
        page.context.close()
    assert faults == {}


def test_axe_would_find_a_fault(site, open_page):
    page = open_page(site.url + "help.html")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in violations(page))


def test_axe_finds_nothing_in_a_live_chart(site, open_page):
    page = open_page(site.url + "notebooks/heroin-production.html")
    chart = page.locator("figure.pb-chart").first
    chart.locator(".pb-explore").click()
    chart.locator(".main-svg").first.wait_for(timeout=30_000)
    assert violations(page) == []
