"""What every chart of the site has, asserted for every chart in a real browser: axe is blind to charts."""

import csv
import itertools
import json
import re

import pytest

from poppybook import words
from poppybook.charts import contract, table_html, theme

CHAPTERS = [
    f"notebooks/{name}.html"
    for name in ("heroin-production", "fentanyl-seizures", "cooperation-timeline", "supply-chain")
]
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
ADDRESS = "link => link.href"  # whole: Quarto's script writes it so
READ = "figure => JSON.parse(figure.querySelector('.pb-read').textContent)"


def spec_of(site, name):
    return json.loads((site.folder / "figures" / name / "spec.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_name_description_and_texts(site, open_page, charts_of, chapter):
    page = open_page(site.url + chapter)
    assert page.locator("figure.pb-chart").count() > 1
    for chart in charts_of(page):
        name = chart.get_attribute("data-chart")
        meta = spec_of(site, name)["layout"]["meta"]
        assert chart.locator(".pb-title").inner_text() == meta["title"], name
        assert chart.locator(".pb-takeaway").inner_text() == meta["takeaway"], name
        picture = chart.locator(".pb-svg:visible")
        said = picture.evaluate(
            "svg => svg.getAttribute('aria-labelledby').split(' ').map(id => document.getElementById(id).textContent)"
        )
        assert said == [meta["title"], meta["alt"]], f"{name}: the picture's name and description"
        assert picture.get_attribute("role") == "img"
        assert chart.locator(".pb-reader").get_attribute("aria-label").startswith(meta["title"]), name
        assert meta["until"] in chart.locator(".pb-sources").inner_text(), f"{name}: the last period"
        if meta["note"]:
            assert chart.locator(".pb-note").inner_text() == meta["note"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_one_tab_stop_and_labelled_controls(site, open_page, charts_of, chapter):
    page = open_page(site.url + chapter)
    for chart in charts_of(page):
        name = chart.get_attribute("data-chart")
        assert chart.locator(".pb-picture :is([tabindex='0'], a, button)").count() == 1, name
        controls = chart.locator(":is(a, button, summary):visible").all()
        assert all(control.inner_text().strip() for control in controls), name


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("size", SIZES)
def test_arrow_keys_reach_every_value_of_every_series(site, open_page, charts_of, chapter, size):
    page = open_page(site.url + chapter, viewport=SIZES[size])
    for chart in charts_of(page):
        name = chart.get_attribute("data-chart")
        read = chart.evaluate(READ)
        # The keys are sent from within the page: a chart with hundreds of values would take minutes otherwise.
        heard = chart.evaluate(
            """(figure, counts) => {
              const reader = figure.querySelector(".pb-reader"), said = figure.querySelector(".pb-said"), heard = [];
              const press = (key) => {
                reader.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
                heard.push(said.textContent);
              };
              press("Home");
              counts.forEach(({ count, upright }, number) => {
                if (number) press(counts[number - 1].upright ? "ArrowRight" : "ArrowDown");
                press("Home");
                for (let step = 1; step < count; step++) press(upright ? "ArrowDown" : "ArrowRight");
              });
              return [...new Set(heard)];
            }""",
            [{"count": len(t["wide"]), "upright": t["along"] == "y"} for t in read["traces"]],
        )
        for trace in read["traces"]:
            for value, text in enumerate(trace["texts"]):
                by = trace["by"][value] if isinstance(trace["by"], list) else trace["by"]
                line = f"{trace['name']}, {text}. Source: {read['sources'][by]}"
                if words.CHART["no value"] in text:
                    continue  # nothing is drawn that could be walked to; the table has the row
                assert line in heard, f"{name}: the keys do not reach “{line}”"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_table_read_out_and_downloads_equal_what_is_plotted(site, open_page, charts_of, chapter):
    page = open_page(site.url + chapter)
    for chart in charts_of(page):
        name = chart.get_attribute("data-chart")
        spec = spec_of(site, name)
        meta = spec["layout"]["meta"]
        rows = [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]
        plotted = contract.check(spec["data"], rows, name)
        read = chart.evaluate(READ)
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
        table = chart.locator(".pb-data")
        if len(rows) > table_html.LIMIT:
            address = table.locator(".pb-whole a").evaluate(ADDRESS)
            assert address == f"{site.url}figures/{name}/table.html"
            html = (site.folder / "figures" / name / "table.html").read_text(encoding="utf-8")
        else:
            html = table.inner_html()
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


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_downloads_sources_and_embed_page_are_there(site, open_page, charts_of, chapter):
    page = open_page(site.url + chapter)
    sources = (site.folder / "notebooks" / "sources.html").read_text(encoding="utf-8")
    for chart in charts_of(page):
        name = chart.get_attribute("data-chart")
        meta = spec_of(site, name)["layout"]["meta"]
        links = [a.evaluate(ADDRESS) for a in chart.locator(".pb-downloads a").all()]
        assert links == [f"{site.url}figures/{name}/{file}" for file in ("data.csv", "wide.svg", "spec.json")]
        assert all((site.folder / link.removeprefix(site.url)).is_file() for link in links)
        assert chart.get_by_role("button", name="picture (PNG)").count() == 1
        for source in meta["sources"]:
            assert f'id="{source["source_id"]}"' in sources, f"{name}: {source['source_id']} has no entry"
        chart.locator(".pb-embed summary").click()
        chart.locator(".pb-code").wait_for()  # a fold tells that it opened a moment later
        code = chart.locator(".pb-code code").inner_text()
        assert f'<iframe src="{site.url}embed/{name}.html"' in code
        assert (site.folder / "embed" / f"{name}.html").is_file()
        assert chart.locator("[data-copy] + button, pre:has([data-copy]) + button").count() == 4
        assert f"@misc{{poppy-to-precursor:{name}," in chart.locator(".pb-embed").inner_text()


def test_an_embed_page_shows_the_same_figure_and_nothing_else(site, open_page):
    page = open_page(site.url + "embed/poppy-area.html", viewport={"width": 800, "height": 900})
    inside = page.locator("main > *")
    assert inside.count() == 1 and inside.get_attribute("data-chart") == "poppy-area"
    page.locator(".pb-reader").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".pb-tip").is_visible()
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
    colours = chart.evaluate(
        """figure => {
          const marks = [...figure.querySelectorAll(".pb-svg path")].filter((path) => path.getClientRects().length);
          return new Set(marks.flatMap((path) => [getComputedStyle(path).stroke, getComputedStyle(path).fill])).size;
        }"""
    )
    assert colours > 3, "the system's two colours would make the series alike"
    button = chart.locator(".pb-explore")
    assert button.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"
    chart.locator(".pb-reader").focus()
    page.keyboard.press("ArrowRight")
    assert chart.locator(".pb-reader").evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    assert chart.locator(".pb-mark").evaluate("node => getComputedStyle(node).transitionDuration") == "0s"
    assert page.locator("i.bi-search").first.evaluate(
        "node => getComputedStyle(node, '::before').backgroundColor !== getComputedStyle(document.body).backgroundColor"
    )
