"""Read a folder of submissions as a learning platform exports it: every file that was handed in is graded or named.

Nothing is unpacked to disk and no link is followed. A submission may be a zip with one notebook, and so may the export.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from nbformat import NotebookNode

from poppybook.book.faults import Fault, shorten
from poppybook.language import grading as words

from . import archive, course_folders, opening, places
from .owners import DEEPEST, Owners

LIMIT = archive.LIMIT
MOST_LINES = 20  # of one student, for files that are no notebooks


@dataclass(frozen=True)
class Submission:
    """One student's notebook: who (as the platform writes it), the platform's id, the file, and the notebook itself."""

    student: str
    id: str
    file: str
    notebook: NotebookNode
    assignment: str

    @property
    def who(self) -> tuple[str, str]:
        """What tells the student from all others."""
        return ("id", self.id) if self.id else ("name", self.student.casefold())


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
    files, passed = _files(folder, assignments)
    books: list[tuple[archive.File, NotebookNode, str | None]] = []
    others: list[tuple[archive.File, tuple[str, dict]]] = []
    for each in files:
        try:
            notebook = opening.notebook(archive.content(each))
        except (archive.Unreadable, opening.NotANotebook) as trouble:
            alone = all(one is each or one.place.parent != each.place.parent for one in files)
            if not alone and archive.handed_in_at(each):
                passed += 1
            else:
                others.append((each, (trouble.what, trouble.values)))
        else:
            books.append((each, notebook, recognised(notebook, assignments)))
    promising = {each.place: None for each, _ in others if archive.promising(each)}
    known = promising | {each.place: name for each, _, name in books}
    owners = Owners(known, assignments, [each.place for each in files])
    found, refused = [], []
    for each, notebook, assignment in books:
        student, identity = owners.who(each.place)
        if assignment is None:
            refused.append(_refused(each.name, each.place, owners, "foreign"))
        else:
            found.append(Submission(_called(student, each.place), identity, each.name, notebook, assignment))
    named, more = _others(others, [each.place for each, _, _ in books], owners)
    kept, twice = _one_each(found)
    return Intake(kept, refused + named + twice, passed + more)


def _files(folder: Path, assignments: Iterable[str]) -> tuple[list[archive.File], int]:
    """Every file, those of a zipped export as well, and the number of files that systems left behind."""
    found, passed = [], 0
    if not folder.is_dir():
        found, passed = archive.unpacked(
            archive.File(PurePosixPath(folder.name), folder.name, folder), PurePosixPath()
        )
    for path in _walk(folder) if folder.is_dir() else ():
        if path == folder:
            continue
        if path.name in places.RESULTS and path.is_dir():
            passed += sum(each.is_file() for each in path.parent.rglob("*"))
            continue
        place = PurePosixPath(path.relative_to(folder).as_posix())
        if any(places.left_behind(part) for part in place.parts) or archive.resource_fork(path):
            passed += 1
        else:
            found.append(archive.File(place, archive.printable(str(place)), path))
    for each in _exports(found, assignments):
        folder = (
            each.place.parent if places.part_of_a_download(each.place.name) else each.place.with_suffix("")
        )
        members, more = archive.unpacked(each, folder)
        found.remove(each)
        found += members
        passed += more
    beside = places.lists(each.place for each in found)
    beside |= course_folders.not_handed_in(each.place for each in found)
    kept = [each for each in found if each.place not in beside]
    return _apart(sorted(kept, key=lambda each: each.name)), passed + len(found) - len(kept)


def _exports(files: list[archive.File], assignments: Iterable[str]) -> list[archive.File]:
    """The zips that hold the submissions of a class, and are no student's."""
    inside = {each: archive.like_an_export(each) for each in files if each.member is None}
    zips = {each: _unpacks_to(each) for each, names in inside.items() if names}
    books = {each.place for each in files if archive.promising(each) and each not in zips}
    books |= {place / name for each, place in zips.items() for name in inside[each]}
    owners = Owners(dict.fromkeys(books), assignments)
    return [each for each, place in zips.items() if owners.holds_students(place)]


def _unpacks_to(file: archive.File) -> PurePosixPath:
    """The folder of a zip; that of a part of a download is the one in which the other parts lie."""
    part = places.part_of_a_download(file.place.name)
    return file.place.parent if part else file.place.with_suffix("")


def _apart(files: list[archive.File]) -> list[archive.File]:
    """Names that look alike are spelled out; a zip may hold one twice, which is numbered. Lines are told by them."""
    alike, taken, apart = Counter(each.name for each in files), Counter(), []
    for each in files:
        name = each.name if alike[each.name] == 1 else archive.spelled(str(each.place))
        taken[name] += 1
        number = f" ({taken[name]})" if taken[name] > 1 else ""
        apart.append(replace(each, name=name + number))
    return apart


def _walk(folder: Path, depth: int = 0):
    """Files, links and whatever else lies there; a folder only when there is no work in it; of results of an earlier
    run the folder with the pages."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if {entry.name for entry in entries} >= places.RESULTS:
        yield folder / places.PAGES
        return
    if all(places.left_behind(entry.name) or archive.resource_fork(Path(entry.path)) for entry in entries):
        yield folder
    for entry in entries:
        path = Path(entry.path)
        is_folder = entry.is_dir(follow_symlinks=False) and not places.left_behind(entry.name)
        if not is_folder or depth == DEEPEST:
            yield path
        else:
            try:
                yield from _walk(path, depth + 1)
            except OSError:
                yield path


def _others(others: list, books: list[PurePosixPath], owners: Owners) -> tuple[list[Refused], int]:
    """A line for each file that is no notebook; for a student's folder without any, one for all that is in it."""
    refused, passed = [], 0
    alone, working, beside = defaultdict(list), defaultdict(list), defaultdict(list)
    for book in books:
        working[owners.holder(book)].append(book)
    for each, (what, values) in others:
        holder = owners.holder(each.place)
        if any(places.handed_out(each.place, book) for book in working[holder]):
            passed += 1
        elif holder == each.place:
            refused.append(_refused(each.name, each.place, owners, what, **values))
        elif working[holder] or what != "kind" or archive.promising(each):
            beside[holder].append((each, what, values))
        else:
            alone[holder].append(each)
    for holder, files in beside.items():
        if len(files) <= MOST_LINES:
            refused += [
                _refused(each.name, each.place, owners, what, **values) for each, what, values in files
            ]
        else:
            alone[holder] += [each for each, _, _ in files]
    for holder, files in alone.items():
        up = len(files[0].place.parts) - len(holder.parts)
        name = str(PurePosixPath(files[0].name).parents[up - 1])
        inside = shorten(words.some([each.place.name for each in files]), 200)
        what = "other files" if working[holder] else "no notebook in folder"
        refused.append(_refused(name, files[0].place, owners, what, count=len(files), names=inside))
    return refused, passed


def _refused(name: str, place: PurePosixPath, owners: Owners, what: str, **values) -> Refused:
    rule, remedy = words.problem(what, **values)
    student, identity = owners.who(place)
    return Refused(name, None, None, None, rule, remedy, student=_called(student, place), id=identity)


def _called(student: str, place: PurePosixPath) -> str:
    """A student's name as it is shown; whose name cannot be seen is called by the file."""
    return archive.printable(student) if archive.visible(student) else archive.spelled(str(place))


def again(submission: Submission, what: str, **values) -> Refused:
    """A submission that is not graded after all."""
    rule, remedy = words.problem(what, **values)
    student = submission.student
    return Refused(submission.file, None, None, None, rule, remedy, student=student, id=submission.id)


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
        groups[each.assignment, each.who].append(each)
    kept, refused = [], []
    for group in groups.values():
        if len(group) == 1:
            kept += group
        else:
            names = words.some([each.file for each in group])
            refused += [again(each, "twice", names=names) for each in group]
    return sorted(kept, key=lambda each: each.file), refused
