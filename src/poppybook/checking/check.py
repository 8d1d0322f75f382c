"""Check the dataset: all faults at once, from single bytes to the meaning of the numbers. And seal it.

Three stages, each judging only what the one before left sound: the files as bytes and cells (`reading`,
`columns`), their form (`shape`, by frictionless), their meaning (the rules). No cell is reported twice.
"""

import hashlib
import json
from pathlib import Path

from poppybook.book.faults import DataError, Fault
from poppybook.book.files import replace_file
from poppybook.dataset.package import DESCRIPTOR, Package, Table, read_package
from poppybook.dataset.reading import LINE_ENDS, RawTable, read_table
from poppybook.dataset.store import Dataset, find_data, typed
from poppybook.dataset.unreadable import why_not

from .descriptor import contract_faults
from .rules import judge
from .rules_book import ROW_RULES, TABLE_RULES
from .rules_figures import series_to_view_are_drawn
from .shape import shape_faults

SEALED = "bytes and hash in datapackage.json are those of the file"
LISTED_FILE = "every CSV file of the folder is a table of datapackage.json"


def check(path: str | Path | None = None) -> list[Fault]:
    """All faults of the dataset in the folder `path` (found as `load` finds it), sorted by file and row.

    Never raises for what is wrong with the data; an empty list means that they are sound. Writes nothing.
    """
    try:
        folder = find_data(path)
        package = read_package(folder)
    except DataError as error:
        return list(error.faults)
    faults, data = _judge_data(folder, package)
    faults += judge(data, [series_to_view_are_drawn], faults)
    order = {table.file: i for i, table in enumerate(package.tables.values())}
    return sorted(faults, key=lambda fault: (order.get(fault.file, -1), fault.row or 0))


def seal(path: str | Path | None = None) -> list[str]:
    """Write the bytes and hash of changed files into datapackage.json; return the files' names.

    Refuses with DataError when the data have any other fault (figures not yet drawn do not count). It is
    replaced in one step: an interruption leaves the old one whole.
    """
    folder = find_data(path)
    package = read_package(folder)
    faults, _ = _judge_data(folder, package)
    others = [fault for fault in faults if fault.rule != SEALED]
    if others:
        raise DataError(others)
    changed = {fault.file for fault in faults}
    for resource in package.descriptor["resources"]:
        if resource["path"] in changed:
            resource["bytes"], resource["hash"], _ = _fingerprint(folder / resource["path"])
    if changed:
        text = json.dumps(package.descriptor, indent=2, ensure_ascii=False) + "\n"
        replace_file(folder / DESCRIPTOR, text.encode())
    return sorted(changed)


def _judge_data(folder: Path, package: Package) -> tuple[list[Fault], Dataset]:
    raws: dict[str, RawTable] = {}
    frames = {}
    faults = _unlisted_files(folder, package)
    faults += contract_faults(package)
    for name, table in package.tables.items():
        raws[name] = read_table(folder, table)
        frames[name], cell_faults = typed(table, raws[name])
        faults += raws[name].faults + cell_faults + _file_faults(folder, table)
    faults += _new(shape_faults(package, raws), faults)
    data = Dataset(folder, package, frames)
    # Rules over whole tables would accuse the innocent while rows are missing; and all of them, while a table is.
    whole = all(raw.whole for raw in raws.values())
    if all(raw.rows or raw.whole for raw in raws.values()):
        faults += judge(data, [*ROW_RULES, *(TABLE_RULES if whole else ())], faults)
    return faults, data


def _new(faults: list[Fault], known: list[Fault]) -> list[Fault]:
    """The faults in cells where none is known yet."""
    cells = {(fault.file, fault.row, fault.column) for fault in known if fault.row is not None}
    return [fault for fault in faults if (fault.file, fault.row, fault.column) not in cells]


def _unlisted_files(folder: Path, package: Package) -> list[Fault]:
    listed = {table.file for table in package.tables.values()}
    names = sorted(path.name for path in folder.glob("*.csv") if path.name not in listed)
    remedy = "Describe it in datapackage.json, or move it away"
    return [Fault(name, None, None, None, LISTED_FILE, remedy) for name in names]


def _file_faults(folder: Path, table: Table) -> list[Fault]:
    try:
        if why_not(folder / table.file):
            return []  # reading has said so
        size, digest, ends = _fingerprint(folder / table.file)
    except OSError:
        return []  # reading has said so
    if ends:
        remedy = "Save the file with LF line ends; with git, check it out with core.autocrlf=false"
        if len(ends) > 1:
            remedy += f" (rows {ends[0]} to {ends[-1]}, {len(ends):,} of them)"
        return [Fault(table.file, ends[0], None, "CR LF", LINE_ENDS, remedy)]
    if (size, digest) != (table.bytes, table.hash):
        remedy = "Look at what changed (git diff); if it is meant, run: poppybook check --seal"
        return [Fault(table.file, None, None, digest, SEALED, remedy)]
    return []


def _fingerprint(path: Path) -> tuple[int, str, list[int]]:
    """Size, hash as datapackage.json writes it, and the lines that end with CR LF."""
    content = path.read_bytes()  # no larger than `why_not` lets pass
    ends = []
    if b"\r\n" in content:
        ends = [line for line, text in enumerate(content.split(b"\n"), 1) if text.endswith(b"\r")]
    return len(content), f"sha256:{hashlib.sha256(content).hexdigest()}", ends
