"""Read what a student calls a notebook: hostile bytes in, plain cells out.

Of a notebook only what grading needs is taken, each piece if it has the right type: the kind of a cell, its text and
its name. Outputs and all other metadata, of whatever shape, stay behind.
"""

from __future__ import annotations

import json
import re

import nbformat
from nbformat import NotebookNode

MOST_CELLS = 20_000


class NotANotebook(Exception):
    """Why it is none, as the key of what is to be said about it, and the values for that."""

    def __init__(self, what: str, **values):
        super().__init__(what)
        self.what, self.values = what, values


def notebook(content: bytes) -> NotebookNode:
    """The notebook in `content`, of whatever version and encoding Jupyter opens."""
    text = _text(content)
    try:
        parsed = json.loads(text, parse_int=float)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("{"):
            raise NotANotebook("damaged", line=error.lineno, at=error.colno) from None
        raise NotANotebook("no json") from None
    except (ValueError, RecursionError):
        raise NotANotebook("no json") from None
    cells = _cells(parsed)
    if cells is None:
        raise NotANotebook("no notebook")
    if len(cells) > MOST_CELLS:
        raise NotANotebook("cells", most=MOST_CELLS)
    made = nbformat.v4.new_notebook(cells=[cell for cell in map(_cell, cells) if cell])
    about = _part(_part(parsed, "metadata"), "poppybook")
    if isinstance(about.get("assignment"), str):
        made.metadata["poppybook"] = {"assignment": about["assignment"]}
    for number, cell in enumerate(made.cells):
        cell["id"] = f"c{number}"
    return made


def promising(head: bytes) -> bool:
    """Whether a file that begins so may be a notebook, whatever its name."""
    return re.match(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*\{", head) is not None


def _text(content: bytes) -> str:
    """The text, in whatever Unicode it was saved; of damaged bytes and old code pages as much as can be read."""
    try:
        return content.decode(json.detect_encoding(content)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        text = content.decode("utf-8-sig", "replace")
    foreign = sum(not char.isascii() for char in text)
    return text if 2 * text.count("\ufffd") <= foreign else content.decode("cp1252", "replace")


def _cells(parsed: object) -> list | None:
    if not isinstance(parsed, dict):
        return None
    if isinstance(parsed.get("cells"), list):
        return parsed["cells"]
    sheets = parsed.get("worksheets")  # before version 4
    if isinstance(sheets, list):
        return [cell for sheet in sheets for cell in _list(_part({"": sheet}, "").get("cells"))]
    return None


def _cell(found: object) -> NotebookNode | None:
    if not isinstance(found, dict):
        return None
    kind = found.get("cell_type")
    source = _joined(found.get("source", found.get("input", "")))
    name = _part(_part(found, "metadata"), "nbgrader").get("grade_id")
    if kind == "heading":
        level = found.get("level")
        source = f"{'#' * int(level if level in (1, 2, 3, 4, 5, 6) else 1)} {source}"
    made = {"code": nbformat.v4.new_code_cell, "raw": nbformat.v4.new_raw_cell}.get(
        kind if isinstance(kind, str) else "", nbformat.v4.new_markdown_cell
    )(source)
    if isinstance(name, str):
        made.metadata["nbgrader"] = {"grade_id": _whole(name)[:200]}
    return made


def _joined(source: object) -> str:
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return _whole(text.replace("\r\n", "\n").replace("\r", "\n"))


def _whole(text: str) -> str:
    """Half characters (one of a pair of surrogates) are no text: nothing can print them."""
    return text.encode("utf-8", "replace").decode()


def _part(found: object, name: str) -> dict:
    part = found.get(name) if isinstance(found, dict) else None
    return part if isinstance(part, dict) else {}


def _list(found: object) -> list:
    return found if isinstance(found, list) else []
