"""From a reading of new numbers to everything that follows, decided before a byte is written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from poppybook.book.faults import DataError, Fault
from poppybook.book.project import Project
from poppybook.checking.rules_references import GUARD
from poppybook.dataset.package import read_package

from . import staging
from .changes import next_version, published_columns, with_changes
from .diff import Diff, compare
from .moves import Moved, Stale, moving_charts, stale_sentences
from .release import Release
from .tables import Rows, read_tables

FOLLOWING = frozenset({"observations", "sources"})


@dataclass
class Plan:
    """What an update or an addition does. diffs: by table, only those with a change. staged: the new dataset, whole
    and checked, or None when it has faults: `guards` that trip, and all others in `faults`. numbers_of: by table, the
    columns of published numbers."""

    release: Release
    diffs: dict[str, Diff]
    old_version: str
    version: str
    charts: list[Moved]
    sentences: list[Stale]
    guards: list[Fault]
    faults: list[Fault]
    staged: Path | None
    numbers_of: dict[str, tuple[str, ...]]


def make_plan(project: Project, private: Path, read: Callable[[dict[str, Rows]], Release]) -> Plan | None:
    """The plan for what `read` makes of the dataset's tables; None when the dataset holds all of it already.

    Builds and checks the new dataset inside `private`; writes nothing else. Raises DataError for faults of the files
    read, and for faults that the dataset had before.
    """
    data = project.root / "data"
    package = read_package(data)
    staging.require_sealed(data, package.descriptor)
    tables = read_tables(data, package)
    release = read(tables)
    diffs = {name: compare(tables[name], rows) for name, rows in release.tables.items()}
    primary = {name for name in diffs if name not in FOLLOWING} or FOLLOWING
    if not any(diffs[name] for name in primary):
        return None
    diffs = {name: diff for name, diff in diffs.items() if diff or diff.confirmed}
    version, numbers_of = next_version(package.version, diffs), published_columns(package)
    changed = release.tables | {
        "changes": with_changes(tables["changes"], diffs, numbers_of, version, release.date)
    }
    guards, faults, staged = _stage(data, private / "data", changed, version, release)
    cited = {
        name: {row["source_id"] for row in tables[name].values()}
        for name in diffs.keys() & numbers_of.keys() - FOLLOWING
    }
    charts = moving_charts(project.root / "figures", diffs, numbers_of, cited)
    return Plan(
        release,
        diffs,
        package.version,
        version,
        charts,
        stale_sentences(project, diffs, numbers_of),
        guards,
        faults,
        staged,
        numbers_of,
    )


def _stage(data: Path, new: Path, changed: dict[str, Rows], version: str, release: Release):
    try:
        staging.stage(data, new, changed, version, release.reach)
    except DataError as error:
        before = staging.faults_before(data, error.faults)
        if before:
            raise DataError(before) from None
        guards = [fault for fault in error.faults if fault.rule == GUARD]
        faults = [fault for fault in error.faults if fault.rule != GUARD]
        return guards, release.retold(faults, new, read_package(new)) if release.retold else faults, None
    return [], [], new
