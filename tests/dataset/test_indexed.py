"""Series as percent of a base period: whose period is the base, and when there is none."""

import pandas as pd
import pytest

from poppybook.dataset.indexed import bases
from poppybook.dataset.store import load


def test_each_series_is_100_at_the_period_around_the_middle_of_the_base(small):
    data = load(small.folder)
    rows = data.compare(["poppy-us", "seized-lb"], base="2017").set_index("observation_id")
    assert rows.at["poppy-us@2017", "value"] == 100
    assert rows.at["poppy-us@2016", "value"] == pytest.approx(100 * 32000 / 44100)
    assert rows.at["seized-lb@FY2017", "base_period"] == "FY2017", (
        "the fiscal year around July 2017, and named"
    )
    assert set(rows["unit"]) == {"percent of base"}
    assert rows.at["poppy-us@2016", "published_value"] == 32000
    assert rows.at["seized-lb@FY2017", "published_unit"] == "pounds"


def test_published_ranges_are_indexed_too(small):
    row = load(small.folder).compare(["poppy-unodc"], base="crop2016-17").iloc[0]
    assert (row["low"], row["high"]) == (
        pytest.approx(100 * 22600 / 30600),
        pytest.approx(100 * 38600 / 30600),
    )


def test_a_base_that_names_a_period_of_the_series_is_that_period(small):
    small.edit(
        "observations",
        "od-t404@2017,",
        "od-t404@2017-07,od-t404,2017-07,month,2017-07-01,2017-07-31,USA,60,deaths,,,reported,cdc-2026,A,\nod-t404@2017,",
    )
    data = load(small.folder)
    assert data.compare(["od-t404"], base="2017").iloc[0]["base_period"] == "2017"
    with pytest.raises(ValueError, match="no number for the middle of FY2018"):
        data.compare(["od-t404"], base="FY2018")


@pytest.mark.parametrize(
    ("series", "base", "says"),
    [
        ("poppy-us", "2015", "poppy-us has no number for the middle of 2015"),
        ("gum-us", "2017", "different numbers for 2017, 944, 900.5"),
        ("poppy-us", "17", "is no period"),
    ],
)
def test_where_there_is_no_single_base_it_is_refused(small, series, base, says):
    with pytest.raises(ValueError, match=says):
        load(small.folder).compare([series], base=base)


def test_zero_is_no_base(small):
    small.edit("observations", "MEX,32000,", "MEX,0,")
    with pytest.raises(ValueError, match="no number above zero for 2016"):
        load(small.folder).compare(["poppy-us"], base="2016")


def test_wrong_arguments_are_refused(small):
    data = load(small.folder)
    with pytest.raises(TypeError):
        data.compare("poppy-us", base="2017")
    with pytest.raises(ValueError, match="at least one"):
        data.compare([], base="2017")
    with pytest.raises(LookupError, match="poppy-us"):
        data.compare(["popy-us"], base="2017")


def test_the_years_offered_as_base_are_those_that_work(small):
    data = load(small.folder)
    ids = ["poppy-us", "poppy-unodc"]
    offered = bases(data.compare(ids))
    assert offered == ["2016"], "mid-2016 lies in 2016 and in crop2016-17; mid-2017 in no crop year we have"
    for year in offered:
        data.compare(ids, base=year)
    assert bases(data.compare(["gum-us"])) == [], "two publishers differ"
    assert bases(data.compare(["gum-us"]).head(0)) == []


# ---------------------------------------------------------------- routes


def test_routes_touch_the_period_and_an_unknown_end_is_open():
    data = load()
    every = data.routes()
    assert len(every) == len(data.flows)
    now = data.routes(during="2023-05")
    assert (now["period_start"].fillna(2023) <= 2023).all() and (now["period_end"].fillna(2023) >= 2023).all()
    left_out = every[~every["flow_id"].isin(now["flow_id"])]
    assert ((left_out["period_start"] > 2023) | (left_out["period_end"] < 2023)).all()
    assert now["period_end"].isna().any(), "a route without a last year is there"


def test_routes_know_the_names_and_coordinates_of_their_ends():
    data = load()
    nodes = data.nodes.set_index("node_id")
    rows = data.routes(commodity="PRECURSOR")
    assert len(rows) and rows["commodity"].str.contains("(?i)precursor").all()
    for row in rows.itertuples():
        assert row.from_label == nodes.at[row.from_node, "label"]
        assert row.to_lat == nodes.at[row.to_node, "lat"] or pd.isna(row.to_lat)


def test_no_period_no_routes():
    with pytest.raises(ValueError, match="is no period"):
        load().routes(during="soon")
