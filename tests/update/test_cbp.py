"""CBP's file: what it becomes, what follows from it, and what is refused."""

import math

import pytest

from poppybook.update import cbp

FY, MONTH, COMPONENT, REGION, AREA, DRUG, EVENTS, POUNDS = 0, 1, 2, 3, 5, 6, 7, 8


@pytest.fixture
def release(tables, samples, tmp_path):
    """What rows of CBP's format become."""

    def of(*files, accept_smaller=False):
        paths = [samples.cbp_file(tmp_path / f"{at}.csv", rows) for at, rows in enumerate(files)]
        return cbp.read_release(paths, tables, "2026-10-16", accept_smaller)

    return of


def changed(rows, at, **cells):
    """The rows with some cells of one row changed."""
    rows = [list(row) for row in rows]
    for name, value in cells.items():
        rows[at][globals()[name]] = value
    return rows


def test_the_same_release_again_changes_no_number(samples, release, diffs):
    found = diffs(release(samples.cbp_rows()))
    assert not any(found[name] for name in ("cbp_monthly", "cbp_area_fy", "observations"))


def test_months_are_sums_of_the_files_rows(samples, release):
    rows = samples.cbp_rows(until="JUN")
    table = release(rows).tables["cbp_monthly"]
    row = table["cbp-fentanyl-us-southwest-border-usbp@2026-06"]
    wanted = [r for r in rows if r[FY][:4] == "2026" and r[MONTH] == "JUN" and r[DRUG] == "Fentanyl"]
    wanted = [r for r in wanted if r[COMPONENT] == "U.S. Border Patrol" and r[REGION] == "Southwest Border"]
    assert float(row["pounds"]) == round(math.fsum(float(r[POUNDS]) for r in wanted), 4)
    assert int(row["events"]) == sum(int(r[EVENTS]) for r in wanted)
    assert row["fiscal_year"] == "2026" and row["source_id"] == "cbp-nationwide-drugs-fy19-fy26-jun"
    assert {row["drug"] for row in table.values()} == {"cocaine", "fentanyl", "heroin", "methamphetamine"}


def test_a_year_in_progress_is_a_span_that_replaces_the_shorter_one(samples, release, diffs):
    found = diffs(release(samples.cbp_rows(until="JUN")))["observations"]
    old, new = "heroin-cbp-fy-usa@2025-10-01--2026-04-30", "heroin-cbp-fy-usa@2025-10-01--2026-06-30"
    assert old in found.withdrawn
    assert found.added[new]["status"] == "preliminary"
    assert found.added[new]["note"] == "October 2025 to June 2026 only."
    assert "cbp-fent-lb-month@2026-06" in found.added


def test_a_year_that_is_over_is_a_fiscal_year(tables, samples, release, diffs):
    rows = samples.cbp_rows(until="SEP")
    new = release(rows)
    found = diffs(new)
    year = found["observations"].added["heroin-cbp-fy-usa@FY2026"]
    assert (year["period_type"], year["status"], year["note"]) == ("us-fiscal-year", "reported", "")
    assert float(year["value"]) == pytest.approx(
        samples.total(rows, FY="2026", Drug_Type="Heroin"), abs=0.006
    )
    assert found["observations"].revised["cbp-fent-lb-month@2026-04"] == {
        "status": ("preliminary", "reported"),
        "source_id": ("cbp-nationwide-drugs-fy19-fy26-apr", "cbp-nationwide-drugs-fy19-fy26"),
    }
    areas = {row["months"] for row in new.tables["cbp_area_fy"].values() if row["fiscal_year"] == "2026"}
    assert areas == {"12"}
    assert list(found["sources"].added) == ["cbp-nationwide-drugs-fy19-fy26"]
    assert list(found["sources"].withdrawn) == ["cbp-nationwide-drugs-fy19-fy26-apr"]
    assert new.reach["cbp_monthly"] == "September 2026"


def test_a_shorter_span_stays_when_a_correction_points_to_it(tables, samples, tmp_path):
    kept = "heroin-cbp-fy-usa@2025-10-01--2026-04-30"
    with_guard = tables | {"corrections": {"x": {"observation_id": kept, "source_ids": ""}}}
    path = samples.cbp_file(tmp_path / "a.csv", samples.cbp_rows(until="JUN"))
    found = cbp.read_release([path], with_guard, "2026-07-15", False)
    assert kept in found.tables["observations"]
    assert any(kept in line for line in found.said)


def test_years_that_the_file_does_not_hold_stay(samples, release, diffs):
    found = diffs(release(samples.cbp_rows(first=2023, until="JUN")))
    assert min(row["fiscal_year"] for row in found["cbp_monthly"].added.values()) == "2026"
    assert not found["cbp_monthly"].withdrawn
    assert {key.partition("@")[2][:4] for key in found["cbp_monthly"].confirmed} == {
        "2022",
        "2023",
        "2024",
        "2025",
        "2026",
    }


def test_a_revised_number_is_seen_in_the_month_the_area_and_every_sum(samples, release, diffs):
    rows = samples.cbp_rows()
    at = next(
        i
        for i, r in enumerate(rows)
        if r[FY] == "2024" and r[MONTH] == "MAR" and r[DRUG] == "Heroin" and r[REGION] == "Southwest Border"
    )
    found = diffs(release(changed(rows, at, POUNDS="5000.5")))
    component = cbp.COMPONENTS[cbp.plain(rows[at][COMPONENT])].lower()
    assert list(found["cbp_monthly"].revised) == [f"cbp-heroin-us-southwest-border-{component}@2024-03"]
    assert {
        "heroin-cbp-fy-usa@FY2024",
        "heroin-cbp-fy-us-southwest-border@FY2024",
        "heroin-cbp-swb-month@2024-03",
    } <= set(found["observations"].revised)
    old, new = found["observations"].revised["heroin-cbp-fy-usa@FY2024"]["value"]
    assert float(new) - float(old) == pytest.approx(5000.5 - float(rows[at][POUNDS]), abs=0.011)


def test_a_cell_that_is_gone_is_withdrawn(samples, release, diffs):
    rows = [
        r
        for r in samples.cbp_rows()
        if not (r[FY] == "2024" and r[MONTH] == "MAR" and r[AREA] == "BLAINE SECTOR")
    ]
    found = diffs(release(rows, accept_smaller=True))["cbp_monthly"]
    assert found.withdrawn
    assert all(key.endswith("us-northern-border-usbp@2024-03") for key in found.withdrawn)


# ---------------------------------------------------------------- several files


def test_a_release_in_parts_makes_a_source_of_each(tables, samples, release):
    found = release(samples.cbp_rows(2019, 2022, "SEP"), samples.cbp_rows(2023, 2026, "JUN"))
    sources = {row["source_id"] for row in found.tables["cbp_monthly"].values()}
    assert sources == {"cbp-nationwide-drugs-fy19-fy22", "cbp-nationwide-drugs-fy23-fy26-jun"}


def test_files_that_overlap_and_agree_are_one(tables, samples, release):
    one = release(samples.cbp_rows(2019, 2026, "JUN")).tables["cbp_monthly"]
    two = release(samples.cbp_rows(2019, 2026, "APR"), samples.cbp_rows(2023, 2026, "JUN")).tables[
        "cbp_monthly"
    ]
    assert {k: r["pounds"] for k, r in one.items()} == {k: r["pounds"] for k, r in two.items()}


def test_files_that_overlap_and_disagree_are_refused(samples, refused):
    rows = samples.cbp_rows(2023, 2026, "APR")
    at = next(i for i, r in enumerate(rows) if r[DRUG] == "Heroin")
    (fault,) = refused(rows, changed(rows, at, POUNDS="1.5"))
    assert fault.rule == "files that overlap say the same"
    assert fault.value.startswith("FY2026 APR heroin")
    assert "0.csv says something else" in fault.remedy


# ---------------------------------------------------------------- refused by name


@pytest.mark.parametrize(
    ("cells", "column", "value", "says"),
    [
        ({"FY": "FY26"}, "FY", "FY26", "2026 or 2026 (FYTD)"),
        ({"MONTH": "Total"}, "Month (abbv)", "Total", "first three letters"),
        ({"COMPONENT": "Air and Marine Operations"}, "Component", "Air and Marine Operations", "every name"),
        ({"REGION": "Gulf Coast"}, "Region", "Gulf Coast", "update/cbp.py"),
        ({"DRUG": "Nitazenes"}, "Drug Type", "Nitazenes", "every name in the file"),
        ({"DRUG": "Fentanyl", "AREA": "KEY WEST SECTOR"}, "Area of Responsibility", "KEY WEST SECTOR",
         "Add a row to places.csv: us-key-west-sector,Key West Sector,area,us-"),
        ({"EVENTS": "3.5"}, "Count of Event", "3.5", "whole number"),
        ({"POUNDS": "-2"}, "Sum Qty (lbs)", "-2", "digits"),
        ({"POUNDS": ""}, "Sum Qty (lbs)", "", "digits"),
    ],
)  # fmt: skip
def test_a_cell_nobody_knows_is_named_with_its_line(samples, refused, cells, column, value, says):
    (fault,) = refused(changed(samples.cbp_rows(), 40, **cells))
    assert (fault.file, fault.row, fault.column, fault.value) == ("0.csv", 42, column, value)
    assert says in str(fault)


def test_two_rows_for_one_cell(samples, refused):
    rows = samples.cbp_rows()
    (fault,) = refused([*rows, [*rows[0][:POUNDS], "123"]])
    assert fault.row == len(rows) + 2 and "Row 2 has" in fault.remedy


def test_all_faults_come_at_once(samples, refused):
    rows = changed(changed(samples.cbp_rows(), 3, DRUG="Nitazenes"), 9, REGION="Gulf Coast")
    assert [fault.row for fault in refused(rows)] == [5, 11]


def test_a_gap_in_a_fiscal_year(samples, refused):
    rows = [r for r in samples.cbp_rows() if not (r[FY] == "2025" and r[MONTH] == "JUL")]
    (fault,) = refused(rows)
    assert fault.rule == "months follow each other without a gap" and fault.value == "FY2025 without JUL"


def test_a_download_cut_off_between_two_rows(samples, refused):
    rows = samples.cbp_rows()
    assert refused(rows[: len(rows) // 2])


def test_a_release_older_than_the_data(samples, refused):
    (fault,) = refused(samples.cbp_rows(until="JAN"))
    assert fault.value == "FY2026 ends in JAN, in the data in APR"


def test_totals_that_shrink_are_taken_in_only_when_told(samples, refused, release, tables, diffs):
    rows = samples.cbp_rows()
    at = [i for i, r in enumerate(rows) if r[FY] == "2024" and r[DRUG] == "Fentanyl"]
    for i in at:
        rows = changed(rows, i, POUNDS=repr(float(rows[i][POUNDS]) * 0.98))
    (fault,) = refused(rows)
    assert fault.value.startswith("FY2024 fentanyl:") and "--accept-smaller" in fault.remedy
    assert diffs(release(rows, accept_smaller=True))["cbp_monthly"].revised
