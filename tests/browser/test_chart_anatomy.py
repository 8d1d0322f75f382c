"""What every chart of the site has, asserted for every chart in a real browser: axe is blind to charts."""

import csv
import itertools
import json
import re

import pytest
from rendered import SHOWN
from sample import first
from waiting import expect

from poppybook import language as words
from poppybook.charts import contract, table_html, theme

CHAPTERS = [
    f"notebooks/{name}.html"
    for name in ("heroin-production", "fentanyl-seizures", "cooperation-timeline", "supply-chain")
]
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
READ = "figure => JSON.parse(figure.querySelector('.pb-read').textContent)"


def spec_of(site, name):
    return json.loads((site.folder / "figures" / name / "spec.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request, site, open_window):
    """A chapter on a desk, opened once for all that is asked of it, every chart brought out."""
    page = open_window(site.url + request.param, viewport=SIZES["desk"])
    page.evaluate(SHOWN)
    yield page
    page.context.close()


def asked(page, question):
    """The answer of every chart of a page to a function of its figure, by the chart's name."""
    answers = page.locator("figure.pb-chart").evaluate_all(
        f"all => all.map((figure) => [figure.dataset.chart, ({question})(figure)])"
    )
    assert len(answers) > 1
    return dict(answers)


TEXTS = """(figure) => {
  const text = (css) => figure.querySelector(css)?.innerText ?? "";
  const drawings = [...figure.querySelectorAll(".pb-svg")].filter((one) => one.getClientRects().length);
  const [svg] = drawings, said = svg.getAttribute("aria-labelledby").split(" ");
  return { drawings: drawings.length, role: svg.getAttribute("role"),
    picture: said.map((id) => document.getElementById(id).textContent),
    reader: figure.querySelector(".pb-reader").getAttribute("aria-label"),
    title: text(".pb-title"), takeaway: text(".pb-takeaway"), sources: text(".pb-sources"), note: text(".pb-note") };
}"""


def test_name_description_and_texts(site, chapter):
    for name, said in asked(chapter, TEXTS).items():
        meta = spec_of(site, name)["layout"]["meta"]
        assert (said["title"], said["takeaway"]) == (meta["title"], meta["takeaway"]), name
        assert (said["drawings"], said["role"]) == (1, "img"), name
        assert said["picture"] == [meta["title"], meta["alt"]], f"{name}: the picture's name and description"
        assert said["reader"].startswith(meta["title"]), name
        assert meta["until"] in said["sources"], f"{name}: the last period"
        assert said["note"] == (meta["note"] or ""), name


CONTROLS = """(figure) => ({
  stops: figure.querySelectorAll(".pb-picture :is([tabindex='0'], a, button)").length,
  named: [...figure.querySelectorAll("a, button, summary")].filter((one) => one.checkVisibility())
    .map((one) => one.innerText.trim()) })"""


def test_one_tab_stop_and_labelled_controls(chapter):
    for name, found in asked(chapter, CONTROLS).items():
        assert found["stops"] == 1, name
        assert len(found["named"]) > 3 and all(found["named"]), name


# The keys are sent from within the page: a chart with hundreds of values would take minutes otherwise. Real keys press
# the same in test_in_a_browser.py.
KEYS = """(figure) => {
  const reader = figure.querySelector(".pb-reader"), said = figure.querySelector(".pb-said"), heard = new Set();
  const { traces } = JSON.parse(figure.querySelector(".pb-read").textContent);
  const press = (key) => {
    reader.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    heard.add(said.textContent);
  };
  press("Home");
  traces.forEach(({ along, wide }, number) => {
    const upright = along === "y";
    if (number) press(traces[number - 1].along === "y" ? "ArrowRight" : "ArrowDown");
    press("Home");
    for (let step = 1; step < wide.length; step++) press(upright ? "ArrowDown" : "ArrowRight");
  });
  const shown = () => figure.querySelector(".pb-tip").checkVisibility(), tip = [shown()];
  press("Escape");
  return { heard: [...heard], tip: [...tip, shown()] };
}"""


@pytest.mark.parametrize("size", first(1, SIZES))
def test_arrow_keys_reach_every_value_of_every_series(chapter, size):
    chapter.set_viewport_size(SIZES[size])
    answers, written = asked(chapter, KEYS), asked(chapter, READ)
    chapter.set_viewport_size(SIZES["desk"])
    for name, read in written.items():
        assert answers[name]["tip"] == [True, False], f"{name}: a value shows, and Escape takes it away"
        for trace in read["traces"]:
            for value, text in enumerate(trace["texts"]):
                by = trace["by"][value] if isinstance(trace["by"], list) else trace["by"]
                line = f"{trace['name']}, {text}. Source: {read['sources'][by]}"
                if words.CHART["no value"] in text:
                    continue  # nothing is drawn that could be walked to; the table has the row
                assert line in answers[name]["heard"], f"{name}: the keys do not reach “{line}”"


TABLE = """(figure) => { const table = figure.querySelector(".pb-data");
  return { whole: table.querySelector(".pb-whole a")?.href, html: table.innerHTML }; }"""


def test_table_read_out_and_downloads_equal_what_is_plotted(site, chapter):
    tables = asked(chapter, TABLE)
    for name, read in asked(chapter, READ).items():
        spec = spec_of(site, name)
        meta = spec["layout"]["meta"]
        rows = [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]
        plotted = contract.check(spec["data"], rows, name)
        # Plotted and read out: the same rows, none left out, each with unit, period and status.
        assert {t["trace"]: t["rows"] for t in read["traces"]} == {
            i: p for i, p in enumerate(plotted) if p
        }, name
        for trace in read["traces"]:
            for text, at in zip(trace["texts"], trace["rows"], strict=True):
                row = rows[at]
                if "hovertemplate" in spec["data"][trace["trace"]]:
                    assert text, f"{name}: an event or a place without a word"  # they are no measured values
                    continue
                value = [words.number(row["value"]), row["unit"]] if row["value"] is not None else []
                for part in (words.period(row["period"]), *value, words.STATUS[row["status"]]):
                    assert part in text, f"{name}: “{text}” does not say {part}"
        # The table, on the page or on a page of its own, has a line for each row with the same value.
        if len(rows) > table_html.LIMIT:
            assert tables[name]["whole"] == f"{site.url}figures/{name}/table.html"
            html = (site.folder / "figures" / name / "table.html").read_text(encoding="utf-8")
        else:
            html = tables[name]["html"]
        lines = re.findall(r"<tr.*?</tr>", html.split("<tbody", 1)[1], re.S)
        assert len(lines) == len(rows), name
        for line, row in zip(lines, rows, strict=True):
            text = re.sub(r"<[^>]*>", " ", line)
            assert words.number(row["value"]) in text and words.period(row["period"]) in text, (
                f"{name}: {text}"
            )
        with (site.folder / "figures" / name / "data.csv").open(encoding="utf-8-sig", newline="") as file:
            stored = list(csv.reader(file))
        assert stored[0] == meta["table"]["columns"] and len(stored) == len(rows) + 1, name


OPENED = "() => document.querySelectorAll('.pb-embed').forEach((fold) => { fold.open = true; })"
GIVEN = """(figure) => { const all = (css) => [...figure.querySelectorAll(css)];
  return { links: all(".pb-downloads a").map((link) => link.href), embed: figure.querySelector(".pb-embed").innerText,
    png: all(".pb-downloads button").filter((one) => one.innerText === "picture (PNG)").length,
    copy: all("[data-copy] + button, pre:has([data-copy]) + button").length }; }"""


def test_downloads_sources_and_embed_page_are_there(site, chapter):
    chapter.locator(".pb-embed summary").first.click()
    expect(chapter.locator(".pb-code").first).to_be_visible()  # a fold tells that it opened a moment later
    chapter.evaluate(OPENED)
    charts = chapter.locator("figure.pb-chart").count()
    expect(chapter.locator(".pb-code:visible")).to_have_count(charts)
    expect(chapter.locator(".pb-embed button")).to_have_count(4 * charts)
    sources = (site.folder / "notebooks" / "sources.html").read_text(encoding="utf-8")
    for name, given in asked(chapter, GIVEN).items():
        meta = spec_of(site, name)["layout"]["meta"]
        files = ("data.csv", "wide.svg", "spec.json")
        assert given["links"] == [f"{site.url}figures/{name}/{file}" for file in files]
        assert all((site.folder / link.removeprefix(site.url)).is_file() for link in given["links"])
        assert given["png"] == 1, name
        for source in meta["sources"]:
            assert f'id="{source["source_id"]}"' in sources, f"{name}: {source['source_id']} has no entry"
        assert f'<iframe src="{site.url}embed/{name}.html"' in given["embed"]
        assert (site.folder / "embed" / f"{name}.html").is_file()
        assert given["copy"] == 4, name
        assert f"@misc{{poppy-to-precursor:{name}," in given["embed"]


def test_an_embed_page_shows_the_same_figure_and_nothing_else(site, open_page):
    page = open_page(site.url + "embed/poppy-area.html", viewport={"width": 800, "height": 900})
    inside = page.locator("main > *")
    assert inside.count() == 1 and inside.get_attribute("data-chart") == "poppy-area"
    page.locator(".pb-reader").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".pb-tip")).to_be_visible()
    page.locator(".pb-explore").click()
    page.locator(".main-svg").first.wait_for()


def look(trace):
    """What tells a series apart without colour: kind of mark, symbol, dash, pattern."""
    marker, mode = trace.get("marker") or {}, trace.get("mode", "")
    symbol = json.dumps(marker.get("symbol")) if "markers" in mode else ""
    dash = (trace.get("line") or {}).get("dash", "solid") if "lines" in mode else ""
    return trace.get("type", "scatter"), symbol, dash, json.dumps(marker.get("pattern", {}).get("shape"))


def rows_of(trace):
    """The named rows of a time line or a table of dots that a trace stands on."""
    return {value for value in trace.get("y") or [] if isinstance(value, str)}


def one_after_the_other(one, other):
    """Whether two series have one colour and share no time: a count that began anew."""
    alike = (one.get("marker") or {}).get("color") == (other.get("marker") or {}).get("color")
    first, second = sorted(([str(x) for x in trace["x"]] for trace in (one, other)), key=min)
    return alike and max(first) < min(second)


def test_no_series_is_told_apart_by_colour_alone(site):
    for folder in sorted((site.folder / "figures").iterdir()):
        spec = spec_of(site, folder.name)
        layout = spec["layout"]
        labelled = {str(note.get("name")).removeprefix("end:") for note in layout.get("annotations", [])}
        drawn = [t for t in spec["data"] if not contract.is_context(t) and t.get("type") != "sankey"]
        for one, other in itertools.combinations(drawn, 2):
            panel = [(t.get("xaxis", "x"), t.get("yaxis", "y")) for t in (one, other)]
            if panel[0] != panel[1] or look(one) != look(other):
                continue
            # Bars of one stack or group have a fixed place in it, in the order of the legend (and neighbours in a
            # stack differ in lightness, below); series on named rows have the row; what carries its name at its end
            # needs nothing else.
            placed = one.get("type") == "bar" or (rows_of(one) and not rows_of(one) & rows_of(other))
            named = {one["name"], other["name"]} & labelled
            assert placed or named or one_after_the_other(one, other), (
                f"{folder.name}: {one['name']} and {other['name']} differ in colour only"
            )


def colour_in(trace, mode):
    token, _ = theme.token_of(trace["marker"]["color"])
    return theme.TOKENS[token][mode]


def test_neighbours_in_a_stack_differ_in_lightness(site):
    stacks = 0
    for folder in sorted((site.folder / "figures").iterdir()):
        spec = spec_of(site, folder.name)
        bars = [trace for trace in spec["data"] if trace.get("type") == "bar"]
        if spec["layout"].get("barmode") != "stack" or len(bars) < 2:
            continue
        stacks += 1
        for (one, other), mode in itertools.product(itertools.pairwise(bars), (0, 1)):
            ratio = theme.contrast(colour_in(one, mode), colour_in(other, mode))
            assert ratio >= 1.6, (
                f"{folder.name}: {one['name']} and {other['name']} would be one grey in print"
            )
    assert stacks > 5


def test_forced_colours_keep_the_picture_and_show_the_controls(site, open_page):
    page = open_page(site.url + CHAPTERS[0])
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    chart = page.locator("figure.pb-chart").first
    expect(chart.locator(".pb-explore")).to_have_css("border-top-style", "solid")  # the system's colours hold
    colours = chart.evaluate(
        """figure => {
          const marks = [...figure.querySelectorAll(".pb-svg path")].filter((path) => path.getClientRects().length);
          return new Set(marks.flatMap((path) => [getComputedStyle(path).stroke, getComputedStyle(path).fill])).size;
        }"""
    )
    assert colours > 3, "the system's two colours would make the series alike"
    chart.locator(".pb-reader").focus()
    page.keyboard.press("ArrowRight")
    expect(chart.locator(".pb-reader")).to_have_css("outline-style", "solid")
    expect(chart.locator(".pb-mark")).to_have_css("transition-duration", "0s")
    assert page.locator("i.bi-search").first.evaluate(
        "node => getComputedStyle(node, '::before').backgroundColor !== getComputedStyle(document.body).backgroundColor"
    )
