"""Read a folder of submissions as a learning platform exports it: every file that was handed in is graded or named.

Nothing is unpacked to disk and no link is followed. A submission may be a zip with one notebook, and so may the export.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from nbformat import NotebookNode

from poppybook.faults import Fault, shorten
from poppybook.words import teaching as words

from . import archive, places, reading

LIMIT = archive.LIMIT


@dataclass(frozen=True)
class Submission:
    """One student's notebook: who (as the platform writes it), the platform's id, the file, and the notebook itself."""

    student: str
    id: str
    file: str
    notebook: NotebookNode
    assignment: str


@dataclass(frozen=True)
class Refused(Fault):
    """Something handed in that was not graded, and whose it is."""

    student: str = ""
    id: str = ""


class Intake(NamedTuple):
    """What was handed in: notebooks, what is none of them, and how many files were nobody's work."""

    found: list[Submission]
    refused: list[Refused]
    passed: int


def read(folder: Path, assignments: dict[str, set[str]]) -> Intake:
    """Everything in the folder (or the zip): notebooks of one of the assignments, and a fault for all else.

    assignments: name → the headings of its tasks, by which a notebook is recognised that has lost its metadata.
    """
    files, passed = _files(folder)
    depth = places.around([each.place for each in files], assignments)
    books: list[tuple[archive.File, PurePosixPath, NotebookNode]] = []
    others: list[tuple[archive.File, PurePosixPath, tuple[str, dict]]] = []
    for each in files:
        place = PurePosixPath(*each.place.parts[depth:])
        try:
            books.append((each, place, reading.notebook(archive.content(each))))
        except archive.Unreadable as trouble:
            others.append((each, place, (trouble.what, trouble.values)))
        except reading.NotANotebook as trouble:
            others.append((each, place, (str(trouble), {})))
    found, refused = [], []
    for each, place, notebook in books:
        assignment = recognised(notebook, assignments)
        student, identity = places.who(place, assignments)
        if assignment is None:
            refused.append(_refused(each.name, place, assignments, "foreign"))
        else:
            found.append(Submission(_clean(student), identity, each.name, notebook, assignment))
    named, more = _others(others, [place for _, place, _ in books], assignments)
    kept, twice = _one_each(found)
    return Intake(kept, refused + named + twice, passed + more)


def _files(folder: Path) -> tuple[list[archive.File], int]:
    """Every file, those of a zipped export as well, and the number of files that systems left behind."""
    found, passed = [], 0
    if not folder.is_dir():
        members, passed = archive.unpacked(archive.File(PurePosixPath(folder.name), folder.name, folder))
        return members, passed
    for path in _walk(folder):
        if path == folder:
            continue
        place = PurePosixPath(path.relative_to(folder).as_posix())
        if any(places.left_behind(part) for part in place.parts) or archive.resource_fork(path):
            passed += 1
        else:
            found.append(archive.File(place, _clean(str(place)), path))
    exports = [each for each in found if archive.is_export(each)]
    for each in exports:
        members, more = archive.unpacked(each)
        found.remove(each)
        found += members
        passed += more
    return sorted(found, key=lambda each: each.name), passed


def _walk(folder: Path):
    """Files, links and whatever else lies there; a folder only when there is no work in it."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if all(places.left_behind(entry.name) or archive.resource_fork(Path(entry.path)) for entry in entries):
        yield folder
    for entry in entries:
        path = Path(entry.path)
        if not entry.is_dir(follow_symlinks=False) or places.left_behind(entry.name):
            yield path
        else:
            try:
                yield from _walk(path)
            except OSError:
                yield path


def _others(
    others: list, books: list[PurePosixPath], assignments: dict[str, set[str]]
) -> tuple[list[Refused], int]:
    """A line for each file that is no notebook; for a student's folder without any, one for all that is in it."""
    refused, passed = [], 0
    alone = defaultdict(list)
    for each, place, (what, values) in others:
        holder = places.holder(place, assignments)
        beside = [book for book in books if places.holder(book, assignments) == holder]
        if any(places.handed_out(place, book) for book in beside):
            passed += 1
        elif beside or holder == place or what not in ("kind", "no notebook", "no json"):
            refused.append(_refused(each.name, place, assignments, what, **values))
        else:
            alone[holder].append((each, place))
    for holder, files in alone.items():
        up = len(files[0][1].parts) - len(holder.parts)
        name = str(PurePosixPath(files[0][0].name).parents[up - 1]) if up else files[0][0].name
        inside = shorten(", ".join(each.place.name for each, _ in files), 200)
        refused.append(_refused(name, holder, assignments, "no notebook in folder", names=inside))
    return refused, passed


def _refused(name: str, place: PurePosixPath, assignments, what: str, **values) -> Refused:
    rule, remedy = words.problem(what, **values)
    student, identity = places.who(place, assignments)
    return Refused(name, None, None, None, rule, remedy, student=_clean(student), id=identity)


def again(submission: Submission, what: str, **values) -> Refused:
    """A submission that is not graded after all."""
    rule, remedy = words.problem(what, **values)
    student = submission.student
    return Refused(submission.file, None, None, None, rule, remedy, student=student, id=submission.id)


def _clean(name: str) -> str:
    """A name that can be written: without half characters and line ends, in one form of its accents."""
    whole = name.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", "".join(c if c.isprintable() else " " for c in whole))


def recognised(notebook: NotebookNode, assignments: dict[str, set[str]]) -> str | None:
    """What the notebook says it is; else what its first cell loads; else the one that most of its headings are from."""
    said = (notebook.metadata.get("poppybook") or {}).get("assignment")
    if said in assignments:
        return said
    text = "\n".join(cell.source for cell in notebook.cells)
    for name in assignments:
        if re.search(rf"\bchecks\(\s*[\"']{re.escape(name)}[\"']\s*\)", text):
            return name
    lines = set(map(str.strip, text.splitlines()))
    best = max(assignments, key=lambda name: len(assignments[name] & lines), default=None)
    return best if best and len(assignments[best] & lines) > 1 else None


def _one_each(found: list[Submission]) -> tuple[list[Submission], list[Refused]]:
    """One submission for each student and assignment; where there are more, none, for nobody can tell which counts."""
    groups: dict[tuple, list[Submission]] = defaultdict(list)
    for each in found:
        groups[each.assignment, each.id or each.student.casefold()].append(each)
    kept, refused = [], []
    for group in groups.values():
        if len(group) == 1:
            kept += group
        else:
            names = ", ".join(each.file for each in group)
            refused += [again(each, "twice", names=names) for each in group]
    return sorted(kept, key=lambda each: each.file), refused
