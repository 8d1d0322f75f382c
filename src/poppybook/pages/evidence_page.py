"""The evidence for one series as HTML: what it is, every row with the document behind it, what uses it.

A page holds a heading and a sentence for each series (written by `prerender`, for contents and search); the finishing
pass puts these sections under them, when it knows which pages name which number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from poppybook import language as words
from poppybook.book.templates import render
from poppybook.dataset import periods
from poppybook.dataset.store import Dataset
from poppybook.language import citation
from poppybook.language import evidence as say

from . import evidence_parts as parts
from .evidence import address, evidence_pages, pages_of_series
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

    def section(self, series_id: str) -> Markup:
        """Everything under the heading of one series."""
        rows = self._rows[series_id]
        if rows[0].table == "observations":
            body = self._about(series_id) | self._table(rows)
        else:
            body = {"about": "", "caveat": "", "charts": []} | parts.official_table(self.data, rows)
        known = parts.short_names(self.data, rows)
        listed = [(name, parts.document(self.data, source_id)) for source_id, name in known.items()]
        return render("pages/evidence.html.j2", series_id=series_id, documents=listed, say=say.SAY, **body)

    def index(self, series_ids: list[str]) -> Markup:
        """The series of a page as a folded list of links."""
        named = [(one, titles(self.data)[one]) for one in series_ids]
        return render("pages/evidence_index.html.j2", label=say.index(len(named)), series=named)

    def part(self, page: str) -> Markup:
        """The series of a page beside this one, as a folded list of links; each has its address here, too, for links
        from the time when it stood here."""
        named = [
            (one, titles(self.data)[one]) for one, at in pages_of_series(self.data).items() if at == page
        ]
        word, _ = evidence_pages(self.data)[page]
        label = say.part(len(named), word)
        return render("pages/evidence_part.html.j2", label=label, page=page, series=named, say=say.SAY)

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

    def _about(self, series_id: str) -> dict:
        series, rows = self._series[series_id], self._rows[series_id]
        kinds = dict.fromkeys(periods.parse(row.period).type for row in rows)
        calendars = "; ".join(say.PERIOD_TYPE[kind] for kind in kinds)
        return {
            "about": " · ".join(
                [self._places[series["place"]], series["unit"], calendars, series["publisher"]]
            ),
            "caveat": series["caveat"],
            "charts": list(
                dict.fromkeys(chart for row in rows for chart in self.drawn.get(row.observation_id, ()))
            ),
        }

    def _table(self, rows: list[Fact]) -> dict:
        unit = rows[0].values[0][1]
        mixed = len({periods.parse(row.period).type for row in rows}) > 1
        known_as = parts.short_names(self.data, rows)
        heads = [(say.SAY["period"], False), (say.heading(unit), True), (say.SAY["where"], False)]
        return {
            "heads": heads,
            "rows": [self._row(row, known_as[row.source_id], mixed) for row in rows],
            "caption": say.count(len(rows), unit),
            "kind": "ev-table ev-series",
            "folded": False,
        }

    def _row(self, row: Fact, source: str, mixed: bool) -> tuple[dict, list]:
        cell = parts.row_macros()
        amount = words.number(row.values[0][0]) or say.SAY["no value"]
        about = filter(None, (words.interval(row.low, row.high), words.STATUS[row.status]))
        others = [one for one in self._rows[row.series_id] if one.period == row.period and one is not row]
        apa, bibtex = self._cited(row)
        place = cell.place(
            found=say.where(source, row.locator),
            id=row.observation_id,
            document=parts.document(self.data, row.source_id),
            others=self._others(others),
            near=self._near(nearby(self.data, row, self._rows, self._series)),
            named=self.named.get(row.observation_id, ()),
            apa=apa,
            bibtex=bibtex,
            note=row.note,
            errors=self._errors.get(row.observation_id, ()),
            corrections=CORRECTIONS if CORRECTIONS in self.pages else "",
            say=say.SAY,
        )
        return {"id": row.observation_id}, [parts.period(row, mixed), cell.amount(amount, about), place]

    def _cited(self, row: Fact) -> tuple[str, str]:
        """How to cite the number: a line in APA style, and the BibTeX entry."""
        source = documents(self.data)[row.source_id]
        number = f"{say.value(*row.values[0])}, {words.period(row.period)}"
        about = (source["title"], source["publisher"], (source["date_published"] or "")[:4], *self._edition)
        return citation.apa_number(number, *about), citation.bibtex_number(row.observation_id, number, *about)

    def _others(self, rows: Iterable[Fact]) -> list[tuple[str, str, str]]:
        """Other numbers of the same series and period, each once: value, address, who printed it."""
        printed: dict[str, list[Fact]] = {}
        for row in rows:
            printed.setdefault(say.value(*row.values[0]), []).append(row)
        shown = []
        for same in printed.values():
            publishers = dict.fromkeys(documents(self.data)[row.source_id]["publisher"] for row in same)
            shown.append((*self._link(same[0]), "; ".join(publishers)))
        return shown

    def _near(self, rows: Iterable[Fact]) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Numbers of other series, each once, by series: value, address, period."""
        by_series: dict[str, dict[tuple, Fact]] = {}
        for row in rows:
            by_series.setdefault(row.series_id, {}).setdefault((row.values[0][0], row.period), row)
        return [
            (
                titles(self.data)[series_id],
                [(*self._link(row), words.period(row.period)) for row in found.values()],
            )
            for series_id, found in by_series.items()
        ]

    def _link(self, row: Fact) -> tuple[str, str]:
        return say.value(*row.values[0]), address(self.data, row.observation_id)
