"""The five assignments: what they hold, what their editions leave out, and that their checks teach."""

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

import poppybook as pb
from poppybook.teaching import answers, course, editions, notes

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
    for each in course.assignments(BOOK):
        editions.write_editions(each, BOOK, out)
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
        text = "\n".join(archive.read(name).decode() for name in names if not name.endswith(".csv"))
        notebook = nbformat.reads(
            archive.read(f"{assignment.name}/{assignment.name}.ipynb").decode(), as_version=4
        )
    visible = "\n".join(cell.source for cell in notebook.cells)
    for line in secret:
        assert line not in visible
        assert json.dumps(line, ensure_ascii=False)[1:-1] not in text, line
    for word in ("BEGIN SOLUTION", "HIDDEN TESTS", "pb.expect", "pb.fresh", "Rubric"):
        assert word not in visible
    assert "There are hidden tests, too" in visible
    assert not any(name.split("/")[-1] in ("grade.py", "marking.py", "course.py") for name in names)


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
    for path in editions.write_editions(each, BOOK, tmp_path):
        assert path.read_bytes() == (zips / path.name).read_bytes()


def test_editions_are_made_in_an_environment_that_was_not_activated(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", "/bin"]))
    before = os.environ["PATH"]
    assert editions.release(course.assignment(BOOK, NAMES[0]), tmp_path).is_file()
    assert os.environ["PATH"] == before


def test_a_student_notebook_finds_package_and_data_in_its_own_folder(zips, tmp_path):
    with zipfile.ZipFile(zips / f"{NAMES[0]}-student.zip") as archive:
        archive.extractall(tmp_path)
    code = "import poppybook as pb; print(pb.__file__); print(pb.load().folder); pb.checks('x'); pb.chart"
    home = tmp_path / NAMES[0]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=home, capture_output=True, text=True, env={"PYTHONPATH": str(home)}
    )
    assert done.returncode == 0, done.stderr
    package, data = done.stdout.split()
    assert package.startswith(str(home))
    assert data.startswith(str(home))


def test_the_teachers_map_is_that_of_the_notebooks():
    assert notes.task_map(course.assignments(BOOK)) in (BOOK / notes.GUIDE).read_text(encoding="utf-8"), (
        "run `poppybook assignments`"
    )


def test_numbers_linked_in_model_answers_are_those_of_the_dataset():
    value = pb.load().observations.set_index("observation_id").value
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
