"""The dataset as an Excel workbook: a first sheet to read, the meaning of each column, one sheet for each table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from poppybook import language as words
from poppybook.dataset.store import Dataset
from poppybook.dataset.take_away import is_like_a_formula
from poppybook.language import takeaway

WIDEST = 60
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # workbooks carry a date of creation; this one says nothing


def write_workbook(data: Dataset, path: Path, year: str) -> None:
    """Write the workbook to `path`. Text stays text: no cell becomes a formula or a link. Same dataset, same bytes."""
    import xlsxwriter  # here only: rendering a book without a dataset needs no spreadsheet

    options = {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": takeaway.workbook_title(data.version), "created": _NEVER})
        looks = {
            "title": book.add_format({"bold": True, "font_size": 18}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "count": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "said": book.add_format({"quote_prefix": True}),  # stays text when the cell is edited
            "strong": book.add_format({"bold": True, "valign": "top"}),
        }
        _first_sheet(book, looks, data, year)
        _columns_sheet(book, looks, data)
        for name in data.tables:
            _table_sheet(book, looks, name, data[name])


def _first_sheet(book, looks: dict, data: Dataset, year: str) -> None:
    sheet = book.add_worksheet(takeaway.FIRST_SHEET)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, takeaway.workbook_title(data.version), looks["title"])
    row = 2
    for line in (data.package.descriptor["description"], *takeaway.ABOUT):
        sheet.merge_range(row, 0, row, 2, line, looks["text"])
        sheet.set_row(row, 16 * (1 + len(line) // 125))
        row += 1
    for heading, entries in (
        (takeaway.STATUS_HEAD, takeaway.STATUS),
        (
            takeaway.RELIABILITY_HEAD,
            {key: text.partition(": ")[2] for key, text in words.RELIABILITY.items()},
        ),
    ):
        sheet.write_string(row + 1, 0, heading, looks["head"])
        row += 2
        for key, text in entries.items():
            sheet.write_string(row, 0, key, looks["strong"])
            sheet.write_string(row, 2, text, looks["text"])
            row += 1
    row += 1
    for column, text in enumerate(takeaway.SHEETS_HEAD):
        sheet.write_string(row, column, text, looks["head"])
    for resource in data.package.descriptor["resources"]:
        row, name = row + 1, resource["name"]
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_number(row, 1, len(data[name]), looks["count"])
        sheet.write_string(row, 2, resource.get("title") or name, looks["text"])
    sheet.write_string(row + 2, 0, takeaway.CITE_TITLE, looks["head"])
    sheet.merge_range(row + 3, 0, row + 3, 2, takeaway.cite_data(data.version, year), looks["text"])


def _columns_sheet(book, looks: dict, data: Dataset) -> None:
    sheet = book.add_worksheet(takeaway.COLUMNS_SHEET)
    frame = data.dictionary()[["table", "column", "title", "description", "type", "unit"]]
    for column, (text, width) in enumerate(zip(takeaway.COLUMNS_HEAD, (18, 20, 26, 90, 10, 22), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, looks["head"])
    for row, cells in enumerate(frame.itertuples(index=False), 1):
        for column, value in enumerate(cells):
            if not pd.isna(value):
                sheet.write_string(row, column, str(value), looks["text"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(frame), frame.shape[1] - 1)


def _table_sheet(book, looks: dict, name: str, frame: pd.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    for column, title in enumerate(frame.columns):
        values = frame[title]
        sheet.write_string(0, column, title, looks["head"])
        shown = values.dropna().astype(str).head(200).map(len).max()
        sheet.set_column(column, column, min(WIDEST, max(len(title), 0 if pd.isna(shown) else shown) + 2))
        for row, value in enumerate(values, 1):
            if pd.isna(value):
                continue
            if isinstance(value, pd.Timestamp):
                sheet.write_datetime(row, column, value.to_pydatetime(), looks["day"])
            elif isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, looks["said"] if is_like_a_formula(value) else None)
            else:
                sheet.write_number(row, column, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(frame), frame.shape[1] - 1)
