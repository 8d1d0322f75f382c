"""The worksheets as PDF: those in the book are of today's pages, complete, and lead to no place on a machine."""

import re
import zlib
from pathlib import Path

import pytest

from poppybook.site import printing

BOOK = Path(__file__).parents[2]
FILES = [f"{page}-{paper}.pdf" for page in ("worksheets", "worksheet-key") for paper in ("a4", "letter")]
POINTS = {"a4": (595, 842), "letter": (612, 792)}


def test_the_pdfs_are_printed_from_the_pages_as_they_are():
    assert not printing.stale(BOOK), "run `poppybook figures`"
    assert sorted(path.name for path in (BOOK / "worksheets").glob("*.pdf")) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_pdf_has_its_paper_a_page_for_each_sheet_and_no_moment_or_machine(name):
    pdf = (BOOK / "worksheets" / name).read_bytes()
    paper = name.removesuffix(".pdf").rpartition("-")[2]
    boxes = {
        tuple(round(float(one)) for one in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", pdf)
    }
    assert len(boxes) == 1
    assert boxes.pop()[2:] == pytest.approx(POINTS[paper], abs=1)
    pages = int(re.search(rb"/Type /Pages\n/Count (\d+)", pdf)[1])
    assert pages == (4 if name.startswith("worksheets") else 2)
    assert set(re.findall(rb"D:\d{14}", pdf)) == {b"D:20000101000000"}
    assert b"/StructTreeRoot" in pdf, "tagged, for a screen reader"
    whole = pdf + b"".join(unpacked(pdf))
    assert not any(mark in whole for mark in (b"/URI", b"file:", b"/tmp", b"/home"))


def unpacked(pdf):
    """The streams of a PDF that are packed."""
    for stream in re.findall(rb"(?s)stream\r?\n(.*?)endstream", pdf):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            continue


def test_a_change_of_page_style_or_file_makes_them_stale(tmp_path):
    for name in (*printing.PAGES, *printing.STYLES, *(f"worksheets/{one}" for one in FILES)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((BOOK / name).read_bytes())
    stamp = tmp_path / "worksheets" / printing.STAMP
    stamp.write_bytes((BOOK / "worksheets" / printing.STAMP).read_bytes())
    assert not printing.stale(tmp_path)
    for name in (*printing.PAGES, *printing.STYLES):
        before = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(before + b"\n")
        assert printing.stale(tmp_path), name
        (tmp_path / name).write_bytes(before)
    (tmp_path / "worksheets" / FILES[0]).unlink()
    assert printing.stale(tmp_path)
    (tmp_path / "worksheets.qmd").unlink()
    assert not printing.stale(tmp_path), "a book without worksheets has none to print"


def test_what_is_printed_has_every_sheet_its_source_and_no_link():
    page = printing.printed_page(BOOK, "worksheets.qmd")
    assert page.count('<section class="sheet"') == page.count('class="sheet-source"') == 4
    assert page.count("CC BY 4.0") == 4 and "Answers" not in page
    assert not re.search(r"<a\b|<script|https?:", page)


def test_every_question_of_a_worksheet_has_its_answer_in_the_key():
    sheets, key = (printing.printed_page(BOOK, page) for page in printing.PAGES)
    asked, answered = (re.findall(r"(?s)<ol>(.*?)</ol>", page) for page in (sheets, key))
    assert [part.count("<li>") for part in asked] == [part.count("<li>") for part in answered]
    assert len(asked) == 4 and all(part.count("<li>") == 5 for part in asked)
    titles = [re.findall(r"<h2[^>]*>(?:Key )?(.*?)</h2>", page) for page in (sheets, key)]
    assert titles[0] == titles[1]


def test_two_printings_differ_only_by_moment_and_by_where_the_browser_began_to_count():
    one = b"/ID (node00000018) /CreationDate (D:20261128151200+00'00') (node00000020)"
    other = b"/ID (node00000019) /CreationDate (D:20261128151303+00'00') (node00000021)"
    assert printing.timeless(one) == printing.timeless(other) != one
    assert len(printing.timeless(one)) == len(one)


@pytest.mark.proof
def test_printed_again_the_files_have_the_same_bytes(tmp_path):
    for name in (*printing.PAGES, *printing.STYLES):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((BOOK / name).read_bytes())
    first = {
        name: (tmp_path / "worksheets" / name).read_bytes() for name in printing.print_worksheets(tmp_path)
    }
    again = {
        name: (tmp_path / "worksheets" / name).read_bytes() for name in printing.print_worksheets(tmp_path)
    }
    assert sorted(first) == sorted(FILES) and first == again
