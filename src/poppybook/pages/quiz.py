"""Questions on a page that check themselves: a choice, or a number with tolerance and unit.

The answer of a number is an observation's id or a value computed in the cell, so it follows the dataset. The HTML works
without script (the answer is folded); assets/quiz.js adds the form's life. Nothing is stored or sent.
"""

import re
from collections.abc import Sequence

from poppybook.book.templates import render
from poppybook.dataset.store import Dataset
from poppybook.language import number
from poppybook.language import teaching as words

from .reference import Fragment

_ID = re.compile(r"[^a-z0-9]+")
SAID = ("right", "wrong", "near", "no number", "no choice", "again")


def quiz(data: Dataset, questions: Sequence[dict], sheet: str = "") -> Fragment:
    """Write questions that check themselves: a choice, or a number with tolerance and unit.

    Parameters
    ----------
    data : Dataset
        Where the answers are.
    questions : list of dict
        Always `ask` (the question), `why` (said with the answer) and, if wanted, `hint`. For a choice: `choose`, a
        dict of option → what to say to it, and `right`, one of its keys. For a number: `answer`, an observation id
        or a number; `within`, how far off it may be (half a percent without it); `unit` (an observation brings its
        own); `slips`, a dict of message → the wrong answer that earns it. For a text that a person reads: `write`,
        what a good answer has. `see` names a chart of the book, `page.html#chart`, and `look` what its link says.
    sheet : str
        With a title, the answers can be printed as a sheet to hand in: with a name, how often each was tried, and
        room for points.

    Returns
    -------
    Fragment
        A list that works without script, too: the answers are folded.

    Raises
    ------
    LookupError, ValueError
        For an unknown observation, and for a question that is of none of the kinds.

    Examples
    --------
    >>> questions = [{"ask": "How many deaths in 2017?", "answer": "od-t404@2017", "why": "CDC counted them."}]
    >>> "28,466" in pb.teach.quiz(data, questions).html
    True
    """
    asked = [_question(data, index, each) for index, each in enumerate(questions, start=1)]
    said = {name: words.QUIZ[name] for name in SAID} | (words.SHEET_SAID if sheet else {})
    head = {"title": sheet, "id": _ID.sub("-", f"sheet {sheet}".lower())} if sheet else None
    return Fragment(
        render(
            "pages/quiz.html.j2",
            questions=asked,
            say=words.QUIZ,
            said=said,
            sheet=head,
            printed=words.SHEET,
            rights=words.rights(data.version),
        )
    )


def _question(data: Dataset, index: int, question: dict) -> dict:
    """The question as the template takes it."""
    question = {"choose": {}, "write": "", "see": "", "source": ""} | question
    if question["choose"]:
        if question.get("right") not in question["choose"]:
            raise ValueError(f"question {index}: right is none of the options")
        return question
    if "answer" in question:
        return question | _number(data, question)
    if question["write"]:
        return question | {"right": question["write"]}
    raise ValueError(f"question {index} has neither choose nor answer nor write")


def _number(data: Dataset, question: dict) -> dict:
    answer, unit, source = question["answer"], question.get("unit", ""), ""
    if isinstance(answer, str):
        row = data.observations([answer]).loc[0]
        source, answer, unit = answer, row["value"], unit or row["unit"]
    answer = float(answer)
    within = float(question.get("within", abs(answer) * 0.005))
    return {
        "exact": f"{answer:.6g}",
        "within": f"{within:.3g}",
        "slips": [[float(f"{wrong:.6g}"), said] for said, wrong in question.get("slips", {}).items()],
        "told": words.tolerance(within, unit),
        "right": f"{number(answer)} {unit}".strip(),
        "source": source,
    }
