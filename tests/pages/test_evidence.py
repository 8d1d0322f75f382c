"""The evidence: every observation at one address, with what a reader needs to judge it."""

import re
from pathlib import Path

import pytest

import poppybook as pb
from poppybook.pages.evidence import address
from poppybook.pages.evidence_page import Evidence
from poppybook.pages.facts import facts, titles
from poppybook.site import prerender
from poppybook.site.html.evidence_links import Links
from poppybook.site.html.markup import tags

BOOK = Path(__file__).parents[2]
AREA = "poppy-ha-us-mex@2017"
SWAPPED = "poppy-eradication-mex-all-agencies@2017~apro-2018-survey2"


@pytest.fixture(scope="module")
def data():
    return pb.load(BOOK / "data")


@pytest.fixture(scope="module")
def pages(data):
    """The pages as finished, without a renderer's frame: name → HTML."""
    return {
        name: Links(data, BOOK / "figures").fill(text, frozenset())
        for name, text in prerender.pages(data).items()
    }


def row(page, observation):
    start = page.index(f'<tr id="{observation}">')
    return page[start : page.index("</tr>", start)]


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("name", "where"),
    [
        (AREA, f"evidence/heroin.html#{AREA}"),
        ("poppy-ha-us-mex", "evidence/heroin.html#poppy-ha-us-mex"),
        ("us-fentanyl-tariff-mex@2025-03-04", "evidence/cooperation.html#us-fentanyl-tariff-mex@2025-03-04"),
        ("cbp-area-tucson-field-office@FY2024", "evidence/cbp.html#cbp-area-tucson-field-office@FY2024"),
        ("cdc-12m-t404-us-oh", "evidence/cdc.html#cdc-12m-t404-us-oh"),
        ("od-t404@2022", "evidence/fentanyl-deaths.html#od-t404@2022"),
        ("od-all-rate", "evidence/fentanyl-deaths.html#od-all-rate"),
        ("od-heroin@2016", "evidence/heroin.html#od-heroin@2016"),
        ("nflis-state-us-ak@2017", "evidence/nflis.html#nflis-state-us-ak@2017"),
    ],
)
def test_an_observation_and_a_series_have_an_address(data, name, where):
    assert address(data, name) == where


@pytest.mark.parametrize("name", ["poppy-ha-us-mex@1817", "poppy-ha-us-mx", "nothing@2017"])
def test_an_unknown_id_is_refused_with_the_nearest(data, name):
    with pytest.raises(LookupError, match="there is no"):
        address(data, name)


def test_every_observation_of_every_table_stands_at_its_address_and_nowhere_else(data, pages):
    found = {}
    for name, page in pages.items():
        for tag in tags(page):
            if tag.name == "tr" and (one := tag.attribute("id")):
                assert one not in found, f"{one} stands twice"
                found[one] = f"evidence/{name}.html#{one}"
    assert found == {one: address(data, one) for one in facts(data)}


def test_every_series_has_a_heading_with_its_id(data, pages):
    for series_id in titles(data):
        page = address(data, series_id).partition("#")[0].split("/")[1].removesuffix(".html")
        assert f"{{#{series_id}}}" in pages[page]


def test_official_series_are_named_in_words(data):
    named = titles(data)
    assert named["cbp-fentanyl-us-southwest-border-ofo"].endswith(
        "fentanyl, US southwest border, officers at ports of entry"
    )
    assert named["cdc-12m-t404-us-oh"].endswith("Ohio")
    assert not [title for title in named.values() if "{" in title or re.search(r"\bUS-[A-Z]{2}\b", title)]


# ---------------------------------------------------------------- what a row shows


def test_a_row_says_value_status_document_and_place_in_it(data, pages):
    shown = row(pages["heroin"], AREA)
    source = facts(data)[AREA].source_id
    for part in (
        f'<a href="#{AREA}">2017</a>',
        "44,100<small>estimate</small>",
        "Table 2011-2018",
        "Reliability A: the publisher of the number.",
        f'href="../notebooks/sources.html#{source}"',
        ">original</a>",
        f"<code>{AREA}</code>",
    ):
        assert part in shown, part


def test_a_section_says_unit_place_calendar_publisher_and_caution(data, pages):
    start = pages["heroin"].index("{#poppy-ha-us-mex}")
    section = pages["heroin"][start : start + 4000]
    for part in (
        "Mexico · hectares · calendar years (January to December) · Office of National",
        "Caution:",
        ">Hectares</th>",
    ):
        assert part in section, part


def test_a_fiscal_and_a_crop_year_say_their_months(pages):
    assert "FY2019</a><small>Oct 2018–Sep 2019</small>" in row(pages["fentanyl"], "cbp-fent-lb-usa@FY2019")
    survey = row(pages["heroin"], "poppy-ha-unodc-mex@crop2020-21")
    assert "crop year 2020–21</a><small>Jul 2020–Jun 2021</small>" in survey


def test_a_range_stands_under_its_value(data, pages):
    (first, *_) = [one for one in facts(data).values() if one.low is not None and one.high is not None]
    page = address(data, first.observation_id).split("/")[1].partition(".html")[0]
    assert re.search(r"<small>[\d,.]+–[\d,.]+</small>", row(pages[page], first.observation_id))


def test_a_known_error_is_told_with_what_the_book_does(pages):
    shown = row(pages["heroin"], SWAPPED)
    assert "Known error: Poppy eradicated in 2017: digits swapped" in shown
    assert "What the book does: The row stays as printed" in shown


def test_what_others_published_stands_beside_it(data, pages):
    shown = row(pages["heroin"], SWAPPED)
    also = shown[shown.index("Also published for this period:") :]
    assert re.search(r">29,692 hectares</a> \([^)]*\)?; UNODC\)", also)
    assert ">28,916 hectares</a> (Versiones)" in also
    near = row(pages["heroin"], AREA)
    assert "not always the same quantity: Mexico: opium poppy area, Mexico–UNODC survey: " in near
    assert "30,600 hectares</a> (crop year 2016–17)" in near


def test_what_uses_a_number_is_named(data):
    evidence = Evidence(
        data,
        {AREA: [("Heroin", "notebooks/heroin.html#said")]},
        {AREA: [("Area", "notebooks/heroin.html#poppy-area")]},
    )
    section = evidence.section("poppy-ha-us-mex")
    assert 'Named in <a href="../notebooks/heroin.html#said">Heroin</a>' in row(section, AREA)
    assert 'Drawn in <a href="../notebooks/heroin.html#poppy-area">Area</a>' in section


def test_an_official_row_has_all_its_measures_and_its_remark(pages):
    assert row(pages["cbp"], "cbp-area-tucson-field-office@FY2024").count('<td class="pb-number">') == 2
    ohio = row(pages["cdc"], "cdc-12m-t404-us-oh@2025-12")
    assert "1,341" in ohio
    assert "<td>incomplete</td>" in ohio
    assert "**Flag.**" in pages["cdc"]


def test_text_of_the_dataset_is_taken_literally():
    assert prerender._plain("5*3 [x] $y$ a_b <i> @z") == r"5\*3 \[x\] \$y\$ a\_b \<i\> \@z"


def test_the_pages_are_the_same_bytes_each_time(data):
    assert prerender.pages(data) == prerender.pages(pb.load(BOOK / "data"))


# ---------------------------------------------------------------- links to them


@pytest.fixture
def links(data):
    return Links(data, BOOK / "figures")


def body(text):
    return f"<html><head><title>A page – The book</title></head><body>{text}</body></html>"


def test_a_short_link_and_an_old_one_lead_to_the_row_and_get_a_card(links):
    text = f'<p><a href="#{AREA}">44,100 ha</a>, <a href="x.html#{AREA}">again</a></p>'
    done = links.join(body(text), "notebooks/a.html")
    assert done.count(f'href="../evidence/heroin.html#{AREA}"') == 2
    assert done.count(f'id="said-{AREA}"') == 1
    assert done.count(f'data-card="{AREA}"') == 2
    assert 'src="../assets/cards.js"' in done
    assert '"44,100 hectares"' in done
    assert links.named[AREA] == [("A page", f"notebooks/a.html#said-{AREA}")]


def test_joining_twice_changes_nothing(data, links):
    once = links.join(body(f'<a href="#{AREA}">44,100 ha</a>'), "index.html")
    assert Links(data, BOOK / "figures").join(once, "index.html") == once


def test_a_page_without_such_links_stays_as_it_is(links):
    page = body(
        '<a href="#section">x</a> <a href="https://example.org/#a@b">y</a> <a href="#no-such@2017">z</a>'
    )
    assert links.join(page, "index.html") == page


def test_a_table_cell_leads_to_the_row_without_a_card(links):
    page = body(f'<table><tr data-obs="{AREA}"><td><a href="#{AREA}">44,100</a></td></tr></table>')
    done = links.join(page, "a.html")
    assert f'href="evidence/heroin.html#{AREA}"' in done
    assert "data-card" not in done
    assert links.named == {}


def test_a_chart_leads_to_its_series_and_is_named_there(links):
    figure = '<figure class="pb-chart" data-chart="poppy-area"><p class="pb-sources">Sources: A.</p></figure>'
    done = links.join(body(figure), "notebooks/a.html")
    assert 'Row by row: <a href="../evidence/heroin.html#poppy-ha-us-mex">US estimate</a>' in done
    assert ("notebooks/a.html#poppy-area") in {href for _, href in links.drawn[AREA]}


def test_a_chart_of_sums_leads_to_the_tables_summed(links):
    figure = (
        '<figure class="pb-chart" data-chart="fentanyl-months"><p class="pb-sources">Sources: A.</p></figure>'
    )
    done = links.join(body(figure), "notebooks/a.html")
    assert 'Row by row: <a href="../evidence/cbp.html">border seizures by month</a>' in done


def test_a_card_says_the_essentials(links):
    value, title, period, document, letter = links.card(AREA)
    assert value == "44,100 hectares"
    assert "poppy area" in title
    assert period == "2017, estimate"
    assert document.startswith("White House Office of National Drug Control Policy, “")
    assert letter == "Reliability A: the publisher of the number."


# ---------------------------------------------------------------- the command


def test_prerender_writes_the_pages_and_says_what_is_wrong(tmp_path, monkeypatch, capsys, data):
    monkeypatch.setenv("QUARTO_PROJECT_DIR", str(tmp_path))
    assert prerender.main() == 1
    assert "_quarto.yml" in capsys.readouterr().err
    (tmp_path / "_quarto.yml").write_text("project: {}\n")
    assert prerender.main() == 1
    assert "datapackage.json" in capsys.readouterr().err
    (tmp_path / "data").symlink_to(BOOK / "data")
    assert prerender.main() == 0
    assert {path.stem for path in (tmp_path / "evidence").iterdir()} == set(prerender.pages(data))
