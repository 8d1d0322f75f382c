"""Leave out of the renderers' style sheets what no page of the site can use: the first words wait for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import tinycss2

from poppybook.site.search_index import INDEX

LIBRARIES = "site_libs"
LICENCE = "!"  # a comment that begins so has to stay with its code
GROUPS = ("media", "supports", "layer", "container")  # at-rules that hold rules

_GIVEN = re.compile(r'\b(?:class|id)="([^"]*)"')
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
_WORD = re.compile(r"[\w-]+")
_ASKED = re.compile(r"[.#]((?:\\.|[\w-])+)")
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
_CHOICE = re.compile(r":(?:is|where|not|has)\([^()]*\)")


def trim_sheets(site: Path) -> None:
    """Rewrite the style sheets in the renderer's folder without rules for classes and ids that nothing in the site has.

    Known is a name that a page gives to an element and each word in a script, since a script may give it later.
    """
    sheets = sorted((site / LIBRARIES).rglob("*.css"))
    names = _names(site) if sheets else set()
    for path in sheets:
        css = path.read_text(encoding="utf-8")
        path.write_text(trimmed(css, names), encoding="utf-8", newline="\n")


def trimmed(css: str, names: set[str]) -> str:
    """The sheet without the rules that ask for a class or id which is not among `names`."""
    return "".join(_kept(tinycss2.parse_stylesheet(css, skip_whitespace=True), names))


def _names(site: Path) -> set[str]:
    names: set[str] = set()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for given in _GIVEN.findall(text):
            names.update(given.split())
        for script in _SCRIPT.findall(text):
            names.update(_WORD.findall(script))
    for script in site.rglob("*.js"):
        if script != site / INDEX:
            names.update(_WORD.findall(script.read_text(encoding="utf-8")))
    return names


def _kept(rules: list, names: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            asked = [one for one in _selectors(rule.prelude) if _can_match(one, names)]
            if asked:
                yield f"{','.join(asked)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
            within = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_whitespace=True), names))
            if within:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{within}}}"
        elif rule.type != "error" and (rule.type != "comment" or rule.value.startswith(LICENCE)):
            yield rule.serialize()  # what a browser cannot read either is left out


def _selectors(prelude: list) -> Iterator[str]:
    """The selectors of a rule, parted at the commas that stand in no brackets."""
    one: list = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield tinycss2.serialize(one).strip()
            one = []
        else:
            one.append(token)
    yield tinycss2.serialize(one).strip()


def _can_match(selector: str, names: set[str]) -> bool:
    selector = _ATTRIBUTE.sub("", selector)
    while _CHOICE.search(selector):  # what is one of several choices need not be there
        selector = _CHOICE.sub("", selector)
    return all(name.replace("\\", "") in names for name in _ASKED.findall(selector))
