"""The lines of grades.csv as grading makes them: one for everything that was handed in, and its sums."""

from __future__ import annotations

from poppybook.book.faults import Fault
from poppybook.language import grading as words

from . import spreadsheet
from .outcome import Report

SAY = words.GRADES
KEY = (SAY["student"], SAY["id"], SAY["file"])
MOST_TOLD = 2000  # characters of a reason


def table(report: Report) -> tuple[list[str], list[dict[str, str]]]:
    """The heads and lines: one for everything that was handed in, graded or not."""
    cells = list(most(report))
    heads = [SAY[head] for head in ("student", "id", "file", "state", "points", "most", "by hand", "remarks")]
    rows = []
    for each in report.graded:
        marked, who = each.marked, each.submission
        row = dict(zip(KEY, (who.student, who.id, who.file), strict=True))
        if each.problem:
            row |= {SAY["state"]: SAY["not graded"], SAY["remarks"]: _told(each.problem)}
        else:
            counted = {name: got for name, got in marked.points.items() if name not in marked.by_hand}
            row |= {
                SAY["state"]: SAY["graded"],
                SAY["points"]: plain(sum(counted.values())),
                SAY["most"]: plain(sum(marked.most[name] for name in counted)),
                SAY["remarks"]: "; ".join(words.few(each.remarks)),
            }
            row |= {name: plain(marked.points.get(name)) for name in cells}
        rows.append({name: spreadsheet.cell(value) for name, value in row.items()})
    for fault in report.faults:
        row = dict(zip(KEY, (fault.student, fault.id, fault.file), strict=True))
        row |= {SAY["state"]: SAY["not graded"], SAY["remarks"]: _told(fault)}
        rows.append({name: spreadsheet.cell(value) for name, value in row.items()})
    return heads + cells, rows


def most(report: Report) -> dict[str, float]:
    """The cells that earn points, and how many."""
    return next((each.marked.most for each in report.graded if each.marked.most), {})


def by_hand(report: Report) -> set[str]:
    """The cells to which a person gives points, whether or not somebody has left them empty."""
    return {name for each in report.graded for name in each.marked.by_hand}


def name_odd(rows: list[dict], machine: list[dict], of: dict[str, float]) -> list[str]:
    """Cells with a word where points are, with fewer than none, or more than there are to earn; their lines say so."""
    found = []
    for row, said in zip(rows, machine, strict=True):
        odd = [name for name, full in of.items() if row.get(name) and _earned(row[name], full) is None]
        found += [f"{row.get(KEY[0], '')}, {name}: “{row[name].strip()}”" for name in odd]
        if odd:
            told = SAY["not points"].format(cells=", ".join(odd))
            for line in (row, said):  # before what a person adds, so that the next run knows it for its own
                line[SAY["remarks"]] = "; ".join(filter(None, [told, line.get(SAY["remarks"], "")]))
    return found


def _earned(typed: str, full: float) -> float | None:
    """Points as typed, None for what cannot be earned."""
    points = spreadsheet.number(typed)
    return points if points is not None and 0 <= points <= full else None


def add_up(rows: list[dict], machine: list[dict], of: dict[str, float], hand: set[str]) -> list[str]:
    """The sums of each line: points by check, and how many a person still has to give. Returns whose sum a person had
    typed and another has taken its place."""
    replaced = []
    for row, said in zip(rows, machine, strict=True):
        if said.get(SAY["state"]) == SAY["graded"]:
            row[SAY["by hand"]] = plain(
                sum(points for name, points in of.items() if not row.get(name, "").strip())
            )
            checked = [name for name in of if said.get(name) and name not in hand]
            if any(not spreadsheet.same(row.get(name, ""), said[name]) for name in checked):
                typed = row[SAY["points"]]
                row[SAY["points"]] = plain(sum(_earned(row.get(name, ""), of[name]) or 0 for name in checked))
                if not any(spreadsheet.same(typed, sums[SAY["points"]]) for sums in (said, row)):
                    replaced.append(f"{row.get(KEY[0], '')}, “{typed}”")
    return replaced


def plain(points: float | None) -> str:
    """Points as a cell."""
    return "" if points is None else f"{points:g}"


def _told(fault: Fault) -> str:
    told = f"{fault.rule}. {fault.remedy}."
    return told if len(told) <= MOST_TOLD else f"{told[:MOST_TOLD]} …"
