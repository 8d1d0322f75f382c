"""axe finds nothing on any page, in light and dark, on a desk and on a phone, the frame of the renderer included.

axe sees little of a chart: what it cannot see is in test_chart_anatomy.py.
"""

from importlib.util import find_spec
from pathlib import Path

import pytest

AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js")
# Where a page is not in the sidebar, Quarto's script adds a switch for light and dark without a name.
QUARTOS_OWN = 'link-name: <a class="top-right quarto-color-scheme-toggle'
# What is folded or not painted yet is looked at, too. Of long tables, of lists and of pieces of code the first stand
# for all, and axe would take minutes over the others: they go, but for those with a kind of element not seen before.
OPEN = """() => {
  const thin = (all, first) => {
    const seen = new Set();
    all.forEach((one, at) => {
      const kind = (node) => `${node.localName} ${node.getAttribute("class")}`;
      const kinds = [one, ...one.querySelectorAll("*")].map(kind);
      if (at >= first && kinds.every((each) => seen.has(each))) one.remove();
      kinds.forEach((each) => seen.add(each));
    });
  };
  for (const many of document.querySelectorAll("tbody, ul, ol, main section"))
    thin([...many.children], many.localName === "tbody" ? 4 : 12);
  thin([...document.querySelectorAll("pre")], 4);
  document.querySelectorAll(".ev-scroll").forEach((table, at) => at > 12 && table.remove());
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
}"""


def violations(page):
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    faults = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    return [fault for fault in faults if QUARTOS_OWN not in fault]


VIEWS = [("light", 1280), ("dark", 390)]
# Pages of one figure each, which the chapters show in both views: here each is looked at in one of them in turn.
ALONE = ("embed/", "figures/")


@pytest.mark.parametrize("view", range(len(VIEWS)), ids=["-".join(map(str, view)) for view in VIEWS])
def test_axe_finds_nothing_on_any_page(site, open_page, view):
    faults = {}
    scheme, width = VIEWS[view]
    alone = [name for name in site.pages if name.startswith(ALONE)][view :: len(VIEWS)]
    page = open_page("about:blank", color_scheme=scheme, viewport={"width": width, "height": 900})
    for name in [*(name for name in site.pages if not name.startswith(ALONE)), *alone]:
        page.turn_to(site.url + name)
        page.evaluate(OPEN)
        if found := violations(page):
            faults[name] = found[:5]
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
