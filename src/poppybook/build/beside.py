"""The files beside the pages: assets, data, pictures, sitemap, page for errors."""

from __future__ import annotations

import html
import importlib.util
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from poppybook import words
from poppybook.charts import reading

MADE_HERE = '<meta name="generator" content="poppybook">'  # marks the pages that no renderer made
NOT_FOUND = "404.html"
PUBLISHED = ("assets", "data", "figures")

# At this first line Chrome compiles a whole script off the main thread while it arrives, where otherwise it compiles
# each function when it is first called: plotly.js is ready in about half the time. Other browsers read a comment.
COMPILE_WHOLE = "//# allFunctionsCalledOnLoad\n"

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
        reading.PLOTLY_BASIC: project / "assets" / reading.PLOTLY_BASIC,
        reading.PLOTLY_WHOLE: plotly / "package_data" / reading.PLOTLY_WHOLE,
    }
    (site / "assets").mkdir(exist_ok=True)
    for name, path in libraries.items():
        _write(site / "assets" / name, COMPILE_WHOLE + path.read_text(encoding="utf-8"))


def write_not_found(site: Path, site_url: str) -> None:
    """Write the page a server shows for a wrong address, unless the book has its own. It may be shown at any depth,
    so its one link starts at the top of the server."""
    path = site / NOT_FOUND
    if path.is_file() and MADE_HERE not in path.read_text(encoding="utf-8"):
        return
    top = urlsplit(site_url).path.rstrip("/") + "/"
    title, text, link = words.NOT_FOUND
    style = "<style>body{font-family:system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}</style>"
    way = f'<p><a href="{top}">{html.escape(link)}</a></p>'
    body = f"<main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>{way}</main>"
    write_page(path, title, style, body)


def steady_sitemap(site: Path) -> None:
    """Take file times out of the sitemap: they differ from checkout to checkout and say nothing about the content."""
    path = site / "sitemap.xml"
    if path.is_file():
        _write(path, _LAST_CHANGE.sub("", path.read_text(encoding="utf-8")))


def write_page(path: Path, title: str, head: str, body: str) -> None:
    """Write a page that no renderer made. The empty icon keeps browsers from asking the server's root for one."""
    page = (
        f'<!DOCTYPE html>\n<html lang="{words.LANGUAGE}"><head><meta charset="utf-8">{MADE_HERE}'
        '<link rel="icon" href="data:,">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{html.escape(title)} – {html.escape(words.BOOK)}</title>{head}</head>\n<body>{body}</body></html>\n"
    )
    _write(path, page)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
