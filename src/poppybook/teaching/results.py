"""Write what grading found, and lose nothing that a person has written into it since the last run.

Beside grades.csv lies a record of what was written. What differs from it when the command runs again was written by a
person: it is taken over, cell by cell. What cannot be taken over is kept in a copy beside, and named.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from poppybook.dataset.take_away import MARK, text_cell
from poppybook.words import teaching as words

from .intake import Submission

if TYPE_CHECKING:
    from .grade import Report

TABLE, PAGES, RECORD = "grades.csv", "feedback", ".written.json"
SAY = words.GRADES
KEY = (SAY["student"], SAY["id"], SAY["file"])


@dataclass
class Written:
    """What a run left to say: copies of files that a person had changed, points taken over, lines kept."""

    copies: list[str] = field(default_factory=list)
    taken_over: int = 0
    kept: int = 0


def writable(out: Path) -> None:
    """Fail before any work is done where grades.csv cannot be replaced: a spreadsheet program may hold it open."""
    if (out / TABLE).exists():
        with (out / TABLE).open("r+b"):
            pass


def write(report: Report, out: Path) -> Written:
    """Write grades.csv and the feedback pages into `out`."""
    (out / PAGES).mkdir(parents=True, exist_ok=True)
    written, before = Written(), _record(out)
    pages = _pages(report, out, before, written)
    heads, rows = table(report)
    machine = [dict(row) for row in rows]
    theirs = _read(out / TABLE)
    if theirs is not None:
        same = before.get("assignment") == report.assignment.name
        past = before.get("rows", []) if same else []
        if (same or not before) and KEY[0] in theirs[0]:
            heads = _take_over(heads, rows, machine, theirs, past, written)
        if not same or _hash(out / TABLE) != before.get("table"):
            _copy(out / TABLE, written)
    _add_up(rows, machine, report)
    _replace(out / TABLE, MARK + _csv(heads, rows))
    record = {
        "assignment": report.assignment.name,
        "table": _hash(out / TABLE),
        "rows": machine,
        "pages": pages,
    }
    _replace(out / RECORD, json.dumps(record, ensure_ascii=False, indent=0) + "\n")
    return written


# ---------------------------------------------------------------- the table


def table(report: Report) -> tuple[list[str], list[dict[str, str]]]:
    """The heads and lines of grades.csv: one for everything that was handed in, graded or not."""
    cells = next((list(each.marked.most) for each in report.graded if each.marked.most), [])
    heads = [SAY[head] for head in ("student", "id", "file", "state", "points", "most", "by hand", "remarks")]
    rows = []
    for each in report.graded:
        marked, who = each.marked, each.submission
        row = dict(zip(KEY, (who.student, who.id, who.file), strict=True))
        if each.problem:
            row |= {SAY["state"]: SAY["not graded"], SAY["remarks"]: _told(each.problem)}
        else:
            counted = {name: got for name, got in marked.points.items() if got is not None}
            row |= {
                SAY["state"]: SAY["graded"],
                SAY["points"]: _plain(sum(counted.values())),
                SAY["most"]: _plain(sum(marked.most[name] for name in counted)),
                SAY["remarks"]: "; ".join(each.remarks),
            }
            row |= {name: _plain(marked.points.get(name)) for name in cells}
        rows.append({name: _cell(value) for name, value in row.items()})
    for fault in report.faults:
        row = dict(zip(KEY, (fault.student, fault.id, fault.file), strict=True))
        row |= {SAY["state"]: SAY["not graded"], SAY["remarks"]: _told(fault)}
        rows.append({name: _cell(value) for name, value in row.items()})
    return heads + cells, rows


def _told(fault) -> str:
    return f"{fault.rule}. {fault.remedy}."


def _add_up(rows: list[dict], machine: list[dict], report: Report) -> None:
    """The sums of each line: points by check, and how many a person still has to give."""
    most = next((each.marked.most for each in report.graded if each.marked.most), {})
    for row, said in zip(rows, machine, strict=True):
        if row.get(SAY["state"]) == SAY["graded"]:
            row[SAY["by hand"]] = _plain(
                sum(of for name, of in most.items() if not row.get(name, "").strip())
            )
            changed = [name for name in most if said.get(name) and not _same(row.get(name, ""), said[name])]
            if changed:
                row[SAY["points"]] = _plain(
                    sum(_number(row.get(name, "")) or 0 for name in most if said.get(name))
                )


def _take_over(heads, rows, machine, theirs, past, written: Written) -> list[str]:
    """Carry what a person changed since `past` into `rows`, and lines of students who are not there this time."""
    names, lines = theirs
    old, now = {_key(row): row for row in past}, {_key(row): row for row in rows}
    for line in lines:
        line[SAY["remarks"]] = line.get(SAY["remarks"], "").removeprefix(SAY["kept"]).lstrip("; ")
        row, then = now.get(_key(line)), old.get(_key(line))
        if row is not None:
            for name in names:
                written.taken_over += _carry(name, line.get(name, "").strip(), then, row)
        elif line.get(SAY["state"]) == SAY["graded"] or (then and _differ(line, then, names)):
            written.kept += 1
            machine.append({**(then or {}), **{name: line.get(name, "") for name in (*KEY, SAY["state"])}})
            told = filter(None, [SAY["kept"], line[SAY["remarks"]]])
            rows.append({**line, SAY["remarks"]: "; ".join(told)})
    return heads + [name for name in names if name and name not in heads]


def _differ(line: dict, then: dict, names: list[str]) -> bool:
    return any(name and not _same(line.get(name, ""), then.get(name, "")) for name in names)


def _carry(name: str, value: str, then: dict | None, row: dict) -> bool:
    """Take one cell over, if a person wrote it: it differs from what was written, or fills what was left empty."""
    if not name or not value or name in KEY or name == SAY["by hand"]:
        return False
    said = then.get(name, "") if then is not None else row.get(name, "")
    if (then is None and said) or _same(value, said) or _same(value, row.get(name, "")):
        return False
    if name == SAY["remarks"]:
        value = "; ".join(filter(None, [row.get(name, ""), value.removeprefix(said).lstrip("; ")]))
    row[name] = value
    return True


def _key(row: dict) -> tuple[str, str]:
    """A graded line is its student's; any other stands for its file."""
    who, number, file = (row.get(name, "").strip() for name in KEY)
    return ("graded", number or who.casefold()) if row.get(SAY["state"]) == SAY["graded"] else ("file", file)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _same(one: str, other: str) -> bool:
    """Whether two cells say the same, one of them rewritten by a spreadsheet program."""
    if (number := _number(one)) is not None and number == _number(other):
        return True
    return " ".join(one.split()) == " ".join(other.split())


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]] | None:
    """An earlier grades.csv as a spreadsheet program left it: its heads and lines."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", "replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if any(line)]
    if not lines:
        return None
    heads = [head.strip() for head in lines[0]]
    return heads, [dict(zip(heads, line, strict=False)) for line in lines[1:]]


def _csv(heads: list[str], rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([row.get(head, "") for head in heads] for row in rows)
    return text.getvalue()


def _plain(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _cell(text: str) -> str:
    """A cell on one line; a name that a spreadsheet would take for a formula is marked as text."""
    return text_cell(" ".join(str(text).split()))


# ---------------------------------------------------------------- the pages


def _pages(report: Report, out: Path, before: dict, written: Written) -> dict[str, str]:
    """Write the feedback pages; what was written, with its hash. Pages of earlier runs stay."""
    past = before.get("pages", {})
    taken: set[str] = set()
    pages = dict(past)
    for each in report.graded:
        if each.problem is None:
            each.page = f"{file_name(each.submission, taken)}.html"
            path = out / PAGES / each.page
            if path.exists() and _hash(path) != past.get(each.page):
                _copy(path, written)
            _replace(path, each.marked.page)
            pages[each.page] = _hash(path)
        elif (out / PAGES / f"{file_name(each.submission, taken)}.html").exists():
            each.problem = replace(each.problem, rule=f"{each.problem.rule} ({SAY['page of before']})")
    return {name: known for name, known in sorted(pages.items()) if (out / PAGES / name).exists()}


def file_name(submission: Submission, taken: set[str]) -> str:
    """A name for a feedback page: the student's letters and digits, whatever else was in the name, and the id."""
    name = re.sub(r"[^\w]+", "-", f"{submission.student} {submission.id}").strip("-_")[:80] or "student"
    wanted, number = name, 2
    while wanted.casefold() in taken:
        wanted, number = f"{name}-{number}", number + 1
    taken.add(wanted.casefold())
    return wanted


# ---------------------------------------------------------------- files


def _record(out: Path) -> dict:
    try:
        found = json.loads((out / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _copy(path: Path, written: Written) -> None:
    """Keep a file that a person has changed, beside the one that takes its place."""
    number = 1
    while (kept := path.with_name(f"{path.stem}-before-{number}{path.suffix}")).exists():
        number += 1
    kept.write_bytes(path.read_bytes())
    written.copies.append(str(kept.relative_to(path.parents[0] if path.name == TABLE else path.parents[1])))


def _replace(path: Path, text: str) -> None:
    """Write in one step: whoever reads meanwhile has the old file or the new one."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
