"""The pieces of an evidence page that need only the dataset: periods, documents, the official tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from poppybook import language as words
from poppybook.book.templates import macros
from poppybook.dataset import periods
from poppybook.dataset.store import Dataset
from poppybook.language import evidence as say

from .facts import Fact, documents, measures

FOLDED_ABOVE = 40  # rows of an official table that stand open; a longer one is folded


def row_macros():
    """What the cells of a row are made with."""
    return macros("pages/evidence_row.html.j2")


def official_table(data: Dataset, rows: list[Fact]) -> dict:
    """The rows of one series of a publisher's own table, every measure in a column."""
    columns = measures(data, rows[0].table)
    known_as = short_names(data, rows)
    # What only some tables have stands in a column where it says something.
    more = {
        "status": [words.STATUS.get(row.status, "") for row in rows],
        "remark": [say.remark(row.note) for row in rows],
        "document": [known_as[row.source_id] for row in rows] if len(known_as) > 1 else [],
    }
    more = {name: cells for name, cells in more.items() if any(cells)}
    heads = [(say.SAY["period"], False), *((say.measure(title, unit), True) for _, title, unit in columns)]
    lines = []
    for at, row in enumerate(rows):
        cells = [period(row, mixed=False), *(words.number(value) for value, _ in row.values)]
        cells += [column[at] for column in more.values()]
        lines.append(({"id": row.observation_id}, cells))
    return {
        "heads": heads + [(say.SAY[name], False) for name in more],
        "rows": lines,
        "caption": say.rows(len(rows), words.period(rows[0].period), words.period(rows[-1].period)),
        "kind": "ev-table",
        "folded": len(rows) > FOLDED_ABOVE,
    }


def short_names(data: Dataset, rows: Iterable[Fact]) -> dict[str, str]:
    """Publisher and year of each document of the rows; letters part two of one publisher and year, as in a
    bibliography."""
    names = {}
    for source_id in dict.fromkeys(row.source_id for row in rows):
        source = documents(data)[source_id]
        names[source_id] = f"{source['publisher']} {(source['date_published'] or '')[:4]}".strip()
    twice, count = Counter(names.values()), Counter()
    for source_id, name in names.items():
        if twice[name] > 1:
            names[source_id] = f"{name}{chr(ord('a') + count[name])}"
            count[name] += 1
    return names


@lru_cache(maxsize=2_000)  # most stand behind many rows
def document(data: Dataset, source_id: str) -> Markup:
    """Title, author, date, the original's address, the entry in the list of sources, and what the letter means."""
    source = documents(data)[source_id]
    about = filter(None, (source["author"], words.period(source["date_published"] or "")))
    return row_macros().document(source, about, say.reliability(source["reliability"]), say.SAY)


def period(row: Fact, mixed: bool) -> Markup:
    """The heading of a row: its period as a link to its own address, with what the name does not tell."""
    small = say.dates(row.period)
    if mixed and not small:
        small = say.PERIOD_SHORT[periods.parse(row.period).type]
    return row_macros().period(row.observation_id, words.period(row.period), small)
