"""Each rule of meaning speaks up when it is broken, and points at the cell."""

import json
from dataclasses import astuple

import pytest
from sample import first

from poppybook.checking import check as checking
from poppybook.checking import (
    rules_cbp,
    rules_copies,
    rules_corrections,
    rules_events,
    rules_figures,
    rules_health,
    rules_references,
    rules_units,
)
from poppybook.checking import rules_observations as of
from poppybook.checking.check import check, seal

SEIZED = (
    "seized-kg@2017-01-01--2017-06-30,seized-kg,2017-01-01--2017-06-30,span,2017-01-01,2017-06-30,MEX,200"
)
SEIZED_ROW = f"{SEIZED},kilograms,,,reported,unodc-2021,A,\n"
OVERLAPPING = SEIZED_ROW.replace("2017-06-30", "2017-07-31")
IN_POUNDS = (
    "seized-lb@2017-01-01--2017-06-30,seized-lb,2017-01-01--2017-06-30,span,2017-01-01,2017-06-30,MEX,"
    "{value},pounds,,,reported,{source},{letter},\n"
)
CBP_TOTAL = (
    "cbp-fent-lb-usa@FY2019,cbp-fent-lb-usa,FY2019,us-fiscal-year,2018-10-01,2019-09-30,USA,"
    "{},pounds,,,reported,cbp-2026,A,\n"
)
CBP_SERIES = "cbp-fent-lb-usa,fentanyl,CBP fentanyl,USA,pounds,,CBP,true,reference,,,,,,false,,\n"
CBP_DERIVED = "cbp-fent-lb-usa,cbp,cbp_monthly,pounds,drug=fentanyl,fiscal-year\n"

BROKEN = {
    "low above value": (
        "observations",
        "22600,38600",
        "31000,38600",
        ("observations.csv", 4, "low", "31000", of.LOW),
    ),
    "high below value": (
        "observations",
        "22600,38600",
        "22600,30000",
        ("observations.csv", 4, "high", "30000", of.HIGH),
    ),
    "share above 100": ("observations", ",82,", ",182,", ("observations.csv", 9, "value", "182", of.SHARE)),
    "period of no form": (
        "observations",
        "poppy-us@2016,poppy-us,2016,",
        "poppy-us@FY16,poppy-us,FY16,",
        ("observations.csv", 2, "period", "FY16", of.PERIOD),
    ),
    "type of another period": (
        "observations",
        "2016,calendar-year",
        "2016,us-fiscal-year",
        ("observations.csv", 2, "period_type", "us-fiscal-year", of.AGREES),
    ),
    "start of another period": (
        "observations",
        "2016-10-01,2017-09-30",
        "2016-01-01,2017-09-30",
        ("observations.csv", 8, "period_start", "2016-01-01", of.AGREES),
    ),
    "id without its source": (
        "observations",
        "gum-us@2017~seed-crs",
        "gum-us@2017",
        ("observations.csv", 6, "observation_id", "gum-us@2017", of.OWN_ID),
    ),
    "id with a source too many": (
        "observations",
        "poppy-us@2016",
        "poppy-us@2016~ondcp-2019",
        ("observations.csv", 2, "observation_id", "poppy-us@2016~ondcp-2019", of.OWN_ID),
    ),
    "official id of another month": (
        "cdc_deaths_month",
        "@2017-01,",
        "@2016-01,",
        ("cdc_deaths_month.csv", 2, "observation_id", "cdc-t404@2016-01", of.OFFICIAL_ID),
    ),
    "id of another table": (
        "nflis_state_year",
        "nflis-usa@2017",
        "purity@2017",
        ("nflis_state_year.csv", 2, "observation_id", "purity@2017", of.ONE_ID),
    ),
    "place of another series": (
        "observations",
        "2016-12-31,MEX",
        "2016-12-31,USA",
        ("observations.csv", 2, "place", "USA", of.SERIES_PLACE),
    ),
    "unit of another series": (
        "observations",
        "32000,hectares",
        "32000,kilograms",
        ("observations.csv", 2, "unit", "kilograms", of.SERIES_UNIT),
    ),
    "overlapping spans that may be summed": (
        "observations",
        SEIZED_ROW,
        SEIZED_ROW + OVERLAPPING,
        ("observations.csv", 8, "period", "2017-01-01--2017-07-31", of.NO_OVERLAP),
    ),
    "unit that pint does not know": (
        "units",
        "hectare,",
        "hektar,",
        ("units.csv", 2, "pint", "hektar", rules_units.UNIT),
    ),
    "count of nothing": (
        "units",
        "count,,deaths",
        "count,,",
        ("units.csv", 6, "counts", "", rules_units.UNIT),
    ),
    "ton of no kind": ("series", "metric_ton", "", ("series.csv", 4, "pint_unit", "", rules_units.UNIT)),
    "unknown source in a list": (
        "events",
        "seed-crs;ondcp-2019",
        "seed-crs;nobody",
        ("events.csv", 3, "source_ids", "seed-crs;nobody", rules_references.LISTED),
    ),
    "unknown party": (
        "events",
        "UN;USA",
        "UN;USB",
        ("events.csv", 4, "parties", "UN;USB", rules_references.LISTED),
    ),
    "unknown actor": (
        "events",
        "MEX;USA,MEX,USA",
        "MEX;USA,MXC,USA",
        ("events.csv", 2, "actor", "MXC", rules_references.LISTED),
    ),
    "actor who is no party": (
        "events",
        "MEX;USA,USA,MEX",
        "MEX;USA,UN,MEX",
        ("events.csv", 3, "actor", "UN", rules_events.OWN_PARTIES),
    ),
    "act toward no party": (
        "events",
        "MEX;USA,USA,MEX",
        "MEX;USA,USA,UN",
        ("events.csv", 3, "toward", "UN", rules_events.OWN_PARTIES),
    ),
    "cooperation toward nobody": (
        "events",
        "MEX;USA,USA,MEX",
        "MEX;USA,USA,",
        ("events.csv", 3, "toward", "", rules_events.TOWARD),
    ),
    "easing by nobody": (
        "events",
        "MEX;USA,USA,MEX,cooperate",
        "MEX;USA,,MEX,ease",
        ("events.csv", 3, "actor", "", rules_events.TOWARD),
    ),
    "coercion of oneself": (
        "events",
        "MEX;USA,USA,MEX,cooperate",
        "MEX;USA,USA,USA,coerce",
        ("events.csv", 3, "toward", "USA", rules_events.JOINT),
    ),
    "joint act of some toward all": (
        "events",
        "MEX;USA,USA,MEX,cooperate",
        "MEX;USA,USA,MEX;USA,cooperate",
        ("events.csv", 3, "toward", "MEX;USA", rules_events.JOINT),
    ),
    "neutral toward somebody": (
        "events",
        "UN;USA,,,neutral",
        "UN;USA,,USA,neutral",
        ("events.csv", 4, "toward", "USA", rules_events.NEUTRAL),
    ),
    "unknown theme": (
        "events",
        "cooperation;heroin",
        "cooperation;heroine",
        ("events.csv", 3, "themes", "cooperation;heroine", rules_references.LISTED),
    ),
    "party twice": (
        "events",
        "UN;USA",
        "USA;USA",
        ("events.csv", 4, "parties", "USA;USA", rules_references.ONCE),
    ),
    "claim from an unknown claim": (
        "claims",
        "MEX,crs-1,",
        "MEX,crs-9,",
        ("claims.csv", 3, "derived_from", "crs-9", rules_references.LISTED),
    ),
    "source that nobody cites": (
        "sources",
        "ondcp-2019",
        "old,Old release,ONDCP,2010,,gov-report,B\nondcp-2019",
        ("sources.csv", 2, "source_id", "old", rules_references.USED),
    ),
    "date finer than its precision": (
        "events",
        "2019-05,month",
        "2019-05-01,month",
        ("events.csv", 4, "date", "2019-05-01", rules_references.DATE),
    ),
    "date that does not exist": (
        "events",
        "2017-05-16",
        "2017-05-32",
        ("events.csv", 2, "date", "2017-05-32", rules_references.DATE),
    ),
    "event that ends before it begins": (
        "events",
        "year,2010",
        "year,2006",
        ("events.csv", 3, "date_end", "2006", rules_references.DATE_ORDER),
    ),
    "flow that ends before it begins": (
        "flows",
        "2014,2019",
        "2014,2013",
        ("flows.csv", 2, "period_end", "2013", rules_references.DATE_ORDER),
    ),
    "repaired row under a correction": (
        "corrections",
        "30600",
        "30700",
        ("corrections.csv", 3, "printed", "30700", rules_references.GUARD),
    ),
    "repaired claim under a correction": (
        "claims",
        "3925",
        "1780",
        ("corrections.csv", 2, "printed", "3925", rules_references.GUARD),
    ),
    "claim of words that is sound after all": (
        "claims",
        "span,inconsistent",
        "span,consistent",
        ("corrections.csv", 4, "claim_id", "crs-2", rules_corrections.WORDS),
    ),
    "value that was to stay out": (
        "observations",
        "44100,",
        "441000,",
        ("observations.csv", 3, "value", "441000", f"{rules_corrections.ABSENT} (poppy-us@2017)"),
    ),
    "claim with a number that is not there": (
        "claims",
        "seized-lb@FY2017",
        "seized-lb@FY2016",
        ("claims.csv", 2, "observation_ids", "seized-lb@FY2016", rules_references.LISTED),
    ),
    "claim with an event that is not there": (
        "claims",
        ",conference",
        ",conferences",
        ("claims.csv", 3, "event_ids", "conferences", rules_references.LISTED),
    ),
    "term defined twice": (
        "glossary",
        "Opium gum,",
        "PGR,",
        ("glossary.csv", 4, "term", "PGR", rules_references.DEFINED_ONCE),
    ),
    "word explained by two terms": (
        "glossary",
        "poppy,opium gum",
        "poppy,cbp",
        ("glossary.csv", 4, "words", "cbp", rules_references.DEFINED_ONCE),
    ),
    "month outside its fiscal year": (
        "cbp_monthly",
        "2018-10,2019,",
        "2018-10,2018,",
        ("cbp_monthly.csv", 2, "fiscal_year", "2018", rules_cbp.FISCAL),
    ),
    "areas that do not add up": (
        "cbp_area_fy",
        "1266,78",
        "1266.02,78",
        ("cbp_area_fy.csv", 2, "pounds", "1266.02", rules_cbp.AREAS),
    ),
    "events by area that do not add up": (
        "cbp_area_fy",
        "1266,78",
        "1266,79",
        ("cbp_area_fy.csv", 2, "events", "79", rules_cbp.AREAS),
    ),
    "months not released": (
        "cbp_area_fy",
        "2020,3,",
        "2020,12,",
        ("cbp_area_fy.csv", 6, "months", "12", rules_cbp.MONTHS),
    ),
    "deaths of a year that are not those of its months": (
        "observations",
        ",780,",
        ",781,",
        ("observations.csv", 10, "value", "781", rules_health.DEATHS),
    ),
    "nation that differs between tables": (
        "cdc_12month_state",
        ",780,",
        ",781,",
        ("cdc_12month_state.csv", 2, "reported_deaths", "781", rules_health.NATION),
    ),
    "states that do not add up": (
        "nflis_state_year",
        "USA,100,",
        "USA,99,",
        ("nflis_state_year.csv", 2, "fentanyl_reports", "99", rules_health.STATES),
    ),
    "copy that differs from its official row": (
        "observations",
        "2017-03-31,USA,65,",
        "2017-03-31,USA,66,",
        ("observations.csv", 11, "value", "66", rules_copies.COPY),
    ),
    "claim of a type it does not have": (
        "claims",
        "us-fiscal-year",
        "calendar-year",
        ("claims.csv", 2, "period_type", "calendar-year", rules_references.CLAIM_PERIOD),
    ),
    "claim of an unknown place": (
        "claims",
        "USA;MEX",
        "USA;MX",
        ("claims.csv", 3, "geo", "USA;MX", rules_references.LISTED),
    ),
    "two units of one source that differ": (
        "observations",
        SEIZED_ROW,
        SEIZED_ROW + IN_POUNDS.format(value=500, source="unodc-2021", letter="A"),
        ("observations.csv", 7, "value", "200", rules_units.TWO_UNITS),
    ),
    "pounds printed as kilograms": (
        "observations",
        SEIZED_ROW,
        SEIZED_ROW + IN_POUNDS.format(value=200, source="seed-crs", letter="B"),
        ("observations.csv", 7, "unit", "kilograms", rules_units.CONFUSED),
    ),
}


@pytest.fixture(autouse=True)
def form_is_sound(monkeypatch):
    """What these datasets break is their meaning. Form takes half of a check's time: test_bad_input.py."""
    monkeypatch.setattr(checking, "shape_faults", lambda package, raws: [])


@pytest.mark.parametrize("broken", first(16, BROKEN))
def test_a_broken_rule_gives_one_fault_at_its_cell(small, broken):
    table, old, new, expected = BROKEN[broken]
    small.edit(table, old, new)
    assert [astuple(fault)[:5] for fault in check(small.folder)] == [expected]


def test_total_of_the_monthly_table(small):
    small.edit("series", "od-t404,", f"{CBP_SERIES}od-t404,")
    small.edit("derived", "od-t404,", f"{CBP_DERIVED}od-t404,")
    small.edit("observations", SEIZED_ROW, SEIZED_ROW + CBP_TOTAL.format(5064.005))
    assert check(small.folder) == []
    small.edit("observations", "5064.005", "5065")
    (fault,) = check(small.folder)
    assert astuple(fault)[:5] == ("observations.csv", 8, "value", "5065", rules_cbp.TOTALS)
    assert "5,064.0000" in fault.remedy


@pytest.mark.parametrize("value", [440.92, 441, 300])
def test_units_may_differ_by_rounding_and_sources_may_disagree(small, value):
    source, letter = ("unodc-2021", "A") if value > 400 else ("seed-crs", "B")
    small.edit(
        "observations", SEIZED_ROW, SEIZED_ROW + IN_POUNDS.format(value=value, source=source, letter=letter)
    )
    assert check(small.folder) == []


def test_an_echo_has_its_source_in_the_id_and_the_nearest_row_has_not(small):
    small.edit("observations", "900.5", "944")
    (fault,) = check(small.folder)
    found = ("observations.csv", 5, "observation_id", "gum-us@2017~ondcp-2019", of.OWN_ID)
    assert astuple(fault)[:6] == (*found, "Write gum-us@2017")
    small.edit("observations", "gum-us@2017~ondcp-2019", "gum-us@2017")
    assert check(small.folder) == []


def test_running_totals_may_overlap(small):
    small.edit("observations", SEIZED_ROW, SEIZED_ROW + OVERLAPPING)
    small.edit("series", "SEDENA,true", "SEDENA,false")
    assert check(small.folder) == []


def test_a_change_may_be_negative_or_above_100_percent(small):
    small.edit("observations", ",82,", ",-182,")
    small.edit("series", "DEA,false,reference,,,,", "DEA,false,reference,,,change,")
    assert [fault.rule for fault in check(small.folder)] == []


def test_substances_add_up(small):
    small.edit("nflis_halfyear", "fentanyl and fentanyl-related,40", "fentanyl and fentanyl-related,41")
    small.edit("nflis_state_year", "100,0,100", "100,0,101")
    (fault,) = check(small.folder)
    assert astuple(fault)[:5] == ("nflis_halfyear.csv", 3, "reports", "41", rules_health.SUBSTANCES)


def test_columns_are_described(small):
    path = small.folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    (observations,) = (table for table in package["resources"] if table["name"] == "observations")
    (value,) = (field for field in observations["schema"]["fields"] if field["name"] == "value")
    del value["unit"]
    path.write_text(json.dumps(package), "utf-8")
    (fault,) = check(small.folder)
    place = ("datapackage.json", None, "observations.value", None, rules_references.DESCRIBED)
    assert astuple(fault)[:6] == (*place, "Add unit")


def test_series_to_view_need_a_figure_once_there_are_figures(small):
    figure = small.folder.parent / "figures" / "poppy"
    figure.mkdir(parents=True)
    (figure / "data.csv").write_text("series,observation_id\nUS estimate,poppy-us@2017\n", "utf-8")
    (fault,) = check(small.folder)
    assert astuple(fault)[:5] == ("series.csv", 3, "role", "view", rules_figures.SHOWN)
    assert seal(small.folder) == []  # a figure not yet drawn does not keep the data from being sealed


def test_a_rule_that_cannot_judge_is_a_fault(small):
    small.edit("observations", "place,value", "place,amount", seal=False)
    text = (small.folder / "datapackage.json").read_text("utf-8")
    (small.folder / "datapackage.json").write_text(
        text.replace('"name": "value"', '"name": "amount"', 1), "utf-8"
    )
    rules = {fault.rule for fault in check(small.folder)}
    assert "the rule “low value high are in order” can be judged" in rules
