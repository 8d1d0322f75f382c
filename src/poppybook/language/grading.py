"""What grading says: its table, its limits, its feedback pages."""

GRADING = {
    "empty": ("the file is empty", "Ask the student to save the notebook and hand it in again"),
    "no json": ("the file is not a notebook: it is not JSON", "Ask for the .ipynb file itself"),
    "damaged": (
        "the notebook is damaged: it is no JSON from line {line}, character {at} on, and Jupyter does not open it",
        "Ask the student to hand in the notebook as Jupyter saves it",
    ),
    "no notebook": ("the file is JSON but no notebook", "Ask for the .ipynb file itself"),
    "too large": (
        "the file is larger than {limit} MB",
        "Ask the student to clear all outputs and hand it in again",
    ),
    "other assignment": (
        "the notebook belongs to another assignment: {found}",
        "Grade that assignment with --assignment {found}",
    ),
    "foreign": ("the notebook has no task of this course", "Ask for the notebook of the assignment"),
    "twice": (
        "several submissions by one student: {names}",
        "Keep the one that counts and run again. If they are several students', give each a folder or a file of "
        "the student's own name. None of them was graded",
    ),
    "kind": ("it is no notebook; only notebooks are graded", "Read it yourself, or ask for the .ipynb file"),
    "no notebook in folder": (
        "there is no notebook in it, only other files ({count:,}): {names}",
        "Read it yourself, or ask for the .ipynb file",
    ),
    "other files": (
        "{count:,} other files lie beside the notebook, too many to name each: {names}",
        "Look whether there is work among them",
    ),
    "deep": ("it lies in more than {most} folders inside each other", "Take it out of them and run again"),
    "cells": (
        "the notebook has more than {most:,} cells",
        "Ask for the notebook that was handed out, filled in",
    ),
    "empty folder": (
        "the folder is empty, or holds only what Jupyter and the system leave behind",
        "Ask the student to hand the notebook in again",
    ),
    "closed": ("it cannot be opened", "Give this account the right to read it and run again"),
    "no file": ("it is a pipe or a device, not a file", "Ask for the .ipynb file itself"),
    "bomb": ("the zip would unpack to more than {limit} MB", "Ask for the .ipynb file itself"),
    "many": ("the zip holds more than {most:,} files", "Ask for the .ipynb file itself"),
    "climbs": ("the zip holds a path that leads out of the folder: {path}", "Ask for the .ipynb file itself"),
    "no zip": ("the zip cannot be read", "Ask for the .ipynb file itself"),
    "password": ("the zip has a password", "Unpack it with the password, or ask for the .ipynb file itself"),
    "no notebook inside": ("there is no notebook in it", "Ask for the .ipynb file"),
    "zips in zips": (
        "it holds a zip in more than {most} others, which were not all opened",
        "Ask for the .ipynb file itself",
    ),
    "several inside": (
        "there are several notebooks in it: {names}",
        "If it is a class's, unpack it into a folder; else keep the one that counts. Then run again",
    ),
    "link": ("a link that leads to another place was not followed", "Copy the file itself into the folder"),
    "unmatched": (
        "none of its cells could be matched with the tasks: names and headings are gone",
        "Ask for the notebook that was handed out, with the answers in it",
    ),
    "broken": ("it could not be graded: {why}", "Open it in JupyterLab and run it from the top"),
    "took too long": (
        "it took more than {seconds} seconds in all and was stopped",
        "Open it in JupyterLab, run it from the top and look for cells that take long",
    ),
    "died": (
        "the process that graded it was killed, by the system or for memory",
        "Open it in JupyterLab and run it from the top",
    ),
}


MOST_NAMED = 8
MOST_REMARKS, MOST_OF_ONE = 20, 300  # how many, and characters of each


def some(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def few(remarks: list[str]) -> list[str]:
    """The first few remarks on a notebook, none of them long, and how many more there are."""
    kept = [
        each if len(each) <= MOST_OF_ONE else f"{each[:MOST_OF_ONE]} …" for each in remarks[:MOST_REMARKS]
    ]
    more = len(remarks) - MOST_REMARKS
    return [*kept, f"and {more:,} more {'remark' if more == 1 else 'remarks'}"] if more > 0 else kept


def problem(what: str, **values) -> tuple[str, str]:
    """What is wrong with a submission and what to do."""
    rule, remedy = GRADING[what]
    return rule.format(**values), remedy.format(**values)


CELLS = {
    "copied": "the cell {name} was there {count} times; the last one was graded",
    "copied check": "the cell {name} was there {count} times; the first one was graded",
    "deleted": "the cell {name} was deleted; it was put back empty",
    "deleted answer": "there is no cell {name}: it was deleted or has lost its name; the check looked at what is there",
    "renamed": "the cell {name} had another name, {other}; it was graded as {name}",
    "unknown": "the cell {name} belongs to no task; it was run but not graded",
    "stopped": "the cell {name} did not end within {seconds} and was stopped",
    "ended": "the cell {name} ended Python itself, or took too much memory, or sent too much; it was left out, "
    "the rest was run",
    "left": "the cell {name} called exit; only that cell ended there",
    "broken": "what runs the cells was put out of order by one of them: nothing was run of {names}",
    "given up": "too many cells ended Python or could not be stopped, or all took too long, {names}: tasks judged "
    "before keep their points, the rest was not run. One of the cells before may have changed how the others run",
    "out of time": "the cells took more than {seconds} in all: tasks judged before keep their points, the rest was "
    "not run",
    "changed": "the cell {name} is locked and had been changed; it was graded as handed out",
    "nameless": "cells that had lost their names, {count} of them, were found again by the headings above them",
    "above": "the cell {name} stands above {other}, so it judged what was there before that answer",
    "kind": "the cell {name} had become another kind of cell; it was changed back",
}


def cell(what: str, **values) -> str:
    """What happened to a cell."""
    if "seconds" in values:
        values["seconds"] = f"{values['seconds']} {'second' if values['seconds'] == 1 else 'seconds'}"
    return CELLS[what].format(**values)


# Each limit as (what holds, what does not).
LIMITS = {
    "network": ("student code has no network", "student code can reach the network"),
    "sockets": (
        "it cannot talk to other programs on this machine",
        "it can talk to programs on this machine that listen on a socket, such as a container engine",
    ),
    "files": (
        "it changes nothing outside its own folder",
        "it can change files of this account, if only their times and rights",
    ),
    "reading": (
        "it reads Python, the book's data and no other file of this account",
        "it can read what this account can read, the solutions included",
    ),
    "others": (
        "it sees no other process and no key ring of this account",
        "it can see, and may be able to end, other processes of this account, or reach its key rings",
    ),
    "processes": ("nothing that it starts outlives it", "what it starts can outlive it"),
    "count": ("it may start {processes} processes", "the number of its processes is not bounded"),
    "bounds": (
        "a process has at most {memory} GB of memory, {seconds} s of processor, {file} MB a file",
        "memory, processor time and the size of a file are not bounded; only the time of a cell is",
    ),
    "together": (
        "a notebook whose processes take more than {memory} GB of memory together is ended",
        "the memory of all its processes together is not bounded",
    ),
    "disk": ("what it stores is at most {disk} MB in all", "what it stores in all is not bounded"),
}
LIMITS_TITLE = "Tried on this machine before any submission ran:"
ADVICE = "For strangers' code install bubblewrap, or grade in a container that has nothing else in it."


def limits(held: dict[str, bool], **values) -> str:
    """What is enforced on this machine, a line for each limit."""
    lines = [LIMITS_TITLE]
    for name, (holds, fails) in LIMITS.items():
        lines.append(
            f"  {'holds' if held.get(name) else 'NOT  '}  {(holds if held.get(name) else fails).format(**values)}"
        )
    return "\n".join(lines if all(held.values()) and held else [*lines, ADVICE])


ANSWER_UNREADABLE = (
    "The answer cannot be read: it is no number, text, truth value, date, table or collection of these."
)
ANSWER_TOO_LARGE = (
    "The answer is too large to be judged: a task asks for one value, or for a short list of them."
)
ANSWER_UNFIT = "The check cannot work with the answer: it is of another kind than asked."


def no_such_name(name: str) -> str:
    """A check asks for a name that the notebook does not know."""
    return f"There is no {name} in the notebook: the cell that makes it did not get so far."


LEFT_OUT = (
    "This cell was left out: it ended Python or could not be stopped, or others before it did so too often."
)
TOO_MUCH_OUTPUT = "… the notebook prints too much; the rest is left out"
CUT = "… the rest is left out here"
NOT_SHOWN = "A chart or another output that a page without scripts cannot show: open the notebook."


def not_started(why: str) -> str:
    """The student's Python did not come up."""
    return f"Python did not start for it{f': {why}' if why else ''}"


FEEDBACK = {
    "title": "Feedback: {title}",
    "points": "{points} of {most} points by check; {by_hand} more are given by hand. What your teacher has given or "
    "changed since stands in the table of grades.",
    "task": "Task",
    "got": "Points",
    "most": "Of",
    "by hand": "graded by hand",
    "remarks": "What happened to cells of this notebook",
    "notebook": "The notebook as it was graded",
    "picture": "A picture that the cell drew",
}

GRADES = {
    "student": "student",
    "id": "id",
    "file": "file",
    "state": "state",
    "points": "points by check",
    "most": "most by check",
    "by hand": "points by hand still to give",
    "remarks": "remarks",
    "graded": "graded",
    "not graded": "not graded",
    "double": "a second line for one submission; kept as it was",
    "kept": "not among the submissions of the last run; kept as it was",
    "not points": "no points that can be earned, not added up: {cells}",
    "page of before": "its page in feedback is that of an earlier run",
}


def carried(passed: int, written) -> list[str]:
    """What a run passed over, took over from the one before, and kept in copies."""
    lines = []
    if passed:
        lines.append(
            f"Passed over: {passed:,} {'file' if passed == 1 else 'files'} that systems leave behind, that came with "
            "the assignment, that lie beside what was handed in or that this command has written (__MACOSX, .DS_Store, "
            "checkpoints, timestamp.txt, data/, poppybook/, an nbgrader course's other folders, Teams' Working files "
            "and earlier versions, results)."
        )
    if written.no_record:
        lines.append(
            "The record of the last run (.written.json, beside grades.csv) is missing, so that what you had typed in "
            "the place of a check's points can be told only by a sum that does not fit. Where it fits, the checks' new "
            "points stand."
        )
    if written.anew:
        lines.append(
            "These cells of checks had other points; where they were yours, type them again: "
            f"{some(written.anew)}."
        )
    if count := written.taken_over:
        cells = f"{count:,} {'cell' if count == 1 else 'cells'}"
        lines.append(f"Taken over from the grades.csv of before: {cells} that you had written.")
    if written.kept:
        lines.append(
            "Kept in grades.csv as they were, not in this folder or there for a second time: "
            f"{some(written.kept)}."
        )
    if written.emptied:
        lines.append(
            f"You had emptied these cells, and the check filled them again; type 0 for no points: "
            f"{some(written.emptied)}."
        )
    if written.totals:
        lines.append(f"A sum that you had typed was reckoned anew: {some(written.totals)}.")
    if written.odd:
        lines.append(
            "No points that can be earned; left as they are, not added up, and named in their line: "
            f"{some(written.odd)}."
        )
    if written.copies:
        lines.append(
            "You had changed what the last run wrote, or it was for another assignment. As it was it is in "
            f"{', '.join(written.copies)}."
        )
    return lines


def state(graded: bool, remarks: list[str]) -> str:
    """How a submission went, for the line that shows progress."""
    return "; ".join([GRADES["graded" if graded else "not graded"], *few(remarks)])
