"""The chart in a browser, from disk: values by keys and pointer, the live chart on request, nothing from elsewhere."""

import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from waiting import PATIENCE, expect, waits

from poppybook.charts import figure_html, read_out, theme

ASSETS = Path(__file__).parents[2] / "assets"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>T</title><link rel="stylesheet" href="../assets/colours.css"><link rel="stylesheet" href="../assets/charts.css">
<body style="margin:0;background:var(--pb-ground)"><main style="max-width:760px;margin:auto;padding:0 16px">
<h1>T</h1><h2>T</h2>{figures}</main>{scripts}</body></html>"""


@pytest.fixture(scope="module")
def site(figures, tmp_path_factory):
    """A page with both charts, its assets beside it."""
    root = tmp_path_factory.mktemp("site")
    (root / "assets").mkdir()
    (root / "notebooks").mkdir()
    theme.write_css(root / "assets")
    for name in ("charts.css", "unfold.js", "charts.js", "charts-live.js", "charts-png.js"):
        shutil.copy(ASSETS / name, root / "assets")
    for name, spec in figures.specs.items():
        (root / "figures" / name).mkdir(parents=True)
        (root / "figures" / name / "live.js").write_text(read_out.live_script(spec), encoding="utf-8")
    placed = [figure_html.stored_figure(figures.folder / name, "../") for name in figures.specs]
    page = PAGE.format(figures="".join(placed), scripts=figure_html.page_scripts("../"))
    (root / "notebooks" / "page.html").write_text(page, encoding="utf-8")
    return root


@pytest.fixture
def visit(site, browser):
    """Opens the page: `visit(width, script=True)`; notes errors and every address asked for."""
    contexts = []

    def open_page(width=1280, script=True, url=None):
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.wait_for_function = waits(page)
        noted = SimpleNamespace(page=page, errors=[], asked=[])
        page.on("pageerror", lambda error: noted.errors.append(str(error)))
        page.on("request", lambda request: noted.asked.append(request.url))
        page.goto(url or (site / "notebooks" / "page.html").as_uri(), wait_until="domcontentloaded")
        return noted

    yield open_page
    for context in contexts:
        context.close()


def test_complete_without_script(visit):
    page = visit(script=False).page
    for width, drawing in ((1280, "wide"), (390, "narrow")):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator("#poppy-area .pb-svg:visible")).to_have_count(1)
        expect(page.locator("#poppy-area .pb-svg:visible")).to_have_class(re.compile(drawing))
    page.locator("#poppy-area .pb-data summary").click()
    expect(page.locator("#poppy-area tbody tr:visible")).to_have_count(10)
    assert not page.locator("button").count()


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_fits_and_words_are_large_enough(visit, width):
    noted = visit(width)
    assert noted.page.evaluate("document.documentElement.scrollWidth") <= width
    # On the page a word of the picture is as large as the picture is scaled.
    sizes = noted.page.evaluate(
        """[...document.querySelectorAll('.pb-svg')].filter((svg) => svg.getClientRects().length).flatMap((svg) =>
        [...svg.querySelectorAll('text')].map((t) => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a))"""
    )
    assert sizes and min(sizes) >= 11.99
    assert noted.errors == []


def test_keys_read_every_value(visit):
    page = visit().page
    said = page.locator("#poppy-area .pb-said")
    page.locator("#poppy-area .pb-reader").focus()
    page.keyboard.press("Home")
    expect(said).to_have_text("US estimate, 2011: 12,000 hectares, estimate. Source: White House ONDCP")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(said).to_have_text("US estimate, 2017: 44,100 hectares, estimate. Source: White House ONDCP")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile("^US estimate, 2018: 41,800 hectares"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    survey = "Survey, crop year 2014–15: 24,800 hectares (21,500–28,100), estimate. Source: Digitall Post"
    expect(said).to_have_text(survey)
    page.keyboard.press("Enter")
    row = page.locator("#poppy-area tr.pb-here")
    expect(row).to_have_attribute("data-obs", "poppy-ha-unodc-mex@crop2014-15")
    expect(row).to_be_visible()
    page.locator("#poppy-area .pb-reader").focus()
    page.keyboard.press("End")
    expect(page.locator("#poppy-area .pb-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#poppy-area .pb-tip")).to_be_hidden()


def test_one_tab_stop_for_the_picture(visit):
    page = visit().page
    assert page.locator("#poppy-area .pb-picture [tabindex]").count() == 1
    assert page.locator("#poppy-area .pb-reader").get_attribute("role") == "application"


def test_pointer_reads_the_nearest_value(visit):
    page = visit().page
    page.locator("#heroin-seized").scroll_into_view_if_needed()
    box = page.locator("#heroin-seized .pb-picture").bounding_box()
    page.mouse.move(box["x"] + 110, box["y"] + 250)
    tip = page.locator("#heroin-seized .pb-tip")
    expect(tip).to_contain_text("FY2019: 5,552.48 pounds, reported")
    expect(tip).to_contain_text("US Customs and Border Protection")
    page.mouse.move(box["x"] + 5, box["y"] - 60)
    expect(tip).to_be_hidden()


def test_missing_library_is_said_and_the_picture_stays(visit):
    page = visit().page
    page.locator("#poppy-area .pb-explore").click()
    message = page.locator("#poppy-area .pb-message")
    message.filter(has_text="could not be loaded").wait_for()
    expect(page.locator("#poppy-area .pb-wide")).to_be_visible()
    expect(page.locator("#poppy-area .pb-explore")).to_have_text("Explore this chart")


@pytest.fixture
def library(site):
    """plotly.js beside the page, for one test."""
    path = site / "assets" / read_out.PLOTLY_BASIC
    shutil.copy(ASSETS / read_out.PLOTLY_BASIC, path)
    yield
    path.unlink()


def make_live(page):
    figure = page.locator("#poppy-area")
    figure.locator(".pb-explore").click()
    expect(figure.locator(".pb-explore")).to_have_text(re.compile("^Back"))
    return figure


def test_live_chart_takes_the_pictures_place(visit, library):
    noted = visit()
    page, figure = noted.page, noted.page.locator("#poppy-area")
    assert not any("plotly" in url or "live" in url for url in noted.asked), (
        "nothing is loaded before it is wanted"
    )
    before = figure.locator(".pb-picture").bounding_box()
    make_live(page)
    assert figure.locator(".pb-picture").bounding_box() == before
    lines = page.locator("#poppy-area .js-line")
    expect(lines).to_have_count(2)
    expect(lines.first).to_have_css("stroke", "rgb(29, 95, 166)")
    page.evaluate("document.documentElement.classList.add('quarto-dark')")
    expect(lines.first).to_have_css("stroke", "rgb(127, 181, 245)")
    figure.locator(".pb-explore").click()
    expect(figure.locator(".pb-wide")).to_be_visible()
    expect(figure.locator(".pb-plot")).to_have_count(0)
    assert noted.errors == [] and all(url.startswith(("file:", "data:", "blob:")) for url in noted.asked)


def test_a_sign_says_that_the_live_chart_is_coming(visit, library):
    page = visit().page
    # The library never comes: from disk no request can be held up, so its script is not added.
    page.evaluate(
        """() => {
          const add = Element.prototype.append;
          document.head.append = (node) => { if (!/plotly/.test(node.src)) add.call(document.head, node); };
        }"""
    )
    page.locator("#poppy-area .pb-explore").click()
    coming = page.locator("#poppy-area .pb-coming")
    coming.wait_for()
    expect(coming).to_have_role("status")
    expect(page.locator("#poppy-area .pb-explore")).to_have_attribute("aria-busy", "true")
    page.locator("#poppy-area .pb-reader").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#poppy-area .pb-tip"), "the picture can be read meanwhile").to_be_visible()


def test_live_chart_is_read_and_changed_by_keys(visit, library):
    page = visit().page
    figure = make_live(page)
    said = figure.locator(".pb-said")
    figure.locator(".pb-plot").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile("^US estimate, 2012: 10,500 hectares"))
    expect(figure.locator(".hovertext"), "the value shows at its point, too").to_have_count(1)
    page.keyboard.press("h")
    page.wait_for_function("document.querySelector('#poppy-area .pb-plot').data[0].visible === 'legendonly'")
    page.keyboard.press("ArrowRight")
    expect(said, "a hidden series is not walked").to_have_text(re.compile("^Survey, "))
    page.keyboard.press("a")
    page.wait_for_function("document.querySelector('#poppy-area .pb-plot').data[0].visible === true")
    across = "document.querySelector('#poppy-area .pb-plot').layout.xaxis.range"
    before = page.evaluate(across)
    page.keyboard.press("+")
    page.wait_for_function(f"{across}[0] !== {before[0]!r}")
    page.keyboard.press("0")
    page.wait_for_function(f"{across}[0] === {before[0]!r}")


def test_a_link_keeps_what_the_chart_shows(visit, library):
    page = visit().page
    figure = page.locator("#poppy-area")
    link = figure.locator(".pb-link")
    figure.locator(".pb-reader").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    link.click()
    expect(link).to_have_attribute("href", re.compile(r"page\.html\?at=1\.3#poppy-area$"))
    picture = link.get_attribute("href")
    make_live(page)
    figure.locator(".pb-plot").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("h")
    page.wait_for_function("document.querySelector('#poppy-area .pb-plot').data[1].visible === 'legendonly'")
    link.click()
    expect(link).to_have_attribute("href", re.compile(r"\?(?=.*live)(?=.*hide=2)(?=.*x=20)"))
    live = link.get_attribute("href")

    again = visit(url=picture).page
    expect(again.locator("#poppy-area .pb-tip")).to_contain_text("2013: 11,000 hectares")
    assert not again.locator(".pb-plot").count(), "a picture is enough to show this"
    again = visit(url=live)
    shown = again.page.locator("#poppy-area .pb-plot .main-svg").first
    shown.wait_for()
    again.page.wait_for_function(
        "document.querySelector('#poppy-area .pb-plot').data[1].visible === 'legendonly'"
    )
    wanted = live.split("x=")[1].split("#")[0].split("..")
    plot = "document.querySelector('#poppy-area .pb-plot')"
    again.page.wait_for_function(f"{plot}.layout.xaxis.range[0].startsWith({wanted[0]!r})")
    assert again.page.locator("#heroin-seized .pb-plot").count() == 0
    assert again.errors == []


@pytest.mark.parametrize("query", ["at=99.99", "at=x", "hide=77", "x=a", "y=..", "live&q=poppy"])
def test_an_address_with_a_wrong_state_shows_the_chart_as_it_is(visit, site, library, query):
    noted = visit(url=f"{(site / 'notebooks' / 'page.html').as_uri()}?{query}#poppy-area")
    noted.page.wait_for_timeout(300)  # for what would go wrong
    expect(noted.page.locator("#poppy-area :is(.pb-svg, .main-svg):visible")).not_to_have_count(0)
    assert noted.errors == []


TOUCH = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(params=[False, True], ids=["picture", "live"])
def touched(request, browser, site, library):
    """The chart on a phone, as a picture and live: the page, and where its picture stands on the screen."""
    context = browser.new_context(**TOUCH)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.wait_for_function = waits(page)
    page.goto((site / "notebooks" / "page.html").as_uri())
    if request.param:
        make_live(page)
    picture = page.locator("#poppy-area .pb-picture")
    picture.evaluate("picture => picture.scrollIntoView({block: 'start'})")
    yield page, picture.bounding_box()
    context.close()


def test_a_tap_reads_a_value(touched):
    page, box = touched
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7)
    page.locator("#poppy-area :is(.pb-tip, .hovertext)").first.wait_for(state="attached")


def test_a_swipe_over_a_chart_moves_the_page(touched):
    page, box = touched
    x, y, before = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8, page.evaluate("scrollY")
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(12):
        touch("touchMove", {"x": x, "y": y - step * 15})
    touch("touchEnd")
    page.wait_for_function(f"scrollY > {before} + 80")


def test_png_has_double_size(visit, tmp_path):
    page = visit().page
    with page.expect_download() as caught:
        page.get_by_role("button", name="picture (PNG)").first.click()
    caught.value.save_as(tmp_path / "a.png")
    head = (tmp_path / "a.png").read_bytes()[:24]
    assert head[1:4] == b"PNG" and int.from_bytes(head[16:20]) == 2 * (theme.WIDE + 40)


def test_link_to_a_row_unfolds_its_table(visit, site):
    page = (site / "notebooks" / "page.html").read_text(encoding="utf-8")
    row = 'data-obs="poppy-ha-us-mex@2017"'
    target = site / "notebooks" / "linked.html"
    target.write_text(page.replace(row, f'{row} id="poppy-ha-us-mex@2017"'), encoding="utf-8")
    shown = visit(url=f"{target.as_uri()}#poppy-ha-us-mex@2017").page
    expect(shown.locator("[id='poppy-ha-us-mex@2017']")).to_be_visible()


def test_scripts_stay_small():
    import gzip

    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in ASSETS.glob("*.js")}
    assert sizes["charts.js"] < 5000
    # All that charts do, the live figure included; the chart builder has a page and scripts of its own.
    of_charts = (
        "unfold.js",
        "charts.js",
        "charts-live.js",
        "charts-png.js",
        "cards.js",
        "choice.js",
        "timeline.js",
    )
    assert sum(sizes[name] for name in of_charts) < 15_000
    ours = {name: size for name, size in sizes.items() if name != read_out.PLOTLY_BASIC}
    # The search has a rule and a box; its index is loaded only when somebody turns to it.
    search = ("finding.js", "search.js")
    assert sum(sizes[name] for name in search) < 6_000
    rest = [size for name, size in ours.items() if not name.startswith("explore") and name not in search]
    assert sum(rest) < 18_500
    assert len(gzip.compress((ASSETS / "charts.css").read_bytes())) < 3500
