"""Is what a notebook shows still what its code and the data would give today?

Each executed notebook carries short hashes of all that its outputs depend on. When one differs from today's, the
notebook is stale and the name of the hash is the reason. The outputs themselves are hashed too: a notebook saved
with its outputs cleared must not pass as fresh.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .project import Project, digest, package_files

KEY = "poppybook"  # where the hashes stand in a notebook's metadata
REASONS = {
    "code": "its code changed",
    "data": "the data changed",
    "package": "the package changed",
    "pins": "constraints.txt changed",
    "outputs": "its stored outputs were changed by hand",
}
# What only handles notebooks from outside: a change there makes none stale. The modules that decide what is written
# into a notebook are the exception.
OUTSIDE = ("build/", "cli/", "teaching/", "update/")
WRITERS = ("build/execute.py", "build/staleness.py", "teaching/quiz.py")


def shared_hashes(project: Project) -> dict[str, str]:
    """The hashes that are the same for every notebook: data, package, pins."""
    data = [*sorted((project.root / "data").glob("*.csv")), project.root / "data" / "datapackage.json"]
    pins = project.root / "constraints.txt"
    package = [
        (name, path) for name, path in package_files() if name in WRITERS or not name.startswith(OUTSIDE)
    ]
    return {
        "data": _short(digest((path.name, path) for path in data if path.is_file())),
        "package": _short(digest(package)),
        "pins": _short(digest([("pins", pins)] if pins.is_file() else [])),
    }


def own_hashes(notebook: dict) -> dict[str, str]:
    """The hashes of one notebook's code and of its stored outputs. Markdown cells do not count: they run nothing."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code = [[_text(cell["source"]), sorted(cell["metadata"].get("tags", []))] for cell in cells]
    return {"code": _hash_json(code), "outputs": _hash_json([cell["outputs"] for cell in cells])}


def stale_reason(notebook: dict, shared: dict[str, str]) -> str | None:
    """Why the notebook must run again, in words for the user; None when it need not."""
    stored = notebook["metadata"].get(KEY)
    if not stored:
        return "it has never been run"
    today = own_hashes(notebook) | shared
    changed = [reason for part, reason in REASONS.items() if stored.get(part) != today[part]]
    return " and ".join(changed) or None


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


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def _hash_json(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return _short(hashlib.sha256(text.encode()).hexdigest())


def _short(full: str) -> str:
    return full[:16]
