"""Hold the numbers in a chart's words (alternative text, takeaway, title, note) to the table of the chart.

A number that the cell computes, in an f-string, needs no check. One that an author typed has to be in the chart's own
table, rounded to the digits printed: a value, the end of its range, the sum of a period's values (a stacked bar), or
a number in the name of a row. Where the words name the time of a number (`44,100 in 2017`) or the row it is of
(`US estimate: 44,100`), it has to be one of those. Behind `about`, `over`, `below`, `between` and their like the zeros
at its end are no digits printed: `about 22,000` may stand for 22,235.
Whatever else a chart says has to be computed: a literal would stay when the data change.
"""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from poppybook.book.faults import Fault
from poppybook.book.project import Project
from poppybook.charts.display import BREAK
from poppybook.language import findings
from poppybook.run.notebooks import load_notebook

from .prose_grammar import MONTH, SCALES, YEAR, unlinked
from .prose_numbers import Said, agrees, numbers_in

IN_TABLE = "a number typed into a chart's words is one of the chart's table"
ALL = "all together"
WORDS = frozenset({"alt", "takeaway", "title", "subtitle", "note", "caution"})
_YEAR = re.compile(
    rf" ?(?:[^\d,.;:]{{0,40}}?|, (?=in {MONTH} ))(?<!as )\b(?:in|for|of|since) (?:late |early |about )?"
    rf"(?:(?:\d\d? )?(?P<month>{MONTH}) )?"
    rf"(?:C?FY)?(?P<year>{YEAR})\b(?! to\b|–)"
)
_SENTENCE = re.compile(r"[.;] (?=[A-Z\d])")
_HEADING = re.compile(r"(?:([^:,]+): )?")
_EXTREME = re.compile(r"\b(?:at most|at least|up to) *$")
_ROUGHLY = re.compile(
    r"\b(?:about|around|almost|nearly|over|above|below|under|between|exceed|than|least|most)(?: [\d,.]+ and)? *$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Literal:
    """A number that an author typed into a chart's words: the piece of text, and where the number stands in it."""

    file: str
    cell: str
    line: int
    chart: str
    name: str
    piece: str
    said: Said

    @property
    def words(self) -> str:
        """The number as typed."""
        return self.piece[self.said.start : self.said.end]

    @property
    def heading(self) -> str:
        """What stands before a colon at the start of the number's sentence: the name of a row, or a year."""
        return _HEADING.match(_SENTENCE.split(self.piece[: self.said.start])[-1])[1] or ""

    @property
    def times(self) -> list[str]:
        """The month and the year that the words give the number, as periods write them: right behind it, or a year in
        the heading."""
        found = _YEAR.match(self.piece, self.said.end)
        if not found:
            return [self.heading] if re.fullmatch(YEAR, self.heading) else []
        month = found["month"]
        number = "JanFebMarAprMayJunJulAugSepOctNovDec".find(month[:3]) // 3 + 1 if month else 0
        return [f"{found['year']}-{number:02d}", found["year"]] if month else [found["year"]]

    def among(self, entries: list[Plotted]) -> list[Plotted]:
        """The numbers of a table that can be meant: those of the year and of the row that the words name."""
        for time in self.times:
            if any(entry.is_of(time) for entry in entries):
                entries = [entry for entry in entries if entry.unit is None or entry.is_of(time)]
                break
        name = self.heading.casefold()
        named = [entry for entry in entries if name in (entry.series.casefold(), entry.place.casefold())]
        return named if name and named else entries


@dataclass(frozen=True)
class Plotted:
    """A number of a chart's table; without a `unit` one that stands in the name of a row (`Pills with 2 mg`)."""

    series: str
    place: str
    period: str
    value: float
    unit: str | None

    def is_of(self, time: str) -> bool:
        """Whether the entry's period lies in a year or month, or it is a season that ends in the year."""
        return bool(re.search(rf"{time}|^crop.*-{time[2:]}$", self.period))


def faults(project: Project) -> list[Fault]:
    """Every number in the words of charts that is neither computed there nor in the chart's committed table."""
    found, tables = [], {}
    for literal in literals(project):
        if literal.chart not in tables:
            tables[literal.chart] = table(project, literal.chart)
        entries = tables[literal.chart]
        if entries and not stands(literal, entries):
            found.append(_fault(literal, entries))
    return found


def literals(project: Project) -> Iterator[Literal]:
    """Every number typed into the words of a chart."""
    for path in project.notebooks():
        file = path.relative_to(project.root).as_posix()
        for number, cell in enumerate(load_notebook(path)["cells"]):
            if cell["cell_type"] == "code":
                yield from _in_cell(file, cell.get("id", str(number)), "".join(cell["source"]))


def _in_cell(file: str, cell: str, source: str) -> Iterator[Literal]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with a command for the notebook, such as %timeit
        return
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        words = {keyword.arg: keyword.value for keyword in call.keywords}
        if not isinstance(words.get("id"), ast.Constant):
            continue
        for name in sorted(WORDS & words.keys()):
            for piece in ast.walk(words[name]):
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str):
                    text = flowing(piece)
                    for said in stated(text):
                        line = line_of(piece, said.start)
                        yield Literal(file, cell, line, words["id"].value, name, text, said)


def flowing(piece: ast.Constant) -> str:
    """A text as a chart shows it: the breaks of a text in three quotes are spaces, links to findings their words."""
    return findings.plain(BREAK.sub(" ", piece.value))


def line_of(piece: ast.Constant, offset: int) -> int:
    """The line of the cell in which a place of the flowing text stands."""
    line = piece.lineno
    for found in BREAK.finditer(piece.value):
        before = findings.plain(BREAK.sub(" ", piece.value[: found.end()]))
        line += found[0].count("\n") if len(before) <= offset else 0
    return line


def stated(text: str) -> Iterator[Said]:
    """The values among the numbers of a text: no years, names, counts of parts, and no one else's words."""
    starts = [start for start, _ in unlinked(text)]
    numbers = numbers_in(text)
    for said, following in zip(numbers, [*[one.start for one in numbers[1:]], None], strict=False):
        alone = numbers_in(text[said.start : following])
        # The extreme itself stands behind `at most` and `up to`; and a unit holds here for its own number only.
        side = 0 if _EXTREME.search(text[: said.start]) else said.side
        is_value = any(start <= said.start <= start + 4 for start in starts)
        if (
            alone and is_value and text[said.start : said.end].lower() not in SCALES
        ):  # `bars of million dollars`
            yield replace(said, unit=alone[0].unit, side=side)


def table(project: Project, chart: str) -> list[Plotted]:
    """The numbers of a committed chart's table, and the sums of its periods; empty where none is committed."""
    path = project.root / "figures" / chart / "spec.json"
    if not path.is_file():
        return []
    stored = json.loads(path.read_text(encoding="utf-8"))["layout"]["meta"].get("table") or {}
    rows = [dict(zip(stored["columns"], row, strict=True)) for row in stored.get("rows", ())]
    entries, parts = [], defaultdict(list)
    for row in rows:
        for name in ("value", "low", "high"):
            if isinstance(row.get(name), int | float):
                entries.append(
                    Plotted(row["series"], row.get("place") or "", str(row["period"]), row[name], row["unit"])
                )
        if isinstance(row.get("value"), int | float):
            parts[str(row["period"]), row["unit"]].append((row["series"], row.get("place"), row["value"]))
    # Two counts of one series are rivals: their sum is nobody's number.
    sums = [
        Plotted(ALL, "", period, sum(value for _, _, value in values), unit)
        for (period, unit), values in parts.items()
        if len(values) > 1 and len({(series, place) for series, place, _ in values}) == len(values)
    ]
    names = {str(row[name]) for row in rows for name in ("series", "place") if row.get(name)}
    named = [Plotted(name, "", "", one.value, None) for name in sorted(names) for one in numbers_in(name)]
    return entries + sums + named


def stands(literal: Literal, entries: list[Plotted]) -> bool:
    """Whether a typed number is in the table."""
    said = literal.said
    if _ROUGHLY.search(literal.piece[: said.start]):
        zeros = re.search(r"[1-9,.](0*)$", literal.words.replace(",", ""))
        said = replace(said, step=said.step * 10 ** len(zeros[1]) if zeros else said.step)
    return any(
        said.value == entry.value
        if entry.unit is None
        else agrees([said], [(entry.value, entry.unit)]) or agrees([said], [(-entry.value, entry.unit)])
        for entry in literal.among(entries)
    )


def _fault(literal: Literal, entries: list[Plotted]) -> Fault:
    measured = [entry for entry in entries if entry.unit]
    unit = literal.said.unit[0] if literal.said.unit else ""
    own = [entry for entry in literal.among(measured) if unit in entry.unit]
    own = own or [entry for entry in measured if unit in entry.unit] or measured
    near = min(own, key=lambda entry: abs(abs(entry.value) - abs(literal.said.value)))
    remedy = (
        f"The table of {literal.chart} has {near.value:,.10g} {near.unit} next to it ({near.series}, {near.period}): "
        "mend the words, or let the cell compute the number"
    )
    return Fault(literal.file, literal.line, literal.name, literal.words, IN_TABLE, remedy, cell=literal.cell)
