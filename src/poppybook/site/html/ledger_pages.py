"""What the ledgers need on a page: the list of a document's claims where its card says so, the script of a filter."""

from __future__ import annotations

from itertools import islice

from poppybook.book.templates import macros
from poppybook.dataset.store import Dataset
from poppybook.pages.ledger import claim_list

from .markup import Edits, at_end, end_of_element, tags

MARK = "pb-claims-here"
SCRIPT = "assets/filter.js"


def fill_card(page: str, data: Dataset | None, root: str) -> str:
    """The page with the claims of the document that `<div class="pb-claims-here" data-source="…">` names, each a link
    to its entry. `root` leads from the page to the top of the site. Any other page stays as it is."""
    if data is None or MARK not in page:
        return page
    edits = Edits(page)
    found = list(tags(page))
    for number, tag in enumerate(found):
        if not tag.closing and tag.has_class(MARK):
            source_id = tag.attribute("data-source") or ""
            end = end_of_element(tag, islice(found, number + 1, None))
            edits.replace(tag.start, end, claim_list(data, source_id, root))
    return edits.result()


def add_filter(page: str, root: str) -> str:
    """The page with the filter's script when it holds a list to filter (see assets/filter.js)."""
    if SCRIPT in page or not any(tag.attribute("data-filter") is not None for tag in tags(page)):
        return page
    return at_end(page, macros("site/pieces.html.j2").script(root + SCRIPT))
