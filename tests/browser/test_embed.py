"""The code that others paste into their pages: the frame fits what it shows, at every width, without a script there."""

import html
import re

import pytest
from pictures import SMALLEST
from waiting import expect
from walk import PHONE

CODE = re.compile(r"<code data-copy>(&lt;iframe.*?)</code>", re.DOTALL)
NAME = re.compile(r"embed/([\w-]+)\.html")
WIDTHS = (320, 400, 700, 800)
FEW = {
    "poppy-area",
    "state-deaths",
    "weight-purity",
    "eradication-states",
    "claims-eradication",
    "merida-accounts",
}
# What a page says inside its frame: what is too high, what is cut, what is too wide, how much is blank, how small the
# drawing is beside its own size.
INSIDE = """() => {
  const top = document.documentElement, low = (css) => document.querySelector(css).getBoundingClientRect().bottom;
  const svg = [...document.querySelectorAll(".pb-svg")].find((one) => one.getClientRects().length);
  return { high: top.scrollHeight - innerHeight, cut: low(".pb-picture") - innerHeight,
    wide: top.scrollWidth - innerWidth, blank: innerHeight - low(".pb-tools"),
    scale: svg.getBoundingClientRect().width / svg.viewBox.baseVal.width };
}"""


@pytest.fixture
def codes(site):
    """The code of every chart, by its name, leading to the site's server."""
    found = {}
    for path in sorted(site.folder.rglob("*.html")):
        for code in map(html.unescape, CODE.findall(path.read_text(encoding="utf-8"))):
            name = NAME.search(code)[1]
            address = f'src="{site.url}embed/{name}.html"'
            found[name] = re.sub(r'src="[^"]*"', address, code).replace(' loading="lazy"', "")
    assert len(found) > 40
    return found


@pytest.fixture
def elsewhere(site):
    """An address of another origin, whose page a test may fill."""
    return site.url.replace("127.0.0.1", "localhost") + "data/datapackage.json"


def fits(page, code, width, window):
    page.set_viewport_size({"width": window, "height": 900})
    box = f'<div style="width:{width}px">{code}</div><p id="after">The text goes on.</p>'
    page.set_content(f'<!doctype html><body style="margin:0">{box}</body>', wait_until="load")
    said = page.frames[1].evaluate(INSIDE)
    assert said["high"] <= 0 and said["cut"] <= 0 and said["wide"] <= 0, said
    assert page.frames[1].evaluate(SMALLEST)[0] > 11.95, f"too small to read: {said}"
    frame = page.locator("iframe").evaluate("one => one.getBoundingClientRect().top")
    after = page.locator("#after").evaluate("one => one.getBoundingClientRect().top")
    assert abs(after - frame - page.frames[1].evaluate("innerHeight")) <= 20, (
        "the text goes on below the frame"
    )
    return said


@pytest.mark.parametrize("names", [FEW, pytest.param(None, marks=pytest.mark.proof)], ids=["few", "all"])
def test_on_a_phone_by_itself_its_words_can_be_read(site, open_page, codes, names):
    """It has a window of its own height there, and scrolls where that is too low."""
    page = open_page("about:blank", **PHONE)
    for name in sorted(names or codes):
        page.turn_to(f"{site.url}embed/{name}.html")
        for width, height in ((390, 664), (320, 568), (844, 390)):
            page.set_viewport_size({"width": width, "height": height})
            size, word = page.evaluate(SMALLEST)
            assert size > 11.95, (name, width, size, word)


def test_a_copied_frame_neither_scrolls_nor_cuts(open_page, codes, elsewhere):
    page = open_page(elsewhere)
    assert set(codes) >= FEW
    for name in sorted(FEW):
        for width in WIDTHS:
            fits(page, codes[name], width, window=width)
        fits(page, codes[name], 400, window=1280)  # a narrow column of a wide page


@pytest.mark.proof
def test_every_copied_frame_neither_scrolls_nor_cuts(open_page, codes, elsewhere):
    page = open_page(elsewhere)
    for code in codes.values():
        for width in (*WIDTHS, 360, 560, 683, 684):
            said = fits(page, code, width, window=width)
            assert said["blank"] < 300, said
        fits(page, code, 500, window=1280)


def test_what_is_opened_in_a_frame_can_be_scrolled_to(open_page, codes, elsewhere):
    page = open_page(elsewhere, viewport={"width": 400, "height": 900})
    page.set_content(codes["poppy-area"], wait_until="load")
    inside = page.frame_locator("iframe")
    inside.locator(".pb-data > summary").click()
    inside.locator(".pb-data td").last.scroll_into_view_if_needed()
    expect(inside.locator(".pb-data td").last).to_be_visible()
    assert inside.locator(".pb-picture").bounding_box()["width"] > 300


def test_a_frame_follows_the_readers_light_or_dark(site, open_page):
    page = open_page(site.url + "embed/poppy-area.html", color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(21, 24, 28)"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{ground} === 'rgb(255, 253, 248)'")
