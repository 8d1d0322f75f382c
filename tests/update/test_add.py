"""`poppybook add`: a series of your own from a short form."""

import csv
import re

import pytest

import poppybook as pb
from poppybook.book.faults import DataError
from poppybook.book.workplace import workplace
from poppybook.checking.check import check
from poppybook.dataset.package import read_package
from poppybook.update import addition, form, plan

# The template as somebody has filled it in.
PLAIN = form.TEMPLATE
for _, old, new in (
    ("id", "my-series", "own-series"),
    ("title", "My series, Mexico", "Own series, Mexico"),
    ("definition", "What is counted or estimated.", "Whatever is counted."),
    ("publisher", "Who publishes the numbers", "Who prints them"),
    ("caveat", "What the series cannot say.", "Invented."),
    ("source", "publisher-2026", "printer-2026"),
    ("source title", "Title as printed", "Title of the print"),
    ("source publisher", "Who published the document", "The printer"),
    ("address", "example.org/report", "example.org/print"),
    ("first row", "2024,100,,,reported,Table 1,", "2024,100,,,reported,Table 7,"),
    ("second row", "Table 1,Provisional", "Table 7,Provisional"),
):
    assert old in PLAIN
    PLAIN = PLAIN.replace(old, new)


@pytest.fixture
def planned(book, tmp_path):
    """What the whole dataset says of a form that is well written in itself: the faults of the plan."""

    def of(text):
        path = tmp_path / "mine.csv"
        path.write_text(text, encoding="utf-8")
        package = read_package(book.root / "data")
        with workplace(book) as private:
            return plan.make_plan(
                book, private, lambda tables: addition.read_series(path, tables, package)
            ).faults

    return of


@pytest.fixture
def judged(tables, book_template, tmp_path):
    """The faults of a form, or what it becomes."""

    def of(text):
        path = tmp_path / "mine.csv"
        path.write_text(text, encoding="utf-8")
        try:
            return addition.read_series(path, tables, read_package(book_template / "data"))
        except DataError as error:
            return error.faults

    return of


def test_a_filled_form_passes(judged):
    made = judged(PLAIN)
    assert made.date == "2026-11-26"
    series = made.tables["series"]["own-series"]
    assert (series["title"], series["role"], series["additive"]) == (
        "Own series, Mexico",
        "reference",
        "false",
    )
    row = made.tables["observations"]["own-series@2025"]
    assert (row["value"], row["low"], row["high"], row["unit"], row["place"]) == (
        "120.5",
        "110",
        "131",
        "hectares",
        "MEX",
    )
    assert made.tables["sources"]["printer-2026"]["kind"] == "gov-report"


def test_as_a_spreadsheet_program_saves_it(judged):
    padded = "".join(f"{line},,,,\r\n" if "," in line else f"{line}\r\n" for line in PLAIN.splitlines())
    made = judged("\ufeff" + padded.replace("Provisional,,,,", "Provisional"))
    assert made.tables["observations"]["own-series@2024"]["value"] == "100"


@pytest.mark.parametrize(
    ("old", "new", "column", "says"),
    [
        ("series_id,own-series", "series_id,My Series", "series_id", "small letters"),
        ("series_id,own-series", "series_id,heroin-cbp-fy-usa", "series_id", "new in the dataset"),
        ("theme,heroin", "theme,meth", "theme", "heroin, fentanyl, cooperation, supply-chain"),
        ("place,MEX", "place,MX", "place", "places.csv"),
        ("unit,hectares", "unit,hectare", "unit", "Nearest: hectares"),
        ("additive,false", "additive,no", "additive", "true, false"),
        ("definition,Whatever", "definition,\n#", "definition", "has a value"),
        ("source_kind,gov-report", "source_kind,blog", "source_kind", "gov-report"),
        ("source_title,Title of the print", "source_title,", "source_title", "has a value"),
        ("source_id,printer-2026", "source_id,cdc-wonder-t404-monthly", "source_title", "source lines empty"),
        ("added,2026-11-26", "added,today", "added", "YYYY-MM-DD"),
        ("publisher,Who", "publisher,Who,else", "publisher", "quotes"),
        ("caveat,", "caveats,", "caveats", "Nearest: caveat"),
        ("2024,100,", "1924/25,100,", "period", "seven forms"),
        ("2024,100,", "2025,100,", "period", "Row 25 has it already"),
        ("2024,100,", '2024,"1,000",', "value", "digits and a decimal point"),
        ("2024,100,", "2024,-3,", "value", "zero or more"),
        ("2024,100,", "2024,,", "value", "digits"),
        ("120.5,110,131", "120.5,130,131", "value", "in order"),
        ("unit,hectares", "unit,percent", "value", "between 0 and 100"),
        (",reported,", ",final,", "status", "reported, estimate"),
        ("reported,Table 7,", "reported,,", "locator", "has a value"),
        ("period,value,low", "period,number,low", "period", "period,value,low"),
        ("source_date,2026-11-12", "source_date,Nov 26", "source_date", "2026-11-12"),
        ("source_date,2026-11-12", "source_date,3/4/2026", "source_date", "two ways"),
        ("source_date,2026-11-12", "source_date,46338", "source_date", "number for 2026-11-12"),
        ("added,2026-11-26", "added,46352", "added", "number for 2026-11-26"),
        ("2024,100,", "2024,-,", "value", "Delete the row"),
        ("2024,100,", "2024,n/a,", "value", "Delete the row"),
        ("2024,100,", "2024,82 %,", "value", "without commas and units"),
    ],
)  # fmt: skip
def test_each_fault_names_line_column_and_remedy(judged, old, new, column, says):
    assert old in PLAIN
    faults = judged(PLAIN.replace(old, new, 1))
    fault = next(each for each in faults if each.column == column)
    assert says in str(fault) and fault.file == "mine.csv"


SPOILT = (
    ("2024,100", "1066,100", 25, "period", "“1066”"),
    ("2025,120.5", "2031,120.5", 26, "period", "“2031”. Correct the day; if it is true, write a later day in the line"),
    ("unit,hectares", "unit,deaths", 26, "value", "a count of things is a whole number"),
    ("120.5,110,131", "120.5,110,131000", 26, "high", "at most 10 times"),
    ("Own series, Mexico", "Own\u200b series, Mexico", 5, "title", "U+200B"),
    ("Invented.", "Inv\u0435nted.", 10, "caveat", "two alphabets"),
    ("1066,100,,,reported,Table 7", "1066,100,,,reported,Ta\u200bble 7", 25, "locator", "U+200B"),
    ("source_date,2026-11-12", "source_date,2010-02-30", 16, "source_date", "as the calendar has it"),
    ("added,2026-11-26", "added,2040-01-01", 21, "added", "at most two years after the newest source"),
)  # fmt: skip


def test_what_the_whole_dataset_refuses_is_said_in_the_words_of_the_form(planned):
    text = PLAIN
    for old, new, *_ in SPOILT:
        assert old in text
        text = text.replace(old, new)
    faults = planned(text.replace("2040-01-01", "2026-11-26")) + planned(PLAIN.replace(*SPOILT[-1][:2]))
    assert {fault.file for fault in faults} == {"mine.csv"}
    for _, _, row, column, says in SPOILT:
        said = [str(fault) for fault in faults if (fault.row, fault.column) == (row, column)]
        assert any(says in each for each in said), (column, said)
    assert not any(".csv" in fault.remedy for fault in faults)


@pytest.mark.parametrize("source_id", ["printer-2026", "a-2026"])
def test_a_document_that_the_book_has_under_another_id(planned, tables, source_id):
    """Whichever of the two comes first in the table: the form is told of the book's, never the book of the form's."""
    known = max(tables["sources"].values(), key=lambda one: one["source_id"])
    text = PLAIN.replace("printer-2026", source_id).replace("Title of the print", f'"{known["title"]}"')
    text = text.replace("https://example.org/print", known["url"])
    (fault,) = planned(text)
    assert (fault.file, fault.row, fault.column, fault.value) == ("mine.csv", 13, "source_id", source_id)
    assert f"of sources.csv is the same ({known['source_id']})" in fault.remedy


def test_a_day_before_the_data_began(judged):
    (fault,) = judged(PLAIN.replace("added,2026-11-26", "added,1999-01-01"))
    assert (fault.row, fault.column) == (21, "added") and "2026-11-22" in fault.remedy


def test_all_faults_come_at_once(judged):
    text = (
        PLAIN.replace("theme,heroin", "theme,meth")
        .replace("2024,100,", "2024,x,")
        .replace("place,MEX", "place,MX")
    )
    assert {fault.column for fault in judged(text)} == {"theme", "value", "place"}


def test_the_unedited_template_is_refused_in_one_sentence(judged):
    (fault,) = judged(form.TEMPLATE)
    assert fault.rule == form.OWN and (fault.row, fault.column) == (3, "series_id")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Whatever is counted.", "What is counted or estimated."),
        ("own-series", "my-series"),
        ("The printer", "Who published the document"),
        ("example.org/print", "example.org/report"),
        ("2024,100,,,reported,Table 7,", "2024,100,,,reported,Table 1,"),
    ],
)
def test_an_example_that_is_left_in_is_refused(judged, old, new):
    (fault,) = judged(PLAIN.replace(old, new))
    assert fault.rule == form.OWN


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


def test_without_numbers(judged):
    (fault,) = judged(PLAIN.partition("period,value")[0])
    assert "at least one number" in fault.remedy


def test_as_a_user_types_it(poppybook, book, tmp_path, state):
    form = tmp_path / "my-series.csv"
    made = poppybook("add", "--template", "--out", form, cwd=tmp_path)
    assert made.returncode == 0 and form.read_bytes().startswith(b"\xef\xbb\xbf# One series")
    assert (
        poppybook("add", "--template", "--out", form, cwd=tmp_path).returncode == 1
    )  # nothing is overwritten
    assert poppybook("add", form, "--dry-run", cwd=book.root).returncode == 1  # nor is the example taken
    form.write_text(PLAIN, encoding="utf-8")
    before = state(book)
    dry = poppybook("add", form, "--dry-run", cwd=book.root)
    assert dry.returncode == 0 and state(book) == before
    done = poppybook("add", form, cwd=book.root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "  series: 1 added\n" in done.stdout and "    + own-series@2025  value 120.5\n" in done.stdout
    assert check(book.root / "data") == []
    data = pb.load(book.root / "data")
    assert data.version == "1.1.0"
    mine = data.one("own-series")
    assert list(mine["value"]) == [100.0, 120.5]
    assert set(data.changes.loc[data.changes["version"] == "1.1.0", "table"]) == {
        "series",
        "observations",
        "sources",
    }
    again = poppybook("add", form, cwd=book.root)
    assert again.returncode == 1 and "the name is new in the dataset" in again.stdout


def test_a_bad_form_is_refused_whole(poppybook, book, tmp_path, state):
    form = tmp_path / "bad.csv"
    form.write_text(
        PLAIN.replace("2024,100,", "2024,x,").replace("theme,heroin", "theme,meth"), encoding="utf-8"
    )
    before = state(book)
    done = poppybook("add", form, cwd=book.root)
    assert done.returncode == 1 and done.stdout.endswith("2 faults.\n") and "Traceback" not in done.stderr
    assert state(book) == before


def test_the_help_and_wrong_usage(poppybook, book, tmp_path):
    said = poppybook("add", "--help", cwd=tmp_path).stdout
    for word in ("Reads FILE", "observations, sources and changes", "--template", "Exit codes:"):
        assert word in said
    assert "  add " in poppybook("--help", cwd=tmp_path).stdout
    assert poppybook("add", cwd=book.root).returncode == 2
    outside = poppybook("add", tmp_path / "x.csv", cwd=tmp_path)
    assert outside.returncode == 1 and "is not inside a book" in outside.stderr
