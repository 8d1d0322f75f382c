"""Prove a finished site: nothing in it asks another host for anything, and no link inside it leads nowhere.

Looks at every address that a browser follows by itself or at a click, in HTML, in style sheets and where a script
would add an element. Ordinary links to the outside are what a book of sources is made of and pass.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from poppybook.charts import read_out

from .beside import NOT_FOUND
from .html.foreign import FETCHING, is_foreign
from .html.frame import HANDLER
from .html.markup import Tag, tags

# Attributes that make a browser fetch something, by tag. <link> is judged by its rel.
LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "form": ("action",),
}
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"""(?:\.(?:src|href)\s*=|\bfetch\(|\bimport\(|\bfrom|importScripts\(|\.open\(\s*["']GET["'],)\s*"""
    r"""["'`]((?:https?:)?//[^"'`]+)"""
)
# The one foreign library, in part and whole: it names hosts for map tiles and for its logo, which the book's charts
# do not use. That no page asks for anything is proven in a browser.
LIBRARIES = (read_out.PLOTLY_BASIC, read_out.PLOTLY_WHOLE)
NO_FILE = "leads to no file of the site"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass
class _Page:
    """What a page offers to links (`ids`) and asks for: addresses it `loads`, and `links` to go to."""

    ids: set[str] = field(default_factory=set)
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Pages(dict):
    """The pages of a site by path, each read when it is first asked for."""

    def __missing__(self, path: Path) -> _Page:
        page = self[path] = _read(path.read_text(encoding="utf-8"))
        if path.name == NOT_FOUND:
            page.links = []  # it is shown at any depth, and offers ways of which one leads home
        return page


def site_faults(site: Path) -> list[str]:
    """Everything wrong with the finished site in the folder `site`, a line each; empty when it is sound."""
    faults = page_faults(site, sorted(site.rglob("*.html")))
    for path in sorted((*site.rglob("*.css"), *site.rglob("*.js"))):
        if path.name in LIBRARIES:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found = _css_faults(text, path.parent) if path.suffix == ".css" else _script_faults(text)
        faults += [f"{path.relative_to(site).as_posix()}: {fault}" for fault in dict.fromkeys(found)]
    return faults


def page_faults(site: Path, paths: Iterable[Path]) -> list[str]:
    """Everything wrong with some pages of the site, given by their paths."""
    site = site.resolve()
    _file_at.cache_clear()  # the files of an earlier check may be gone
    pages, faults = _Pages(), []
    for path in map(Path.resolve, paths):
        page = pages[path]
        found = [*page.faults, *_page_faults(path, page, pages, site)]
        faults += [f"{path.relative_to(site).as_posix()}: {fault}" for fault in dict.fromkeys(found)]
    return faults


def _read(text: str) -> _Page:
    page = _Page()
    for tag in tags(text):
        if tag.closing:
            continue
        if HANDLER.search(tag.attributes):
            page.faults += [
                f"<{tag.name} {name}=…> would run a script, which the page's content security policy forbids"
                for name in tag.all_attributes()
                if name.startswith("on")
            ]
        if "id=" in tag.attributes and (name := tag.attribute("id")):
            page.ids.add(name)
        if tag.name == "a":
            if (address := tag.attribute("href")) is not None:
                page.links.append(address)
        elif tag.name == "link":
            if FETCHING.intersection((tag.attribute("rel") or "").lower().split()):
                page.loads.append(tag.attribute("href") or "")
        elif tag.name in LOADING:
            page.loads += _loaded(tag)
        if tag.name == "script" and "json" not in (tag.attribute("type") or ""):
            page.faults += _script_faults(tag.text or "")
        elif tag.name == "style":
            page.loads += _css_addresses(tag.text or "")
        if "style=" in tag.attributes and "url(" in tag.attributes:
            page.loads += _css_addresses(tag.attribute("style") or "")
    return page


def _loaded(tag: Tag) -> Iterator[str]:
    for name in LOADING[tag.name]:
        value = tag.attribute(name)
        if value and name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif value:
            yield value


def _page_faults(path: Path, page: _Page, pages: _Pages, site: Path) -> Iterator[str]:
    for address in dict.fromkeys(page.loads):
        if is_foreign(address):
            yield f"asks another host for {address}"
        elif not _SCHEME.match(address):
            yield from _local_faults(address, path, pages, site)
    for address in dict.fromkeys(page.links):
        if not is_foreign(address) and not _SCHEME.match(address):
            yield from _local_faults(address, path, pages, site)


def _local_faults(address: str, path: Path, pages: _Pages, site: Path) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.path.startswith("/"):
        yield f"{address} starts at the top of the server, where the site need not stand: make it relative"
        return
    target = _file_at(path.parent, parts.path) if parts.path else path
    if target is None:
        yield f"{address} {NO_FILE}"
    elif not target.is_relative_to(site) and target != path:
        yield f"{address} leads out of the site"
    elif (
        parts.fragment
        and target.suffix == ".html"
        and unquote(parts.fragment) not in pages[target].ids | {"top"}
    ):
        yield f"{address} leads to a place that the page does not have"


@cache  # thousands of links on a page lead to the same few files
def _file_at(folder: Path, address: str) -> Path | None:
    """The file that an address means, seen from a page in `folder`; None when there is none."""
    target = Path(os.path.normpath(folder / unquote(address)))
    target = target / "index.html" if target.is_dir() else target
    return target if target.is_file() else None


def _css_addresses(css: str) -> list[str]:
    return [(url or imported).strip() for url, imported in _CSS_ADDRESS.findall(css)]


def _css_faults(css: str, folder: Path) -> Iterator[str]:
    for address in _css_addresses(css):
        if is_foreign(address):
            yield f"asks another host for {address}"
        elif _SCHEME.match(address) or address.startswith("#"):
            continue
        elif not (folder / unquote(urlsplit(address).path)).is_file():
            yield f"{address} {NO_FILE}"


def _script_faults(script: str) -> Iterator[str]:
    yield from (f"a script asks another host for {address}" for address in _SCRIPTED.findall(script))
