"""What the style sheets of the frame lost (site/html/sheets.py) is nothing that a page would have used."""

from importlib.resources import files
from pathlib import Path

import pytest
from walk import SETTLED

WINDOWS = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}
PAGES = (
    "index",
    "notebooks/heroin-production",
    "notebooks/claims",
    "explore",
    "help",
    "worksheets",
    "seeds/index",
)
# In `make test` the front page; the others in `make proof`.
FEW = {("index", "wide")}
LOOKED_AT = [
    pytest.param(page, window, marks=[] if (page, window) in FEW else pytest.mark.proof)
    for page in PAGES
    for window in WINDOWS
]
# All that a reader sees of an element, on the screen and opened up, as one text per element.
LOOKS = """() => {
  document.documentElement.classList.remove("pb-waits");
  for (const one of document.querySelectorAll(".pb-here")) one.classList.remove("pb-here");
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const seen = (node, part) => { const style = getComputedStyle(node, part);
    return ["display", "position", "width", "height", "margin", "padding", "border", "color", "background", "font",
      "float", "inset", "flex", "gridArea", "gap", "overflow", "opacity", "transform", "textDecoration", "listStyle",
      "whiteSpace", "visibility", "zIndex", "cursor", "content", "boxShadow", "outline"].map(name => style[name]); };
  return [...document.querySelectorAll("body, body *:not(svg *)")].map(node =>
    [node.tagName, node.id, node.className, seen(node), seen(node, "::before"), seen(node, "::after")].join("|"));
}"""


def looks(page):
    """How all elements look, once nothing moves any more: twice the same, for a script may still be at work."""
    still = "document.getAnimations().every((one) => one.playState !== 'running')"
    page.wait_for_function(f"document.fonts.status === 'loaded' && {still}")
    before, now = None, page.evaluate(LOOKS)
    while now != before:
        page.evaluate(SETTLED)
        before, now = now, page.evaluate(LOOKS)
    return now


def originals() -> dict[str, str]:
    """The sheets as the embedded renderer brings them, by file name."""
    sheets = {
        path.name: path.read_text(encoding="utf-8") for path in Path(str(files("smalldocs"))).rglob("*.css")
    }
    return sheets | {"default.min.css": sheets["bootstrap.min.css"]}


# Quarto compiles its sheets for each book and keeps no whole one beside the trimmed one.
@pytest.mark.parametrize("site", ["embedded"], indirect=True)
@pytest.mark.parametrize(("name", "window"), LOOKED_AT)
def test_every_element_looks_as_with_the_whole_sheets(site, open_page, name, window):
    address = f"{name}.html"
    whole, given = originals(), []

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        given.append(name)
        route.fulfill(body=whole[name], content_type="text/css")

    page = open_page(site.url + address, viewport=WINDOWS[window], reduced_motion="reduce")
    trimmed = looks(page)
    page.route("**/site_libs/**/*.css", answer)
    page.goto(site.url + address, wait_until="load")
    assert len(given) == 2 and len(trimmed) > 80
    changed = [(one, other) for one, other in zip(trimmed, looks(page), strict=True) if one != other]
    assert changed == []
