"""Put the book's own search into the frame of either renderer: a field over the contents, and on a phone a button in
the bar at the top. `assets/search.js` does the rest; without scripts both are hidden (styles.css)."""

from __future__ import annotations

import json
import shutil
from itertools import islice
from pathlib import Path

from poppybook.book.templates import macros
from poppybook.language import finding as say

from .markup import Edits, end_of_element, tags

SCRIPT = "assets/search.js"
# The renderers' own parts: the list of chapters, over which the field stands, and the bar at the top of a phone.
CONTENTS, BAR, IN_BAR = "sidebar-menu-container", "quarto-secondary-nav", "container-fluid"


# What the renderers write for searches of their own, which are turned off: in each page, and beside the pages.
SETTINGS, RESULTS = "quarto-search-options", "quarto-search-results"
UNUSED = ("search.json", "site_libs/fuse", "site_libs/quarto-search")


def drop_unused(site: Path) -> None:
    """Take out what nothing in the site loads."""
    for name in UNUSED:
        path = site / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def add_search(page: str, root: str) -> str:
    """The page with the search in its frame; a page without contents, or with the search, comes back as it is."""
    found = list(tags(page))
    contents = next((tag for tag in found if tag.has_class(CONTENTS) and not tag.closing), None)
    if contents is None or 'class="pb-search"' in page:
        return page
    edits, pieces = Edits(page), macros("site/pieces.html.j2")
    words = json.dumps(say.FIELD, ensure_ascii=False)
    edits.replace(contents.start, contents.start, pieces.search_field(say.NAME, words, root))
    bar = next((at for at, tag in enumerate(found) if tag.has_class(BAR) and not tag.closing), None)
    if bar is not None:
        inside = next(at for at in range(bar, len(found)) if found[at].has_class(IN_BAR))
        end = page.rindex("</", 0, end_of_element(found[inside], islice(found, inside + 1, None)))
        edits.replace(end, end, pieces.search_button(say.NAME))
    for at, tag in enumerate(found):
        if tag.name == "script" and tag.attribute("id") == SETTINGS:
            edits.replace(tag.start, tag.end, "")
        if tag.name == "div" and tag.attribute("id") == RESULTS:
            edits.replace(tag.start, end_of_element(tag, islice(found, at + 1, None)), "")
    end = page.rindex("</body>")
    edits.replace(end, end, pieces.script(root + SCRIPT))
    return edits.result()
