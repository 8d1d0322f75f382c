"""Get a publisher's newest release from where `datapackage.json` says that it lives.

The one module of the book that uses the network, and only when asked. What arrives is held back until all of it is
there and looks like data; whatever goes wrong is one message that says how to do it by hand.
"""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from poppybook.book.faults import BuildError, on_one_line, shorten
from poppybook.dataset.package import Package

from .diff import compare
from .plan import FOLLOWING
from .release import Release
from .tables import Rows

LARGEST = 200_000_000  # bytes, far above any release
SILENCE = 30  # seconds without a byte
LONGEST = 600  # seconds for the whole
PIECE = 65_536
IN_THE_CLEAR: frozenset[str] = frozenset()  # hosts that need no https: none but the tests' own server

Progress = Callable[[int, int | None], None]  # bytes so far, and of how many if that is known


@dataclass(frozen=True)
class Address:
    """Where a body's releases live. page: for people. file: the newest release itself, "" where only a person gets it;
    by_hand: then why."""

    body: str
    page: str
    file: str
    by_hand: str

    @property
    def host(self) -> str:
        """Who is asked."""
        return urlsplit(self.file).netloc

    @property
    def name(self) -> str:
        """The file's name."""
        return PurePosixPath(urlsplit(self.file).path).name


@dataclass(frozen=True)
class Fetched:
    """What came: the file, and the day on which the server says that it was last changed, "" if it does not."""

    path: Path
    changed: str


class _Refused(Exception):
    """Why there is no file; a sentence without its full stop."""


def where_released(package: Package, body: str) -> Address:
    """Where the releases of this body live, as the descriptor says."""
    release = package.descriptor["bodies"][body]["release"]
    return Address(body, release["page"], release.get("file", ""), release.get("by_hand", ""))


def by_hand(address: Address, command: str) -> str:
    """What to do instead. command: what takes in a file that was saved."""
    return f"Open {address.page} in a browser, save the file as CSV, then: {command}"


def fetch(address: Address, folder: Path, command: str, progress: Progress) -> Fetched:
    """Put the newest release into `folder`, whole or not at all. Raises BuildError with the one reason why not."""
    if address.by_hand:
        raise BuildError(
            f"{address.by_hand}, so --fetch cannot get it and asked nobody.\n{by_hand(address, command)}"
        )
    try:
        content, changed = _in_background(lambda: _load(address, progress))
    except _Refused as error:
        raise BuildError(f"{error}. Nothing was written.\n{by_hand(address, command)}") from None
    path = folder / address.name
    path.write_bytes(content)
    return Fetched(path, changed)


def require_newer(release: Release, tables: dict[str, Rows], address: Address) -> None:
    """Raise BuildError when the file says something else than the book and is older than what the book has from its
    publisher: some server on the way keeps an old copy."""
    own = [name for name in release.tables if name not in FOLLOWING]
    if not any(compare(tables[name], release.tables[name]) for name in own):
        return
    cited = {row["source_id"] for name in own for row in tables[name].values()}
    held = max((tables["sources"][source]["date_published"] for source in cited), default="")
    if release.date[: len(held)] < held:
        raise BuildError(
            f"{address.name} from {address.host} is of {release.date}, and the book has a release of {held} already. "
            f"Nothing was written.\nTry again later; if {address.page} says that it is the newest all the same, run "
            "again with --released YYYY-MM-DD, the day that stands there"
        )


def _in_background(work):
    """The outcome of `work`. It waits in small steps, so that Ctrl-C and the time limit end what no signal reaches: the
    search for a host's number, and on Windows any reading."""
    outcome: queue.SimpleQueue = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put((work(), None))
        except Exception as error:
            outcome.put((None, error))

    end = time.monotonic() + LONGEST
    threading.Thread(target=run, daemon=True).start()
    while True:
        try:
            result, error = outcome.get(timeout=0.1)
        except queue.Empty:
            if time.monotonic() > end:
                raise _Refused(f"The file had not arrived whole after {LONGEST} seconds") from None
            continue
        if error:
            raise error
        return result


def _load(address: Address, progress: Progress) -> tuple[bytes, str]:
    _require_safe(address.file, address)
    opener = urllib.request.build_opener(
        _Redirects(address), urllib.request.HTTPSHandler(context=ssl.create_default_context())
    )
    headers = {"User-Agent": "poppybook", "Accept": "text/csv, */*;q=0.1", "Accept-Encoding": "identity"}
    try:
        with opener.open(urllib.request.Request(address.file, headers=headers), timeout=SILENCE) as answer:
            content = _unpacked(_whole(answer, progress), answer.headers.get("Content-Encoding", ""))
            _require_data(content, answer.headers.get_content_type(), address.host)
            return content, _day(answer.headers.get("Last-Modified", ""))
    except urllib.error.HTTPError as error:
        error.close()
        raise _Refused(_answered(error.code, address)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _Refused(_broken(getattr(error, "reason", error), address.host)) from None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows where the address leads, to listed hosts and by https only."""

    def __init__(self, address: Address) -> None:
        self._address = address

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        _require_safe(newurl, self._address)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_safe(url: str, address: Address) -> None:
    parts = urlsplit(url)
    shown = shorten(on_one_line(url), 120)
    if parts.scheme != "https" and parts.netloc not in IN_THE_CLEAR:
        raise _Refused(
            f"The address leads to {shown}, which is not https: anybody on the way could change it"
        )
    if parts.netloc not in {address.host, urlsplit(address.page).netloc}:
        raise _Refused(f"The address leads to {shown}, a host that datapackage.json does not list")


def _whole(answer, progress: Progress) -> bytes:
    said = answer.headers.get("Content-Length", "")
    total = int(said) if said.isdecimal() else None
    pieces, size = [], 0
    while True:
        if max(size, total or 0) > LARGEST:
            raise _Refused(f"The file is larger than {megabytes(LARGEST)}, which no release is")
        if not (piece := answer.read(PIECE)):
            break
        pieces.append(piece)
        size += len(piece)
        progress(size, total)
    if total is not None and size < total:
        raise _Refused(f"The connection was cut after {size:,} of {total:,} bytes: try again")
    return b"".join(pieces)


def _unpacked(content: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return content
    if encoding not in ("gzip", "x-gzip"):
        raise _Refused(f"The file came packed as “{on_one_line(encoding)}”, which was not asked for")
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(content, LARGEST + 1)
    except zlib.error:
        raise _Refused("The file came packed by gzip and cannot be unpacked: try again") from None
    if len(plain) > LARGEST:
        raise _Refused(f"The file is larger than {megabytes(LARGEST)}, which no release is")
    if not unpacking.eof:
        raise _Refused("The file came packed by gzip and is cut off: try again")
    return plain


def _require_data(content: bytes, kind: str, host: str) -> None:
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n\0").lower()
    if not start:
        raise _Refused(f"{host} sent an empty file")
    if kind in ("text/html", "application/xhtml+xml") or start.startswith(b"<"):
        raise _Refused(f"{host} sent a web page instead of data")


def _day(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return ""


def _answered(code: int, address: Address) -> str:
    if code in (401, 403):
        return f"{address.host} does not let programs have the file (answer {code})"
    if code in (404, 410):
        return (
            f"There is no file at {address.file} (answer {code}): if it has moved for good, write its new address "
            f"into data/datapackage.json, bodies.{address.body}.release.file"
        )
    if code == 429 or code >= 500:
        return f"{address.host} is busy or out of order (answer {code}): try again later"
    return f"{address.host} did not send the file (answer {code})"


def _broken(reason: object, host: str) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"{host} cannot prove that it is {host} ({reason.verify_message})"
    if isinstance(reason, TimeoutError):
        return f"{host} has not sent a byte for {SILENCE} seconds"
    if isinstance(reason, socket.gaierror):
        return f"{host} is not found: is there a connection?"
    if isinstance(reason, ConnectionResetError | http.client.HTTPException):
        return f"{host} cut the connection before the file had come whole: try again"
    return f"There is no connection to {host} ({on_one_line(str(reason))})"


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1e6:,.1f} MB"
