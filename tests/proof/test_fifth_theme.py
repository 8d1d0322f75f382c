"""A fifth theme is one notebook, one row of the table of themes and two lines of `_quarto.yml`; nothing in the code."""

import json
import shutil
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2]
ROW = "prices,prices,Street prices,street-prices,All published prices of this book.,mexico\n"
TEXT = "# Street prices\n\nWhat heroin cost.\n"
FORM = """series_id,price-test
theme,prices
title,Price of a test
place,MEX
unit,hectares
definition,A price for a test.
publisher,A publisher
caveat,It is a test.
additive,false
source_id,ondcp-est-2018
added,2026-11-28
period,value,low,high,status,locator,note
2017,7,,,reported,Table 2,
"""

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def book(tmp_path_factory, poppybook):
    """A copy of the book with the theme, rendered."""
    leave = shutil.ignore_patterns(".*", "_site", "__pycache__", "tests", "benchmarks")
    book = shutil.copytree(BOOK, tmp_path_factory.mktemp("fifth") / "book", ignore=leave)
    notebook = {
        "cells": [{"cell_type": "markdown", "id": "first", "metadata": {}, "source": TEXT}],
        "metadata": json.loads((BOOK / "notebooks" / "glossary.ipynb").read_text("utf-8"))["metadata"],
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (book / "notebooks" / "street-prices.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    themes = book / "data" / "themes.csv"
    before, claims_only = themes.read_text("utf-8").rsplit("\n", 2)[:2]
    themes.write_text(f"{before}\n{ROW}{claims_only}\n", encoding="utf-8", newline="\n")
    pages = book / "_quarto.yml"
    text = pages.read_text("utf-8")
    for old, new in (
        ("    - notebooks/supply-chain.ipynb\n", "    - notebooks/street-prices.ipynb\n"),
        ("            href: notebooks/supply-chain.ipynb\n", "          - notebooks/street-prices.ipynb\n"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, old + new)
    pages.write_text(text, encoding="utf-8", newline="\n")
    sealed = poppybook("check", "--seal", cwd=book)
    assert sealed.returncode == 0 and "themes.csv" in sealed.stdout, sealed.stdout + sealed.stderr
    (book / "mine.csv").write_text(FORM, encoding="utf-8")
    added = poppybook("add", "mine.csv", cwd=book)
    assert added.returncode == 0, added.stdout + added.stderr
    made = poppybook("site", "--renderer", "embedded", cwd=book)
    assert made.returncode == 0, made.stderr
    return book


def read(book, page):
    return (book / "_site" / page).read_text(encoding="utf-8")


def test_the_chapter_is_a_page_of_the_navigation(book):
    assert "What heroin cost." in read(book, "notebooks/street-prices.html")
    assert 'href="notebooks/street-prices.html"' in read(book, "explore.html").replace('"./', '"')


def test_it_has_an_evidence_page_that_is_found(book):
    page = read(book, "evidence/prices.html")
    assert "<title>Prices" in page and "All published prices of this book" in page
    assert "evidence/prices.html" in read(book, "assets/search-index.js")


def test_the_chart_builder_filters_by_it(book):
    data = read(book, "assets/builder/data.js").removeprefix("window.pbExplore=").rstrip(";\n")
    themes = json.loads(data)["themes"]
    assert list(themes)[-1] == "prices" and themes["prices"] == "Street prices"


def test_a_series_of_it_stands_on_its_evidence_page(book):
    assert 'id="price-test@2017"' in read(book, "evidence/prices.html")
