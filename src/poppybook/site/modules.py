"""Make plain scripts of the module scripts in a page's frame: from disk a browser loads no module, since a file has no
origin. Quarto's are of a simple kind, functions of one file for the use of another; what is of another kind stays."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from .html.foreign import is_foreign
from .html.markup import Edits, Tag, tags

PLAIN = ".plain.js"  # how the names of those made here end
_IMPORT = re.compile(r"""^import \* as (\w+) from ["'](\.[^"']+)["'];?$""", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^\s*(?:import|export)\b|\bimport\s*\(|\bimport\.meta\b|^(?:for )?await\b", re.MULTILINE)


class _OfAnotherKindError(Exception):
    """This module cannot be made a plain script."""


def without_modules(page: str, folder: Path) -> str:
    """The page, which lies in `folder`, with plain scripts in the place of its modules. They are written beside them;
    a module that another one of the page brings along is no longer loaded by itself."""
    edits, made, brought = Edits(page), [], set()
    for tag in tags(page):
        if tag.name != "script" or tag.attribute("type") != "module" or not (path := _file(tag, folder)):
            continue
        try:
            text, inside = _plain(path)
        except _OfAnotherKindError:
            continue
        made.append((tag, path, text))
        brought |= inside
    for tag, path, text in made:
        if path in brought:
            edits.replace(tag.start, tag.end, "")
            continue
        beside = path.with_suffix(PLAIN)
        if not beside.is_file() or beside.read_text(encoding="utf-8") != text:
            beside.write_text(text, encoding="utf-8", newline="\n")
        edits.set_attribute(tag, "src", tag.attribute("src").removesuffix(path.suffix) + PLAIN)
        edits.remove_attribute(tag, "type")
        edits.add_attribute(tag, "defer", "")  # as a module does by itself
    return edits.result()


def _file(tag: Tag, folder: Path) -> Path | None:
    address = tag.attribute("src")
    if not address or is_foreign(address) or not address.endswith(".js"):
        return None
    path = (folder / unquote(address)).resolve()
    return path if path.is_file() else None


@cache
def _plain(path: Path) -> tuple[str, frozenset[Path]]:
    """The text of the plain script, and the modules in it that were files of their own."""
    brought: set[Path] = set()
    return f'(function () {{\n"use strict";\n{_body(path, brought)}}})();\n', frozenset(brought)


def _body(path: Path, brought: set[Path]) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise _OfAnotherKindError(path) from None

    def bring(found: re.Match) -> str:
        other = (path.parent / found[2]).resolve()
        if other in brought:  # twice, or in a circle: a module runs once
            raise _OfAnotherKindError(other)
        brought.add(other)
        return f"const {found[1]} = (function () {{\n{_body(other, brought)}}})();"

    names = _EXPORT.findall(text)
    text = _IMPORT.sub(bring, _EXPORT.sub("", text))
    if _OTHER.search(text):
        raise _OfAnotherKindError(path)
    return f"{text}\nreturn {{ {', '.join(names)} }};\n" if names else f"{text}\n"
