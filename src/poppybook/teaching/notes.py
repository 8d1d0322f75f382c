"""What goes beside a notebook into the zips: how to open it, and for the instructor timing, rubric and common mistakes.

Generated from the source notebook, so that it cannot contradict it; the discussion notes are written by hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from pathlib import Path

from poppybook.book.files import replace_file
from poppybook.language import teaching as words

from .course import Assignment, CourseError

GUIDE = "teachers.qmd"
_MAP = re.compile(r"(?s)(<!-- tasks: .*? -->\n).*?(<!-- /tasks -->)")


def how_to_open(assignment: Assignment) -> str:
    """README.md of the student's zip."""
    return words.HOW_TO_OPEN.format(title=assignment.title, name=assignment.name)


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
    lines, skills = [], defaultdict(list)
    for each in assignments:
        tasks = each.tasks()
        lines.append(
            f'<tr><th scope="row">{escape(each.title)}</th><td>{len(tasks)}</td>'
            f"<td>{sum(task.minutes for task in tasks)}</td><td>{sum(task.points for task in tasks)}</td>"
            f"<td>{sum(task.points for task in tasks if task.by_hand)}</td></tr>"
        )
        for task in tasks:
            for skill in task.skills:
                skills[skill].append((each.title, task))
    rows = []
    for skill in sorted(skills):
        places = defaultdict(list)
        for title, task in skills[skill]:
            places[title].append(f"{task.number} ({task.level.lower()})")
        told = "; ".join(f"{escape(title)}: {', '.join(numbers)}" for title, numbers in places.items())
        rows.append(f'<tr><th scope="row">{escape(skill)}</th><td>{told}</td></tr>')
    return f"```{{=html}}\n{_table('assignments', lines)}{_table('skills', rows)}```\n"


def _table(which: str, lines: list[str]) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in words.MAP[which])
    body = "\n".join(lines)
    return (
        '<div class="teach-scroll"><table data-quarto-disable-processing="true">\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>\n"
    )


def refresh_map(root: Path, assignments: list[Assignment]) -> bool:
    """Write the map into the teachers' guide; False when it is there already. CourseError without its place marks."""
    path = root / GUIDE
    text = path.read_text(encoding="utf-8")
    if not _MAP.search(text):
        raise CourseError(
            f"{GUIDE} has lost the marks between which the map of tasks stands: <!-- tasks: … --> and <!-- /tasks -->"
        )
    new = _MAP.sub(lambda marks: marks[1] + task_map(assignments) + marks[2], text)
    if new == text:
        return False
    replace_file(path, new.encode())
    return True
