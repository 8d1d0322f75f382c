"""The finished site as a reader meets it: nothing asked from elsewhere, every chart readable and alive."""

import re

import pytest
from sample import first
from waiting import expect, until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
CHAPTERS = [
    f"notebooks/{name}.html"
    for name in ("heroin-production", "fentanyl-seizures", "cooperation-timeline", "supply-chain")
]

LIBRARY = "figure => JSON.parse(figure.querySelector('.pb-read').textContent).library"


def test_what_has_no_place_to_break_stays_within_a_phone(site, open_page):
    page = open_page(site.url + "help.html", viewport={"width": 320, "height": 800})
    long = "x" * 200
    for text in (
        f"<p>{long}</p>",
        f"<ul><li>https://example.org/{long}</li></ul>",
        f"<h2>{long}</h2>",
        f"<blockquote><p>{long}</p></blockquote>",
        f"<p><code>{long}</code></p>",
        f"<div class='sourceCode'><pre class='sourceCode'><code>{long}</code></pre></div>",
        f"<dl><dt>{long}</dt><dd>{long}</dd></dl>",
        f"<details open><summary>{long}</summary><p>{long}</p></details>",
    ):
        page.evaluate("text => document.querySelector('main').insertAdjacentHTML('beforeend', text)", text)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, text[:40]


def test_a_table_of_the_text_scrolls_in_a_frame_that_takes_the_focus(site, open_page):
    for name in ("teachers.html", "method.html", "seeds/seed-crisis-2025.html"):
        page = open_page(site.url + name, **PHONE)
        free = page.evaluate(
            """[...document.querySelectorAll('main table')].filter((table) => {
              for (let node = table; node.localName !== 'main'; node = node.parentElement)
                if (getComputedStyle(node).overflowX === 'auto') return !node.matches('[tabindex="0"][aria-label]');
              return true;
            }).map((table) => table.outerHTML.slice(0, 99))"""
        )
        assert not free, name


@pytest.mark.parametrize("chapter", first(1, CHAPTERS))
def test_every_chart_becomes_interactive_and_goes_back(site, open_page, charts_of, chapter):
    page = open_page(site.url + chapter, **DESK)
    charts = page.locator("figure.pb-chart")
    assert charts.count() >= 1
    for chart in charts_of(page):
        name = chart.get_attribute("data-chart")
        before = chart.bounding_box()["height"]
        chart.locator(".pb-explore").click()
        chart.locator(".js-plotly-plot .main-svg").first.wait_for()
        chart.locator(".pb-explore:not([aria-busy])").wait_for()
        assert abs(chart.bounding_box()["height"] - before) <= 2, f"{name} moves the page when it comes alive"
        drawn = chart.locator(".js-plotly-plot").evaluate(
            "plot => plot.data.some(trace => (trace.y || trace.x || trace.link?.value || []).length > 0)"
        )
        assert drawn, name
        chart.locator(".pb-explore").click()
        expect(chart.locator(".js-plotly-plot")).to_have_count(0)
    assert site.foreign(page.asked) == []
    assert page.complaints == []
    libraries = [url.rpartition("/")[2] for url in page.asked if "/plotly" in url]
    wanted = {chart.evaluate(LIBRARY) for chart in charts.all()}
    assert sorted(libraries) == sorted(wanted), (
        "each library is loaded once, the whole one where a chart needs it"
    )


@pytest.mark.parametrize("chapter", first(2, CHAPTERS))
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_charts_read_out_their_values_by_keyboard(site, open_page, charts_of, chapter, screen):
    """The first and the last of a chapter, by real keys; all of them: test_chart_anatomy.py."""
    page = open_page(site.url + chapter, **screen)
    for chart in charts_of(page)[:: len(charts_of(page)) - 1]:
        name = chart.get_attribute("data-chart")
        trace = chart.evaluate(
            "figure => JSON.parse(figure.querySelector('.pb-read').textContent).traces.flatMap(t => t.texts)"
        )
        chart.locator(".pb-reader").focus()
        for key in ("ArrowRight", "End"):
            chart.locator(".pb-said").evaluate("said => { said.textContent = '' }")
            page.keyboard.press(key)
            expect(chart.locator(".pb-said"), name).not_to_be_empty()
            said = chart.locator(".pb-said").inner_text()
            assert any(text and text in said for text in trace), f"{name} says “{said}”"
        expect(chart.locator(".pb-tip"), name).to_be_visible()
        page.keyboard.press("Escape")
        expect(chart.locator(".pb-tip"), name).to_be_hidden()


@pytest.mark.parametrize("chapter", first(1, CHAPTERS))
def test_without_javascript_pictures_tables_and_folds_work(site, open_page, chapter):
    page = open_page(site.url + chapter, java_script_enabled=False, **DESK)
    for chart in page.locator("figure.pb-chart").all():
        picture = chart.locator(".pb-svg:visible")
        assert picture.count() == 1
        assert picture.bounding_box()["width"] > 300
        chart.locator("details.pb-data > summary").click()
        expect(chart.locator("details.pb-data table")).to_be_visible()


@pytest.mark.parametrize("chapter", first(1, CHAPTERS))
def test_from_disk_nothing_is_asked_and_charts_come_alive(site, open_page, chapter):
    page = open_page((site.folder / chapter).as_uri(), **DESK)
    chart = page.locator("figure.pb-chart").first
    chart.locator(".pb-explore").click()
    chart.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_charts_of_the_small_and_the_whole_library_are_live_side_by_side(site, open_page):
    page = open_page(site.url + "notebooks/supply-chain.html", color_scheme="light", **DESK)
    flow, other = page.locator("#supply-flow"), page.locator("figure.pb-chart:not(#supply-flow)").first
    assert flow.evaluate(LIBRARY) != other.evaluate(LIBRARY)
    for chart in (flow, other):
        chart.locator(".pb-explore").click()
        chart.locator(".js-plotly-plot .main-svg").first.wait_for()
    links = flow.locator(".sankey-link")
    before = links.count()
    assert before > 5
    # A new width makes each library draw its own chart again.
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_function("[...document.querySelectorAll('.main-svg')].every(svg => svg.clientWidth <= 700)")
    expect(links).to_have_count(before)
    expect(other.locator(".main-svg").first).to_be_visible()
    assert page.complaints == []


def test_a_chart_whose_library_is_gone_stays_readable_and_says_so(site, open_page):
    page = open_page("about:blank", **DESK)
    page.route("**/plotly*.min.js", lambda route: route.abort())
    page.goto(site.url + CHAPTERS[0])
    chart = page.locator("figure.pb-chart").first
    chart.locator(".pb-explore").click()
    chart.locator(".pb-message:not(:empty)").wait_for()
    expect(chart.locator(".pb-svg:visible")).to_have_count(1)


def test_a_page_follows_the_light_of_the_room_until_a_reader_chooses(site, open_page):
    page = open_page(site.url + "help.html", color_scheme="light", **DESK)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{ground} !== '{light}'")
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{ground} === '{light}'")
    page.locator(".quarto-color-scheme-toggle").first.click()
    page.wait_for_function(f"{ground} !== '{light}'")
    page.reload()
    page.wait_for_function(f"{ground} !== '{light}'")


SHIFT = """window.moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { moved += value; }))
    .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("chapter", first(2, ["index.html", *CHAPTERS]))
def test_nothing_moves_while_a_page_loads_on_a_phone(site, open_page, chapter):
    page = open_page("about:blank", **PHONE)
    page.add_init_script(SHIFT)
    page.goto(site.url + chapter, wait_until="load")
    page.wait_for_timeout(1_000)
    assert page.evaluate("moved") <= 0.02


WAITING = "document.documentElement.classList.contains('pb-waits')"
# Whether each drawing is laid out, on the screen or not.
DRAWN = """() => [...document.querySelectorAll('main.content > section .pb-drawings')]
    .filter(node => node.checkVisibility()).map(node => node.checkVisibility({ contentVisibilityAuto: true }))"""
# A clock on which each look takes as long as this many milliseconds.
CLOCK = "{ let now = 0; performance.now = () => now += %d; }"
NARROW = {"viewport": {"width": 390, "height": 844}}


@pytest.mark.parametrize("options", [PHONE, NARROW], ids=["phone", "narrow window"])
def test_on_a_slow_phone_what_is_far_waits_until_it_is_near(site, open_page, options):
    page = open_page("about:blank", **options)
    page.add_init_script(CLOCK % 40)
    page.goto(site.url + CHAPTERS[0], wait_until="load")
    page.wait_for_function(WAITING)
    page.locator("main.content h2").first.wait_for()  # the first section comes after the first paint
    until(page, lambda: page.evaluate(DRAWN).count(False) > 3, "what is far waits")
    far = page.locator("#signature-shares")
    far.scroll_into_view_if_needed()
    reader = far.locator(".pb-reader")
    reader.tap() if options is PHONE else reader.click()
    expect(far.locator(".pb-tip"), "what has come near answers").not_to_be_empty()
    assert far.evaluate("node => node.checkVisibility({ contentVisibilityAuto: true })")
    page.emulate_media(media="print")
    until(page, lambda: False not in page.evaluate(DRAWN), "paper shows all of it")


@pytest.mark.parametrize(
    "reader", ["quick phone", "quick narrow window", "mouse", "link into the page", "no scripts"]
)
def test_elsewhere_a_page_is_whole_once_it_has_loaded(site, open_page, reader):
    options = {"mouse": DESK, "quick narrow window": NARROW}.get(reader, PHONE)
    page = open_page("about:blank", java_script_enabled=reader != "no scripts", **options)
    page.add_init_script(CLOCK % (1 if reader.startswith("quick") else 40))
    page.goto(site.url + CHAPTERS[0] + "#in-short" * (reader == "link into the page"), wait_until="load")
    page.wait_for_timeout(500)
    drawn = page.evaluate(DRAWN)
    assert len(drawn) > 8 and False not in drawn
    assert not page.evaluate(WAITING)


def test_the_contents_of_a_phone_scroll_to_their_end_and_take_no_key_while_closed(site, open_page):
    page = open_page(site.url + CHAPTERS[0], **PHONE)
    button = page.locator(".quarto-btn-toggle:visible").first
    sidebar = page.locator("#quarto-sidebar")

    def walked_into():
        """Whether a few steps of Tab from the button lead into the contents."""
        button.focus()
        for _ in range(6):
            page.keyboard.press("Tab")
            if sidebar.locator(":focus").count():
                return True
        return False

    assert button.get_attribute("aria-expanded") in (None, "false") and not walked_into()
    button.tap()
    page.locator(".quarto-btn-toggle[aria-expanded=true]").first.wait_for()
    sidebar.locator(".sidebar-link").first.wait_for()
    assert walked_into()
    last, title = sidebar.locator(".sidebar-link").last, sidebar.locator(".sidebar-title")
    last.scroll_into_view_if_needed()
    bottom = "node => node.getBoundingClientRect().bottom"
    until(page, lambda: last.evaluate(bottom) <= page.evaluate("innerHeight"), "the end is in sight")
    title.scroll_into_view_if_needed()
    header = page.locator("#quarto-header")
    top = "node => node.getBoundingClientRect().top"
    until(page, lambda: title.evaluate(top) >= header.evaluate(bottom) - 1, "the head covers no title")
    page.locator("#quarto-sidebar-glass").tap(position={"x": 380, "y": 600})
    page.locator(".quarto-btn-toggle[aria-expanded=false]").first.wait_for()
    page.wait_for_function(
        "!document.querySelector('#quarto-sidebar .sidebar-link').checkVisibility({ visibilityProperty: true })"
    )
    assert not walked_into()


@pytest.mark.parametrize(
    "site", ["embedded"], indirect=True
)  # Quarto's own script needs no height of the header
def test_a_phone_knows_the_height_of_the_header_before_it_is_measured(site, open_page):
    page = open_page("about:blank", **PHONE)
    page.route("**/smalldocs.js", lambda route: route.abort())
    page.goto(site.url + CHAPTERS[0])
    told = page.evaluate("document.documentElement.style.getPropertyValue('--sd-header-height')")
    assert told == f"{page.locator('#quarto-header').evaluate('node => node.offsetHeight')}px"


# The ground of a printed page: white, or the light pages' own.
PAPER = re.compile(r"^(rgb\(255, 255, 255\)|rgb\(255, 253, 248\))$")
# Words of the page that are too like the ground they stand on, as printed with its grounds.
PALE = """() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const under = (node) => { for (let up = node; up; up = up.parentElement) {
    const ground = parse(getComputedStyle(up).backgroundColor);
    if (ground.length === 3 || ground[3] === 1) return ground; } return [255, 255, 255]; };
  const pale = new Set();
  for (const node of document.querySelectorAll("body *:not(svg *)")) {
    if (!node.getClientRects().length || ![...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim()))
      continue;
    const [low, high] = [light(parse(getComputedStyle(node).color)), light(under(node))].sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) pale.add(`${node.localName}.${node.className}`);
  }
  return [...pale]; }"""


@pytest.mark.parametrize("chapter", first(2, CHAPTERS))
def test_print_shows_pictures_and_hides_controls(site, open_page, chapter):
    page = open_page(site.url + chapter, color_scheme="dark", **DESK)
    page.emulate_media(media="print")
    for chart in page.locator("figure.pb-chart").all():
        expect(chart.locator(".pb-svg:visible")).to_have_count(1)
        expect(chart.locator(".pb-explore")).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", PAPER)
    assert page.evaluate(PALE) == []


@pytest.mark.parametrize("chosen", first(1, [True, False]), ids=["the switch", "the room"])
@pytest.mark.parametrize(
    "name", ["index.html", "notebooks/heroin-production.html", "notebooks/api.html", "explore.html"]
)
def test_from_dark_mode_paper_is_light_and_readable(site, open_page, name, chosen):
    page = open_page(site.url + name, color_scheme="light" if chosen else "dark", **DESK)
    if chosen:
        page.locator(".quarto-color-scheme-toggle").first.click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(21, 24, 28)")
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("background-color", PAPER)
    assert page.evaluate(PALE) == []


@pytest.mark.parametrize(
    ("name", "box"), [("api", "pre.ref-signature"), ("heroin-production", ".pb-embed pre")], ids=str
)
def test_a_box_of_code_that_a_cell_shows_has_its_ground_and_keeps_its_words_off_the_edge(
    site, open_page, name, box
):
    """The plain look of a cell's output must not win over that of a box with a class of its own."""
    page = open_page(f"{site.url}notebooks/{name}.html")
    look = page.locator(box).first.evaluate(
        "box => (({ paddingLeft, backgroundColor }) => ({ paddingLeft, backgroundColor }))(getComputedStyle(box))"
    )
    assert float(look["paddingLeft"].removesuffix("px")) >= 8
    assert look["backgroundColor"] != "rgba(0, 0, 0, 0)"
