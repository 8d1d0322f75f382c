"""What goes beside a notebook into the zips: how to open it, and for the instructor timing, rubric and common mistakes.

Generated from the source notebook, so that it cannot contradict it; the discussion notes are written by hand.
"""

from __future__ import annotations

from poppybook.words import teaching as words

from .course import Assignment


def how_to_open(assignment: Assignment) -> str:
    """README.md of the student's zip."""
    return words.HOW_TO_OPEN.format(title=assignment.title, name=assignment.name)


def discussion(assignment: Assignment) -> str:
    """The hand-written notes for talking about the assignment."""
    return (assignment.folder.parents[1] / "notes" / f"{assignment.name}.md").read_text(encoding="utf-8")


def instructor_notes(assignment: Assignment) -> str:
    """notes.md: tasks with skill, time and points, rubrics, and the wrong answers that the checks recognise."""
    tasks = assignment.tasks()
    lines = [f"# {assignment.title}: {words.NOTES['title']}", "", words.NOTES["timing"].format(**_sums(tasks)), ""]
    lines += [f"| {' | '.join(words.NOTES['columns'])} |", "|---|---|---|---|---|---|"]
    for task in tasks:
        how = words.NOTES["by hand"] if task.by_hand else words.NOTES["by check"]
        skills = ", ".join(task.skills)
        lines.append(f"| {task.number}. {task.title} | {skills} | {task.level} | {task.minutes} | {task.points} | {how} |")
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
