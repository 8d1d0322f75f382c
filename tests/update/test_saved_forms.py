"""Forms as spreadsheet programs of several countries and ages save them."""

import csv
import re

import pytest
from forms import PLAIN

from poppybook.book.faults import DataError
from poppybook.dataset.package import read_package
from poppybook.update import addition


def _german(text):
    lines = []
    for line in text.splitlines():
        cells = next(csv.reader([line]))
        shown = [cell.replace(".", ",") if re.fullmatch(r"[0-9]+\.[0-9]+", cell) else cell for cell in cells]
        lines.append(";".join(shown) + ";" * (7 - len(cells)))
    return "\r\n".join(lines).replace(";false", ";FALSCH").replace("2026-11-12", "12.11.2026") + "\r\n"


def _one_column(text):
    """As an Excel with semicolons saves a file with commas: each line is one cell."""
    return "".join(
        '"' + line.replace('"', '""') + '"\r\n' if '"' in line else line + "\r\n"
        for line in text.splitlines()
    ).encode()


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: b"\xef\xbb\xbf" + _german(text).encode(),
        lambda text: _german(text).encode("cp1252"),
        lambda text: b"sep=;\r\n" + _german(text).encode(),
        lambda text: text.replace("additive,false", "additive,FALSE").encode("utf-16"),
        lambda text: text.replace("additive,false", "additive,FALSO").replace("\n", "\r").encode(),
        lambda text: text.replace("2026-11-26", "11/26/2026").encode(),
        lambda text: text.replace("2026-11-26", "26/11/2026").encode(),
        lambda text: text.replace("2024,100,,,", "2024,100,-,n/a,").encode(),
        lambda text: text.replace("theme,", "Theme:,").encode(),
        lambda text: text.replace("2024,100", "2024,100.0").encode() + b"\x1a",
        lambda text: "".join("," + line + "\n" for line in text.splitlines()).encode(),
        lambda text: "".join(
            line + "\n" if line.startswith("#") else '"",' + line + "\n" for line in text.splitlines()
        ).encode(),
        lambda text: text.replace("period,value", "Period,Value").encode(),
        lambda text: text.encode("utf-32-be"),
        _one_column,
        lambda text: text.replace("theme,heroin", "theme, heroin\u00a0").encode() + b",,,,,,\n,,,,,,\n",
    ],
)
def test_forms_survive_spreadsheet_programs(tables, book_template, tmp_path, saved):
    path = tmp_path / "saved.csv"
    path.write_bytes(saved(PLAIN))
    made = addition.read_series(path, tables, read_package(book_template / "data"))
    assert made.date == "2026-11-26"
    assert made.tables["series"]["own-series"]["additive"] == "false"
    assert made.tables["sources"]["printer-2026"]["date_published"] == "2026-11-12"
    assert made.tables["observations"]["own-series@2025"]["value"] == "120.5"


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ("Invented", "Inv\0ented", "caveat", "Inv\\x00ented."),
        ("Table 7,\n", "Table\x007,\n", "locator", "Table\\x007"),
        ("Invented", "Inv\u2028ented", "caveat", "Inv\\u2028ented."),
        ("2024,100", "45292,100", "period", "45292"),
        ("2024,100", "2024,\u2212100", "value", "\u2212100"),
    ],
)
def test_what_no_form_holds_is_named_at_its_line_and_name(judged, old, new, column, found):
    """A NUL byte behind the first 4,000 was a fault of row 2,489 of observations.csv."""
    padded = PLAIN.replace("Whatever is counted.", "Whatever is counted" + " again" * 1000 + ".")
    (fault,) = judged(padded.replace(old, new, 1))
    line = 1 + padded[: padded.index(old)].count("\n")
    assert (fault.file, fault.row, fault.column, fault.value) == ("mine.csv", line, column, found)


@pytest.mark.parametrize("page", ["mac_roman", "cp850", "cp437"])
def test_letters_in_the_code_page_of_dos_or_an_old_mac_are_never_read_as_others(
    tables, book_template, tmp_path, page
):
    path = tmp_path / "saved.csv"
    path.write_bytes(PLAIN.replace("Own series, Mexico", "Own series, M\u00e9rida").encode(page))
    with pytest.raises(DataError, match=r"row 5.*old Mac.*Save it as UTF-8"):
        addition.read_series(path, tables, read_package(book_template / "data"))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-32", "utf-16"])
def test_words_of_many_languages_stay_whole(tables, book_template, tmp_path, encoding):
    words = "Mérida’s “año” — c\u0153ur, \u0161koda, Ni\u00f1o…, US–Mexico, n.º 3, 5 €"
    path = tmp_path / "saved.csv"
    path.write_bytes(PLAIN.replace("Invented.", f'"{words}"').encode(encoding))
    made = addition.read_series(path, tables, read_package(book_template / "data"))
    assert made.tables["series"]["own-series"]["caveat"] == words


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [("1,234,567", "without commas"), ("1,234.5", "without commas"), ("12,345", "two ways")],
)
def test_the_remedy_for_commas_is_true(judged, cell, remedy):
    (fault,) = judged(PLAIN.replace("2024,100,", f'2024,"{cell}",'))
    assert remedy in fault.remedy


@pytest.mark.parametrize("day", ["2026/11/12", "12. 11. 2026", "2026-11-12 00:00:00", "12.11.2026"])
def test_days_that_can_be_read_in_one_way_are_read(judged, day):
    made = judged(PLAIN.replace("2026-11-12", day).replace("2024,100", f"{day},100"))
    assert made.tables["sources"]["printer-2026"]["date_published"] == "2026-11-12"
    assert made.tables["observations"]["own-series@2026-11-12"]["value"] == "100"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("added,2026-11-26", "added,3/4/2026", "added"),
        ("2024;100;", "2024;1.234;", "value"),
        ("2024;100;", "2024;1,234;", "value"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_back(judged, old, new, column):
    text = PLAIN if old in PLAIN else _german(PLAIN)
    (fault,) = judged(text.replace(old, new))
    assert fault.column == column and "two ways" in fault.remedy


def test_a_workbook_in_place_of_a_form(tables, book_template, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"PK\x03\x04rest")
    with pytest.raises(DataError, match=r"Excel workbook.*save it as “CSV UTF-8”"):
        addition.read_series(path, tables, read_package(book_template / "data"))
