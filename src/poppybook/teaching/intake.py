"""Read a folder of submissions as a learning platform exports it. Nothing is unpacked to disk and no link is followed.

Known names, by platform:
  Moodle   `Ana García_123456_assignsubmission_file_/heroin.ipynb`, or the same with the file's name behind the last `_`
  Canvas   `garciaana_4711_98765_heroin-1.ipynb`, `garciaana_LATE_4711_98765_heroin.ipynb`
  nbgrader `submitted/ana/heroin-production/heroin-production.ipynb`, given the folder `submitted`
  else     `Ana García.ipynb`, or a folder of that name with one notebook in it
A submission may be a zip with one notebook.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import nbformat

from poppybook.faults import Fault, shorten
from poppybook.words import teaching as words

MEGABYTE = 1_000_000
LIMIT = 30  # megabytes a submission may hold, packed or not

_MOODLE = re.compile(r"^(?P<student>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)$")
_CANVAS = re.compile(r"^(?P<student>[^_]+)_(?:LATE_)?(?P<id>\d+)_\d+_(?P<file>.+)$")


@dataclass(frozen=True)
class Submission:
    """One student's notebook: who (as the platform writes it), the platform's id, the file, and the notebook itself."""

    student: str
    id: str
    file: str
    notebook: nbformat.NotebookNode
    assignment: str


def who(place: PurePosixPath) -> tuple[str, str]:
    """Student and id from a path inside the folder of submissions."""
    first = place.parts[0]
    for pattern in (_MOODLE, _CANVAS):
        if found := pattern.match(first):
            return found["student"].strip(), found["id"]
    name = first if len(place.parts) > 1 else PurePosixPath(first).stem
    return name.strip(), ""


def read(folder: Path, tasks: dict[str, set[str]]) -> tuple[list[Submission], list[Fault]]:
    """Every submission in the folder that is a notebook of one of the assignments, and a fault for each that is not.

    tasks: assignment → the names of its graded cells, by which a notebook is recognised.
    """
    found: list[Submission] = []
    faults: list[Fault] = []
    for path in sorted(_files(folder)):
        place = PurePosixPath(path.relative_to(folder).as_posix())
        name = str(place)
        if path.is_symlink() or any(
            parent.is_symlink() for parent in path.parents if folder in parent.parents
        ):
            faults.append(_fault(name, "link"))
            continue
        content = _content(path, name, faults)
        if content is None:
            continue
        notebook = _notebook(name, content, faults)
        if notebook is None:
            continue
        assignment = _assignment(notebook, tasks)
        if assignment is None:
            faults.append(_fault(name, "foreign"))
            continue
        student, identity = who(place)
        found.append(Submission(student, identity, name, notebook, assignment))
    return _one_each(found, faults), faults


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part[0] in "._" or part == "__MACOSX" for part in path.relative_to(folder).parts)
        if not hidden and (path.is_symlink() or path.is_file()) and path.suffix.lower() in (".ipynb", ".zip"):
            yield path


def _fault(name: str, what: str, **values) -> Fault:
    rule, remedy = words.problem(what, **values)
    return Fault(name, None, None, None, rule, remedy)


def _content(path: Path, name: str, faults: list[Fault]) -> bytes | None:
    if path.stat().st_size == 0:
        faults.append(_fault(name, "empty"))
    elif path.stat().st_size > LIMIT * MEGABYTE:
        faults.append(_fault(name, "too large", limit=LIMIT))
    elif path.suffix.lower() == ".zip":
        return _from_zip(path, name, faults)
    else:
        return path.read_bytes()
    return None


def _from_zip(path: Path, name: str, faults: list[Fault]) -> bytes | None:
    """The one notebook in a zip, read into memory and never past the limit, whatever the zip says of its sizes."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            for entry in entries:
                inside = PurePosixPath(entry.filename.replace("\\", "/"))
                if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
                    faults.append(_fault(name, "climbs", path=shorten(entry.filename)))
                    return None
            if sum(entry.file_size for entry in entries) > LIMIT * MEGABYTE:
                faults.append(_fault(name, "bomb", limit=LIMIT))
                return None
            books = [
                entry
                for entry in entries
                if entry.filename.endswith(".ipynb") and not re.search(r"(^|/)(\.|__MACOSX)", entry.filename)
            ]
            if len(books) != 1:
                what = "several inside" if books else "no notebook inside"
                faults.append(_fault(name, what, names=", ".join(shorten(entry.filename) for entry in books)))
                return None
            with archive.open(books[0]) as stream:
                content = io.BytesIO(stream.read(LIMIT * MEGABYTE + 1)).getvalue()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        faults.append(_fault(name, "no zip"))
        return None
    if not content or len(content) > LIMIT * MEGABYTE:
        faults.append(_fault(name, "bomb" if content else "empty", limit=LIMIT))
        return None
    return content


def _notebook(name: str, content: bytes, faults: list[Fault]) -> nbformat.NotebookNode | None:
    try:
        parsed = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        faults.append(_fault(name, "no json"))
        return None
    try:
        notebook = nbformat.reads(json.dumps(parsed), as_version=4)
        nbformat.validate(notebook)
    except Exception:  # nbformat raises a different type for each way of not being a notebook
        faults.append(_fault(name, "no notebook"))
        return None
    return notebook


def _assignment(notebook: nbformat.NotebookNode, tasks: dict[str, set[str]]) -> str | None:
    """What the notebook says it is; else the assignment with most of its cells."""
    said = (notebook.metadata.get("poppybook") or {}).get("assignment")
    if said in tasks:
        return said
    text = "\n".join(str(cell.source) for cell in notebook.cells)
    return next((name for name in tasks if f'pb.checks("{name}")' in text), None)


def _one_each(found: list[Submission], faults: list[Fault]) -> list[Submission]:
    """One submission for each student and assignment; where there are more, none, for nobody can tell which counts."""
    groups: dict[tuple, list[Submission]] = defaultdict(list)
    for each in found:
        groups[each.assignment, each.id or each.student.casefold()].append(each)
    kept = []
    for group in groups.values():
        if len(group) == 1:
            kept += group
        else:
            names = ", ".join(each.file for each in group)
            faults += [_fault(each.file, "twice", names=names) for each in group]
    return sorted(kept, key=lambda each: each.file)
