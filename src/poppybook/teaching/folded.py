"""Read again a table with commas that a spreadsheet program has opened where lists are separated by “;”.

Such a program shows each line in one cell and saves that cell: in quotes, with the quotes in it doubled, where it has
any; cut in two where a remark has a “;”; with a “;” behind it where something stands in the cells beside.
"""

from __future__ import annotations

import csv
import io


class LostQuotes(Exception):
    """A line whose first cell had quotes around a comma, which the program took away; the text is the line."""


def unfolded(text: str, wanted: str) -> str:
    """The table with its lines as they were, if it was folded so; else the text itself. Raises LostQuotes."""
    try:
        rows = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True) if any(row)
        ]
    except csv.Error:
        return text
    at = next((at for at, row in enumerate(rows[:20]) if wanted in _cells(row[0].casefold())), None)
    if at is None or len(heads := _cells(rows[at][0])) < 2:
        return text
    starts = (line for line in text.splitlines() if line.startswith('"'))
    quoted = any("," in next(csv.reader([line], delimiter=";"))[0] for line in starts)
    if not quoted and not (len(rows[at]) > 1 and not any(rows[at][1:])):
        return text
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(_joined(rows[at:], len(heads)))
    return out.getvalue()


def _joined(rows: list[list[str]], width: int) -> list[list[str]]:
    """Each line from its pieces: what is not whole goes on in the next cell, or in the next row."""
    lines, whole, open_ = [], "", False
    for row in rows:
        whole, rest = (f"{whole}\n{row[0]}" if open_ else row[0]), row[1:]
        while rest and (whole.count('"') % 2 or (len(_cells(whole)) < width and '"' in rest[0])):
            whole, rest = f"{whole};{rest[0]}", rest[1:]
        if open_ := bool(whole.count('"') % 2):
            continue
        cells = _cells(whole)
        if len(cells) > width:
            raise LostQuotes(whole)
        lines.append(cells + ([""] * (width - len(cells)) + rest if any(rest) else []))
    return lines + ([_cells(whole)] if open_ else [])


def _cells(line: str) -> list[str]:
    return next(csv.reader(io.StringIO(line, newline="")), [])
