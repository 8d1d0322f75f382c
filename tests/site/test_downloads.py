"""What readers take away: every file holds the dataset, says how to read it, and is the same on the second day."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import frictionless
import openpyxl
import pandas as pd
import pytest
import xlsxwriter

import poppybook as pb
from poppybook.book.files import zipped
from poppybook.dataset import take_away
from poppybook.site.downloads import workbook
from poppybook.site.downloads.downloads import NAME, write_downloads

BOOK = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """The folder of downloads of the real book."""
    site = tmp_path_factory.mktemp("site")
    write_downloads(BOOK, site)
    return site / "downloads"


@pytest.fixture(scope="module")
def data():
    return pb.load(BOOK / "data")


def test_a_second_time_gives_the_same_bytes(taken, tmp_path):
    write_downloads(BOOK, tmp_path)
    for path in taken.rglob("*"):
        if path.is_file():
            again = tmp_path / "downloads" / path.relative_to(taken)
            assert (
                hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(again.read_bytes()).digest()
            ), path.name


def test_the_zip_is_a_valid_data_package_with_readme_licence_and_citation(taken, tmp_path):
    with zipfile.ZipFile(taken / f"{NAME}.zip") as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {NAME}
        archive.extractall(tmp_path)
    folder = tmp_path / NAME
    for name in ("README.md", "LICENSE-CONTENT", "CITATION.cff", "datapackage.json"):
        assert (folder / name).is_file()
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    for resource in resources:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert f"`{resource['path']}`" in (folder / "README.md").read_text(encoding="utf-8")
    assert frictionless.Package(str(folder / "datapackage.json")).resource_names == [
        r["name"] for r in resources
    ]


def test_the_workbook_opens_on_a_sheet_to_read_and_holds_every_table(taken, data):
    book = openpyxl.load_workbook(taken / f"{NAME}.xlsx", read_only=True)
    assert book.sheetnames == ["Read me", "Columns", *data.tables]
    said = " ".join(str(cell) for row in book["Read me"].iter_rows(values_only=True) for cell in row if cell)
    for needed in (
        f"version {data.version}",
        "averaged",
        "reported",
        "the publisher of the number",
        "CC BY 4.0",
    ):
        assert needed in said
    rows = list(book["observations"].iter_rows(values_only=True))
    assert list(rows[0]) == list(data["observations"].columns)
    value = rows[0].index("value")
    assert [row[value] for row in rows[1:]] == pytest.approx(data["observations"]["value"].tolist())


def test_text_in_the_workbook_never_becomes_a_formula(taken):
    with zipfile.ZipFile(taken / f"{NAME}.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets and not any(b"<f>" in archive.read(name) for name in sheets)


def test_parquet_files_hold_the_typed_tables(taken, data):
    for name in data.tables:
        pd.testing.assert_frame_equal(
            pd.read_parquet(taken / "parquet" / f"{name}.parquet"), data[name], check_dtype=False
        )


def test_each_series_file_holds_its_numbers_under_its_sources(taken, data):
    sources = data.sources.set_index("source_id")
    groups = data["observations"].groupby("series_id")
    assert {path.stem for path in (taken / "series").iterdir()} == set(data.series["series_id"])
    for series_id, own in groups:
        text = (taken / "series" / f"{series_id}.csv").read_text(encoding="utf-8")
        head = [line for line in text.splitlines() if line.startswith("#")]
        for source_id in own["source_id"].unique():
            assert any(source_id in line and sources.at[source_id, "publisher"] in line for line in head), (
                series_id
            )
        assert any(line.startswith("# Cite: ") for line in head)
        read = pd.read_csv(io.StringIO(text), comment="#").set_index("observation_id")
        assert read["value"].to_dict() == own.set_index("observation_id")["value"].to_dict(), series_id


def test_a_number_sign_in_a_cell_does_not_cut_a_series_file(taken):
    for path in (taken / "series").iterdir():
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        assert all("#" not in cell for row in rows for cell in row), path.name


def test_a_book_without_data_has_no_downloads(tmp_path):
    write_downloads(tmp_path, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_zip_does_not_depend_on_the_order_of_its_files():
    members = [("b.csv", b"2"), ("a.csv", b"1")]
    assert zipped(members) == zipped(reversed(members))


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u200b=1",
    "\x00=1",
    "＝1",
    "-inf",
    "-1_000",
]
PLAIN = ["-3.5", "+1", "-1e5", "−5", "a=1", "'=1", "(=1)", "", "5-6"]


@pytest.mark.parametrize("text", FORMULAS + PLAIN)
def test_one_rule_says_what_a_spreadsheet_would_run(text):
    assert take_away.is_like_a_formula(text) == (text in FORMULAS)
    _, row = list(csv.reader(io.StringIO(take_away.csv_text(["a", "b"], [[text, -3.5]]), newline="")))
    assert row == [f"'{text}".replace("\r", "\n") if text in FORMULAS else text, "-3.5"]


def test_in_the_workbook_such_a_text_stays_text_when_it_is_edited(tmp_path):
    texts = [text for text in FORMULAS + PLAIN if text and text.isprintable()]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        looks = {"head": None, "day": None, "said": book.add_format({"quote_prefix": True})}
        workbook._table_sheet(book, looks, "table", pd.DataFrame({"text": texts}))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["table"]
    cells = [sheet.cell(row, 1) for row in range(2, len(texts) + 2)]
    assert [cell.value for cell in cells] == texts and {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells] == [text in FORMULAS for text in texts]
