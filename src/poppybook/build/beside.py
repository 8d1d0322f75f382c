"""The files beside the pages: assets, data, pictures, embeddable charts, search index, sitemap, page for errors."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from poppybook import words

from .evidence_links import Links
from .frame import SEARCH_INDEX
from .placing import Place, page_of_one

MADE_HERE = '<meta name="generator" content="poppybook">'  # marks the pages that no renderer made
PUBLISHED = ("assets", "data", "figures")
STYLES = ("colours.css", "charts.css")

_LAST_CHANGE = re.compile(r"\s*<lastmod>[^<]*</lastmod>")


def copy_published(project: Path, site: Path) -> None:
    """Copy what pages load and readers download, plotly.js included, whether or not the renderer saw a link to it."""
    for name in PUBLISHED:
        if (project / name).is_dir():
            hidden = shutil.ignore_patterns(".*", "__pycache__")
            shutil.copytree(project / name, site / name, dirs_exist_ok=True, ignore=hidden)
    # Asked of the import system: importing plotly only to learn where it lies takes half a second.
    plotly = Path(importlib.util.find_spec("plotly").origin).parent
    (site / "assets").mkdir(exist_ok=True)
    shutil.copyfile(plotly / "package_data" / "plotly.min.js", site / "assets" / "plotly.min.js")


def write_search_index(site: Path) -> None:
    """Write the renderer's search index once more as a script; see frame.SEARCH_FROM_DISK."""
    index = json.loads((site / "search.json").read_text(encoding="utf-8"))
    script = f"window.pbSearchIndex={json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n"
    _write(site / SEARCH_INDEX, script)


def write_embeds(figures: Path, site: Path, homes: dict[str, str], links: Links | None = None) -> None:
    """Write each published chart alone on a page, for other sites' frames. `homes` gives, by chart, the public
    address of the page it is at home on, or "" while the site has none; `links` leads its numbers to their rows."""
    for name, url in homes.items():
        title, body = page_of_one(name, Place(figures, "../", url))
        if links:
            body = links.join(body, f"embed/{name}.html")
        styles = "".join(f'<link rel="stylesheet" href="../assets/{style}">' for style in STYLES)
        # Links open beside the page that shows the chart, not inside its frame.
        _write(site / "embed" / f"{name}.html", _page(title, f'{styles}<base target="_blank">', body))


def write_not_found(site: Path, site_url: str) -> None:
    """Write the page a server shows for a wrong address, unless the book has its own. It may be shown at any depth,
    so its one link starts at the top of the server."""
    path = site / "404.html"
    if path.is_file() and MADE_HERE not in path.read_text(encoding="utf-8"):
        return
    top = urlsplit(site_url).path.rstrip("/") + "/"
    title, text, link = words.NOT_FOUND
    style = "<style>body{font-family:system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}</style>"
    way = f'<p><a href="{top}">{html.escape(link)}</a></p>'
    body = f"<main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>{way}</main>"
    _write(path, _page(title, style, body))


def steady_sitemap(site: Path) -> None:
    """Take file times out of the sitemap: they differ from checkout to checkout and say nothing about the content."""
    path = site / "sitemap.xml"
    if path.is_file():
        _write(path, _LAST_CHANGE.sub("", path.read_text(encoding="utf-8")))


def _page(title: str, head: str, body: str) -> str:
    # The empty icon keeps browsers from asking the server's root for one.
    return (
        f'<!DOCTYPE html>\n<html lang="{words.LANGUAGE}"><head><meta charset="utf-8">{MADE_HERE}'
        '<link rel="icon" href="data:,">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{html.escape(title)} – {html.escape(words.BOOK)}</title>{head}</head>\n<body>{body}</body></html>\n"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
