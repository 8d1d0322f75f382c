"""A finished page as the search sees it: its sections with their running text, and where each id stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import NamedTuple

from .markup import Tag, end_of_element, tags

# No running text of a section: what is listed one by one, drawn, computed, remarked, folded away (code, and the hints
# and answers of questions, which a search must not give away), or belongs to the frame.
_DRAWN = re.compile(r"<!--.*?-->|<(figure|table|svg|pre|script|style|noscript)\b.*?</\1\s*>", re.DOTALL)
APART = {"nav", "header", "form", "button", "textarea", "details"}
LISTS = ("ref-list", "pb-claims", "pb-event-list", "pb-openers", "sheet", "pbq-head", "pbq-points")
HEADINGS = ("h1", "h2", "h3")
BLOCKS = {
    "p",
    "li",
    "ul",
    "ol",
    "div",
    "section",
    "br",
    "details",
    "summary",
    "dt",
    "dd",
    "dl",
    *HEADINGS,
    *APART,
}

_ID = re.compile(r'<(?:li|h[1-6]|section|div|tr)\b[^>]*?\sid="([^"]+)"')
_MARKUP = re.compile(r"<[^>]*>")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class Section(NamedTuple):
    """A stretch of a page: where it begins, the fragment that leads there, its heading, its running text."""

    start: int
    fragment: str
    title: str
    text: str


class Page:
    """A finished page, read for the index."""

    def __init__(self, html: str) -> None:
        self.sections = list(_sections(html))
        self.title = self.sections[0].title if self.sections else _tab_title(html)
        self.places = ids(html)

    def heading_over(self, fragment: str) -> str:
        """The heading of the section in which an id stands; nothing above the first one."""
        before = [one.title for one in self.sections[1:] if one.start <= self.places[fragment]]
        return before[-1] if before else ""


def ids(html: str) -> dict[str, int]:
    """Where each id stands that a link may lead to."""
    return {found[1]: found.start() for found in _ID.finditer(html)}


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(_MARKUP.sub("", html)).split())


def _sections(html: str) -> Iterator[Section]:
    """The sections of a page's content in order, the first one headed by the page's title."""
    html = _DRAWN.sub(lambda drawn: " " * len(drawn[0]), html)  # every place stays
    found = list(tags(html))
    begin = next((at for at, tag in enumerate(found) if tag.name == "main" and not tag.closing), None)
    if begin is None:
        return
    stop = end_of_element(found[begin], islice(found, begin + 1, None))
    start, fragment, title, pieces, skip_to = found[begin].start, "", _tab_title(html), [], 0
    for at in range(begin + 1, len(found) - 1):
        tag, following = found[at], found[at + 1]
        if tag.start >= stop:
            break
        if tag.end <= skip_to and tag.start < skip_to:
            if tag.end < skip_to:
                continue
        elif not tag.closing and tag.name in HEADINGS:
            end = end_of_element(tag, islice(found, at + 1, None))
            here = plain(html[tag.end : end])
            if tag.name != "h1":
                yield Section(start, fragment, title, " ".join("".join(pieces).split()))
                start, pieces = tag.start, []
                fragment = tag.attribute("id") or _around(found, at)
            title, skip_to = here, end
            continue
        elif not tag.closing and _is_apart(tag):
            skip_to = tag.end if tag.text is not None else end_of_element(tag, islice(found, at + 1, None))
            if tag.end < skip_to:
                continue
        pieces.append(" " if tag.name in BLOCKS else "")
        pieces.append(unescape(html[tag.end : following.start]))
    yield Section(start, fragment, title, " ".join("".join(pieces).split()))


def _around(found: list[Tag], at: int) -> str:
    """The id of the section that a heading opens."""
    before = found[at - 1]
    return (before.attribute("id") or "") if before.name == "section" and not before.closing else ""


def _is_apart(tag: Tag) -> bool:
    return tag.name in APART or any(tag.has_class(name) for name in LISTS)


def _tab_title(html: str) -> str:
    found = _TITLE.search(html)
    return plain(found[1]).rpartition(" – ")[0] or plain(found[1]) if found else ""
