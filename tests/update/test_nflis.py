"""The query of DEA's laboratory system: what its export becomes, and what is refused."""

import pytest

from poppybook.update import nflis

LABTYPE, RPTAGGR, YYYY, PERIOD, REPORTS, RAN, BASE, CATEGORY, STATE = 0, 1, 2, 3, 4, 5, 9, 11, 12


@pytest.fixture
def release(tables, samples, tmp_path):
    def of(*files, accept_smaller=False):
        paths = [samples.nflis_file(tmp_path / f"{at}.csv", rows) for at, rows in enumerate(files)]
        return nflis.read_release(paths, tables, "", accept_smaller)

    return of


def changed(rows, where, **cells):
    rows = [list(row) for row in rows]
    for name, value in cells.items():
        rows[where][globals()[name]] = value
    return rows


def test_the_same_query_again_changes_no_number(samples, release, diffs):
    found = diffs(release(samples.nflis_rows()))
    assert not any(found[name] for name in ("nflis_halfyear", "nflis_state_year", "observations"))


def test_a_newer_query_adds_a_half_year_and_settles_the_year_before(samples, release, diffs):
    new = release(samples.nflis_rows(last=2026, half="SA1", ran="2027-01-20"))
    found = diffs(new)
    assert "nflis-half-fentanyl@2026-01-01--2026-06-30" in found["nflis_halfyear"].added
    assert found["nflis_halfyear"].added["nflis-half-fentanyl@2026-01-01--2026-06-30"]["flag"] == "incomplete"
    settled = found["nflis_state_year"].revised
    assert settled["nflis-state-us-oh@2025"]["flag"] == ("incomplete", "")
    assert settled["nflis-state-us-ny@2025"]["flag"] == ("incomplete;partial-coverage", "partial-coverage")
    year = found["observations"].added["nflis-carfentanil-query@2026"]
    assert (year["status"], year["note"]) == ("preliminary", "Query of 20 January 2027; 2026 not complete.")
    assert found["observations"].revised["nflis-carfentanil-query@2025"]["status"] == (
        "preliminary",
        "reported",
    )
    assert list(found["sources"].added) == ["nflis-dqs-2027-01"]
    assert new.date == "2027-01-20" and new.reach["nflis_halfyear"] == "June 2026"


def test_a_newer_query_stands_beside_the_one_that_a_correction_cites(samples, tables, tmp_path):
    """Title and address were the same: every newer query of the same years was refused as the same source twice."""
    (old,) = {row["source_id"] for row in tables["nflis_halfyear"].values()}
    cited = tables | {"corrections": {"new-york": {"observation_id": "", "source_ids": old}}}
    path = samples.nflis_file(tmp_path / "newer.csv", samples.nflis_rows(ran="2026-11-10"))
    sources = nflis.read_release([path], cited, "", accept_smaller=False).tables["sources"]
    before, after = sources[old], sources["nflis-dqs-2026-11"]
    assert before["url"] == after["url"] and before["title"] != after["title"]


def test_substances_and_states_add_up(samples, release):
    rows = samples.nflis_rows()
    found = release(rows).tables
    whole = sum(int(r[REPORTS]) for r in rows if r[YYYY] == "2020" and r[PERIOD].startswith("SA1"))
    halves = {
        r["substance"]: int(r["reports"])
        for r in found["nflis_halfyear"].values()
        if (r["year"], r["half"]) == ("2020", "H1")
    }
    assert halves.pop("all fentanyl and fentanyl-related") == whole == sum(halves.values())
    assert halves["other fentanyl-related"] > 0  # valeryl fentanyl has no row of its own
    row = found["nflis_state_year"]["nflis-state-us-state-unknown@2020"]
    assert int(row["fentanyl_reports"]) == sum(
        int(r[REPORTS]) for r in rows if r[YYYY] == "2020" and r[STATE] == "XX" and r[BASE] == "Fentanyl"
    )


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"CATEGORY": "Heroin"}, "DRUG_CATEGORY_DESCRIPTION", "Run the query again"),
        ({"RPTAGGR": "Cases"}, "RPTAGGR", "Run the query again"),
        ({"LABTYPE": "State"}, "LABTYPE", "all types of laboratory"),
        ({"PERIOD": "ANNUAL"}, "PERIOD", "half-years"),
        ({"YYYY": "total"}, "YYYY", "half-years"),
        ({"STATE": "ZZ"}, "STATE", "Add a row to places.csv: US-ZZ"),
        ({"REPORTS": "<5"}, "DRUG_REPORTS", "whole number"),
        ({"RAN": "yesterday"}, "QUERY_RUN_DATE", "one query"),
    ],
)
def test_a_cell_nobody_knows_is_named_with_its_line(samples, refused, cells, column, says):
    (fault,) = refused(changed(samples.nflis_rows(), 7, **cells))
    assert (fault.file, fault.row, fault.column) == ("0.csv", 9, column)
    assert says in str(fault)


def test_two_queries_mixed(samples, refused):
    (fault,) = refused(changed(samples.nflis_rows(), 7, RAN="2026-04-01 10:00:00"))
    assert fault.value == "2026-03-03, 2026-04-01"


def test_an_older_query(samples, refused):
    rows = samples.nflis_rows(ran="2026-01-05")
    assert [fault.column for fault in refused(rows)] == ["QUERY_RUN_DATE"]


def test_a_query_that_ends_earlier(samples, refused):
    first, second = refused(samples.nflis_rows(half="SA1", ran="2026-04-01"))
    assert first.value == "ends in 2025 H1, the data in 2025 H2"
    assert second.value.startswith("2025: ")


def test_a_gap(samples, refused):
    rows = [
        row for row in samples.nflis_rows() if not (row[YYYY] == "2020" and row[PERIOD].startswith("SA2"))
    ]
    assert "2020 H2" in {fault.value for fault in refused(rows)}


def test_a_download_cut_off_between_two_rows_shrinks_the_totals(samples, refused):
    rows = sorted(samples.nflis_rows(), key=lambda row: row[REPORTS])
    assert "--accept-smaller" in refused(rows[: len(rows) * 9 // 10])[0].remedy


def test_a_state_that_vanishes(samples, refused):
    rows = [row for row in samples.nflis_rows() if not (row[YYYY] == "2020" and row[STATE] == "XX")]
    assert any(fault.value.startswith("us-state-unknown 2020:") for fault in refused(rows))


def test_two_numbers_for_one_cell(samples, refused):
    rows = samples.nflis_rows()
    (fault,) = refused([*rows, changed(rows, 3, REPORTS="9999")[3]])
    assert "0.csv, row 5 has" in fault.remedy
