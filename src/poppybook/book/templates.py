"""HTML, made of the templates in `templates/` and of nothing else.

What a template is given comes out as text, whatever it holds. HTML is only what another template has made (`Markup`),
so pieces go into pieces as they are. A name that a template uses and is not given is an error.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .project import PACKAGE

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

FOLDER = PACKAGE / "templates"


@cache
def _environment() -> Environment:
    # Imported when the first piece of HTML is made: to import the package and to load the data need none.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "separators": (",", ":"),
    }  # in the order given
    return made


def render(name: str, /, **given: object) -> Markup:
    """The template `templates/<name>` filled with what is given, as HTML."""
    from markupsafe import Markup

    return Markup(_environment().get_template(name).render(given))


@cache
def macros(name: str):
    """The macros of a template as functions that give HTML, for pieces that go into cells and lines."""
    return _environment().get_template(name).module
