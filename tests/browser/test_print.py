"""On paper stands what the reader has before him: what is open, narrowed down or zoomed is printed so."""

from waiting import expect, until

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
    expect(form.locator(".pbq-verdict")).not_to_be_empty()
    assert form.locator(".pbq-verdict").inner_text() in on_paper(page, ".pb-quiz form")


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
    plot.locator(".main-svg").first.wait_for()
    chart.locator(".pb-explore:not([aria-busy])").wait_for()
    page.keyboard.press("Escape")
    chart.locator(".pb-plot").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("h")
    hidden = "plot => plot.data.some((one) => one.visible === 'legendonly')"
    until(page, lambda: plot.evaluate(hidden), "a series is hidden")
    colours = (
        "plot => [plot._fullLayout.font.color, plot.data.map(one => one.visible).join(), plot.clientWidth]"
    )
    before = plot.evaluate(colours)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(plot.locator(".main-svg").first).to_have_attribute("width", "660")
    paper = plot.evaluate(colours)
    assert paper[0] != before[0] and paper[1] == before[1]
    expect(plot).to_be_visible()
    expect(chart.locator(".pb-drawings")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    until(page, lambda: plot.evaluate(colours)[0] == before[0], "the screen has its colours back")


def test_how_we_know_is_printed_whole_though_it_is_closed(site, open_page):
    page = open_page(site.url + "notebooks/heroin-production.html", **DESK)
    fold = page.locator("main .pb-findings").first
    assert fold.get_attribute("open") is None
    shown = on_paper(page, "main .pb-findings")
    assert any(text.startswith("The US estimate was highest in 2017") for text in shown)
    assert 'us.idxmax() == "2017"' in shown and "2017: 44,100" in shown
