"""Rules for single cells of text: what no reader sees, and what no browser may open."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault

VISIBLE = "text holds no control, invisible, direction or replacement characters and no line breaks"
COMPOSED = "text is in Unicode's composed form (NFC)"
TRIMMED = "text has no blank at its ends, no two in a row, and no no-break space"
LETTERS = "letters and digits are the plain ones of one alphabet a word"
MISSING = "a cell without a value is empty"
FORMULA = "no cell begins as a spreadsheet's formula does"
HEADLINE = "titles and names do not end with a full stop"
LEFTOVER = (
    "text is what a reader reads: no HTML, no spreadsheet's error, no letters lost or spoilt by a code page"
)
NO_ADDRESS = "a name or title is no address of the web"
ADDRESS = "an address is http or https, with the name of a host, and without blanks"

# Control, format (zero width, direction), surrogate, private, unassigned; separators of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Not in those categories and yet unseen: the sign for a lost letter, fillers, what joins or varies other signs.
_ALSO_UNSEEN = frozenset("\ufffd\ufffc\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
# What spreadsheets and people write where there is nothing.
NOTHING = {
    "-",
    "–",
    "—",
    "n/a",
    "n.a.",
    "na",
    "nan",
    "null",
    "none",
    "nil",
    "?",
    "…",
    "...",
    ".",
    "#n/a",
    "k. a.",
    "s/d",
    "tbd",
}
HEADLINES = {
    "series": "title",
    "events": "title",
    "corrections": "title",
    "glossary": "term",
    "places": "name",
    "nodes": "label",
}
_NAMES = (
    *HEADLINES.items(),
    ("sources", "title"),
    ("sources", "publisher"),
    ("sources", "author"),
    ("series", "publisher"),
)
_LEFTOVER = re.compile(
    r"&(?:amp|lt|gt|nbsp|quot|apos|#x?[0-9a-fA-F]+);|</?[a-z][^<>]*>|#(?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL)\b"
    r"|[ÃÂ][\u0080-\u00bf\u2018-\u203a\u0152-\u0192€]|â€.|[^\W\d_]\?[^\W\d_]"
)
_RESERVED = {"local", "localhost", "internal", "lan", "invalid", "test"}  # names that lead nowhere on the web
_IN_GOOD_ORDER = re.compile(r"[!-~]+(?: [!-~]+)*")
_SHORT_OR_SIGN = re.compile(r"[^\w].*|.{1,5}", re.DOTALL)
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE")


def text_can_be_seen(data: Dataset) -> Iterator[Fault]:
    for name, column, row, cell in _cells(data, _is_not_ascii):
        hidden = next((letter for letter in cell if is_unseen(letter)), None)
        if hidden is not None:
            called = unicodedata.name(hidden, "control character")
            remedy = f"Type the cell anew, or delete U+{ord(hidden):04X} ({called})"
            yield fault(data, name, row, column, cell, VISIBLE, remedy)
        elif not unicodedata.is_normalized("NFC", cell):
            remedy = f"Type the cell anew: {unicodedata.normalize('NFC', cell)[:40]}"
            yield fault(data, name, row, column, cell, COMPOSED, remedy)
        elif cell != " ".join(cell.split()):
            yield fault(data, name, row, column, cell, TRIMMED, "Delete the needless blanks")


def text_is_plain(data: Dataset) -> Iterator[Fault]:
    """No ligatures, wide or foreign digits, loose accents, or a Cyrillic а among Latin letters: search and sorting
    would not find them. No words for nothing, such as n/a."""
    for name, column, row, cell in _cells(data, _is_not_ascii):
        odd = next((letter for letter in cell if _is_odd(letter)), "")
        mixed = next((word for word in re.findall(r"[^\W\d_]+", cell) if not _is_of_one_alphabet(word)), "")
        if odd or mixed:
            remedy = (
                f"Type {odd or mixed} anew: {unicodedata.normalize('NFKC', odd) or 'it mixes two alphabets'}"
            )
            yield fault(data, name, row, column, cell, LETTERS, remedy)
    for name, column, row, cell in _cells(data, _SHORT_OR_SIGN.fullmatch):
        if cell.casefold() in NOTHING:
            yield fault(data, name, row, column, cell, MISSING, "Leave the cell empty, or fill it in")
        elif cell.startswith(("=", "+", "@")):
            yield fault(data, name, row, column, cell, FORMULA, "Begin the cell with a word")
    for name, column in HEADLINES.items():
        frame = data[name]
        for row, cell in frame[column].dropna().items():
            if cell.endswith("."):
                yield fault(
                    data,
                    name,
                    row,
                    column,
                    cell,
                    HEADLINE,
                    "Delete the full stop, or look whether columns are swapped",
                )


def text_is_for_readers(data: Dataset) -> Iterator[Fault]:
    """What copying from a page, or a round through a spreadsheet or another encoding, leaves in a cell."""
    for name, column, row, cell in _cells(data, leftover):
        remedy = f"Type “{leftover(cell)}” anew as the source prints it"
        yield fault(data, name, row, column, cell, LEFTOVER, remedy)
    for name, column, row, cell in _cells(data, lambda cell: "://" in cell):
        if (name, column) in _NAMES:
            yield fault(data, name, row, column, cell, NO_ADDRESS, "Write the name; addresses stand in url")


def addresses_are_of_the_web(data: Dataset) -> Iterator[Fault]:
    remedy = "Write the whole address as the browser shows it, https://…, or leave the cell empty"
    for name, column, row, cell in _cells(data, lambda cell: not is_web_address(cell), only="url"):
        yield fault(data, name, row, column, cell, ADDRESS, remedy)
    for owner in (data.package.descriptor, *data.package.descriptor["resources"]):
        for kind in ("sources", "licenses", "contributors"):
            for entry in owner.get(kind, ()):
                if "path" in entry and not is_web_address(str(entry["path"])):
                    where = f"{kind}.path"
                    yield Fault("datapackage.json", None, where, str(entry["path"]), ADDRESS, remedy)
        if "homepage" in owner and not is_web_address(str(owner["homepage"])):
            yield Fault("datapackage.json", None, "homepage", str(owner["homepage"]), ADDRESS, remedy)


def is_web_address(text: str) -> bool:
    """Whether a link to this address opens a page of the web and runs nothing."""
    if not text.startswith(("https://", "http://")) or any(c.isspace() or c in '<>"\\^`' for c in text):
        return False
    if re.search(r"%(?![0-9a-fA-F]{2})|[;,|]https?:", text):  # half an escape, two addresses in one cell
        return False
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # brackets that do not close, a port that is no number
        return False
    labels = host.rstrip(".").split(".")
    is_named = len(labels) > 1 and all(_is_label(label) for label in labels) and not labels[-1].isdigit()
    is_named = is_named and labels[-1].lower() not in _RESERVED
    return "@" not in parts.netloc and is_named


def _is_label(label: str) -> bool:
    """Whether it can be a part of a host's name."""
    return bool(label.strip("-")) and "_" not in label and len(label) <= 63


def leftover(cell: str) -> str:
    """What copying has left in a cell and no reader should see; "" for nothing. Addresses are not looked at."""
    found = _LEFTOVER.search(re.sub(r"\S*://\S*", "", cell))
    return found[0] if found else ""


def _is_not_ascii(cell: str) -> bool:
    """Whether it is anything but plain ASCII in good order, as nearly all cells are."""
    return not _IN_GOOD_ORDER.fullmatch(cell)


def _is_odd(letter: str) -> bool:
    kind = unicodedata.category(letter)
    is_form = kind[0] in "LN" and unicodedata.normalize("NFKC", letter) != letter
    return kind[0] == "M" or is_form or (kind == "Nd" and not letter.isascii())


def _is_of_one_alphabet(word: str) -> bool:
    if word.isascii():
        return True
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
    return len(names.intersection(_ALPHABETS)) <= 1


def is_unseen(letter: str) -> bool:
    """Whether the letter shows nothing, or turns the direction of the text."""
    return (
        unicodedata.category(letter) in _UNSEEN
        or letter in _ALSO_UNSEEN
        or "\ufe00" <= letter <= "\ufe0f"
        or "\U000e0100" <= letter <= "\U000e01ef"
    )


def _cells(
    data: Dataset, is_suspect: Callable[[str], object], only: str = ""
) -> Iterator[tuple[str, str, int, str]]:
    """Table, column, row and text of the cells that are suspect, in all columns or only in those of a name."""
    for name, column, cells, different in _texts(data):
        if only not in ("", column):
            continue
        suspects = {cell for cell in different if is_suspect(cell)}
        if suspects:
            yield from ((name, column, row, cell) for row, cell in cells.items() if cell in suspects)


@lru_cache(maxsize=1)
def _texts(data: Dataset) -> list[tuple[str, str, pd.Series, frozenset[str]]]:
    """Table, column, cells and different cells of each column of text. All rules of this module ask for them,
    and most cells are the same as others."""
    frames = ((name, data[name]) for name in data.tables)
    return [
        (name, column, frame[column].dropna(), frozenset(frame[column].dropna()))
        for name, frame in frames
        for column in frame.columns
        if pd.api.types.is_string_dtype(frame[column])
    ]
