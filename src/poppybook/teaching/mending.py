"""Mend what students do to the cells of a notebook, and say so: cells copied, deleted, renamed, changed, without names.

After this pass each graded cell of the assignment is there exactly once, and what is locked reads as it was handed out.
"""

from __future__ import annotations

import copy
import re

from nbformat import NotebookNode

from poppybook.language import grading as words


def grade_id(cell: NotebookNode) -> str | None:
    """The name that nbgrader knows a cell by."""
    return (cell.metadata.get("nbgrader") or {}).get("grade_id")


def mend(submitted: NotebookNode, released: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """The submitted notebook with each graded cell of the released one there once, and a remark for each change."""
    nb = copy.deepcopy(submitted)
    known = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    remarks = _by_heading(nb, known)
    remarks += _one_of_each(nb, known)
    remarks += _name_back(nb, known)
    for cell in nb.cells:
        name = grade_id(cell)
        if name is None:
            cell.metadata.pop("nbgrader", None)
        elif name not in known:
            remarks.append(words.cell("unknown", name=name))
            del cell.metadata["nbgrader"]
        else:
            cell.metadata["nbgrader"] = copy.deepcopy(known[name].metadata["nbgrader"])
            if cell.cell_type != known[name].cell_type:
                remarks.append(words.cell("kind", name=name))
                _change_kind(cell, known[name].cell_type)
            if cell.metadata["nbgrader"]["locked"]:
                if not _reads_like(cell.source, known[name].source):
                    remarks.append(words.cell("changed", name=name))
                cell.source = known[name].source
    remarks += _put_back(nb, known) + _out_of_order(nb, known)
    return nb, remarks


def _out_of_order(nb: NotebookNode, known: dict) -> list[str]:
    """Cells run as they stand: a check above its answer finds none. It stays there, and the remark says why."""
    at = {grade_id(cell): index for index, cell in enumerate(nb.cells)}
    pairs = [(name, name.replace("check-", "answer-")) for name in known if name.startswith("check-")]
    return [
        words.cell("above", name=check, other=answer)
        for check, answer in pairs
        if check in at and at.get(answer, -1) > at[check]
    ]


_TASK = re.compile(r"^#+ *Task (?P<number>\d+)\b", re.M)


def _reads_like(text: str, handed_out: str) -> bool:
    """Whether a locked cell is as it was handed out; the instructor's own has hidden tests below."""
    return text.strip() == handed_out.strip() or text.strip().startswith(f"{handed_out.strip()}\n")


def _by_heading(nb: NotebookNode, known: dict) -> list[str]:
    """Cells that lost their names, as pasting into a new notebook does, get them back by the headings they stand under.

    Only names that no cell has any more are given, and a notebook that has kept one of a task's names keeps the others.
    """
    there = {grade_id(cell) for cell in nb.cells}
    task, parts = None, {}
    for cell in nb.cells:
        if cell.cell_type == "markdown" and (found := _TASK.search(cell.source)):
            task = found["number"]
            continue
        parts.setdefault(task, []).append(cell)
    given = []

    def give(name: str, cells: list[NotebookNode]) -> None:
        if cells and name in known and name not in there:
            cells[-1].metadata["nbgrader"] = {"grade_id": name}
            there.add(name)
            given.append(name)

    for number, cells in parts.items():
        nameless = [cell for cell in cells if grade_id(cell) is None and cell.source.strip()]
        if number is None:
            give("setup", [cell for cell in nameless if re.search(r"\bchecks\(", cell.source)])
            continue
        if {f"check-{number}", f"answer-{number}"} & there:
            continue
        call = re.compile(rf"^check\(\s*[\"']{number}\b", re.M)
        give(
            f"check-{number}",
            [cell for cell in nameless if cell.cell_type == "code" and call.search(cell.source)],
        )
        answer = known.get(f"answer-{number}")
        left = [cell for cell in nameless if grade_id(cell) is None]
        if answer is not None:
            give(f"answer-{number}", [cell for cell in left if cell.cell_type == answer.cell_type])
    return [words.cell("nameless", count=len(given))] if given else []


def _one_of_each(nb: NotebookNode, known: dict) -> list[str]:
    """Of answers with the same name the last is the student's latest word; of checks the first counts, since further
    down the names that it looks at may mean something else. The others keep their text, not their name."""
    copies: dict[str, list[NotebookNode]] = {}
    for cell in nb.cells:
        if (name := grade_id(cell)) in known:
            copies.setdefault(name, []).append(cell)
    remarks = []
    for name, cells in copies.items():
        if len(cells) > 1:
            answer = known[name].metadata["nbgrader"].get("solution")
            for cell in cells[:-1] if answer else cells[1:]:
                del cell.metadata["nbgrader"]
            remarks.append(words.cell("copied" if answer else "copied check", name=name, count=len(cells)))
    return remarks


def _name_back(nb: NotebookNode, known: dict) -> list[str]:
    """A cell with an unknown name that stands where a missing one belongs is that one."""
    remarks = []
    order = list(known)
    there = {grade_id(cell) for cell in nb.cells}
    before = None
    for cell in nb.cells:
        name = grade_id(cell)
        if name in known:
            before = name
        elif name is not None:
            after = order[order.index(before) + 1 :] if before else order
            if after and after[0] not in there and cell.cell_type == known[after[0]].cell_type:
                remarks.append(words.cell("renamed", name=after[0], other=name))
                cell.metadata["nbgrader"]["grade_id"] = before = after[0]
                there.add(before)
    return remarks


def _change_kind(cell: NotebookNode, kind: str) -> None:
    cell.cell_type = kind
    if kind == "code":
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _put_back(nb: NotebookNode, known: dict) -> list[str]:
    """Cells that carry points or set up the notebook come back as they were handed out, behind the one before them.

    An answer cell without points of its own does not: its stub would wipe an answer that stands in another cell.
    """
    remarks, before = [], None
    for name, cell in known.items():
        at = next((i for i, each in enumerate(nb.cells) if grade_id(each) == name), None)
        if at is None:
            about = cell.metadata["nbgrader"]
            if about["solution"] and not about["grade"]:
                remarks.append(words.cell("deleted answer", name=name))
                continue
            remarks.append(words.cell("deleted", name=name))
            place = next(
                (i + 1 for i, each in enumerate(nb.cells) if before and grade_id(each) == before), None
            )
            if (under := _end_of_task(nb, name)) is not None:
                place = under
            if place is None:
                place = 0 if before is None else len(nb.cells)
            nb.cells.insert(place, copy.deepcopy(cell))
        before = name
    return remarks


def _end_of_task(nb: NotebookNode, name: str) -> int | None:
    """Where the part of a task ends, if its heading is there: a check that comes back belongs below the answer."""
    number, inside = name.rpartition("-")[2], False
    for index, cell in enumerate(nb.cells):
        if cell.cell_type == "markdown" and (found := _TASK.search(cell.source)):
            if inside:
                return index
            inside = found["number"] == number
    return len(nb.cells) if inside else None
