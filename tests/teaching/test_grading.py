"""Grading: full marks for solutions, none for untouched notebooks, and a class in which everything goes wrong."""

import contextlib
import csv
import html
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from poppybook.teaching import course, marking, outcome, workroom
from poppybook.teaching import grade as grading
from poppybook.teaching.grade import grade
from poppybook.teaching.mending import grade_id

BOOK = Path(__file__).parents[2]
SECONDS = 120  # a cell's time where no test is about it: a busy machine must not fail one

ONE = "cooperation-timeline"


def rows(out):
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


# ---------------------------------------------------------------- every assignment


def test_the_solutions_earn_full_marks(class_of_three):
    marked = class_of_three.by_name["Solved"].marked
    by_hand = {f"answer-{task.number}" for task in class_of_three.assignment.tasks() if task.by_hand}
    assert {name for name, points in marked.points.items() if points is None} == by_hand
    assert {name: points for name, points in marked.points.items() if points is not None} == {
        name: most for name, most in marked.most.items() if name not in by_hand
    }


def test_an_untouched_notebook_earns_zero_and_is_told_so(class_of_three):
    untouched = class_of_three.by_name["Untouched"]
    assert untouched.problem is None
    assert set(untouched.marked.points.values()) == {0}
    assert untouched.remarks == []
    page = (class_of_three.out / "feedback" / untouched.page).read_text(encoding="utf-8")
    assert "no answer yet" in page


def test_wrong_answers_earn_nothing_and_their_messages_stand_on_the_page(class_of_three):
    wrong = class_of_three.by_name["Wrong"]
    assert not any(wrong.marked.points.values())
    page = (class_of_three.out / "feedback" / wrong.page).read_text(encoding="utf-8")
    assert class_of_three.said
    for message in class_of_three.said:
        assert message in html.unescape(page), message


def test_a_feedback_page_asks_no_other_host_and_runs_no_script(class_of_three):
    for each in class_of_three.report.graded:
        page = (class_of_three.out / "feedback" / each.page).read_text(encoding="utf-8")
        assert "default-src 'none'" in page.split("<style")[0]
        assert not re.search(r"<(script|link|iframe|object|form)|<img[^>]+src=.(?!data:)", page)


@pytest.mark.proof
def test_a_class_of_sixty_is_graded_each_by_its_own_work(released, tmp_path):
    assignment = course.assignment(BOOK, ONE)
    solutions = {grade_id(cell): cell.source for cell in assignment.notebook().cells if grade_id(cell)}
    numbers = [task.number for task in assignment.tasks()]
    done = {f"Student {number:02d}": numbers[: number % (len(numbers) + 1)] for number in range(60)}
    (tmp_path / "in").mkdir()
    for student, tasks in done.items():
        notebook = released(ONE)
        for number in tasks:
            cell_of(notebook, f"answer-{number}").source = solutions[f"answer-{number}"]
        nbformat.write(notebook, tmp_path / "in" / f"{student}.ipynb")
    report = grade(tmp_path / "in", tmp_path / "out", course.assignments(BOOK), cell_seconds=SECONDS)
    assert {each.submission.student: each.problem for each in report.graded} == dict.fromkeys(done)
    for each in report.graded:
        earned = {name for name, points in each.marked.points.items() if points}
        solved = {f"check-{number}" for number in done[each.submission.student]}
        assert earned == solved & each.marked.points.keys()
    assert set(rows(tmp_path / "out")) >= {f"{student}.ipynb" for student in done}


# ---------------------------------------------------------------- a class in which everything goes wrong


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def endless(nb):
    cell_of(nb, "answer-1").source = "import time\nwhile True:\n    time.sleep(0.1)"


def stubborn(nb):
    cell_of(
        nb, "answer-2"
    ).source = (
        "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except BaseException:\n        pass"
    )


def fatal(nb):
    cell_of(nb, "answer-1").source = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"


def muddled(nb):
    nb.cells = [cell for cell in nb.cells if grade_id(cell) not in ("check-1", "answer-9")]
    copy = nbformat.from_dict(cell_of(nb, "check-2"))
    copy.id = "copy"
    nb.cells.append(copy)
    cell_of(nb, "check-3").metadata.nbgrader["grade_id"] = "my-check"


def escaping(nb, target):
    cell_of(nb, "answer-1").source = (
        "import os, socket\n"
        f"try:\n    open({str(target)!r}, 'w').write('x')\n    wrote = True\nexcept OSError:\n    wrote = False\n"
        "try:\n    socket.create_connection(('1.1.1.1', 53), 3)\n    met = True\nexcept OSError:\n    met = False\n"
        "print(f'WROTE {wrote} MET {met}')"
    )


def noisy(nb):
    cell_of(nb, "answer-1").source = "for _ in range(200_000):\n    print('x' * 100)\nmeetings = None"


def greedy(nb):
    cell_of(nb, "answer-1").source = "held = bytearray(16 * 1024**3)"


@pytest.fixture(scope="module")
def unruly(tmp_path_factory, solved):
    """One grading of a class in which everything goes wrong."""
    folder = tmp_path_factory.mktemp("unruly")
    submissions, target = folder / "in", folder / "outside.txt"
    submissions.mkdir()

    def hand_in(name, change):
        notebook = solved(ONE)
        change(notebook)
        nbformat.write(notebook, submissions / name)

    hand_in("Ana María Pérez Ñuñez_101_assignsubmission_file_x.ipynb", lambda nb: None)
    hand_in("endless.ipynb", endless)
    hand_in("stubborn.ipynb", stubborn)
    hand_in("fatal.ipynb", fatal)
    hand_in("muddled.ipynb", muddled)
    hand_in("escaping.ipynb", lambda nb: escaping(nb, target))
    hand_in("noisy.ipynb", noisy)
    hand_in("greedy.ipynb", greedy)
    (submissions / "empty.ipynb").touch()
    report = grade(submissions, folder / "out", course.assignments(BOOK), cell_seconds=12)
    by_name = {each.submission.student: each for each in report.graded}
    return SimpleNamespace(report=report, by_name=by_name, out=folder / "out", target=target, folder=folder)


@pytest.fixture(scope="module")
def solved():
    """A function: the source notebook, which has every solution; it is handed in as a student's."""
    return lambda name: course.assignment(BOOK, name).notebook()


def points_without(each, *names):
    return {name: got for name, got in each.marked.points.items() if name not in names and got is not None}


def full_without(each, *names):
    return {name: most for name, most in each.marked.most.items() if name not in (*names, "answer-9")}


def test_a_student_with_accents_and_spaces_keeps_the_name(unruly):
    row = rows(unruly.out)["Ana María Pérez Ñuñez_101_assignsubmission_file_x.ipynb"]
    assert (row["student"], row["id"], row["state"]) == ("Ana María Pérez Ñuñez", "101", "graded")
    assert (unruly.out / "feedback" / "Ana-María-Pérez-Ñuñez-101.html").is_file()


@pytest.mark.parametrize(
    ("who", "cell", "lost"), [("endless", "answer-1", "check-1"), ("stubborn", "answer-2", "check-2")]
)
def test_a_cell_that_never_ends_is_stopped_and_named_and_the_rest_graded(unruly, who, cell, lost):
    each = unruly.by_name[who]
    assert each.problem is None
    assert each.marked.stopped == [cell]
    assert any(cell in remark and "did not end" in remark for remark in each.remarks)
    assert each.marked.points[lost] == 0
    assert points_without(each, lost, "answer-9") == full_without(each, lost)


def test_a_cell_that_kills_its_kernel_is_left_out_and_the_rest_graded(unruly):
    each = unruly.by_name["fatal"]
    assert (each.marked.ended, each.marked.stopped) == (["answer-1"], [])
    assert any("answer-1 ended Python itself" in remark for remark in each.remarks)
    assert points_without(each, "check-1", "answer-9") == full_without(each, "check-1")


def test_copied_deleted_and_renamed_cells_are_reported_and_the_rest_graded(unruly):
    each = unruly.by_name["muddled"]
    told = "; ".join(each.remarks)
    assert "check-2 was there 2 times" in told
    assert "check-1 was deleted" in told
    assert "answer-9 was deleted" in told
    assert "check-3 had another name, my-check" in told
    assert each.marked.points["answer-9"] == 0
    assert points_without(each, "answer-9") == full_without(each)
    assert told in rows(unruly.out)["muddled.ipynb"]["remarks"]


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux can cut the network without administrator rights"
)
def test_student_code_has_no_network_and_changes_nothing_outside(unruly):
    if not (unruly.report.held["network"] and unruly.report.held["files"]):
        pytest.skip(f"this system does not allow it, and the command says so: {unruly.report.held}")
    page = (unruly.out / "feedback" / unruly.by_name["escaping"].page).read_text(encoding="utf-8")
    assert "WROTE False MET False" in html.unescape(page)
    assert not unruly.target.exists()


def test_a_flood_of_output_and_a_hunger_for_memory_stay_the_students_own(unruly):
    noisy, greedy = unruly.by_name["noisy"], unruly.by_name["greedy"]
    assert noisy.problem is None
    assert points_without(noisy, "check-1", "answer-9") == full_without(noisy, "check-1")
    assert (unruly.out / "feedback" / noisy.page).stat().st_size < 5_000_000
    assert points_without(greedy, "check-1", "answer-9") == full_without(greedy, "check-1")
    if unruly.report.held["bounds"]:
        assert "MemoryError" in (unruly.out / "feedback" / greedy.page).read_text(encoding="utf-8")


def test_what_cannot_be_read_is_in_the_grades_with_its_reason(unruly):
    assert "the file is empty" in rows(unruly.out)["empty.ipynb"]["remarks"]
    assert rows(unruly.out)["empty.ipynb"]["state"] == "not graded"


def test_nothing_is_written_beside_out(unruly):
    assert sorted(path.name for path in unruly.folder.iterdir()) == ["in", "out"]


def test_a_python_that_does_not_start_is_told_as_such(monkeypatch):
    class NoPython:
        def __init__(self, *_):
            raise marking.Ended(False, "no room for a process")

    monkeypatch.setattr(marking, "Runner", NoPython)
    monkeypatch.setattr(marking, "Judge", lambda paper: None)
    monkeypatch.setattr(marking, "folder", lambda *_: contextlib.nullcontext())
    empty = SimpleNamespace(
        paper=None, means=None, owner=0, data=None, hidden=[], cells=[outcome.Cell("code", "1")]
    )
    assert "Python did not start for it: no room" in marking.mark(empty).problem


@pytest.fixture
def marked_by(monkeypatch):
    """A function: what a cell's source does to its Python, what a check says, and the sources → what came of it."""

    def of(cell, says, sources):
        class Python(contextlib.nullcontext):
            def __init__(self, *_):
                super().__init__(self)

            def ask(self, seconds, what, *given):
                return cell(given[0]) or {} if what == "cell" else {}

        class Says:
            def __init__(self, paper):
                pass

            def names(self, check):
                return []

            def judge(self, check, found, call):
                return says(check), "said"

        monkeypatch.setattr(marking, "Runner", Python)
        monkeypatch.setattr(marking, "Judge", Says)
        monkeypatch.setattr(marking, "folder", lambda *_: contextlib.nullcontext())
        monkeypatch.setattr(marking.feedback, "page", lambda *_: "")
        tasks = {
            name: SimpleNamespace(most=2, by_hand=name.startswith("answer"), handed_out="")
            for name in sources
            if name.startswith(("check", "answer"))
        }
        job = SimpleNamespace(
            **dict(means=None, owner=0, data=None, hidden=[], cell_seconds=1, remarks=[]),
            paper=SimpleNamespace(cells=tasks),
            cells=[
                outcome.Cell("code", name, name if name in tasks else None)
                if name in tasks or not name.startswith("#")
                else outcome.Cell("markdown", name)
                for name in sources
            ],
        )
        return marking.mark(job)

    return of


def test_a_notebook_that_has_to_run_again_gets_no_second_try(marked_by):
    tries = []

    def cell(source):
        if len(tries) < 3 and source == "end Python":
            raise marking.Ended(False)

    def says(check):
        tries.append(check)
        return len(tries) > 1

    marked = marked_by(cell, says, ["check-1", "end Python"])
    assert (tries, marked.points) == (["check-1"], {"check-1": 0})
    assert marked.ended == ["number 2"]


@pytest.mark.parametrize(("late", "most"), [(False, marking.MOST_LEFT_OUT), (True, marking.MOST_LATE)])
def test_what_was_judged_before_a_notebook_broke_its_python_counts(marked_by, late, most):
    runs = []

    def cell(source):
        runs.append(source)
        if "spoils" in source:
            raise marking.Ended(late)

    after = [f"{number} spoils" for number in range(20)]
    sources = ["check-1", "# words", "answer-2", *after, "check-3", "answer-4"]
    marked = marked_by(cell, lambda check: True, sources)
    assert not marked.problem
    assert marked.points == {"check-1": 2, "answer-2": None, "check-3": 0, "answer-4": None}
    assert "number 4" in marked.remarks[0] and "judged before keep their points" in marked.remarks[0]
    assert not any("the rest was run" in remark for remark in marked.remarks)
    assert sum("spoils" in source for source in runs) == most + 1


def test_a_slow_notebook_is_not_run_again_and_again(marked_by, monkeypatch):
    runs = []
    # Seconds that seem to go by until Python ends; a cell has one.
    monkeypatch.setattr(marking.time, "monotonic", lambda: 2.5 * sum("exit" in each for each in runs))

    def cell(source):
        runs.append(source)
        if source.startswith("exit"):
            raise marking.Ended(False)

    marked = marked_by(cell, lambda check: True, ["slow", "check-1", "exit 1", "exit 2", "exit 3"])
    assert runs.count("slow") == 2, "after the second end it has had the time of four cells"
    assert marked.points == {"check-1": 2} and "took too long" in marked.remarks[0]


def test_a_notebook_whose_cells_take_too_long_in_all_keeps_what_was_judged(marked_by, monkeypatch):
    runs = []

    def cell(source):
        runs.append(source)
        if source == "slow":
            monkeypatch.setattr(marking.time, "monotonic", lambda: float("inf"))

    marked = marked_by(cell, lambda check: True, ["check-1", "slow", "check-3", "never run"])
    assert (runs, marked.points) == (["slow"], {"check-1": 2, "check-3": 0})
    assert "in all: tasks judged before keep their points" in marked.remarks[0] and not marked.problem


def test_cells_that_could_not_be_run_are_named(marked_by):
    marked = marked_by(lambda source: {"error": "AttributeError"}, lambda check: True, ["check-1", "a", "b"])
    assert marked.points == {"check-1": 2}
    (remark,) = marked.remarks
    assert "number 2, number 3" in remark


@pytest.mark.proof
@pytest.mark.parametrize("letters", [200])
def test_a_long_way_to_the_temporary_folder_does_not_matter(released, tmp_path, monkeypatch, letters):
    (tmp_path / "in").mkdir()
    nbformat.write(released(ONE), tmp_path / "in" / "Ana.ipynb")
    temporary = tmp_path / ("t" * letters)
    temporary.mkdir()
    code = (
        "import sys; from pathlib import Path; from poppybook.teaching import course, grade\n"
        "if __name__ == '__main__':\n"
        "    book, folder = map(Path, sys.argv[1:])\n"
        "    done = grade.grade(folder / 'in', folder / 'out', course.assignments(book), cell_seconds=120)\n"
        "    print([each.problem for each in done.graded])\n"
    )
    (tmp_path / "run.py").write_text(code)
    done = subprocess.run(
        [sys.executable, tmp_path / "run.py", BOOK, tmp_path],
        env=os.environ | {"TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("[None]\n", "")


STARTS = """
import signal
from multiprocessing import resource_tracker
from poppybook.teaching import grade
held = lambda: signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())
with grade._undisturbed():
    resource_tracker.ensure_running()  # as the server does first
    within = held()
print(within, held())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows holds no signals back")
def test_ctrl_c_does_not_meet_the_server_while_it_starts():
    done = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True False\n", "")


STOPPED = """
import sys
from multiprocessing import util
from types import SimpleNamespace

def command(**_):
    print(util.get_temp_dir())
    raise KeyboardInterrupt

sys.modules["poppybook.cli.commands"] = SimpleNamespace(main=command)
from poppybook.cli import main
main()
"""


def test_ctrl_c_leaves_nothing_in_the_temporary_folder(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STOPPED],
        env=os.environ | {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (130, "Stopped.\n")
    assert str(tmp_path) in done.stdout and not any(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no server process")
def test_pythons_own_folder_is_marked_before_anything_starts_in_it(monkeypatch):
    """A kill while the server started left a folder that no run swept."""
    marked = []

    @contextlib.contextmanager
    def starting():
        assert marked == [os.getpid()]
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(grading, "mark", lambda folder, owner: marked.append(owner))
    monkeypatch.setattr(grading, "_way_to_start", lambda: "forkserver")
    monkeypatch.setattr(grading, "_undisturbed", starting)
    with pytest.raises(KeyboardInterrupt):
        grading._mark_all([SimpleNamespace(job=None)], 1, lambda each: None)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGHUP")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("ignored", [False, True])
def test_a_closed_window_ends_a_run_as_ctrl_c_does_but_not_after_nohup(tmp_path, number, ignored):
    code = STOPPED.replace("raise KeyboardInterrupt", f"import signal; signal.raise_signal(signal.{number})")
    before = "SIG_IGN" if ignored else "SIG_DFL"  # these tests may run after nohup themselves
    code = f"import signal; signal.signal(signal.{number}, signal.{before})\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == ((0, "") if ignored else (130, "Stopped.\n"))
    assert not any(tmp_path.iterdir())


def test_what_a_killed_run_leaves_of_pythons_own_is_swept_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for name, owner in (("pymp-killed", ended.pid), ("pymp-alive", os.getpid()), ("pymp-stranger", None)):
        (tmp_path / name).mkdir()
        if owner:
            workroom.mark(str(tmp_path / name), owner)
    workroom.sweep(os.getpid())
    assert len(list(tmp_path.iterdir())) == 3, "a run that ends leaves what Python still needs"
    workroom.sweep()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pymp-alive", "pymp-stranger"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no server process")
def test_what_python_makes_for_a_run_is_marked_before_the_first_start(tmp_path, monkeypatch):
    """A start takes seconds, in which the run may be killed."""
    seen = []

    class Process:
        def __init__(self, **_):
            pass

        def start(self):
            seen.extend(path.name for path in tmp_path.iterdir())
            raise RuntimeError("killed")

    monkeypatch.setattr(grading, "_way_to_start", lambda: "forkserver")
    monkeypatch.setattr(multiprocessing.context.ForkServerContext, "Process", Process)
    monkeypatch.setattr(grading.util, "get_temp_dir", lambda: str(tmp_path))
    with pytest.raises(RuntimeError, match="killed"):
        grading._mark_all([SimpleNamespace(job=None)], 1, None)
    assert seen == [f"{workroom.PREFIX}{os.getpid()}"]


# ---------------------------------------------------------------- the commands


@pytest.mark.proof
def test_plain_nbgrader_releases_and_grades_the_course(tmp_path):
    home = shutil.copytree(BOOK / "exercises", tmp_path / "course")
    nbgrader = [sys.executable, "-m", "nbgrader"]
    # nbgrader calls alembic by name, as it is found in an activated environment
    activated = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}

    def run(*words):
        done = subprocess.run([*nbgrader, *words], cwd=home, env=activated, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    run("generate_assignment", ONE, "--IncludeHeaderFooter.header=")
    handed_in = home / "submitted" / "ana" / ONE
    handed_in.mkdir(parents=True)
    shutil.copy(home / "source" / ONE / f"{ONE}.ipynb", handed_in)
    run("autograde", ONE, f"--Execute.timeout={SECONDS}")
    graded = nbformat.read(home / "autograded" / "ana" / ONE / f"{ONE}.ipynb", as_version=4)
    outputs = [output for cell in graded.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert "this is what the data give" in str(outputs)
