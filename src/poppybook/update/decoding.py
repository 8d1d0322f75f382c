"""The text of a stranger's CSV file, whatever encoding it was saved in; what cannot be known is asked back.

UTF-8, UTF-16 and UTF-32 are read with their mark or without, and the code page of Windows in the West, which is what
Excel writes there as plain “CSV”. Other code pages give other letters for the same bytes: where a text reads as no
word can, it is refused.
"""

import re
from pathlib import Path

from poppybook.book.faults import DataError, Fault

TEXT = "a CSV file is text"
PAGE = "letters beyond ASCII are in UTF-8 or Windows' western code page, not in that of DOS, an old Mac or elsewhere"
AGAIN = "Download it again by hand and open it once in a text editor"
SAVE = "in the spreadsheet program, save it as “CSV UTF-8” (Excel) or “Text CSV” (LibreOffice)"
AS_UTF8 = f"Save it as UTF-8: {SAVE}"

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Where the NUL bytes of plain letters stand, by the place within four bytes.
_WITHOUT_MARK = {
    (1, 2, 3): "utf-32-le",
    (0, 1, 2): "utf-32-be",
    (1, 3): "utf-16-le",
    (0, 2): "utf-16-be",
}
# Signs of Windows' code page that no word has inside it or before an accented letter, and more such letters in a row
# than words have: what other code pages keep there are é, á, ñ or ü (DOS, an old Mac), ł or ś (eastern Europe), or
# another alphabet.
_SIGN = "€‚ƒ„†‡ˆ‰Š‹Œ“”•˜™›ŽŸ¡¢£¤¥¦§¨©«¬®¯°±²³¶¸¹»¼½¾¿"
_WORD = r"[^\W\d_]{0,30}"
_SPOILT = re.compile(
    rf"[^\W\d_]{_WORD}[{_SIGN}](?=[a-zß-öø-ÿ]){_WORD}|[£¤¥¦¬¯±¶¸¼½¾][À-ÖØ-öø-ÿ]{_WORD}"
    rf"|[À-ÖØ-öø-ÿ]{{3}}{_WORD}|[À-ÖØ-öø-ÿ][¼½¾±]{_WORD}"
)
# `M+AOk-rida`: a letter of western Europe, a dash or a quote in UTF-7.
_SEVEN_BITS = re.compile(r"\+/v[89+/]|\+(?!AKA)(?:A[K-P]|I[BK])[AEIMQUYcgkosw048](?![A-Za-z0-9+/])")
_END_OF_FILE = re.compile(r"\x1a[\r\n]*\Z")  # Ctrl-Z, with which DOS ended a text


def decoded(path: Path, content: bytes) -> str:
    """The text, without marks. Raises DataError with the row of what cannot be read in one way."""
    text = _END_OF_FILE.sub("", _with_its_encoding(path, content))
    text = re.sub(r"^\ufeff", "", text, flags=re.MULTILINE)  # files put together, each with its mark
    found = _SEVEN_BITS.search(text) if text.isascii() else None
    if found:
        raise refused(path, _row(text[: found.start()]), found[0], PAGE, AS_UTF8)
    return text


def refused(path: Path, row: int | None, value: str | None, rule: str, remedy: str) -> DataError:
    """The one reason why a file is not read."""
    return DataError([Fault(path.name, row, None, value, rule, remedy)])


def _with_its_encoding(path: Path, content: bytes) -> str:
    mark, encoding = next((each for each in _MARKS if content.startswith(each[0])), (b"", _unmarked(content)))
    try:
        return content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        wrong = f"0x{error.object[error.start]:02X}"
        row = _row(error.object[: error.start].decode(encoding, "replace"))
        if mark or encoding != "utf-8":
            raise refused(path, row, wrong, TEXT, AGAIN) from None
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise refused(path, row, wrong, TEXT, AS_UTF8) from None
    if spoilt := _SPOILT.search(text):
        raise refused(path, _row(text[: spoilt.start()]), spoilt[0], PAGE, AS_UTF8)
    return text


def _unmarked(content: bytes) -> str:
    """The encoding by where most NUL bytes of the beginning stand; a few of them are a damage, no encoding."""
    start = content[:4000]
    places = tuple(place for place in range(4) if start[place::4].count(0) * 2 > len(start[place::4]))
    return _WITHOUT_MARK.get(places, "utf-8")


def _row(before: str) -> int:
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
