"""The feedback page of a student: nbgrader's page of the notebook, points and remarks on top, nothing fetched."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from poppybook.words import teaching as words

if TYPE_CHECKING:
    from .course import Assignment
    from .grade import Graded

# nbconvert's page loads libraries for maths and widgets from elsewhere; an opened page asks nobody for anything.
_FOREIGN = re.compile(
    r"<script\b[^>]*\bsrc=[^>]*>\s*</script>|<link\b[^>]*\bhref=[\"']?(?:https?:)?//[^>]*>|@import\s+url\([^)]*\);?",
    re.I,
)
_MATHS = re.compile(
    r"<script\b[^>]*>(?:(?!</script>)[\s\S])*?(?:MathJax|mathjax|require)[\s\S]*?</script>", re.I
)
_REMOTE = re.compile(r"(?<=[\s\"'(])(src|srcset|poster|background)=([\"'])(?:https?:)?//[^\"']*\2", re.I)
_STYLE = (
    "<style>.pb-feedback{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}"
    ".pb-feedback table{border-collapse:collapse}.pb-feedback :is(th,td){padding:.2rem .8rem;text-align:left;"
    "border-bottom:1px solid #888}.pb-feedback td+td{text-align:right}</style>"
)
# Whatever a student's output holds, the page runs no script of it and asks no other host.
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    'img-src data:; font-src data:">'
)


def page(html: str, graded: Graded, assignment: Assignment) -> str:
    """The finished page."""
    html = _REMOTE.sub("", _MATHS.sub("", _FOREIGN.sub("", html)))
    html = re.sub(r"<head[^>]*>", lambda head: f"{head[0]}{_POLICY}{_STYLE}", html, count=1)
    return re.sub(r"<body[^>]*>", lambda body: body[0] + _top(graded, assignment), html, count=1)


def _top(graded: Graded, assignment: Assignment) -> str:
    say, marked = words.FEEDBACK, graded.marked
    titles = {task.number: words.task_heading(task.number, task.title) for task in assignment.tasks()}
    lines, got, most, by_hand = [], 0.0, 0.0, 0.0
    for name, points in marked.points.items():
        of = marked.most[name]
        shown = say["by hand"] if points is None else f"{points:g}"
        got, most, by_hand = (
            (got, most, by_hand + of) if points is None else (got + points, most + of, by_hand)
        )
        title = escape(titles.get(name.rpartition("-")[2], name))
        lines.append(f'<tr><th scope="row">{title}</th><td>{shown}</td><td>{of:g}</td></tr>')
    remarks = "".join(f"<li>{escape(remark)}</li>" for remark in graded.remarks)
    remarks = f"<h2>{say['remarks']}</h2><ul>{remarks}</ul>" if remarks else ""
    heads = "".join(f'<th scope="col">{say[name]}</th>' for name in ("task", "got", "most"))
    sums = say["points"].format(points=f"{got:g}", most=f"{most:g}", by_hand=f"{by_hand:g}")
    return (
        f'<section class="pb-feedback"><h1>{escape(say["title"].format(title=assignment.title))}</h1>'
        f"<p>{escape(graded.submission.student)} · {escape(graded.submission.file)}</p><p><strong>{sums}</strong></p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>{remarks}"
        f"<h2>{say['notebook']}</h2></section>"
    )
