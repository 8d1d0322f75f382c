"""The evidence for one series as HTML: what it is, every row with the document behind it, what uses it.

A page holds a heading and a sentence for each series (written by `prerender`, for contents and search); the finishing
pass puts these sections under them, when it knows which pages name which number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from poppybook import language as words
from poppybook.dataset import periods
from poppybook.dataset.store import Dataset
from poppybook.language import citation
from poppybook.language import evidence as say

from . import evidence_parts as parts
from .evidence import address
from .facts import Fact, documents, facts, records, titles
from .nearby import nearby

CORRECTIONS = "notebooks/corrections.html"


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
            body = self._about(series_id) + self._table(rows)
        else:
            body = parts.official_table(self.data, rows)
        return body + parts.document_list(self.data, rows)

    def index(self, series_ids: list[str]) -> str:
        """The series of a page as a folded list of links."""
        named = titles(self.data)
        entries = "".join(f'<li><a href="#{one}">{escape(named[one])}</a></li>\n' for one in series_ids)
        return parts.folded("ev-index", say.index(len(series_ids)), f"<ul>\n{entries}</ul>")

    @cached_property
    def _edition(self) -> tuple[str, str]:
        """Year and version of the data."""
        return str(self.data.changes["date"].max().year), self.data.version

    @cached_property
    def _rows(self) -> dict[str, list[Fact]]:
        found = defaultdict(list)
        for fact in facts(self.data).values():
            found[fact.series_id].append(fact)
        return found

    @cached_property
    def _series(self) -> dict[str, dict]:
        return {row["series_id"]: row for row in records(self.data.series)}

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

    def _about(self, series_id: str) -> str:
        series, rows = self._series[series_id], self._rows[series_id]
        kinds = dict.fromkeys(periods.parse(row.period).type for row in rows)
        calendars = "; ".join(say.PERIOD_TYPE[kind] for kind in kinds)
        meta = " · ".join([self._places[series["place"]], series["unit"], calendars, series["publisher"]])
        lines = [f'<p class="ev-about"><code>{series_id}</code> {escape(meta)}</p>\n']
        if series["caveat"]:
            lines.append(f'<p class="ev-caution">{say.SAY["caution"]} {escape(series["caveat"])}</p>\n')
        charts = dict.fromkeys(chart for row in rows for chart in self.drawn.get(row.observation_id, ()))
        if charts:
            lines.append(f'<p class="ev-about">{say.SAY["drawn"]} {parts.links(charts)}.</p>\n')
        return "".join(lines)

    def _table(self, rows: list[Fact]) -> str:
        unit = rows[0].values[0][1]
        mixed = len({periods.parse(row.period).type for row in rows}) > 1
        known_as = parts.short_names(self.data, rows)
        lines = "".join(self._row(row, known_as[row.source_id], mixed) for row in rows)
        heads = [say.SAY["period"], say.heading(unit), say.SAY["where"]]
        return parts.table("ev-table ev-series", heads, {1}, lines, say.count(len(rows), unit))

    def _row(self, row: Fact, source: str, mixed: bool) -> str:
        amount = words.number(row.values[0][0]) or say.SAY["no value"]
        about = [words.interval(row.low, row.high), words.STATUS[row.status]]
        amount += "".join(f"<small>{escape(part)}</small>" for part in about if part)
        found = escape(say.where(source, row.locator))
        cell = [f"<details><summary>{found}</summary>\n{self._details(row)}</details>"]
        if row.note:
            cell.append(f'<p class="ev-note">{escape(row.note)}</p>')
        cell += [self._error(error) for error in self._errors.get(row.observation_id, ())]
        return (
            f'<tr id="{row.observation_id}">{parts.period(row, mixed)}<td class="pb-number">{amount}</td>'
            f"<td>{''.join(cell)}</td></tr>\n"
        )

    def _details(self, row: Fact) -> str:
        """What unfolds under a row: the document, its letter, what else was published, what uses the number."""
        lines = [parts.document(self.data, row.source_id)]
        others = [one for one in self._rows[row.series_id] if one.period == row.period and one is not row]
        if others:
            lines.append(f"{say.SAY['also']} {self._others(others)}.")
        if near := nearby(self.data, row, self._rows, self._series):
            lines.append(f"{say.SAY['near']} {self._near(near)}.")
        if named := self.named.get(row.observation_id):
            lines.append(f"{say.SAY['named']} {parts.links(named)}.")
        lines.append(f"{say.SAY['address']} <code>{row.observation_id}</code>")
        return "".join(f"<p>{line}</p>\n" for line in lines) + self._cite(row)

    def _cite(self, row: Fact) -> str:
        """How to cite the number: a line in APA style, and the BibTeX entry folded."""
        source = documents(self.data)[row.source_id]
        number = f"{say.value(*row.values[0])}, {words.period(row.period)}"
        about = (source["title"], source["publisher"], (source["date_published"] or "")[:4])
        apa = escape(citation.apa_number(number, *about, *self._edition))
        bibtex = escape(citation.bibtex_number(row.observation_id, number, *about, *self._edition))
        return (
            f"<p>{say.SAY['cite']} {apa}</p>\n"
            f"<details><summary>BibTeX</summary>\n<pre>{bibtex}</pre></details>\n"
        )

    def _others(self, rows: Iterable[Fact]) -> str:
        """Other numbers of the same series and period, each once, with who printed it."""
        printed: dict[str, list[Fact]] = {}
        for row in rows:
            printed.setdefault(say.value(*row.values[0]), []).append(row)
        shown = []
        for same in printed.values():
            publishers = dict.fromkeys(documents(self.data)[row.source_id]["publisher"] for row in same)
            shown.append(f"{self._link(same[0])} ({escape('; '.join(publishers))})")
        return "; ".join(shown)

    def _near(self, rows: Iterable[Fact]) -> str:
        """Numbers of other series, each once, by series."""
        by_series: dict[str, dict[tuple, Fact]] = {}
        for row in rows:
            by_series.setdefault(row.series_id, {}).setdefault((row.values[0][0], row.period), row)
        shown = []
        for series_id, found in by_series.items():
            values = ", ".join(f"{self._link(row)} ({words.period(row.period)})" for row in found.values())
            shown.append(f"{escape(titles(self.data)[series_id])}: {values}")
        return "; ".join(shown)

    def _link(self, row: Fact) -> str:
        href = parts.ROOT + address(self.data, row.observation_id)
        return f'<a href="{href}">{escape(say.value(*row.values[0]))}</a>'

    def _error(self, row: dict) -> str:
        title = escape(row["title"])
        if CORRECTIONS in self.pages:
            title = f'<a href="{parts.ROOT}{CORRECTIONS}#{row["correction_id"]}">{title}</a>'
        return (
            f'<p class="ev-error">{say.SAY["error"]} {title}. {escape(row["problem"])} '
            f"{say.SAY['done']} {escape(row['action'])}</p>"
        )
