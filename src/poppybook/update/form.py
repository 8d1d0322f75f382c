"""The short form of a series: names and values above, one number a row below, in one CSV file."""

from dataclasses import dataclass, field
from pathlib import Path

from poppybook.book.faults import DataError, Fault
from poppybook.checking.rules_text import NOTHING

from .decoding import TEXT
from .download import nearest
from .sheet import day_text, number_text, read_sheet, serial_day, truth_text
from .tables import Row

TEMPLATE = """\
# One series for the book. Lines that begin with # are notes: delete or keep them.
# First the series and its source, a name and a value a line. Quote a value that holds a comma.
series_id,my-series
theme,heroin
title,"My series, Mexico"
place,MEX
unit,hectares
definition,What is counted or estimated.
publisher,Who publishes the numbers
caveat,What the series cannot say.
additive,false
# The document you read. Leave all but source_id empty if the book has it already.
source_id,publisher-2026
source_title,Title as printed
source_publisher,Who published the document
source_date,2026-11-12
source_url,https://example.org/report
source_kind,gov-report
source_reliability,A
# Day for the changelog of the data.
added,2026-11-26
# Then the numbers. A period is 2017, FY2017, CFY2017-18, crop2016-17, 2017-03, 2017-03-05 or
# 2017-01-01--2017-06-30; low, high and note may be empty; the locator says where in the document.
period,value,low,high,status,locator,note
2024,100,,,reported,Table 1,
2025,120.5,110,131,estimate,Table 1,Provisional
"""
SERIES = ("series_id", "theme", "title", "place", "unit", "definition", "publisher", "caveat", "additive")
SOURCE = (
    "source_title",
    "source_publisher",
    "source_date",
    "source_url",
    "source_kind",
    "source_reliability",
)
NUMBERS = ("period", "value", "low", "high", "status", "locator", "note")

KNOWN = frozenset({*SERIES, *SOURCE, "source_id", "added", "pint_unit"})
DAYS = ("source_date", "added")
# Lines of the template that nobody's own series can share, and its two rows.
EXAMPLES = {
    name: value
    for name, _, value in (line.partition(",") for line in TEMPLATE.replace('"', "").splitlines())
    if name in ("series_id", "title", "definition", "publisher", "caveat", "source_id")
    or name in ("source_title", "source_publisher", "source_url")
}
EXAMPLE_ROWS = [line.split(",") for line in TEMPLATE.splitlines()[-2:]]

AS_TEXT = "Type the cell anew: it holds a sign that no text has, as broken downloads leave it"
OWN = "the form holds your own series, not the template's example"
FORM = "the file follows the form of `poppybook add --template`"


@dataclass
class Form:
    """The file as read: value and line by name, and the rows with their lines."""

    file: str
    values: dict[str, tuple[str, int]] = field(default_factory=dict)
    rows: list[tuple[int, Row]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    delimiter: str = ","
    examples: list[tuple[int, str]] = field(default_factory=list)  # what of the template is left in it

    def fault(self, line: int | None, column: str | None, value: str | None, rule: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, line, column, value, rule, remedy))

    def wrong(self, name: str, rule: str, remedy: str) -> None:
        value, line = self.values.get(name, ("", None))
        self.fault(line, name, value, rule, remedy)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, ("", None))[0]


def read_form(path: Path) -> Form:
    """The file as a form; what is wrong with it stands in its `faults`."""
    form = Form(path.name)
    try:
        sheet = read_sheet(path)
    except DataError as error:
        form.faults += error.faults
        return form
    form.delimiter = sheet.delimiter
    header: list[str] = []
    for line, padded in sheet.rows:
        cells = list(padded)
        while not cells[-1]:  # a spreadsheet pads every row to the longest
            cells.pop()
        if cells[0].startswith("#"):
            continue
        if sheet.damaged and sheet.damaged[0] == line:
            at = sheet.damaged[1]
            form.fault(line, header[at] if at < len(header) else cells[0], cells[at], TEXT, AS_TEXT)
            break
        if header:
            _take_row(form, line, header, cells)
        elif cells[0].casefold() == "period":
            header = [cell.casefold() for cell in cells]
            if (
                set(header) - set(NUMBERS)
                or len(set(header)) < len(header)
                or {"period", "value"} - set(header)
            ):
                form.fault(line, "period", ",".join(cells), FORM, f"Write {','.join(NUMBERS)}")
                break
        else:
            _take_value(form, line, cells)
    if form.examples:
        names = ", ".join(name for _, name in form.examples)
        remedy = "Write your own in their place, and delete the rows of numbers that are not yours"
        form.fault(form.examples[0][0], form.examples[0][1], names, OWN, remedy)
    if not form.faults and not form.rows:
        remedy = "Add at least one number below the line that begins with period"
        form.fault(None, "period", None, FORM, remedy)
    return form


def _take_value(form: Form, line: int, cells: list[str]) -> None:
    name = cells[0].casefold().rstrip(" :")
    if name not in KNOWN:
        form.fault(line, name, name, FORM, nearest("name", name, KNOWN).rstrip("."))
    elif name in form.values:
        form.fault(line, name, name, FORM, f"Line {form.values[name][1]} has it: keep one")
    elif len(cells) > 2:
        form.fault(line, name, ",".join(cells[1:]), FORM, 'Put a value with a comma in "quotes"')
    else:
        value = cells[1] if len(cells) > 1 else ""
        value = truth_text(value) if name == "additive" else value
        if name in DAYS:
            value = day_text(value) or value
            if serial := serial_day(value):
                form.fault(line, name, value, FORM, _as_text(serial))
        form.values[name] = (value, line)
        if value and value == EXAMPLES.get(name):
            form.examples.append((line, name))


def _as_text(serial: str) -> str:
    return f"A spreadsheet's number for {serial}: set the cell to text and write the day so"


def _take_row(form: Form, line: int, header: list[str], cells: list[str]) -> None:
    if len(cells) > len(header):
        remedy = 'Put text with a comma in "quotes"'
        form.fault(line, header[-1], ",".join(cells[len(header) :]), FORM, remedy)
        return
    row = dict.fromkeys(NUMBERS, "")
    row |= dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
    for name in ("low", "high", "note"):
        if row[name].casefold() in NOTHING:
            row[name] = ""
    if list(row.values()) in EXAMPLE_ROWS:
        form.examples.append((line, row["period"]))
        return
    for name in ("value", "low", "high"):
        row[name] = number_text(row[name], form.delimiter)
    row["period"] = day_text(row["period"]) or row["period"]
    if serial := serial_day(row["period"]):
        form.fault(line, "period", row["period"], FORM, _as_text(serial))
        return
    form.rows.append((line, row))
