"""Read `datapackage.json`: which tables there are, in which files, with which columns of which type."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from poppybook.book.faults import DataError, Fault

from .unreadable import why_not

DESCRIPTOR = "datapackage.json"

_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FILE_NAME = re.compile(r"[A-Za-z0-9_-]+\.csv")
_REPAIR = "Repair datapackage.json, or take it back from the last commit"


@dataclass(frozen=True)
class Table:
    """What datapackage.json says of one table. `columns`: name to Frictionless type, in order."""

    name: str
    file: str
    columns: dict[str, str]
    bytes: int | None
    hash: str | None


@dataclass(frozen=True)
class Package:
    """datapackage.json as read: the tables by name, and the whole `descriptor` for who needs more."""

    version: str
    tables: dict[str, Table]
    descriptor: dict


def read_package(folder: Path) -> Package:
    """Read `folder/datapackage.json`; raise DataError when it cannot be read or describes no tables."""
    descriptor = _read_json(folder / DESCRIPTOR)
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not resources:
        raise _broken(None, "resources", None, "datapackage.json lists the tables under `resources`")
    tables = [_read_table(resource) for resource in resources]
    for kind in ("name", "file"):
        seen = [getattr(table, kind) for table in tables]
        for value in seen:
            if seen.count(value) > 1:
                raise _broken(None, kind, value, "each table has a name and a file of its own")
    return Package(str(descriptor.get("version", "")), {table.name: table for table in tables}, descriptor)


def _read_json(path: Path):
    try:
        if reason := why_not(path):
            raise _broken(None, None, reason, "datapackage.json is a file")
        return json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=_once)
    except OSError as error:
        rule = "the data folder holds a readable datapackage.json"
        raise _broken(None, None, error.strerror, rule) from None
    except json.JSONDecodeError as error:
        line = error.doc.splitlines()[error.lineno - 1 : error.lineno]
        rule = f"JSON is well formed ({error.msg})"
        raise _broken(error.lineno, None, "".join(line).strip(), rule) from None
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise _broken(row, None, f"0x{error.object[error.start]:02X}", "the file is UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise _broken(None, None, str(error), "JSON is well formed") from None


def _once(pairs: list[tuple[str, object]]) -> dict:
    """An object of JSON whose names each stand once: of two, a reader takes one or the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _broken(None, twice, None, "a name stands once in each object of JSON")
    return found


def _read_table(resource) -> Table:
    if not isinstance(resource, dict):
        raise _broken(None, "resources", str(resource), "each entry of `resources` describes one table")
    name, file = resource.get("name"), resource.get("path")
    if not isinstance(name, str) or not _TABLE_NAME.fullmatch(name):
        raise _broken(None, "name", str(name), "a table's name is lower-case letters, digits and _")
    if not isinstance(file, str) or not _FILE_NAME.fullmatch(file):
        raise _broken(None, "path", str(file), f"the path of {name} is a CSV file in the data folder itself")
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    rule = f"the schema of {name} lists its columns, each once, with name and type"
    if not isinstance(fields, list) or not fields:
        raise _broken(None, "fields", None, rule)
    columns = {}
    for field in fields:
        column, kind = (field.get("name"), field.get("type")) if isinstance(field, dict) else (None, None)
        if not isinstance(column, str) or not isinstance(kind, str) or column in columns:
            raise _broken(None, "fields", str(field), rule)
        columns[column] = kind
    size, digest = resource.get("bytes"), resource.get("hash")
    return Table(
        name,
        file,
        columns,
        size if isinstance(size, int) else None,
        digest if isinstance(digest, str) else None,
    )


def _broken(row: int | None, column: str | None, value: str | None, rule: str) -> DataError:
    return DataError([Fault(DESCRIPTOR, row, column, value, rule, _REPAIR)])
