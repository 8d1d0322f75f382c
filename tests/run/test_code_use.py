"""What a notebook uses of the package is read off the sources: what is reached counts, nothing else."""

import json
from pathlib import Path

import pytest

from poppybook.run import code_use, definitions

BOOK = Path(__file__).parents[2]
FILES = {
    "__init__.py": "",
    "__init__.pyi": "from small import charts as charts\nfrom small.charts.draw import chart as chart\n",
    "plain.py": "HOW = {'a': 1}\nOTHER = 2\n",
    "charts/__init__.py": "",
    "charts/__init__.pyi": "from small.charts.draw import chart as chart\n",
    "charts/draw.py": '''"""Docs."""
import numpy as np

from .. import plain
from . import marks
from .marks import Mark as Sign


def chart():
    """Draws."""
    # how
    return helper(plain.HOW), Sign().size, (lambda: marks.late())()


def helper(x):
    return np.array(x)


def unused():
    return 1
''',
    "charts/marks.py": """import re

SIZE = 3
re.purge()


class Mark:
    colour = "red"

    @property
    def size(self):
        return SIZE

    def __repr__(self):
        return "mark"

    def never_named(self):
        return 2


def late():
    import zipfile

    return open("shape.json"), zipfile
""",
    "charts/shape.json": "{}",
    "pages.py": """from . import words as say


class Claim:
    @property
    def verdict(self):
        return True

    def retort(self):
        return False


def page():
    return fill("page.html.j2", say=say, claim=Claim(), other=say.OTHER)


def fill(name, **given):
    return name, given
""",
    "words.py": """OTHER = "x"
SPEAKERS = {"a": "A"}


def count(number):
    return plural(number)


def plural(number):
    return f"{number} claims"


def place():
    return "nowhere"
""",
    "templates/page.html.j2": """{# say.place #}
{% from "piece.html.j2" import line %}
{{ say.count(claim.verdict) }} {{ line(say) }}
""",
    "templates/piece.html.j2": "{% macro line(say) %}{{ say.SPEAKERS.a }}{% endmacro %}\n",
}
PAGE = "from small.pages import page\npage()"


@pytest.fixture
def reached(tmp_path, monkeypatch):
    """A function: a change of one file of a small package, and a cell → what the cell uses."""
    root = tmp_path / "small"
    for each in (code_use, definitions):
        monkeypatch.setattr(each, "PACKAGE", root)
        monkeypatch.setattr(each, "NAME", "small")

    def use(file="plain.py", old="", new="", cell="import small as pb\npb.chart()"):
        for name, text in FILES.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        text = FILES[file]
        assert old in text
        (root / file).write_text(text.replace(old, new) if old else text)
        definitions.read_module.cache_clear()
        definitions.plain_lines.cache_clear()
        return code_use.reached([cell])

    yield use
    definitions.read_module.cache_clear()
    definitions.plain_lines.cache_clear()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("charts/draw.py", "return np.array(x)", "return np.array([x])"),
        ("plain.py", "'a': 1", "'a': 2"),
        ("charts/marks.py", "SIZE = 3", "SIZE = 4"),
        ("charts/marks.py", "return SIZE", "return SIZE + 1"),
        ("charts/marks.py", '"red"', '"blue"'),
        ("charts/marks.py", 'return "mark"', 'return "sign"'),
        ("charts/marks.py", "re.purge()", "re.compile('x')"),
        ("charts/marks.py", 'open("shape.json")', 'open("shape.json", "rb")'),
        ("charts/shape.json", "{}", "[]"),
    ],
    ids=str,
)
def test_a_change_in_what_is_used_shows(reached, file, old, new):
    assert reached()[0] != reached(file, old, new)[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("charts/draw.py", "    return 1", "    return 2"),
        ("charts/draw.py", '"""Draws."""', '"""Draws it well.\n\n    With care."""'),
        ("charts/draw.py", '"""Docs."""', '"""Other docs."""'),
        ("charts/draw.py", "# how", "# how and why"),
        ("charts/draw.py", "\n\n\ndef helper", "\n\n\n\n\ndef helper"),
        ("plain.py", "OTHER = 2", "OTHER = 3"),
        ("charts/marks.py", "return 2", "return 3"),
    ],
    ids=str,
)
def test_a_change_elsewhere_does_not(reached, file, old, new):
    assert reached()[0] == reached(file, old, new)[0]


PRINTED = "import inspect\nimport small as pb\ninspect.getdoc(pb.chart)"


@pytest.mark.parametrize(
    ("file", "old", "new", "counts"),
    [
        ("charts/draw.py", '"""Draws."""', '"""Draws it."""', True),
        ("charts/draw.py", "# how", "# how and why", False),
        ("charts/draw.py", "\n    # how", "", False),
        ("charts/draw.py", "\n\n\ndef helper", "\n\n\n# help\n\n\ndef helper", False),
    ],
    ids=str,
)
def test_of_what_is_printed_the_docstring_counts_and_no_comment(reached, file, old, new, counts):
    assert (reached(cell=PRINTED)[0] != reached(file, old, new, PRINTED)[0]) == counts


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("words.py", "return plural(number)", "return plural(1)"),
        ("words.py", "claims", "statements"),
        ("words.py", '"A"', '"B"'),
        ("pages.py", "return True", "return 1"),
        ("templates/page.html.j2", "{{ say.count", "{{- say.count"),
        ("templates/piece.html.j2", "}}{%", "}} {%"),
    ],
    ids=str,
)
def test_what_a_template_takes_of_what_it_is_given_counts(reached, file, old, new):
    assert reached(cell=PAGE)[0] != reached(file, old, new, PAGE)[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("words.py", "nowhere", "somewhere"),
        ("pages.py", "return False", "return 0"),
        ("templates/page.html.j2", "{# say.place #}", "{# what follows\nis the page #}"),
    ],
    ids=str,
)
def test_a_word_or_a_comment_that_no_template_takes_does_not(reached, file, old, new):
    assert reached(cell=PAGE)[0] == reached(file, old, new, PAGE)[0]


def test_what_imports_the_names_of_a_package_counts(reached):
    lazy = "__init__.py"
    FILES[lazy], before = "def __getattr__(name):\n    return name\n", FILES[lazy]
    try:
        assert reached()[0] != reached(lazy, "return name", "return 1")[0]
    finally:
        FILES[lazy] = before


def test_a_name_of_a_public_part_is_followed_as_one_of_the_package(reached):
    whole, part = (reached(cell=f"import small as pb\npb.{name}()") for name in ("chart", "charts.chart"))
    assert "charts.draw" in part[0] and whole == part
    every = reached(cell="import inspect\nimport small as pb\ninspect.getdoc(pb.charts)")[0]
    assert {"charts.draw"} == {name for name in every if name.startswith("charts.")}


def test_other_packages_are_named_where_they_are_used(reached):
    assert {"numpy", "zipfile"} <= reached()[1]
    assert "numpy" not in reached(cell="from small.charts.marks import Mark\nMark()")[1]
    assert "pandas" in reached(cell="%matplotlib inline\nimport pandas as pd")[1]


def test_a_chapter_uses_the_charts_and_not_the_site():
    notebook = json.loads((BOOK / "notebooks" / "heroin-production.ipynb").read_text(encoding="utf-8"))
    used = notebook["metadata"]["poppybook"]["package"]
    assert any(name.endswith(".display") for name in used)
    assert not any(name.startswith(("build", "site", "cli", "update")) for name in used)
