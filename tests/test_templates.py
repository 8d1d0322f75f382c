"""HTML comes from the templates: what is put in is text, what is missing is an error, who needs none does not pay."""

import re
import subprocess
import sys

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from poppybook.book import templates

TABLE = templates.macros("table.html.j2").table


def test_to_load_the_data_needs_no_templates():
    code = "import sys, poppybook as pb; pb.load(); print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_what_is_put_into_a_table_is_text_and_pieces_stay_pieces():
    heads = [("<h>", False), ("n", True)]
    made = TABLE(heads, [({"id": '"><b>'}, ["<i>", Markup("<b>1</b>")])], caption="</caption>", kind='"')
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
