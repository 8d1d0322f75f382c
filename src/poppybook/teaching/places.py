"""Names in the export of a learning platform: students', as it writes them, and of what no student handed in.

The outermost name wins: a name counts only where no student's lies around it, in the path as in the name of a file.
What students call their own files and folders, in a zip as well, never makes them somebody else (`owners` walks from
outside in, and takes the first student it meets; here each form is read from the left).

Known names, by platform:
  Moodle   `Ana García_123456_assignsubmission_file_/heroin.ipynb`, or the same with the file's name behind the last `_`
  Canvas   `garciaana_4711_98765_heroin-1.ipynb`, `garciaana_LATE_4711_98765_heroin.ipynb`, `garciaana_4711_text.html`
  Brightspace  `123456-7890 - Ana García - Nov 5, 2026 1103 AM/heroin.ipynb`, or the same with ` - ` and the file's name
  Google   `Heroin-20261128T113000Z-001.zip`, in which the class's folder lies
All others (nbgrader's `ana/heroin-production/x.ipynb`, `Ana García.ipynb`, folders) are told by `owners`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_MOODLE = re.compile(r"^(?P<student>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)$")
_CANVAS = re.compile(
    r"^(?P<student>[^_]+)_(?:LATE_)?(?!(?:19|20)\d\d_(?:0?[1-9]|1[0-2])_)(?P<id>\d+)_(?:\d+_.+|text\.html)$"
)
# Neither number is taken for the student's: one of them is the folder's to hand in to, the same for a whole class.
_BRIGHTSPACE = re.compile(r"^\d+-\d+ - (?P<student>.+?) - (?:(?! - ).)*\b20\d\d\b(?:(?! - ).)*(?: - .+)?$")
_PLATFORMS = (_BRIGHTSPACE, _CANVAS, _MOODLE)
_DRIVE = re.compile(r".+-\d{8}T\d{6}Z(-\d+)?-\d{3}\.zip", re.I)
_LIST = "index.html"  # that Brightspace writes beside its folders
_NOTEBOOK = re.compile(r"^(?P<name>.+?)\.ipynb\b.*$", re.I)
# What systems and Jupyter itself leave behind, by name; and what every student has from the assignment's zip.
_LEFT_BEHIND = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__")
_HANDED_OUT = ("checks.json", "README.md", "LICENSE", "LICENSE-CONTENT")
# What a folder holds into which this command has written: the table, the pages, the record of both.
TABLE, PAGES, RECORD = "grades.csv", "feedback", ".written.json"
RESULTS = {TABLE, PAGES, RECORD}
HANDED_OUT_FOLDERS = ("data", "poppybook")


def platform(part: str, beside: Iterable[str] = ()) -> tuple[str, str] | None:
    """Student and id, if a platform has written this name.

    beside: the names that lie in one folder with it. Where several platforms may have written a name, it is the one
    that alone can have written another of them: an export is of one platform, and only a part of each name is a
    student's to choose. Else it is the one that is told by what stands further to the left.
    """
    forms = [pattern for pattern in _PLATFORMS if pattern.match(part)]
    if len(forms) > 1:
        known = [[pattern for pattern in _PLATFORMS if pattern.match(name)] for name in beside]
        forms = [pattern for pattern in forms if [pattern] in known] or forms
    if not forms:
        return None
    found = forms[0].match(part)
    return found["student"].strip(), found.groupdict().get("id", "")


def lists(places: Iterable[PurePosixPath]) -> set[PurePosixPath]:
    """Where Brightspace's own list of an export would lie: beside what it has named."""
    return {
        PurePosixPath(*place.parts[:at], _LIST)
        for place in places
        for at, part in enumerate(place.parts)
        if _BRIGHTSPACE.match(part)
    }


def part_of_a_download(name: str) -> bool:
    """Whether Google Drive has written the name of a zip: of a folder that is large it makes several."""
    return _DRIVE.fullmatch(name) is not None


def stem(place: PurePosixPath) -> str:
    """The name of a file without its ending, whatever was put behind that."""
    named = _NOTEBOOK.match(place.name)
    return named["name"] if named else re.sub(r"(?<=.)\.\w{1,8}$", "", place.name)


def left_behind(part: str) -> bool:
    """Whether a file or folder of this name is nobody's work."""
    return part.casefold() in _LEFT_BEHIND


def handed_out(place: PurePosixPath, notebook: PurePosixPath) -> bool:
    """Whether a file came with the assignment: it lies beside the notebook as in the student's zip."""
    try:
        beside = place.relative_to(notebook.parent)
    except ValueError:
        return False
    return str(beside) in _HANDED_OUT or beside.parts[0] in HANDED_OUT_FOLDERS


def handed_in_at(place: PurePosixPath, content: bytes) -> bool:
    """Whether a file is the time of handing in, which nbgrader writes into each submission."""
    return (
        place.name == "timestamp.txt"
        and re.match(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[\w.:+ /-]{,40}\s*$", content) is not None
    )


def like_a_notebook(name: str) -> bool:
    """Whether a name promises a notebook, whatever was put behind it."""
    return bool(_NOTEBOOK.match(name)) or name.casefold().endswith(".ipynb")
