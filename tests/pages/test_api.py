"""The page of the package: every public name is there, explained and typed."""

import inspect
import json
from pathlib import Path

import pytest

import poppybook as pb
from poppybook.book.templates import render
from poppybook.pages import api

PAGE = Path(__file__).parents[2] / "notebooks" / "api.ipynb"
NAMES = api.entries()
FUNCTIONS = [name for name, thing in NAMES.items() if not inspect.isclass(thing)]


def test_the_notebook_shows_every_group_and_so_every_name():
    code = "".join("".join(cell["source"]) for cell in json.loads(PAGE.read_text("utf-8"))["cells"])
    shown = "".join(api.group(part).html for part in api.groups() if f'api.group("{part}")' in code)
    missing = [name for name in NAMES if f'id="{name}"' not in shown]
    assert missing == [], "give their group a section in notebooks/api.ipynb"


def test_the_names_are_those_that_can_be_typed():
    assert {"pb.load", "pb.charts.figure", "pb.teach.quiz", "data.one"} <= set(NAMES)
    spaces = {"pb": pb, "data": pb.load()}
    for name in NAMES:
        assert callable(eval(name, spaces)), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_and_result_has_a_type(name):
    signature = inspect.signature(NAMES[name])
    bare = [each.name for each in signature.parameters.values() if each.annotation is each.empty]
    assert set(bare) <= {"self"}
    assert signature.return_annotation is not signature.empty


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_signature_shown_is_the_signature_called(name):
    shown = api.signature(name, NAMES[name])
    given = [each for each in inspect.signature(NAMES[name]).parameters.values() if each.name != "self"]
    assert shown.startswith(f"{name}(") and "self" not in shown
    for each in given:
        stars = {each.VAR_POSITIONAL: "*", each.VAR_KEYWORD: "**"}.get(each.kind, "")
        assert f"{stars}{each.name}:" in shown
    assert shown.count(" = ") == sum(each.default is not each.empty for each in given)
    if any(each.kind is each.KEYWORD_ONLY for each in given):
        assert "*, " in shown or "*,\n" in shown or "*" in shown.partition("(")[2]


def told():
    """Take `a < b` & go
    on.

        a = 1
        b = 2

    End.

    Parameters
    ----------
    a : int
        One,
        or `two`.

    Examples
    --------
    >>> told()
    """


def test_docstrings_become_paragraphs_code_and_lists():
    html = render("pages/api.html.j2", entries=[("f", "pb.f(<x>)", api.sections(told))])
    assert "<code>pb.f(&lt;x&gt;)</code></pre>\n<p>Take <code>a &lt; b</code> &amp; go on.</p>" in html
    assert "</p>\n<pre><code>a = 1\nb = 2</code></pre>\n<p>End.</p>\n" in html
    assert "<dl>\n<dt><code>a : int</code></dt><dd>One, or <code>two</code>.</dd>\n</dl>\n" in html
    assert html.endswith("<pre><code>&gt;&gt;&gt; told()</code></pre>\n</li>\n</ul>\n")


def test_an_unknown_group_is_refused():
    with pytest.raises(LookupError, match="dataset"):
        api.group("cellar")
