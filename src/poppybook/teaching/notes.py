"""What goes beside a notebook into the zips: how to open it, and for the instructor timing, rubric and common mistakes.

Generated from the source notebook, so that it cannot contradict it; the discussion notes are written by hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from markupsafe import Markup

from poppybook.book.files import replace_file
from poppybook.book.templates import render
from poppybook.language import teaching as words

from .course import Assignment, CourseError

GUIDE = "teachers.qmd"
_MAP = re.compile(r"(?s)(<!-- tasks: .*? -->\n).*?(<!-- /tasks -->)")


def how_to_open(assignment: Assignment, wheel: str) -> str:
    """README.md of the student's zip; wheel: the file name of the package in it."""
    return words.HOW_TO_OPEN.format(title=assignment.title, name=assignment.name, wheel=wheel)


def discussion(assignment: Assignment) -> str:
    """The hand-written notes for talking about the assignment."""
    return (assignment.folder.parents[1] / "notes" / f"{assignment.name}.md").read_text(encoding="utf-8")


def instructor_notes(assignment: Assignment) -> str:
    """notes.md: tasks with skill, time and points, rubrics, and the wrong answers that the checks recognise."""
    tasks = assignment.tasks()
    lines = [
        f"# {assignment.title}: {words.NOTES['title']}",
        "",
        words.NOTES["timing"].format(**_sums(tasks)),
        "",
    ]
    lines += [f"| {' | '.join(words.NOTES['columns'])} |", "|---|---|---|---|---|---|"]
    for task in tasks:
        how = words.NOTES["by hand"] if task.by_hand else words.NOTES["by check"]
        skills = ", ".join(task.skills)
        lines.append(
            f"| {task.number}. {task.title} | {skills} | {task.level} | {task.minutes} | {task.points} | {how} |"
        )
    lines += ["", f"## {words.NOTES['rubrics']}", ""]
    for task in tasks:
        if task.by_hand:
            lines += [f"### {words.task_heading(task.number, task.title)}", "", task.rubric, ""]
    lines += [f"## {words.NOTES['mistakes']}", "", words.NOTES["mistakes lead"], ""]
    for case in assignment.expected():
        lines.append(f"- {words.right_answer(case.task, case.right, case.unit)}")
        lines += [f"  - {words.wrong_answer(wrong, said)}" for wrong, said in case.slips]
    return "\n".join(lines) + "\n"


def _sums(tasks: list) -> dict[str, int]:
    return {
        "tasks": len(tasks),
        "minutes": sum(task.minutes for task in tasks),
        "points": sum(task.points for task in tasks),
        "by_hand": sum(task.points for task in tasks if task.by_hand),
    }


def task_map(assignments: list[Assignment]) -> str:
    """The teachers' map as HTML: each assignment with its tasks, and each skill with the tasks that train it."""
    rows, skills = [], defaultdict(lambda: defaultdict(list))
    for each in assignments:
        sums = _sums(each.tasks())
        rows.append([each.title, *(sums[name] for name in ("tasks", "minutes", "points", "by_hand"))])
        for task in each.tasks():
            for skill in task.skills:
                skills[skill][each.title].append(f"{task.number} ({task.level.lower()})")
    trained = [
        [skill, "; ".join(f"{title}: {', '.join(numbers)}" for title, numbers in places.items())]
        for skill, places in sorted(skills.items())
    ]
    tables = [(words.MAP["assignments"], rows), (words.MAP["skills"], trained)]
    folds = [(each.title, _lesson_notes(each)) for each in assignments]
    return render("teaching/task_map.html.j2", tables=tables, folds=folds, say=words.MAP)


def _lesson_notes(assignment: Assignment) -> Markup:
    """The notes for the lesson and the rubrics of what is graded by hand, as HTML for a fold."""
    from markdown_it import MarkdownIt

    _, _, text = discussion(assignment).partition("\n")  # the fold has the title
    parts = [text]
    for task in assignment.tasks():
        if task.by_hand:
            points = (line.removeprefix("- ") for line in task.rubric.splitlines())
            heading = words.rubric_heading(task.number, task.title, task.points)
            parts += [f"**{heading}**", "\n".join(f"- {line}" for line in points)]
    return Markup(MarkdownIt("commonmark", {"html": False}).render("\n\n".join(parts)))


def refresh_map(root: Path, assignments: list[Assignment]) -> bool:
    """Write the map into the teachers' guide; False when it is there already. CourseError without its place marks."""
    path = root / GUIDE
    text = path.read_text(encoding="utf-8")
    if not _MAP.search(text):
        raise CourseError(
            f"{GUIDE} has lost the two comments between which the map of tasks stands, “tasks: …” and “/tasks”"
        )
    new = _MAP.sub(lambda marks: f"{marks[1]}{task_map(assignments)}{marks[2]}", text)
    if new == text:
        return False
    replace_file(path, new.encode())
    return True
