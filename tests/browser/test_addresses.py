"""Whatever an address ends in, whatever the browser keeps: the page stands and its charts answer."""

import pytest
from waiting import expect

DESK = {"viewport": {"width": 1280, "height": 900}}
CHAPTER, CLAIMS, BUILDER = "notebooks/cooperation-timeline.html", "notebooks/claims.html", "explore.html"
LONG = "x" * 100_000
HASHES = ["#%", "#100%", "#%E0%A4", "#%00", "#__proto__", "#?", "#?%=%", "#?verdict=%E0%A4", "#?__proto__=1"]
HASHES += [
    "#" + LONG,
    "#?theme=" + LONG,
    "#<img src=x onerror=alert(1)>",
    "#'\"\\",
    "##",
    "#constructor",
    "#a%20b",
]
QUERIES = [
    "?at=%&live",
    "?at=__proto__.1",
    "?at=1e309.-5",
    "?hide=0,-1,1.5,NaN&x=1..2",
    "?x=..&y=__proto__..1",
]
QUERIES += ["?live&x=9e99..-9e99", "?live&x99=1..2&y=1..1", "?live&x=2010..2010", "?hide=" + "9," * 5000]


def answers(page, chart, address=""):
    """The chart reads out a value at a key."""
    chart.locator(".pb-reader").focus()
    page.keyboard.press("ArrowRight")
    expect(chart.locator(".pb-said"), address[:40]).not_to_be_empty()


@pytest.mark.parametrize(
    ("name", "fragments"),
    [
        (CHAPTER, HASHES[::2]),
        (CLAIMS, HASHES[1::2]),
        pytest.param(CHAPTER, HASHES[1::2], marks=pytest.mark.proof),
        pytest.param(CLAIMS, HASHES[::2], marks=pytest.mark.proof),
    ],
    ids=["chapter", "claims", "chapter, the others", "claims, the others"],
)
def test_no_fragment_disables_a_page(site, open_page, name, fragments):
    page = open_page("about:blank", **DESK)
    for fragment in fragments:
        page.turn_to("about:blank")
        page.turn_to(site.url + name + fragment)
        shown = page.locator("figure.pb-chart:visible")
        expect(shown.locator(".pb-explore"), fragment[:40]).to_have_count(shown.count())
        answers(page, shown.last, fragment)
        assert page.complaints == [], fragment[:40]


def test_no_state_in_an_address_disables_its_chart(site, open_page):
    page = open_page("about:blank", **DESK)
    for query in QUERIES:
        page.turn_to(site.url + "notebooks/heroin-production.html" + query + "#poppy-area")
        chart = page.locator("#poppy-area")
        if "at=" not in query:
            chart.locator(".js-plotly-plot .main-svg").first.wait_for()
            chart.locator(".pb-explore:not([aria-busy])").click()
            expect(chart.locator(".js-plotly-plot")).to_have_count(0)
        answers(page, chart, query)
        assert page.complaints == [], query[:40]


@pytest.mark.parametrize("first", [0, pytest.param(1, marks=pytest.mark.proof)], ids=["half", "the others"])
def test_no_selection_in_an_address_disables_the_builder(site, open_page, first):
    page = open_page("about:blank", **DESK)
    ids = page.context.new_page()
    ids.goto(site.url + BUILDER)
    every = ids.evaluate("window.pbExplore.series.map(one => one.id)")
    ids.close()
    states = [*HASHES, "#s=%&m=%&b=%&y=%&u=%&f=%&t=%", "#s=__proto__,constructor", "#s=" + ",".join(every)]
    one = "#s=poppy-ha-us-mex"
    states += [
        one + more for more in ("&m=__proto__", "&f=1e999&t=-1", "&m=index&b=nowhere", "&u=acres,hectares,x")
    ]
    states += [one + "&y=log&m=change", one + "&f=NaN", one + "&s=" + LONG]
    for state in states[first::2]:
        page.turn_to("about:blank")
        page.turn_to(site.url + BUILDER + state)
        page.locator(".pbx-figure .pb-title").wait_for()
        page.locator(".pbx-option").first.wait_for()
        assert page.complaints == [], state[:40]


def test_the_most_series_that_an_address_brings_is_what_a_chart_can_hold(site, open_page):
    page = open_page(site.url + BUILDER, **DESK)
    every = page.evaluate("window.pbExplore.series.slice(0, 12).map(one => one.id)")
    page.evaluate("hash => { location.hash = hash }", "s=" + ",".join(every))
    expect(page.locator(".pbx-chosen > li")).to_have_count(8)
    expect(page.locator(".pbx-figure .pb-message")).to_contain_text("The chart holds 8 series")


@pytest.mark.parametrize("storage", ["blocked", "poisoned"])
def test_no_storage_disables_a_page(site, open_page, storage):
    page = open_page("about:blank", **DESK)
    if storage == "blocked":
        refuse = "get() { throw new DOMException('no', 'SecurityError') }"
        page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {refuse} }})")
    else:
        keys = "['smalldocs-scheme', 'quarto-color-scheme']"
        page.add_init_script(
            f"try {{ for (const key of {keys}) localStorage.setItem(key, '{{__proto__: [') }} catch {{}}"
        )
    for name in (CHAPTER, BUILDER, "embed/poppy-area.html", "figures/border-months/table.html"):
        page.turn_to(site.url + name)
        page.wait_for_timeout(100)
        if site.renderer == "embedded" or name.startswith(("embed", "figures")):
            assert page.complaints == [], name
    page.turn_to(site.url + CHAPTER)
    answers(page, page.locator("figure.pb-chart:visible").first)
