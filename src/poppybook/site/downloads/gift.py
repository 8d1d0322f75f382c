"""Questions as GIFT, the text format that Moodle imports (Question bank, Import, GIFT format)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from poppybook.language import teaching as words

from .questions import CHOICE, NUMBER, Question, Quiz

_CONTROL = re.compile(r"[\\~=#{}:]")


def gift(found: list[Quiz], version: str) -> str:
    """Every quiz as a category of its own."""
    return "\n".join(_lines(found, version)) + "\n"


def _lines(found: list[Quiz], version: str) -> Iterator[str]:
    yield f"// {words.rights(version)}"
    for quiz in found:
        kind = words.SHEET["sheets"] if quiz.name.startswith("sheet-") else words.SHEET["checks"]
        yield ""
        yield f"$CATEGORY: $course$/Poppy to Precursor/{kind}/{quiz.title.replace('/', '//')}"
        for number, question in enumerate(quiz.questions, start=1):
            yield ""
            yield f"::{_plain(quiz.title)} {number}::[plain]{_plain(_asked(question))} {{{_answers(question)}"
            yield f"\t####{_plain(question.key)}"
            yield "}"


def _asked(question: Question) -> str:
    return f"{question.ask} ({question.unit})" if question.unit else question.ask


def _answers(question: Question) -> str:
    """What stands in the braces: right and wrong answers, each with what is said to it. A text has none."""
    if question.kind == CHOICE:
        marked = [
            f"{'=' if each.right else '~'}{_plain(each.text)}#{_plain(each.said)}"
            for each in question.options
        ]
        return "".join(f"\n\t{each}" for each in marked)
    if question.kind == NUMBER:
        right = f"\n\t={question.answer}:{question.within}#{_plain(words.QUIZ['right'])}"
        wrong = (f"\n\t=%0%{value:.6g}:{question.within}#{_plain(said)}" for value, said in question.slips)
        return "#" + right + "".join(wrong)
    return ""


def _plain(text: str) -> str:
    """Text without a sign that GIFT would take for its own."""
    return _CONTROL.sub(lambda sign: f"\\{sign[0]}", " ".join(text.split()))
