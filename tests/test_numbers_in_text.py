"""Numbers in the text are links to observations; what they say is what the dataset says, rounded as printed."""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import poppybook as pb

BOOK = Path(__file__).parents[1]
TEXTS = sorted([*BOOK.glob("*.qmd"), *BOOK.glob("notebooks/*.ipynb")])
MARKDOWN = re.compile(r"\[([^\]]+)\]\([^)#\s]*#([^)\s]+@[^)\s]+)\)")
HTML = re.compile(r'<a href="[^"#]*#([^"]+@[^"]+)">([^<]+)</a>')
WORDS = dict(
    one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10, eleven=11, twelve=12
)


def linked_numbers(path):
    """(text, observation id) of every link to an observation in a page's prose."""
    if path.suffix == ".ipynb":
        cells = nbformat.read(path, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    else:
        text = path.read_text(encoding="utf-8")
    return MARKDOWN.findall(text) + [(said, target) for target, said in HTML.findall(text)]


def numbers_said(text):
    """Every number in a link's text, with the decimals it is printed with."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    if not found:
        return [(WORDS[word], 0) for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS]
    return [(float(one.replace(",", "")), len(one.partition(".")[2])) for one in found]


def agrees(said, decimals, value):
    """Whether a printed number is the published one, or that one rounded to the decimals printed."""
    return value == value and abs(round(float(value), decimals) - said) < 1e-9


@pytest.fixture(scope="module")
def published():
    """For every observation id of every table what its row may be quoted for: one number, or low and high."""
    data, found = pb.load(), {}
    for name in data.tables:
        table = getattr(data, name)
        if name in ("observations", "corrections") or "observation_id" not in table:
            continue
        measures = table.select_dtypes("number").set_index(table["observation_id"])
        found |= {
            key: [[float(value)] for value in row if not pd.isna(value)]
            for key, *row in measures.itertuples()
        }
    for row in data.observations.itertuples():
        found[row.observation_id] = [[row.value], [row.low, row.high]]
    return found


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_numbers_in_the_text_are_those_of_the_dataset(path, published):
    wrong = []
    for text, target in linked_numbers(path):
        if target not in published:
            wrong.append(f"“{text}” leads to {target}, which is no observation")
            continue
        said = numbers_said(text)
        if not any(
            len(said) == len(numbers)
            and all(agrees(*one, value) for one, value in zip(said, numbers, strict=True))
            for numbers in published[target]
        ):
            wrong.append(f"“{text}” leads to {target}, which says {published[target]}")
    assert wrong == []


def test_the_chapters_link_their_numbers():
    assert len(linked_numbers(BOOK / "notebooks" / "heroin-production.ipynb")) > 30


@pytest.mark.parametrize(
    ("text", "value", "right"),
    [
        ("5,552 pounds", 5552.48, True),
        ("5,553 pounds", 5552.48, False),
        ("16.1", 16.1, True),
        ("nine", 9, True),
    ],
)
def test_rounding_is_to_the_decimals_printed(text, value, right):
    assert all(agrees(*one, value) for one in numbers_said(text)) is right
