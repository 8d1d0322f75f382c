"""The program's own output and errors: whatever the terminal, file or pipe behind them, printing never fails.

What a code page lacks is written in its nearest signs, or as an escape; where nobody reads any more (`| head -1`, a
full disk) the words are lost and the work goes on.
"""

from __future__ import annotations

import codecs
import io
import os
import sys

# Marks of printed English in the signs that every code page has.
PLAIN = str.maketrans(
    {
        **{"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "…": "...", "→": "->"},
        **{"·": "-", "×": "x", "≥": ">=", "≤": "<=", "✓": "ok", "\u00a0": " ", "\u202f": " ", "━": "-"},
    }
)
NAME = "poppybook"


def never_fail() -> None:
    """Make standard output and error of this process take everything, and tell child processes to speak UTF-8."""
    codecs.register_error(NAME, _in_plain_signs)
    for number in (0, 1, 2):
        _open(number)
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout, sys.stderr = _patient(sys.stdout, 1), _patient(sys.stderr, 2)
    os.environ["PYTHONIOENCODING"] = "utf-8"


def _in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    here = error.object[error.start : error.end].translate(PLAIN)
    return here.encode("ascii", "backslashreplace").decode("ascii"), error.end


def _open(number: int) -> None:
    """Where a shell has closed a stream (`>&-`), the next file that is opened would take its place."""
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)
        os.set_inheritable(number, True)


def _patient(stream, number: int):
    if stream is None:
        return open(number, "w", encoding="utf-8", closefd=False)
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # with PYTHONUNBUFFERED there is nothing between
    if not isinstance(raw, io.RawIOBase):
        return stream  # not a file: a notebook's or a test's
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Patient(raw)),
        encoding=stream.encoding,
        errors=NAME,
        line_buffering=True,
    )


class _Patient(io.RawIOBase):
    """A file that loses what it cannot write."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw, self.name, self.mode = raw, raw.name, "wb"

    def write(self, data) -> int:
        try:
            written = self._raw.write(data)
        except OSError:
            written = None
        return len(data) if written is None else written

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw.isatty()

    def fileno(self) -> int:
        return self._raw.fileno()
