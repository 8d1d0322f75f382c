"""The commands for teachers: make the editions of the assignments, grade submissions."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import click

from poppybook.book.project import BuildError, find_project

from .codes import CHECKED, FAULTY, USAGE
from .screen import busy, print_faults, progress, tell


@click.command()
@click.argument("names", nargs=-1, metavar="[NAMES]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Where to; default: dist/assignments in the book.",
)
def assignments(names: tuple[str, ...], out: Path | None) -> None:
    """Write the student's and the instructor's zip of each assignment.

    Reads exercises/ and data/; writes dist/assignments/NAME-student.zip (notebook without solutions and hidden tests,
    checks, the package with its data as a wheel, how to open it) and NAME-instructor.zip (solutions, rubrics, timing,
    common mistakes, talking points).
    When the dataset has changed, exercises/source/NAME/checks.json, the fingerprints of the answers, is brought up to
    date first, and so is the map of tasks in teachers.qmd: commit both. The same sources give the same bytes.

    \b
    Examples:
      poppybook assignments                       all of them
      poppybook assignments heroin-production
      poppybook assignments --out ~/course

    Exit codes: 0 written, 1 an assignment is faulty.
    """
    from poppybook.book.workplace import workplace
    from poppybook.teaching import notes

    editions, course = _teaching()
    project = find_project()
    root = project.root
    out = out or root / "dist" / "assignments"
    done = []  # said when all is written: a stream that fails leaves no course half written
    try:
        chosen = [course.assignment(root, name) for name in names] or course.assignments(root)
        # In the book's own private folder: what a kill leaves of the solutions goes at the next start.
        with workplace(project), busy("Writing assignments"):
            wheel = editions.book_wheel(root)
            for each in chosen:
                if editions.refresh_checks(each):
                    done.append(f"{each.name}: checks.json brought up to date")
                for path in editions.write_editions(each, root, out, wheel):
                    done.append(f"{path.name} ({path.stat().st_size / 1000:,.0f} kB)")
        if notes.refresh_map(root, course.assignments(root)):
            done.append(f"{notes.GUIDE}: map of tasks brought up to date")
    except course.CourseError as error:
        raise BuildError(str(error)) from None
    finally:
        tell(done)
    click.echo(f"In {out}")


@click.command()
@click.argument("submissions", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--assignment", help="Default: the one that most submissions are for.")
@click.option(
    "--cell-seconds",
    type=click.IntRange(1, 3600),
    default=20,
    show_default=True,
    help="A cell that takes longer is stopped and named; the rest is graded.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Default: one for each processor.")
def grade(
    submissions: Path, out: Path, assignment: str | None, cell_seconds: int, workers: int | None
) -> None:
    """Grade the folder of submissions IN, as a learning platform exports it, into the folder OUT.

    Reads IN, a folder, a zip or one notebook: notebooks, or zips with one notebook, named as by Moodle
    (“Ana García_1_assignsubmission_file_/x.ipynb”), Canvas (“garciaana_123_456_x.ipynb”), nbgrader (submitted/), or
    “Ana García.ipynb”, in folders for students or classes. Writes OUT/grades.csv, a line for everything that was
    handed in, and OUT/feedback/NAME.html. A submission that cannot be read or breaks is named with the reason and
    never loses the others. Points for tasks with a rubric are left for you to give in grades.csv; a later run keeps
    what you wrote there.

    Student code runs confined as far as the system allows, best on Linux with bubblewrap; the command tries each
    limit first and says which hold on this machine.

    \b
    Examples:
      poppybook grade ~/Downloads/export graded
      poppybook grade export graded --assignment supply-chain --cell-seconds 60

    Exit codes: 0 all graded, 1 something in IN could not be graded, 2 wrong usage.
    """
    _, course = _teaching()
    from poppybook.language import grading as words
    from poppybook.teaching import destination, sandbox
    from poppybook.teaching import grade as grading

    root = find_project().root
    bars = []

    def begin(count: int):
        bars.append(progress("Grading", count))
        step = bars[0].__enter__()

        def say(done) -> None:
            # A stream that cannot take a line, or is closed, is no reason to lose the work.
            with contextlib.suppress(OSError, UnicodeError):
                step(f"{done.submission.student}: {words.state(done.problem is None, done.remarks)}")

        return say

    try:
        report = grading.grade(
            _resolved(submissions),
            _resolved(out),
            course.assignments(root),
            wanted=assignment,
            cell_seconds=cell_seconds,
            workers=workers,
            progress=begin,
        )
    except destination.Unusable as error:
        wrong = click.ClickException(str(error))
        wrong.exit_code = USAGE
        raise wrong from None
    except course.CourseError as error:
        raise BuildError(str(error)) from None
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)
    faults = [*report.faults, *(each.problem for each in report.graded if each.problem)]
    if faults:
        print_faults(faults)
    click.echo(words.limits(report.held, **sandbox.BOUNDS))
    for line in words.carried(report.passed, report.written):
        click.echo(line)
    done = sum(each.problem is None for each in report.graded)
    click.echo(f"{report.assignment.name}: {done} graded, {len(faults)} not. Look at {out / 'grades.csv'}")
    sys.exit(FAULTY if faults else CHECKED)


def _resolved(path: Path) -> Path:
    """Where a path leads; one that leads nowhere stays as it is and is told later."""
    return Path(os.path.realpath(os.path.expanduser(path)))


def _teaching():
    """The modules that need nbgrader, or a message how to get it."""
    try:
        import nbgrader  # noqa: F401

        from poppybook.teaching import course, editions
    except ImportError as error:
        raise BuildError(
            f"{error.name} is not installed. For the exercises: pip install -e '.[teach]' -c constraints.txt"
        ) from None
    return editions, course
