"""Put a new state of the dataset in the place of the old one, whole or not at all.

The new state is a folder of its own: a copy of `data/` with the changed tables, described, checked and sealed there.
Only then do the two folders change places, in one step. A process killed at any moment leaves the old dataset or the
new one; what it leaves behind in the private folder is swept away by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from poppybook.book import workplace
from poppybook.book.faults import BuildError, DataError
from poppybook.book.project import Project
from poppybook.checking.check import SEALED, check, seal
from poppybook.checking.rules_figures import SHOWN
from poppybook.dataset.package import DESCRIPTOR

from .tables import Rows, write_table

# Columns that a new year may take above the limit the schema has set.
YEARS = ("fiscal_year", "year")
REACH = re.compile(r"Data to [^.]*\.$")


def require_sealed(data: Path, descriptor: dict) -> None:
    """Raise DataError with the faults of the dataset as it is, when a file is not the one that was sealed.

    An update must not seal somebody's unfinished edit along with its own rows.
    """
    sealed = {resource["path"]: resource.get("hash") for resource in descriptor["resources"]}
    if any(_hash(data / path) != digest for path, digest in sealed.items()):
        raise DataError([fault for fault in check(data) if fault.rule != SHOWN])


def stage(data: Path, new: Path, tables: dict[str, Rows], version: str, reach: dict[str, str]) -> None:
    """Make at `new` the dataset that `data` becomes with these tables; check and seal it.

    reach: per table, up to when its data go, for its description. Raises DataError when the result has a fault,
    BuildError when a file of the dataset is a link: the new folder would hold a copy in its place.
    """
    for path in sorted(data.iterdir()):
        if path.is_symlink():
            raise BuildError(
                f"{path} is a link, and data/ is exchanged as a whole: put the file itself into data/ first."
            )
    shutil.copytree(data, new)
    descriptor = json.loads((new / DESCRIPTOR).read_text(encoding="utf-8"))
    descriptor["version"] = version
    for resource in descriptor["resources"]:
        rows = tables.get(resource["name"])
        if rows is None:
            continue
        columns = [field["name"] for field in resource["schema"]["fields"]]
        (new / resource["path"]).write_text(
            write_table(resource["name"], columns, rows, resource.get("official", {}).get("order", ())),
            encoding="utf-8",
            newline="\n",
        )
        _widen(resource, rows)
        if resource["name"] in reach:
            resource["description"] = REACH.sub(
                f"Data to {reach[resource['name']]}.", resource["description"]
            )
    text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    (new / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")
    seal(new)


def put_in_place(project: Project, new: Path) -> None:
    """Exchange the dataset for the one at `new`."""
    for path in new.iterdir():
        if path.is_file():
            _to_disk(path)
    workplace.put_in_place(project, new, project.root / "data")


def faults_before(data: Path, faults: tuple) -> list:
    """Those of the faults that the dataset had already, the seal apart."""
    known = {str(fault) for fault in check(data)}
    return [fault for fault in faults if str(fault) in known and fault.rule != SEALED]


def _widen(resource: dict, rows: Rows) -> None:
    for field in resource["schema"]["fields"]:
        limits = field.get("constraints", {})
        if field["name"] in YEARS and "maximum" in limits and rows:
            limits["maximum"] = max(limits["maximum"], *(int(row[field["name"]]) for row in rows.values()))


def _hash(path: Path) -> str:
    try:
        return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    except OSError:
        return ""


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
