"""Compare datapackage.json with what the code of this version relies on, stated in `expected`.

Without this a lost key or reference would be no fault: frictionless judges only what the descriptor still asks.
"""

import json
from collections.abc import Iterator

from poppybook.book.faults import Fault
from poppybook.dataset.package import DESCRIPTOR, Package

from . import expected
from .rules_text import is_unseen

READABLE = "each title and description has words of its own, on one line, without letters that cannot be seen"
HAS = "datapackage.json keeps what the book relies on"
FORM = "tables are UTF-8, with commas, LF line ends and a header row"

_BACK = "Take it back from the last commit"
# What the standard lets a resource say of its file: only this is read here.
_FORM = {"encoding": {"utf-8"}, "format": {"csv"}}
_FORM |= {"mediatype": {"text/csv"}, "compression": set(), "data": set(), "licenses": set()}
# What would let a cell be written otherwise than the book reads it.
_CELLS = {
    "trueValues": ["true"],
    "falseValues": ["false"],
    "decimalChar": ".",
    "groupChar": "",
    "bareNumber": True,
    "missingValues": [""],
}
_DIALECT = {"delimiter": ",", "lineTerminator": "\n", "header": True, "quoteChar": '"', "doubleQuote": True}
_DIALECT |= {"commentChar": "", "commentRows": [], "skipInitialSpace": False}


def contract_faults(package: Package) -> list[Fault]:
    """What the descriptor lacks or says otherwise than the code expects."""
    return [
        *_package(package.descriptor),
        *_tables(package),
        *_forms(package),
        *_words_of(package.descriptor),
    ]


def _package(descriptor: dict) -> Iterator[Fault]:
    for word, value in expected.PACKAGE.items():
        if descriptor.get(word) != value:
            found = descriptor.get(word)
            yield _lost(word, None if found is None else json.dumps(found, ensure_ascii=False), _BACK)


def _words_of(descriptor: dict) -> Iterator[Fault]:
    """Titles and descriptions, which stand on pages and in downloads."""
    if not expected.PACKAGE:
        return
    tables = descriptor["resources"]
    told = [("", descriptor), *((table["name"], table) for table in tables)]
    for table in tables:
        told += [(f"{table['name']}.{field['name']}", field) for field in table["schema"]["fields"]]
    seen: dict[tuple, str] = {}
    for where, owner in told:
        for word in ("title", "description"):
            text = owner.get(word)
            place = f"{where}.{word}".lstrip(".")
            if not isinstance(text, str) or not text.strip() or any(map(is_unseen, text)):
                yield Fault(DESCRIPTOR, None, place, None if text is None else str(text), READABLE, _BACK)
        beside = where.rpartition(".")[0]
        same = seen.setdefault((beside, owner.get("title")), where)
        if same != where or owner.get("title") == owner.get("description"):
            remedy = "Say what is different" + (f" from {same}" if same != where else "")
            yield Fault(DESCRIPTOR, None, f"{where}.title".lstrip("."), owner.get("title"), READABLE, remedy)


def _tables(package: Package) -> Iterator[Fault]:
    resources = {resource["name"]: resource for resource in package.descriptor["resources"]}
    for name, columns in expected.TABLES.items():
        if name not in resources:
            yield _lost(name, None, f"Take the entry of {name} back from the last commit")
            continue
        schema = resources[name]["schema"]
        fields = {field["name"]: field for field in schema["fields"]}
        references = _references(schema, name)
        keys = _words(schema.get("primaryKey"))
        for column, wanted in columns.items():
            where, field = f"{name}.{column}", fields.get(column)
            if field is None:
                yield _lost(where, None, f"Take the column {column} back from the last commit")
                continue
            for word, value in _CELLS.items():
                if field.get(word, value) != value:
                    yield _lost(
                        f"{where}.{word}", json.dumps(field[word]), "Delete it: the book reads one form"
                    )
            if wanted.type == "date" and field.get("format", "%Y-%m-%d") not in ("default", "%Y-%m-%d"):
                yield _lost(f"{where}.format", str(field["format"]), "Write %Y-%m-%d")
            if field["type"] != wanted.type:
                yield _lost(f"{where}.type", field["type"], f"Write {wanted.type}")
            constraints = field.get("constraints")
            constraints = constraints if isinstance(constraints, dict) else {}
            for word, value in wanted.constraints.items():
                if constraints.get(word) != value or type(constraints.get(word)) is not type(value):
                    found = constraints.get(word)
                    said = "|".join(value) if isinstance(value, list) else str(value).lower()
                    yield _lost(f"{where}.{word}", None if found is None else str(found), f"Write {said}")
            if wanted.is_key and keys != [column]:
                yield _lost(f"{name}.primaryKey", ",".join(keys) or None, f"Write {column}")
            if wanted.refers_to and references.get(column) != wanted.refers_to:
                remedy = f"Write a reference of {column} to {wanted.refers_to}"
                yield _lost(f"{name}.foreignKeys", references.get(column), remedy)
        if schema.get("fieldsMatch", "exact") not in ("exact", ["exact"]):
            yield _lost(f"{name}.fieldsMatch", str(schema["fieldsMatch"]), "Delete it")
        if schema.get("missingValues", [""]) != [""]:
            yield _lost(f"{name}.missingValues", str(schema["missingValues"]), 'Write [""]')


def _forms(package: Package) -> Iterator[Fault]:
    for resource in package.descriptor["resources"]:
        dialect = resource.get("dialect")
        said = {
            ("dialect", word): value for word, value in (dialect if isinstance(dialect, dict) else {}).items()
        }
        wrong = [
            (f"dialect.{word}", value)
            for (_, word), value in said.items()
            if word in _DIALECT and value != _DIALECT[word]
        ]
        wrong += [
            (word, resource[word])
            for word, allowed in _FORM.items()
            if word in resource and str(resource[word]).lower() not in allowed
        ]
        for word, value in wrong:
            yield Fault(DESCRIPTOR, None, f"{resource['name']}.{word}", str(value), FORM, _BACK)


def _references(schema: dict, name: str) -> dict[str, str]:
    found = {}
    for key in schema.get("foreignKeys") or ():
        reference = key.get("reference", {})
        for column, target in zip(_words(key.get("fields")), _words(reference.get("fields")), strict=False):
            found[column] = f"{reference.get('resource') or name}.{target}"
    return found


def _words(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _lost(where: str, found: str | None, remedy: str) -> Fault:
    return Fault(DESCRIPTOR, None, where, found, HAS, remedy)
