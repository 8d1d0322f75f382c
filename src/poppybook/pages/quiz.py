"""Questions on a page that check themselves: a choice, or a number with tolerance and unit.

The answer of a number is an observation's id or a value computed in the cell, so it follows the dataset. The HTML works
without script (the answer is folded); assets/quiz.js adds the form's life. Nothing is stored or sent.
"""

import json
from collections.abc import Sequence
from html import escape

from poppybook.dataset.queries import observations
from poppybook.dataset.store import Dataset
from poppybook.language import number
from poppybook.language import teaching as words

from .reference import Fragment

SCRIPT = '<script src="../assets/quiz.js" defer></script>\n'
SAID = ("right", "wrong", "near", "no number", "no choice", "again")


def quiz(data: Dataset, questions: Sequence[dict]) -> Fragment:
    """A list of questions as HTML.

    Each question is a dict. Always `ask` (the question), `why` (said with the answer) and, if wanted, `hint`; texts are
    plain. For a choice: `choose`, a dict of option → what to say to it, and `right`, one of its keys. For a number:
    `answer`, an observation id or a number; `within`, how far off it may be (half a percent without it); `unit` (an
    observation brings its own); `slips`, a dict of message → the wrong answer that earns it.
    Raises LookupError for an unknown observation, ValueError for a question that is neither one nor the other.
    """
    items = "".join(_question(data, index, each) for index, each in enumerate(questions, start=1))
    say = escape(json.dumps({name: words.QUIZ[name] for name in SAID}))
    return Fragment(
        f'<section class="pb-quiz" aria-label="{escape(words.QUIZ["title"])}" data-say="{say}">\n'
        f"<ol>\n{items}</ol>\n</section>\n{SCRIPT}"
    )


def _question(data: Dataset, index: int, question: dict) -> str:
    if "choose" in question:
        if question.get("right") not in question["choose"]:
            raise ValueError(f"question {index}: right is none of the options")
        return _choice(index, question)
    if "answer" in question:
        return _number(data, index, question)
    raise ValueError(f"question {index} has neither choose nor answer")


def _choice(index: int, question: dict) -> str:
    name = f"q{index}"
    options = "".join(
        f'<label><input type="radio" name="{name}" value="{int(option == question["right"])}" '
        f'data-say="{escape(said)}"> {escape(option)}</label>\n'
        for option, said in question["choose"].items()
    )
    field = f'<fieldset><legend class="pb-ask">{escape(question["ask"])}</legend>\n{options}</fieldset>'
    return _item(question, "choice", field, escape(question["right"]))


def _number(data: Dataset, index: int, question: dict) -> str:
    answer, unit, source = question["answer"], question.get("unit", ""), ""
    if isinstance(answer, str):
        row = observations(data, [answer]).loc[0]
        source = f' <a href="#{escape(answer)}">{words.QUIZ["source"]}</a>'
        answer, unit = row["value"], unit or row["unit"]
    answer = float(answer)
    within = float(question.get("within", abs(answer) * 0.005))
    slips = [[float(f"{wrong:.6g}"), said] for said, wrong in question.get("slips", {}).items()]
    told = words.tolerance(within, unit)
    field = (
        f'<label><span class="pb-ask">{escape(question["ask"])}</span>\n<span class="pb-field">'
        f'<input type="text" inputmode="decimal" autocomplete="off" data-answer="{answer:.6g}" '
        f'data-within="{within:.3g}" data-slips="{escape(json.dumps(slips))}"> '
        f"{escape(told)}</span></label>"
    )
    return _item(question, "number", field, f"{number(answer)} {escape(unit)}".strip() + source)


def _item(question: dict, kind: str, field: str, answer: str) -> str:
    hint = (
        f"<details><summary>{words.QUIZ['hint']}</summary><p>{escape(question['hint'])}</p></details>\n"
        if "hint" in question
        else ""
    )
    return (
        f'<li><form class="pbq-{kind}" autocomplete="off">{field}\n'
        f'<button type="submit" hidden>{words.QUIZ["check"]}</button>\n'
        f'<p class="pbq-verdict" role="status"></p></form>\n{hint}'
        f"<details><summary>{words.QUIZ['answer']}</summary><p>{answer}. {escape(question['why'])}</p></details></li>\n"
    )
