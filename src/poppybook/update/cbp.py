"""US Customs and Border Protection, Nationwide Drug Seizures: from the downloaded CSV file to the book's tables."""

import math
from collections import defaultdict
from pathlib import Path

from poppybook.book.faults import Fault

from . import release as rel
from .cbp_sums import MONTHS, NAMES, PUBLISHER, summed_observations
from .cbp_tables import FENTANYL, area_rows, monthly_rows
from .download import Download, count, nearest, number, plain, read, slug
from .release import Release
from .tables import Row, Rows, text_of

COLUMNS = {
    "FY": ("Fiscal Year",),
    "Month (abbv)": ("Month",),
    "Component": (),
    "Region": (),
    "Land Filter": (),
    "Area of Responsibility": ("AOR",),
    "Drug Type": (),
    "Count of Event": ("Event Count",),
    "Sum Qty (lbs)": ("Sum Quantity (lbs)", "Sum Qty lbs"),
}
DRUGS = {
    "cocaine": "cocaine",
    "fentanyl": "fentanyl",
    "heroin": "heroin",
    "methamphetamine": "methamphetamine",
}
OTHER_DRUGS = {"ecstasy", "ketamine", "khatcathaedulis", "lsd", "marijuana", "otherdrugs"}  # not in this book
COMPONENTS = {"officeoffieldoperations": "OFO", "usborderpatrol": "USBP"}
REGIONS = {
    "southwestborder": "us-southwest-border",
    "northernborder": "us-northern-border",
    "coastalinterior": "us-coastal-interior",
}
PAGE = "https://www.cbp.gov/document/stats/nationwide-drug-seizures"
YEAR = "a fiscal year is written 2026 or 2026 (FYTD)"
MONTH = "a month is written by its first three letters"


def read_release(paths: list[Path], tables: dict[str, Rows], released: str, accept_smaller: bool) -> Release:
    """The files as new states of cbp_monthly, cbp_area_fy, the observations summed from them, and sources.

    Each fiscal year in the files replaces that year in the data; other years stay. Raises DataError with all faults:
    unknown names, gaps, files that disagree, a release older than the data, totals that shrink.
    """
    files = [read(path, COLUMNS, optional=("Land Filter",)) for path in paths]
    faults: list[Fault] = []
    cells = [_cells(file, tables["places"], faults) for file in files]
    rel.refuse(faults)
    years = _choose_years(files, cells, faults)
    rel.refuse(faults)
    _judge(years, files, tables, accept_smaller, faults)
    rel.refuse(faults)

    sources = {year: _source(files[at], cells[at], released) for year, (at, _) in years.items()}
    content = {year: cells[at][year] for year, (at, _) in years.items()}
    kept = {
        name: {key: row for key, row in tables[name].items() if int(row["fiscal_year"]) not in years}
        for name in ("cbp_monthly", "cbp_area_fy")
    }
    changed = {
        "cbp_monthly": kept["cbp_monthly"] | monthly_rows(content, sources),
        "cbp_area_fy": kept["cbp_area_fy"] | area_rows(content, sources),
    }
    said: list[str] = []
    changed["observations"] = summed_observations(content, sources, tables, said)
    changed["sources"] = rel.with_source(tables, changed, *sources.values())
    last = max(row["month"] for row in changed["cbp_monthly"].values())
    until = f"{NAMES[(int(last[5:]) + 2) % 12]} {last[:4]}"
    return Release(changed, released, {"cbp_monthly": until, "cbp_area_fy": until}, said)


# ---------------------------------------------------------------- cells of a file


def _cells(file: Download, places: Rows, faults: list[Fault]) -> dict[int, dict]:
    """By fiscal year: the months there are, and (pounds, events, line) by month, drug, region, component, area."""
    years: dict[int, dict] = defaultdict(lambda: {"months": set(), "cells": {}})
    seen: dict[tuple, tuple] = {}
    for line, row in file.rows:
        try:
            year, month = _year(row["FY"]), _month(row["Month (abbv)"])
            drug = _named(row["Drug Type"], DRUGS | dict.fromkeys(OTHER_DRUGS, ""), "Drug Type")
            component = _named(row["Component"], COMPONENTS, "Component")
            region = _named(row["Region"], REGIONS, "Region")
            area = "us-" + slug(row["Area of Responsibility"])
            pounds = _checked(number, row, "Sum Qty (lbs)")
            events = _checked(count, row, "Count of Event")
            if drug == FENTANYL and area not in places:
                remedy = (
                    f"Add a row to places.csv: {area},{row['Area of Responsibility'].title()},area,{region},"
                )
                remedy += " and run: poppybook check --seal; or correct the name in the file"
                raise _Wrong("Area of Responsibility", row["Area of Responsibility"], rel.KNOWN, remedy)
        except _Wrong as wrong:
            faults.append(file.fault(line, wrong.column, wrong.value, wrong.rule, wrong.remedy))
            continue
        years[year]["months"].add(month)
        key = (year, month, row["Drug Type"], component, region, row.get("Land Filter", ""), area)
        twin = seen.setdefault(key, (pounds, events, line))
        if twin[2] != line:
            if twin[:2] != (pounds, events):
                remedy = (
                    f"Row {twin[2]} has {text_of(twin[0])} lb in {twin[1]} events for the same cell: keep one"
                )
                faults.append(file.fault(line, "Sum Qty (lbs)", row["Sum Qty (lbs)"], rel.AGREE, remedy))
            continue
        if drug:
            cell = years[year]["cells"].setdefault((month, drug, region, component, area), [])
            cell.append((pounds, events))
    return dict(years)


class _Wrong(Exception):
    def __init__(self, column, value, rule, remedy):
        self.column, self.value, self.rule, self.remedy = column, value, rule, remedy


def _year(text: str) -> int:
    digits = text.upper().replace("(FYTD)", "").strip().removeprefix("FY")
    if not (digits.isdigit() and len(digits) == 4):
        raise _Wrong("FY", text, YEAR, "Correct the cell, or delete the line if it is a note")
    return int(digits)


def _month(text: str) -> int:
    """Position in the fiscal year, October first."""
    if text[:3].upper() not in MONTHS:
        raise _Wrong("Month (abbv)", text, MONTH, "Correct the cell, or delete the line if it is a total")
    return MONTHS.index(text[:3].upper())


def _named(text: str, names: dict[str, str], column: str) -> str:
    if plain(text) not in names:
        remedy = f"{nearest(column.lower(), plain(text), names)} If CBP added or renamed it, add it in update/cbp.py"
        raise _Wrong(column, text, rel.KNOWN, remedy)
    return names[plain(text)]


def _checked(parse, row: Row, column: str):
    try:
        return parse(row[column])
    except ValueError as error:
        raise _Wrong(column, row[column], str(error), "Take the file from CBP again") from None


# ---------------------------------------------------------------- the release as a whole


def _choose_years(files, cells, faults) -> dict[int, tuple[int, dict]]:
    """For each fiscal year the file that has most of it; files that overlap must agree on the months they share."""
    chosen: dict[int, tuple[int, dict]] = {}
    for at in range(len(files)):
        for year, content in cells[at].items():
            if year not in chosen:
                chosen[year] = (at, content)
                continue
            other_at, other = chosen[year]
            shared = content["months"] & other["months"]
            for key in sorted(content["cells"].keys() | other["cells"].keys()):
                mine, theirs = content["cells"].get(key), other["cells"].get(key)
                if key[0] in shared and (mine is None or theirs is None or sorted(mine) != sorted(theirs)):
                    value = f"FY{year} {MONTHS[key[0]]} {' '.join(key[1:])}"
                    remedy = f"{files[other_at].name} says something else: give the newer file only"
                    faults.append(files[at].fault(None, None, value, rel.AGREE, remedy))
            if len(content["months"]) > len(other["months"]):
                chosen[year] = (at, content)
    return dict(sorted(chosen.items()))


def _judge(years, files, tables, accept_smaller, faults) -> None:
    last = max(years)
    old_months, old_pounds = defaultdict(set), defaultdict(float)
    for row in tables["cbp_monthly"].values():
        old_months[int(row["fiscal_year"])].add((int(row["month"][5:]) + 2) % 12)
        old_pounds[int(row["fiscal_year"]), row["drug"]] += float(row["pounds"])
    newest = max(old_months, default=0)
    for year, (at, content) in years.items():
        months, file = content["months"], files[at]
        wanted = set(range(12)) if year < max(last, newest) else set(range(max(months) + 1))
        if wanted - months:
            value = f"FY{year} without {', '.join(MONTHS[m] for m in sorted(wanted - months))}"
            remedy = "The download is not complete, or rows were deleted: take it from CBP again"
            faults.append(file.fault(None, "Month (abbv)", value, rel.WHOLE, remedy))
        elif old_months[year] - months:
            value = f"FY{year} ends in {MONTHS[max(months)]}, in the data in {MONTHS[max(old_months[year])]}"
            faults.append(file.fault(None, "Month (abbv)", value, rel.OLDER, "Take the newest file from CBP"))
        elif not accept_smaller:
            for drug in DRUGS.values():
                new = math.fsum(
                    pounds for key, cell in content["cells"].items() if key[1] == drug for pounds, _ in cell
                )
                if new < old_pounds[year, drug] * (1 - rel.SHRINK):
                    value = f"FY{year} {drug}: {old_pounds[year, drug]:,.2f} -> {new:,.2f} lb"
                    faults.append(file.fault(None, "Sum Qty (lbs)", value, rel.SMALLER, rel.ACCEPT))


def _source(file: Download, cells: dict[int, dict], released: str) -> Row:
    first, last = min(cells), max(cells)
    until = max(cells[last]["months"])
    partial = until < 11
    name = (
        f"cbp-nationwide-drugs-fy{first % 100:02d}-fy{last % 100:02d}" + f"-{MONTHS[until].lower()}" * partial
    )
    words = f"{NAMES[until]} {last - (until < 3)}"
    years = f"fiscal years {first} to {last}" if first < last else f"fiscal year {last}"
    return {
        "source_id": name,
        "title": f"Nationwide Drug Seizures, {years}{f', to {words}' if partial else ''} (data file)",
        "author": "",
        "publisher": PUBLISHER,
        "date_published": released,
        "url": PAGE,
        "kind": "primary-data",
        "reliability": "A",
        "note": f"Official file as downloaded ({file.name}, SHA-256 {file.digest[:16]}). Totals are sums of its rows.",
    }
