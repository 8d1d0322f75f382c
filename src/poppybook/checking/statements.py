"""Find the sentences that say a direction, a rank, a share or a cause of numbers and rest on no finding.

They stand in the text of the book and in the titles, takeaways and notes of its charts. The alternative text of a
chart tells its picture number by number, and each number is held to the table (chart_words.py); a quiz computes what
it asks. A notebook named in CONVERTED has none left, and each of its charts rests on findings; in the others they are
counted.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from poppybook.book.faults import Fault
from poppybook.book.nearest import near
from poppybook.book.project import Project
from poppybook.charts.display import BREAK
from poppybook.language import deciding, findings
from poppybook.run.notebooks import load_notebook

from .prose import Passage, passages
from .prose_grammar import LINK, is_evidence, sayings

# This list grows, and nothing leaves it.
CONVERTED = ("notebooks/heroin-production.ipynb",)
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


@dataclass
class Count:
    """How many sentences of the kind a file has, and on what they rest."""

    proven: int = 0
    reasons: list[str] = field(default_factory=list)
    open: int = 0


def sentences(project: Project) -> Iterator[Sentence]:
    """Every sentence of the kind in the pages of the book and in the words of its charts."""
    for passage in passages(project):
        yield from in_text(passage)
    for file, cell, words in charts(project):
        for name in TOLD:
            if name in words:
                passage = Passage(file, cell, written(words[name]))
                for one in in_text(passage):
                    yield Sentence(file, cell, words[name].lineno, name, one.text, one.loose)


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


def charts(project: Project) -> Iterator[tuple[str, str, dict[str, ast.expr]]]:
    """Every chart of the notebooks: file, cell, and what its call is given by name."""
    for file, cell, call in _calls(project):
        words = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        if {"id", "title", "takeaway"} <= words.keys():
            yield file, cell, words


def proven(project: Project) -> dict[str, dict[str, list[tuple[str, int]]]]:
    """File → name of each finding → cell and line of each place where it is decided."""
    found: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for file, cell, call in _calls(project):
        is_call = isinstance(call.func, ast.Attribute) and call.func.attr == "findings"
        if is_call and len(call.args) == 3 and isinstance(call.args[2], ast.Dict):
            for key in call.args[2].keys:
                if isinstance(key, ast.Constant):
                    found.setdefault(file, {}).setdefault(str(key.value), []).append((cell, key.lineno))
    return found


def _calls(project: Project) -> Iterator[tuple[str, str, ast.Call]]:
    for path in project.notebooks():
        file = path.relative_to(project.root).as_posix()
        for number, cell in enumerate(load_notebook(path)["cells"]):
            if cell["cell_type"] != "code":
                continue
            try:
                tree = ast.parse("".join(cell["source"]))
            except SyntaxError:  # a cell with a command for the notebook, such as %timeit
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    yield file, cell.get("id", str(number)), node


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


def told(project: Project) -> list[str]:
    """The counts in words: all together, then the files in which some are open."""
    found = counts(project)
    open_in = {file: one.open for file, one in found.items() if one.open}
    proven = sum(one.proven for one in found.values())
    excepted = sum(len(one.reasons) for one in found.values())
    return findings.counted(proven, excepted, open_in)


def counts(project: Project) -> dict[str, Count]:
    """For each file the sentences of the kind: resting on a finding, excepted with a reason, open."""
    found: dict[str, Count] = {}
    for one in sentences(project):
        count = found.setdefault(one.file, Count())
        if one.open:
            count.open += 1
        elif one.loose:
            count.reasons.append(one.reason)
        else:
            count.proven += 1
    return dict(sorted(found.items()))


def faults(project: Project) -> list[Fault]:
    """Links to findings that are not there, names used twice; in a converted notebook also open sentences and charts
    without a finding."""
    known = proven(project)
    found = [*_unknown(project, known)]
    for file, names in known.items():
        for name, places in names.items():
            found += [
                Fault(file, line, None, name, ONCE, f"Another stands in cell {places[0][0]}", cell=cell)
                for cell, line in places[1:]
            ]
    for one in sentences(project):
        if one.open and one.file in CONVERTED:
            remedy = f"Link “{one.loose[0]}” to the finding that decides it, [{one.loose[0]}](#{findings.PREFIX}name)"
            found.append(Fault(one.file, one.line, one.column, one.text, RESTS, remedy, cell=one.cell))
    for file, cell, words in charts(project):
        for name in ("title", "takeaway"):
            if file in CONVERTED and not findings.LINK.search(written(words[name])):
                remedy = "Link what it says to a finding beside the chart"
                text = written(words[name])
                found.append(Fault(file, words[name].lineno, name, text, HAS, remedy, cell=cell))
    return found


def _unknown(project: Project, known: dict[str, dict]) -> Iterator[Fault]:
    texts = [(one, None) for one in passages(project)]
    for file, cell, words in charts(project):
        texts += [(Passage(file, cell, written(words[name])), name) for name in TOLD if name in words]
    for passage, column in texts:
        for link in LINK.finditer(passage.text):
            target = TARGET.search(link["href"])
            if not target:
                continue
            folder = passage.file.rpartition("/")[0]
            file = passage.file if not target["file"] else _joined(folder, target["file"])
            if target["id"] not in known.get(file, {}):
                nearest = ", ".join(near(target["id"], known.get(file, {})))
                remedy = (
                    f"Nearest: {nearest}" if nearest else f"State it in a cell of {file} by pb.pages.findings"
                )
                yield Fault(
                    passage.file,
                    passage.line(link.start()),
                    column,
                    link["href"],
                    KNOWN,
                    remedy,
                    cell=passage.cell,
                )


def _joined(folder: str, href: str) -> str:
    parts = [part for part in folder.split("/") if part]
    for part in href.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
