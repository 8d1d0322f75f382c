"""What the style sheets of the frame lost (build/sheets.py) is nothing that a page would have used."""

from importlib.resources import files
from pathlib import Path

import pytest

# The pages with most kinds of elements in `make test`, the others in `make proof`.
PAGES = [
    "index.html",
    "notebooks/heroin-production.html",
    *(
        pytest.param(name, marks=pytest.mark.proof)
        for name in (
            "notebooks/claims.html",
            "explore.html",
            "help.html",
            "worksheets.html",
            "seeds/index.html",
        )
    ),
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
WINDOWS = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}


def originals() -> dict[str, str]:
    """The sheets as the embedded renderer brings them, by file name."""
    sheets = {
        path.name: path.read_text(encoding="utf-8") for path in Path(str(files("smalldocs"))).rglob("*.css")
    }
    return sheets | {"default.min.css": sheets["bootstrap.min.css"]}


# Quarto compiles its sheets for each book and keeps no whole one beside the trimmed one.
@pytest.mark.parametrize("site", ["embedded"], indirect=True)
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("address", PAGES)
def test_every_element_looks_as_with_the_whole_sheets(site, open_page, address, window):
    whole, given = originals(), []

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        given.append(name)
        route.fulfill(body=whole[name], content_type="text/css")

    page = open_page(site.url + address, viewport=WINDOWS[window], reduced_motion="reduce")
    page.wait_for_timeout(500)
    trimmed = page.evaluate(LOOKS)
    page.route("**/site_libs/**/*.css", answer)
    page.goto(site.url + address, wait_until="load")
    assert len(given) == 2 and len(trimmed) > 80
    page.wait_for_timeout(500)
    changed = [(one, other) for one, other in zip(trimmed, page.evaluate(LOOKS), strict=True) if one != other]
    assert changed == []
