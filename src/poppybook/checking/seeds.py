"""The founding documents: their cards in `seeds/`, and the proof that every claim stands where the ledger says.

The documents themselves are no part of the book. Who has them can check: a card names the SHA-256 of the text that was
read, a claim the place of its sentence and that sentence's SHA-256. A place is counted like this:

* A text is cut into paragraphs at blank lines; where it has none, every line is a paragraph.
* A line inside a paragraph ends a sentence. Inside a line a sentence ends at `.`, `!`, `?` or `…` with the quotation
  marks behind it, when white space and then a capital letter, a digit or an asterisk follow (quotation marks or a
  square bracket may stand before it), but not behind an abbreviation such as `U.S.` or a single initial.
* Before hashing, each run of white space becomes one space and both ends are stripped.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from poppybook.book.faults import DataError, Fault
from poppybook.dataset.package import read_package
from poppybook.dataset.reading import read_table
from poppybook.dataset.store import typed

FOLDER = "seeds"
CLAIMS = "claims.csv"

FOUND = "the sentence of a claim has the fingerprint that the ledger gives it"
KNOWN = "the text of each founding document is the one whose fingerprint its card gives"
CARD = "a card names its document, the fingerprint of the text, and how many claims the ledger holds"
COUNT = "a card gives the number of claims that the ledger holds"
EVERY = "each document with claims has a card, and each card has claims"

_BLANK = re.compile(r"\n[ \t\r\f\v]*\n")
_END = re.compile(r"(?P<stop>[.!?…][”’\"“]*)\s+(?=[“”‘\"\[]*[A-ZÀ-Þ0-9*])")
_ABBREVIATION = re.compile(
    r"(?:U\.S\.|Mr\.|Dr\.|St\.|Cpl\.|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.|(?:^|\W)[A-ZÀ-Þ]\.)$"
)
_CELL = re.compile(r"^\| (?P<name>[^|]+?) \| `?(?P<value>[^|`]+?)`? \|$", re.MULTILINE)


@dataclass(frozen=True)
class Card:
    """What a card in `seeds/` says: the document's id, the SHA-256 of its text, the number of its claims."""

    path: Path
    source_id: str
    sha256: str
    claims: int


def sentences(text: str) -> list[list[str]]:
    """The sentences of a text by paragraph, white space normalised: sentence 2 of paragraph 3 is `[2][1]`."""
    text = text.replace("\r\n", "\n").strip("\n")
    blocks = _BLANK.split(text) if _BLANK.search(text) else text.split("\n")
    paragraphs = [[line for line in block.split("\n") if line.strip()] for block in blocks]
    return [[one for line in lines for one in _of_line(line)] for lines in paragraphs if lines]


def fingerprint(sentence: str) -> str:
    """The SHA-256 of a sentence, its white space normalised."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()


def cards(root: Path) -> tuple[list[Card], list[Fault]]:
    """The cards in the book's folder `seeds/`, and a fault for each that lacks what a card names."""
    found, faults = [], []
    for path in sorted((root / FOLDER).glob("seed-*.md")):
        cells = {cell["name"]: cell["value"] for cell in _CELL.finditer(path.read_text(encoding="utf-8"))}
        source_id, sha256 = cells.get("Card", ""), cells.get("SHA-256 of the text read", "")
        count = cells.get("Claims in the ledger", "")
        if source_id == path.stem and re.fullmatch("[0-9a-f]{64}", sha256) and count.isdigit():
            found.append(Card(path, source_id, sha256, int(count)))
        else:
            remedy = "Give its table the rows “Card”, “Claims in the ledger” and “SHA-256 of the text read”"
            faults.append(Fault(f"{FOLDER}/{path.name}", None, None, source_id or None, CARD, remedy))
    return found, faults


def card_faults(root: Path) -> list[Fault]:
    """What the cards and the ledger of claims say differently. Needs no text."""
    found, faults = cards(root)
    counts = _claims(root)["source_id"].value_counts()
    for card in found:
        held = int(counts.get(card.source_id, 0))
        if held != card.claims:
            remedy = f"The ledger holds {held} claims of {card.source_id}: write that"
            where = f"{FOLDER}/{card.path.name}"
            faults.append(Fault(where, None, "Claims in the ledger", str(card.claims), COUNT, remedy))
    for source_id in sorted(set(counts.index) - {path.stem for path in (root / FOLDER).glob("seed-*.md")}):
        remedy = f"Write {FOLDER}/{source_id}.md like the others"
        faults.append(Fault(CLAIMS, None, "source_id", source_id, EVERY, remedy))
    return faults


def text_faults(root: Path, folder: Path) -> tuple[int, int, list[Fault]]:
    """Check every claim against the texts in `folder`, whatever they are called there.

    Out: how many claims match, how many there are, and a fault for each claim that does not match, naming its row,
    place and document, and for each text that is not there. Raises OSError when the folder cannot be read.
    """
    texts = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.glob("*.txt"))}
    found, faults = cards(root)
    known = {card.source_id: texts.get(card.sha256) for card in found}
    for card in found:
        if known[card.source_id] is None:
            remedy = f"Put the text of {card.source_id} as it was read beside the others, unchanged"
            faults.append(Fault(f"{FOLDER}/{card.path.name}", None, "SHA-256", card.sha256, KNOWN, remedy))
    hashes = {
        source_id: [
            [fingerprint(one) for one in some] for some in sentences(path.read_text(encoding="utf-8"))
        ]
        for source_id, path in known.items()
        if path is not None
    }
    claims = _claims(root)
    matching = 0
    for claim in claims.itertuples():
        if claim.source_id not in hashes:
            continue  # said above, once for the document
        here = _at(hashes[claim.source_id], int(claim.paragraph), int(claim.sentence))
        if here == claim.sentence_sha256:
            matching += 1
        else:
            faults.append(_not_there(claim, hashes[claim.source_id], here))
    return matching, len(claims), faults


def _of_line(line: str) -> list[str]:
    parts, start = [], 0
    for end in _END.finditer(line):
        if end["stop"][0] == "." and _ABBREVIATION.search(line[: end.start("stop") + 1]):
            continue
        parts.append(line[start : end.end("stop")])
        start = end.end()
    return [" ".join(part.split()) for part in [*parts, line[start:]] if part.strip()]


def _claims(root: Path):
    """The ledger, each claim under the line of the file on which it stands."""
    package = read_package(root / "data")
    table = package.tables["claims"]
    raw = read_table(root / "data", table)
    frame, cell_faults = typed(table, raw)
    if raw.faults or cell_faults:
        raise DataError([*raw.faults, *cell_faults])
    return frame


def _at(paragraphs: list[list[str]], paragraph: int, sentence: int) -> str | None:
    if not (1 <= paragraph <= len(paragraphs) and 1 <= sentence <= len(paragraphs[paragraph - 1])):
        return None
    return paragraphs[paragraph - 1][sentence - 1]


def _not_there(claim, paragraphs: list[list[str]], here: str | None) -> Fault:
    place = f"{claim.claim_id}: {claim.source_id}, paragraph {claim.paragraph}, sentence {claim.sentence}"
    elsewhere = [
        f"paragraph {p}, sentence {s}"
        for p, paragraph in enumerate(paragraphs, 1)
        for s, one in enumerate(paragraph, 1)
        if one == claim.sentence_sha256
    ]
    if elsewhere:
        remedy = f"That sentence stands in {elsewhere[0]}: correct the place"
    elif here is None:
        remedy = "The document has no such place: correct paragraph and sentence"
    else:
        remedy = (
            "Another sentence stands there: correct the place, or the fingerprint if the claim was read anew"
        )
    return Fault(CLAIMS, int(claim.Index), "sentence_sha256", place, FOUND, remedy)
