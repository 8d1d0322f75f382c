"""Mend what both renderers leave open in the frame around a page: names for landmarks, keys for what only a mouse
could reach, and nothing loaded that the first look does not need."""

from __future__ import annotations

import re
from itertools import islice

from markupsafe import Markup

from poppybook import language as words
from poppybook.book.templates import macros

from .inline import ALTERNATE, CONTENTS_BUTTON, HEADER_HEIGHT, PRESSED, PREVIEW, SCHEME, TURNS, WAITS
from .markup import Edits, Tag, end_of_element, tags

# Both renderers give the text of a page this id; before it stand some forty links that a keyboard need not walk.
CONTENT = "quarto-document-content"
# By these the renderers' own parts are known.
SMALLDOCS = "site_libs/smalldocs.js"
ALTERNATE_SHEET, ALTERNATE_MEDIUM = "quarto-color-alternate", "screen and (prefers-color-scheme: dark)"
SCHEME_MARK, SCHEME_SHEET = "smalldocs-scheme", "quarto-bootstrap-"

# The renderers load a whole icon font for half a dozen signs; styles.css draws these.
ICON_FONT = "bootstrap-icons"
# The script of Bootstrap is needed where something opens and closes by its attributes.
BOOTSTRAP, NEEDS_BOOTSTRAP = "bootstrap.bundle", "data-bs-toggle"

# Frames in which a table scrolls by itself on a phone: what scrolls has to take the focus, and needs a name.
FRAME = "sd-table"
SCROLLING = (FRAME, "teach-scroll")
# smalldocs puts each table of the text into such a frame; Quarto gives it this class first and no frame.
QUARTOS_TABLE = "caption-top"

# Pages that use the room around their text in a way of their own: the class that their <body> gets, by what marks them.
OWN_ROOM = {'class="front-spine"': "pb-front", 'class="pbx-here"': "pb-builder", 'class="sheet"': "pb-sheets"}

# A page's content security policy lets no attribute run: what the renderers say in one stands in inline.PRESSED.
HANDLER = re.compile(r"(?<=\s)on[a-z]+(?==)")

_EMPTY_HEADING = re.compile(r"<th((?:\s[^>]*)?)>\s*</th>")


def mend_frame(page: str) -> str:
    """The page with its frame mended."""
    edits = Edits(page)
    names: set[str] = set()
    kept = 0
    output, focusable = None, []
    pieces = macros("site/pieces.html.j2")
    found = list(tags(page))
    has_text, smalldocs = f'id="{CONTENT}"' in page, SMALLDOCS in page
    named = {tag.attribute("id") for tag in found if not (tag.name == "div" and tag.has_class("cell"))}
    for number, tag in enumerate(found):
        if tag.closing:
            continue
        if HANDLER.search(tag.attributes):
            _drop_handlers(edits, tag)
        if tag.name == "meta" and tag.attribute("charset"):
            if PRESSED not in page:
                edits.replace(tag.end, tag.end, PRESSED)
            if has_text and WAITS not in page:
                own = HEADER_HEIGHT if smalldocs else f"{TURNS}{PREVIEW}{pieces.no_sheet()}"
                edits.replace(tag.end, tag.end, WAITS + own)
        elif tag.name == "body" and has_text and 'class="pb-skip"' not in page:
            # In a landmark of its own, since Quarto's script writes it anew so that it no longer looks like one.
            edits.replace(tag.end, tag.end, pieces.skip(CONTENT, words.SKIP))
            own = [name for mark, name in OWN_ROOM.items() if mark in page]
            if own:
                edits.set_attribute(tag, "class", " ".join([tag.attribute("class") or "", *own]).strip())
        elif tag.name == "nav":
            _name_landmark(edits, tag, names)
        elif tag.name == "img" and tag.has_class("sidebar-logo"):
            edits.set_attribute(tag, "loading", "lazy")  # a phone shows it only when the contents are opened
        elif tag.name == "link" and ICON_FONT in (tag.attribute("href") or ""):
            edits.replace(tag.start, tag.end, "")
        elif (
            tag.name == "div"
            and any(tag.has_class(one) for one in SCROLLING)
            and not tag.attribute("tabindex")
        ):
            _take_focus(edits, tag, words.WIDE_TABLE)
        elif tag.name == "div" and tag.has_class("cell") and tag.attribute("id") in named:
            # Quarto gives a cell its name from the notebook, which may be its chart's or its section's own.
            edits.remove_attribute(tag, "id")
        elif tag.name == "div" and tag.has_class("cell-output-display"):
            output = tag
        elif (
            tag.name == "table"
            and (tag.attribute("class") or "").startswith(QUARTOS_TABLE)
            and not found[number - 1].has_class(FRAME)
        ):
            edits.replace(tag.start, tag.start, pieces.frame(FRAME, words.WIDE_TABLE))
            end = end_of_element(tag, islice(found, number + 1, None))
            edits.replace(end, end, pieces.frame_end())
        elif tag.name == "table" and tag.has_class("dataframe") and output and output not in focusable:
            # A wide table scrolls inside its output: then it has to take the focus, and needs a name.
            focusable.append(output)
            _take_focus(edits, output, words.OUTPUT_TABLE)
        elif smalldocs and tag.name == "button" and tag.has_class(CONTENTS_BUTTON):
            edits.set_attribute(tag, "aria-expanded", "false")  # smalldocs itself does not say so
        elif tag.attribute("data-bs-toggle") == "collapse":
            kept += _mend_toggle(edits, tag)
        elif NEEDS_BOOTSTRAP in tag.attributes:
            kept += 1
    sheets = [tag for tag in found if _is_scheme_sheet(tag)]
    one_sheet = len(sheets) > 1 and len({tag.attribute("href") for tag in sheets}) == 1
    if one_sheet:
        _keep_one(edits, sheets)
    elif not smalldocs and ALTERNATE not in page:
        _hold_back(edits, [tag for tag in found if tag.name == "link" and tag.has_class(ALTERNATE_SHEET)])
    for tag in found:
        if tag.name != "script":
            continue
        if one_sheet and SCHEME_MARK in (tag.text or "") and SCHEME not in page:
            edits.replace(tag.start, tag.end, "")
            top = next(tag for tag in found if tag.name == "meta")
            edits.replace(top.end, top.end, SCHEME)
        else:
            _delay(edits, tag, bool(kept))
    # pandas and Quarto head a column of row names with an empty <th>: a heading that says nothing is a plain cell.
    return _EMPTY_HEADING.sub(lambda cell: pieces.plain_cell(Markup(cell[1])), edits.result())


def _drop_handlers(edits: Edits, tag: Tag) -> None:
    for name in tag.all_attributes():
        if HANDLER.match(f" {name}=", 1):
            edits.remove_attribute(tag, name)


def _is_scheme_sheet(tag: Tag) -> bool:
    return tag.name == "link" and (tag.attribute("id") or "").startswith(SCHEME_SHEET)


def _keep_one(edits: Edits, sheets: list[Tag]) -> None:
    """One link to the sheet that both modes share, for any medium, and no longer a switch."""
    first, *others = sheets
    for name in ("media", "class", "data-mode"):
        edits.remove_attribute(first, name)
    for tag in others:
        edits.replace(tag.start, tag.end, "")


def _hold_back(edits: Edits, sheets: list[Tag]) -> None:
    """Sheets that only dark pages need do not keep light ones waiting."""
    for tag in sheets:
        edits.set_attribute(tag, "media", ALTERNATE_MEDIUM)
    if sheets:
        edits.replace(sheets[-1].end, sheets[-1].end, ALTERNATE)


def _delay(edits: Edits, tag: Tag, bootstrap: bool) -> None:
    """Scripts of the frame run when the page has been read: none of them writes into it while it loads."""
    address = tag.attribute("src")
    if not address:
        return
    if BOOTSTRAP in address and not bootstrap:
        edits.replace(tag.start, tag.end, "")
    elif tag.attribute("type") is None and tag.attribute("defer") is None and tag.attribute("async") is None:
        edits.add_attribute(tag, "defer", "")


def _take_focus(edits: Edits, tag: Tag, name: str) -> None:
    """What scrolls by itself can be reached by keyboard, and says what it is."""
    for attribute, value in {"tabindex": "0", "role": "group", "aria-label": name}.items():
        edits.set_attribute(tag, attribute, value)


def _name_landmark(edits: Edits, tag: Tag, names: set[str]) -> None:
    """Screen readers list a page's navigations by name: each needs one, and no two the same."""
    if tag.attribute("aria-labelledby") is not None:
        return
    if tag.attribute("id") == "TOC":
        edits.add_attribute(tag, "aria-labelledby", "toc-title")
        return
    given = tag.attribute("aria-label")
    name = given or next(
        (name for mark, name in words.LANDMARKS.items() if _is(tag, mark)), words.LANDMARKS["nav"]
    )
    wanted, number = name, 2
    while name in names:
        name, number = f"{wanted} {number}", number + 1
    names.add(name)
    if name != given:
        edits.set_attribute(tag, "aria-label", name)


def _is(tag: Tag, mark: str) -> bool:
    return tag.attribute("id") == mark or tag.has_class(mark)


def _mend_toggle(edits: Edits, tag: Tag) -> bool:
    """Whether the mended tag still opens and closes something."""
    target = tag.attribute("data-bs-target") or ""
    if tag.has_class("sidebar-item-text") or tag.has_class("sidebar-item-toggle"):
        # The parts of the contents stay open here (styles.css): their names are names, not buttons.
        for name in ("data-bs-toggle", "data-bs-target", "href", "role", "aria-expanded", "aria-label"):
            edits.remove_attribute(tag, name)
        return False
    if tag.name == "a" and tag.attribute("role") == "navigation":
        # An <a> without href takes no focus, and "navigation" would make a landmark of each.
        if target.startswith("#"):
            edits.set_attribute(tag, "role", "button")
            edits.add_attribute(tag, "href", target)
        else:
            # An empty, larger click area beside the real button.
            for name in ("role", "aria-controls", "aria-expanded", "aria-label"):
                edits.remove_attribute(tag, name)
            edits.add_attribute(tag, "aria-hidden", "true")
    elif tag.has_class("callout-header") and tag.attribute("tabindex") is None:
        edits.add_attribute(tag, "tabindex", "0")
        edits.add_attribute(tag, "role", "button")
    return True
