"""The chart in a browser, from disk: values by keys and pointer, the live chart on request, nothing from elsewhere."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import plotly
import pytest

from poppybook.charts import figure_html, theme

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
    for name in ("charts.css", "charts.js"):
        shutil.copy(ASSETS / name, root / "assets")
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
        contexts.append(context)
        page = context.new_page()
        noted = SimpleNamespace(page=page, errors=[], asked=[])
        page.on("pageerror", lambda error: noted.errors.append(str(error)))
        page.on("request", lambda request: noted.asked.append(request.url))
        page.goto(url or (site / "notebooks" / "page.html").as_uri())
        return noted

    yield open_page
    for context in contexts:
        context.close()


def test_complete_without_script(visit):
    page = visit(script=False).page
    for width, drawing in ((1280, "wide"), (390, "narrow")):
        page.set_viewport_size({"width": width, "height": 900})
        shown = page.locator("#poppy-area .pb-svg:visible")
        assert shown.count() == 1 and drawing in shown.get_attribute("class")
    page.locator("#poppy-area .pb-data summary").click()
    assert page.locator("#poppy-area tbody tr:visible").count() == 10
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
    heard = []
    for key in ["Home", *["ArrowRight"] * 7]:
        page.keyboard.press(key)
        heard.append(said.text_content())
    assert heard[0] == "US estimate, 2011: 12,000 hectares, estimate"
    assert heard[6] == "US estimate, 2017: 44,100 hectares, estimate"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert said.text_content() == "Survey, crop year 2014–15: 24,800 hectares (21,500–28,100), estimate"
    page.keyboard.press("Enter")
    row = page.locator("#poppy-area tr.pb-here")
    assert row.get_attribute("data-obs") == "poppy-ha-unodc-mex@crop2014-15" and row.is_visible()
    page.locator("#poppy-area .pb-reader").focus()
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    assert page.locator("#poppy-area .pb-tip").is_hidden()


def test_one_tab_stop_for_the_picture(visit):
    page = visit().page
    assert page.locator("#poppy-area .pb-picture [tabindex]").count() == 1
    assert page.locator("#poppy-area .pb-reader").get_attribute("role") == "application"


def test_pointer_reads_the_nearest_value(visit):
    page = visit().page
    page.locator("#heroin-seized").scroll_into_view_if_needed()
    box = page.locator("#heroin-seized .pb-picture").bounding_box()
    page.mouse.move(box["x"] + 110, box["y"] + 250)
    assert "FY2019: 5,552.48 pounds" in page.locator("#heroin-seized .pb-tip").text_content()
    page.mouse.move(box["x"] + 5, box["y"] - 60)
    assert page.locator("#heroin-seized .pb-tip").is_hidden()


def test_missing_library_is_said_and_the_picture_stays(visit):
    page = visit().page
    page.locator("#poppy-area .pb-explore").click()
    message = page.locator("#poppy-area .pb-message")
    message.filter(has_text="could not be loaded").wait_for()
    assert page.locator("#poppy-area .pb-wide").is_visible()
    assert page.locator("#poppy-area .pb-explore").text_content() == "Explore this chart"


def test_live_chart_takes_the_pictures_place(visit, site):
    library = site / "assets" / "plotly.min.js"
    shutil.copy(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", library)
    try:
        noted = visit()
        page, figure = noted.page, noted.page.locator("#poppy-area")
        assert not any("plotly" in url for url in noted.asked)
        before = figure.locator(".pb-picture").bounding_box()
        figure.locator(".pb-explore").click()
        figure.locator(".main-svg").first.wait_for()
        assert figure.locator(".pb-picture").bounding_box() == before
        assert page.locator("#poppy-area .js-line").count() == 2
        line = "getComputedStyle(document.querySelector('#poppy-area .js-line')).stroke"
        assert page.evaluate(line) == "rgb(29, 95, 166)"
        page.evaluate("document.documentElement.classList.add('quarto-dark')")
        page.wait_for_function(f"{line} === 'rgb(127, 181, 245)'")
        figure.locator(".pb-explore").click()
        assert figure.locator(".pb-wide").is_visible() and not figure.locator(".pb-plot").count()
        assert noted.errors == [] and all(url.startswith(("file:", "data:", "blob:")) for url in noted.asked)
    finally:
        library.unlink()


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
    assert shown.locator("[id='poppy-ha-us-mex@2017']").is_visible()


def test_scripts_stay_small():
    import gzip

    assert len(gzip.compress((ASSETS / "charts.js").read_bytes())) < 6500
    assert len(gzip.compress((ASSETS / "charts.css").read_bytes())) < 3000
