"""The committed dataset: sound, quick to load, and saying what the publishers said."""

import pytest

import poppybook as pb
from poppybook.checking.check import check


@pytest.fixture(scope="module")
def data():
    return pb.load()


def test_the_data_have_no_faults(data):
    assert "\n".join(str(fault) for fault in check(data.folder)) == ""


def test_tables_are_there(data):
    assert data.version == "1.1.0"
    expected = """observations series sources events places units nodes flows claims glossary corrections changes
    themes derived presets
    cbp_monthly cbp_area_fy cdc_12month cdc_12month_state cdc_deaths_month nflis_halfyear nflis_state_year"""
    assert set(data.tables) == set(expected.split())


@pytest.mark.parametrize(
    ("observation_id", "value", "unit"),
    [
        ("poppy-ha-us-mex@2017", 44100, "hectares"),
        ("od-t404@2021", 70601, "deaths"),
    ],
)
def test_numbers_as_published(data, observation_id, value, unit):
    row = data["observations"].set_index("observation_id").loc[observation_id]
    assert (row["value"], row["unit"]) == (value, unit)


def test_us_estimate_of_2017_and_the_survey_differ_and_both_are_kept(data):
    rows = data.compare(["poppy-ha-us-mex", "poppy-ha-unodc-mex"])
    assert {44100} == set(
        rows.loc[(rows["series_id"] == "poppy-ha-us-mex") & (rows["period"] == "2017"), "value"]
    )
    assert 30600 in set(rows.loc[rows["series_id"] == "poppy-ha-unodc-mex", "value"])


def test_cbp_totals_of_fentanyl(data):
    pounds = data.cbp("fentanyl").set_index("period")["pounds"].round()
    assert pounds.loc[["FY2019", "FY2020", "FY2021", "FY2024"]].tolist() == [2804, 4791, 11201, 21889]
    by_place = data.cbp("fentanyl", by=["fiscal_year", "place"]).set_index(["period", "place"])["pounds"]
    assert round(by_place["FY2024", "us-northern-border"]) == 43
    assert round(by_place["FY2024", "us-southwest-border"]) == 21148


def test_a_partial_year_says_so(data):
    last = data.cbp("fentanyl").iloc[-1]
    assert (last["period"], last["months"], last["complete"]) == ("FY2026", 7, False)


def test_pounds_and_kilograms_share_an_axis_once_converted(data):
    rows = data.convert(data.one("heroin-cbp-fy-usa"), "kilograms")
    fy2019 = rows[rows["period"] == "FY2019"].iloc[0]
    assert fy2019["published_unit"] == "pounds"
    assert fy2019["value"] == pytest.approx(fy2019["published_value"] * 0.45359237)
