"""Citations of charts and numbers: the publisher first, the version named, nothing that TeX would trip over."""

import re
from importlib.metadata import version
from pathlib import Path

import yaml

import poppybook as pb
from poppybook.language import citation


def test_a_chart_is_cited_with_title_year_and_version_of_the_data():
    said = citation.apa_chart("Poppy area", "2026", "1.0.0")
    assert said == (
        "The Poppy to Precursor authors. (2026). Poppy area [Chart]. In Poppy to Precursor (data version 1.0.0)."
    )
    assert citation.apa_chart("Poppy area", "2026", "1.0.0", "https://example.org/x").endswith(
        " https://example.org/x"
    )


def test_a_number_is_cited_by_its_publisher():
    said = citation.apa_number("44,100 hectares, 2017", "Release", "ONDCP", "2019", "2026", "1.0.0")
    assert said.startswith(
        "ONDCP. (2019). Release: 44,100 hectares, 2017. Quoted from The Poppy to Precursor authors (2026)"
    )


def test_a_document_without_a_date_says_so():
    assert "(n.d.)" in citation.apa_number("1", "Release", "ONDCP", "", "2026", "1.0.0")


def test_bibtex_keys_and_texts_hold_nothing_that_breaks_an_entry():
    text = citation.bibtex_number("a@2017~b_c", "5 %", "R&D #1_{x}", "A & B", "2019-02", "2026", "1.0.0")
    key = re.match(r"@misc\{([^,]+),\n", text)[1]
    assert not set(key) & set("@~{}\"'# ,")
    assert r"R\&D \#1\_\{x\}" in text and r"5 \%" in text and "year = {2019}" in text
    assert text.count("{") == text.count("}")


def test_the_citation_file_names_the_versions_of_package_and_data():
    book = Path(__file__).parents[2]
    stated = yaml.safe_load((book / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "date-released", "license"} <= set(
        stated
    )
    assert stated["version"] == version("poppybook")
    assert stated["date-released"] >= pb.load(book / "data").changes["date"].iloc[0].date()
