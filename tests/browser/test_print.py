"""On paper stands what the reader has before him: what is open, narrowed down or zoomed is printed so."""

DESK = {"viewport": {"width": 1280, "height": 900}}
# The texts that paper shows.
PRINTED = """(root) => [...root.querySelectorAll("td, text, summary, p, dd, code, button, select, li")]
  .filter(one => one.checkVisibility({ contentVisibilityAuto: true }) && one.getClientRects().length)
  .map(one => one.textContent.trim()).filter(Boolean)"""


def on_paper(page, css):
    """What stands on paper in the first element that `css` names."""
    page.emulate_media(media="print")
    found = page.locator(css).first.evaluate(PRINTED)
    page.emulate_media(media="screen")
    return found


def test_an_opened_table_is_printed_whole_and_a_closed_one_is_not(site, open_page):
    for address, chart in (
        ("notebooks/heroin-production.html", "#poppy-area"),
        ("explore.html#s=poppy-ha-us-mex", ".pbx-figure"),
    ):
        page = open_page(site.url + address, **DESK)
        page.locator(f"{chart} details.pb-data").wait_for()
        assert "28,600" not in on_paper(page, chart)
        page.locator(f"{chart} details.pb-data > summary").click()
        page.locator(f"{chart} .pb-data td").first.wait_for()
        assert "28,600" in on_paper(page, chart)
        page.emulate_media(media="print")
        box = page.locator(f"{chart} .pb-scroll").evaluate(
            "one => [one.scrollHeight - one.clientHeight, one.clientHeight]"
        )
        assert box[0] <= 0, "a box that scrolls would be cut on paper"


def test_everything_that_is_opened_is_printed(site, open_page):
    page = open_page(site.url + "notebooks/heroin-production.html", **DESK)
    for css in (".pb-embed", "details.code-fold", ".pb-quiz details", ".pb-data", ".pb-documents"):
        inside = page.locator(f"main {css}").first
        assert inside.count(), css
        inside.evaluate("one => { one.open = true }")
        page.emulate_media(media="print")
        shown = inside.evaluate(
            """one => [...one.children].some(each => each.localName !== "summary" && each.checkVisibility()
                 && each.getBoundingClientRect().height > 10)"""
        )
        assert shown, f"{css} is open and not printed"
        page.emulate_media(media="screen")
    assert not any(text in ("Copy", "Check") for text in on_paper(page, "main")), (
        "buttons press nothing on paper"
    )


def test_the_answer_to_a_question_is_printed(site, open_page):
    page = open_page(site.url + "notebooks/heroin-production.html", **DESK)
    form = page.locator(".pb-quiz form").first
    form.locator("button").click()
    said = form.locator(".pbq-verdict").inner_text()
    assert said and said in on_paper(page, ".pb-quiz form")


def test_a_list_that_is_narrowed_down_says_so_on_paper(site, open_page):
    page = open_page(site.url + "notebooks/claims.html", **DESK)
    assert on_paper(page, ".pb-filter") == []
    page.locator(".pb-filter select").first.select_option(index=1)
    said = page.locator(".pb-filter p").inner_text()
    assert said in on_paper(page, ".pb-filter")


def test_a_live_chart_is_printed_as_it_stands_in_light_colours(site, open_page):
    page = open_page(site.url + "notebooks/heroin-production.html", color_scheme="dark", **DESK)
    chart = page.locator("#poppy-area")
    chart.locator(".pb-explore").click()
    plot = chart.locator(".js-plotly-plot")
    plot.locator(".main-svg").first.wait_for(timeout=30_000)
    page.keyboard.press("Escape")
    chart.locator(".pb-plot").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("h")
    page.wait_for_timeout(200)
    colours = (
        "plot => [plot._fullLayout.font.color, plot.data.map(one => one.visible).join(), plot.clientWidth]"
    )
    before = plot.evaluate(colours)
    assert "legendonly" in before[1]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    paper = plot.evaluate(colours)
    assert plot.is_visible() and paper[0] != before[0] and paper[1] == before[1]
    assert plot.locator(".main-svg").first.get_attribute("width") == "660"
    assert not chart.locator(".pb-drawings").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert plot.evaluate(colours)[0] == before[0]
