"""Questions as QTI 2.1: one content package for each quiz, an item for each question, a test that holds them."""

from __future__ import annotations

from decimal import Decimal

from poppybook.book.files import zipped
from poppybook.book.templates import render
from poppybook.language import teaching as words

from .questions import NUMBER, Quiz

MANIFEST, TEST = "imsmanifest.xml", "test.xml"


def package(quiz: Quiz, version: str) -> bytes:
    """The zip of one quiz; the same questions give the same bytes."""
    items = [f"q{number}" for number, _ in enumerate(quiz.questions, start=1)]
    about = {"quiz": quiz, "items": items, "rights": words.rights(version)}
    members = {
        MANIFEST: render("questions/manifest.xml.j2", **about),
        TEST: render("questions/test.xml.j2", **about),
    }
    for name, question in zip(items, quiz.questions, strict=True):
        members[f"{name}.xml"] = render(
            "questions/item.xml.j2",
            identifier=f"{quiz.name}-{name}",
            title=f"{quiz.title} {name[1:]}",
            question=question,
            right=_bounds(question.answer, question.within) if question.kind == NUMBER else None,
            slips=[(*_bounds(f"{value:.6g}", question.within), said) for value, said in question.slips],
            say=words.QUIZ,
        )
    return zipped({name: str(text).encode() for name, text in members.items()})


def _bounds(answer: str, within: str) -> tuple[str, str]:
    """The lowest and the highest answer that is taken, as decimal numbers."""
    middle, off = Decimal(answer), Decimal(within)
    return f"{middle - off:f}", f"{middle + off:f}"
