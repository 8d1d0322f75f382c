"""Write what grading found, and lose nothing that a person has written into it since the last run.

Beside grades.csv lies a record of what was written. What differs from it when the command runs again was written by a
person: it is taken over, cell by cell. What cannot be taken over is kept in a copy beside, and named.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from poppybook.book.files import replace_file

from . import grades, spreadsheet
from .grades import KEY, SAY
from .intake import Submission
from .lines import Lines, spoilt
from .outcome import Report, Written
from .places import PAGES, RECORD, TABLE

COMPUTED = {SAY[name] for name in ("state", "points", "most", "by hand")}
LONGEST = 120  # bytes of a page's name: a file system takes 255, and copies and drafts are longer


def table_of_before(
    out: Path, known: Collection[str] = (), heads: Collection[str] = ()
) -> tuple[list[str], list[dict[str, str]]] | None:
    """The grades.csv that lies in `out`, None where there is none. Raises NoTable for one that is not ours.

    known: texts that were written into it, by which a code page is told; heads: of its columns with points.
    """
    if not os.path.lexists(out / TABLE):
        return None
    ours = (*KEY, SAY["remarks"], *COMPUTED, *heads)
    heads, lines = spreadsheet.read(out / TABLE, KEY[0], ours, known)
    ours = {SAY[name] for name in ("file", "state", "points", "remarks")}
    if not ours & set(heads):
        raise spreadsheet.NoTable(f"of its columns only “{KEY[0]}” is one that this command writes")
    return heads, lines


def _names(record: dict) -> set[str]:
    return {text for row in record.get("rows", []) for text in map(str, row.values()) if not text.isascii()}


def assignment_of(out: Path) -> str | None:
    """The assignment whose results lie in `out`, None where none do."""
    return _record(out).get("assignment")


def write(report: Report, out: Path) -> Written:
    """Write grades.csv and the feedback pages into `out`."""
    written, before = Written(), _record(out)
    try:
        theirs = table_of_before(out, _names(before), grades.most(report))
    except spreadsheet.NoTable:  # it was looked at before the work began, and has changed since
        _copy(out / TABLE, written)
        theirs = None
    (out / PAGES).mkdir(parents=True, exist_ok=True)
    _name_pages(report, out)
    heads, rows = grades.table(report)
    machine = [dict(row) for row in rows]
    if theirs is not None:
        same = before.get("assignment") == report.assignment.name
        past = before.get("rows", []) if same else []
        written.no_record = not before
        if same or not before:
            points = grades.most(report)
            heads = _take_over(heads, rows, machine, theirs, past if before else None, points, written)
        if not same or _hash(out / TABLE) != before.get("table"):
            _copy(out / TABLE, written)
    written.totals = grades.add_up(rows, machine, grades.most(report), grades.by_hand(report))
    written.odd = grades.name_odd(rows, machine, grades.most(report))
    content = spreadsheet.text(heads, rows).encode()
    record = {
        "assignment": report.assignment.name,
        "table": hashlib.sha256(content).hexdigest(),
        "rows": machine,
        "pages": before.get("pages", {}),
    }
    # Meanwhile the record knows both tables, whichever of them is there after a kill. The points come first: where the
    # disk is full they are there, and only pages are missing.
    _replace(out / RECORD, _json({**before, "coming": record, "over": _hash(out / TABLE)}))
    _replace(out / TABLE, content)
    record["pages"] = _write_pages(report, out, record["pages"], written)
    _replace(out / RECORD, _json(record))
    return written


# ---------------------------------------------------------------- what a person wrote


def _take_over(heads, rows, machine, theirs, past, points, written: Written) -> list[str]:
    """Carry what a person changed since `past` into `rows`, and lines of students who are not there this time.

    Without a record (`past` is None) all that differs counts as a person's, but for points of the check in a line that
    adds up. Of the cells with `points` those are named that a person has emptied and the check fills again.
    """
    names, lines = theirs
    old, now, met = Lines(past or []), Lines(rows), set()

    def keep(kept: dict[str, str], known: dict[str, str]) -> None:
        written.kept.append(
            line.get(KEY[0], "").strip() or line.get(KEY[1], "").strip() or line.get(KEY[2], "")
        )
        machine.append({**known, **{name: line.get(name, "") for name in (*KEY, SAY["state"])}})
        rows.append(kept)

    for line in lines:
        for said in (SAY["kept"], SAY["double"]):
            line[SAY["remarks"]] = line.get(SAY["remarks"], "").removeprefix(said).lstrip("; ")
        then = old.like(line, spoilt=True)
        if then is not None and spoilt(line.get(KEY[2], ""), then.get(KEY[2], "")):
            line |= {name: then[name] for name in KEY if spoilt(line.get(name, ""), then.get(name, ""))}
        if then is not None and spreadsheet.same_id(line.get(KEY[1], ""), then.get(KEY[1], "")):
            line[KEY[1]] = then[KEY[1]]  # a spreadsheet program made a number of it
        row = now.like(line if then is None else then)
        if row is not None and id(row) in met:
            keep(_kept(line, then, SAY["double"]), {})
        elif row is not None:
            met.add(id(row))
            written.emptied += _emptied(line, {} if past is None else then, row, points)
            ours = _adds_up(line, row, points) if past is None else set()
            for name in names:
                value = line.get(name, "").strip()
                if name in ours:
                    if not spreadsheet.same(value, row[name]):
                        written.anew.append(f"{row[KEY[0]]}, {name}: “{value}”")
                elif past is None:
                    written.taken_over += name not in COMPUTED and _carry(name, value, {}, row)
                else:
                    written.taken_over += _carry(name, value, then, row)
        elif then is None or line.get(SAY["state"]) == SAY["graded"] or _differ(line, then, names):
            ours = then is not None or line.get(SAY["file"], "").strip()
            keep(_kept(line, then, SAY["kept"]) if ours else line, then or {})
    return heads + [name for name in names if name not in heads]


def _kept(line: dict, then: dict | None, why: str) -> dict:
    """A line that stays as it was, and says why. What may be a student's is marked as text."""
    old = then or {}
    same = {
        name: old[name]
        for name, typed in line.items()
        if old.get(name) and spreadsheet.same(typed, old[name])
    }
    kept = {**line, **same}
    kept |= {name: spreadsheet.text_cell(kept.get(name, "")) for name in KEY}
    return kept | {SAY["remarks"]: "; ".join(filter(None, [why, kept[SAY["remarks"]]]))}


def _adds_up(line: dict, row: dict, points: dict[str, float]) -> set[str]:
    """The cells of checks in a line whose sum is still that of its cells: as the command left them."""
    judged = {name for name in points if line.get(name, "").strip() and row.get(name)}
    total = sum(spreadsheet.number(line[name]) or 0 for name in judged)
    return judged if spreadsheet.same(grades.plain(total), line.get(SAY["points"], "")) else set()


def _emptied(line: dict, then: dict | None, row: dict, points: dict[str, float]) -> list[str]:
    """Cells with points of the check that a person has emptied and that are filled again."""
    if then is None:
        return []
    cleared = [name for name in points if name in line and not line[name].strip() and row.get(name)]
    return [f"{row[KEY[0]]}, {name}" for name in cleared if not then or then.get(name)]


def _differ(line: dict, then: dict, names: list[str]) -> bool:
    return any(not spreadsheet.same(line.get(name, ""), then.get(name, "")) for name in names)


def _carry(name: str, value: str, then: dict | None, row: dict) -> bool:
    """Take one cell over, if a person wrote it: it differs from what was written, or fills what was left empty."""
    if not value or name in (SAY["file"], SAY["by hand"]):
        return False
    said = then.get(name, "") if then is not None else row.get(name, "")
    if (then is None and said) or spreadsheet.same(value, said) or spreadsheet.same(value, row.get(name, "")):
        return False
    if name == KEY[1] and spreadsheet.same_id(value, row.get(name, "")):
        return False
    if (said or not then) and name in (*KEY, SAY["remarks"]):
        value = spreadsheet.text_cell(value)  # a student's words may be in it
    if name == SAY["remarks"]:
        value = "; ".join(filter(None, [row.get(name, ""), value.removeprefix(said).lstrip("; ")]))
    row[name] = value
    return True


# ---------------------------------------------------------------- the pages


def _name_pages(report: Report, out: Path) -> None:
    """Give each graded notebook the name of its page, and say where one of an earlier run stays."""
    taken: set[str] = set()
    for each in report.graded:
        name = f"{file_name(each.submission, taken)}.html"
        if each.problem is None:
            each.page = name
        elif (out / PAGES / name).exists():
            each.problem = replace(each.problem, rule=f"{each.problem.rule} ({SAY['page of before']})")


def _write_pages(report: Report, out: Path, past: dict[str, str], written: Written) -> dict[str, str]:
    """Write the feedback pages; what was written, with its hash. Pages of earlier runs stay."""
    pages = dict(past)
    for each in report.graded:
        if each.problem is None:
            path, content = out / PAGES / each.page, each.marked.page.encode("utf-8", "replace")
            if path.exists() and _hash(path) != past.get(each.page):
                _copy(path, written)
            _replace(path, content)
            pages[each.page] = hashlib.sha256(content).hexdigest()
    return {name: known for name, known in sorted(pages.items()) if (out / PAGES / name).exists()}


def file_name(submission: Submission, taken: set[str]) -> str:
    """A name for a feedback page: the student's letters and digits, whatever else was in the name, and the id."""
    name = re.sub(r"[^\w]+", "-", f"{submission.student} {submission.id}").strip("-_")
    name = name.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore") or "student"
    if re.fullmatch(r"con|prn|aux|nul|(com|lpt)\d", name, re.I):
        name = f"{name}-"  # Windows keeps these names for devices
    wanted, number = name, 2
    while wanted.casefold() in taken:
        wanted, number = f"{name}-{number}", number + 1
    taken.add(wanted.casefold())
    return wanted


# ---------------------------------------------------------------- files


def _record(out: Path) -> dict:
    """What the last run wrote; of a run that was killed, what belongs to the table that is there."""
    try:
        found = json.loads((out / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    coming, over = found.pop("coming", None), found.pop("over", None)
    if isinstance(coming, dict) and _hash(out / TABLE) != over:
        found = coming
    rows, pages = found.get("rows", []), found.get("pages", {})
    sound = isinstance(rows, list) and all(isinstance(row, dict) for row in rows) and isinstance(pages, dict)
    return found if sound else {}


def _json(record: dict) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=0) + "\n").encode("utf-8", "replace")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _copy(path: Path, written: Written) -> None:
    """Keep a file that a person has changed, beside the one that takes its place."""
    number = 1
    while os.path.lexists(kept := path.with_name(f"{path.stem}-before-{number}{path.suffix}")):
        number += 1
    _replace(kept, path.read_bytes())
    written.copies.append(str(kept.relative_to(path.parents[0] if path.name == TABLE else path.parents[1])))


def _replace(path: Path, content: bytes) -> None:
    """A link that lies in the place of a result is replaced: what it points to is not ours to write."""
    replace_file(path, content, through_links=False)
