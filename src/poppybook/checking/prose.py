"""Compare what the book's text says with what the dataset says.

Rounding, stated once (method.qmd says the same to readers): a printed number is the published value rounded to the
digits printed. `27,023` may stand for 27,022.7 and `1.4 billion` for 1,374 million; `about a hundred` for 106, because
a number in words is as exact as its last word. Where a sentence says on which side the value lies (`over two
thousand`, `less than ten`), it has to lie there. Two numbers are the low and the high of a range. A unit that is
printed has to be the published one; tonnes, kilograms and grams are one measure, pounds another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from poppybook.book.faults import Fault
from poppybook.book.nearest import near
from poppybook.book.project import Project
from poppybook.dataset.store import Dataset
from poppybook.pages.facts import Fact, facts
from poppybook.run.notebooks import load_notebook

from .prose_grammar import is_evidence, links, unlinked
from .prose_numbers import agrees, numbers_in, reprinted

LINKED = "a link to an observation prints its number, and nothing else that could be one"
KNOWN = "a link to an observation names one that the dataset has"
SAME = "a printed number is the published value, rounded to the digits printed"
UNLINKED = "a measured value in the text is a link to its observation"


@dataclass(frozen=True)
class Passage:
    """A piece of text: a Markdown cell (`cell` is its id) or a whole page (`cell` is None). What is no page of the
    book may state values without a link; the links that it has are held to the dataset all the same."""

    file: str
    cell: str | None
    text: str
    is_page: bool = True

    def line(self, position: int) -> int:
        """The line of a position, from 1, in the cell or page."""
        return self.text.count("\n", 0, position) + 1


@dataclass(frozen=True)
class Linked:
    """One linked number of the text: where it stands, its words, and the observation it leads to. `start` and `end`
    are the words' places in the passage."""

    file: str
    cell: str | None
    line: int
    text: str
    observation_id: str
    start: int = 0
    end: int = 0


def passages(project: Project) -> Iterator[Passage]:
    """All text of the book that authors write: Markdown cells of the notebooks, and the pages. Raises BuildError for a
    notebook that cannot be read."""
    for path in project.notebooks():
        yield from _cells(project, path)
    for path in sorted([*project.root.glob("[!._]*.qmd"), *(project.root / "notebooks").glob("[!._]*.qmd")]):
        yield _whole(project, path)


def beside(project: Project) -> Iterator[Passage]:
    """The text beside the book: exercises with their model answers, lesson notes, cards and the README."""
    for path in sorted(project.root.glob("exercises/source/*/[!._]*.ipynb")):
        yield from (replace(passage, is_page=False) for passage in _cells(project, path))
    for pattern in ("exercises/notes/*.md", "seeds/*.md", "README.md"):
        for path in sorted(project.root.glob(pattern)):
            yield replace(_whole(project, path), is_page=False)


def _cells(project: Project, path: Path) -> Iterator[Passage]:
    name = path.relative_to(project.root).as_posix()
    for number, cell in enumerate(load_notebook(path)["cells"]):
        if cell["cell_type"] == "markdown":
            yield Passage(name, cell.get("id", str(number)), "".join(cell["source"]))


def _whole(project: Project, path: Path) -> Passage:
    return Passage(path.relative_to(project.root).as_posix(), None, path.read_text(encoding="utf-8"))


def said(project: Project) -> list[Linked]:
    """Every linked number in the pages of the book."""
    return [one for passage in passages(project) for one in said_in(passage)]


def said_in(passage: Passage) -> Iterator[Linked]:
    """Every linked number of one passage."""
    for start, end, text, href in links(passage.text):
        if is_evidence(href):
            name = href.partition("#")[2]
            yield Linked(passage.file, passage.cell, passage.line(start), text, name, start, end)


def faults(project: Project, data: Dataset) -> list[Fault]:
    """What the text says wrongly: numbers that differ from the dataset, links to nothing, values without a link."""
    found = []
    for passage in chain(passages(project), beside(project)):
        here = [(one.start, fault) for one in said_in(passage) if (fault := _fault(one, data))]
        if passage.is_page:
            here += [(start, _unlinked(passage, start, value)) for start, value in unlinked(passage.text)]
        found += [fault for _, fault in sorted(here, key=lambda pair: pair[0])]
    return found


def _fault(one: Linked, data: Dataset) -> Fault | None:
    fact = facts(data).get(one.observation_id)
    if fact is None:
        nearest = ", ".join(near(one.observation_id, facts(data)))
        remedy = f"Nearest: {nearest}" if nearest else "Look it up on the evidence pages or in data/"
        return _at(one, f"{one.text}](#{one.observation_id}", KNOWN, remedy)
    numbers = numbers_in(one.text)
    if not numbers:
        return _at(one, one.text, LINKED, "Put the number into the link, or link to the series")
    if any(agrees(numbers, expected) for expected in readings(fact)):
        return None
    published = " or ".join(_shown(expected) for expected in readings(fact))
    remedy = f"{one.observation_id} says {published}. Mend the text"
    if in_their_form(one, fact):
        remedy += ", or run: poppybook check --fix"
    return _at(one, one.text, SAME, remedy)


def in_their_form(one: Linked, fact: Fact) -> str | None:
    """The words of a link with the published number; None where it cannot be said in their form, or in two ways."""
    spoken = [new for expected in readings(fact) if (new := reprinted(one.text, expected))]
    return spoken[0] if len(spoken) == 1 else None


def readings(fact: Fact) -> list[list[tuple[float, str]]]:
    """What a text may print of an observation: one of its measures, or its range from low to high."""
    unit = fact.values[0][1]
    single = [[(value, unit)] for value, unit in fact.values if value is not None]
    if fact.low is not None and fact.high is not None:
        single.append([(fact.low, unit), (fact.high, unit)])
    return single


def _shown(expected: list[tuple[float, str]]) -> str:
    return "–".join(f"{value:,.10g}" for value, _ in expected) + f" {expected[0][1]}"


def _at(one: Linked, value: str, rule: str, remedy: str) -> Fault:
    return Fault(one.file, one.line, None, value, rule, remedy, cell=one.cell)


def _unlinked(passage: Passage, start: int, value: str) -> Fault:
    remedy = (
        "Link it, [number](#series@period), or to the chart or section that computes it, [number](#chart)"
    )
    return Fault(passage.file, passage.line(start), None, value, UNLINKED, remedy, cell=passage.cell)
