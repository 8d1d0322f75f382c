"""Rules for names and words beside each other: one name in one writing, and no cell that says its neighbour again."""

import re
import unicodedata
from collections.abc import Iterator

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at

WRITTEN = "a name is written in one way: case, accents, blanks and signs apart, no two are the same"
TWICE = "two columns of a row do not say the same in words"
PARTIES = "an agreement, meeting, tariff or matter of diplomacy has two parties or more"

NAMES = (
    ("series", "title"),
    ("series", "publisher"),
    ("sources", "publisher"),
    ("sources", "author"),
    ("events", "title"),
    ("places", "name"),
    ("nodes", "label"),
    ("units", "unit"),
    ("glossary", "term"),
    ("claims", "speaker"),
    ("presets", "title"),
)
BESIDE = (
    ("observations", "locator", "note"),
    ("series", "title", "definition"),
    ("series", "definition", "caveat"),
    ("sources", "title", "author"),
    ("sources", "title", "note"),
    ("events", "title", "description"),
    ("events", "description", "note"),
    ("flows", "description", "note"),
    ("claims", "paraphrase", "note"),
    ("corrections", "title", "problem"),
    ("corrections", "problem", "action"),
    ("presets", "title", "lookout"),
)
BETWEEN = frozenset({"agreement", "meeting", "diplomacy", "tariff"})


def names_are_written_in_one_way(data: Dataset) -> Iterator[Fault]:
    for table, column in NAMES:
        if column not in data[table]:
            continue  # another rule says so
        cells = data[table][column].dropna()
        bare = {cell: _bare(cell) for cell in cells.unique()}
        usual: dict[str, str] = {}
        for cell in cells.value_counts(sort=True).index:
            usual.setdefault(bare[cell], cell)
        for row, cell in cells.items():
            if bare[cell] and usual[bare[cell]] != cell:
                remedy = f"Write it as the other row does, {usual[bare[cell]]!r}, or name what is different"
                yield fault(data, table, row, column, cell, WRITTEN, remedy)


def words_stand_once_in_a_row(data: Dataset) -> Iterator[Fault]:
    for table, one, other in BESIDE:
        frame = data[table]
        if not {one, other} <= set(frame.columns):
            continue  # another rule says so
        said = frame[one].map(_bare, na_action="ignore")
        same = frame[said.notna() & (said != "") & (said == frame[other].map(_bare, na_action="ignore"))]
        remedy = f"Say what {one} does not say, or empty the cell where it may be empty"
        yield from faults_at(data, table, same, other, TWICE, remedy)


def what_happens_between_parties_has_two(data: Dataset) -> Iterator[Fault]:
    events = data["events"]
    alone = events[events["category"].isin(BETWEEN) & ~events["parties"].fillna("").str.contains(";")]
    yield from faults_at(
        data, "events", alone, "parties", PARTIES, "Add the other party, or correct the category"
    )


def _bare(text: str) -> str:
    """Letters and digits alone, small and without accents."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", text).casefold())
