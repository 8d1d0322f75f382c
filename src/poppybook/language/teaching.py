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
NOT_FINITE = "the answer is infinite, or larger than any number here: look for a division by zero."
LATER = "graded from outside when all cells have run; what came of it stands under the check of the task."
NOT_PLAIN = "the collection holds something that is neither text, number nor date. Take the texts themselves."
ONE_ROW = "a table or column came out where one value is asked. Pick the value, for example with .item() or .loc[…]."


def other_kind(found: str, asked: str) -> str:
    """The answer is of another kind than asked."""
    found = "a collection, not one value" if found == "names" else KINDS.get(found, found)
    return f"asked is {KINDS[asked]}; the answer is {found}."


def unknown_task(name: str, tasks: list[str]) -> str:
    """A check was called with a task that is not there."""
    return f"there is no task {name!r} in this assignment; there are {', '.join(tasks)}."


def no_checks(file: str, folder: str) -> str:
    """The notebook was opened without the files beside it."""
    return (
        f"{file} is not in {folder}. It comes with the notebook: unpack the whole zip and start Jupyter in the "
        "folder that was unpacked."
    )


def other_data(folder: str) -> str:
    """The checks know answers from other data than are loaded: a right one would be called wrong."""
    return (
        f"These checks were made with other data than those in {folder}, which this notebook loads. Install the "
        "package that came in the same zip, as its README.md says, and restart the kernel. If that is done already: "
        "move the folder out of the other book."
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

SHEET = {
    "title": "Answer sheet",
    "name": "Name",
    "class": "Class",
    "date": "Date",
    "points": "Points",
    "good": "What a good answer has",
    "print": "Print this sheet",
    "sheets": "Questions without code",
    "checks": "Questions that check themselves",
}
# Said after a verdict, so that a teacher sees how it was reached.
SHEET_SAID = {"try": "Try", "seen": "after opening the answer"}


def rights(version: str) -> str:
    """The line under what is printed: where it is from, and what may be done with it."""
    return (
        f"From the data book Poppy to Precursor, data {version}. Text and data CC BY 4.0; please name the publisher of "
        "each number."
    )


def tolerance(within: float, unit: str) -> str:
    """How exact an answer has to be."""
    return f"{unit}, give or take {number(within)}".lstrip(", ")


# ---------------------------------------------------------------- editions

HOW_TO_OPEN = """# {title}: exercises

From the data book *Poppy to Precursor*. This folder holds all you need: the notebook, the checks (`checks.json`) and
the package `poppybook` with the data (`{wheel}`). Keep them together.

## How to open it

1. You need Python 3.11 to 3.14. In a terminal, once:
   `pip install "ipywidgets>=8.1" "jupyterlab>=4.4" "pandas>=3.0" "pint>=0.24" "plotly>=7.0"`
2. Go into this folder, the one with this file, and for each assignment install its package, which needs no connection:
   `pip install --no-index --no-deps --force-reinstall {wheel}`
3. Start `jupyter lab`, from the same terminal.
4. Open `{name}.ipynb` and run it from the top. The first cell loads the data; nothing is downloaded.

On a class server (JupyterHub) upload the whole folder and type the line of step 2 into a terminal there.

## How it is graded

Each check says at once whether an answer is what the data give. There are hidden tests, too: they run when your work is
graded and do not appear in this notebook. Tasks with a rubric are read by a person. Save the notebook before
you hand it in, and hand in only `{name}.ipynb`, under any file name.

Drug use is a health matter. If this is about you or someone close to you: United States 988,
Mexico 800 911 2000, Canada 988.

Text and data CC BY 4.0, code MIT.
"""

NOTES = {
    "title": "notes for the instructor",
    "timing": (
        "{tasks} tasks, about {minutes} minutes for a student who has read the chapter, {points} points, of which "
        "{by_hand} are given by hand. Easy tasks alone fit one lesson."
    ),
    "columns": ("Task", "Skills", "Level", "Minutes", "Points", "Graded"),
    "by hand": "by hand",
    "by check": "by check",
    "rubrics": "Rubrics",
    "mistakes": "Right answers and common mistakes",
    "mistakes lead": (
        "The checks recognise these and say so. Values are computed from the dataset this edition was made with; the "
        "source notebook has the code."
    ),
}

MAP = {
    "assignments": ("Assignment", "Tasks", "Minutes", "Points", "of these by hand"),
    "skills": ("Skill", "Tasks that train it"),
    "notes": "notes for the lesson, and rubrics",
}


def rubric_heading(number_: str, title: str, points: int) -> str:
    """`Rubric of task 10, “Draw it honestly”, 6 points`."""
    return f"Rubric of task {number_}, “{title}”, {points} points"


def task_heading(number_: str, title: str) -> str:
    """`Task 3. Title`."""
    return f"Task {number_}. {title}"


def _shown(value) -> str:
    return (
        said(float(value), "") if hasattr(value, "__float__") and not isinstance(value, bool) else str(value)
    )


def right_answer(task_: str, value, unit: str) -> str:
    """A line of the instructor's list."""
    return f"**Task {task_}**: {_shown(value)} {unit}".rstrip()


def wrong_answer(value, message: str) -> str:
    """A wrong answer under it."""
    return f"{_shown(value)}: {message}"
