"""The pieces of an evidence page that need only the dataset: tables, documents, the official tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from poppybook import language as words
from poppybook.dataset import periods
from poppybook.dataset.store import Dataset
from poppybook.language import evidence as say

from .facts import Fact, documents, measures

ROOT = "../"  # all evidence pages stand one folder below the site's root
SOURCES = "notebooks/sources.html"
FOLDED_ABOVE = 40  # rows of an official table that stand open; a longer one is folded


def official_table(data: Dataset, rows: list[Fact]) -> str:
    """The rows of one series of a publisher's own table, every measure in a column."""
    columns = measures(data, rows[0].table)
    known_as = short_names(data, rows)
    several = len(known_as) > 1
    statuses, notes = any(row.status for row in rows), any(row.note for row in rows)
    heads = [say.SAY["period"], *(say.measure(title, unit) for _, title, unit in columns)]
    heads += [*([say.SAY["status"]] if statuses else []), *([say.SAY["remark"]] if notes else [])]
    heads += [say.SAY["document"]] if several else []
    lines = []
    for row in rows:
        cells = [period(row, mixed=False)]
        cells += [f'<td class="pb-number">{words.number(value)}</td>' for value, _ in row.values]
        cells += [f"<td>{escape(words.STATUS.get(row.status, ''))}</td>"] if statuses else []
        cells += [f"<td>{escape(say.remark(row.note))}</td>"] if notes else []
        cells += [f"<td>{escape(known_as[row.source_id])}</td>"] if several else []
        lines.append(f'<tr id="{row.observation_id}">{"".join(cells)}</tr>\n')
    reach = say.rows(len(rows), words.period(rows[0].period), words.period(rows[-1].period))
    made = table("ev-table", heads, set(range(1, len(columns) + 1)), "".join(lines), reach)
    if len(rows) > FOLDED_ABOVE:
        made = folded("ev-long", reach, made)
    return f'<p class="ev-about"><code>{rows[0].series_id}</code></p>\n{made}'


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


def document(data: Dataset, source_id: str) -> str:
    """Title, author, date, the original's address, the entry in the list of sources, and what the letter means."""
    source = documents(data)[source_id]
    parts = [f"“{escape(source['title'])}”", escape(source["author"] or "")]
    parts.append(escape(words.period(source["date_published"] or "")))
    original = say.SAY["no original"]
    if source["url"]:
        original = f'<a href="{escape(source["url"])}">{say.SAY["original"]}</a>'
    return (
        f"{', '.join(part for part in parts if part)}: {original}, "
        f'<a href="{ROOT}{SOURCES}#{source_id}">{say.SAY["entry"]}</a>. {say.reliability(source["reliability"])}'
    )


def document_list(data: Dataset, rows: list[Fact]) -> str:
    """The documents behind a table: folded on the screen, open on paper."""
    entries = "".join(
        f"<li><b>{escape(name)}</b> {document(data, source_id)}</li>\n"
        for source_id, name in short_names(data, rows).items()
    )
    return folded("ev-documents", say.SAY["documents"], f"<ul>\n{entries}</ul>")


def period(row: Fact, mixed: bool) -> str:
    """The heading of a row: its period as a link to its own address, with what the name does not tell."""
    small = say.dates(row.period)
    if mixed and not small:
        small = say.PERIOD_SHORT[periods.parse(row.period).type]
    small = f"<small>{small}</small>" if small else ""
    link = f'<a href="#{row.observation_id}">{escape(words.period(row.period))}</a>'
    return f'<th scope="row">{link}{small}</th>'


def table(kind: str, heads: list[str], numeric: set[int], lines: str, caption: str) -> str:
    """A table that scrolls by itself where the page is too narrow. No landmark: a page has hundreds."""
    style = {True: ' class="pb-number"', False: ""}
    row = "".join(
        f'<th scope="col"{style[at in numeric]}>{escape(head)}</th>' for at, head in enumerate(heads)
    )
    return (
        f'<div class="ev-scroll" role="group" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="{kind}"><caption>{escape(caption)}</caption>\n'
        f"<thead><tr>{row}</tr></thead>\n<tbody>\n{lines}</tbody></table></div>\n"
    )


def folded(kind: str, summary: str, inside: str) -> str:
    """Something that unfolds."""
    return f'<details class="{kind}"><summary>{escape(summary)}</summary>\n{inside}</details>\n'


def links(targets: Iterable[tuple[str, str]]) -> str:
    """(title, address from the root) as links in a row."""
    return ", ".join(f'<a href="{ROOT}{href}">{escape(title)}</a>' for title, href in targets)
