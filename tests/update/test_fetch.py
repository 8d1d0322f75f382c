"""`poppybook update --fetch` as a user types it, against a server of the tests' own."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from poppybook.checking.check import check
from poppybook.dataset.package import read_package
from poppybook.dataset.store import load

BOOK = Path(__file__).parents[2]
# What a process of its own is told, so that it asks the test's server: users have no such option.
ELSEWHERE = """
import sys
from poppybook.update import fetch
host = sys.argv.pop(1)
fetch.IN_THE_CLEAR = {host}
fetch.where_released = lambda _, body: fetch.Address(body, "https://data.cdc.gov/x", f"http://{host}/rows.csv", "")
from poppybook.cli import main
main()
"""


def test_it_says_whom_it_asks_and_takes_the_release_in(poppybook, book, server, deaths, state):
    server.body = deaths()
    before = state(book)
    dry = poppybook("update", "cdc", "--fetch", "--dry-run", cwd=book.root)
    assert dry.returncode == 0, dry.stderr
    asking, came = dry.stderr.splitlines()
    assert asking == f"Asking {server.host} for rows.csv: http://{server.host}/rows.csv"
    assert re.fullmatch(r"rows\.csv has come, \d+\.\d MB, of 2026-11-18\.", came)
    assert dry.stdout.endswith("Dry run: nothing was written.\n") and state(book) == before
    done = poppybook("update", "cdc", "--fetch", cwd=book.root)
    assert done.returncode == 0, done.stderr
    assert check(book.root / "data") == []
    data = load(book.root / "data")
    assert data.cdc_12month["month"].max() == "2026-02"
    assert "cdc-vsrr-2026-11-18" in set(data.sources["source_id"])
    after = state(book)
    again = poppybook("update", "cdc", "--fetch", cwd=book.root)
    assert (again.returncode, again.stdout) == (
        0,
        "Nothing to do: the dataset holds these numbers already.\n",
    )
    assert state(book) == after
    assert server.asked == [("/rows.csv", "identity")] * 3


def test_a_fetched_file_gives_what_the_same_file_given_by_hand_does(
    poppybook, book, server, deaths, tmp_path
):
    server.body = deaths()
    fetched = poppybook("update", "cdc", "--fetch", "--dry-run", "--all", cwd=book.root)
    by_hand = tmp_path / "rows.csv"
    by_hand.write_bytes(server.body)
    day = ("--released", "2026-11-18")
    given = poppybook("update", "cdc", by_hand, *day, "--dry-run", "--all", cwd=book.root)
    assert fetched.returncode == 0 and fetched.stdout == given.stdout


@pytest.mark.parametrize("publisher", ["cbp", "nflis"])
def test_where_only_a_person_gets_the_file_nobody_is_asked(
    poppybook, book, server, publisher, state, monkeypatch
):
    monkeypatch.setattr(urllib.request, "build_opener", lambda *_: pytest.fail("the network was used"))
    before = state(book)
    done = poppybook("update", publisher, "--fetch", cwd=book.root)
    release = read_package(BOOK / "data").descriptor["bodies"][publisher]["release"]
    assert done.returncode == 1 and state(book) == before and server.asked == []
    assert release["by_hand"] in done.stderr and "asked nobody" in done.stderr
    assert (
        f"Open {release['page']} in a browser" in done.stderr
        and f"poppybook update {publisher} FILE.csv" in done.stderr
    )


@pytest.mark.parametrize("changed", [None, "yesterday"])
def test_a_file_without_a_day_needs_one_by_hand(refusal, poppybook, book, server, deaths, changed):
    server.body = deaths()
    server.headers = {"Last-Modified": changed} if changed else {}
    said = refusal(remedy="poppybook update cdc --fetch --released YYYY-MM-DD")
    assert said == f"{server.host} does not say when the file was changed"
    done = poppybook("update", "cdc", "--fetch", "--released", "2026-11-17", cwd=book.root)
    assert done.returncode == 0, done.stderr
    assert "cdc-vsrr-2026-11-17" in set(load(book.root / "data").cdc_12month["source_id"])


def test_an_old_copy_of_another_content(refusal, poppybook, book, server, deaths):
    server.body, server.headers = deaths(), {"Last-Modified": "Mon, 01 Jun 2020 00:00:00 GMT"}
    said = refusal(remedy="again with --released YYYY-MM-DD")
    assert re.search(r"is of 2020-06-01, and the book has a release of 2026-\S+ already$", said)


def test_an_old_copy_with_the_books_own_numbers_is_nothing_to_do(poppybook, book, server, deaths):
    server.body = deaths()
    assert poppybook("update", "cdc", "--fetch", cwd=book.root).returncode == 0
    server.headers = {"Last-Modified": "Mon, 01 Jun 2020 00:00:00 GMT"}
    again = poppybook("update", "cdc", "--fetch", cwd=book.root)
    assert (again.returncode, again.stdout[:13]) == (0, "Nothing to do")


def test_a_file_that_ends_before_the_book_does(poppybook, book, server, samples, tables, tmp_path, state):
    rows = [row for row in samples.cdc_rows(tables) if row[1] < "2026"]
    server.body = samples.cdc_file(tmp_path / "made.csv", rows).read_bytes()
    before = state(book)
    done = poppybook("update", "cdc", "--fetch", cwd=book.root)
    assert done.returncode == 1 and state(book) == before
    assert "a release reaches at least as far as the data" in done.stdout
    assert "rows.csv was not kept. " + server.instead in done.stderr


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"PK\x03\x04" + b"x" * 100, "This is an Excel workbook"),
        (b'{"error": true}', "This is JSON"),
        (b"%PDF-1.7\n", "This is a PDF document"),
        (b"State,Year\nUS,2026\n", "There is no column “Month”"),
    ],
)
def test_what_is_no_release_of_cdc(poppybook, book, server, state, body, said):
    server.body = body
    before = state(book)
    done = poppybook("update", "cdc", "--fetch", cwd=book.root)
    assert done.returncode == 1 and state(book) == before
    assert done.stdout.startswith("rows.csv\n") and said in done.stdout


@pytest.mark.parametrize("arguments", [["cdc", "a.csv", "--fetch"], ["nflis"], ["cbp", "--dry-run"]])
def test_a_file_or_fetch_and_not_both(poppybook, book, server, arguments):
    done = poppybook("update", *arguments, cwd=book.root)
    assert done.returncode == 2 and "or give --fetch, and not both" in done.stderr and server.asked == []


def test_outside_a_book_nobody_is_asked(poppybook, server, tmp_path):
    done = poppybook("update", "cdc", "--fetch", cwd=tmp_path)
    assert done.returncode == 1 and "is not inside a book" in done.stderr and server.asked == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send for Ctrl-C")
@pytest.mark.parametrize("stop", [-1, 1000])
def test_ctrl_c_while_it_loads_leaves_nothing(book, server, deaths, state, tmp_path, stop):
    """The server keeps silent until the command has ended: Ctrl-C does not wait for it."""
    server.body, server.stop = deaths(), stop
    before, left = state(book), tmp_path / "temporary"
    left.mkdir()
    command = [sys.executable, "-c", ELSEWHERE, server.host, "update", "cdc", "--fetch"]
    running = subprocess.Popen(
        command,
        cwd=book.root,
        env=os.environ | {"TMPDIR": str(left)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.reached.wait(60), "the command has asked"
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)
    assert running.returncode == 130 and said[0] == ""
    assert said[1].splitlines()[1:] == ["Stopped."]
    assert state(book) == before and list(left.iterdir()) == []
    assert not book.work.exists() or [path.name for path in book.work.iterdir()] == ["lock"]


def test_a_bar_on_a_terminal_takes_every_size(monkeypatch):
    from poppybook.cli import screen

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with screen.loading("Loading rows.csv") as progress:
        progress(10, None)
        progress(20, 40)


def test_nothing_else_in_the_book_can_ask_the_network():
    asks = re.compile(
        r"^\s*(?:import|from) (?:urllib\.request|http\.client|requests|httpx|urllib3|aiohttp)\b", re.M
    )
    source = BOOK / "src" / "poppybook"
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if asks.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"update/fetch.py"}
