"""The short cards that stand behind links to numbers and to terms, and the script that shows both."""

from __future__ import annotations

from poppybook.book.templates import macros

from .markup import at_end

SCRIPT = "assets/cards.js"


def add_cards(page: str, name: str, cards: dict[str, list[str]], root: str) -> str:
    """The page with a block of cards of that id; one that has it, or for which there are no cards, stays as it is.

    The script reads all blocks when it runs, after the page is parsed.
    """
    if not cards or f'id="{name}"' in page:
        return page
    pieces = macros("site/pieces.html.j2")
    added = pieces.cards(name, cards)
    if SCRIPT not in page:
        added += pieces.script(root + SCRIPT)
    return at_end(page, added)
