"""A series of your own, from a short form in one CSV file: names and values above, one number a row below."""

import math
import re
from pathlib import Path

from poppybook.checking.rules_text import ADDRESS, NOTHING, is_web_address
from poppybook.dataset import columns, periods
from poppybook.dataset.package import Package

from .blame import teller
from .download import nearest
from .form import FORM, SERIES, SOURCE, Form, read_form
from .release import Release, refuse
from .sheet import AMBIGUOUS, is_ambiguous
from .tables import Row, Rows

NEEDED = ("source_title", "source_publisher", "source_kind", "source_reliability")
FILLED = "the line has a value"
NEW = "the name is new in the dataset"
ALLOWED = "the value is one of those the dataset knows"
PERIOD = "a period is written in one of the book's seven forms"
ONCE = "each period stands once"
NUMBER = "a number is written with digits and a decimal point, zero or more"
ORDER = "low, value and high are in order"
SHARE = "a share lies between 0 and 100"
DATED = "the source's date is a year, month or day"
ADDED = "a series is added on or after the day of the first edition of the data"
DAY = "a date is a day of the calendar written YYYY-MM-DD"


def read_series(path: Path, tables: dict[str, Rows], package: Package) -> Release:
    """The file as new states of series, observations and sources. Raises DataError with all faults at once."""
    form = read_form(path)
    refuse(form.faults)
    _judge_series(form, tables, package)
    source = _source(form, tables, package)
    made = {
        line: row
        for line, cells in form.rows
        if (row := _observation(form, line, cells, tables, package, source))
    }
    seen: dict[str, int] = {}
    for line, cells in form.rows:
        if seen.setdefault(cells["period"], line) != line:
            remedy = f"Row {seen[cells['period']]} has it already: keep one"
            form.fault(line, "period", cells["period"], ONCE, remedy)
    refuse(form.faults)
    blank = dict.fromkeys(package.tables["series"].columns, "") | {
        "points_only": "false",
        "role": "reference",
    }
    series = blank | {name: form[name] for name in (*SERIES, "pint_unit")}
    changed = {
        "series": tables["series"] | {form["series_id"]: series},
        "observations": tables["observations"] | {row["observation_id"]: row for row in made.values()},
        "sources": tables["sources"] | {source["source_id"]: source},
    }
    own = {("observations", row["observation_id"]): line for line, row in made.items()}
    own["series", form["series_id"]] = None
    if source["source_id"] not in tables["sources"]:
        own["sources", source["source_id"]] = None
    return Release(changed, form["added"], {}, retold=teller(form, own))


def _judge_series(form: Form, tables: dict[str, Rows], package: Package) -> None:
    for name in (*SERIES, "source_id", "added"):
        if not form[name]:
            form.wrong(name, FILLED, f"Fill in the line {name}")
    for name, table in (("place", "places"), ("unit", "units")):
        if form[name] and form[name] not in tables[table]:
            remedy = f"{nearest(name, form[name], tables[table])} Or add a row to {table}.csv"
            form.wrong(name, ALLOWED, remedy)
    _one_of(form, "theme", [key for key, row in tables["themes"].items() if row["notebook"]])
    _one_of(form, "pint_unit", _words(package, "series", "pint_unit"))
    _one_of(form, "additive", ["true", "false"])
    if form["series_id"] in tables["series"]:
        form.wrong(
            "series_id", NEW, "Choose another; a series that is there grows by editing observations.csv"
        )
    elif any(row["title"] == form["title"] for row in tables["series"].values()):
        form.wrong("title", NEW, "Another series has this title: say what is different")
    for name in ("series_id", "source_id"):
        if form[name] and not set(form[name]) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-"):
            form.wrong(name, FORM, "Write small letters, digits, points and hyphens only")
    if form["source_url"] and not is_web_address(form["source_url"]):
        form.wrong("source_url", ADDRESS, "Write the whole address, https://…, or leave the line empty")
    if form["source_date"] and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", form["source_date"]):
        form.wrong(
            "source_date", DATED, "Write 2026, 2026-11 or 2026-11-12: 3/4/2026 can be read in two ways"
        )
    if form["added"] and not _is_day(form["added"]):
        form.wrong("added", DAY, "Write the day as 2026-11-26: 3/4/2026 can be read in two ways")
    elif form["added"] and form["added"] < (first := min(row["date"] for row in tables["changes"].values())):
        form.wrong("added", ADDED, f"Write the day on which you add the series: the data begin on {first}")


def _source(form: Form, tables: dict[str, Rows], package: Package) -> Row:
    known = tables["sources"].get(form["source_id"])
    if known:
        for name in SOURCE:
            if form[name]:
                form.wrong(
                    name, NEW, f"The book has {form['source_id']}: leave the source lines empty, or rename it"
                )
        return known
    for name in NEEDED:
        if not form[name]:
            form.wrong(name, FILLED, f"Fill in the line {name}, or name a source that the book has")
    for name in ("kind", "reliability"):
        _one_of(form, f"source_{name}", _words(package, "sources", name))
    return {
        "source_id": form["source_id"],
        "title": form["source_title"],
        "author": "",
        "publisher": form["source_publisher"],
        "date_published": form["source_date"],
        "url": form["source_url"],
        "kind": form["source_kind"],
        "reliability": form["source_reliability"],
        "note": "",
    }


def _observation(
    form: Form, line: int, cells: Row, tables: dict[str, Rows], package: Package, source: Row
) -> Row | None:
    before = len(form.faults)
    try:
        period = periods.parse(cells["period"])
    except ValueError as error:
        form.fault(line, "period", cells["period"], PERIOD, str(error))
        return None
    numbers = {}
    for name in ("value", "low", "high"):
        badly: list[int] = []
        number = columns.build("number", [cells[name]], badly)[0]
        numbers[name] = None if math.isnan(number) else number
        if (
            badly
            or is_ambiguous(cells[name], form.delimiter)
            or number < 0
            or not (cells[name] or name != "value")
        ):
            if name == "value" and cells[name].casefold() in NOTHING:
                form.fault(
                    line, name, cells[name], NUMBER, "Delete the row: where no number is known none stands"
                )
                continue
            torn = is_ambiguous(cells[name], form.delimiter) or re.fullmatch(r"-?\d{1,3},\d{3}", cells[name])
            remedy = AMBIGUOUS if torn else "Write it like 1234.5, without commas and units"
            form.fault(line, name, cells[name], NUMBER, remedy)
    status = _words(package, "observations", "status")
    if cells["status"] not in status:
        form.fault(line, "status", cells["status"], ALLOWED, f"Write one of: {', '.join(status)}")
    if not cells["locator"]:
        form.fault(line, "locator", "", FILLED, "Say where in the document the number stands")
    if len(form.faults) > before:
        return None
    low, value, high = (numbers[name] for name in ("low", "value", "high"))
    if (low is not None and low > value) or (high is not None and high < value):
        form.fault(line, "value", cells["value"], ORDER, "Correct the three numbers by the source")
    if tables["units"].get(form["unit"], {}).get("ratio") == "percent" and max(value, high or 0) > 100:
        form.fault(line, "value", cells["value"], SHARE, "Correct the number or the unit")
    return {
        "observation_id": f"{form['series_id']}@{period}",
        "series_id": form["series_id"],
        "period": str(period),
        "period_type": period.type,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "place": form["place"],
        "value": cells["value"],
        "unit": form["unit"],
        "low": cells["low"],
        "high": cells["high"],
        "status": cells["status"],
        "source_id": form["source_id"],
        "locator": cells["locator"],
        "reliability": source["reliability"],
        "note": cells["note"],
    }


def _one_of(form: Form, name: str, words: list[str]) -> None:
    if form[name] and form[name] not in words:
        form.wrong(name, ALLOWED, f"Write one of: {', '.join(words)}")


def _words(package: Package, table: str, column: str) -> list[str]:
    resource = next(each for each in package.descriptor["resources"] if each["name"] == table)
    fields = {each["name"]: each for each in resource["schema"]["fields"]}
    return fields[column]["constraints"]["enum"]


def _is_day(text: str) -> bool:
    try:
        return periods.parse(text).type == periods.DAY
    except ValueError:
        return False
