"""Rewrite the linked numbers whose data changed, and nothing else in their files."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from poppybook.book.files import replace_file
from poppybook.book.project import BuildError, Project
from poppybook.dataset.store import Dataset
from poppybook.pages.facts import facts

from .prose import Linked, beside, in_their_form, passages, readings, said_in
from .prose_numbers import agrees, numbers_in


@dataclass(frozen=True)
class Change:
    """A linked number and the words that take its place."""

    said: Linked
    new: str

    def __str__(self) -> str:
        place = f"{self.said.file}, cell {self.said.cell}" if self.said.cell else self.said.file
        return f"{place}, line {self.said.line}: {self.said.text} → {self.new} ({self.said.observation_id})"


def fix(project: Project, data: Dataset) -> list[Change]:
    """Rewrite every linked number that differs from the dataset in the form it is printed in; returns the changes.

    A number that cannot be said in its form (another unit, a word for a size it has left) stays; the check names it.
    Each file is replaced in one step; every other byte of it stays as it was.
    """
    changes: dict[str, list[Change]] = defaultdict(list)
    for passage in chain(passages(project), beside(project)):
        for one in said_in(passage):
            if new := _new_words(one, data):
                changes[one.file].append(Change(one, new))
    for file, wanted in changes.items():
        path = project.root / file
        old = path.read_bytes().decode("utf-8")
        text = _in_notebook(old, wanted) if path.suffix == ".ipynb" else _in_page(old, wanted)
        replace_file(path, text.encode())
    return [change for wanted in changes.values() for change in wanted]


def _new_words(one: Linked, data: Dataset) -> str | None:
    """The words for a number that differs; None when it is right, unknown or cannot be said in its form."""
    fact, numbers = facts(data).get(one.observation_id), numbers_in(one.text)
    if fact is None or any(agrees(numbers, expected) for expected in readings(fact)):
        return None
    return in_their_form(one, fact)


def _in_page(text: str, changes: list[Change]) -> str:
    # Positions count "\n" alone, as the file was read for them; so do the bytes of a page with CR LF, line by line.
    ends = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    for change in sorted(changes, key=lambda change: -change.said.start):
        text = text[: change.said.start] + change.new + text[change.said.end :]
    return text.replace("\n", ends)


def _in_notebook(text: str, changes: list[Change]) -> str:
    """The notebook's file with new words inside its JSON strings: cells and lines are found by walking the file in the
    order in which it is written, so that a line that stands twice is changed once."""
    of_cell = defaultdict(list)
    for change in changes:
        of_cell[change.said.cell].append(change)
    pieces, position = [], 0
    for number, cell in enumerate(json.loads(text)["cells"]):
        stored = [cell["source"]] if isinstance(cell["source"], str) else cell["source"]
        wanted = of_cell.get(cell.get("id", str(number)), [])
        begins = 0
        for line in stored:
            start, written = _find(text, line, position, wanted)
            if start < 0:
                break
            inside = [c for c in wanted if begins <= c.said.start and c.said.end <= begins + len(line)]
            new = line
            for change in sorted(inside, key=lambda change: -change.said.start):
                at = slice(change.said.start - begins, change.said.end - begins)
                new = new[: at.start] + change.new + new[at.stop :]
            pieces += [
                text[position:start],
                written if new == line else json.dumps(new, ensure_ascii=written.isascii()),
            ]
            position, begins = start + len(written), begins + len(line)
    return "".join(pieces) + text[position:]


def _find(text: str, line: str, position: int, wanted: list[Change]) -> tuple[int, str]:
    """Where a line of a cell stands in the file, as written there; −1 for a cell that nobody wants to change."""
    for written in dict.fromkeys((json.dumps(line, ensure_ascii=False), json.dumps(line))):
        start = text.find(written, position)
        if start >= 0:
            return start, written
    if wanted:
        raise BuildError(
            f"The line {line[:60]!r} is not found in the notebook's file. Save it with JupyterLab first."
        )
    return -1, ""
