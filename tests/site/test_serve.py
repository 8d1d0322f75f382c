"""The server for a look at the site: silent, on this machine, and of the site alone."""

import os
import socket
import struct
import threading
import urllib.error
import urllib.request

import pytest

from poppybook.site.serve import server_for


@pytest.fixture
def server(tmp_path):
    site = tmp_path / "_site"
    site.mkdir()
    (site / "index.html").write_text("front" * 200_000)
    (site / "404.html").write_text("lost")
    with server_for(site, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def asked(server, text, read=True):
    """The first line that comes back for these bytes."""
    with socket.create_connection(server.server_address[:2]) as line:
        line.sendall(text)
        return line.makefile("rb").readline().decode() if read else None


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200"),
        (b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "200"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=0-3\r\n\r\n", "200"),
        (b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
        (b"HEAD /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
        (b"GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
        (b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", "414"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70000 + b"\r\n\r\n", "431"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "501"),
        (b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", "501"),
        (b"\xff\xfe\r\n\r\n", ""),
    ],
)
def test_every_question_has_an_answer_and_no_traceback(server, request_, code, capfd):
    first = asked(server, request_)
    assert code in first
    assert asked(server, b"GET / HTTP/1.1\r\n\r\n").split()[1] == "200"
    assert capfd.readouterr().err == ""


def test_a_browser_that_breaks_off_is_no_news(server, capfd):
    for _ in range(5):
        with socket.create_connection(server.server_address[:2]) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            line.recv(10)
            line.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )  # reset, not goodbye
    assert asked(server, b"GET / HTTP/1.1\r\n\r\n").split()[1] == "200"
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(os.name == "nt", reason="links as POSIX has them")
def test_links_that_lead_out_of_the_site_are_not_followed(server, tmp_path):
    site = tmp_path / "_site"
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "index.html").write_text("secret")
    (site / "inside").mkdir()
    (site / "file.html").symlink_to(tmp_path / "secret" / "index.html")
    (site / "folder").symlink_to(tmp_path / "secret")
    (site / "inside" / "index.html").symlink_to(tmp_path / "secret" / "index.html")
    (site / "here.html").symlink_to("index.html")
    address = f"http://127.0.0.1:{server.server_port}"
    for path in ("/file.html", "/folder/", "/folder/index.html", "/inside/", "/inside/index.html"):
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(address + path)
        assert (missing.value.code, missing.value.read()) == (404, b"lost"), path
    with urllib.request.urlopen(address + "/here.html") as answer:
        assert answer.read(5) == b"front"
