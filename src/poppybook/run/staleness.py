"""Is what a notebook shows still what its code and the data would give today?

Each executed notebook carries short hashes of what its outputs rest on: its own code, the rows of the dataset that it
read, the definitions of the package that it uses, the versions of the libraries behind them. When one differs from
today's, the notebook is stale, and what differs is the reason. The outputs themselves are hashed too: a notebook
saved with its outputs cleared must not pass as fresh.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cached_property
from importlib import metadata
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

from poppybook.book.project import Project
from poppybook.dataset.package import DESCRIPTOR
from poppybook.dataset.use import WHOLE

from .code_use import reached

KEY = "poppybook"  # where the hashes stand in a notebook's metadata
NO_OUTPUT = "nbval-ignore-output"  # the tag of a cell whose output is neither stored nor compared
OWN = {"code": "its code changed", "outputs": "its stored outputs were changed by hand"}
SHARED = {
    "data": "data that it reads changed",
    "package": "code that it uses changed",
    "pins": "a library that it rests on changed",
}
# Whatever machine asks, the requirements are those of one: the answer is stored with the notebook.
ONE = default_environment() | {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "extra": "",
}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


class Book:
    """What the notebooks of one project rest on, each part read once."""

    def __init__(self, project: Project):
        self.data = project.root / "data"
        self._constraints = project.root / "constraints.txt"
        self._tables: dict[str, tuple[list[str], list[list[str]]]] = {}

    @cached_property
    def pins(self) -> dict[str, str]:
        """The pinned version of each library by its plain name."""
        text = self._constraints.read_text(encoding="utf-8") if self._constraints.is_file() else ""
        return {_plain(name): version for name, version in _PIN.findall(text)}

    @cached_property
    def _homes(self) -> Mapping[str, list[str]]:
        """The distributions behind each name that can be imported; to ask for them takes half a second."""
        return metadata.packages_distributions()

    def table(self, name: str) -> tuple[list[str], list[list[str]]]:
        """Head and rows of a table as they stand in its file, or none where there is no such file."""
        if name not in self._tables:
            path = self.data / f"{name}.csv"
            rows = [[], []]
            if path.is_file():
                with path.open(encoding="utf-8", newline="") as file:
                    head, *body = csv.reader(file)
                    rows = [head, body]
            self._tables[name] = rows[0], rows[1]
        return self._tables[name]

    def read_hashes(self, reads: dict) -> dict[str, str]:
        """A hash for each table in `reads` (see poppybook.dataset.use), over the rows that were read."""
        return {name: self._read_hash(name, keys) for name, keys in sorted(reads.items())}

    def _read_hash(self, name: str, keys: str | dict[str, list[str]]) -> str:
        if name == DESCRIPTOR:
            path = self.data / DESCRIPTOR
            about = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
            # Sizes and hashes follow every change of a table; what a table means does not.
            for resource in about.get("resources", []):
                resource.pop("hash", None)
                resource.pop("bytes", None)
            return _hash_json(about)
        head, rows = self.table(name)
        if keys != WHOLE:
            wanted = {column: set(values) for column, values in keys.items()}
            at = {head.index(column): values for column, values in wanted.items() if column in head}
            rows = [row for row in rows if any(row[place] in values for place, values in at.items())]
        return _hash_json([head, rows])

    def pins_of(self, imported: set[str]) -> dict[str, str]:
        """The pins behind imported packages: their distributions, and all that those require."""
        waiting, found = [_plain(each) for name in imported for each in self._homes.get(name, [])], {}
        while waiting:
            name = waiting.pop()
            if name in found or name not in self.pins:
                continue
            found[name] = self.pins[name]
            try:
                requires = metadata.requires(name) or []
            except metadata.PackageNotFoundError:
                continue
            needs = [Requirement(each) for each in requires]
            waiting += [_plain(each.name) for each in needs if not each.marker or each.marker.evaluate(ONE)]
        return dict(sorted(found.items()))

    def hashes(self, notebook: dict, reads: dict) -> dict[str, object]:
        """All that the outputs of a notebook rest on, as it is stored in the notebook's metadata."""
        # Of an explorer nothing is stored, so what it uses changes no output.
        stored = (cell for cell in _code_cells(notebook) if NO_OUTPUT not in cell["metadata"].get("tags", []))
        package, imported = reached(cell["source"] for cell in stored)
        return own_hashes(notebook) | {
            "reads": reads,
            "data": self.read_hashes(reads),
            "package": package,
            "pins": self.pins_of(imported),
        }


def own_hashes(notebook: dict) -> dict[str, str]:
    """The hashes of one notebook's code and of its stored outputs. Markdown cells do not count: they run nothing."""
    cells = _code_cells(notebook)
    code = [[cell["source"], sorted(cell["metadata"].get("tags", []))] for cell in cells]
    return {"code": _hash_json(code), "outputs": _hash_json([cell["outputs"] for cell in cells])}


def stale_reason(notebook: dict, book: Book) -> str | None:
    """Why the notebook must run again, in words for the user; None when it need not."""
    stored = notebook["metadata"].get(KEY)
    if not stored:
        return "it has never been run"
    today = book.hashes(notebook, stored.get("reads") or {})
    reasons = [reason for part, reason in OWN.items() if stored.get(part) != today[part]]
    for part, reason in SHARED.items():
        before = stored.get(part) if isinstance(stored.get(part), dict) else {}
        if changed := sorted(
            name for name in before.keys() | today[part].keys() if before.get(name) != today[part].get(name)
        ):
            more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
            reasons.append(f"{reason} ({', '.join(changed[:3])}{more})")
    return " and ".join(reasons) or None


def read_notebook(path: Path) -> dict:
    """The notebook as plain JSON with each multi-line text as one string."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = _text(cell["source"])
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = _text(output["text"])
            for kind, value in output.get("data", {}).items():
                if not kind.endswith("json"):
                    output["data"][kind] = _text(value)
    return notebook


def _code_cells(notebook: dict) -> list[dict]:
    return [
        cell | {"source": _text(cell["source"])} for cell in notebook["cells"] if cell["cell_type"] == "code"
    ]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def _hash_json(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
