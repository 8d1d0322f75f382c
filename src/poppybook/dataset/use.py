"""What a process has read of the dataset: whole tables, or the rows with certain keys.

`poppybook run` stores this beside a notebook's outputs, so that only a change in those rows makes it stale.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

WHOLE = "*"
_read: dict[str, str | dict[str, set]] = {}
_noting = True


@contextmanager
def unnoted() -> Iterator[None]:
    """Note nothing in here, or in a function that this decorates: of an explorer no output is stored."""
    global _noting
    before, _noting = _noting, False
    try:
        yield
    finally:
        _noting = before


def whole(table: str) -> None:
    """Note that all rows of a table were handed out."""
    if _noting:
        _read[table] = WHOLE


def rows(table: str, column: str, keys: Iterable[str]) -> None:
    """Note that only the rows of a table with these keys in `column` were handed out."""
    if not _noting:
        return
    noted = _read.setdefault(table, {})
    if not isinstance(noted, str):
        noted.setdefault(column, set()).update(keys)


def as_json() -> str:
    """The notes so far: by table, `"*"` or the keys by column, in alphabetical order."""
    told = {
        table: noted
        if isinstance(noted, str)
        else {column: sorted(keys) for column, keys in sorted(noted.items())}
        for table, noted in sorted(_read.items())
    }
    return json.dumps(told, ensure_ascii=False)
