"""The course as it is, and for each assignment one grading of three notebooks: solved, untouched, and all wrong."""

import ast
import shutil
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from poppybook.teaching import course, editions
from poppybook.teaching.grade import grade
from poppybook.teaching.mending import grade_id

BOOK = Path(__file__).parents[2]
NAMES = [each.name for each in course.assignments(BOOK)]
SECONDS = 120  # a cell's time where no test is about it: a busy machine must not fail one


@pytest.fixture(scope="session")
def released():
    """A function: name of an assignment → the student's notebook."""
    made = {}

    def of(name):
        if name not in made:
            made[name] = editions.handed_out(course.assignment(BOOK, name))
        return nbformat.from_dict(made[name])

    return of


@pytest.fixture(scope="session")
def all_wrong():
    """A function: a student notebook and its assignment → the notebook with each answer set to a listed wrong one."""

    def of(notebook, assignment):
        wrong = {case.task: case.slips[0] for case in assignment.expected() if case.slips}
        said = []
        for cell in notebook.cells:
            name = grade_id(cell) or ""
            if cell.cell_type != "code" or not name.startswith("check-"):
                continue
            lines = []
            for call in ast.walk(ast.parse(cell.source)):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "check":
                    task, given = call.args[0].value, call.args[1]
                    value, message = wrong[task]
                    if isinstance(given, ast.Name):
                        value = value.item() if hasattr(value, "item") else value
                        lines.append(f"{given.id} = {value!r}")
                        said.append(message)
                        break  # a check stops at the first wrong answer
            answer = next(
                each for each in notebook.cells if grade_id(each) == name.replace("check", "answer")
            )
            answer.source = "\n".join([answer.source, *lines])
        return notebook, said

    return of


# A class starts a kernel for each notebook: one assignment stands for all in `make test`; `make proof` grades all.
# That solutions are right and slips are told holds for all of them in test_assignments.py, without grading.
ASSIGNMENTS = [NAMES[0], *(pytest.param(name, marks=pytest.mark.proof) for name in NAMES[1:])]


@pytest.fixture(scope="session", params=ASSIGNMENTS)
def class_of_three(request, released, all_wrong, tmp_path_factory):
    """One grading of an assignment: `report`, `out`, `assignment`, and what the wrong notebook should hear."""
    assignment = course.assignment(BOOK, request.param)
    folder = tmp_path_factory.mktemp(request.param)
    submissions = folder / "in"
    submissions.mkdir()
    shutil.copy(assignment.path, submissions / "Solved.ipynb")
    nbformat.write(released(request.param), submissions / "Untouched.ipynb")
    wrong, said = all_wrong(released(request.param), assignment)
    nbformat.write(wrong, submissions / "Wrong.ipynb")
    report = grade(submissions, folder / "out", course.assignments(BOOK), cell_seconds=SECONDS)
    by_name = {each.submission.student: each for each in report.graded}
    return SimpleNamespace(
        report=report, by_name=by_name, out=folder / "out", assignment=assignment, said=said
    )
