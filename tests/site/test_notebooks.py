"""`poppybook run`: what is stale, what is written, what happens when a cell fails."""

import json
import zlib
from pathlib import Path

import pytest

from poppybook.build.execute import CellFailed, normalise, with_ids
from poppybook.build.notebooks import load_notebook, stale_notebooks, store
from poppybook.build.project import BuildError, Project
from poppybook.build.staleness import KEY, own_hashes, shared_hashes, stale_reason

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


@pytest.fixture
def fresh(book, put):
    """A notebook whose hashes are those of today."""
    path = put("one", code("1 + 1"), {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "Text."})
    store(path, load_notebook(path), shared_hashes(book))
    return path


def reason(book):
    return next(iter(stale_notebooks(book, book.notebooks()).values()), None)


def test_a_fresh_notebook_is_not_stale_and_one_without_hashes_is(book, fresh, put):
    assert reason(book) is None
    put("one", code("1 + 1"))
    assert reason(book) == "it has never been run"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("data/observations.csv", "a,b\n1,2\n", "the data changed"),
        ("constraints.txt", "pandas==3.1.1\n", "constraints.txt changed"),
    ],
)
def test_data_and_pins_make_stale(book, fresh, file, text, expected):
    (book.root / file).parent.mkdir(exist_ok=True)
    (book.root / file).write_text(text)
    assert reason(book) == expected


def test_only_code_and_outputs_of_the_notebook_count(book, fresh):
    stored = load_notebook(fresh)
    shared = shared_hashes(book)
    stored["cells"][1]["source"] = "Better text."
    assert stale_reason(stored, shared) is None, "text runs nothing"
    stored["cells"][0]["source"] = "1 + 2"
    stored["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "2"}]
    assert stale_reason(stored, shared) == "its code changed and its stored outputs were changed by hand"


def test_a_change_of_the_package_makes_stale(book, fresh):
    stored = load_notebook(fresh)
    stored["metadata"][KEY]["package"] = "0" * 16
    assert stale_reason(stored, shared_hashes(book)) == "the package changed"


def test_line_ends_and_the_form_of_stored_text_do_not_count(book, fresh):
    joined, split = code("a\nb"), code(["a\n", "b"])
    assert own_hashes(notebook(joined)) == own_hashes(notebook(split))
    (book.root / "data").mkdir(exist_ok=True)
    hashes = set()
    for ends in (b"\n", b"\r\n"):
        (book.root / "data" / "series.csv").write_bytes(b"a,b" + ends + b"1,2" + ends)
        hashes.add(shared_hashes(book)["data"])
    assert len(hashes) == 1


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


def test_a_module_whose_html_stands_in_notebooks_makes_them_stale_wherever_it_is():
    from poppybook.build import staleness
    from poppybook.build.project import package_files

    names = {name for name, _ in package_files()}
    assert set(staleness.WRITERS) <= names, "a module that is counted has moved"
    assert "teaching/quiz.py" in staleness.WRITERS and "teaching/grade.py" not in staleness.WRITERS
