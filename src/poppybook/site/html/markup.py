"""Find tags in finished HTML and change single places, leaving every other byte as the renderer wrote it.

Parsing a page into a tree and writing it out again would touch every byte of it, differently for each renderer,
and hide what this project really changes. Both renderers close their tags and quote their attributes, so a
tokenizer is enough: it knows comments, quoted attributes, and that nothing inside <script> or <style> is a tag.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

# Possessive quantifiers (`*+`, `++`) keep a stray "<" in a long text from taking time without end.
_ATTRIBUTES = r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+"""
_TOKEN = re.compile(
    rf"<!--.*?-->|<(?P<raw>script|style|textarea|title)\b(?P<raw_attrs>{_ATTRIBUTES})>(?P<text>.*?)</(?P=raw)\s*>"
    rf"|<(?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?P<attrs>{_ATTRIBUTES})>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


class Tag(NamedTuple):  # a million of them make a site, and no other immutable class is made as fast
    """One start or end tag; for script, style, textarea and title the whole element with its `text`.

    `start` and `end` are positions in the page; `text_start` is where `text` begins.
    """

    name: str
    closing: bool
    start: int
    end: int
    attributes: str
    text: str | None = None
    text_start: int = 0

    def attribute(self, name: str) -> str | None:
        """The value of an attribute with entities read; "" when it has no value, None when it is absent."""
        if name not in self.attributes.lower():
            return None
        return self.all_attributes().get(name)

    def all_attributes(self) -> dict[str, str]:
        """Every attribute with its value."""
        found = {}
        for name, double, single, bare in _ATTRIBUTE.findall(self.attributes):
            found.setdefault(name.lower(), html.unescape(double or single or bare))
        return found

    def has_class(self, name: str) -> bool:
        """Whether `name` is one of the tag's classes."""
        return name in (self.attribute("class") or "").split()


def tags(page: str) -> Iterator[Tag]:
    """Every tag of a page, in order. Comments are left out."""
    return iter(_tags(page))


@lru_cache(maxsize=1)  # steps that look at a page one after the other, changing nothing, read it once
def _tags(page: str) -> tuple[Tag, ...]:
    return tuple(_found(page))


def _found(page: str) -> Iterator[Tag]:
    for token in _TOKEN.finditer(page):
        if token["raw"]:
            yield Tag(token["raw"].lower(), False, *token.span(), token["raw_attrs"], *_text(token))
        elif token["name"]:
            yield Tag(token["name"].lower(), bool(token["close"]), *token.span(), token["attrs"])


def _text(token: re.Match) -> tuple[str, int]:
    return token["text"], token.start("text")


def end_of_element(tag: Tag, later: Iterable[Tag]) -> int:
    """Where the element that `tag` opens ends: after its end tag. `later` gives the tags behind `tag`."""
    depth = 1
    for other in later:
        if other.name == tag.name and not (other.attributes.endswith("/") and not other.closing):
            depth += -1 if other.closing else 1
        if depth == 0:
            return other.end
    raise ValueError(f"<{tag.name}{tag.attributes}> is opened and never closed")


def at_end(page: str, new: str) -> str:
    """The page with `new` at the end of its body."""
    before, body, after = page.rpartition("</body>")
    return f"{before}{new}{body}{after}"


class Edits:
    """Changes to one page, collected by position and made all at once."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._changes: list[tuple[int, int, str]] = []

    def replace(self, start: int, end: int, new: str) -> None:
        """Put `new` in place of the text from `start` to `end`."""
        self._changes.append((start, end, new))

    def add_attribute(self, tag: Tag, name: str, value: str) -> None:
        """Give a start tag one more attribute, right behind its name."""
        place = tag.start + 1 + len(tag.name)
        self.replace(place, place, f' {name}="{html.escape(value)}"')

    def set_attribute(self, tag: Tag, name: str, value: str) -> None:
        """Give a start tag's attribute a new value; add the attribute when it is not there."""
        old = re.search(rf"""(?<=\s){name}\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", tag.attributes)
        if not old:
            return self.add_attribute(tag, name, value)
        offset = tag.start + 1 + len(tag.name)
        return self.replace(offset + old.start(), offset + old.end(), f'{name}="{html.escape(value)}"')

    def remove_attribute(self, tag: Tag, name: str) -> None:
        """Take an attribute off a start tag; nothing when it is not there."""
        old = re.search(rf"""\s+{name}\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", tag.attributes)
        if old:
            offset = tag.start + 1 + len(tag.name)
            self.replace(offset + old.start(), offset + old.end(), "")

    def result(self) -> str:
        """The page with all changes made."""
        pieces, position = [], 0
        for start, end, new in sorted(self._changes, key=lambda change: change[:2]):
            if start < position:
                raise ValueError(f"two changes overlap at {self.page[start:end][:80]!r}")
            pieces += [self.page[position:start], new]
            position = end
        return "".join([*pieces, self.page[position:]])
