"""Explain a term where a page uses it first: the word becomes a link to the glossary, with a card for hover and focus.

Only in running text: not in headings, links, code, figures, tables, folded parts and lists that a notebook made. The
glossary's column `words` says which words; one that begins with a small letter may also begin a sentence, one that is
written with a capital has to stand so. Of two words that fit the longer one counts. Without a script it is a link.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from poppybook.book.templates import macros
from poppybook.dataset.store import Dataset
from poppybook.language import ledger as say

from .cards import add_cards
from .markup import Edits, Tag, end_of_element, tags

GLOSSARY = "notebooks/glossary.html"
CARDS = "pb-terms"
# Elements whose words are not running text, and marks of those that a notebook made.
APART = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "a", "abbr", "code", "pre", "kbd", "figure", "table", "details"),
    *("nav", "header", "footer", "form", "button", "summary", "svg"),
}
MADE = ("ref-list", "pb-claims", "dataframe", "breadcrumb")


class Terms:
    """The glossary, ready to be found in text."""

    def __init__(self, data: Dataset):
        table = data.glossary.dropna(subset="words")
        self.cards = {
            row.term_id: say.glossary_card(row.term, row.meaning) for row in data.glossary.itertuples()
        }
        self.term_of: dict[str, str] = {}
        for row in table.itertuples():
            for word in row.words.split(";"):
                self.term_of[word] = row.term_id
                self.term_of.setdefault(word[0].upper() + word[1:], row.term_id)
        longest_first = sorted(self.term_of, key=lambda word: (-len(word), word))
        self.pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")

    def explain(self, page: str, root: str) -> str:
        """The page with the first use of each term as a link, and the cards behind the links. `root` leads from the
        page to the top of the site. A page that has been explained already stays as it is."""
        if f'id="{CARDS}"' in page:
            return page
        edits, cards, pieces = Edits(page), {}, macros("site/pieces.html.j2")
        for start, end in _prose(page):
            for found in self.pattern.finditer(without_references(page[start:end])):
                term = self.term_of[found[0]]
                if term in cards:
                    continue
                cards[term] = self.cards[term]
                link = pieces.term(f"{root}{GLOSSARY}#{term}", term, Markup(found[0]))
                edits.replace(start + found.start(), start + found.end(), link)
        return add_cards(edits.result(), CARDS, cards, root)


def without_references(text: str) -> str:
    """The text with each character reference blanked out, so that none is read as a word and every place stays."""
    return re.sub(r"&[#\w]+;", lambda found: " " * len(found[0]), text)


def _prose(page: str):
    """The stretches of running text: (start, end) of the text between tags, inside paragraphs and list items of the
    page's content."""
    found = list(tags(page))
    main = next((i for i, tag in enumerate(found) if tag.name == "main" and not tag.closing), None)
    if main is None:
        return
    stop = _end(found, main)
    inside, skip_to = 0, 0
    for number in range(main + 1, len(found) - 1):
        tag, following = found[number], found[number + 1]
        if tag.start >= stop:
            break
        if tag.end < skip_to:
            continue
        if tag.end == skip_to:
            pass  # the end of an element apart: what follows belongs to the paragraph again
        elif tag.closing:
            inside -= tag.name in ("p", "li")
        elif _apart(tag):
            skip_to = _end(found, number)
            continue
        else:
            inside += tag.name in ("p", "li")
        if inside and following.start > tag.end:
            yield tag.end, following.start


def _end(found: list[Tag], number: int) -> int:
    """Where the element that the tag opens ends."""
    return end_of_element(found[number], (found[i] for i in range(number + 1, len(found))))


def _apart(tag: Tag) -> bool:
    return (
        tag.name in APART
        or tag.attribute("data-filter") is not None
        or any(tag.has_class(name) for name in MADE)
    )
