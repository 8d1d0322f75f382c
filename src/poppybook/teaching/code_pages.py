"""Mend a text that was read in the wrong code page and saved as Unicode: `Ana GarcÃ­a` for `Ana García`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from poppybook.dataset.take_away import MARK

PAGES = ("cp1252", "mac_roman", "cp850")  # in which tables are saved that are not Unicode
TIMES = 3  # that it may have happened to one table
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def mended(text: str, known: Collection[str] = ()) -> str:
    """The text as it was, where something tells that it was misread: its mark, or texts known to be in it.

    Only what is UTF-8 in disguise is read anew: what a person has typed since stays. Where nothing is known of the
    text, it is misread if all its letters beyond ASCII are such in disguise.
    """
    read = [undone for page in PAGES for undone in _each_time(text, page)]
    best = max(read, key=lambda undone: _signs(text, undone, known), default=text)
    return best.removeprefix(MARK) if best is not text and _signs(text, best, known) else text


def _each_time(text: str, page: str) -> Iterator[str]:
    """The text without one misreading, without two, and so on."""
    for _ in range(TIMES):
        undone = _undone(text, page)
        if undone == text:
            break
        yield undone
        text = undone


def _signs(text: str, undone: str, known: Collection[str]) -> int:
    """How much tells that `undone` is right: its mark, and the known texts that are there and were not before."""
    found = 2 * undone.startswith(MARK) + sum(each in undone and each not in text for each in known)
    return found or (not known and len(undone) < len(text) and not _odd(text))


def _odd(text: str) -> bool:
    """Whether any letters beyond ASCII are not UTF-8 misread as Windows does."""
    return any(_undone(run, PAGES[0]) == run for run in _BEYOND_ASCII.findall(text))


def _undone(text: str, page: str) -> str:
    def undo(run: re.Match) -> str:
        try:
            return b"".join(_byte(letter, page) for letter in run[0]).decode("utf-8")
        except UnicodeError:
            return run[0]

    return _BEYOND_ASCII.sub(undo, text)


def _byte(letter: str, page: str) -> bytes:
    """The byte that is read as a letter. Where Windows knows none, programs take the control sign of its number."""
    try:
        return letter.encode(page)
    except UnicodeEncodeError:
        return letter.encode("latin-1")
