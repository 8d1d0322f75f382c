"""Every test file on disk is collected, and every module beside the tests that holds tests is a test file.

pytest passes over folders with names such as `build` or `dist` without a word; files in them look like tests and never
run.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from order import COLLECTED, ByPiece

BOOK = Path(__file__).parents[1]
TESTS = re.compile(r"^\s*def test_|^class Test", re.M)


def files_with_tests(book):
    """The files on disk that are to be collected: all called as tests are, all that hold tests, every notebook."""
    modules = [
        path
        for path in (book / "tests").rglob("*.py")
        if path.name.startswith("test_") or TESTS.search(path.read_text(encoding="utf-8"))
    ]
    notebooks = (book / "notebooks").glob("*.ipynb")
    return {path.relative_to(book).as_posix() for path in [*modules, *notebooks]}


def files_collected(book):
    """The files in which pytest finds at least one test, proofs included, when it is called as `make test` calls it."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-n", "0", "-m", "proof or not proof"]
    done = subprocess.run(command, cwd=book, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}


@pytest.fixture
def collected(pytestconfig):
    """The files of this run where it is a run of everything, else those of a run that only collects."""
    config = pytestconfig
    asked = {Path(config.invocation_params.dir, each).resolve() for each in config.args}
    whole = asked == {config.rootpath / each for each in config.getini("testpaths")}
    if whole and not config.option.ignore and not config.option.ignore_glob:
        return config.stash[COLLECTED]
    return files_collected(BOOK)


def test_every_test_file_on_disk_is_collected(collected):
    assert files_with_tests(BOOK) == collected


def test_what_pytest_passes_over_is_noticed(tmp_path):
    hidden = ["build", "dist", "venv", ".cache"]
    for folder in ("seen", *hidden):
        home = tmp_path / "tests" / folder
        home.mkdir(parents=True)
        (home / f"test_{folder.strip('.')}.py").write_text("def test_it():\n    pass\n")
    (tmp_path / "tests" / "seen" / "helper.py").write_text("def test_in_a_helper():\n    pass\n")
    (tmp_path / "tests" / "seen" / "test_nothing.py").write_text("")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\ntestpaths = ["tests"]\nmarkers = ["proof"]\naddopts = ["-q", "-p", "no:nbval"]\n'
    )
    passed_over = {Path(path).name for path in files_with_tests(tmp_path) - files_collected(tmp_path)}
    assert passed_over == {
        "helper.py",
        "test_nothing.py",
        *(f"test_{name.strip('.')}.py" for name in hidden),
    }


def test_a_view_of_the_site_is_one_piece_of_work_and_so_is_every_other_file():
    """What a view's tests share, the walk, would otherwise be made on each worker."""
    ids = ("::test_a[embedded-dark phone]", "::test_b[dark phone-embedded]", "::test_a[embedded-light phone]")
    pieces = [ByPiece._split_scope(None, f"tests/browser/test_every_page.py{one}") for one in ids]
    assert pieces[0] == pieces[1] != pieces[2]
    ids = ("::test_a[desk]", "::test_b[dark-phone]", "::test_c")
    assert len({ByPiece._split_scope(None, f"tests/browser/test_explore.py{one}") for one in ids}) == 1
