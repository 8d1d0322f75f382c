"""The real book, rendered once from a copy by every renderer on this machine, served and opened in a browser."""

import http.server
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from shared import made_once
from waiting import PATIENCE, waits

BOOK = Path(__file__).parents[2]
# `make test` looks at the embedded renderer's pages, `make proof` at Quarto's as well, where there is a Quarto.
RENDERERS = ["embedded"]
if shutil.which("quarto"):
    RENDERERS.append(pytest.param("quarto", marks=pytest.mark.proof))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_):
        pass


def render(renderer, folder):
    """A copy of the book in `folder`, with its site."""
    leave = shutil.ignore_patterns(".*", "_site", "dist", "__pycache__", "tests", "benchmarks")
    shutil.copytree(BOOK, folder, ignore=leave, dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "poppybook.cli", "site", "--renderer", renderer],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session", params=RENDERERS)
def site(request, tmp_path_factory):
    """The rendered book, one for all workers; nothing may be written into it. `folder`; `url` of a server on this
    machine; `pages` as paths below it; `renderer`; and `foreign`, a function: the addresses that a page asked →
    those that are not of this site."""
    folder = made_once(tmp_path_factory, request.param, partial(render, request.param)) / "_site"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pages = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html") if p.name != "404.html")
    url = f"http://127.0.0.1:{server.server_port}/"

    def foreign(asked):
        return [address for address in asked if not address.startswith((url, "data:", "blob:"))]

    yield SimpleNamespace(folder=folder, url=url, pages=pages, renderer=request.param, foreign=foreign)
    server.shutdown()


def _opener(browser, contexts):
    def open_(url, **options):
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))

        def turn_to(address):
            page.asked.clear()
            page.complaints.clear()
            page.goto(address, wait_until="load")

        page.turn_to = turn_to
        page.wait_for_function = waits(page)
        page.goto(url, wait_until="load")
        return page

    return open_


@pytest.fixture(scope="session")
def open_window(browser):
    """As `open_page`, for fixtures that outlive a test; who opens a window closes it (`page.context.close()`)."""
    return _opener(browser, [])


@pytest.fixture
def open_page(browser):
    """A function that opens an address and returns the page; `asked` and `complaints` collect what it did, until
    `turn_to` goes on to another address in the same window."""
    contexts = []
    yield _opener(browser, contexts)
    for context in contexts:
        context.close()


SHOWN = "() => document.querySelectorAll('figure.pb-chart').forEach((chart) => { chart.hidden = false; })"


@pytest.fixture(scope="session")
def charts_of():
    """A function: an open page → its charts, those brought out, too, that wait behind a choice."""

    def every(page):
        page.evaluate(SHOWN)
        return page.locator("figure.pb-chart").all()

    return every
