"""Find old numbers that the links cannot find: in the words of charts (alternative text, takeaway, title, note), in
exercises and their model answers, in lesson notes, cards and the README, and in the text columns of the data.

What is old is known from the committed charts, whose tables still hold the number that the data held when they were
drawn, and from changes.csv, which still says it when they have been drawn anew. A number in the words of a chart is old
when it is such a number of that chart and no present one; elsewhere it also has to have three digits that count, for a
small number may be anything. In a row of the data two digits or one are enough where the row cites the document of
the number and prints its unit.
"""

from __future__ import annotations

import ast
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from poppybook.book.faults import Fault
from poppybook.book.project import Project
from poppybook.dataset.store import Dataset
from poppybook.pages.facts import Fact, facts, records

from .calls import calls
from .chart_words import WORDS, flowing, line_of, stated
from .prose_numbers import Said, agrees, numbers_in

STALE = "no text keeps a number that the data no longer hold"
PLACES = (
    "exercises/source/*/*.ipynb",
    "exercises/notes/*.md",
    "seeds/*.md",
    "*.qmd",
    "README.md",
    "CITATION.cff",
)
# Words of the book itself in the data; titles of documents and what a claim says are others' words.
TEXT_COLUMNS = {
    "observations": ("note",),
    "series": ("title", "definition", "caveat"),
    "sources": ("note",),
    "events": ("title", "description", "note"),
    "nodes": ("description",),
    "flows": ("description", "note"),
    "claims": ("recompute_note", "note"),
    "glossary": ("meaning",),
    "corrections": ("title", "problem", "action"),
    "presets": ("title", "lookout"),
}
DIGITS = 3
_FORMER = re.compile(r"\b(?:from|was|were|formerly|earlier|before|once|not|of) *$", re.IGNORECASE)


@dataclass(frozen=True)
class Replaced:
    """A number that a committed chart still shows and the data have replaced."""

    chart: str
    observation_id: str
    old: float
    new: float


def faults(project: Project, data: Dataset) -> list[Fault]:
    """Every old number in the words of charts and in texts without links."""
    known = facts(data)
    moved, present = [], {}
    for file in sorted((project.root / "figures").glob("*/data.csv")):
        rows = _rows(file)
        moved += _moved(file.parent.name, rows, known)
        present[file.parent.name] = {value for row in rows for value in _present(row, known)}
    moved += _revised(data, known)
    if not moved:
        return []
    found = []
    for path in project.notebooks():
        found += _in_charts(project, path, moved, present)
    anywhere = {value for values in present.values() for value in values}
    for pattern in PLACES:
        for path in sorted(project.root.glob(pattern)):
            found += _in_texts(project, path, moved, anywhere)
    return found + list(_in_tables(data, moved, known))


def _rows(file) -> list[dict]:
    with open(file, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _numbers(row: dict) -> dict[str, float]:
    found = {}
    for name in ("value", "low", "high"):
        try:
            found[name] = float(row.get(name) or "")
        except ValueError:
            continue
    return found


def _published(row: dict, known: dict[str, Fact]) -> dict[str, list[float]] | None:
    """What the data hold now for a row of a chart, by column; None for a sum, and for a number in another unit."""
    fact = known.get(row.get("observation_id") or "")
    if fact is None or (row.get("unit") and row["unit"] not in {unit for _, unit in fact.values}):
        return None
    values = [value for value, _ in fact.values if value is not None]
    return {"value": values, "low": [fact.low], "high": [fact.high]}


def _moved(chart: str, rows: list[dict], known: dict[str, Fact]) -> Iterator[Replaced]:
    for row in rows:
        now = _published(row, known)
        for name, old in _numbers(row).items() if now else ():
            news = [new for new in now[name] if new is not None]
            if news and all(abs(old - new) > 1e-9 * max(1.0, abs(old)) for new in news):
                yield Replaced(chart, row["observation_id"], old, news[0])


def _revised(data: Dataset, known: dict[str, Fact]) -> Iterator[Replaced]:
    """What changes.csv says of revised numbers: it is still known when the charts have been drawn anew."""
    changes = data.changes
    for row in changes[(changes["table"] == "observations") & (changes["kind"] == "revised")].itertuples():
        now = _published({"observation_id": row.row_id}, known)
        for old in _numbers({row.column: row.old}).values() if now else ():
            news = [new for new in now[row.column] if new is not None]
            if news and all(abs(old - new) > 1e-9 * max(1.0, abs(old)) for new in news):
                yield Replaced("", row.row_id, old, news[0])


def _present(row: dict, known: dict[str, Fact]) -> list[float]:
    now = _published(row, known)
    if now is None:
        return list(_numbers(row).values())
    return [value for values in now.values() for value in values if value is not None]


def _in_charts(
    project: Project, path, moved: list[Replaced], present: dict[str, set[float]]
) -> Iterator[Fault]:
    file = path.relative_to(project.root).as_posix()
    for cell, call in calls(path):
        words = {keyword.arg: keyword.value for keyword in call.keywords}
        chart = words["id"].value if isinstance(words.get("id"), ast.Constant) else None
        own = [one for one in moved if one.chart == chart]
        for name in WORDS & words.keys() if own else ():
            for piece in ast.walk(words[name]):
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str):
                    text = flowing(piece)
                    for said, one in _old(text, own, present[chart], digits=1):
                        at = file, line_of(piece, said.start), name, cell
                        yield _fault(*at, text[said.start : said.end], one)


def _in_texts(project: Project, path, moved: list[Replaced], present: set[float]) -> Iterator[Fault]:
    file = path.relative_to(project.root).as_posix()
    text = path.read_text(encoding="utf-8")
    cells = [(None, text)]
    if path.suffix == ".ipynb":
        cells = [
            (cell.get("id", str(number)), "".join(cell["source"]))
            for number, cell in enumerate(json.loads(text)["cells"])
        ]
    for cell, words in cells:
        for line, shown in enumerate(words.split("\n"), 1):
            for said, one in _old(shown.replace("_", ","), moved, present, DIGITS):
                yield _fault(file, line, None, cell, shown[said.start : said.end], one)


def _in_tables(data: Dataset, moved: list[Replaced], known: dict[str, Fact]) -> Iterator[Fault]:
    """Old numbers in the data's own words. What a document that the row cites still says is not old; nor is what a
    correction says was printed, and a row may say what its own number was before."""
    stands = defaultdict(set)  # by document; all of them under ""
    for fact in known.values():
        numbers = {value for value, _ in fact.values} | {fact.low, fact.high}
        for source in ("", fact.source_id):
            stands[source] |= numbers - {None}
    for table, columns in TEXT_COLUMNS.items():
        about = data.package.tables[table]
        for row, cells in enumerate(records(data[table]), 2):
            own = cells[next(iter(about.columns))]
            cited = {cells.get("source_id"), *(cells.get("source_ids") or "").split(";")} - {None, ""}
            present = set().union(*(stands[source] for source in cited or {""})) | {cells.get("printed")} - {
                None
            }
            here = [one for one in moved if known[one.observation_id].source_id in cited]
            for column in columns:
                text = cells[column] or ""
                found = chain(
                    _old(text, moved, present, DIGITS), _old(text, here, present, 1, with_unit=known)
                )
                for said, one in dict(found).items():
                    if one.observation_id != own or not _FORMER.search(text[: said.start]):
                        yield _fault(about.file, row, column, None, text[said.start : said.end], one)


def _old(
    text: str,
    moved: list[Replaced],
    present: set[float],
    digits: int,
    with_unit: dict[str, Fact] | None = None,
) -> Iterator[tuple[Said, Replaced]]:
    """The numbers of a text that are old and no present one, each with what has moved; `with_unit`: and whose unit is
    printed there."""
    if not moved:
        return
    for said in stated(text) if digits == 1 else numbers_in(text):
        shown = re.sub(r"\D", "", text[said.start : said.end])
        counting = len(shown.strip("0"))
        size = len(str(int(abs(said.value) / min(said.step, 1 if shown else said.step))))
        if max(counting, min(size, DIGITS)) < digits:
            continue
        for one in moved:
            if _is_any(said, {one.new}):  # as rounded here, it is the same
                continue
            if _is_any(said, {one.old}) if with_unit is None else _is_with_unit(text, said, one, with_unit):
                if not _is_any(said, present):  # asked last: there are thousands
                    yield said, one
                break


def _is_with_unit(text: str, said: Said, one: Replaced, known: dict[str, Fact]) -> bool:
    unit = known[one.observation_id].values[0][1]
    behind = re.match(r"\W*([^\W\d]+)", text[said.end :])
    printed = said.unit or (behind and behind[1] in unit.split())  # `72 tons` stands for metric tons
    return bool(printed) and agrees([said], [(one.old, unit)])


def _is_any(said: Said, values: set[float]) -> bool:
    return any(abs(abs(said.value) - abs(value)) <= said.step / 2 + 1e-9 * abs(value) for value in values)


def _fault(file: str, line: int, name: str | None, cell: str | None, words: str, one: Replaced) -> Fault:
    remedy = f"{one.observation_id} says {one.new:,.10g} now, no longer {one.old:,.10g}: mend the words"
    return Fault(file, line, name, words, STALE, remedy, cell=cell)
