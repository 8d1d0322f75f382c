"""How typed words find what the book lists: one rule for the site's search, the chart builder and the notebooks.

`assets/finding.js` does the same in the browser, with the same `RULE`; tests/support/finding_cases.json is tried on all
three.

- **Folding.** Letters count without accents, ligatures and case; dashes, quotes and blanks of every kind divide words
  as a hyphen, an apostrophe and a blank do. `44,100` and `U.S.` are one word each.
- **Fitting.** Every typed word has to be there, in any order: as a word, as its beginning, or (from three letters on)
  inside one. A word that is nowhere at all stands for those one slip away (a letter too many, too few, another, or two
  exchanged), if it has five letters or more and no digit.
- **Ranking.** What has exactly the typed words as its id comes first. Then by the likeness of the word that fits worst:
  whole words come before others. Then by all words together, where the title counts before the text. Equals keep the
  order in which they are listed.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

# What both languages read: letters that Unicode does not take apart, and how long a word has to be.
RULE = {
    "letters": {
        **{
            "ß": "ss",
            "æ": "ae",
            "œ": "oe",
            "ø": "o",
            "đ": "d",
            "ð": "d",
            "þ": "th",
            "ł": "l",
            "ħ": "h",
            "ŧ": "t",
        },
        **{"ı": "i", "ŋ": "n", "ĸ": "k", "ς": "σ", "ʼ": "'", "ʻ": "'", "ʹ": "'", "ʺ": '"'},
    },
    "inside": 3,
    "slip": 5,
}

_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"(\d),(?=\d{3}(?!\d))")
_DASHES, _QUOTES = re.compile("[\u2010-\u2015\u2043\u2212]"), re.compile("[\u2018-\u201b\u2032\u00b4`]")


class Entry(NamedTuple):
    """Something to be found: the words of its title, of its text and of its id, each with a blank on both sides."""

    title: str
    text: str
    id: str


def plain(text: str) -> str:
    """Text as it is compared: small letters without accents and ligatures; one kind of dash, apostrophe and blank."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in apart if unicodedata.category(one) not in ("Mn", "Mc", "Me", "Cf"))
    small = "".join(RULE["letters"].get(one, one) for one in bare.lower())
    return " ".join(_QUOTES.sub("'", _DASHES.sub("-", small)).split())


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    joined = _INITIALS.sub(lambda found: found[0].replace(".", ""), plain(text))
    return _WORD.findall(_THOUSANDS.sub(r"\1", joined))


def entry(title: str, text: str = "", id: str = "") -> Entry:
    """A title, a text and an id, ready to be searched; the id is part of the text."""
    return Entry(*(f" {' '.join(words(one))} " for one in (title, f"{id} {text}", id)))


def find(typed: str, entries: Sequence[Entry]) -> list[int]:
    """The places in `entries` of those that fit the typed words, best first. Without a word, all of them."""
    asked = words(typed)
    whole = f" {' '.join(asked)} "
    slips = {word: _slips(word, entries) for word in asked}
    ranked = []
    for place, one in enumerate(entries):
        costs = [_cost(word, one, slips[word]) for word in asked]
        if None not in costs:
            ranked.append((bool(asked) and one.id != whole, max(costs, default=0) // 2, sum(costs), place))
    return [place for *_, place in sorted(ranked)]


def reasons(typed: str, entries: Sequence[Entry], parts: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """Why one of the entries fits: for each typed word the first of its parts that has it best, and how well: 0 as a
    whole word, 1 as its beginning, 2 inside one, 3 one slip away. parts: name → text, in order of weight."""
    folded = {name: f" {' '.join(words(text))} " for name, text in parts.items()}
    found = []
    for word in words(typed):
        for likeness, sought in enumerate(_likenesses(word, _slips(word, entries))):
            if name := next((n for n, text in folded.items() if any(s in text for s in sought)), None):
                found.append((word, name, likeness))
                break
    return found


def _likenesses(word: str, slips: Collection[str]) -> list[Collection[str]]:
    """What is looked for: the whole word, its beginning, the word inside another, the words one slip away."""
    return [[f" {word} "], [f" {word}"], [word] if len(word) >= RULE["inside"] else [], slips]


def _cost(word: str, one: Entry, slips: Collection[str]) -> int | None:
    """0 for a whole word of the title, 1 of the text, then in the same pairs beginnings, insides and slips."""
    for likeness, sought in enumerate(_likenesses(word, slips)):
        for field in (0, 1):
            if any(each in one[field] for each in sought):
                return 2 * likeness + field
    return None


def _slips(word: str, entries: Sequence[Entry]) -> list[str]:
    """The words of the entries that are one slip away from a word which none of them has."""
    if (
        len(word) < RULE["slip"]
        or not word.isalpha()
        or any(word in field for one in entries for field in one)
    ):
        return []
    known = {each for one in entries for field in one for each in field.split()}
    return [f" {each} " for each in known if _one_slip(word, each)]


def _one_slip(a: str, b: str) -> bool:
    at = next(
        (i for i, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b))
    )
    a, b = a[at:], b[at:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
