"""The questions that notebooks put to the data."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import poppybook as pb
from poppybook.dataset import periods


@pytest.fixture
def data(small):
    return pb.load(small.folder)


def test_one_series_in_order_of_time_with_its_publisher(data):
    rows = data.one("poppy-us")
    assert rows["period"].tolist() == ["2016", "2017"]
    assert rows["value"].tolist() == [32000, 44100]
    assert set(rows["series"]) == {"Poppy, US estimate"}
    assert set(rows["publisher"]) == {"ONDCP"}
    assert rows["middle"][1] == pd.Timestamp("2017-07-02 12:00")
    assert set(data["observations"].columns) < set(rows.columns)


def test_unknown_series_are_answered_with_the_nearest(data):
    with pytest.raises(LookupError, match="Nearest: poppy-us"):
        data.one("popy-us")
    with pytest.raises(LookupError, match="no series 'zzz'"):
        data.compare(["poppy-us", "zzz"])
    with pytest.raises(TypeError, match="list of series ids"):
        data.compare("poppy-us")


def test_compare_keeps_what_disagrees_and_the_order_asked_for(data):
    rows = data.compare(["poppy-unodc", "poppy-us", "gum-us"][:2])
    assert rows["series_id"].tolist() == ["poppy-unodc", "poppy-us", "poppy-us"]
    assert data.one("gum-us")["value"].tolist() == [944, 900.5]


def test_compare_refuses_different_dimensions_but_not_different_units(data):
    with pytest.raises(
        ValueError, match=r"share no axis: poppy-us is \[length\] \*\* 2; seized-kg is \[mass\]"
    ):
        data.compare(["poppy-us", "seized-kg"])
    with pytest.raises(ValueError, match="od-t404 is count of deaths; purity is share"):
        data.compare(["od-t404", "purity"])
    assert len(data.compare(["seized-kg", "seized-lb", "gum-us"])) == 4


def test_distinct_drops_echoes_and_keeps_disagreements(data):
    rows = data.one("gum-us").assign(reliability=["B", "A"])
    echo = pd.concat([rows, rows.iloc[:1].assign(reliability="A", source_id="other")], ignore_index=True)
    kept = pb.drop_repeats(echo)
    assert kept["value"].tolist() == [900.5, 944]
    assert kept["source_id"].tolist() == ["seed-crs", "other"]


def test_events_by_category_party_theme_and_time(data):
    assert data.events()["event_id"].tolist() == ["merida", "conference", "class-control"]
    assert data.events(category="meeting")["event_id"].tolist() == ["conference"]
    assert data.events(category=["meeting", "scheduling"], party="UN")["event_id"].tolist() == [
        "class-control"
    ]
    assert data.events(theme="heroin")["event_id"].tolist() == ["merida"]
    # An event that lasts touches all the time it lasts; a month is all its days.
    assert data.events(since="2009", until="2016")["event_id"].tolist() == ["merida"]
    assert data.events(since=date(2019, 5, 31))["event_id"].tolist() == ["class-control"]
    assert data.events(until="2017-05-15")["event_id"].tolist() == ["merida"]
    assert data.events()["end"].dt.date.tolist() == [
        date(2010, 12, 31),
        date(2017, 5, 16),
        date(2019, 5, 31),
    ]
    for asked in ({"category": "meating"}, {"party": "US"}, {"theme": "heroine"}):
        with pytest.raises(LookupError, match="Nearest"):
            data.events(**asked)
    with pytest.raises(ValueError, match="no period"):
        data.events(since="yesterday")


def test_events_by_direction_actor_and_whom_it_is_toward(data):
    assert data.events(direction="cooperate")["event_id"].tolist() == ["merida", "conference"]
    assert data.events(direction="cooperate", actor="USA")["event_id"].tolist() == ["merida"]
    assert data.events(toward=["USA", "MEX"], actor="MEX")["event_id"].tolist() == ["conference"]
    assert data.events(direction=["neutral", "cooperate"], party="UN")["event_id"].tolist() == [
        "class-control"
    ]
    assert {"actor", "toward", "direction"} <= set(data.events().columns)
    for asked in ({"direction": "cooperat"}, {"actor": "US"}, {"toward": "MX"}):
        with pytest.raises(LookupError, match="Nearest"):
            data.events(**asked)


def test_wide_and_long_are_each_others_way_back(data):
    rows = data.compare(["poppy-us", "poppy-unodc"])
    table = pb.to_wide(rows)
    assert table.index.tolist() == ["2016", "crop2016-17", "2017"]
    assert table.columns.tolist() == ["poppy-us", "poppy-unodc"]
    back = pb.to_long(table)
    pd.testing.assert_frame_equal(back, rows[["period", "series_id", "value"]], check_names=False)


def test_wide_refuses_two_units_and_two_numbers_in_one_cell(data):
    with pytest.raises(ValueError, match="kilograms, pounds"):
        pb.to_wide(data.compare(["seized-kg", "seized-lb"]))
    with pytest.raises(ValueError, match="gum-us 2017"):
        pb.to_wide(data.one("gum-us"))


years = st.integers(1950, 2050).map(str) | st.integers(1950, 2050).map(lambda year: f"FY{year}")
cells = st.dictionaries(st.tuples(years, st.sampled_from("abc")), st.floats(-1e9, 1e9), min_size=1)


@given(cells)
def test_any_long_table_survives_widening(values):
    rows = [
        {"period": period, "series": series, "value": value} for (period, series), value in values.items()
    ]
    back = pb.to_long(pb.to_wide(pd.DataFrame(rows)))
    assert {(row.period, row.series): row.value for row in back.itertuples()} == values


def test_cbp_sums_fill_in_zeros_and_say_what_is_incomplete(data):
    by_year = data.cbp("heroin")
    assert by_year["period"].tolist() == ["FY2019", "FY2020"]
    assert by_year["pounds"].tolist() == [3 * 1266, 3 * 339]
    assert by_year["months"].tolist() == [12, 3]
    assert by_year["complete"].tolist() == [True, False]

    assert set(by_year["source_id"]) == {"cbp-2026"}

    by_place = data.cbp("heroin", by=["fiscal_year", "place", "component"])
    nothing = by_place[(by_place["place"] == "us-northern-border") & (by_place["component"] == "USBP")]
    assert nothing["pounds"].tolist() == [0, 0]
    assert nothing["events"].tolist() == [0, 0]
    assert by_place["pounds"].sum() == by_year["pounds"].sum()

    by_month = data.cbp("fentanyl", by="month")
    assert by_month["period"].tolist() == by_month["month"].tolist()
    assert by_month["pounds"].tolist() == [4 * (100 + i) for i in range(15)]
    assert by_month["complete"].all()

    (whole,) = data.cbp("fentanyl", by=[]).itertuples()
    assert (whole.period, whole.months, whole.complete) == ("2018-10-01--2019-12-31", 15, False)
    with pytest.raises(LookupError, match="Nearest: heroin"):
        data.cbp("heroine")
    with pytest.raises(LookupError, match="Nearest: place"):
        data.cbp("heroin", by=["places"])


def test_all_calendars_stand_on_one_true_axis():
    frame = pd.DataFrame({"period": ["2017", "FY2017", "CFY2017-18", "crop2016-17"]}, index=[7, 5, 3, 1])
    out = pb.with_dates(frame)
    assert out.index.tolist() == [7, 5, 3, 1]
    assert out["start"].dt.strftime("%Y-%m").tolist() == ["2017-01", "2016-10", "2017-04", "2016-07"]
    assert (out["start"] < out["middle"]).all()
    assert (out["middle"] < out["end"]).all()
    assert list(frame.columns) == ["period"]
    assert pb.with_dates(frame.iloc[:0])["middle"].dtype == "datetime64[us]"
    with pytest.raises(ValueError, match="is no period"):
        pb.with_dates(pd.DataFrame({"period": ["17"]}))
    assert set(periods.FIRST_MONTH) < set(periods.TYPES)


def test_dictionary_has_a_row_per_column(data):
    words = data.dictionary()
    assert len(words) == sum(len(data[name].columns) for name in data.tables)
    assert words.columns.tolist() == ["table", "column", "title", "description", "type", "unit"]


def test_every_public_name_is_there():
    for name in pb.__all__:
        assert getattr(pb, name) is not None
        assert name in dir(pb)
    with pytest.raises(AttributeError, match="no attribute 'lood'"):
        _ = pb.lood


def test_events_know_every_word_of_the_table_whatever_was_filtered_before(small):
    data = pb.load(small.folder)
    assert data.events(category="scheduling", theme="heroin").empty, "known, and nothing fits both"
    with pytest.raises(LookupError, match="no word in themes 'heroine'"):
        data.events(category="scheduling", theme="heroine")
