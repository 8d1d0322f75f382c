"""What a server may send instead of the file, or lead to: each is one message with a remedy, and nothing is written."""

import gzip
import re
import ssl
from pathlib import Path

import pytest

from poppybook.update import fetch


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


def test_a_connection_that_is_cut(refusal, server, deaths):
    server.body = deaths()
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
def test_a_server_that_is_too_slow(refusal, server, deaths, monkeypatch, stop, limit):
    server.body, server.stop = deaths(), stop
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


def test_a_file_that_is_said_to_be_too_large_is_not_loaded(refusal, server, monkeypatch):
    """The server sends ten bytes and then keeps silent: nobody waits for the rest."""
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    monkeypatch.setattr(fetch, "SILENCE", 5)
    server.body, server.length, server.stop = b"x" * 100, "100001", 10
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
def test_a_packed_file_that_cannot_be_unpacked(refusal, server, deaths, encoding, spoil, said):
    server.headers["Content-Encoding"], server.body = encoding, spoil(gzip.compress(deaths()))
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
        fetch,
        "where_released",
        lambda *_: fetch.Address("cdc", server.page, f"https://{server.host}/rows.csv", ""),
    )
    assert refusal().startswith(f"There is no connection to {server.host} (")
    assert server.asked == []


def test_a_certificate_that_nobody_vouches_for(refusal, server, monkeypatch):
    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    shown.load_cert_chain(Path(__file__).with_name("self-signed.pem"))
    server.http.socket = shown.wrap_socket(server.http.socket, server_side=True)
    monkeypatch.setattr(fetch, "IN_THE_CLEAR", frozenset())
    monkeypatch.setattr(
        fetch,
        "where_released",
        lambda *_: fetch.Address("cdc", server.page, f"https://{server.host}/rows.csv", ""),
    )
    said = refusal()
    assert said == f"{server.host} cannot prove that it is {server.host} (self-signed certificate)"
    assert server.asked == []
