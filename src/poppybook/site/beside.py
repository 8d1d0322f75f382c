"""The files beside the pages: assets, data, pictures, sitemap."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path

from markupsafe import Markup

from poppybook import language as words
from poppybook.book.templates import render
from poppybook.charts import read_out

from .html.policy import with_policy

MADE_HERE = 'name="generator" content="poppybook"'  # marks the pages that no renderer made (alone.html.j2)
NOT_FOUND = "404.html"
PUBLISHED = ("assets", "data", "figures")

# At this first line Chrome compiles a whole script off the main thread while it arrives, where otherwise it compiles
# each function when it is first called: plotly.js is ready in about half the time. Other browsers read a comment.
COMPILE_WHOLE = "//# allFunctionsCalledOnLoad\n"

# The whole plotly.js brings a style sheet for street maps, which the book has none of, and would write it into a page,
# which the page's content security policy forbids.
_MAP_SHEET = re.compile(r"(?<=\.textContent=)'\.maplibregl-map(?:\\.|[^'\\])*+'")

_LAST_CHANGE = re.compile(r"\s*<lastmod>[^<]*</lastmod>")


def copy_published(project: Path, site: Path) -> None:
    """Copy what pages load and readers download, plotly.js included, whether or not the renderer saw a link to it."""
    for name in PUBLISHED:
        if (project / name).is_dir():
            hidden = shutil.ignore_patterns(".*", "__pycache__")
            shutil.copytree(project / name, site / name, dirs_exist_ok=True, ignore=hidden)
    # Asked of the import system: importing plotly only to learn where it lies takes half a second.
    plotly = Path(importlib.util.find_spec("plotly").origin).parent
    libraries = {
        read_out.PLOTLY_BASIC: project / "assets" / read_out.PLOTLY_BASIC,
        read_out.PLOTLY_WHOLE: plotly / "package_data" / read_out.PLOTLY_WHOLE,
    }
    (site / "assets").mkdir(exist_ok=True)
    for name, path in libraries.items():
        library = _MAP_SHEET.sub("''", path.read_text(encoding="utf-8"), count=1)
        _write(site / "assets" / name, COMPILE_WHOLE + library)


def steady_sitemap(site: Path) -> None:
    """Take file times out of the sitemap: they differ from checkout to checkout and say nothing about the content."""
    path = site / "sitemap.xml"
    if path.is_file():
        _write(path, _LAST_CHANGE.sub("", path.read_text(encoding="utf-8")))


def write_page(path: Path, title: str, head: Markup, body: Markup) -> None:
    """Write a page that no renderer made. `head` and `body`: HTML."""
    page = render(
        "site/alone.html.j2", language=words.LANGUAGE, title=title, book=words.BOOK, head=head, body=body
    )
    _write(path, with_policy(page))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
