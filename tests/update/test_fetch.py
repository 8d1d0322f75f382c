"""`poppybook update --fetch` against a server of the test's own; nobody outside is asked for anything."""

import gzip
import http.server
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from poppybook.checking.check import check
from poppybook.dataset.package import read_package
from poppybook.dataset.store import load
from poppybook.update import fetch

BOOK = Path(__file__).parents[2]
CHANGED = {"Last-Modified": "Wed, 18 Nov 2026 13:00:00 GMT"}
PAGE = "https://data.cdc.gov/National-Center-for-Health-Statistics/VSRR-Provisional-Drug-Overdose-Death-Counts/xkb8-kh2a"
INSTEAD = (
    f"Open {PAGE} in a browser, save the file as CSV, then: "
    "poppybook update cdc FILE.csv --released YYYY-MM-DD"
)
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


class Server:
    """Answers every request with `status`, `headers` and `body`; `length` is what it says of the body's length.

    It stops after `stop` bytes until `release` is set (-1: before the headers); `reached` is set when it is there.
    """

    def __init__(self):
        self.status, self.headers, self.body, self.length, self.stop = 200, dict(CHANGED), b"", "", None
        self.asked: list[tuple[str, str]] = []
        self.reached, self.release = threading.Event(), threading.Event()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked.append((self.path, self.headers["Accept-Encoding"]))
                if server.stop == -1:
                    server.wait()
                self.send_response(server.status if self.path == "/rows.csv" else 200)
                moved = "Location" in server.headers and self.path != "/rows.csv"
                for name, value in server.headers.items():
                    if not (moved and name == "Location"):
                        self.send_header(name, value)
                if server.length is not None:
                    self.send_header("Content-Length", server.length or str(len(server.body)))
                self.end_headers()
                if server.stop:
                    self.wfile.write(server.body[: server.stop])
                    self.wfile.flush()
                    server.wait()
                self.wfile.write(server.body[server.stop or 0 :])

            def log_message(self, *args):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # a client that hangs up is what some tests are about
        self.host = f"127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def wait(self):
        self.reached.set()
        self.release.wait()


@pytest.fixture
def server(monkeypatch):
    """A server that stands where CDC's is."""
    one = Server()
    monkeypatch.setattr(fetch, "IN_THE_CLEAR", frozenset({one.host}))
    real = fetch.where_released

    def here(package, body):
        address = real(package, body)
        return (
            fetch.Address(body, address.page, f"http://{one.host}/rows.csv", "") if address.file else address
        )

    monkeypatch.setattr(fetch, "where_released", here)
    yield one
    one.release.set()
    one.http.shutdown()
    one.http.server_close()


@pytest.fixture
def release(samples, tables, tmp_path):
    """CDC's file as its portal exports it, with `further` months after the book's last; as bytes."""
    return lambda further=1: samples.cdc_file(
        tmp_path / "made.csv", samples.cdc_rows(tables, further=further)
    ).read_bytes()


@pytest.fixture
def loaded(server, tmp_path):
    """What has come, without a book to take it in."""
    return lambda: fetch.fetch(fetch.where_released(read_package(BOOK / "data"), "cdc"), tmp_path, "", print)


@pytest.fixture
def refusal(poppybook, book, server, state, tmp_path, monkeypatch):
    """What `update cdc --fetch` says when it is refused: one message and a remedy, nothing written, nothing left."""

    def of(*options, remedy=INSTEAD):
        before, left = state(book), tmp_path / "temporary"
        left.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(left))
        done = poppybook("update", "cdc", "--fetch", *options, cwd=book.root)
        assert done.returncode == 1 and done.stdout == ""
        assert state(book) == before and list(left.iterdir()) == []
        said = done.stderr.partition("Error: ")[2]
        assert "Nothing was written.\n" in said and remedy in said
        return said.partition(". Nothing")[0]

    return of


def test_it_says_whom_it_asks_and_takes_the_release_in(poppybook, book, server, release, state):
    server.body = release()
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
    poppybook, book, server, release, tmp_path
):
    server.body = release()
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


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, r"does not let programs have the file \(answer 401\)"),
        (403, r"does not let programs have the file \(answer 403\)"),
        (404, r"There is no file at .*/rows\.csv .*bodies\.cdc\.release\.file"),
        (410, r"There is no file at .*/rows\.csv .*bodies\.cdc\.release\.file"),
        (418, r"did not send the file \(answer 418\)"),
        (429, r"busy or out of order \(answer 429\): try again later"),
        (500, r"busy or out of order \(answer 500\): try again later"),
        (503, r"busy or out of order \(answer 503\): try again later"),
    ],
)
def test_an_answer_that_is_no_file(refusal, server, status, said):
    server.status, server.body = status, b"<html>Sorry</html>"
    assert re.search(said, refusal())


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=utf-8", b"<!DOCTYPE html><title>Access denied</title>"),
        ("text/csv", b"\xef\xbb\xbf\n  <HTML><body>Log in</body>"),
        ("text/html", b"State,Year\n"),
        ("application/xml", b"<?xml version='1.0'?><error/>"),
    ],
)
def test_a_web_page_instead_of_data(refusal, server, kind, body):
    server.headers["Content-Type"], server.body = kind, body
    assert refusal() == f"{server.host} sent a web page instead of data"


@pytest.mark.parametrize("body", [b"", b"\xef\xbb\xbf", b"\r\n \n"])
def test_an_empty_file(refusal, server, body):
    server.body = body
    assert refusal() == f"{server.host} sent an empty file"


def test_a_connection_that_is_cut(refusal, server, release):
    server.body = release()
    server.length = str(len(server.body) + 1)
    size = len(server.body)
    assert refusal() == f"The connection was cut after {size:,} of {size + 1:,} bytes: try again"


def test_a_connection_that_is_cut_between_pieces(refusal, server):
    """Sent in pieces without a length; the end is missing."""
    server.headers["Transfer-Encoding"], server.length = "chunked", None
    server.body = b"20\r\nState,Year\n"
    assert refusal() == f"{server.host} cut the connection before the file had come whole: try again"


@pytest.mark.parametrize(
    ("stop", "limit"), [(-1, "SILENCE"), (5, "SILENCE"), (-1, "LONGEST"), (5, "LONGEST")]
)
def test_a_server_that_is_too_slow(refusal, server, release, monkeypatch, stop, limit):
    server.body, server.stop = release(), stop
    monkeypatch.setattr(fetch, limit, 0.2)
    assert (
        refusal()
        == {
            "SILENCE": f"{server.host} has not sent a byte for 0.2 seconds",
            "LONGEST": "The file had not arrived whole after 0.2 seconds",
        }[limit]
    )


@pytest.mark.parametrize("length", ["", None])
def test_a_file_that_is_too_large(refusal, server, monkeypatch, length):
    """Whether the server says so before or not."""
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    server.body, server.length = b"x" * 100_001, length
    assert refusal() == "The file is larger than 0.1 MB, which no release is"


def test_a_small_package_that_unpacks_to_too_much(refusal, server, monkeypatch):
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    server.headers["Content-Encoding"], server.body = "gzip", gzip.compress(b"x" * 10_000_000)
    assert refusal() == "The file is larger than 0.1 MB, which no release is"


@pytest.mark.parametrize("word", ["gzip", "x-gzip", " GZip "])
def test_a_packed_file_is_unpacked(loaded, server, word):
    plain = b"State,Year\n" * 50_000
    server.headers["Content-Encoding"], server.body = word, gzip.compress(plain)
    assert loaded().path.read_bytes() == plain


@pytest.mark.parametrize(
    ("encoding", "spoil", "said"),
    [
        ("gzip", lambda packed: packed[:-20], "The file came packed by gzip and is cut off: try again"),
        (
            "gzip",
            lambda packed: b"State,Year\n",
            "The file came packed by gzip and cannot be unpacked: try again",
        ),
        ("br", lambda packed: packed, "The file came packed as “br”, which was not asked for"),
    ],
)
def test_a_packed_file_that_cannot_be_unpacked(refusal, server, release, encoding, spoil, said):
    server.headers["Content-Encoding"], server.body = encoding, spoil(gzip.compress(release()))
    assert refusal() == said


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_it_follows_to_the_same_host(loaded, server, code):
    server.status, server.body = code, b"State,Year\n"
    server.headers["Location"] = "/elsewhere.csv"
    came = loaded()
    assert (came.path.name, came.path.read_bytes(), came.changed) == ("rows.csv", server.body, "2026-11-18")
    assert [path for path, _ in server.asked] == ["/rows.csv", "/elsewhere.csv"]


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("http://data.cdc.gov/rows.csv", "which is not https"),
        ("http://localhost/rows.csv", "which is not https"),
        ("ftp://data.cdc.gov/rows.csv", "which is not https"),
        ("https://example.org/rows.csv", "a host that datapackage.json does not list"),
        ("https://data.cdc.gov.example.org/rows.csv", "a host that datapackage.json does not list"),
        ("https://data.cdc.gov@example.org/rows.csv", "a host that datapackage.json does not list"),
        ("//example.org/rows.csv", "which is not https"),
    ],
)
def test_it_follows_nowhere_else(refusal, server, where, why):
    server.status, server.headers["Location"] = 302, where
    said = refusal()
    assert said.startswith("The address leads to ") and why in said and len(server.asked) == 1


def test_a_redirect_in_a_circle(refusal, server):
    server.status, server.headers["Location"] = 302, "/rows.csv"
    assert "did not send the file (answer 302)" in refusal()


def test_nobody_listens(refusal, server):
    server.http.shutdown()
    server.http.server_close()
    assert refusal().startswith(f"There is no connection to {server.host} (")


def test_a_host_that_does_not_prove_who_it_is(refusal, server, monkeypatch):
    """The real address is https; a server without a certificate is not talked to."""
    monkeypatch.setattr(
        fetch, "where_released", lambda *_: fetch.Address("cdc", PAGE, f"https://{server.host}/rows.csv", "")
    )
    assert refusal().startswith(f"There is no connection to {server.host} (")
    assert server.asked == []


def test_a_certificate_that_nobody_vouches_for(refusal, server, monkeypatch):
    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    shown.load_cert_chain(Path(__file__).with_name("self-signed.pem"))
    server.http.socket = shown.wrap_socket(server.http.socket, server_side=True)
    monkeypatch.setattr(fetch, "IN_THE_CLEAR", frozenset())
    monkeypatch.setattr(
        fetch, "where_released", lambda *_: fetch.Address("cdc", PAGE, f"https://{server.host}/rows.csv", "")
    )
    said = refusal()
    assert said == f"{server.host} cannot prove that it is {server.host} (self-signed certificate)"
    assert server.asked == []


@pytest.mark.parametrize("changed", [None, "yesterday"])
def test_a_file_without_a_day_needs_one_by_hand(refusal, poppybook, book, server, release, changed):
    server.body = release()
    server.headers = {"Last-Modified": changed} if changed else {}
    said = refusal(remedy="poppybook update cdc --fetch --released YYYY-MM-DD")
    assert said == f"{server.host} does not say when the file was changed"
    done = poppybook("update", "cdc", "--fetch", "--released", "2026-11-17", cwd=book.root)
    assert done.returncode == 0, done.stderr
    assert "cdc-vsrr-2026-11-17" in set(load(book.root / "data").cdc_12month["source_id"])


def test_an_old_copy_of_another_content(refusal, poppybook, book, server, release):
    server.body, server.headers = release(), {"Last-Modified": "Mon, 01 Jun 2020 00:00:00 GMT"}
    said = refusal(remedy="again with --released YYYY-MM-DD")
    assert re.search(r"is of 2020-06-01, and the book has a release of 2026-\S+ already$", said)


def test_an_old_copy_with_the_books_own_numbers_is_nothing_to_do(poppybook, book, server, release):
    server.body = release()
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
    assert "rows.csv was not kept. " + INSTEAD in done.stderr


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
def test_ctrl_c_while_it_loads_leaves_nothing(book, server, release, state, tmp_path, stop):
    """The server keeps silent until the command has ended: Ctrl-C does not wait for it."""
    server.body, server.stop = release(), stop
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
