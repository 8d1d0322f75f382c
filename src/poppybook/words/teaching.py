"""What the exercises, their checks, the quizzes and the grading say to students and teachers."""

from . import number

# Slips that do not depend on the task, recognised for every number of the right kind.
FRACTION = "that is a fraction; asked is percent, so multiply by 100"
SIGN = "the size is right, the direction is not: a fall is negative, new minus old"
POUNDS_FOR_KILOGRAMS = "that is the number in pounds; one pound is 0.4536 kilograms, so kilograms are fewer"
KILOGRAMS_FOR_POUNDS = "that is the number in kilograms; there are 2.2046 pounds to a kilogram"
TWICE_CONVERTED = "the conversion went the wrong way: a pound is less than a kilogram"
TONNES = "that is the number in metric tons; asked are kilograms"

KINDS = {"number": "a number", "text": "a text", "names": "a collection of texts", "truth": "True or False"}


def task(name: str, message: str) -> str:
    """Every message names its task."""
    return f"Task {name}: {message}"


def said(answer, unit: str) -> str:
    """An answer as the message repeats it."""
    text = number(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else str(answer)
    return f"{text} {unit}".strip()


def right(answer: str) -> str:
    """What a right answer hears."""
    return f"{answer}: this is what the data give. Hidden tests look further when it is graded."


def slip(answer: str, message: str) -> str:
    """A wrong answer whose slip is known."""
    return f"{answer} is not it: {message}."


def wrong(answer: str, hint: str) -> str:
    """A wrong answer whose slip is not known."""
    return f"{answer} is not what the data give. {hint}".rstrip()


NO_ANSWER = "no answer yet. Replace None by your work and run both cells again."
MISSING = "the answer is a missing value (NaN): look at the rows that went into it."
ONE_ROW = "a table or column came out where one value is asked. Pick the value, for example with .item() or .loc[…]."


def other_kind(found: str, asked: str) -> str:
    """The answer is of another kind than asked."""
    return f"asked is {KINDS[asked]}; the answer is {KINDS.get(found, found)}."


def unknown_task(name: str, tasks: list[str]) -> str:
    """A check was called with a task that is not there."""
    return f"there is no task {name!r} in this assignment; there are {', '.join(tasks)}."


def no_checks(file: str, folder: str) -> str:
    """The notebook was opened without the files beside it."""
    return (
        f"{file} is not in {folder}. It comes with the notebook: unpack the whole zip and start Jupyter in the "
        "folder that was unpacked."
    )


# ---------------------------------------------------------------- quiz

QUIZ = {
    "title": "Questions that check themselves",
    "check": "Check",
    "answer": "Answer",
    "hint": "Hint",
    "right": "Yes.",
    "wrong": "Not yet.",
    "near": "Close, but not within the tolerance.",
    "no number": "Write a number, for example 12.5.",
    "no choice": "Choose one first.",
    "again": "Look at the hint and try again.",
    "source": "The row this rests on",
}


def tolerance(within: float, unit: str) -> str:
    """How exact an answer has to be."""
    return f"{unit}, give or take {number(within)}".lstrip(", ")
