"""CSV files made for people: a double click in a spreadsheet program shows every letter, and runs nothing.

The tables in `data/` are for programs and stay plain; whatever a reader takes from the site is written here.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # without it such programs read the letters in the code page of the system
# A text that begins so is taken for a formula, whatever invisible characters stand before; wide forms are, too, where
# Chinese or Japanese is written.
_FORMULA = re.compile(
    r"[\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\x00]"
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


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
    """A cell that a spreadsheet would take for a formula is marked as text by an apostrophe; lines end in one way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if is_like_a_formula(text) else text


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet program would run a text; a number with a sign is a number."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)
