"""The feedback page of a student: points, remarks, and the notebook as it ran. It asks nobody for anything.

Whatever the student wrote is text here: no HTML of theirs reaches the page, no address is followed, no script runs.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

from poppybook.words import teaching as words

if TYPE_CHECKING:
    from .marking import Job, Marked

MOST_OF_A_CELL, MOST_SOURCE = 50_000, 1_500_000  # characters of one cell, and of all
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b-\x1f\x7f]")
_PNG = b"\x89PNG\r\n\x1a\n"


@lru_cache(maxsize=1)
def _tools() -> tuple:
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, keep_trailing_newline=True
    )
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return pages.get_template("feedback.html"), markdown


def page(job: Job, marked: Marked, shown: list[list]) -> str:
    """The finished page. shown: for each cell of the job the outputs, as pairs of kind and text."""
    template, _ = _tools()
    say, rows, got, most, by_hand = words.FEEDBACK, [], 0.0, 0.0, 0.0
    for name, points in marked.points.items():
        of = marked.most[name]
        if points is None:
            by_hand += of
        else:
            got, most = got + points, most + of
        title = job.tasks.get(name.rpartition("-")[2], name)
        rows.append(
            {"title": title, "got": say["by hand"] if points is None else f"{points:g}", "most": f"{of:g}"}
        )
    return template.render(
        title=say["title"].format(title=job.title),
        student=job.student,
        file=job.file,
        sums=say["points"].format(points=f"{got:g}", most=f"{most:g}", by_hand=f"{by_hand:g}"),
        heads=[say[name] for name in ("task", "got", "most")],
        rows=rows,
        remarks=words.few(marked.remarks),
        cells=list(_cells(job, shown)),
        say=say,
    )


def _cells(job: Job, shown: list[list]):
    budget = MOST_SOURCE
    for cell, outputs in zip(job.cells, shown, strict=True):
        graded = job.paper.cells.get(cell.name)
        source = graded.handed_out if graded and not graded.by_hand else cell.source
        if len(source) > min(budget, MOST_OF_A_CELL):
            source = f"{source[: min(budget, MOST_OF_A_CELL)]}\n{words.CUT}"
        budget = max(0, budget - len(source))
        text = ""
        if cell.kind == "markdown":
            text = _markdown(source)
        yield {"text": text, "code": readable(source), "outputs": [_output(*each) for each in outputs]}


def _markdown(source: str) -> str:
    """Markdown as HTML; as it was written, where it cannot be read."""
    try:
        return Markup(_tools()[1].render(readable(source)))
    except (RecursionError, ValueError, IndexError):
        return ""


def _output(kind: str, text: str) -> dict:
    if kind == "png":
        try:
            picture = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            picture = b""
        if picture.startswith(_PNG):
            return {"picture": base64.b64encode(picture).decode()}
        return {"kind": "result", "text": words.NOT_SHOWN}
    if kind == "other":
        return {"kind": "result", "text": words.NOT_SHOWN}
    return {"kind": kind, "text": readable(text)}


def readable(text: str) -> str:
    """Text without the signs that steer a terminal, and without half characters."""
    return _ESCAPES.sub("", text.encode("utf-8", "replace").decode())
