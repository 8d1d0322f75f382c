"""The five assignments: what they hold, what their editions leave out, and that their checks teach."""

import ast
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

import poppybook as pb
from poppybook.pages import api
from poppybook.run.code_use import reached
from poppybook.teaching import answers, course, editions, notes, values

BOOK = Path(__file__).parents[2]
NAMES = [each.name for each in course.assignments(BOOK)]

SKILLS = [
    "filtering",
    "percent change",
    "units",
    "fiscal against calendar years",
    "rates and base rates",
    "uncertainty",
    "indexing",
    "joins",
    "network reading",
    "honest plotting",
    "source criticism",
]


@pytest.fixture(scope="module", params=NAMES)
def assignment(request):
    return course.assignment(BOOK, request.param)


@pytest.fixture(scope="module")
def zips(tmp_path_factory):
    """Both zips of every assignment, by name."""
    out = tmp_path_factory.mktemp("dist")
    wheel = editions.book_wheel(BOOK)
    for each in course.assignments(BOOK):
        editions.write_editions(each, BOOK, out, wheel)
    return out


def test_there_are_at_least_forty_tasks_and_every_skill_is_trained():
    tasks = [task for each in course.assignments(BOOK) for task in each.tasks()]
    assert len(tasks) >= 40
    assert set(SKILLS) <= {skill for task in tasks for skill in task.skills}
    assert {task.level for task in tasks} == {"Easy", "Medium", "Hard"}


def test_tasks_go_from_easy_to_hard_and_state_the_points_they_have(assignment):
    tasks, notebook = assignment.tasks(), assignment.notebook()
    levels = ["Easy", "Medium", "Hard"]
    assert [task.level for task in tasks] == sorted((task.level for task in tasks), key=levels.index)
    points = {}
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade"):
            points[about["grade_id"].rpartition("-")[2]] = (about["points"], about["solution"])
    assert points == {task.number: (task.points, task.by_hand) for task in tasks}


def test_tasks_graded_by_hand_have_a_rubric_that_adds_up(assignment):
    by_hand = [task for task in assignment.tasks() if task.by_hand]
    assert by_hand
    for task in by_hand:
        given = [int(number) for number in re.findall(r"(\d+) points?:", task.rubric)]
        assert sum(given) == task.points, task.number


def test_the_stored_fingerprints_are_those_of_the_dataset(assignment):
    stored = (assignment.folder / answers.CHECKS).read_bytes()
    assert stored == assignment.checks(), "run `poppybook assignments` and commit checks.json"


def test_each_listed_wrong_answer_earns_its_message(assignment, monkeypatch):
    monkeypatch.chdir(assignment.folder)
    check = answers.checks(assignment.name)
    cases = assignment.expected()
    assert sum(len(case.slips) for case in cases) > 15
    for case in cases:
        assert case.slips, f"task {case.task} lists no wrong answer"
        for wrong, message in case.slips:
            for judged in (
                lambda wrong=wrong, case=case: check(case.task, wrong),
                lambda wrong=wrong, case=case: answers.judge(case, wrong),
            ):
                with pytest.raises(answers.WrongAnswer) as told:
                    judged()
                assert str(told.value).startswith(f"Task {case.task}: ")
                assert message in str(told.value)


def test_each_right_answer_is_taken_also_when_rounded_within_its_tolerance(assignment, monkeypatch, capsys):
    monkeypatch.chdir(assignment.folder)
    check = answers.checks(assignment.name)
    for case in assignment.expected():
        check(case.task, case.right)
        if answers.normal(case.right)[0] == "number":
            check(case.task, case.right + 0.9 * case.within)
            check(case.task, case.right - 0.9 * case.within)
            with pytest.raises(answers.WrongAnswer):
                check(case.task, case.right + 2.1 * case.within)
        assert f"Task {case.task}: " in capsys.readouterr().out


def forms(right, within):
    """An answer in all the forms in which a notebook may give it, near the right one and not so near."""
    kind, value = answers.normal(right)
    if kind == "number":
        near = [value + within * tenths / 10 for tenths in range(-30, 31)]
        rounded = [round(value, digits) for digits in range(-3, 6)]
        other = [value / 100, value * 100, -value, math.floor(value), math.ceil(value), int(value), 0, -0.0]
        numbers = [*near, *rounded, *other, float("inf"), float("nan"), 10**400, 1e308]
        wrap = [np.float64, np.array, lambda x: [x], lambda x: pd.Series([x]), lambda x: pd.DataFrame([x])]
        few = [value, round(value, 1), int(value)]
        yield from numbers
        yield from (
            form(number) for form in [*wrap, str, Decimal, Fraction, pd.Timedelta, complex] for number in few
        )
        yield from (
            np.int64(value),
            np.float32(value),
            np.array([[value]]),
            pd.array([value])[0],
            pd.NA,
            pd.NaT,
        )
    elif kind == "text":
        given = [
            right,
            str(right).upper(),
            f"  {right} ",
            [right],
            pd.Series([right]),
            np.array(right),
            right.encode(),
        ]
        yield from [*given, pd.Series([right, right]), str(right)[:-1], pd.Categorical([right])[0]]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(right)):
            stamp = pd.Timestamp(right)
            yield from (
                stamp,
                stamp.date(),
                stamp.to_datetime64(),
                np.datetime64(right, "D"),
                pd.Series([stamp]),
            )
    elif kind == "names":
        names = list(map(str, right))
        yield from (
            make(names)
            for make in (list, tuple, set, pd.Series, pd.Index, np.array, dict.fromkeys, pd.Categorical)
        )
        yield from (
            names[:-1],
            [*names, names[0]],
            [*names, "more"],
            " ".join(names),
            [pd.Timestamp("2017-01-01")],
        )
        yield from (
            [pd.Period("2017")],
            [Decimal(1)],
            [None, *names],
            [names],
            pd.DataFrame(names),
            [],
            names[0],
        )
        if all(name.isdigit() for name in names):
            yield from (list(map(int, names)), np.array(list(map(int, names))), set(map(float, names)))
    else:
        yield from (
            right,
            not right,
            np.bool_(right),
            [right],
            pd.Series([right]),
            str(right),
            int(right),
            None,
            ...,
        )


def heard(judged, answer):
    try:
        return "right", judged(answer)
    except answers.WrongAnswer as error:
        return "wrong", str(error)


def test_the_check_of_the_student_and_the_hidden_test_judge_alike(assignment, monkeypatch, capsys):
    """On the value as the notebook has it, and as it arrives where grading judges it."""
    monkeypatch.chdir(assignment.folder)
    check = answers.checks(assignment.name)

    def checked(task, answer):
        check(task, answer)
        return capsys.readouterr().out.rstrip("\n")

    tried = 0
    for case in assignment.expected():
        for answer in forms(case.right, case.within):
            there = values.unpack(values.pack(answer))
            one = heard(lambda given, case=case: checked(case.task, given), there)
            assert one == heard(lambda given, case=case: answers.judge(case, given), there), (
                case.task,
                answer,
            )
            assert one[0] == heard(lambda given, case=case: checked(case.task, given), answer)[0], (
                case.task,
                answer,
            )
            tried += 1
    assert tried > 500


def test_whole_numbers_are_exact(assignment):
    for case in assignment.expected():
        if isinstance(case.right, int) and not isinstance(case.right, bool) and case.within < 0.1:
            for near in (case.right + 0.3, case.right - 0.3, case.right + 0.001):
                with pytest.raises(answers.WrongAnswer):
                    answers.judge(case, near)
            answers.judge(case, case.right / 3 * 3)


def test_a_student_edition_holds_no_solution_and_no_hidden_test(assignment, zips):
    source = assignment.notebook()
    secret = set()
    for cell in source.cells:
        for region in re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\s*### END", cell.source, re.S):
            lines = {line.strip() for line in region.splitlines() if len(line.strip()) > 25}
            secret |= {
                line for line in lines if not re.match(r"(from|import) ", line)
            }  # imports give nothing away
    assert len(secret) > 50
    with zipfile.ZipFile(zips / f"{assignment.name}-student.zip") as archive:
        names = archive.namelist()
        wheel = zipfile.ZipFile(io.BytesIO(archive.read(next(n for n in names if n.endswith(".whl")))))
        pieces = [(archive, name) for name in names if not name.endswith(".whl")]
        pieces += [(wheel, name) for name in wheel.namelist() if not name.endswith(".csv")]
        text = "\n".join(home.read(name).decode() for home, name in pieces)
        notebook = nbformat.reads(
            archive.read(f"{assignment.name}/{assignment.name}.ipynb").decode(), as_version=4
        )
    visible = "\n".join(cell.source for cell in notebook.cells)
    for line in secret:
        assert line not in visible
        assert json.dumps(line, ensure_ascii=False)[1:-1] not in text, line
    for word in ("BEGIN SOLUTION", "HIDDEN TESTS", "pb.teach.expect", "pb.teach.fresh", "Rubric"):
        assert word not in visible
    assert "There are hidden tests, too" in visible


def test_an_instructor_edition_has_solutions_rubric_timing_notes_and_mistakes(assignment, zips):
    with zipfile.ZipFile(zips / f"{assignment.name}-instructor.zip") as archive:
        read = {name.split("/")[-1]: archive.read(name).decode() for name in archive.namelist()}
    assert "BEGIN SOLUTION" in read[f"{assignment.name}.ipynb"]
    assert "HIDDEN TESTS" in read[f"{assignment.name}.ipynb"]
    for word in ("Minutes", "## Rubrics", "common mistakes", "1 point"):
        assert word in read["notes.md"]
    assert "**Goals.**" in read["discussion.md"]
    assert "Talk about" in read["discussion.md"]


def test_editions_are_the_same_bytes_each_time(zips, tmp_path):
    each = course.assignment(BOOK, NAMES[0])
    for path in editions.write_editions(each, BOOK, tmp_path, editions.book_wheel(BOOK)):
        assert path.read_bytes() == (zips / path.name).read_bytes()


def test_editions_are_made_in_an_environment_that_was_not_activated(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", "/bin"]))
    before = os.environ["PATH"]
    assert editions.release(course.assignment(BOOK, NAMES[0]), tmp_path).is_file()
    assert os.environ["PATH"] == before


EVERY_NAME = """
import poppybook as pb
from poppybook.pages import api

print(pb.__file__)
data = pb.load()
print(data.folder)
check = pb.teach.checks("heroin-production")
for name in api.entries():
    assert callable(eval(name)), name
pb.charts.outlines("asia")
pb.browse(data)
pb.flow_map(data)
pb.pages.list_numbers(data, data["observations"].iat[0, 0])
"""


@pytest.fixture(scope="module")
def student(zips, tmp_path_factory):
    """A student's folder as it is unpacked, and where the line of its README has installed the package."""
    home, library = tmp_path_factory.mktemp("student"), tmp_path_factory.mktemp("library")
    with zipfile.ZipFile(zips / f"{NAMES[0]}-student.zip") as archive:
        archive.extractall(home)
    home /= NAMES[0]
    _, own = re.findall(r"`pip (install .+)`", (home / "README.md").read_text(encoding="utf-8"))
    done = subprocess.run(
        [sys.executable, "-m", "pip", *own.split(), "--target", library, "--disable-pip-version-check"],
        cwd=home,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return home, library


def in_the_folder(student, code):
    home, library = student
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POPPYBOOK")}
    return subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=home,
        capture_output=True,
        text=True,
        env=environment | {"PYTHONPATH": str(library)},
    )


def test_every_public_name_works_in_a_student_edition_with_the_package_and_data_it_brings(student):
    done = in_the_folder(student, EVERY_NAME)
    assert done.returncode == 0, done.stderr
    package, data = done.stdout.splitlines()[:2]
    assert Path(package).is_relative_to(student[1])
    assert Path(data) == student[1] / "poppybook" / "data"


def test_checks_of_a_student_edition_refuse_data_that_they_were_not_made_with(student, tmp_path):
    other = shutil.copytree(student[1] / "poppybook" / "data", tmp_path / "data")
    description = other / "datapackage.json"
    description.write_bytes(description.read_bytes().replace(b'"version": "1', b'"version": "2', 1))
    code = f"import os; os.environ['POPPYBOOK_DATA'] = {str(other)!r}\n{EVERY_NAME}"
    done = in_the_folder(student, code)
    said = done.stderr.strip().splitlines()[-1]
    assert said.startswith("poppybook.teaching.normal.WrongAnswer: These checks were made with other data"), (
        said
    )
    assert str(other) in said and "README.md" in said


def test_the_readme_of_a_student_names_all_that_the_public_names_need(student):
    """Read off the sources: nothing that only building and grading need is asked of a student."""
    libraries, _ = re.findall(r"`pip install (.+)`", (student[0] / "README.md").read_text(encoding="utf-8"))
    named = re.findall(r'"([^"]+)"', libraries)
    book = tomllib.loads((BOOK / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(named) <= set(book["dependencies"])
    _, foreign = reached(["import poppybook as pb\n" + "\n".join(api.entries())])
    brought = {"jinja2", "markupsafe", "numpy"}  # by JupyterLab and pandas
    needed = {name for name in foreign if name not in sys.stdlib_module_names} - brought
    assert needed | {"jupyterlab"} == {re.match(r"\w+", each)[0] for each in named}


def test_without_a_book_to_build_from_no_student_edition_is_made(tmp_path):
    with pytest.raises(course.CourseError, match=r"pyproject\.toml"):
        editions.book_wheel(tmp_path)


def test_a_wheel_for_students_is_the_same_whatever_date_the_environment_sets(monkeypatch):
    plain = editions.book_wheel(BOOK)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert editions.book_wheel(BOOK) == plain


def test_the_teachers_map_is_that_of_the_notebooks():
    assert notes.task_map(course.assignments(BOOK)) in (BOOK / notes.GUIDE).read_text(encoding="utf-8"), (
        "run `poppybook assignments`"
    )


def test_numbers_linked_in_model_answers_are_those_of_the_dataset():
    value = pb.load()["observations"].set_index("observation_id").value
    found = 0
    for each in course.assignments(BOOK):
        for cell in each.notebook().cells:
            for said, name in re.findall(r"\[([\d,.]+)[^\]]*\]\(#([^)]+)\)", cell.source):
                printed = float(said.replace(",", ""))
                assert round(value[name], len(said.partition(".")[2])) == printed, name
                found += 1
    assert found >= 5


def test_hidden_tests_leave_no_name_behind_that_a_student_may_use(assignment):
    """They run between the student's cells: a name they set would change the answers of the tasks that follow."""
    for cell in assignment.notebook().cells:
        if region := re.search(r"### BEGIN HIDDEN TESTS\n(.*)### END", cell.source, re.S):
            number = cell.id.removeprefix("check-")
            told = [type(node).__name__ for node in ast.parse(region[1]).body]
            assert told == ["FunctionDef", "Expr"], cell.id
            assert f"def hidden_{number}():" in region[1]
