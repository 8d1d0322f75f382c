"""The founding documents' cards on the site: each gets the list of its claims where it says `pb-claims-here`."""

from __future__ import annotations

from itertools import islice

from poppybook.charts.ledger import claim_list
from poppybook.dataset.store import Dataset

from .markup import Edits, end_of_element, tags

MARK = "pb-claims-here"


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
