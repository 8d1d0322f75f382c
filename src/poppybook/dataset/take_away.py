"""CSV files made for people: a double click in a spreadsheet program shows every letter, and runs nothing.

The tables in `data/` are for programs and stay plain; whatever a reader takes from the site is written here.
"""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # without it such programs read the letters in the code page of the system
OPENERS = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so would be taken for a formula


def csv_text(columns: Sequence[str], rows: Iterable[Sequence], notes: Iterable[str] = ()) -> str:
    """The file: notes behind `#`, the header, the rows. Numbers stay numbers, negative ones too."""
    text = io.StringIO()
    text.write(MARK)
    text.writelines(f"# {note}\n" for note in notes)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([text_cell(column) for column in columns])
    writer.writerows([text_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def text_cell(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text by an apostrophe."""
    return f"'{text}" if text.startswith(OPENERS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text
