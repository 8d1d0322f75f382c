"""DEA, NFLIS-Drug Data Query System: from the exported CSV file to the book's tables."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

from poppybook.book.faults import Fault
from poppybook.checking.rules_copies import ALL_SUBSTANCES

from . import release as rel
from .download import Download, count, plain, read
from .nflis_tables import HALVES, halfyear_rows, state_rows, summed, summed_observations
from .release import Release
from .sheet import day_text
from .tables import Row, Rows

COLUMNS = dict.fromkeys(
    (
        "LABTYPE",
        "RPTAGGR",
        "YYYY",
        "PERIOD",
        "DRUG_REPORTS",
        "QUERY_RUN_DATE",
        "SUBSTANCE_ID",
        "BASE_DESCRIPTION",
        "DRUG_CATEGORY_DESCRIPTION",
        "STATE",
    ),
    (),
)
# The base substance, without capitals and punctuation; every other one of the category is “other”.
SUBSTANCES = {
    "fentanyl": "fentanyl",
    "carfentanil": "carfentanil",
    "4anpp": "4-ANPP",
    "acetylfentanyl": "acetyl fentanyl",
    "parafluorofentanyl": "para-fluorofentanyl",
    "fluorofentanyl": "fluorofentanyl (unspecified)",
}
OTHER = "other fentanyl-related"
CATEGORY = "fentanylandfentanylrelated"
LABORATORIES = {"localmunicipal", "state", "federal", "private"}
VANISHED = 10  # reports of a state that a newer query may lose without a word

PAGE = "https://www.nflis.deadiversion.usdoj.gov/"
QUERY = "the query is the book's: drug reports of all laboratories on fentanyl and related substances"
RUN = "all rows are of one query, with the time it ran"
YEAR = "a year is four digits, a half-year SA1 or SA2"
STATE = "a state that had reports has them still"


def read_release(paths: list[Path], tables: dict[str, Rows], released: str, accept_smaller: bool) -> Release:
    """The export as new states of nflis_halfyear, nflis_state_year, the observations summed from them, and sources.

    Each year in the file replaces that year in the data. The day of the release is the day on which the query ran;
    `released` is not used. Raises DataError with all faults.
    """
    faults: list[Fault] = []
    files = [read(path, COLUMNS) for path in paths]
    cells: dict[
        tuple, tuple[int, str]
    ] = {}  # (year, half, substance id, substance, place) to reports and where read
    runs: set[str] = set()
    for file in files:
        _collect(file, tables["places"], cells, runs, faults)
    if len(runs) > 1:
        remedy = "Give the export of one query"
        faults.append(files[-1].fault(None, "QUERY_RUN_DATE", ", ".join(sorted(runs)), RUN, remedy))
    rel.refuse(faults)
    ran = date.fromisoformat(runs.pop())
    reports = {key: number for key, (number, _) in cells.items()}
    _judge(reports, ran, files[-1], tables, accept_smaller, faults)
    rel.refuse(faults)
    years = {key[0] for key in reports}
    source = _source(files, years, ran)
    kept = {
        name: {key: row for key, row in tables[name].items() if int(row["year"]) not in years}
        for name in ("nflis_halfyear", "nflis_state_year")
    }
    halves = summed(reports, lambda year, half, code, substance, place: (year, half, substance))
    changed = {
        "nflis_halfyear": kept["nflis_halfyear"] | halfyear_rows(halves, ran, source["source_id"]),
        "nflis_state_year": kept["nflis_state_year"] | state_rows(reports, ran, source["source_id"]),
    }
    changed["observations"] = summed_observations(halves, ran, source["source_id"], tables)
    changed["sources"] = rel.with_source(tables, changed, source)
    last = max((year, half) for year, half, *_ in reports)
    until = f"{'June' if last[1] == 'H1' else 'December'} {last[0]}"
    return Release(changed, ran.isoformat(), {"nflis_halfyear": until, "nflis_state_year": until})


def _collect(file: Download, places: Rows, cells: dict, runs: set[str], faults: list[Fault]) -> None:
    for line, row in file.rows:
        if plain(row["DRUG_CATEGORY_DESCRIPTION"]) != CATEGORY or plain(row["RPTAGGR"]) != "drugreport":
            name = "RPTAGGR" if plain(row["RPTAGGR"]) != "drugreport" else "DRUG_CATEGORY_DESCRIPTION"
            faults.append(file.fault(line, name, row[name], QUERY, "Run the query again with these settings"))
        elif {plain(word) for word in row["LABTYPE"].split(",")} != LABORATORIES:
            faults.append(
                file.fault(line, "LABTYPE", row["LABTYPE"], QUERY, "Choose all types of laboratory")
            )
        elif not re.fullmatch(r"20[0-9]{2}", row["YYYY"]) or row["PERIOD"][:3] not in HALVES:
            name = "PERIOD" if row["PERIOD"][:3] not in HALVES else "YYYY"
            faults.append(file.fault(line, name, row[name], YEAR, "Run the query by half-years"))
        elif not day_text(row["QUERY_RUN_DATE"]):
            remedy = (
                "Export it again: a day such as 3/4/2026, as spreadsheets write it, can be read in two ways"
            )
            faults.append(file.fault(line, "QUERY_RUN_DATE", row["QUERY_RUN_DATE"], RUN, remedy))
        else:
            place = "us-state-unknown" if row["STATE"] == "XX" else f"US-{row['STATE']}"
            if place not in places:
                remedy = f"Add a row to places.csv: {place},{row['STATE']},state,USA,{place}"
                remedy += " and run: poppybook check --seal"
                faults.append(file.fault(line, "STATE", row["STATE"], rel.KNOWN, remedy))
                continue
            runs.add(day_text(row["QUERY_RUN_DATE"]))
            try:
                number = count(row["DRUG_REPORTS"])
            except ValueError as error:
                remedy = "Export the query again"
                faults.append(file.fault(line, "DRUG_REPORTS", row["DRUG_REPORTS"], str(error), remedy))
                continue
            substance = SUBSTANCES.get(plain(row["BASE_DESCRIPTION"]), OTHER)
            half = HALVES[row["PERIOD"][:3]][0]
            key = (int(row["YYYY"]), half, row["SUBSTANCE_ID"], substance, place)
            before = cells.setdefault(key, (number, f"{file.name}, row {line}"))
            if before[0] != number:
                remedy = f"{before[1]} has {before[0]} for the same state, half-year and substance: keep one"
                faults.append(file.fault(line, "DRUG_REPORTS", row["DRUG_REPORTS"], rel.AGREE, remedy))


def _judge(reports, ran: date, file: Download, tables, accept_smaller: bool, faults: list[Fault]) -> None:
    halves = {key[:2] for key in reports}
    years = {year for year, _ in halves}
    wanted = {(year, half) for year in range(min(years), max(years) + 1) for half in ("H1", "H2")}
    gaps = sorted(wanted - halves - {(max(years), "H2")})
    if gaps:
        value = ", ".join(f"{year} {half}" for year, half in gaps)
        faults.append(file.fault(None, "PERIOD", value, rel.WHOLE, "Export the query again, whole"))
    held = {(int(row["year"]), row["half"]) for row in tables["nflis_halfyear"].values()}
    if held and max(held) > max(halves):
        value = f"ends in {max(halves)[0]} {max(halves)[1]}, the data in {max(held)[0]} {max(held)[1]}"
        faults.append(file.fault(None, "PERIOD", value, rel.OLDER, "Run the query to the newest half-year"))
    before = max(
        (tables["sources"][row["source_id"]]["date_published"] for row in tables["nflis_halfyear"].values()),
        default="",
    )
    if ran.isoformat() < before:
        value = f"{ran.isoformat()}, the data are of {before}"
        faults.append(file.fault(None, "QUERY_RUN_DATE", value, rel.OLDER, "Run the query again"))
    if accept_smaller:
        return
    new, old = summed(reports, lambda year, *_: year), Counter()
    for row in tables["nflis_halfyear"].values():
        if row["substance"] == ALL_SUBSTANCES:
            old[int(row["year"])] += int(row["reports"])
    for year in sorted(years):
        if new[year] < old[year] * (1 - rel.SHRINK):
            value = f"{year}: {old[year]:,} -> {new[year]:,} reports"
            faults.append(file.fault(None, "DRUG_REPORTS", value, rel.SMALLER, rel.ACCEPT))
    there = {(year, place) for year, _, _, _, place in reports}
    for row in tables["nflis_state_year"].values():
        key = int(row["year"]), row["place"]
        if key[0] in years and key not in there and int(row["all_fentanyl_related_reports"]) >= VANISHED:
            count_before = row["all_fentanyl_related_reports"]
            value = f"{row['place']} {row['year']}: {count_before} reports in the data, none here"
            faults.append(file.fault(None, "STATE", value, STATE, rel.ACCEPT))


def _source(files: list[Download], years: set[int], ran: date) -> Row:
    names = ", ".join(f"{file.name}, SHA-256 {file.digest[:16]}" for file in files)
    return {
        "source_id": f"nflis-dqs-{ran.isoformat()[:7]}",
        "title": "NFLIS-Drug Data Query System export: fentanyl and fentanyl-related reports by state and half-year, "
        f"{min(years)}-{max(years)} (query of {ran.isoformat()})",
        "author": "",
        "publisher": "US Drug Enforcement Administration, NFLIS",
        "date_published": ran.isoformat(),
        "url": PAGE,
        "kind": "primary-data",
        "reliability": "A",
        "note": f"Query result as exported ({names}). Sums of state rows: raw reported counts, not the weighted "
        "national estimates of the NFLIS annual reports. New York is covered only in part.",
    }
