"""The evidence for one series as HTML: what it is, every row with the document behind it, what uses it.

A page holds a heading and a sentence for each series (written by `prerender`, for contents and search); the finishing
pass puts these sections under them, when it knows which pages name which number. All pages stand one folder below
the site's root.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from poppybook import words
from poppybook.charts.evidence import address
from poppybook.charts.facts import Fact, documents, facts, measures, records, titles
from poppybook.dataset import periods
from poppybook.dataset.store import Dataset
from poppybook.words import evidence as say

from .nearby import nearby

ROOT = "../"
SOURCES, CORRECTIONS = "notebooks/sources.html", "notebooks/corrections.html"
FOLDED_ABOVE = 40  # rows of an official table that stand open; a longer one is folded


@dataclass
class Evidence:
    """Writes sections. `named` gives by observation the pages that name it, as (title, address from the root);
    `drawn` by observation the charts that draw it, likewise; `pages` are all pages of the site."""

    data: Dataset
    named: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    drawn: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    pages: frozenset[str] = frozenset()

    def section(self, series_id: str) -> str:
        """Everything under the heading of one series."""
        rows = self._rows[series_id]
        if rows[0].table == "observations":
            return self._about(series_id) + self._series_table(rows) + self._documents(rows)
        return self._official_table(rows) + self._documents(rows)

    def index(self, series_ids: list[str]) -> str:
        """The series of a page as a folded list of links."""
        named = titles(self.data)
        entries = "".join(f'<li><a href="#{one}">{escape(named[one])}</a></li>\n' for one in series_ids)
        summary = say.index(len(series_ids))
        return _folded("ev-index", summary, f"<ul>\n{entries}</ul>")

    @cached_property
    def _rows(self) -> dict[str, list[Fact]]:
        found = defaultdict(list)
        for fact in facts(self.data).values():
            found[fact.series_id].append(fact)
        return found

    @cached_property
    def _series(self) -> dict[str, dict]:
        return self.data.series.set_index("series_id").to_dict("index")

    @property
    def _sources(self) -> dict[str, dict]:
        return documents(self.data)

    @cached_property
    def _places(self) -> dict[str, str]:
        return self.data.places.set_index("place")["name"].to_dict()

    @cached_property
    def _errors(self) -> dict[str, list[dict]]:
        found = defaultdict(list)
        for row in records(self.data.corrections):
            for name in (row["observation_id"] or "").split(";"):
                found[name].append(row)
        return found

    # ------------------------------------------------------------ theme series

    def _about(self, series_id: str) -> str:
        series, rows = self._series[series_id], self._rows[series_id]
        kinds = list(dict.fromkeys(periods.parse(row.period).type for row in rows))
        meta = [
            self._places[series["place"]],
            series["unit"],
            "; ".join(say.PERIOD_TYPE[kind] for kind in kinds),
        ]
        meta.append(series["publisher"])
        lines = [
            f'<p class="ev-about"><code>{series_id}</code> {escape(" · ".join(meta))}</p>\n',
            f'<p class="ev-caution">{say.SAY["caution"]} {escape(series["caveat"])}</p>\n',
        ]
        charts = dict.fromkeys(chart for row in rows for chart in self.drawn.get(row.observation_id, ()))
        if charts:
            lines.append(f'<p class="ev-about">{say.SAY["drawn"]} {_links(charts)}.</p>\n')
        return "".join(lines)

    def _series_table(self, rows: list[Fact]) -> str:
        unit = rows[0].values[0][1]
        mixed = len({periods.parse(row.period).type for row in rows}) > 1
        known_as = self._short_names(rows)
        lines = "".join(self._row(row, known_as[row.source_id], mixed) for row in rows)
        heads = [say.SAY["period"], say.in_unit(unit), say.SAY["status"], say.SAY["where"]]
        return _table(heads, {1}, lines, say.count(len(rows), unit))

    def _row(self, row: Fact, source: str, mixed: bool) -> str:
        amount = words.number(row.values[0][0]) or say.SAY["no value"]
        bounds = words.interval(row.low, row.high)
        if bounds:
            amount += f"<small>{bounds}</small>"
        found = say.where(source, row.locator)
        parts = [f"<details><summary>{escape(found)}</summary>\n{self._details(row)}</details>"]
        if row.note:
            parts.append(f'<p class="ev-note">{escape(row.note)}</p>')
        parts += [self._error(error) for error in self._errors.get(row.observation_id, ())]
        return (
            f'<tr id="{row.observation_id}">{_period(row, mixed)}<td class="pb-number">{amount}</td>'
            f"<td>{escape(words.STATUS[row.status])}</td><td>{''.join(parts)}</td></tr>\n"
        )

    def _details(self, row: Fact) -> str:
        """What unfolds under a row: the document, its letter, what uses the number, what else was published."""
        lines = [self._document(row.source_id)]
        others = [
            other
            for other in self._rows[row.series_id]
            if other.period == row.period and other.observation_id != row.observation_id
        ]
        if others:
            lines.append(f"{say.SAY['also']} {self._others(others)}.")
        if near := nearby(self.data, row, self._rows, self._series):
            lines.append(f"{say.SAY['near']} {self._others(near, named=True)}.")
        if named := self.named.get(row.observation_id):
            lines.append(f"{say.SAY['named']} {_links(named)}.")
        lines.append(f"{say.SAY['address']} <code>{row.observation_id}</code>")
        return "".join(f"<p>{line}</p>\n" for line in lines)

    def _others(self, rows: Iterable[Fact], named: bool = False) -> str:
        shown = []
        for row in rows:
            (value, unit), *_ = row.values
            href = address(self.data, row.observation_id).removeprefix("evidence/")
            link = f'<a href="{href}">{escape(say.value(value, unit))}</a>'
            about = self._sources[row.source_id]["publisher"]
            if named:
                about = f"{titles(self.data)[row.series_id]}, {words.period(row.period)}"
            shown.append(f"{link} ({escape(about)})")
        return "; ".join(shown)

    def _error(self, row: dict) -> str:
        title = escape(row["title"])
        if CORRECTIONS in self.pages:
            title = f'<a href="{ROOT}{CORRECTIONS}#{row["correction_id"]}">{title}</a>'
        return (
            f'<p class="ev-error">{say.SAY["error"]} {title}. {escape(row["problem"])} '
            f"{say.SAY['done']} {escape(row['action'])}</p>"
        )

    # ------------------------------------------------------------ documents

    def _short_names(self, rows: list[Fact]) -> dict[str, str]:
        """Publisher and year of each document; letters part two of one publisher and year, as in a bibliography."""
        names = {}
        for source_id in dict.fromkeys(row.source_id for row in rows):
            source = self._sources[source_id]
            names[source_id] = f"{source['publisher']} {(source['date_published'] or '')[:4]}".strip()
        twice = Counter(names.values())
        count: Counter = Counter()
        for source_id, name in names.items():
            if twice[name] > 1:
                names[source_id] = f"{name}{chr(ord('a') + count[name])}"
                count[name] += 1
        return names

    def _document(self, source_id: str) -> str:
        source = self._sources[source_id]
        parts = [f"“{escape(source['title'])}”", *([escape(source["author"])] if source["author"] else [])]
        parts.append(escape(words.period(source["date_published"] or "")))
        original = (
            f'<a href="{escape(source["url"])}">{say.SAY["original"]}</a>'
            if source["url"]
            else say.SAY["no original"]
        )
        return (
            f"{', '.join(part for part in parts if part)}: {original}, "
            f'<a href="{ROOT}{SOURCES}#{source_id}">{say.SAY["entry"]}</a>. '
            f"{say.reliability(source['reliability'])}"
        )

    def _documents(self, rows: list[Fact]) -> str:
        """The documents behind a table, for paper and for reading in a row."""
        entries = "".join(
            f"<li><b>{escape(name)}</b> {self._document(source_id)}</li>\n"
            for source_id, name in self._short_names(rows).items()
        )
        return _folded("ev-documents", say.SAY["documents"], f"<ul>\n{entries}</ul>")

    # ------------------------------------------------------------ official tables

    def _official_table(self, rows: list[Fact]) -> str:
        columns = measures(self.data, rows[0].table)
        known_as = self._short_names(rows)
        several = len(known_as) > 1
        statuses = any(row.status for row in rows)
        notes = any(row.note for row in rows)
        heads = [say.SAY["period"], *(say.measure(title, unit) for _, title, unit in columns)]
        heads += [*([say.SAY["status"]] if statuses else []), *([say.SAY["remark"]] if notes else [])]
        heads += [say.SAY["document"]] if several else []
        lines = []
        for row in rows:
            cells = [_period(row, mixed=False)]
            cells += [f'<td class="pb-number">{words.number(value)}</td>' for value, _ in row.values]
            cells += [f"<td>{escape(words.STATUS.get(row.status, ''))}</td>"] if statuses else []
            cells += [f"<td>{escape(say.remark(row.note))}</td>"] if notes else []
            cells += [f"<td>{escape(known_as[row.source_id])}</td>"] if several else []
            lines.append(f'<tr id="{row.observation_id}">{"".join(cells)}</tr>\n')
        first, last = words.period(rows[0].period), words.period(rows[-1].period)
        table = _table(
            heads, set(range(1, len(columns) + 1)), "".join(lines), say.rows(len(rows), first, last)
        )
        if len(rows) > FOLDED_ABOVE:
            table = _folded("ev-long", say.rows(len(rows), first, last), table)
        return f'<p class="ev-about"><code>{rows[0].series_id}</code></p>\n{table}'


def _period(row: Fact, mixed: bool) -> str:
    about = [say.dates(row.period)]
    if mixed and not about[0]:
        about = [say.PERIOD_SHORT[periods.parse(row.period).type]]
    small = f"<small>{about[0]}</small>" if about[0] else ""
    link = f'<a href="#{row.observation_id}">{escape(words.period(row.period))}</a>'
    return f'<th scope="row">{link}{small}</th>'


def _table(heads: list[str], numeric: set[int], lines: str, caption: str) -> str:
    titles_ = "".join(
        f'<th scope="col"{" class=" + chr(34) + "pb-number" + chr(34) if at in numeric else ""}>{escape(head)}</th>'
        for at, head in enumerate(heads)
    )
    return (
        f'<div class="ev-scroll"><table class="ev-table"><caption>{escape(caption)}</caption>\n'
        f"<thead><tr>{titles_}</tr></thead>\n<tbody>\n{lines}</tbody></table></div>\n"
    )


def _folded(kind: str, summary: str, inside: str) -> str:
    return f'<details class="{kind}"><summary>{summary}</summary>\n{inside}</details>\n'


def _links(targets: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f'<a href="{ROOT}{href}">{escape(title)}</a>' for title, href in targets)
