"""The page of the package: every public name is there, explained and typed."""

import inspect
import json
from pathlib import Path

import pytest

import poppybook as pb
from poppybook.book.templates import render
from poppybook.pages import api

PAGE = Path(__file__).parents[2] / "notebooks" / "api.ipynb"
FUNCTIONS = [name for name in pb.__all__ if inspect.isfunction(getattr(pb, name))]


def test_the_notebook_shows_every_layer_and_so_every_name():
    code = "".join("".join(cell["source"]) for cell in json.loads(PAGE.read_text("utf-8"))["cells"])
    shown = "".join(api.group(layer).html for layer in api.layers() if f'api.group("{layer}")' in code)
    missing = [name for name in pb.__all__ if f'id="pb.{name}"' not in shown]
    assert missing == [], "give their layer a section in notebooks/api.ipynb"


@pytest.mark.parametrize("name", pb.__all__)
def test_every_public_name_says_what_it_is(name):
    assert len(inspect.getdoc(getattr(pb, name)) or "") > 40


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_and_result_has_a_type(name):
    signature = inspect.signature(getattr(pb, name))
    bare = [each.name for each in signature.parameters.values() if each.annotation is each.empty]
    assert bare == []
    assert signature.return_annotation is not signature.empty


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_signature_shown_is_the_signature_called(name):
    shown = api.signature(getattr(pb, name))
    given = inspect.signature(getattr(pb, name)).parameters.values()
    for each in given:
        stars = {each.VAR_POSITIONAL: "*", each.VAR_KEYWORD: "**"}.get(each.kind, "")
        assert f"{stars}{each.name}:" in shown
    assert shown.count(" = ") == sum(each.default is not each.empty for each in given)
    if any(each.kind is each.KEYWORD_ONLY for each in given):
        assert "*, " in shown or "*,\n" in shown or "*" in shown.partition("(")[2]


def test_docstrings_become_paragraphs_and_code():
    parts = api._prose("Take `a < b` & go\non.\n\n    a = 1\n    b = 2\n\nEnd.")
    html = render("pages/api.html.j2", entries=[("f", "pb.f(<x>)", parts)])
    assert "<code>pb.f(&lt;x&gt;)</code></pre>\n<p>Take <code>a &lt; b</code> &amp; go on.</p>" in html
    assert "</p>\n<pre><code>a = 1\nb = 2</code></pre>\n<p>End.</p>\n</li>" in html


def test_an_unknown_layer_is_refused():
    with pytest.raises(LookupError, match="dataset"):
        api.group("cellar")
