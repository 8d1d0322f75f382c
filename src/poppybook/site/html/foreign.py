"""Take out of a finished page everything that would ask another host for something.

Quarto loads require.js and jQuery on every notebook page with an HTML output, more for widgets and for maths;
themes import web fonts. None of it is used here: charts bring their own script, and there is no maths.
"""

from __future__ import annotations

import re

from .markup import Edits, tags

FOREIGN = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
# The kinds of <link> that make a browser fetch or connect. Others (canonical, next, licence) only point.
FETCHING = {
    *("stylesheet", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch", "prerender"),
    *("icon", "apple-touch-icon", "mask-icon", "manifest"),
}
# Inline scripts that only serve the foreign ones and fail without them: the jQuery shim for require.js, its
# configuration, MathJax settings, widget state.
HELPERS = re.compile(r"^\s*(?:define\('jquery'|require(?:js)?\.config\(|(?:window\.)?MathJax\s*=)")
WIDGET_TYPES = ("application/vnd.jupyter.widget-state+json", "application/vnd.jupyter.widget-view+json")

_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?(?:https?:)?//[^;]*;""", re.IGNORECASE)
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
_FOREIGN_URL = re.compile(r"""url\(\s*["']?(?:https?:)?//""", re.IGNORECASE)


def is_foreign(address: str | None) -> bool:
    """Whether an address names another host."""
    return bool(address and FOREIGN.match(address))


def drop_foreign(page: str) -> str:
    """The page without scripts, links and style rules that reach for another host, and without their helpers."""
    edits = Edits(page)
    for tag in tags(page):
        if tag.name == "script":
            kind = tag.attribute("type") or ""
            if is_foreign(tag.attribute("src")) or kind in WIDGET_TYPES or HELPERS.match(tag.text or ""):
                edits.replace(tag.start, tag.end, "")
        elif tag.name == "link" and not tag.closing:
            kinds = (tag.attribute("rel") or "").lower().split()
            if FETCHING.intersection(kinds) and is_foreign(tag.attribute("href")):
                edits.replace(tag.start, tag.end, "")
        elif tag.name == "style" and tag.text:
            clean = drop_foreign_rules(tag.text)
            if clean != tag.text:
                edits.replace(tag.text_start, tag.text_start + len(tag.text), clean)
    return edits.result()


def drop_foreign_rules(css: str) -> str:
    """The style sheet without imports from another host and without fonts that would come from there."""
    css = _IMPORT.sub("", css)
    return _FONT_FACE.sub(lambda rule: "" if _FOREIGN_URL.search(rule[0]) else rule[0], css)
