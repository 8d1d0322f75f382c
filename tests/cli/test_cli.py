"""What every command has in common: help that teaches, one clear message, the right exit code."""

import errno
import json
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from poppybook.cli.commands import main

BOOK = Path(__file__).parents[2]
COMMANDS = ["check", "run", "figures", "site", "serve", "offline", "assignments", "grade"]
ARGUMENTS = {"grade": ["submissions", "graded"]}  # what a command cannot do without


def test_the_first_help_lists_the_commands_and_when_to_use_them(typed, tmp_path):
    said = typed("--help", cwd=tmp_path).stdout
    for command in COMMANDS:
        assert f"  {command} " in said
    assert "data/ -> notebooks/ -> figures/ -> _site/" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_each_help_says_what_it_reads_gives_examples_and_exit_codes(poppybook, tmp_path, command):
    done = poppybook(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert f"poppybook {command}" in done.stdout.split("Examples:")[1]
    assert "Exit codes:" in done.stdout


def test_the_version_is_the_packages(typed, tmp_path):
    from importlib.metadata import version

    assert typed("--version", cwd=tmp_path).stdout == f"poppybook {version('poppybook')}\n"


def test_a_user_meets_the_same_as_the_tests_do(typed, poppybook, book):
    """Within the test's process, in which most commands run here, and as a process of its own."""
    for words in (["figures"], ["serve"], ["bake"]):
        done, same = typed(*words, cwd=book.root), poppybook(*words, cwd=book.root)
        assert (done.returncode, done.stdout, done.stderr) == (same.returncode, same.stdout, same.stderr)


@pytest.mark.parametrize("command", COMMANDS)
def test_outside_a_book_there_is_one_clear_message(poppybook, tmp_path, command):
    done = poppybook(command, *ARGUMENTS.get(command, []), cwd=tmp_path)
    assert done.returncode == 1
    assert "is not inside a book" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["bake"],
        ["site", "--renderer", "hugo"],
        ["run", "--fast"],
        ["serve", "--port", "70000"],
        ["check", "data/"],
        ["grade", "submissions"],
        ["grade", "submissions", "graded", "--cell-seconds", "0"],
    ],
)
def test_wrong_usage_is_exit_code_2(poppybook, book, arguments):
    done = poppybook(*arguments, cwd=book.root)
    assert done.returncode == 2
    assert "Usage:" in done.stderr


def test_commands_work_from_any_folder_of_the_book(poppybook, book):
    assert poppybook("site", "--renderer", "embedded", cwd=book.root / "notebooks").returncode == 0
    assert (book.site / "index.html").is_file()


def test_quarto_asked_for_and_not_there(poppybook, book, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    done = poppybook("site", "--renderer", "quarto", cwd=book.root)
    assert done.returncode == 1
    assert "no `quarto` on the PATH" in done.stderr


# ---------------------------------------------------------------- check


@pytest.fixture
def places(book):
    """The table of places in a copy of the real dataset."""
    for folder in ("data", "seeds"):
        shutil.copytree(BOOK / folder, book.root / folder)
    shutil.rmtree(book.root / "figures")  # its one chart is not of these data, and neither is its text
    shutil.rmtree(book.root / "notebooks")
    (book.root / "index.qmd").write_text("[44,100 ha](#poppy-ha-us-mex@2017)\n")
    return book.root / "data" / "places.csv"


def test_check_groups_faults_by_file_and_counts_them(poppybook, book, places):
    lines = places.read_text(encoding="utf-8").splitlines()
    places.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8", newline="\n")
    done = poppybook("check", cwd=book.root)
    assert done.returncode == 1
    said = done.stdout.splitlines()
    assert said.count("places.csv") == 1
    assert any(line.startswith(f"  row {len(lines) + 1}") for line in said)
    assert said[-2].endswith("faults.")
    assert said[-1] == "The text was not compared with the data: mend the data first."
    assert "Traceback" not in done.stderr


def test_check_seal_writes_the_hash_and_then_all_is_well(poppybook, book, places):
    places.write_text(
        places.read_text(encoding="utf-8").replace("Mexico City", "Mexico City (CDMX)", 1), newline="\n"
    )
    sealed = poppybook("check", "--seal", cwd=book.root)
    assert sealed.stdout == "Sealed: places.csv.\nNo faults.\n"
    assert sealed.returncode == 0
    descriptor = json.loads((book.root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    stored = {resource["name"]: resource["bytes"] for resource in descriptor["resources"]}
    assert stored["places"] == places.stat().st_size


def test_check_names_a_number_that_differs_and_fix_puts_it_right(poppybook, book, places):
    page = book.root / "index.qmd"
    page.write_text("First.\n\nIt was [44,900 ha](#poppy-ha-us-mex@2017), and 12 pounds.\n")
    done = poppybook("check", cwd=book.root)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "index.qmd"
    assert "  line 3: a printed number is the published value, rounded" in done.stdout
    assert "Found: “12 pounds”" in done.stdout
    assert done.stdout.endswith("2 faults.\n")
    fixed = poppybook("check", "--fix", cwd=book.root)
    assert fixed.returncode == 1, "the value without a link is still there"
    assert fixed.stdout.startswith("index.qmd, line 3: 44,900 ha → 44,100 ha (poppy-ha-us-mex@2017)\n")
    assert page.read_text() == "First.\n\nIt was [44,100 ha](#poppy-ha-us-mex@2017), and 12 pounds.\n"


# ---------------------------------------------------------------- figures


def test_figures_up_to_date_need_no_browser(poppybook, book, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    done = poppybook("figures", cwd=book.root)
    assert (done.returncode, done.stdout) == (0, "Nothing to draw: the pictures are up to date.\n")


def test_a_picture_that_no_notebook_shows_is_removed(poppybook, book):
    (book.root / "notebooks" / "poppy.ipynb").unlink()
    done = poppybook("figures", cwd=book.root)
    assert done.stdout == "poppy-area: removed, no notebook shows it\n"
    assert not (book.root / "figures" / "poppy-area").exists()


# ---------------------------------------------------------------- serve


def test_serve_without_a_site_says_how_to_get_one(poppybook, book):
    done = poppybook("serve", cwd=book.root)
    assert done.returncode == 1
    assert "poppybook site" in done.stderr


def test_a_taken_port_is_named(poppybook, book):
    book.site.mkdir()
    (book.site / "index.html").write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = poppybook("serve", "--port", str(port), cwd=book.root)
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a POSIX signal")
def test_serve_shows_the_site_uncached_until_ctrl_c(book):
    book.site.mkdir()
    (book.site / "index.html").write_text("front")
    (book.site / "404.html").write_text("lost")
    command = [sys.executable, "-u", "-m", "poppybook.cli", "serve", "--port", "0"]
    server = subprocess.Popen(
        command, cwd=book.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        address = server.stdout.readline().split()[3]
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address) as answer:
            assert answer.read() == b"front"
            assert answer.headers["Cache-Control"] == "no-store"
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(address + "nowhere/page.html")
        assert (missing.value.code, missing.value.read()) == (404, b"lost")
        book.site.rename(book.root / "old")
        book.site.mkdir()
        (book.site / "index.html").write_text("new front")
        with urllib.request.urlopen(address) as answer:
            assert answer.read() == b"new front", "the next build is served without a restart"
    finally:
        server.send_signal(signal.SIGINT)
        _, complaint = server.communicate(timeout=600)
    assert server.returncode == 0
    assert complaint == ""


# ---------------------------------------------------------------- a book that cannot be written to


@pytest.mark.parametrize("reason", ["EROFS", "EACCES"])
@pytest.mark.parametrize("command", ["site", "run", "figures"])
def test_what_cannot_be_written_is_named_with_what_to_do(monkeypatch, reason, command):
    """As the system says it in a read-only checkout; root, as which the tests may run, may write anywhere else."""

    def refuse():
        raise OSError(getattr(errno, reason), "Not here", "/book/.poppybook/lock")

    monkeypatch.setattr("poppybook.cli.book.find_project", refuse)
    done = CliRunner().invoke(main, [command])
    assert done.exit_code == 1
    assert done.output.startswith(
        "Error: Not here: /book/.poppybook/lock\nWork in a copy that you can write to"
    )


# ---------------------------------------------------------------- what commands agree on


def test_a_stray_notebook_is_left_alone_and_named(poppybook, book):
    """`make lab` opens notebooks/: a scratch notebook lands there, and `run` failed on it."""
    config = book.root / "_quarto.yml"
    config.write_text(config.read_text().replace('"notebooks/*.ipynb"', "notebooks/poppy.ipynb"))
    (book.root / "notebooks" / "poppy.ipynb").rename(book.root / "kept.ipynb")
    scratch = book.root / "notebooks" / "Untitled.ipynb"
    scratch.write_text("{")
    done = poppybook("run", cwd=book.root)
    assert (done.returncode, done.stdout) == (0, "Nothing to run: the stored outputs are up to date.\n")
    assert done.stderr == "Note: notebooks/Untitled.ipynb is not in _quarto.yml and is left alone.\n"
    assert scratch.read_text() == "{"
    named = poppybook("run", "Untitled", cwd=book.root)
    assert named.returncode == 1 and "is not in _quarto.yml and is left alone" in named.stderr


def test_two_charts_of_one_id_are_refused_alike(poppybook, book, places):
    source = json.loads((BOOK / "notebooks" / "glossary.ipynb").read_text(encoding="utf-8"))
    bundle = {"application/vnd.plotly.v1+json": {"data": [], "layout": {"meta": {"id": "twice"}}}}
    shown = {"output_type": "display_data", "metadata": {}, "data": bundle}
    bare = {"cell_type": "code", "id": "a", "metadata": {}, "source": "", "execution_count": None}
    source["cells"] = [bare | {"outputs": [shown]}]
    (book.root / "notebooks").mkdir()
    for name in ("one.ipynb", "two.ipynb"):
        (book.root / "notebooks" / name).write_text(json.dumps(source))
    for command in (["check"], ["figures"], ["site", "--renderer", "embedded"]):
        done = poppybook(*command, cwd=book.root)
        assert done.returncode == 1
        assert (
            "a chart's id is its own in the whole book. Found: “twice”. one.ipynb has it, too" in done.stdout
        ), command
        assert "Traceback" not in done.stderr


def test_fix_with_a_stale_seal_names_the_way(poppybook, book, places):
    text = places.read_text(encoding="utf-8")
    places.write_text(text.replace("Mexico City", "Mexico City (CDMX)", 1), encoding="utf-8", newline="\n")
    done = poppybook("check", "--fix", cwd=book.root)
    assert done.returncode == 1
    assert done.stdout.endswith("poppybook check --seal --fix\n")


@pytest.mark.parametrize("broken", [b"project: [", b"\xff\xfe", b"project: {render: 5}\n", b"- a\n"])
def test_a_broken_map_of_the_site_is_told_in_one_sentence(poppybook, book, broken):
    (book.root / "_quarto.yml").write_bytes(broken)
    for command in (["figures"], ["site", "--renderer", "embedded"]):
        assert "Traceback" not in poppybook(*command, cwd=book.root).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
def test_a_folder_that_is_gone_is_told_in_one_sentence(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    code = (
        f"import os, sys; os.rmdir({str(gone)!r}); sys.argv = ['poppybook', 'check']\n"
        "from poppybook.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=gone, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        1,
        "Error: The folder you are in is gone. Change into the book first.\n",
    )
