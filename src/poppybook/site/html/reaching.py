"""Say on a page up to when the data reach: `<span class="pb-reach" data-of="…"></span>` is filled in from the dataset.

`data-of` names a series (its last period), `events:THEME` (the month of that theme's last event), `version`, or
`checked` (the month in which that version was made).
"""

from __future__ import annotations

from itertools import islice

from poppybook import language as words
from poppybook.book.templates import macros
from poppybook.dataset.store import Dataset

from .markup import Edits, end_of_element, tags
from .placing import NotPlaced

MARK = "pb-reach"
EVENTS = "events:"


def fill_reach(page: str, data: Dataset | None) -> str:
    """The page with every mark filled in; any other page stays as it is. Raises NotPlaced for a mark that names
    nothing in the dataset."""
    if data is None or MARK not in page:
        return page
    edits = Edits(page)
    found = list(tags(page))
    for number, tag in enumerate(found):
        if not tag.closing and tag.has_class(MARK):
            end = end_of_element(tag, islice(found, number + 1, None))
            of = tag.attribute("data-of") or ""
            edits.replace(tag.start, end, macros("site/pieces.html.j2").reach(MARK, of, reach(data, of)))
    return edits.result()


def reach(data: Dataset, of: str) -> str:
    """What stands for a mark that names `of`."""
    try:
        if of == "version":
            return data.version
        if of == "checked":
            return words.period(f"{data['changes'].date.max():%Y-%m}")
        if of.startswith(EVENTS):
            return words.period(f"{data.events(theme=of.removeprefix(EVENTS)).start.max():%Y-%m}")
        rows = data.one(of)
        return words.end_of_period(rows.loc[rows.end.idxmax(), "period"])
    except LookupError as error:
        raise NotPlaced(f"data-of={of!r} of a {MARK!r} names nothing in the dataset: {error}") from None
