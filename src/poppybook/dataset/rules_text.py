"""Rules for single cells of text: what no reader sees, and what no browser may open."""

import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

import pandas as pd

from poppybook.faults import Fault

from .rules import fault
from .store import Dataset

VISIBLE = "text holds no control, invisible, direction or replacement characters and no line breaks"
COMPOSED = "text is in Unicode's composed form (NFC)"
TRIMMED = "text has no blank at its ends, no two in a row, and no no-break space"
ADDRESS = "an address is http or https, with a host, and without blanks"

# Control, format (zero width, direction), surrogate, private, unassigned; separators of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Not in those categories and yet unseen: the sign for a lost letter, fillers, what joins or varies other signs.
_ALSO_UNSEEN = frozenset("\ufffd\ufffc\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")


def text_can_be_seen(data: Dataset) -> Iterator[Fault]:
    for name, column, row, cell in _cells(data):
        hidden = next((letter for letter in cell if _is_unseen(letter)), None)
        if hidden is not None:
            called = unicodedata.name(hidden, "control character")
            remedy = f"Type the cell anew, or delete U+{ord(hidden):04X} ({called})"
            yield fault(data, name, row, column, cell, VISIBLE, remedy)
        elif not unicodedata.is_normalized("NFC", cell):
            remedy = f"Type the cell anew: {unicodedata.normalize('NFC', cell)[:40]}"
            yield fault(data, name, row, column, cell, COMPOSED, remedy)
        elif cell != " ".join(cell.split()):
            yield fault(data, name, row, column, cell, TRIMMED, "Delete the needless blanks")


def addresses_are_of_the_web(data: Dataset) -> Iterator[Fault]:
    remedy = "Write the whole address as the browser shows it, https://…, or leave the cell empty"
    for name, column, row, cell in _cells(data, "url"):
        if not is_web_address(cell):
            yield fault(data, name, row, column, cell, ADDRESS, remedy)
    for owner in (data.package.descriptor, *data.package.descriptor["resources"]):
        for kind in ("sources", "licenses"):
            for entry in owner.get(kind, ()):
                if "path" in entry and not is_web_address(str(entry["path"])):
                    where = f"{kind}.path"
                    yield Fault("datapackage.json", None, where, str(entry["path"]), ADDRESS, remedy)


def is_web_address(text: str) -> bool:
    """Whether a link to this address opens a page of the web and runs nothing."""
    if not text.startswith(("https://", "http://")) or any(c.isspace() or c in '<>"\\^`' for c in text):
        return False
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # brackets that do not close, a port that is no number
        return False
    labels = host.rstrip(".").split(".")
    return "@" not in parts.netloc and len(labels) > 1 and all(label.strip("-") for label in labels)


def _is_unseen(letter: str) -> bool:
    return (
        unicodedata.category(letter) in _UNSEEN
        or letter in _ALSO_UNSEEN
        or "\ufe00" <= letter <= "\ufe0f"
        or "\U000e0100" <= letter <= "\U000e01ef"
    )


def _cells(data: Dataset, only: str = "") -> Iterator[tuple[str, str, int, str]]:
    """Table, column, row and text of every cell that is text."""
    for name in data.tables:
        frame = getattr(data, name)
        for column in frame.columns:
            if only in ("", column) and pd.api.types.is_string_dtype(frame[column]):
                cells = frame[column]
                # Nearly all cells are plain ASCII in good order: those are told apart in one go.
                if not only:
                    cells = cells[~cells.str.fullmatch(r"[!-~]+(?: [!-~]+)*").fillna(True).astype(bool)]
                for row, cell in cells.dropna().items():
                    yield name, column, row, cell
