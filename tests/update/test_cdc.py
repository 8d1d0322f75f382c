"""CDC's provisional counts: what the portal's export becomes, and what is refused."""

import pytest

from poppybook.update import cdc

STATE, YEAR, MONTH, PERIOD, INDICATOR, DEATHS, PENDING, FOOTNOTE, PREDICTED = 0, 1, 2, 3, 4, 5, 7, 9, 11


@pytest.fixture
def release(tables, samples, tmp_path):
    def of(*files, accept_smaller=False):
        paths = [samples.cdc_file(tmp_path / f"{at}.csv", rows) for at, rows in enumerate(files)]
        return cdc.read_release(paths, tables, "2026-11-18", accept_smaller)

    return of


def at(rows, **cells):
    """Position of the first row whose cells are as wanted."""
    return next(
        i for i, r in enumerate(rows) if all(r[globals()[name]] == value for name, value in cells.items())
    )


def changed(rows, where, **cells):
    rows = [list(row) for row in rows]
    for name, value in cells.items():
        rows[where][globals()[name]] = value
    return rows


def test_what_the_data_hold_already_changes_no_number(tables, samples, release, diffs):
    found = diffs(release(samples.cdc_rows(tables)))
    assert not found["cdc_12month_state"]
    assert not (found["cdc_12month"].revised or found["cdc_12month"].withdrawn)
    # The dataset has no opioid counts for 2017 to July 2019; the publisher has.
    assert {key.partition("@")[0] for key in found["cdc_12month"].added} == {"cdc-12m-opioid-usa"}


def test_new_months_are_added_and_the_latest_window_moves(tables, samples, release, diffs):
    new = release(samples.cdc_rows(tables, further=2))
    found = diffs(new)
    assert "cdc-12m-t404-usa@2026-03" in found["cdc_12month"].added
    assert "cdc-12m-t404-us-ky@2026-03" in found["cdc_12month_state"].added
    assert "od-12m-t404@2025-02-01--2026-01-31" in found["observations"].withdrawn
    window = found["observations"].added["od-12m-t404@2025-04-01--2026-03-31"]
    assert (window["period_type"], window["status"], window["source_id"]) == (
        "span",
        "preliminary",
        "cdc-vsrr-2026-11-18",
    )
    assert new.reach["cdc_12month"] == "March 2026"


def test_a_december_that_is_new_is_a_year(tables, samples, release, diffs):
    rows = samples.cdc_rows(tables, further=3)  # all drugs end in September 2025
    found = diffs(release(rows))["observations"]
    assert found.added["od-12m-all@2025"]["period_type"] == "calendar-year"
    assert "od-12m-all@2024-10-01--2025-09-30" in found.withdrawn


def test_a_revised_state_reaches_its_copy(tables, samples, release, diffs):
    rows = samples.cdc_rows(tables)
    where = at(rows, STATE="KY", YEAR="2025", MONTH="December")
    found = diffs(release(changed(rows, where, DEATHS="1,234", PREDICTED="1,240")))
    assert found["cdc_12month_state"].revised["cdc-12m-t404-us-ky@2025-12"]["reported_deaths"][1] == "1234"
    assert found["observations"].revised["od-t404-state-12m-us-ky@2025"]["value"][1] == "1234"


def test_a_count_that_is_suppressed_now_is_empty_and_its_copy_goes(tables, samples, release, diffs):
    rows = samples.cdc_rows(tables)
    where = at(rows, STATE="KY", YEAR="2025", MONTH="December")
    note = samples.UNDER + "  Data suppressed (<10)."
    found = diffs(release(changed(rows, where, DEATHS="", PREDICTED="", FOOTNOTE=note)))
    row = found["cdc_12month_state"].revised["cdc-12m-t404-us-ky@2025-12"]
    assert row["flag"][1] == "incomplete;suppressed-under-10" and row["reported_deaths"][1] == ""
    assert "od-t404-state-12m-us-ky@2025" in found["observations"].withdrawn


def test_more_digits_of_a_share_are_no_revision(tables, samples, release, diffs):
    rows = [list(row) for row in samples.cdc_rows(tables)]
    for row in rows:
        if "." in row[PENDING]:
            row[PENDING] += "49"
    assert not diffs(release(rows))["cdc_12month_state"]


def test_a_file_with_one_drug_class_leaves_the_others(tables, samples, release, diffs):
    rows = [row for row in samples.cdc_rows(tables, further=1) if row[INDICATOR].startswith("Synthetic")]
    found = diffs(release(rows))["cdc_12month"]
    assert {key.partition("@")[0] for key in found.added} == {"cdc-12m-t404-usa"}


def test_new_york_city_is_apart(tables, samples, release):
    places = {row["place"] for row in release(samples.cdc_rows(tables)).tables["cdc_12month_state"].values()}
    assert {"us-new-york-city", "us-ny-outside-nyc"} <= places and "US-NY" not in places


# ---------------------------------------------------------------- refused by name


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"INDICATOR": "Nitazenes (T40.8)"}, "Indicator", "update/cdc.py"),
        ({"STATE": "ZZ"}, "State", "Add a row to places.csv: US-ZZ"),
        ({"PERIOD": "monthly"}, "Period", "12 month-ending"),
        ({"MONTH": "Jan."}, "Month", "English name"),
        ({"YEAR": "'15"}, "Year", "four digits"),
        ({"DEATHS": "<10"}, "Data Value", "whole number"),
        ({"DEATHS": "12.5"}, "Data Value", "whole number"),
        ({"DEATHS": "", "FOOTNOTE": "Underreported due to incomplete data."}, "Data Value", "says why"),
        ({"PENDING": "x"}, "Percent Pending Investigation", "digits"),
        ({"FOOTNOTE": "Revised method since 2027."}, "Footnote", "revised method since 2027"),
    ],
)
def test_a_cell_nobody_knows_is_named_with_its_line(tables, samples, refused, cells, column, says):
    rows = samples.cdc_rows(tables)
    where = at(rows, STATE="KY", YEAR="2020")
    (fault,) = refused(changed(rows, where, **cells))
    assert (fault.file, fault.row, fault.column) == ("0.csv", where + 2, column)
    assert says in str(fault)


def test_the_nation_without_a_count(tables, samples, refused):
    rows = samples.cdc_rows(tables)
    where = at(rows, STATE="US", YEAR="2020")
    note = samples.FINAL + " Data not shown due to low data quality."
    (fault,) = refused(changed(rows, where, DEATHS="", PREDICTED="", FOOTNOTE=note))
    assert fault.rule == "the nation has a count in every month"


def test_rows_that_disagree(tables, samples, refused):
    rows = samples.cdc_rows(tables)
    where = at(rows, STATE="US", YEAR="2020")
    (fault,) = refused([*rows, changed(rows, where, DEATHS="5")[where]])
    assert fault.rule == "files that overlap say the same" and f"0.csv, row {where + 2}" in fault.remedy


def test_a_gap(tables, samples, refused):
    rows = [row for row in samples.cdc_rows(tables) if row[1:3] != ["2020", "May"] or row[STATE] != "KY"]
    faults = refused(rows)
    assert {fault.rule for fault in faults} == {"months follow each other without a gap"}
    assert faults[0].value == "t404, US-KY without 2020-05"


def test_a_download_cut_off_between_two_states(tables, samples, refused):
    rows = [row for row in samples.cdc_rows(tables) if row[STATE] in ("AK", "US")]
    values = [fault.value for fault in refused(rows)]
    assert "t404, US-KY ends in no month, others in 2026-01" in values


def test_a_release_older_than_the_data(tables, samples, refused):
    rows = [row for row in samples.cdc_rows(tables) if row[YEAR] < "2025"]
    assert "a release reaches at least as far as the data" in {fault.rule for fault in refused(rows)}


def test_a_national_count_that_shrinks(tables, samples, refused, release, diffs):
    rows = samples.cdc_rows(tables)
    where = at(rows, STATE="US", YEAR="2022", INDICATOR="Heroin (T40.1)")
    rows = changed(rows, where, DEATHS="100")
    (fault,) = refused(rows)
    assert fault.value.startswith("heroin, 12 months to 2022-") and fault.value.endswith("-> 100")
    assert diffs(release(rows, accept_smaller=True))["cdc_12month"].revised
