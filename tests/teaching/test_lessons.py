"""Lesson plans fit a period: their minutes add up, what they call for fits its step, and every part is there."""

import re
from pathlib import Path

import pytest

from poppybook.book.project import Project
from poppybook.teaching import course

BOOK = Path(__file__).parents[2]
PLAN = (BOOK / "lessons.qmd").read_text(encoding="utf-8")
LONGEST = 40  # minutes: a period of 45 keeps five
PARTS = ("Goals", "Before", "On the board", "Homework", "Weaker", "Stronger", "Without code", "Standards")
LESSONS = dict(re.findall(r"(?ms)^### Lesson (\d+)\.(.*?)(?=^###? )", PLAN))
STEP = re.compile(r"^\| (\d+) minutes \| (.+) \|$", re.M)
# “*Heroin production*, tasks 1 to 4”, “tasks 1, 2 and 7”, “task 9”
TASKS = re.compile(r"\*(?P<title>[A-Z][^*]+)\*, tasks? (?P<numbers>\d+(?:(?: to |, | and )\d+)*)")


def numbers(text):
    """The numbers of a list as the plans write it."""
    found = [int(one) for one in re.findall(r"\d+", text)]
    return range(found[0], found[1] + 1) if " to " in text else found


@pytest.fixture(scope="module")
def minutes():
    """By the title of an assignment: its tasks with their minutes."""
    return {
        each.title.removeprefix("The ").lower(): {int(task.number): task.minutes for task in each.tasks()}
        for each in course.assignments(BOOK)
    }


def test_there_are_as_many_lessons_as_the_plans_promise():
    assert list(map(int, LESSONS)) == list(range(1, 13))
    weeks = re.search(r"(?s)\*\*Four weeks.*?(?=^## )", PLAN, re.M)[0]
    assert sorted(map(int, re.findall(r"\[(\d+)\]\(#lesson-\1\)", weeks))) == list(range(1, 13))
    week = re.search(r"\*\*One week\.\*\*.*", PLAN)[0]
    assert re.findall(r"\[(\d+)\]\(#lesson-\1\)", week) == list("12345")


@pytest.mark.parametrize("number", LESSONS)
def test_the_minutes_of_a_lesson_add_up_and_leave_slack(number):
    told = int(re.search(r"\*(\d+) minutes · ", LESSONS[number])[1])
    steps = [int(step) for step, _ in STEP.findall(LESSONS[number])]
    assert len(steps) >= 4 and sum(steps) == told <= LONGEST


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_has_all_its_parts_and_points_that_add_up(number):
    text = LESSONS[number]
    assert [part for part in PARTS if not re.search(rf"(?m)^\| {part} \| \S.+ \|$", text)] == []
    rubric = re.search(r"(?m)^\| Rubric, (\d+) points \| (.+) \|$", text)
    assert sum(map(int, re.findall(r"\((\d+) points?\)", rubric[2]))) == int(rubric[1])


def test_tasks_that_a_step_calls_for_fit_it(minutes):
    seen = 0
    for number, text in LESSONS.items():
        for time, step in STEP.findall(text):
            for task in TASKS.finditer(step):
                of = minutes[task["title"].removeprefix("The ").lower()]
                needed = sum(of[one] for one in numbers(task["numbers"]))
                assert needed <= int(time), f"lesson {number}: {task[0]} needs {needed} of {time} minutes"
                seen += 1
    assert seen >= 5


def test_tasks_that_are_named_anywhere_exist(minutes):
    for task in TASKS.finditer(PLAN):
        of = minutes[task["title"].removeprefix("The ").lower()]
        assert set(numbers(task["numbers"])) <= set(of), task[0]


def test_each_worksheet_is_in_a_plan():
    sheets = re.findall(r'id="sheet-(\d)"', (BOOK / "worksheets.qmd").read_text(encoding="utf-8"))
    called = {sheet for text in LESSONS.values() for sheet in re.findall(r"Worksheet (\d),", text)}
    assert sheets and called == set(sheets)


def test_standards_are_explained_and_every_explained_one_is_used():
    table = PLAN.partition("{#standards}")[2].replace("`", "")
    explained = re.findall(r"(?m)^\| ((?:C3|NCSS|ACRL|AP) [^|]+?) \|", table)
    used = set()
    for line in re.findall(r"(?m)^\| Standards \| (.+) \|$", PLAN):
        for group in line.replace("`", "").split(" · "):
            body, _, names = group.partition(" ")
            if body == "AP":
                course_, _, names = names.partition(" ")
                body = f"AP {course_}"
            used |= {f"{body} {name}" for name in names.split(", ")}
    assert sorted(used) == sorted(explained)


def test_the_plans_and_the_sheets_without_code_are_pages_of_the_site():
    assert {"lessons.qmd", "notebooks/no-code.ipynb"} <= set(Project(BOOK).settings()["render"])


def test_the_guide_has_the_notes_and_every_rubric_of_each_assignment():
    guide = " ".join((BOOK / "teachers.qmd").read_text(encoding="utf-8").split())
    for each in course.assignments(BOOK):
        assert f"<summary>{each.title}: notes for the lesson, and rubrics</summary>" in guide
        by_hand = [task for task in each.tasks() if task.by_hand]
        assert by_hand
        for task in by_hand:
            for line in task.rubric.splitlines():
                assert f"<li>{line.removeprefix('- ')}</li>" in guide, line
