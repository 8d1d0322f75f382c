"""Whose a line of grades.csv is, whatever a spreadsheet program, a code page or a person has made of it."""

from __future__ import annotations

from . import spreadsheet
from .grades import KEY, SAY


class Lines:
    """The lines of a table, to find in it the one that another line is about."""

    def __init__(self, rows: list[dict[str, str]]):
        self._by: dict[tuple, dict] = {}
        self._weak: dict[tuple, dict | None] = {}
        self._poor: dict[tuple, dict | None] = {}
        self._bare: dict[tuple, dict | None] = {}
        for row in rows:
            for kind, key in self._keys(row):
                self._by.setdefault((kind, key), row)
                _only(self._poor, (kind, spreadsheet.poor(key)), row)
                _only(self._bare, (kind, spreadsheet.bare(key)), row)
            if row.get(KEY[2]):  # not lines that a person has added
                who, number = (spreadsheet.cell(row.get(name, "")) for name in KEY[:2])
                _only(self._weak, ("id", number), row)
                _only(self._weak, ("name", who.casefold(), bool(number)), row)

    def like(self, line: dict[str, str], spoilt: bool = False) -> dict[str, str] | None:
        """The line itself; else the only one of which it may be what a code page without its letters has left, or what
        a person has left who took the files out. spoilt: or what a wrong code page has made of it."""
        keys = self._keys(line)
        file = line.get(KEY[2], "").strip()
        odd = spoilt and not file.isascii()
        exact = (self._by.get(key) for key in keys)
        poor = (self._poor.get((kind, spreadsheet.poor(key))) for kind, key in keys if "?" in key)
        bare = (self._bare.get((kind, spreadsheet.bare(key))) for kind, key in keys if odd)
        weak = map(self._weak.get, self._who(line) if odd or not file else [])
        return next(filter(None, [*exact, *poor, *bare, *weak]), None)

    @staticmethod
    def _who(line: dict[str, str]) -> list[tuple]:
        """The id; the name where neither line has an id, or the ids were taken out."""
        who, number = (spreadsheet.cell(line.get(name, "")) for name in KEY[:2])
        if number:
            return [("id", number)]
        return [("name", who.casefold(), some) for some in (False, True)[: 1 if KEY[1] in line else 2] if who]

    @staticmethod
    def _keys(row: dict[str, str]) -> list[tuple[str, str]]:
        """A graded line is its student's, whatever the file; and each stands for its file."""
        who, number, file = (spreadsheet.cell(row.get(name, "")) for name in KEY)
        keys = [("file", file)] if file else []
        if row.get(SAY["state"], "").strip() == SAY["graded"]:
            keys.insert(0, ("id", number) if number else ("name", who.casefold()))
        return keys


def _only(table: dict, key: tuple, row: dict) -> None:
    """Put a line into a table of such as are alone with what they are found by; None stands for several."""
    table[key] = None if table.get(key, row) is not row else row


def spoilt(value: str, written: str) -> bool:
    """Whether a wrong code page has made one cell of the other: only letters beyond ASCII are others."""
    apart = not value.isascii() and not written.isascii() and value.strip() != written
    return apart and spreadsheet.bare(value.strip()) == spreadsheet.bare(written)
