"""Find the sentences that say a direction, a rank, a share or a cause of numbers and rest on no finding.

They stand in the text of the book and in the titles, takeaways and notes of its charts. The alternative text of a
chart tells its picture number by number, and each number is held to the table (chart_words.py); a quiz computes what
it asks. A notebook named in CONVERTED has none left, and each of its charts rests on findings; in the others they are
counted.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from poppybook.book.faults import Fault
from poppybook.book.nearest import near
from poppybook.book.project import Project
from poppybook.charts.display import BREAK
from poppybook.language import deciding, findings

from .calls import calls
from .prose import Passage, passages
from .prose_grammar import LINK, is_evidence, sayings

# This list grows, and nothing leaves it.
CONVERTED = ("notebooks/fentanyl-seizures.ipynb", "notebooks/heroin-production.ipynb")
TOLD = ("title", "takeaway", "note")
RESTS = "words of direction, rank, share or cause rest on a finding"
KNOWN = "a link to a finding names one of its notebook"
ONCE = "a finding has a name of its own in its notebook"
HAS = "a chart's title and takeaway rest on findings"
TARGET = re.compile(rf"(?P<file>[^#]*)#{findings.PREFIX}(?P<id>[\w-]+)$")


@dataclass(frozen=True)
class Sentence:
    """A sentence of the kind: where it stands, its words of the kind that no finding carries, and the reason that its
    author gives instead."""

    file: str
    cell: str | None
    line: int
    column: str | None
    text: str
    loose: list[str]
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it rests on nothing."""
        return bool(self.loose) and not self.reason


@dataclass(frozen=True)
class ChartWords:
    """A chart of a notebook: where it stands, and the words that its cell types, by the name of the argument."""

    file: str
    cell: str
    words: dict[str, ast.expr]


@dataclass
class Statements:
    """What the book says, and what it decides: all passages, charts and sentences of the kind; file → name of each
    finding → cell and line of each place where it is decided."""

    passages: list[Passage] = field(default_factory=list)
    charts: list[ChartWords] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    decided: dict[str, dict[str, list[tuple[str, int]]]] = field(default_factory=dict)


def read(project: Project) -> Statements:
    """All statements of the book, each notebook read once for its code."""
    found = Statements(passages=list(passages(project)))
    for file, cell, call in (
        (path.relative_to(project.root).as_posix(), *called)
        for path in project.notebooks()
        for called in calls(path)
    ):
        words = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        if {"id", "title", "takeaway"} <= words.keys():
            found.charts.append(ChartWords(file, cell, words))
        if isinstance(call.func, ast.Attribute) and call.func.attr == "findings" and len(call.args) == 3:
            for key in getattr(call.args[2], "keys", ()):
                if isinstance(key, ast.Constant):
                    places = found.decided.setdefault(file, {}).setdefault(str(key.value), [])
                    places.append((cell, key.lineno))
    found.sentences += [one for passage in found.passages for one in in_text(passage)]
    for chart in found.charts:
        for name, node in chart.words.items():
            if name in TOLD:
                inside = in_text(Passage(chart.file, chart.cell, written(node)))
                found.sentences += [replace(one, line=node.lineno, column=name) for one in inside]
    return found


def in_text(passage: Passage) -> Iterator[Sentence]:
    """The sentences of the kind in one text."""
    said, loose = _masks(passage.text)
    start = 0
    for end in [*(found.end() for found in deciding.END.finditer(said)), len(said)]:
        span, start = slice(start, end), end
        sentence = said[span].strip()
        if sentence.rstrip("*_ ").endswith("?") or not deciding.WORD.search(sentence):
            continue
        left = [found[0] for found in deciding.WORD.finditer(loose[span])]
        reason = deciding.EXCEPTED.search(passage.text[span])
        place = span.start + len(said[span]) - len(said[span].lstrip())
        shown = " ".join(LINK.sub(lambda link: link["text"], passage.text[span]).split())
        yield Sentence(
            passage.file,
            passage.cell,
            passage.line(place),
            None,
            shown,
            left,
            reason["reason"] if reason else "",
        )


def _masks(text: str) -> tuple[str, str]:
    """The text as far as its words count, and the same without the words that carry a finding; places stay."""
    said = sayings(text)
    said = deciding.NAMED.sub(lambda found: " " * len(found[0]), said)
    for link in LINK.finditer(said):
        (start, end), (first, last) = link.span(), link.span("text")
        own = TARGET.search(link["href"])
        if own or not (is_evidence(link["href"]) or re.match(r"[a-z]+:", link["href"])):
            said = _without(said, [(start, first), (last, end)])
        else:
            side = deciding.SIDE.search(said[:start])
            said = _without(said, [(side.start() if side else start, end)])
    loose = said
    for link in LINK.finditer(sayings(text)):
        if TARGET.search(link["href"]):
            loose = _without(loose, [link.span()])
    return said, loose


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def written(node: ast.expr) -> str:
    """A text of a chart as far as it is typed; what the cell computes counts as a number."""
    match node:
        case ast.JoinedStr(values=parts):
            text = "".join(written(part) if isinstance(part, ast.Constant) else "0" for part in parts)
        case ast.Constant(value=str(text)):
            pass
        case _:
            text = ""
    return BREAK.sub(" ", text)


def told(found: Statements) -> list[str]:
    """How many sentences of the kind there are, in words, and the files in which some are open."""
    left = Counter(one.file for one in found.sentences if one.open)
    excepted = sum(bool(one.loose and one.reason) for one in found.sentences)
    proven = sum(not one.loose for one in found.sentences)
    return findings.counted(proven, excepted, dict(sorted(left.items())))


def faults(found: Statements) -> list[Fault]:
    """Links to findings that are not there, names used twice; in a converted notebook also open sentences and charts
    without a finding."""
    wrong = [*_unknown(found)]
    for file, names in found.decided.items():
        for name, places in names.items():
            remedy = f"Another stands in cell {places[0][0]}: give one of them a name of its own"
            wrong += [Fault(file, line, None, name, ONCE, remedy, cell=cell) for cell, line in places[1:]]
    for one in found.sentences:
        if one.open and one.file in CONVERTED:
            word = one.loose[0]
            remedy = f"Link “{word}” to the finding that decides it, [{word}](#{findings.PREFIX}name)"
            wrong.append(Fault(one.file, one.line, one.column, one.text, RESTS, remedy, cell=one.cell))
    for chart in found.charts:
        for name in ("title", "takeaway"):
            node, text = chart.words[name], written(chart.words[name])
            if chart.file in CONVERTED and not findings.LINK.search(text):
                remedy = "Link what it says to a finding beside the chart"
                wrong.append(Fault(chart.file, node.lineno, name, text, HAS, remedy, cell=chart.cell))
    return wrong


def _unknown(found: Statements) -> Iterator[Fault]:
    typed = [
        (chart, name, node) for chart in found.charts for name, node in chart.words.items() if name in TOLD
    ]
    texts = [(passage, None, 1) for passage in found.passages]
    texts += [(Passage(one.file, one.cell, written(node)), name, node.lineno) for one, name, node in typed]
    for passage, column, first in texts:
        for link in LINK.finditer(passage.text):
            target = TARGET.search(link["href"])
            if not target:
                continue
            folder = posixpath.dirname(passage.file)
            file = (
                posixpath.normpath(posixpath.join(folder, target["file"])) if target["file"] else passage.file
            )
            names = found.decided.get(file, {})
            if target["id"] not in names:
                nearest = ", ".join(near(target["id"], names))
                remedy = (
                    f"Nearest: {nearest}" if nearest else f"State it in a cell of {file} by pb.pages.findings"
                )
                line = passage.line(link.start()) + first - 1
                yield Fault(passage.file, line, column, link["href"], KNOWN, remedy, cell=passage.cell)
