"""HTML comes from the templates: what is put in is text, what is missing is an error, who needs none does not pay.

And it comes from nowhere else: no module makes a tag in a string, escapes by hand or declares a text to be HTML.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from poppybook.book import templates

PACKAGE = Path(templates.__file__).parents[1]
# Who edits the pages that the renderers have made, in place, and so writes a tag or an attribute itself, and why.
EDITORS = {
    "site/html/inline.py": "the scripts that have to run before a page has text: nothing is put into them",
    "site/html/markup.py": "changes attributes of tags that stand in a page, and keeps every other byte",
    "site/html/placing.py": "makes the heading of a chart that is alone on its page the page's own",
}
# Who may declare a text to be HTML, and why.
DECLARED = {
    "book/templates.py": "what a template has made",
    "charts/figure_html.py": "drawings that `poppybook figures` made and named by their spec's hash",
    "site/chart_files.py": "a chart or a table after the finishing pass, which keeps text as it is",
    "site/html/frame.py": "attributes of a cell as they stand in the page",
    "site/html/placing.py": "a chart after the finishing pass",
    "site/html/policy.py": "a policy made of hashes, in which quotes stay quotes",
    "site/html/terms.py": "a word as it stands in the page",
    "site/not_found.py": "the theme's fonts and colours in a style sheet",
    "site/printing.py": "the book's own style sheets, and its worksheets as they stand in their page",
    "teaching/feedback.py": "Markdown that markdown-it has made without HTML of the student's",
    "teaching/notes.py": "the book's own notes for a lesson, which markdown-it has made without HTML",
    "widgets/shell.py": "a table that pandas made and escaped",
}
# Elements, but not those whose names the book uses for what is to be filled in: <source>, <period>, <series>.
ELEMENTS = (
    "a abbr article aside audio b base blockquote body br button caption cite code col colgroup data dd del "
    "details dfn dialog div dl dt em embed fieldset figcaption figure footer form g h[1-6]? head header hr "
    "html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript "
    "object ol optgroup option output p path picture pre progress q rect s samp script search section select "
    "small span strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr "
    "track u ul use var video wbr"
)
TAG = re.compile(rf"</?(?:{'|'.join(ELEMENTS.split())})(?=[\s>/{{%]|$)|<!(?:--|doctype)", re.IGNORECASE)
# What only looks for a tag makes none: the pattern of a regular expression, what a text is asked for or cut at.
PATTERNS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
ASKING = {
    "count",
    "find",
    "index",
    "partition",
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "replace",
}
ASKING |= {"split", *(f"r{name}" for name in ("find", "index", "partition", "split"))}


def makes_html(source):
    """The places in a source, as (line, what), where HTML is made by hand."""
    tree = ast.parse(source)
    read = {id(each) for node in ast.walk(tree) for each in only_read(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in read:
            yield from ((node.lineno, each[0]) for each in TAG.finditer(node.value))
        if isinstance(node, ast.JoinedStr):  # a tag whose very name is filled in
            texts = [getattr(each, "value", None) for each in node.values[:-1]]
            yield from (
                (node.lineno, "</") for each in texts if isinstance(each, str) and each.endswith("</")
            )
        if isinstance(node, ast.ImportFrom) and node.module in ("html", "xml.sax.saxutils", "markupsafe"):
            yield from (
                (node.lineno, each.name)
                for each in node.names
                if each.name in ("escape", "escape_silent", "quoteattr")
            )
        if isinstance(node, ast.Attribute) and ast.unparse(node) in (
            "html.escape",
            "saxutils.escape",
            "cgi.escape",
        ):
            yield node.lineno, ast.unparse(node)


def only_read(node):
    """Constants under a node that make nothing: docstrings, and what a text is searched for."""
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield first.value
    if isinstance(node, ast.Compare) and any(isinstance(each, (ast.In, ast.NotIn)) for each in node.ops):
        yield from ast.walk(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        pattern = ast.unparse(node.func.value) == "re" and node.func.attr in PATTERNS
        if pattern or node.func.attr in ASKING:
            yield from ast.walk(node.args[0])


def checked():
    return sorted(PACKAGE.rglob("*.py"))


def test_no_module_makes_html_by_hand():
    found = {
        path.relative_to(PACKAGE).as_posix(): list(makes_html(path.read_text(encoding="utf-8")))
        for path in checked()
    }
    assert {name for name, places in found.items() if places} == set(EDITORS)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("x = f'<li id=\"{name}\">'", 1),
        ("x = '<p>' + text + '</p>'", 2),
        ("x = f'<{tag}>{text}</{tag}>'", 1),
        ("x = '<h%d>' % level, '<br/>'.join(parts)", 2),
        ("x = page.replace('</body>', '<script src=x></script></body>')", 3),
        ("x = re.sub('<b>', '<i>', page)", 1),
        ("from html import escape", 1),
        ("import html\nx = html.escape(text)", 1),
        ("from markupsafe import escape", 1),
        ('def f():\n    return "<ul>"', 1),
        ('def f():\n    """Gives a `<ul>`."""', 0),
        ("x = re.compile(r'<metadata>.*?</metadata>'), re.search(r'<a (.*?)>', page)", 0),
        (
            "x = '<script' in page, page.rpartition('</body>'), name.count('<br>'), name.replace('<br>', ' ')",
            0,
        ),
        ("x = 'the id is <series>@<period>', a < b > c, '<extra></extra>'", 0),
    ],
)
def test_html_made_by_hand_is_noticed_and_html_that_is_read_is_not(source, count):
    assert len(list(makes_html(source))) == count


def test_only_who_has_a_reason_declares_a_text_to_be_html():
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in checked()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("Markup", "markupsafe.Markup")
        and node.args
    }
    assert found == set(DECLARED)
    for path in templates.FOLDER.rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        safe = re.findall(r"(\S+?)\s*\|\s*safe\b", text)
        assert not [each for each in safe if not re.fullmatch(r'.*"[^"{}]*"', each)], path
        assert "autoescape" not in text, path


def test_to_load_the_data_needs_no_templates():
    code = "import sys, poppybook as pb; pb.load(); print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_every_template_compiles_and_is_used():
    names = {path.relative_to(templates.FOLDER).as_posix() for path in templates.FOLDER.rglob("*.j2")}
    for name in names:
        templates._environment().get_template(name)
    sources = [
        path.read_text(encoding="utf-8") for path in (*PACKAGE.rglob("*.py"), *templates.FOLDER.rglob("*.j2"))
    ]
    named = {
        name for text in sources for name in re.findall(r"""["'](?:templates/)?([\w./]+\.j2)["']""", text)
    }
    assert named == names


def test_what_is_put_into_a_table_is_text_and_pieces_stay_pieces():
    heads = [("<h>", False), ("n", True)]
    made = templates.macros("table.html.j2").table(
        heads, [({"id": '"><b>'}, ["<i>", Markup("<b>1</b>")])], caption="</caption>", kind='"'
    )
    assert isinstance(made, Markup)
    assert re.findall("<[a-z]+", made) == [
        "<table",
        "<caption",
        "<thead",
        "<tr",
        "<th",
        "<th",
        "<tbody",
        "<tr",
        "<th",
        "<td",
        "<b",
    ]
    assert '<td class="pb-number"><b>1</b></td>' in made
    assert '<th scope="row">&lt;i&gt;</th>' in made


def test_a_name_that_is_not_given_is_an_error():
    with pytest.raises(UndefinedError):
        templates._environment().from_string("{{ given }}").render()
