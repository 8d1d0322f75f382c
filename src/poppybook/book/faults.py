"""What is wrong with the data, said once for people and programs alike.

A `Fault` names the place (file, row, column), what stands there, the rule it breaks and how to mend it. A
`DataError` is the one exception of the dataset layer: it carries every fault that was found.
"""

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN_VALUE = 60
SHOWN_FAULTS = 8
SHOWN_VALUES = 5  # a column and rule with more different values than this is told in one line
EXAMPLES = 3
TEXTS = (".ipynb", ".qmd", ".md")  # files whose parts are lines, not rows


def shorten(value: str, limit: int = SHOWN_VALUE) -> str:
    """The value on one line, its end left out when it is longer than `limit` characters."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in value[:limit])
    if max(len(value), len(line)) <= limit:
        return line
    length = f" … ({len(value):,} characters)"
    return line[: limit - len(length)] + length


def on_one_line(text: str) -> str:
    """Text of others' making as one line that moves no cursor: what cannot be printed becomes a blank."""
    return "".join(each if each.isprintable() else " " for each in text)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the data.

    Attributes
    ----------
    file : str
        Its name inside the data folder, or for text its path in the book.
    row : int or None
        The line, counted from 1 as an editor shows it; None for the file as a whole.
    column, value : str or None
        What it is about; long values are shortened.
    rule, remedy : str
        What has to hold, and what to do.
    cell : str or None
        Id of the notebook cell in which `row` counts the lines.

    Examples
    --------
    >>> print(pb.Fault("series.csv", 7, "unit", "hectars", "the unit is known", "Write hectares"))
    series.csv, row 7, column unit: the unit is known. Found: “hectars”. Write hectares.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    remedy: str
    cell: str | None = None

    def __post_init__(self):
        if self.value is not None:
            object.__setattr__(self, "value", shorten(self.value))

    def __str__(self) -> str:
        place = self.file
        if self.cell is not None:
            place += f", cell {self.cell}"
        if self.row is not None:
            place += f", {'line' if self.file.endswith(TEXTS) else 'row'} {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        found = "" if self.value is None else f" Found: “{self.value}”."
        return f"{place}: {self.rule}.{found} {self.remedy}."


class BuildError(Exception):
    """Something the user can mend; its text is the whole message that the user sees."""


class DataError(Exception):
    """The data cannot be used as they are.

    The message shows the first few faults.

    Attributes
    ----------
    faults : tuple of Fault
        All reasons.

    Examples
    --------
    >>> try:
    ...     pb.load("nowhere")
    ... except pb.DataError as error:
    ...     print(len(error.faults), error.faults[0].column)
    1 None
    """

    def __init__(self, faults):
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        lines = ["1 fault in the data:" if count == 1 else f"{count:,} faults in the data:"]
        kinds = told(self.faults)
        lines += [f"  {line}" for line in kinds[:SHOWN_FAULTS]]
        if len(kinds) > SHOWN_FAULTS:
            lines.append(f"  … and {len(kinds) - SHOWN_FAULTS} more; `poppybook check` lists them all.")
        return "\n".join(lines)


def told(faults: Iterable[Fault]) -> list[str]:
    """The faults as lines, one cause once: rows that share file, column, rule and value stand in one line, and so do
    rows of one column and rule with many values."""
    same: dict[tuple, list[Fault]] = {}
    for fault in faults:
        same.setdefault((fault.file, fault.cell, fault.column, fault.rule), []).append(fault)
    lines = []
    for alike in same.values():
        by_value: dict[tuple, list[Fault]] = {}
        for fault in alike:
            by_value.setdefault((fault.value, fault.remedy), []).append(fault)
        groups = [alike] if len(by_value) > SHOWN_VALUES else list(by_value.values())
        lines += [_line(group) for group in groups]
    return lines


def counted(number: int, kinds: int) -> str:
    """How many faults there are, in words, and in how many lines they are told."""
    said = "1 fault" if number == 1 else f"{number:,} faults" if number else "No faults"
    return f"{said}." if number == kinds else f"{said} in {kinds:,} line{'s' * (kinds > 1)}."


def _line(group: list[Fault]) -> str:
    first = group[0]
    if len(group) == 1:
        return str(first)
    place = first.file if first.cell is None else f"{first.file}, cell {first.cell}"
    rows = sorted(fault.row for fault in group if fault.row is not None)
    if rows:
        place += f", {'line' if first.file.endswith(TEXTS) else 'row'}{_spans(rows)}"
    else:
        place += f" ({len(group):,} times)"
    if first.column is not None:
        place += f", column {first.column}"
    values = list(dict.fromkeys(fault.value for fault in group if fault.value is not None))
    shown = ", ".join(f"“{value}”" for value in values[:EXAMPLES])
    if len(values) > EXAMPLES:
        shown += f" and {len(values) - EXAMPLES:,} more values"
    found = f" Found: {shown}." if shown else ""
    remedies = list(dict.fromkeys(fault.remedy for fault in group))
    remedy = first.remedy if len(remedies) == 1 else f"In row {first.row}, for one: {first.remedy}"
    return f"{place}: {first.rule}.{found} {remedy}."


def _spans(rows: list[int]) -> str:
    """`s 2 to 1001 (1,000)` for rows without a gap, `s 2, 5 and 9`, or `s 2, 5, 9 … 1001 (412)`."""
    rows = list(dict.fromkeys(rows))
    if len(rows) == 1:
        return f" {rows[0]}"
    if len(rows) > 2 and rows[-1] - rows[0] == len(rows) - 1:
        return f"s {rows[0]} to {rows[-1]} ({len(rows):,})"
    if len(rows) <= SHOWN_FAULTS:
        return f"s {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
    return f"s {', '.join(map(str, rows[:EXAMPLES]))} … {rows[-1]} ({len(rows):,})"
