"""What is wrong with the data, said once for people and programs alike.

A `Fault` names the place (file, row, column), what stands there, the rule it breaks and how to mend it. A
`DataError` is the one exception of the dataset layer: it carries every fault that was found.
"""

from dataclasses import dataclass

SHOWN_VALUE = 60
SHOWN_FAULTS = 8
TEXTS = (".ipynb", ".qmd", ".md")  # files whose parts are lines, not rows


def shorten(value: str, limit: int = SHOWN_VALUE) -> str:
    """The value on one line, its end left out when it is longer than `limit` characters."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in value[:limit])
    if max(len(value), len(line)) <= limit:
        return line
    length = f" … ({len(value):,} characters)"
    return line[: limit - len(length)] + length


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    file: its name inside the data folder, or for text its path in the book; row: the line, counted from 1 as an editor
    shows it, or None for the file as a whole; column and value: what it is about, long values shortened; rule: what
    has to hold; remedy: what to do; cell: the id of the notebook cell in which `row` counts the lines.
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


class DataError(Exception):
    """The data cannot be used as they are. `faults` holds all reasons; the message shows the first few."""

    def __init__(self, faults):
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        lines = [f"{count} fault in the data:" if count == 1 else f"{count} faults in the data:"]
        lines += [f"  {fault}" for fault in self.faults[:SHOWN_FAULTS]]
        if count > SHOWN_FAULTS:
            lines.append(f"  … and {count - SHOWN_FAULTS} more; `poppybook check` lists them all.")
        return "\n".join(lines)
