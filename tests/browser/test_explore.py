"""The chart builder as a reader meets it: by keyboard, by address, from disk, and with what it refuses."""

import csv
import io
import json
import re

import pandas as pd
import pytest
from waiting import at, expect

import poppybook as pb

PAGE = "explore.html"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def data():
    return pb.load()


@pytest.fixture
def open_builder(site, open_page):
    """A function that opens the builder with a selection and waits until it stands."""

    def open_(selection="", *, disk=False, **options):
        address = (site.folder / PAGE).as_uri() if disk else site.url + PAGE
        page = open_page(address + selection, **{**DESK, **options})
        page.locator(".pbx-figure .pb-svg").wait_for()
        return page

    return open_


def table_of(page):
    """The rows of the builder's table as lists of texts, and the address behind each value."""
    page.locator(".pbx-figure .pb-data").evaluate("node => { node.open = true; }")
    page.locator(".pbx-figure tbody tr").first.wait_for()
    return page.evaluate(
        """() => [...document.querySelectorAll('.pbx-figure tbody tr')].map((row) => ({
          cells: [...row.children].map((cell) => cell.textContent),
          links: [...row.children[2].querySelectorAll('a')].map((link) => link.getAttribute('href')) }))"""
    )


def notes_of(page):
    """What is noted below the picture; it comes with the picture, in one step."""
    return page.locator(".pbx-notes li")


def choose(page, selection):
    """Go on to another selection in the same window, by its address."""
    page.evaluate("selection => { location.hash = selection }", selection)
    page.wait_for_function("selection => pbExplore.builder.hash === selection", arg=selection)


def test_two_series_chosen_by_keyboard_alone(open_builder):
    page = open_builder("#s=od-heroin")
    page.locator("#pbx-search").focus()
    page.keyboard.type("opium poppy area US government estimate mexico")
    first, marked = page.locator(".pbx-option").first, page.locator(".pbx-option[aria-selected=true]")
    expect(first).to_have_text(re.compile("^Mexico: opium poppy area, US government estimate"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox", name="Series")).to_be_focused()
    expect(marked).to_have_count(0)
    page.keyboard.press("Space")
    expect(marked).to_have_count(1)
    expect(first).to_have_attribute("aria-selected", "true")
    said = page.locator("#pb-explore > .pb-said")
    expect(said).to_contain_text("Added: Mexico: opium poppy area, US government estimate.")
    page.locator("#pbx-search").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("UNODC survey")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".pbx-chosen > li")).to_have_count(3)
    page.locator("#pbx-search").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("opium poppy area mexico")
    both = [rf"^Mexico: opium poppy area, {one}" for one in ("US government estimate", "Mexico–UNODC survey")]
    expect(marked, "of what is listed both are, and nothing else").to_have_text(list(map(re.compile, both)))
    at(page, "#s=od-heroin,poppy-ha-us-mex,poppy-ha-unodc-mex")
    page.locator(".pbx-remove").first.focus()
    page.keyboard.press("Enter")
    at(page, "#s=poppy-ha-us-mex,poppy-ha-unodc-mex")
    expect(page.locator(".pbx-remove:focus"), "the focus is not lost").to_have_count(1)


def test_an_address_restores_everything(open_builder):
    selection = "#s=poppy-ha-wdr-afg,poppy-ha-wdr-mex&m=index&b=2012&y=log&f=2005&t=2014"
    page = open_builder(selection)
    at(page, selection)
    expect(page.locator("input[name=pbx-m][value=index]")).to_be_checked()
    expect(page.locator("input[name=pbx-y][value=log]")).to_be_checked()
    values = page.locator(".pbx-controls select").evaluate_all("all => all.map((one) => one.value)")
    assert values == ["2012", "2005", "2014"]
    before = table_of(page)
    assert {row["cells"][2] for row in before if row["cells"][1] == "2012"} == {"100"}
    page.reload()
    assert table_of(page) == before
    page.evaluate("location.hash = '#s=heroin-retail-price-us'")
    expect(page.locator(".pbx-chosen > li")).to_have_count(1)
    expect(page.locator(".pbx-chosen > li")).to_contain_text("heroin")


@pytest.mark.parametrize("preset", ["poppy-us-unodc", "deaths-by-drug", "eradication"])
def test_a_ready_made_chart_has_an_address(open_builder, preset):
    page = open_builder(f"#{preset}")
    title = page.locator(".pbx-figure .pb-title")
    assert title.inner_text() in page.locator(f"[id='{preset}']").get_attribute("title")
    at(page, f"#{preset}")
    page.locator(".pbx-presets a", has_text="Laboratories").click()
    at(page, "#laboratories")
    expect(title).to_contain_text("laboratories")


def test_table_is_the_dataset_and_the_plot(open_builder, data):
    page = open_builder("#s=poppy-ha-us-mex,poppy-ha-unodc-mex")
    expected = pb.drop_repeats(data.compare(["poppy-ha-us-mex", "poppy-ha-unodc-mex"]))
    rows = table_of(page)
    links = sorted(link for row in rows for link in row["links"])
    assert links == sorted("evidence/heroin.html#" + expected["observation_id"])
    by_id = expected.set_index("observation_id")["value"]
    for row in rows:
        assert float(row["cells"][2].replace(",", "")) == by_id[row["links"][0].split("#")[1]]
    drawn = page.evaluate(
        "pbExplore.builder.traces.flatMap((trace) => trace.spots.map((spot) => spot.point.value))"
    )
    assert sorted(drawn) == sorted(expected["value"])
    heights = page.evaluate(
        "pbExplore.builder.traces.flatMap((trace) => trace.spots.map((spot) => [spot.point.value, spot.y]))"
    )
    assert [y for _, y in sorted(heights)] == sorted((y for _, y in heights), reverse=True), "higher is more"


def test_pounds_per_event_is_the_quotient_and_leads_to_the_rows(open_builder, data):
    page = open_builder("#fentanyl-southwest-border")
    rows = table_of(page)
    sums = data.cbp("fentanyl", by=["month", "place"]).query("place == 'us-southwest-border'")
    assert len(rows) == 3 * len(sums)
    shown = page.evaluate(
        "count => pbExplore.builder.view.points.slice(-count).map((point) => point.value)", len(sums)
    )
    assert shown == pytest.approx((sums["pounds"] / sums["events"]).tolist(), rel=1e-9)
    known = set("evidence/cbp.html#" + data.cbp_monthly["observation_id"])
    assert all(row["links"] and set(row["links"]) <= known for row in rows)
    assert any(len(row["links"]) == 2 for row in rows), "a sum leads to each of its parts"


def test_units_convert_and_say_so(open_builder, data):
    page = open_builder("#s=cbp-fent-lb-usa,mex-fent-kg&u=kilograms")
    expect(notes_of(page).filter(has_text="published in pounds, shown in kilograms")).to_have_count(1)
    expected = data.convert(pb.drop_repeats(data.compare(["cbp-fent-lb-usa", "mex-fent-kg"])), "kilograms")
    shown = page.evaluate("pbExplore.builder.view.points.map((point) => [point.row.ids[0], point.value])")
    assert dict(shown) == pytest.approx(dict(zip(expected["observation_id"], expected["value"], strict=True)))
    assert {row["cells"][3] for row in table_of(page)} == {"kilograms"}
    page.locator(".pbx-controls select").first.select_option("metric tons")
    at(page, "u=metric%20tons")
    assert {row["cells"][3] for row in table_of(page)} == {"metric tons"}


def test_what_must_not_be_compared_is_said_and_drawn_apart(open_builder):
    """One of the rules, as a reader meets it: builder/test_model.py has them all."""
    page = open_builder("#s=poppy-ha-us-mex,od-heroin")
    expect(notes_of(page).first).to_contain_text("measure different things: area and deaths")
    assert page.evaluate("pbExplore.builder.view.panels.length") == 2
    expect(page.locator(".pbx-picture .pb-svg")).to_contain_text("overdose deaths involving heroin")


def test_an_index_is_refused_where_the_base_is_missing(open_builder):
    page = open_builder("#s=poppy-ha-us-mex,poppy-ha-unodc-mex&m=index&b=2015")
    expect(notes_of(page).first).to_contain_text("has no value for 2015")
    assert {row["cells"][0] for row in table_of(page)} == {"Mexico: opium poppy area, US government estimate"}


def test_a_log_scale_is_refused_for_zero_and_for_changes(open_builder):
    page = open_builder("#s=cbp.fentanyl.us-northern-border.usbp.pounds&y=log")
    expect(notes_of(page).first).to_contain_text("A log scale cannot show zero")
    assert not page.evaluate("pbExplore.builder.view.panels[0].log")
    choose(page, "#s=od-heroin&y=log")
    assert page.evaluate("pbExplore.builder.view.panels[0].log")
    page.locator("input[name=pbx-m][value=change]").check()
    expect(notes_of(page).filter(has_text="Changes can be negative")).to_have_count(1)


def test_no_more_than_can_be_told_apart(open_builder):
    page = open_builder(
        "#s="
        + ",".join(
            f"cbp.{drug}.all.all.{unit}"
            for drug in ("fentanyl", "heroin", "cocaine", "methamphetamine")
            for unit in ("pounds", "events")
        )
    )
    page.get_by_role("button", name="Add to the chart").click()
    expect(page.locator(".pbx-figure .pb-message")).to_contain_text("Take one out first")
    expect(page.locator(".pbx-chosen > li")).to_have_count(8)
    looks = page.evaluate(
        "pbExplore.builder.view.panels.map((panel) => panel.lines.map((line) => line.look))"
    )
    assert all(len(set(one)) == len(one) for one in looks), "no two lines of a panel look alike"


def test_csv_is_the_plot_with_its_sources(open_builder, data, tmp_path):
    page = open_builder("#s=cbp-fent-lb-usa,mex-fent-kg&u=kilograms")
    with page.expect_download() as caught:
        page.get_by_role("button", name="data (CSV)").click()
    text = _saved(caught, tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    head = [line for line in text.splitlines() if line.startswith("#")]
    rows = list(
        csv.DictReader(io.StringIO("\n".join(line for line in text.splitlines() if not line.startswith("#"))))
    )
    expected = data.convert(pb.drop_repeats(data.compare(["cbp-fent-lb-usa", "mex-fent-kg"])), "kilograms")
    assert {row["observation_id"] for row in rows} == set(expected["observation_id"])
    published = expected.set_index("observation_id")
    for row in rows:
        stored = published.loc[row["observation_id"]]
        assert float(row["value"]) == pytest.approx(stored["value"], rel=1e-12)
        assert (float(row["published_value"]), row["published_unit"]) == (
            stored["published_value"],
            stored["published_unit"],
        )
        assert (row["period"], row["status"], row["source_id"]) == (
            stored["period"],
            stored["status"],
            stored["source_id"],
        )
        assert (row["start"], row["end"]) == (str(stored["start"].date()), str(stored["end"].date()))
        assert any(f"Source {row['source_id']}:" in line for line in head)
    assert any(line.endswith("#s=cbp-fent-lb-usa,mex-fent-kg&u=kilograms") for line in head)
    assert data.version in head[1]


def test_pictures_are_whole_and_name_their_sources(open_builder, tmp_path):
    page = open_builder("#poppy-us-unodc")
    with page.expect_download() as caught:
        page.get_by_role("button", name="picture (SVG)").click()
    svg = _saved(caught, tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "var(" not in svg and "Sources:" in svg and "http://www.w3.org/2000/svg" in svg
    with page.expect_download() as caught:
        page.get_by_role("button", name="picture (PNG)").click()
    head = _saved(caught, tmp_path / "a.png").read_bytes()[:24]
    assert head[1:4] == b"PNG"
    assert int.from_bytes(head[16:20]) == 2 * (
        page.locator(".pbx-picture").evaluate("node => node.clientWidth") + 40
    )


def _saved(caught, path):
    caught.value.save_as(path)
    return path


@pytest.mark.parametrize(
    "selection",
    [
        "#s=cbp-fent-lb-usa,mex-fent-kg&u=kilograms",
        "#s=poppy-ha-us-mex,od-heroin",
        "#fentanyl-southwest-border",
        "#s=cdc.all-usa.predicted,nflis.carfentanil,cbp.heroin.all.ofo.pounds&u=kilograms",
    ],
)
def test_the_lines_of_python_give_the_same_numbers(open_builder, selection):
    page = open_builder(selection)
    code = page.locator(".pbx-python code").text_content()
    names = {}
    exec(code, names)  # the page's own lines, as a reader would paste them
    frames = [value for value in names.values() if isinstance(value, pd.DataFrame)]
    ours = sorted(page.evaluate("pbExplore.builder.view.points.map((point) => point.value)"))
    theirs = sorted(float(value) for frame in frames for value in frame["value"].dropna())
    assert ours == pytest.approx(theirs, rel=1e-9)


def test_keys_read_every_value_and_open_its_row(open_builder):
    page = open_builder("#poppy-us-unodc")
    assert page.locator(".pbx-picture [tabindex]").count() == 1
    page.locator(".pbx-picture .pb-reader").focus()
    page.keyboard.press("End")
    heard = page.locator(".pbx-picture .pb-said")
    last = page.evaluate("pbExplore.model.readout(pbExplore.builder.traces[0].spots.at(-1).point)")
    expect(heard).to_contain_text(last)
    page.keyboard.press("ArrowDown")
    expect(heard).to_contain_text("Mexico–UNODC survey")
    expect(page.locator(".pb-tip")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("tr.pb-here th")).to_have_text("Mexico: opium poppy area, Mexico–UNODC survey")
    page.locator(".pbx-picture .pb-reader").focus()
    page.keyboard.press("Home")
    expect(page.locator(".pb-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pb-tip")).to_be_hidden()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_marks_can_be_seen(open_builder, screen, scheme):
    page = open_builder("#laboratories", color_scheme=scheme, **screen)
    sizes = page.locator(".pbx-picture text").evaluate_all(
        "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"
    )
    assert min(sizes) >= 12
    inside = page.evaluate(
        """() => { const box = document.querySelector('.pbx-picture svg').getBoundingClientRect();
        const cut = ({ left, right }) => left < box.left - 1 || right > box.right + 1;
        return [...document.querySelectorAll('.pbx-picture text')]
          .filter((one) => cut(one.getBoundingClientRect())).map((one) => one.textContent); }"""
    )
    assert inside == [], "no word is cut off"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll('#pb-explore :is(button, select, input, [role=option])')]
        .filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 24)
        .map((one) => one.outerHTML)"""
    )
    assert small == [], "every control is large enough to hit"


def test_every_control_has_a_name_and_every_id_is_one(open_builder):
    page = open_builder("#fentanyl-southwest-border")
    tree = page.locator("#pb-explore").aria_snapshot()
    assert not re.search(r"- (button|combobox|radio|searchbox|listbox|option)\s*(:|$)", tree, re.MULTILINE), (
        tree
    )
    assert 'application "Fentanyl at the southwest border' in tree
    # Quarto gives the style sheets of both modes one id.
    ids = page.evaluate("[...document.querySelectorAll('[id]:not(link)')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    active = page.locator(".pbx-list").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").count() == 1


def test_from_disk_nothing_else_is_asked(open_builder, site):
    page = open_builder("#poppy-world", disk=True)
    assert [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))] == []
    page.locator(".pbx-presets a", has_text="Deaths by drug").click()
    at(page, "#deaths-by-drug")
    own = [line for line in page.complaints if "explore" in line]
    assert own == []


def test_an_unknown_series_or_address_is_told_and_does_no_harm(open_builder):
    page = open_builder("#s=poppy-ha-us-mex,no-such-series&m=sideways&f=abc&b=%E0%A4%A")
    expect(page.locator(".pbx-figure .pb-message")).to_contain_text("no-such-series")
    expect(page.locator(".pbx-chosen > li")).to_have_count(1)
    assert page.complaints == []


def test_without_javascript_the_page_explains_and_lists_every_series(site, open_page, data):
    page = open_page(site.url + PAGE, java_script_enabled=False, **DESK)
    text = page.locator(".pbx-static").inner_text()
    assert "your browser runs none" in text
    listed = set(page.locator(".pbx-static code").all_text_contents())
    assert set(data.series["series_id"]) <= listed
    for link in page.locator(".pbx-static a").evaluate_all(
        "all => all.map((one) => one.getAttribute('href'))"
    ):
        assert (site.folder / link).is_file(), link


def test_the_chapter_leads_here(site, open_page):
    page = open_page(site.url + "notebooks/fentanyl-seizures.html", **DESK)
    page.locator("main a", has_text="chart builder").click()
    page.locator(".pbx-figure .pb-svg").wait_for()
    at(page, "explore.html#fentanyl-southwest-border")
    assert page.evaluate("pbExplore.builder.state.s.length") == 3


def test_finished_data_are_those_of_the_dataset(site, data):
    from poppybook.builder import payload

    text = (site.folder / "assets" / "builder" / "data.js").read_text(encoding="utf-8")
    assert json.loads(text.removeprefix("window.pbExplore=").rstrip(";\n"))["version"] == data.version
    assert text == payload.script(payload.payload(data))


@pytest.mark.parametrize(
    ("selection", "year"),
    [
        ("#s=od-heroin&f=1850", 1850),
        ("#s=poppy-ha-us-mex&t=1990", 1990),
        ("#s=poppy-ha-us-mex&f=2050&t=2040", 2050),
    ],
)
def test_the_years_shown_are_those_that_hold(site, open_page, selection, year):
    page = open_page(site.url + PAGE + selection, **DESK)
    page.locator(".pbx-figure .pb-title").wait_for()
    assert str(year) in page.locator(".pbx-pair select").evaluate_all("all => all.map(one => one.value)")
    drawn = page.evaluate("window.pbExplore.builder.view.points.length")
    assert bool(drawn) == (year == 1850)
    if not drawn:
        expect(notes_of(page).filter(has_text="no value between the chosen years")).to_have_count(1)


def test_years_stay_in_sight_when_other_series_are_chosen(open_builder):
    page = open_builder("#s=poppy-ha-us-mex&f=2010&t=2012")
    page.evaluate("window.pbExplore.builder.change({ s: ['od-heroin'], f: 1999, t: 2001 }, '')")
    page.evaluate("window.pbExplore.builder.change({ s: ['poppy-ha-us-mex'] }, '')")
    assert page.locator(".pbx-pair select").evaluate_all("all => all.map(one => one.value)") == [
        "1999",
        "2001",
    ]
    assert page.evaluate("window.pbExplore.builder.view.points.length") == 0


@pytest.mark.parametrize("year", ["1e9", "-5", "2010.5", "Infinity", "x"])
def test_a_year_that_is_none_is_left_out(open_builder, year):
    page = open_builder(f"#s=poppy-ha-us-mex&f={year}")
    assert page.locator(".pbx-pair select").evaluate_all("all => all.map(one => one.value)") == ["0", "0"]


def test_a_scale_that_was_refused_is_not_shown_as_chosen(open_builder):
    page = open_builder("#s=poppy-ha-us-mex")
    page.locator(".pbx-radios label", has_text="Change").click()
    page.locator(".pbx-radios label", has_text="Log").click()
    expect(notes_of(page).filter(has_text="The scale stays linear")).to_have_count(1)
    expect(page.locator(".pbx-radios input[name=pbx-y]:checked")).to_have_value("linear")
    assert "y=log" not in page.evaluate("location.href")
