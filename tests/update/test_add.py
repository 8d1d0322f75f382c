"""`poppybook add`: a series of your own from a short form."""

import pytest

import poppybook as pb
from poppybook.dataset.check import check
from poppybook.dataset.package import read_package
from poppybook.faults import DataError
from poppybook.update import addition, form

PLAIN = form.TEMPLATE


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


def test_the_template_is_a_form_that_passes(judged):
    made = judged(PLAIN)
    assert made.date == "2026-11-26"
    series = made.tables["series"]["my-series"]
    assert (series["title"], series["role"], series["additive"]) == (
        "My series, Mexico",
        "reference",
        "false",
    )
    row = made.tables["observations"]["my-series@2025"]
    assert (row["value"], row["low"], row["high"], row["unit"], row["place"]) == (
        "120.5",
        "110",
        "131",
        "hectares",
        "MEX",
    )
    assert made.tables["sources"]["publisher-2026"]["kind"] == "gov-report"


def test_as_a_spreadsheet_program_saves_it(judged):
    padded = "".join(f"{line},,,,\r\n" if "," in line else f"{line}\r\n" for line in PLAIN.splitlines())
    made = judged("\ufeff" + padded.replace("Provisional,,,,", "Provisional"))
    assert made.tables["observations"]["my-series@2024"]["value"] == "100"


@pytest.mark.parametrize(
    ("old", "new", "column", "says"),
    [
        ("series_id,my-series", "series_id,My Series", "series_id", "small letters"),
        ("series_id,my-series", "series_id,heroin-cbp-fy-usa", "series_id", "new in the dataset"),
        ("theme,heroin", "theme,meth", "theme", "heroin, fentanyl, cooperation, supply-chain"),
        ("place,MEX", "place,MX", "place", "places.csv"),
        ("unit,hectares", "unit,hectare", "unit", "Nearest: hectares"),
        ("additive,false", "additive,no", "additive", "true, false"),
        ("definition,What", "definition,\n#", "definition", "has a value"),
        ("source_kind,gov-report", "source_kind,blog", "source_kind", "gov-report"),
        ("source_title,Title as printed", "source_title,", "source_title", "has a value"),
        ("source_id,publisher-2026", "source_id,cdc-wonder-t404-monthly", "source_title", "source lines empty"),
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
        ("reported,Table 1,", "reported,,", "locator", "has a value"),
        ("period,value,low", "period,number,low", "period", "period,value,low"),
    ],
)  # fmt: skip
def test_each_fault_names_line_column_and_remedy(judged, old, new, column, says):
    assert old in PLAIN
    faults = judged(PLAIN.replace(old, new, 1))
    fault = next(each for each in faults if each.column == column)
    assert says in str(fault) and fault.file == "mine.csv"


def test_all_faults_come_at_once(judged):
    text = (
        PLAIN.replace("theme,heroin", "theme,meth")
        .replace("2024,100,", "2024,x,")
        .replace("place,MEX", "place,MX")
    )
    assert {fault.column for fault in judged(text)} == {"theme", "value", "place"}


def test_without_numbers(judged):
    (fault,) = judged(PLAIN.partition("period,value")[0])
    assert "at least one number" in fault.remedy


def test_as_a_user_types_it(poppybook, book, tmp_path, state):
    form = tmp_path / "my-series.csv"
    form.write_text(poppybook("add", "--template", cwd=tmp_path).stdout, encoding="utf-8")
    before = state(book)
    dry = poppybook("add", form, "--dry-run", cwd=book.root)
    assert dry.returncode == 0 and state(book) == before
    done = poppybook("add", form, cwd=book.root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "  series: 1 added\n" in done.stdout and "    + my-series@2025  value 120.5\n" in done.stdout
    assert check(book.root / "data") == []
    data = pb.load(book.root / "data")
    assert data.version == "1.1.0"
    mine = pb.one(data, "my-series")
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
