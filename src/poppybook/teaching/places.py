"""Whose a file is, by where it lies in the export of a learning platform; and what no student handed in.

Known names, by platform, at any depth:
  Moodle   `Ana García_123456_assignsubmission_file_/heroin.ipynb`, or the same with the file's name behind the last `_`
  Canvas   `garciaana_4711_98765_heroin-1.ipynb`, `garciaana_LATE_4711_98765_heroin.ipynb`
  nbgrader `ana/heroin-production/heroin-production.ipynb`, with or without `submitted/` above it
  else     `Ana García.ipynb`, or a folder of that name with one notebook in it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_MOODLE = re.compile(r"^(?P<student>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)$")
_CANVAS = re.compile(r"^(?P<student>[^_]+)_(?:LATE_)?(?P<id>\d+)_\d+_(?P<file>.+)$")
_NOTEBOOK = re.compile(r"^(?P<name>.+?)\.ipynb\b.*$", re.I)
# What systems and Jupyter itself leave behind, by name; and what every student has from the assignment's zip.
_LEFT_BEHIND = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__")
_HANDED_OUT = ("checks.json", "README.md", "LICENSE", "LICENSE-CONTENT")
_HANDED_OUT_FOLDERS = ("data", "poppybook")


def platform(part: str) -> tuple[str, str] | None:
    """Student and id, if a platform has written this name."""
    for pattern in (_MOODLE, _CANVAS):
        if found := pattern.match(part):
            return found["student"].strip(), found["id"]
    return None


def who(place: PurePosixPath, assignments: Iterable[str] = ()) -> tuple[str, str]:
    """Student and id from a path inside the folder of submissions."""
    for part in place.parts:
        if found := platform(part):
            return found
    folder = holder(place, assignments)
    if folder != place:
        return folder.name.strip(), ""
    named = _NOTEBOOK.match(place.name)
    return (named["name"] if named else PurePosixPath(place.name).stem).strip(), ""


def holder(place: PurePosixPath, assignments: Iterable[str] = ()) -> PurePosixPath:
    """The student's own folder, or the file itself where there is none."""
    parts = place.parts
    for at, part in enumerate(parts):
        if platform(part):
            return PurePosixPath(*parts[: at + 1])
    for at in range(1, len(parts) - 1):
        if parts[at] in set(assignments):
            return PurePosixPath(*parts[:at])
    return PurePosixPath(parts[0])


def left_behind(part: str) -> bool:
    """Whether a file or folder of this name is nobody's work."""
    return part in _LEFT_BEHIND


def handed_out(place: PurePosixPath, notebook: PurePosixPath) -> bool:
    """Whether a file came with the assignment: it lies beside the notebook as in the student's zip."""
    try:
        beside = place.relative_to(notebook.parent)
    except ValueError:
        return False
    return str(beside) in _HANDED_OUT or beside.parts[0] in _HANDED_OUT_FOLDERS


def like_a_notebook(name: str) -> bool:
    """Whether a name promises a notebook, whatever was put behind it."""
    return bool(_NOTEBOOK.match(name)) or name.casefold().endswith(".ipynb")


def around(places: list[PurePosixPath], assignments: Iterable[str]) -> int:
    """How many folders lie around the whole export: those that unpackers and browsers put there."""
    names = set(assignments)
    depth = 0
    for at in range(1, min((len(place.parts) for place in places), default=1)):
        above = {place.parts[at - 1] for place in places}
        if any(platform(part) for part in above):
            break
        below: dict[str, set[str]] = {}
        for place in places:
            part = place.parts[at]
            promising = like_a_notebook(place.name) or place.suffix.lower() == ".zip"
            if (
                promising
                and part not in names
                and not (part in _HANDED_OUT_FOLDERS and len(place.parts) > at + 1)
            ):
                below.setdefault(place.parts[at - 1], set()).add(part)
        if set(below) == above and all(len(parts) > 1 for parts in below.values()):
            depth = at
        elif len(above) > 1:
            break
    return depth
