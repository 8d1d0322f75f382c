"""Values that cannot be: each seeded into the real dataset breaks the rule that forbids it, in its row and column."""

import copy
import json

import pandas as pd
import pytest

from poppybook.book.faults import DataError, Fault, counted, told
from poppybook.checking import check as checking
from poppybook.checking import descriptor as contract
from poppybook.checking import expected
from poppybook.checking import rules_cbp as cbp
from poppybook.checking import rules_claims as claims
from poppybook.checking import rules_copies as copies
from poppybook.checking import rules_corrections as corrections
from poppybook.checking import rules_deaths as deaths
from poppybook.checking import rules_months as months
from poppybook.checking import rules_observations as observations
from poppybook.checking import rules_official as official
from poppybook.checking import rules_places as places
from poppybook.checking import rules_references as references
from poppybook.checking import rules_text as text
from poppybook.checking import rules_time as time
from poppybook.checking import rules_units as units
from poppybook.checking.rules import judge
from poppybook.checking.rules_book import ROW_RULES, TABLE_RULES
from poppybook.dataset.package import Package, read_package
from poppybook.dataset.store import Dataset, load

REAL = {"TABLES": dict(expected.TABLES), "PACKAGE": dict(expected.PACKAGE)}


@pytest.fixture(scope="module")
def data():
    return load()


def spoilt(data, table, key, column, value):
    """The dataset with another value in one cell, found by the row's key."""
    frames = {name: data[name] for name in data.tables}
    frame = frames[table]
    (row,) = frame.index[frame[frame.columns[0]] == key]
    if isinstance(value, str) and pd.api.types.is_datetime64_any_dtype(frame[column]):
        value = pd.Timestamp(value)
    frame.loc[row, column] = value
    return Dataset(data.folder, data.package, frames), row


CELLS = [
    (places.goods_go_where_they_are_used, "flows", "fl-05", "to_node", "usa-market"),
    (places.goods_go_where_they_are_used, "flows", "fl-01", "to_node", "mex-culiacan"),
    (
        months.busy_months_weigh_something,
        "cbp_monthly",
        "cbp-cocaine-us-southwest-border-ofo@2022-12",
        "pounds",
        0.0,
    ),
    (
        months.events_change_slowly,
        "cbp_monthly",
        "cbp-methamphetamine-us-southwest-border-ofo@2022-12",
        "events",
        9999,
    ),
    (
        months.events_change_slowly,
        "cbp_monthly",
        "cbp-methamphetamine-us-southwest-border-ofo@2022-12",
        "events",
        7,
    ),
    (
        deaths.states_stay_within_the_nation,
        "cdc_12month",
        "cdc-12m-t404-usa@2024-12",
        "reported_deaths",
        4866,
    ),
    (units.units_are_explained, "units", "percent", "symbol", "kg"),
    (claims.claims_are_possible, "claims", "crisis-24", "value_high", 19.0),
    (claims.claims_are_possible, "claims", "epoch-14", "value", 250.0),
    (claims.claims_are_possible, "claims", "crs-22", "recomputed_value", 24.8),
    (
        cbp.months_are_of_one_size,
        "cbp_monthly",
        "cbp-cocaine-us-coastal-interior-ofo@2022-12",
        "pounds",
        3_367_828.6,
    ),
    (
        cbp.months_are_of_one_size,
        "cbp_monthly",
        "cbp-methamphetamine-us-southwest-border-usbp@2019-01",
        "events",
        70_000,
    ),
    (text.addresses_are_of_the_web, "sources", "10news-2019-whitepaper", "url", "javascript:alert(1)"),
    (
        text.addresses_are_of_the_web,
        "sources",
        "10news-2019-whitepaper",
        "url",
        "JavaScript:alert(1)//https://a.org",
    ),
    (text.addresses_are_of_the_web, "sources", "10news-2019-whitepaper", "url", "vbscript:x"),
    (text.addresses_are_of_the_web, "sources", "10news-2019-whitepaper", "url", "htp:/example.org"),
    (text.addresses_are_of_the_web, "sources", "10news-2019-whitepaper", "url", "https:///nothing"),
    (text.addresses_are_of_the_web, "sources", "10news-2019-whitepaper", "url", "https://example.org/a b"),
    (text.addresses_are_of_the_web, "sources", "10news-2019-whitepaper", "url", "data:text/html,x"),
    (text.text_can_be_seen, "series", "od-t404", "title", "Deaths\nby year"),
    (text.text_can_be_seen, "series", "od-t404", "title", "Deaths\u200b by year"),
    (text.text_can_be_seen, "events", "ev-un-1964", "title", "Fentanyl \u202eplaced"),
    (text.text_can_be_seen, "events", "ev-un-1964", "title", "Control\ufffd"),
    (text.text_can_be_seen, "events", "ev-un-1964", "title", "Alberto Eli\u0301as"),
    (text.text_can_be_seen, "events", "ev-un-1964", "title", "two  blanks"),
    (text.text_can_be_seen, "events", "ev-un-1964", "title", "no-break\u00a0space"),
    (time.nothing_lies_in_the_future, "events", "ev-un-1964", "date", "2031"),
    (time.nothing_lies_in_the_future, "sources", "10news-2019-whitepaper", "date_published", "2031-01-01"),
    (time.dates_are_in_the_calendar, "sources", "10news-2019-whitepaper", "date_published", "2019-02-30"),
    (time.dates_are_in_the_calendar, "corrections", "aicm-220-kg-precursor", "since", "2026-13"),
    (time.editions_follow_each_other, "changes", "1.0.0-1", "date", "2099-01-01"),
    (places.places_lie_in_larger_ones, "places", "WORLD", "within", "MEX"),
    (places.places_lie_in_larger_ones, "places", "US-AZ", "within", "MEX"),
    (places.nodes_lie_in_their_country, "nodes", "usa-jfk", "lon", 73.8),
    (places.nodes_lie_in_their_country, "nodes", "usa-jfk", "lat", -40.6),
    (places.nodes_lie_in_their_country, "nodes", "usa-jfk", "lat", None),
    (places.routes_lead_elsewhere, "flows", "fl-01", "to_node", "chn-wuhan"),
    (
        places.offices_lie_in_their_region,
        "cbp_area_fy",
        "cbp-area-tucson-sector@FY2023",
        "place",
        "us-northern-border",
    ),
    (
        places.parts_are_not_above_the_whole,
        "observations",
        "heroin-cbp-fy-us-southwest-border@FY2019",
        "value",
        99999,
    ),
    (official.halves_agree, "nflis_halfyear", "nflis-half-4-anpp@2017-01-01--2017-06-30", "half", "H2"),
    (official.halves_agree, "nflis_halfyear", "nflis-half-4-anpp@2017-01-01--2017-06-30", "year", 2018),
    (official.deaths_are_in_order, "cdc_12month", "cdc-12m-t404-usa@2019-12", "predicted_deaths", 36000),
    (
        official.deaths_are_in_order,
        "cdc_12month_state",
        "cdc-12m-t404-us-oh@2019-12",
        "reported_deaths",
        99999,
    ),
    (official.deaths_are_in_order, "cdc_12month", "cdc-12m-heroin-usa@2019-12", "reported_deaths", 99999),
    (official.windows_move_slowly, "cdc_12month", "cdc-12m-t404-usa@2019-12", "reported_deaths", 63500),
    (official.windows_move_slowly, "cdc_12month_state", "cdc-12m-t404-us-oh@2019-12", "reported_deaths", 300),
    (official.flags_explain, "cdc_12month_state", "cdc-12m-t404-us-ak@2015-01", "flag", None),
    (official.flags_explain, "cdc_12month_state", "cdc-12m-t404-us-oh@2019-12", "reported_deaths", None),
    (
        official.reports_and_events_are_possible,
        "nflis_state_year",
        "nflis-state-us-ak@2017",
        "all_fentanyl_related_reports",
        1,
    ),
    (
        official.reports_and_events_are_possible,
        "cbp_monthly",
        "cbp-cocaine-us-coastal-interior-ofo@2018-10",
        "events",
        0,
    ),
    (
        observations.midpoints_lie_in_the_middle,
        "observations",
        "opium-gum-price-mxn-mx-gro@2017",
        "value",
        22000,
    ),
    (observations.counts_are_whole, "observations", "od-t404@2017", "value", 28466.5),
    (observations.numbers_are_of_a_sane_size, "observations", "poppy-ha-us-mex@2017", "value", 44100000),
    (units.units_are_explained, "units", "hectares", "pint", "acre"),
    (units.units_are_explained, "units", "kilograms", "pint", "gram"),
    (references.sentences_have_one_fingerprint, "claims", "ins-02", "paragraph", 1),
    (
        corrections.corrections_cite_the_source_of_their_row,
        "corrections",
        "aicm-220-kg-precursor",
        "correct",
        220,
    ),
    (copies.queries_are_sums_of_halves, "observations", "nflis-fentanyl-query@2019", "value", 104268),
    (copies.copies_equal_the_official_table, "observations", "od-12m-t404@2019", "value", 1),
    (
        copies.offices_equal_their_table,
        "observations",
        "cbp-fent-lb-us-big-bend-sector@FY2023",
        "value",
        84.72,
    ),
]


@pytest.mark.parametrize(("rule", "table", "key", "column", "value"), CELLS)
def test_an_impossible_value_is_refused_in_its_place(data, rule, table, key, column, value):
    if rule is references.sentences_have_one_fingerprint:
        data, _ = spoilt(data, table, key, "sentence", 1)
        column = "sentence_sha256"
        bad, row = spoilt(data, table, key, "paragraph", 1)
    else:
        bad, row = spoilt(data, table, key, column, value)
    assert rule in (*ROW_RULES, *TABLE_RULES)
    found = list(rule(bad))
    assert (data.package.tables[table].file, row) in {(fault.file, fault.row) for fault in found}
    assert all(fault.remedy for fault in found)
    assert len(found) <= 4  # a neighbour may be accused with it, and nobody else


@pytest.mark.parametrize(
    ("rule", "table", "column", "new"),
    [
        (references.things_have_one_id, "events", "event_id", "again"),
        (references.things_have_one_id, "sources", "source_id", "again"),
        (references.things_have_one_id, "flows", "flow_id", "again"),
        (references.things_have_one_id, "claims", "claim_id", "again"),
        (references.things_have_one_id, "nodes", "node_id", "again"),
    ],
)
def test_one_thing_has_one_id(data, rule, table, column, new):
    frames = {name: data[name] for name in data.tables}
    twin = frames[table].iloc[[5]].assign(**{column: new})
    frames[table] = pd.concat([frames[table], twin], ignore_index=True)
    (found,) = rule(Dataset(data.folder, data.package, frames))
    assert found.value == new and "Row 5 is the same" in found.remedy


@pytest.mark.parametrize(
    ("table", "lost"),
    [
        ("cdc_12month", "cdc-12m-t404-usa@2019-12"),
        ("cdc_12month_state", "cdc-12m-t404-us-oh@2019-12"),
        ("cdc_deaths_month", "cdc-month-t404-usa@2019-12"),
    ],
)
def test_a_lost_month_is_noticed(data, table, lost):
    frames = {name: data[name] for name in data.tables}
    frames[table] = frames[table][frames[table]["observation_id"] != lost]
    (found,) = official.no_month_is_missing(Dataset(data.folder, data.package, frames))
    assert found.value == "after 2019-11 comes 2020-01"


def without(data, table, lost):
    frames = {name: data[name] for name in data.tables}
    frames[table] = frames[table][~frames[table]["observation_id"].isin(lost)]
    return Dataset(data.folder, data.package, frames)


@pytest.mark.parametrize("month", ["2022-12", "2026-04"])
def test_a_busy_month_at_the_border_is_not_lost(data, month):
    """A row that is not there means nothing seized: at the busiest crossings that cannot be."""
    bad = without(data, "cbp_monthly", [f"cbp-cocaine-us-southwest-border-ofo@{month}"])
    (found,) = months.busy_months_have_a_row(bad)
    assert found.file == "cbp_monthly.csv" and found.row and found.value == f"no row for {month}"


@pytest.mark.parametrize(
    ("at", "said"), [(slice(6), "begins in 2015-07"), (slice(-3, None), "ends in 2025-10")]
)
def test_a_state_has_the_first_and_last_months_of_the_others(data, at, said):
    rows = data.cdc_12month_state
    ids = sorted(rows.loc[rows["place"] == "US-OH", "observation_id"])
    (found,) = deaths.states_have_the_same_months(without(data, "cdc_12month_state", ids[at]))
    assert (found.file, found.column, found.value) == ("cdc_12month_state.csv", "month", f"US-OH {said}")


def changed(data, change):
    """The faults of the contract after a change in the descriptor."""
    descriptor = copy.deepcopy(data.package.descriptor)
    change({resource["name"]: resource for resource in descriptor["resources"]}, descriptor)
    return contract.contract_faults(Package(data.version, data.package.tables, descriptor))


def _field(tables, table, column):
    return next(field for field in tables[table]["schema"]["fields"] if field["name"] == column)


LOSSES = {
    "key": lambda tables, _: tables["series"]["schema"].pop("primaryKey"),
    "foreign keys": lambda tables, _: tables["series"]["schema"].update(foreignKeys=[]),
    "enum": lambda tables, _: _field(tables, "observations", "status")["constraints"].pop("enum"),
    "wider enum": lambda tables, _: _field(tables, "observations", "status")["constraints"]["enum"].append(
        "guess"
    ),
    "pattern": lambda tables, _: _field(tables, "sources", "source_id")["constraints"].pop("pattern"),
    "required": lambda tables, _: _field(tables, "series", "title")["constraints"].pop("required"),
    "unique": lambda tables, _: _field(tables, "series", "title")["constraints"].update(unique=False),
    "all constraints": lambda tables, _: _field(tables, "series", "title").pop("constraints"),
    "minimum": lambda tables, _: _field(tables, "observations", "value")["constraints"].update(minimum=-5),
    "type": lambda tables, _: _field(tables, "observations", "value").update(type="string"),
    "column": lambda tables, _: tables["sources"]["schema"]["fields"].pop(),
    "table": lambda tables, descriptor: descriptor["resources"].remove(tables["glossary"]),
    "encoding": lambda tables, _: tables["sources"].update(encoding="cp1252"),
    "delimiter": lambda tables, _: tables["sources"]["dialect"].update(delimiter=";"),
    "missing values": lambda tables, _: tables["sources"]["schema"].update(missingValues=["", "-"]),
    "true values": lambda tables, _: _field(tables, "series", "additive").update(trueValues=["true", "yes"]),
    "decimal comma": lambda tables, _: _field(tables, "observations", "value").update(decimalChar=","),
    "group sign": lambda tables, _: _field(tables, "observations", "value").update(groupChar=","),
    "bare number": lambda tables, _: _field(tables, "observations", "value").update(bareNumber=False),
    "missing values of a column": lambda tables, _: _field(tables, "observations", "value").update(
        missingValues=["-"]
    ),
    "order of columns": lambda tables, _: tables["sources"]["schema"].update(fieldsMatch="subset"),
    "media type": lambda tables, _: tables["sources"].update(mediatype="text/html"),
    "compression": lambda tables, _: tables["sources"].update(compression="gz"),
    "data beside the path": lambda tables, _: tables["sources"].update(data=[]),
    "format of days": lambda tables, _: _field(tables, "observations", "period_start").update(format="any"),
    "licence of a table": lambda tables, _: tables["sources"].update(licenses=[{"name": "other"}]),
    "comment sign": lambda tables, _: tables["sources"]["dialect"].update(commentChar="s"),
    "licence": lambda _, descriptor: descriptor.update(licenses=[]),
    "licence of another": lambda _, descriptor: descriptor["licenses"][0].update(name="proprietary"),
    "name": lambda _, descriptor: descriptor.update(name="other"),
    "title": lambda _, descriptor: descriptor.update(title=" "),
    "description of a table": lambda tables, _: tables["sources"].pop("description"),
    "title of a table": lambda tables, _: tables["sources"].update(title=tables["series"]["title"]),
    "title of a column": lambda tables, _: _field(tables, "observations", "low").update(
        title=_field(tables, "observations", "high")["title"]
    ),
    "description of a column": lambda tables, _: _field(tables, "observations", "low").update(
        description=_field(tables, "observations", "low")["title"]
    ),
    "line break": lambda tables, _: _field(tables, "observations", "low").update(title="Lo\nw"),
    "direction": lambda _, descriptor: descriptor.update(title="Poppy \u202eto"),
}


@pytest.mark.parametrize("change", LOSSES.values(), ids=LOSSES)
def test_the_descriptor_loses_nothing_unnoticed(data, change, monkeypatch):
    for name, value in REAL.items():
        monkeypatch.setattr(expected, name, value)
    assert changed(data, lambda tables, descriptor: None) == []
    faults = changed(data, change)
    assert faults and all(
        fault.file == "datapackage.json" and fault.column and fault.remedy for fault in faults
    )


@pytest.mark.parametrize("version", ["latest", "1.0", "01.0.0", "", "2.0.0"])
def test_a_version_is_three_numbers_and_that_of_the_changes(data, version):
    other = Dataset(
        data.folder,
        Package(version, data.package.tables, data.package.descriptor),
        {name: data[name] for name in data.tables},
    )
    (found,) = time.the_version_is_that_of_the_changes(other)
    assert (found.file, found.column) == ("datapackage.json", "version")


def test_a_name_that_stands_twice_in_the_descriptor_is_refused(tmp_path, data):
    written = json.dumps(data.package.descriptor)
    (tmp_path / "datapackage.json").write_text(
        written.replace('"name"', '"version": "0.0.1", "name"', 1), "utf-8"
    )
    with pytest.raises(DataError) as refused:
        read_package(tmp_path)
    (fault,) = refused.value.faults
    assert fault.column == "version"


def test_a_rule_that_breaks_down_is_not_blamed_where_the_reason_is_known(data):
    def breaks(_):
        raise KeyError(2)

    assert judge(data, [breaks])[0].value == "KeyError: 2"
    assert judge(data, [breaks], [Fault("units.csv", 3, "unit", "x", "rule", "remedy")]) == []


def test_one_cause_is_told_once():
    column = [
        Fault("a.csv", row, "date", "3/3/2026", "a date is written so", "Write it so")
        for row in range(2, 1002)
    ]
    assert told(column) == ["a.csv, rows 2 to 1001 (1,000), column date: a date is written so. Found: “3/3/2026”. "
                            "Write it so."]  # fmt: skip
    many = [
        Fault("a.csv", row, "date", f"{row}/3/2026", "a date is written so", f"Write {row}")
        for row in (2, 4, 9)
    ]
    assert len(told(many)) == 3
    many += [
        Fault("a.csv", row, "date", f"{row}/3/2026", "a date is written so", f"Write {row}")
        for row in (11, 12, 15)
    ]
    assert told(many) == [
        "a.csv, rows 2, 4, 9, 11, 12 and 15, column date: a date is written so. Found: “2/3/2026”, “4/3/2026”, "
        "“9/3/2026” and 3 more values. In row 2, for one: Write 2."
    ]
    assert (
        counted(1000, 1) == "1,000 faults in 1 line."
        and counted(3, 3) == "3 faults."
        and counted(0, 0) == "No faults."
    )


def test_the_reading_of_files_that_are_none(small, tmp_path):
    import os

    for name, make in (("a folder", os.mkdir), ("a pipe", os.mkfifo)):
        path = small.folder / "glossary.csv"
        content = path.read_bytes()
        path.unlink()
        make(path)
        (fault,) = checking.check(small.folder)
        assert (fault.file, fault.value) == ("glossary.csv", name)
        os.rmdir(path) if name == "a folder" else path.unlink()
        path.write_bytes(content)


def test_only_the_missing_table_is_blamed(small):
    (small.folder / "units.csv").unlink()
    assert {fault.file for fault in checking.check(small.folder)} == {"units.csv"}


def test_a_date_of_a_spreadsheet_is_blamed_alone(small):
    small.edit("observations", "2016-01-01,2016-12-31", "01/01/2016,31/12/2016")
    assert [(fault.row, fault.column) for fault in checking.check(small.folder)] == [
        (2, "period_start"),
        (2, "period_end"),
    ]


def test_rows_of_empty_cells_are_blank_rows(small):
    path = small.folder / "glossary.csv"
    path.write_text(path.read_text("utf-8") + ",,,,\n,,,,\n", "utf-8")
    small.seal()
    faults = checking.check(small.folder)
    assert [(fault.file, fault.row) for fault in faults] == [("glossary.csv", 5), ("glossary.csv", 6)]
