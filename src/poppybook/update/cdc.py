"""CDC, VSRR Provisional Drug Overdose Death Counts: from the downloaded CSV file to the book's tables."""

import re
from collections import defaultdict
from pathlib import Path

from poppybook.book.faults import Fault
from poppybook.dataset import periods

from . import release as rel
from .cdc_copies import STATES_CLASS, copied_observations
from .download import Download, count, nearest, number, plain, read
from .release import Release
from .tables import Row, Rows, text_of

# The portal writes the names so, its API in lower case with underscores.
COLUMNS = dict.fromkeys(
    (
        "State",
        "Year",
        "Month",
        "Period",
        "Indicator",
        "Data Value",
        "Percent Pending Investigation",
        "Footnote",
        "Predicted Value",
    ),
    (),
)
# CDC's name of a drug class, without capitals and punctuation: our name, its codes, and the word in ids.
INDICATORS = {
    "numberofdrugoverdosedeaths": ("all drug overdose deaths", "X40-X44;X60-X64;X85;Y10-Y14", "all"),
    "opioidst400t404t406": ("opioids", "T40.0-T40.4;T40.6", "opioid"),
    "heroint401": ("heroin", "T40.1", "heroin"),
    "syntheticopioidsexclmethadonet404": ("synthetic opioids excl. methadone", "T40.4", "t404"),
}
OTHER_INDICATORS = {
    "cocainet405", "methadonet403", "naturalsemisyntheticopioidst402", "numberofdeaths", "percentwithdrugsspecified",
    "naturalsemisyntheticopioidsinclmethadonet402t403", "psychostimulantswithabusepotentialt436",
    "naturalsemisyntheticsyntheticopioidsinclmethadonet402t404",
}  # fmt: skip
PLACES = {"US": "USA", "NY": "us-ny-outside-nyc", "YC": "us-new-york-city"}
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
         "November", "December")  # fmt: skip
T404 = next(word for _, code, word in INDICATORS.values() if code == STATES_CLASS)
MONTHS = {name.lower(): at for at, name in enumerate(NAMES, 1)}
FLAGS = {
    "underreported due to incomplete data": "incomplete",
    "data suppressed (<10)": "suppressed-under-10",
    "data not shown due to low data quality": "withheld-low-quality",
}
REMARKS = {"numbers may differ from published reports using final data", "see technical notes", ""}

PAGE = "https://data.cdc.gov/National-Center-for-Health-Statistics/VSRR-Provisional-Drug-Overdose-Death-Counts/xkb8-kh2a"
WINDOW = "a count covers the 12 months that end in the month"
MONTH = "a month is written by its English name, a year in four digits"
EXPLAINED = "a count is missing only where the footnote says why"
NATION = "the nation has a count in every month"
PLACE = "every place of the data stays, and all end in the same month"
LIKELY = 1e-6  # the portal prints more digits of a share than the API


def read_release(paths: list[Path], tables: dict[str, Rows], released: str, accept_smaller: bool) -> Release:
    """The file as new states of cdc_12month, cdc_12month_state, the observations taken from them, and sources.

    Drug classes that the file does not hold stay as they are. Raises DataError with all faults: unknown names and
    footnotes, gaps, files that disagree, a release older than the data, totals that shrink.
    """
    faults: list[Fault] = []
    files = [read(path, COLUMNS) for path in paths]
    cells: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)  # by class: (place, month) to its row
    for file in files:
        _collect(file, tables["places"], cells, faults)
    rel.refuse(faults)
    source = _source(files, cells, released)
    changed = {
        "cdc_12month": dict(tables["cdc_12month"]),
        "cdc_12month_state": dict(tables["cdc_12month_state"]),
    }
    for word, rows in cells.items():
        _judge(word, rows, files[-1], tables, accept_smaller, faults)
        _fill(word, rows, source["source_id"], changed)
    rel.refuse(faults)
    codes = {word: (name, code) for name, code, word in INDICATORS.values()}
    changed["observations"] = copied_observations(cells, codes, source["source_id"], tables)
    changed["sources"] = rel.with_source(tables, changed, source)
    reach = {
        "cdc_12month": _words(max(row["month"] for row in changed["cdc_12month"].values())),
        "cdc_12month_state": _words(max(row["month"] for row in changed["cdc_12month_state"].values())),
    }
    return Release(changed, released, reach)


def _collect(file: Download, places: Rows, cells, faults: list[Fault]) -> None:
    known = INDICATORS.keys() | OTHER_INDICATORS
    for line, row in file.rows:
        name = plain(row["Indicator"])
        if name not in known:
            remedy = (
                f"{nearest('indicator', name, known)} If CDC added or renamed it, add it in update/cdc.py"
            )
            faults.append(file.fault(line, "Indicator", row["Indicator"], rel.KNOWN, remedy))
            continue
        if name in OTHER_INDICATORS:
            continue
        state = row["State"].upper()
        place = PLACES.get(state, f"US-{state}")
        word = INDICATORS[name][2]
        if word != T404 and place != "USA":
            continue  # the book keeps states for synthetic opioids only
        if place not in places:
            remedy = (
                f"Add a row to places.csv: {place},{state},state,USA,{place} and run: poppybook check --seal"
            )
            faults.append(file.fault(line, "State", row["State"], rel.KNOWN, remedy))
            continue
        tidy = _tidy(file, line, row, place, faults)
        if tidy is None:
            continue
        before = cells[word].setdefault((place, tidy["month"]), tidy)
        if before | {"line": ""} != tidy | {"line": ""}:
            remedy = (
                f"Another row ({before['line']}) has other numbers for the same month and place: keep one"
            )
            faults.append(file.fault(line, "Data Value", row["Data Value"], rel.AGREE, remedy))


def _tidy(file: Download, line: int, row: Row, place: str, faults: list[Fault]) -> Row | None:
    def wrong(column: str, rule: str, remedy: str) -> None:
        faults.append(file.fault(line, column, row[column], rule, remedy))

    if plain(row["Period"]) != "12monthending":
        return wrong("Period", WINDOW, "Export the table with the period “12 month-ending” only")
    month = MONTHS.get(row["Month"].lower())
    if not month or not re.fullmatch(r"20[0-9]{2}", row["Year"]):
        return wrong("Month" if not month else "Year", MONTH, "Take the file from CDC again")
    flags, strange = _flags(row["Footnote"])
    if strange:
        return wrong(
            "Footnote", rel.KNOWN, f"Add to FLAGS or REMARKS in update/cdc.py what it means: {strange}"
        )
    tidy = {
        "month": f"{row['Year']}-{month:02d}",
        "flag": ";".join(flags),
        "line": f"{file.name}, row {line}",
    }
    for column, name in (("Data Value", "reported_deaths"), ("Predicted Value", "predicted_deaths")):
        try:
            tidy[name] = str(count(row[column])) if row[column] else ""
        except ValueError as error:
            return wrong(column, str(error), "Take the file from CDC again")
    try:
        pending = row["Percent Pending Investigation"]
        tidy["percent_pending"] = text_of(number(pending), digits=9) if pending else ""
    except ValueError as error:
        return wrong("Percent Pending Investigation", str(error), "Take the file from CDC again")
    if not tidy["reported_deaths"] and not {"suppressed-under-10", "withheld-low-quality"} & set(flags):
        return wrong("Data Value", EXPLAINED, "Take the file from CDC again; if it is so there, tell us")
    if place == "USA" and not (tidy["reported_deaths"] and tidy["predicted_deaths"]):
        return wrong("Data Value", NATION, "Take the file from CDC again")
    return tidy


def _flags(footnote: str) -> tuple[list[str], str]:
    """The flags a footnote stands for, in the book's order, and the first sentence that nobody knows."""
    sentences = [" ".join(part.split()).lower() for part in footnote.split(".")]
    strange = next((part for part in sentences if part not in FLAGS and part not in REMARKS), "")
    return [flag for text, flag in FLAGS.items() if text in sentences], strange


def _judge(word: str, rows, file: Download, tables, accept_smaller: bool, faults: list[Fault]) -> None:
    """What must hold over a whole drug class: no gaps, every place to the same end, nothing taken back."""
    by_place = defaultdict(set)
    for place, month in rows:
        by_place[place].add(month)
    old = _held(word, tables)
    last = max(month for _, month in rows)
    for place in sorted({place for place, _ in old} | by_place.keys()):
        months = by_place.get(place, set())
        label = f"{word}, {place}"
        if not months or max(months) < last:
            value = f"{label} ends in {max(months, default='no month')}, others in {last}"
            remedy = "The download is not complete: take it from CDC again, unfiltered"
            faults.append(file.fault(None, "State", value, PLACE, remedy))
            continue
        gaps = _gaps(months)
        if gaps:
            value = f"{label} without {', '.join(gaps)}"
            faults.append(file.fault(None, "Month", value, rel.WHOLE, "Take the file from CDC again"))
        missing = sorted(month for where, month in old if where == place and month not in months)
        if missing:
            rule = rel.OLDER if missing[-1] > last else rel.WHOLE
            value = f"{label} lacks {missing[0]}" + (f" to {missing[-1]}" if missing[1:] else "")
            faults.append(file.fault(None, "Month", value, rule, "Take the newest whole file from CDC"))
    for (place, month), row in sorted(old.items()):
        new = rows.get((place, month))
        if place == "USA" and new and not accept_smaller:
            before, after = int(row["reported_deaths"]), int(new["reported_deaths"])
            if after < before * (1 - rel.SHRINK):
                value = f"{word}, 12 months to {month}: {before:,} -> {after:,}"
                faults.append(file.fault(None, "Data Value", value, rel.SMALLER, rel.ACCEPT))


def _class(word: str) -> tuple[str, str]:
    """Name and codes of a class of drugs, by its word in ids."""
    return next((name, codes) for name, codes, id_word in INDICATORS.values() if id_word == word)


def _held(word: str, tables) -> dict[tuple[str, str], Row]:
    held = {
        (row["place"], row["month"]): row
        for row in tables["cdc_12month"].values()
        if row["indicator"] == _class(word)[0]
    }
    if word == T404:
        held |= {(row["place"], row["month"]): row for row in tables["cdc_12month_state"].values()}
    return held


def _gaps(months: set[str]) -> list[str]:
    first, last = (periods.parse(month) for month in (min(months), max(months)))
    whole = periods.Period(first.start, last.end, periods.SPAN).months()
    return [str(month) for month in whole if str(month) not in months]


def _fill(word: str, rows, source: str, changed: dict[str, Rows]) -> None:
    indicator, codes = _class(word)
    for (place, month), row in rows.items():
        key = f"cdc-12m-{word}-{place.lower()}@{month}"
        numbers = {name: row[name] for name in ("reported_deaths", "predicted_deaths", "flag")}
        common = {"observation_id": key, "month": month, "place": place, "source_id": source, **numbers}
        if place == "USA":
            status = "preliminary" if "incomplete" in row["flag"] else "reported"
            more = {"indicator": indicator, "icd10": codes, "status": status}
            changed["cdc_12month"][key] = common | more
        else:
            before = changed["cdc_12month_state"].get(key, {}).get("percent_pending", "")
            pending = row["percent_pending"]
            if before and pending and abs(float(before) - float(pending)) < LIKELY:
                pending = before
            changed["cdc_12month_state"][key] = common | {"percent_pending": pending}


def _source(files: list[Download], cells, released: str) -> Row:
    last = max(month for rows in cells.values() for _, month in rows)
    names = ", ".join(f"{file.name}, SHA-256 {file.digest[:16]}" for file in files)
    return {
        "source_id": f"cdc-vsrr-{released}",
        "title": f"VSRR Provisional Drug Overdose Death Counts (release of {released}, to {_words(last)})",
        "author": "",
        "publisher": "CDC National Center for Health Statistics",
        "date_published": released,
        "url": PAGE,
        "kind": "primary-data",
        "reliability": "A",
        "note": f"Official file as downloaded ({names}).",
    }


def _words(month: str) -> str:
    return f"{NAMES[int(month[5:]) - 1]} {month[:4]}"
