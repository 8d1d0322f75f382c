"""The short form of a series: names and values above, one number a row below, in one CSV file."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from poppybook.faults import Fault

from .download import nearest
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

FORM = "the file follows the form of `poppybook add --template`"


@dataclass
class Form:
    """The file as read: value and line by name, and the rows with their lines."""

    file: str
    values: dict[str, tuple[str, int]] = field(default_factory=dict)
    rows: list[tuple[int, Row]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

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
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        form.fault(
            None, None, error.strerror, "the file is there and can be read", "Check the name and the folder"
        )
        return form
    except UnicodeDecodeError as error:
        form.fault(
            None, None, f"0x{error.object[error.start]:02X}", "text is UTF-8", "Save it as “CSV UTF-8”"
        )
        return form
    known = {*SERIES, *SOURCE, "source_id", "added", "pint_unit"}
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    try:
        for cells in reader:
            while cells and not cells[-1].strip():  # a spreadsheet pads every row to the longest
                cells.pop()
            line = reader.line_num
            if not cells or cells[0].lstrip().startswith("#"):
                continue
            cells = [cell.strip() for cell in cells]
            if header:
                _take_row(form, line, header, cells)
            elif cells[0] == "period":
                header = cells
                if (
                    set(header) - set(NUMBERS)
                    or len(set(header)) < len(header)
                    or {"period", "value"} - set(header)
                ):
                    form.fault(line, "period", ",".join(cells), FORM, f"Write {','.join(NUMBERS)}")
                    break
            elif cells[0] not in known:
                form.fault(line, cells[0], cells[0], FORM, nearest("name", cells[0], known))
            elif cells[0] in form.values:
                form.fault(
                    line, cells[0], cells[0], FORM, f"Line {form.values[cells[0]][1]} has it: keep one"
                )
            elif len(cells) > 2:
                form.fault(line, cells[0], ",".join(cells[1:]), FORM, 'Put a value with a comma in "quotes"')
            else:
                form.values[cells[0]] = (cells[1] if len(cells) > 1 else "", line)
    except csv.Error as error:
        form.fault(reader.line_num, None, None, f"{FORM} ({error})", "Close the quotes of this line")
    if not form.faults and not form.rows:
        form.fault(
            None, "period", None, FORM, "Add at least one number below the line that begins with period"
        )
    return form


def _take_row(form: Form, line: int, header: list[str], cells: list[str]) -> None:
    if len(cells) > len(header):
        form.fault(
            line, header[-1], ",".join(cells[len(header) :]), FORM, 'Put text with a comma in "quotes"'
        )
        return
    row = dict.fromkeys(NUMBERS, "") | dict(
        zip(header, cells + [""] * (len(header) - len(cells)), strict=True)
    )
    form.rows.append((line, row))
