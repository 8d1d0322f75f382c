"""The feedback page of a student: points, remarks, and the notebook as it ran. It asks nobody for anything.

Whatever the student wrote is text here: no HTML of theirs reaches the page, no address is followed, no script runs.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from poppybook.book.faults import shorten
from poppybook.book.templates import render
from poppybook.charts.theme import TOKENS
from poppybook.language import grading as words

from .outcome import Job, Marked

MOST_OF_A_CELL, MOST_SOURCE = 50_000, 1_500_000  # characters of one cell, and of all
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b-\x1f\x7f]")
_JOINERS = "\u200c\u200d"  # several scripts are written with them, and emoji
_PNG = b"\x89PNG\r\n\x1a\n"
_BLANK = "\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5"  # letters that look like nothing
MOST_PIXELS = 20_000_000  # of a picture: a few bytes can unpack to more than a browser holds


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.add_render_rule("link_open", lambda *_: "")
    markdown.add_render_rule("link_close", _address)
    markdown.add_render_rule("heading_open", _heading)
    markdown.add_render_rule("heading_close", _heading)
    return markdown


def _address(renderer, tokens, index, options, env) -> str:
    """A link is its text and its address: a page leads nowhere."""
    at = index - 1
    while tokens[at].type != "link_open":  # links hold no links
        at -= 1
    href = str(tokens[at].attrs.get("href", ""))
    text = "".join(token.content for token in tokens[at + 1 : index])
    if href in (text, f"mailto:{text}"):
        return ""
    return render("teaching/address.html.j2", address=shorten(href, 200))


def _heading(renderer, tokens, index, options, env) -> str:
    """Headings of the notebook stand below those of the page."""
    token = tokens[index]
    slash = "/" if token.type == "heading_close" else ""
    return f"<{slash}h{min(6, int(token.tag[1]) + 2)}>"


def page(job: Job, marked: Marked, shown: list[list]) -> str:
    """The finished page. shown: for each cell of the job the outputs, as pairs of kind and text."""
    say, rows, got, most, by_hand = words.FEEDBACK, [], 0.0, 0.0, 0.0
    for name, points in marked.points.items():
        of = marked.most[name]
        if name in marked.by_hand:
            by_hand += of
        else:
            got, most = got + points, most + of
        title = job.tasks.get(name.rpartition("-")[2], name)
        rows.append(
            {"title": title, "got": say["by hand"] if points is None else f"{points:g}", "most": f"{of:g}"}
        )
    return render(
        "teaching/feedback.html.j2",
        title=say["title"].format(title=job.title),
        student=readable(job.student),
        file=readable(job.file),
        sums=say["points"].format(points=f"{got:g}", most=f"{most:g}", by_hand=f"{by_hand:g}"),
        heads=[say[name] for name in ("task", "got", "most")],
        rows=rows,
        remarks=[readable(each) for each in words.few(marked.remarks)],
        cells=list(_cells(job, shown)),
        say=say,
        light={name: pair[0] for name, pair in TOKENS.items()},
        dark={name: pair[1] for name, pair in TOKENS.items()},
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
        judged = graded is not None and not graded.by_hand
        shown_outputs = [
            _output("right" if judged and kind == "result" else kind, said) for kind, said in outputs
        ]
        yield {"text": text, "code": readable(source), "outputs": shown_outputs}


def _markdown(source: str) -> str:
    """Markdown as HTML; as it was written, where it cannot be read."""
    try:
        # Twice: Markdown turns `&#x202e;` into the sign.
        return Markup(readable(_reader().render(readable(source))))
    except (RecursionError, ValueError, IndexError):
        return ""


def _output(kind: str, text: str) -> dict:
    if kind == "png":
        try:
            picture = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            picture = b""
        width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
        if picture.startswith(_PNG) and width * height <= MOST_PIXELS:
            return {"picture": base64.b64encode(picture).decode()}
        return {"kind": "result", "text": words.NOT_SHOWN}
    if kind == "other":
        return {"kind": "result", "text": words.NOT_SHOWN}
    return {"kind": kind, "text": readable(text)}


def readable(text: str) -> str:
    """Text without the signs that steer a terminal; signs that nobody sees or that turn the direction, by number."""
    plain = _ESCAPES.sub("", text.encode("utf-8", "replace").decode())
    return "".join(each if _visible(each) else f"[U+{ord(each):04X}]" for each in plain)


def _visible(sign: str) -> bool:
    if sign < "\x7f" or sign in _JOINERS:
        return True
    invisible = unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")
    return not invisible and sign not in _BLANK
