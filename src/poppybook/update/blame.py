"""Say a fault of the new dataset in the words of the form whose lines have become its rows."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from poppybook.book.faults import Fault
from poppybook.dataset.package import Package
from poppybook.dataset.reading import read_table

from .form import NUMBERS, Form

# Columns of the tables that the form names differently, or makes of another line.
_OTHERWISE = {
    "observations": {
        **dict.fromkeys(("observation_id", "period_type", "period_start", "period_end"), "period"),
        "reliability": "source_reliability",
    },
    "sources": {
        "title": "source_title",
        "publisher": "source_publisher",
        "date_published": "source_date",
        "url": "source_url",
        "kind": "source_kind",
        "reliability": "source_reliability",
    },
}
_ROW = re.compile(r"\b(R|r)ow (\d+)\b")

Retold = Callable[[Iterable[Fault], Path, Package], list[Fault]]


def teller(form: Form, made: dict[tuple[str, str], int | None]) -> Retold:
    """The function that retells faults. `made`: the rows that the form has made, by table and key, and the line of
    each in the form (None for series and source, which have a line for each column)."""

    def retold(faults: Iterable[Fault], folder: Path, package: Package) -> list[Fault]:
        tables = {table.file: name for name, table in package.tables.items()}
        keys = {name: _keys(folder, package, name) for name in {table for table, _ in made}}
        said = {}
        for fault in faults:
            table = tables.get(fault.file, "")
            if table == "changes" and fault.column == "date":  # the entries have the day of the form
                fault, table = replace(fault, file=form.file, row=form.values["added"][1], column="added"), ""
            own = fault.row is not None and (table, keys.get(table, {}).get(fault.row)) in made
            told = _in_form(fault, table, keys.get(table, {}), form, made) if own else fault
            if not own and table in keys:
                told = _turned(fault, table, keys[table], form, made)
            said[told] = told
        return list(said)

    return retold


def _in_form(fault: Fault, table: str, keys: dict[int, str], form: Form, made) -> Fault:
    """The fault of a row that the form has made, at the line and name that made it."""
    name = _OTHERWISE.get(table, {}).get(fault.column, fault.column)
    line = made[table, keys[fault.row]]
    if line is None or name not in NUMBERS:
        name = name if name in form.values else "source_id" if table == "sources" else name
        line = form.values.get(name, ("", None))[1]
    value = fault.value
    if name == "period":
        value = dict(form.rows)[line]["period"]
    remedy = _ROW.sub(lambda found: _place(found, table, keys, fault.file, made), fault.remedy)
    remedy = remedy.replace("add an entry of that day to changes.csv", "write a later day in the line added")
    return replace(fault, file=form.file, row=line, column=name, value=value, remedy=remedy)


def _turned(fault: Fault, table: str, keys: dict[int, str], form: Form, made) -> Fault:
    """The fault of a row that was there before, when its remedy points to one that the form has made."""
    found = _ROW.search(fault.remedy)
    other = keys.get(int(found[2])) if found else None
    if (table, other) not in made:
        return fault
    before = f"{found[1]}ow {fault.row}"
    remedy = fault.remedy.replace(found[0], before).replace(f"({other})", f"({keys[fault.row]})")
    value = other if fault.value == keys[fault.row] else fault.value
    return _in_form(replace(fault, row=int(found[2]), value=value, remedy=remedy), table, keys, form, made)


def _place(found: re.Match, table: str, keys: dict[int, str], file: str, made) -> str:
    row = int(found[2])
    if (table, keys.get(row)) not in made:
        return f"{found[1]}ow {row} of {file}"
    line = made[table, keys[row]]
    return f"{found[1]}ow {line}" if line else found[0]


def _keys(folder: Path, package: Package, name: str) -> dict[int, str]:
    """The key of each row of a table, by the line on which it begins."""
    raw = read_table(folder, package.tables[name])
    return {line: cells[0] for line, cells in zip(raw.lines, raw.rows, strict=True)}
