"""Form, judged by frictionless: the schema itself, constraints, keys and foreign keys.

frictionless gets the rows that `reading` found sound, as values in memory: it opens no file, asks no network,
and cannot report a second time what is already known.
"""

import copy
import sys

from poppybook.book.faults import Fault
from poppybook.book.nearest import near
from poppybook.dataset.package import DESCRIPTOR, Package, Table
from poppybook.dataset.reading import RawTable

SCHEMA = "datapackage.json follows the Data Package standard"
KEY = "the key of a row is unique in its table"
REFERENCE = "{column} is one of {table}.{target}"
CONSTRAINT = "the column keeps its constraint: {}"

_REMEDIES = {
    "required": "Fill the cell",
    "enum": "Use one of the words the schema allows",
    "pattern": "Write it as the pattern asks",
    "minimum": "Correct the number",
    "maximum": "Correct the number",
}


class _Shared(list):
    """Rows that are not copied: frictionless copies its descriptor many times over."""

    def __deepcopy__(self, memo):
        return self


def shape_faults(package: Package, raws: dict[str, RawTable]) -> list[Fault]:
    """All faults of form. References into a table of which rows are missing are not judged."""
    # Imported here: frictionless takes over a second to start, and only `check` needs it.
    _import_jsonschema()
    from frictionless import FrictionlessException

    try:
        return _judge(package, raws)
    except FrictionlessException as error:
        return [_of_schema(reason.note) for reason in error.reasons or [error.error]]
    except Exception as error:  # a schema so odd that frictionless stumbles over it
        return [_of_schema(f"{type(error).__name__}: {error}")]


def _import_jsonschema() -> None:
    """Import what frictionless needs without a module that compiles 38 grammars of web addresses on import.

    They are for formats that no schema here asks for and take as long as the rest of the check; jsonschema does
    without them when they are not installed.
    """
    slow = "rfc3987_syntax"
    if slow in sys.modules:
        return
    sys.modules[slow] = None
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules[slow]


def _judge(package: Package, raws: dict[str, RawTable]) -> list[Fault]:
    from frictionless import Package as Frictionless

    report = Frictionless.from_descriptor(_inline(package, raws)).validate(limit_errors=1_000_000)
    faults = [_of_schema(error.note) for error in report.errors]
    seen = set()
    for task in report.tasks:
        for error in task.errors:
            fault = _translate(error, task.name, package, raws)
            # A repeated key, for one, breaks two constraints; a cell is named once.
            if fault and (fault.row is None or (fault.file, fault.row, fault.column) not in seen):
                seen.add((fault.file, fault.row, fault.column))
                faults.append(fault)
    return faults


def _inline(package: Package, raws: dict[str, RawTable]) -> dict:
    descriptor = copy.deepcopy(package.descriptor)
    for resource in descriptor["resources"]:
        name = resource["name"]
        for word in ("path", "bytes", "hash", "encoding", "dialect", "format", "mediatype"):
            resource.pop(word, None)
        resource["data"] = _Shared([list(package.tables[name].columns), *raws[name].rows])
    return descriptor


def _of_schema(note: str) -> Fault:
    return Fault(DESCRIPTOR, None, None, note, SCHEMA, "Repair datapackage.json as the message says")


def _translate(error, name: str, package: Package, raws: dict[str, RawTable]) -> Fault | None:
    if not hasattr(error, "row_number"):
        return _of_schema(error.note)
    table, raw = package.tables[name], raws[name]
    at = (
        error.row_number - 2
    )  # frictionless counts the header as row 1, and rows where an editor counts lines
    cells = dict(zip(table.columns, raw.rows[at], strict=True))
    if error.type == "foreign-key":
        column = error.field_names[0]
        reference = error.reference_name or name, error.reference_field_names[0]
        if not raws[reference[0]].whole:
            return None
        rule = REFERENCE.format(column=column, table=reference[0], target=reference[1])
        remedy = _nearest(cells[column], package.tables[reference[0]], raws[reference[0]], reference[1])
    elif error.type in ("primary-key", "unique-error"):
        column = error.field_name if error.type == "unique-error" else _key_of(package, name)
        rule, remedy = KEY, "Delete the repeated row, or give it a key of its own"
    elif error.type == "constraint-error":
        column = error.field_name
        rule = CONSTRAINT.format(error.note.removeprefix("constraint ").replace('"', ""))
        remedy = _REMEDIES.get(error.note.split('"')[1], "Correct the cell")
    else:
        column, rule, remedy = error.field_name, error.note, "Correct the cell"
    return Fault(table.file, raw.lines[at], column, cells[column], rule, remedy)


def _nearest(value: str, target: Table, raw: RawTable, column: str) -> str:
    at = list(target.columns).index(column)
    found = near(value, {cells[at] for cells in raw.rows}, most=1, cutoff=0.6)
    return f"Add it to {target.file}, or correct it" + (f" ({found[0]}?)" if found else "")


def _key_of(package: Package, name: str) -> str:
    resource = next(each for each in package.descriptor["resources"] if each["name"] == name)
    key = resource["schema"]["primaryKey"]
    return key if isinstance(key, str) else key[0]
