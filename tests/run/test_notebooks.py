"""`poppybook run`: what is stale, what is written, what happens when a cell fails."""

import json
import shutil
import zlib
from pathlib import Path

import pytest

from poppybook.book.project import BuildError, Project
from poppybook.run.execute import CellFailed, normalise, with_ids
from poppybook.run.notebooks import load_notebook, stale_notebooks, store
from poppybook.run.staleness import Book, stale_reason

BOOK = Path(__file__).parents[2]
KERNEL = {"display_name": "mine", "language": "python", "name": "my-kernel"}


def code(source, *outputs, tags=()):
    metadata = {"tags": list(tags)} if tags else {}
    return {
        "cell_type": "code",
        "id": f"c-{zlib.crc32(str(source).encode())}",
        "metadata": metadata,
        "source": source,
        "outputs": list(outputs),
        "execution_count": None,
    }


def notebook(*cells):
    return {"cells": list(cells), "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def put(book):
    """Store a notebook in the small book under a name."""

    def put(name, *cells):
        path = book.root / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(notebook(*cells)))
        return path

    for path in book.notebooks():
        path.unlink()
    return put


# ---------------------------------------------------------------- staleness


def test_no_notebook_of_the_book_is_stale():
    project = Project(BOOK)
    assert stale_notebooks(project, project.notebooks()) == {}


TABLE = "id,value\na,1\nb,2\n"


@pytest.fixture
def fresh(book, put):
    """A notebook whose hashes are those of today; it has read the rows `a` of one table and all of another."""
    (book.root / "data").mkdir()
    for name in ("some", "whole", "other"):
        (book.root / "data" / f"{name}.csv").write_text(TABLE)
    (book.root / "constraints.txt").write_text("pandas==3.1.1\nnumpy==2.4.6\nruff==0.17.6\n")
    cells = [code("import pandas"), {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "Text."}]
    path = put("one", *cells)
    store(path, load_notebook(path), {"some": {"id": ["a", "new"]}, "whole": "*"}, Book(book))
    return path


def reason(book):
    return next(iter(stale_notebooks(book, book.notebooks()).values()), None)


def test_a_fresh_notebook_is_not_stale_and_one_without_hashes_is(book, fresh, put):
    assert reason(book) is None
    put("one", code("import pandas"))
    assert reason(book) == "it has never been run"


@pytest.mark.parametrize(
    ("table", "text", "stale"),
    [
        ("some", "id,value\na,1\nb,3\n", False),
        ("some", "id,value\nb,2\na,1\n", False),
        ("some", "id,value\na,7\nb,2\n", True),
        ("some", "id,value\na,1\nb,2\nnew,9\n", True),
        ("some", "id,count\na,1\nb,2\n", True),
        ("some", "id,value\nb,2\n", True),
        ("whole", "id,value\na,1\nb,3\n", True),
        ("other", "id,value\na,9\nb,9\n", False),
        ("whole", TABLE.replace("\n", "\r\n"), False),
    ],
)
def test_only_a_change_in_rows_that_were_read_makes_stale(book, fresh, table, text, stale):
    (book.root / "data" / f"{table}.csv").write_bytes(text.encode())
    assert reason(book) == (f"data that it reads changed ({table})" if stale else None)


def test_only_a_pin_that_it_rests_on_makes_stale(book, fresh):
    pins = book.root / "constraints.txt"
    before = pins.read_text()
    pins.write_text(before.replace("ruff==0.17.6", "ruff==0.18.0"))
    assert reason(book) is None
    pins.write_text(before.replace("numpy==2.4.6", "numpy==2.4.7"))
    assert reason(book) == "a library that it rests on changed (numpy)", "pandas stands on it"


def test_only_code_and_outputs_of_the_notebook_count(book, fresh):
    stored = load_notebook(fresh)
    stored["cells"][1]["source"] = "Better text."
    assert stale_reason(stored, Book(book)) is None, "text runs nothing"
    stored["cells"][0]["source"] = "import pandas as pd"
    stored["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "2"}]
    assert stale_reason(stored, Book(book)) == "its code changed and its stored outputs were changed by hand"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A copy of the book's own data and notebooks."""
    root = tmp_path_factory.mktemp("real")
    for name in ("data", "notebooks"):
        shutil.copytree(BOOK / name, root / name)
    for name in ("constraints.txt", "_quarto.yml"):
        shutil.copy(BOOK / name, root)
    return Project(root)


def stale_after(project, table, old, new):
    """The notebooks that are stale while one text in a table is another."""
    path = project.root / "data" / f"{table}.csv"
    before = path.read_bytes()
    assert before.count(old.encode()) == 1
    path.write_bytes(before.replace(old.encode(), new.encode()))
    try:
        return {path.stem for path in stale_notebooks(project, project.notebooks())}
    finally:
        path.write_bytes(before)


def readers(project, table):
    """The notebooks whose own record says that they read a table."""
    return {
        path.stem
        for path in project.notebooks()
        if table in load_notebook(path)["metadata"]["poppybook"]["reads"]
    }


def test_a_changed_row_of_the_border_agency_runs_only_what_reads_it(real):
    row = (real.root / "data" / "cbp_monthly.csv").read_text(encoding="utf-8").splitlines()[7]
    stale = stale_after(real, "cbp_monthly", f"\n{row}\n", f"\n{row}~\n")
    assert stale == readers(real, "cbp_monthly")
    assert "heroin-production" in stale and "cooperation-timeline" not in stale


def test_an_added_series_runs_only_what_lists_all_series(real):
    path = real.root / "data" / "observations.csv"
    before = path.read_text(encoding="utf-8")
    added = before.splitlines()[1].replace("@", "-of-mine@", 1)
    path.write_text(f"{before}{added}\n", encoding="utf-8")
    try:
        stale = set(stale_notebooks(real, real.notebooks()))
    finally:
        path.write_text(before, encoding="utf-8")
    chapters = ("heroin-production", "fentanyl-seizures", "cooperation-timeline", "supply-chain")
    assert {path.stem for path in stale}.isdisjoint(chapters)
    assert "disagreements" in {path.stem for path in stale}, "it goes through every series"


def test_a_number_that_a_chapter_draws_makes_it_stale(real):
    observation = "poppy-ha-us-mex@2017"
    line = next(
        line
        for line in (real.root / "data" / "observations.csv").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"{observation},")
    )
    assert "44100" in line
    stale = stale_after(real, "observations", f"\n{line}\n", f"\n{line.replace('44100', '44101')}\n")
    assert "heroin-production" in stale
    assert "supply-chain" not in stale


def test_an_unreadable_notebook_is_named(book, put):
    put("one", code("1")).write_text("<<<<<<< HEAD\n{}")
    with pytest.raises(BuildError, match=r"one\.ipynb.*merge conflict"):
        stale_notebooks(book, book.notebooks())


# ---------------------------------------------------------------- the stored form


def widget(model="random-id"):
    data = {"application/vnd.jupyter.widget-view+json": {"model_id": model}, "text/plain": "interactive(…)"}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def test_nothing_of_a_machine_a_python_or_a_day_is_stored():
    ran = notebook(code("w", widget(), tags=["nbval-ignore-output"]))
    ran["metadata"] |= {
        "widgets": {"state": "random"},
        "language_info": {"name": "python", "version": "3.13.1"},
        "title": "Kept",
    }
    ran["cells"][0]["metadata"]["execution"] = {"iopub.execute_input": "2026-11-22T03:00:00"}
    stored = json.dumps(normalise(ran))
    for trace in ("random", "3.13", "2026-11-22", "my-kernel"):
        assert trace not in stored
    assert "Kept" in stored


def test_a_widget_that_the_tests_would_compare_is_refused():
    with pytest.raises(CellFailed, match=r"cell 2 \(code cell 1\).*nbval-ignore-output"):
        normalise(notebook({"cell_type": "markdown", "metadata": {}, "source": ""}, code("w", widget())))


def test_warnings_are_refused_since_they_name_paths_of_the_machine():
    warning = {"output_type": "stream", "name": "stderr", "text": "/home/me/x.py:1: UserWarning: old\n"}
    with pytest.raises(CellFailed, match=r"wrote to stderr: .*UserWarning"):
        normalise(notebook(code("w", warning)))


def test_cells_without_an_id_get_one_that_stays():
    cells = [code("1"), code("2"), code("3")]
    cells[1]["id"] = "cell-1"
    del cells[0]["id"], cells[2]["id"]
    ids = [cell["id"] for cell in with_ids(notebook(*cells))["cells"]]
    assert ids == ["cell-1-new", "cell-1", "cell-3"]


# ---------------------------------------------------------------- running


def test_run_twice_gives_the_same_bytes_and_says_why(book, put, poppybook):
    one = put(
        "one",
        code("import os, sys\nprint('out'); print(os.path.basename(os.getcwd()))"),
        code("from ipywidgets import interact\ninteract(lambda a: a, a=3);", tags=["nbval-ignore-output"]),
        code("from IPython.display import HTML\nHTML('<b>x</b>')"),
    )
    put("two", code("print('two')"))
    done = poppybook("run", cwd=book.root)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "quiet means quiet: no word of the kernel's"
    lines = sorted(done.stdout.splitlines())
    assert [line.partition(" (")[0] for line in lines] == [
        "one: it has never been run",
        "two: it has never been run",
    ]
    first = one.read_bytes()
    stored = json.loads(first)
    assert "".join(stored["cells"][0]["outputs"][0]["text"]) == "out\nnotebooks\n"
    assert stored["cells"][1]["outputs"] == []
    assert poppybook("run", cwd=book.root).stdout == "Nothing to run: the stored outputs are up to date.\n"
    again = poppybook("run", "one", "--all", cwd=book.root)
    assert again.stdout.startswith("one: asked for with --all")
    assert one.read_bytes() == first


def test_a_failed_cell_is_named_and_nothing_is_written_for_it(book, put, poppybook):
    bad = put("bad", code("x = 1"), code("def inner():\n    return {}['no such key']\n\ninner()"))
    good = put("good", code("print('good')"))
    before = bad.read_bytes(), good.read_bytes()
    done = poppybook("run", cwd=book.root)
    assert done.returncode == 1
    assert "notebooks/bad.ipynb was not written" in done.stderr
    assert "cell 2 (code cell 2): KeyError" in done.stderr
    assert "KeyError: 'no such key'" in done.stderr.splitlines()[-1]
    assert "\x1b" not in done.stderr, "no colour codes"
    assert bad.read_bytes() == before[0]
    assert good.read_bytes() != before[1], "one failure does not keep the others from running"


def test_a_name_that_is_none_gets_a_hint(book, put, poppybook):
    put("heroin-production", code("1"))
    done = poppybook("run", "heroin-prodction", cwd=book.root)
    assert done.returncode == 1
    assert "Did you mean heroin-production?" in done.stderr
