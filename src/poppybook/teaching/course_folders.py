"""What lies beside the submissions in the folders that nbgrader and Microsoft Teams keep, and was not handed in.

nbgrader  A course folder holds `submitted` and, beside it, `source`, `release`, `autograded` and others.
Teams     An assignment's folder holds `Submitted files/NAME/ASSIGNMENT/Version 2/x.ipynb`, one version for each time
          that it was handed in, and beside it `Working files/NAME/…`, what students went on with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

SUBMITTED, SUBMITTED_FILES, WORKING_FILES = "submitted", "Submitted files", "Working files"
_OF_A_COURSE = {"source", "release", "autograded", "gradebook.db", "nbgrader_config.py"}
_MORE_OF_A_COURSE = {"feedback", "solution", "exchange", "inbound", "outbound"}
_VERSION = re.compile(r"Version (\d{1,6})")


def not_handed_in(places: Iterable[PurePosixPath]) -> set[PurePosixPath]:
    """Which of the files of an export lie beside what was handed in, or are of an earlier version of it."""
    places = set(places)
    inside: dict[PurePosixPath, set[str]] = defaultdict(set)
    for place in places:
        for at, part in enumerate(place.parts):
            inside[PurePosixPath(*place.parts[:at])].add(part)
    beside: set[PurePosixPath] = set()
    for folder, names in inside.items():
        if SUBMITTED in names and inside[folder / SUBMITTED] and names & _OF_A_COURSE:
            beside |= {folder / name for name in names & (_OF_A_COURSE | _MORE_OF_A_COURSE)}
        if SUBMITTED_FILES in names and inside[folder / SUBMITTED_FILES]:
            beside.add(folder / WORKING_FILES)
        if SUBMITTED_FILES in folder.parts and (old := _earlier(names)):
            beside |= {folder / name for name in old}
    return {place for place in places if not beside.isdisjoint((place, *place.parents))}


def _earlier(names: set[str]) -> set[str]:
    """The versions but the last, where a folder holds nothing else."""
    versions = {name: int(found[1]) for name in names if (found := _VERSION.fullmatch(name))}
    if len(versions) < 2 or len(versions) < len(names):
        return set()
    return versions.keys() - {max(versions, key=lambda name: versions[name])}
