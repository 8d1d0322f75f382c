"""Numbers in the text: found, compared with the dataset, and rewritten when the data have changed."""

import json
import shutil
from pathlib import Path

import pytest

import poppybook as pb
from poppybook.book.project import Project
from poppybook.checking import prose
from poppybook.checking.prose_fix import fix
from poppybook.checking.prose_grammar import unlinked
from poppybook.checking.prose_numbers import agrees, numbers_in, reprinted

BOOK = Path(__file__).parents[2]
HECTARES = "poppy-ha-us-mex@2017"  # 44,100 hectares


@pytest.fixture(scope="module")
def data():
    return pb.load(BOOK / "data")


@pytest.fixture
def page(tmp_path):
    """A book of one page; page(text) gives it that text."""

    def write(text):
        (tmp_path / "_quarto.yml").write_text("project: {}\n")
        (tmp_path / "page.qmd").write_text(text, encoding="utf-8", newline="")
        return Project(tmp_path)

    return write


def agree(text, *values):
    return agrees(numbers_in(text), list(values))


# ---------------------------------------------------------------- the book itself


def test_the_text_of_the_book_says_what_the_dataset_says(data):
    assert [str(fault) for fault in prose.faults(Project(BOOK), data)] == []


def test_every_chapter_links_its_numbers():
    count = {}
    for one in prose.said(Project(BOOK)):
        count[one.file] = count.get(one.file, 0) + 1
    chapters = ("heroin-production", "fentanyl-seizures", "cooperation-timeline", "supply-chain")
    assert all(count[f"notebooks/{name}.ipynb"] >= 10 for name in chapters), count
    assert count["index.qmd"] >= 5


# ---------------------------------------------------------------- rounding


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5,552 pounds", 5552.48, "pounds"),
        ("16.1 kilograms", 16.1, "kilograms per hectare"),
        ("nine", 9, "laboratories"),
        ("Nine", 9, "laboratories"),
        ("−3.5 percent", -3.5, "percent"),
        ("-3.5", -3.5, "percent"),
        (r"\$400 million", 400, "million US dollars"),
        (r"\$1.4 billion", 1374, "million US dollars"),
        (r"\$58.66 million", 58660000, "US dollars"),
        ("77 million", 77, "million pills"),
        ("1.5 tonnes", 1499, "kilograms"),
        ("120 tonnes", 120, "metric tons"),
        ("about a hundred", 145, "reports"),
        ("over two thousand", 2341, "reports"),
        ("twenty-five", 25, "percent"),
        ("44,100 ha in 2017", 44100, "hectares"),
        ("59 people in September 2025", 59, "persons"),
    ],
)
def test_a_number_rounded_to_its_printed_digits_is_right(text, value, unit):
    assert agree(text, (value, unit))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5,553 pounds", 5552.48, "pounds"),  # the last digit
        ("44,000 ha", 44100, "hectares"),  # zeros are digits, too
        ("44,100 pounds", 44100, "hectares"),
        ("462 pounds", 462, "kilograms"),
        ("462 tonnes", 462, "kilograms"),
        ("3.5 percent", -3.5, "percent"),
        (r"\$400 billion", 400, "million US dollars"),
        ("over two thousand", 1900, "reports"),
        ("almost a thousand", 1116, "events"),
        ("ten", 9, "laboratories"),
        ("7 to 8", 7, "pesos per kilogram"),
    ],
)
def test_another_number_is_wrong(text, value, unit):
    assert not agree(text, (value, unit))


def test_two_numbers_are_a_range():
    low_and_high = (7000, "pesos per kilogram"), (8000, "pesos per kilogram")
    assert agree("7,000 to 8,000 pesos", *low_and_high)
    assert agree("7,000–8,000 pesos", *low_and_high)
    assert not agree("7,000 to 9,000 pesos", *low_and_high)


# ---------------------------------------------------------------- what a fault says


def test_a_wrong_last_digit_is_named_with_its_line(page, data):
    (fault,) = prose.faults(page(f"A line.\n\nIt was [44,101 ha](#{HECTARES}).\n"), data)
    said = str(fault)
    assert said.startswith("page.qmd, line 3: a printed number is the published value")
    assert "“44,101 ha”" in said
    assert f"{HECTARES} says 44,100 hectares" in said
    assert "poppybook check --fix" in said


def test_fix_is_a_remedy_only_where_it_says_one_thing(page, data):
    """Pounds or seizures: a number without a unit may be either, and --fix leaves it."""
    project = page("It was [5,602](#cbp-area-san-diego-field-office@FY2025).\n")
    (fault,) = prose.faults(project, data)
    assert fix(project, data) == []
    assert "Mend the text" in fault.remedy and "--fix" not in fault.remedy


def test_an_unknown_observation_is_named_with_the_nearest(page, data):
    (fault,) = prose.faults(page("[44,100 ha](#poppy-ha-us-mx@2017)"), data)
    assert fault.rule == prose.KNOWN
    assert HECTARES in fault.remedy


def test_a_link_to_an_observation_without_a_number_is_a_fault(page, data):
    (fault,) = prose.faults(page(f"[the estimate](#{HECTARES})"), data)
    assert fault.rule == prose.LINKED


def test_a_fault_in_a_notebook_names_the_cell(tmp_path, data):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "_quarto.yml").write_text("project: {}\n")
    cells = [
        {
            "cell_type": "markdown",
            "id": "reading",
            "metadata": {},
            "source": ["First.\n", "It was 44,100 ha."],
        }
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "notebooks" / "one.ipynb").write_text(json.dumps(notebook))
    (fault,) = prose.faults(Project(tmp_path), data)
    assert str(fault).startswith("notebooks/one.ipynb, cell reading, line 2: a measured value")
    assert "Found: “44,100”" in str(fault)


def test_links_in_html_and_over_line_ends_count(page, data):
    text = f'```{{=html}}\n<a href="x.html#{HECTARES}">44,200 ha</a> and <a\n  href="#{HECTARES}">44,100\nha</a>\n```\n'
    (fault,) = prose.faults(page(text), data)
    assert fault.value == "44,200 ha"
    assert fault.row == 2


# ---------------------------------------------------------------- values without a link


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It was 44,100 hectares.", ["44,100 hectares"]),
        ("It fell by −3.5 percent to 12%.", ["−3.5 percent", "12%"]),
        ("nine percent, two milligrams, a hundred, over two thousand a year", 4),
        ("Congress gave $400 million.", ["$400 million"]),
        ("From 20 to 30 tonnes, or 100kg.", ["20", "30 tonnes", "100"]),
        ("[5,000](page.html) in all", ["5,000"]),
        ("They report 462 kilograms.", ["462 kilograms"]),
        ("> Quoted, with 17 dogs.", ["17"]),
        ("| a | 1,234 |", ["1,234"]),
        ("```{=html}\n<p>It was <b>77</b>.</p>\n```", ["77"]),
        ("<details>\n<summary>Answer</summary>\n\nIt was 12.\n\n</details>", ["12"]),
    ],
)
def test_a_value_without_a_link_is_found(text, values):
    found = [value for _, value in unlinked(text)]
    assert len(found) == values if isinstance(values, int) else found == values


@pytest.mark.parametrize(
    "text",
    [
        "In 2017, 2014–2019, 2021–22, the 2020s, FY2017 and CFY2017-18.",
        "On 30 December 2020, December 30, May 2025, 2025-03-04 and 2017-01-01--2017-06-30.",
        "For seven months, 20 minutes, two and a half years, and a 12-month total.",
        "North of the 49th parallel, on the 2nd.",
        "T40.4, 4-ANPP and COVID-19, in version 1.0.0 under Public Law 110-252, CC BY\n4.0.",
        "All 164 claims, 12 rows, 3 open questions.",
        "A third, four fifths, tenfold, three times as much, twice, half.",
        "A pound is a pound; one death counts; two laboratories, three countries.",
        "1. First\n2. Second\n",
        "## The 4 counts of 5,000\n",
        "`x = 5000` and\n\n```python\n5000\n```\n",
        f"[44,100 ha](#{HECTARES})",
        "[almost five hundred](#chart) and [12](method.html#section)",
        "[A report on 5,000 pills](https://example.org/)",
        'He said “6,000 pills” and "7,000 pills".',
        '<dd lang="es">Las 24 horas, los 365 días</dd>',
        "<details>\n<summary>Answer</summary>\n\n```python\n10 / 12\n```\n\nIt fell by nine percent.\n</details>",
        'Call <a href="tel:988">988</a>: the 988 line, or 1-800-662-4357.',
        "---\ntitle: 5,000\n---\n",
        '<img width="500" alt=""> <!-- 600 -->',
    ],
)
def test_what_the_grammar_exempts(text):
    assert list(unlinked(text)) == []


# ---------------------------------------------------------------- --fix


@pytest.mark.parametrize(
    ("old", "published", "new"),
    [
        ("44,000 ha", [(44100, "hectares")], "44,100 ha"),
        ("900 pounds", [(12027.4, "pounds")], "12,027 pounds"),
        (r"\$300 million", [(400, "million US dollars")], r"\$400 million"),
        (r"\$1.3 billion", [(1374, "million US dollars")], r"\$1.4 billion"),
        ("−3.5 percent", [(-4.25, "percent")], "−4.2 percent"),
        ("seven", [(9, "laboratories")], "nine"),
        ("Seven", [(9, "laboratories")], "Nine"),
        ("about two thousand", [(3116, "events")], "about three thousand"),
        ("6,000 to 7,000 pesos", [(7000, "pesos"), (8000, "pesos")], "7,000 to 8,000 pesos"),
        ("1.7 tonnes", [(1499, "kilograms")], "1.5 tonnes"),
        ("seven", [(77, "laboratories")], None),  # no single word says so
        ("44,100 pounds", [(44200, "hectares")], None),
    ],
)
def test_a_number_is_rewritten_in_its_own_form(old, published, new):
    assert reprinted(old, published) == new


def test_fix_puts_back_what_was_changed_and_touches_nothing_else(tmp_path, data):
    (tmp_path / "_quarto.yml").write_text("project: {}\n")
    shutil.copytree(BOOK / "notebooks", tmp_path / "notebooks")
    shutil.copy(BOOK / "index.qmd", tmp_path)
    project = Project(tmp_path)
    files = [*project.notebooks(), tmp_path / "index.qmd"]
    before = {path: path.read_bytes() for path in files}
    wrong = {
        ">44,100 ha</a>": ">44,900 ha</a>",
        "[44,100](": "[43,000](",
        "[5,552 pounds]": "[5,551 pounds]",
        "[29](": "[31](",
    }
    for path in files:
        text = path.read_text(encoding="utf-8")
        for right, other in wrong.items():
            text = text.replace(right, other)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert len(prose.faults(project, data)) >= 4
    changes = fix(project, data)
    assert {path: path.read_bytes() for path in files} == before
    assert f"44,900 ha → 44,100 ha ({HECTARES})" in "\n".join(map(str, changes))
    assert any(str(one).startswith("notebooks/heroin-production.ipynb, cell title, line ") for one in changes)
    assert prose.faults(project, data) == []
    assert fix(project, data) == []


def test_fix_keeps_carriage_returns_and_what_it_cannot_say(page, data):
    text = f"One\r\nTwo [44,900 ha](#{HECTARES})\r\nThree [44,900 pounds](#{HECTARES})\r\n"
    project = page(text)
    assert len(fix(project, data)) == 1
    assert (project.root / "page.qmd").read_bytes() == text.replace("44,900 ha", "44,100 ha").encode()
    assert len(prose.faults(project, data)) == 1
