"""Show the finished site on this machine, for a look as readers will see it."""

from __future__ import annotations

import os
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from poppybook.book.project import BuildError

HOST = "127.0.0.1"  # this machine only; nobody else on the network can look


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site, never kept by the browser, so that each reload shows the last build."""

    timeout = 30  # seconds that a connection may say nothing

    def send_head(self) -> object:
        path, site = self.translate_path(self.path), os.path.realpath(self.directory)
        if "\0" in path or not all(
            Path(os.path.realpath(each)).is_relative_to(site) for each in (path, f"{path}/index.html")
        ):
            self.send_error(HTTPStatus.NOT_FOUND)  # no file has such a name; or a link leads out of the site
            return None
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *ignored: object) -> None:
        """Say nothing for each request."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that breaks off is no news."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def server_for(site: Path, port: int) -> ThreadingHTTPServer:
    """A server for the site, listening but not yet answering; port 0 takes any free one."""
    if not (site / "index.html").is_file():
        raise BuildError("There is no site yet. Run `poppybook site` first.")
    try:
        return _Server((HOST, port), partial(_Handler, directory=str(site)))
    except OSError as error:
        raise BuildError(
            f"Port {port} cannot be used ({error.strerror}). Choose another with --port."
        ) from None
