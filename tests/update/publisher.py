"""A publisher's server of the tests' own; nobody outside is asked for anything."""

import http.server
import threading
from pathlib import Path

import pytest

from poppybook.dataset.package import read_package
from poppybook.update import fetch

BOOK = Path(__file__).parents[2]
CHANGED = {"Last-Modified": "Wed, 18 Nov 2026 13:00:00 GMT"}
PAGE = "https://data.cdc.gov/National-Center-for-Health-Statistics/VSRR-Provisional-Drug-Overdose-Death-Counts/xkb8-kh2a"
INSTEAD = (
    f"Open {PAGE} in a browser, save the file as CSV, then: "
    "poppybook update cdc FILE.csv --released YYYY-MM-DD"
)


class Server:
    """Answers every request with `status`, `headers` and `body`; `length` is what it says of the body's length.

    It stops after `stop` bytes until `release` is set (-1: before the headers); `reached` is set when it is there.
    Errors name `page`, and `instead` is what they say to do.
    """

    def __init__(self):
        self.status, self.headers, self.body, self.length, self.stop = 200, dict(CHANGED), b"", "", None
        self.page, self.instead = PAGE, INSTEAD
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
def deaths(samples, tables, tmp_path):
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
