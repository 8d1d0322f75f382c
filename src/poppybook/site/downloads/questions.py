"""The questions that check themselves, read back from the notebooks that show them.

A notebook writes them once (`pb.teach.quiz`); what stands on its page is the only source of every other form, so that
a file for a learning platform cannot ask or accept anything else. The answers in it come from the dataset.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from poppybook.book.project import Project

CHOICE, NUMBER, TEXT = "choice", "number", "text"


@dataclass
class Option:
    """One option of a choice: its text, what is said to who takes it, and whether it is right."""

    text: str
    said: str
    right: bool


@dataclass
class Question:
    """One question: its kind, what it asks, and what is said with the answer.

    A choice has `options`. A number has `answer` and `within` as they are printed, `unit` (with the tolerance, as the
    page tells it) and `slips`: wrong values with what each is told. A text is read by a person.
    """

    kind: str = ""
    ask: str = ""
    key: str = ""
    options: list[Option] = field(default_factory=list)
    answer: str = ""
    within: str = ""
    unit: str = ""
    slips: list[tuple[float, str]] = field(default_factory=list)


@dataclass
class Quiz:
    """The questions under one heading: `name` for files, `title` for people, and the page that shows them."""

    name: str
    title: str
    page: str
    questions: list[Question]


def quizzes(project: Project) -> list[Quiz]:
    """Every quiz of the book in the order of its pages. A sheet has its own title, another quiz that of its page."""
    found = []
    for page in project.settings().get("render") or ():
        if Path(page).suffix != ".ipynb" or not (project.root / page).is_file():
            continue
        cells = json.loads((project.root / page).read_text(encoding="utf-8"))["cells"]
        title = next(("".join(cell["source"]).splitlines()[0].lstrip("# ") for cell in cells), page)
        for html in _shown(cells):
            reader = _Reader(html)
            name = reader.sheet or Path(page).stem
            found.append(Quiz(name, reader.title if reader.sheet else title, page, reader.questions))
    return found


def _shown(cells: list[dict]) -> Iterator[str]:
    for cell in cells:
        for output in cell.get("outputs", ()):
            html = "".join(output.get("data", {}).get("text/html", ""))
            if 'class="pb-quiz' in html:
                yield html


class _Reader(HTMLParser):
    """Reads what `templates/pages/quiz.html.j2` writes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title, self.sheet, self.questions = "", "", []
        self._into, self._in_fold, self._in_link = "", False, False
        self.feed(html)
        self.close()
        for each in self.questions:
            each.ask, each.key, each.unit = (
                " ".join(text.split()).replace(" .", ".") for text in (each.ask, each.key, each.unit)
            )
            for option in each.options:
                option.text = option.text.strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if "pb-quiz" in classes:
            self.title, self.sheet = given["aria-label"], given.get("id", "")
        elif tag == "form":
            self.questions.append(Question(kind=classes[0].removeprefix("pbq-")))
        elif "pb-ask" in classes:
            self._into = "ask"
        elif "pb-field" in classes:
            self._into = "unit"
        elif tag == "input" and "data-answer" in given:
            now = self.questions[-1]
            now.answer, now.within = given["data-answer"], given["data-within"]
            now.slips = [(wrong, said) for wrong, said in json.loads(given["data-slips"])]
        elif tag == "input" and given.get("type") == "radio":
            self.questions[-1].options.append(Option("", given["data-say"], given["value"] == "1"))
            self._into = "option"
        elif tag == "details":
            self._in_fold, self.questions[-1].key = True, ""  # the last fold of a question has its answer
        elif tag == "p" and self._in_fold:
            self._into = "key"
        elif tag == "a":
            self._in_link = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("span", "legend", "label", "p"):
            self._into = ""
        elif tag == "a":
            self._in_link = False
        elif tag == "details":
            self._in_fold = False

    def handle_data(self, data: str) -> None:
        if not self._into or self._in_link:  # the link in a fold leads to the row
            return
        if self._into == "option":
            self.questions[-1].options[-1].text += data
        else:
            setattr(self.questions[-1], self._into, getattr(self.questions[-1], self._into) + data)
