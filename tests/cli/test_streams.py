"""Whatever stands behind the program's output, printing never fails and the work is done."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from poppybook.cli import streams

BOOK = Path(__file__).parents[2]
PAGES = ("cp1252", "cp850", "ascii", "latin-1", "koi8-r", "utf-16", "utf-8")
COMMANDS = ("check", "run", "figures", "site", "serve", "offline", "update", "add", "assignments", "grade")
RUN = [sys.executable, "-m", "poppybook.cli"]


def environment(encoding):
    return os.environ | {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding, "TERM": "dumb", "NO_COLOR": "1"}


@pytest.mark.parametrize("encoding", PAGES)
def test_help_in_every_code_page(encoding):
    """All in one process, which has the streams of one: starting a Python for each takes its time."""
    code = (
        "import sys; from poppybook.cli.streams import never_fail; never_fail()\n"
        "from poppybook.cli.commands import main\n"
        "for words in ([], *([name] for name in sys.argv[1:]), ['update', 'cbp']):\n"
        "    try: main([*words, '--help'])\n"
        "    except SystemExit as end: assert not end.code\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *COMMANDS], env=environment(encoding), capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    # In place of plain ASCII, which is mostly a mistake, click writes UTF-8.
    assert (
        done.stdout.decode("utf-8" if encoding == "ascii" else encoding).count("Usage:") == len(COMMANDS) + 2
    )


def test_what_a_code_page_lacks_is_written_in_plain_signs():
    streams.codecs.register_error(streams.NAME, streams._in_plain_signs)
    text = "“44,100 ha” → Łucja 王 … \udcff"
    assert text.encode("cp850", streams.NAME) == rb'"44,100 ha" -> \u0141ucja \u738b ... \udcff'
    assert "García → 1".encode("koi8-r", streams.NAME) == rb"Garc\xeda -> 1"


@pytest.fixture
def wrong_number(book):
    """A book in whose text a linked number differs from the data."""
    for folder in ("data", "seeds"):
        shutil.copytree(BOOK / folder, book.root / folder)
    shutil.rmtree(book.root / "figures")
    shutil.rmtree(book.root / "notebooks")
    page = book.root / "index.qmd"
    page.write_text("It was [44,900 ha](#poppy-ha-us-mex@2017).\n")
    return page


@pytest.mark.proof
def test_fix_tells_its_changes_in_a_code_page_without_arrows(wrong_number):
    done = subprocess.run(
        [*RUN, "check", "--fix"], cwd=wrong_number.parent, env=environment("cp1252"), capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"index.qmd, line 1: 44,900 ha -> 44,100 ha (poppy-ha-us-mex@2017)" in done.stdout
    assert "44,100 ha" in wrong_number.read_text()


@pytest.fixture
def left_over(book):
    """A book with a picture that no notebook shows any more: `figures` removes it, and then says so."""
    (book.root / "notebooks" / "poppy.ipynb").unlink()
    return book.root / "figures" / "poppy-area"


FIGURES = [*RUN, "figures"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_behind_the_output_does_not_stop_the_work(book, left_over):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(FIGURES, cwd=book.root, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert not left_over.exists()


@pytest.mark.skipif(os.name == "nt", reason="closing a stream is a POSIX shell's way")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams(book, left_over, closed):
    done = subprocess.run(f"{' '.join(FIGURES)} {closed}", cwd=book.root, shell=True, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert not left_over.exists()
    assert (book.work / "lock").read_bytes() == b"", "what was said went into a file of the book"


def test_a_reader_that_leaves_is_no_fault(book, left_over):
    process = subprocess.Popen(FIGURES, cwd=book.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()
    assert not left_over.exists()


def test_a_stream_that_is_no_file_is_left_alone():
    mine = io.StringIO()
    assert streams._patient(mine, 1) is mine


def test_children_speak_utf8_whatever_the_command_speaks(book):
    from poppybook.book import children

    code = "import json, sys; print('Łucja “x”'); json.dump('→', sys.stdout, ensure_ascii=False)"
    done = children.run([sys.executable, "-c", code], env=environment("utf-16"))
    assert done.stdout == "Łucja “x”\n" + json.dumps("→", ensure_ascii=False)


def test_what_others_wrote_is_one_line_and_moves_no_cursor(capsys):
    from poppybook.cli.screen import progress

    with progress("Grading", 1) as step:
        step("Eve: graded; \x1b]0;title\x07\x1b[2J\nBen: graded\x9b31m\u202eevil")
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and said.endswith("evil\n")
    assert said.removesuffix("\n").isprintable()
