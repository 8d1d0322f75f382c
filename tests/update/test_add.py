"""`poppybook add`: a series of your own from a short form."""

import pytest
from forms import PLAIN
from sample import first

import poppybook as pb
from poppybook.book.workplace import workplace
from poppybook.checking.check import check
from poppybook.dataset.package import read_package
from poppybook.update import addition, form, plan


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


@pytest.mark.parametrize("source_id", first(1, ["printer-2026", "a-2026"]))
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
