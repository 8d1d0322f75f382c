"""The worksheets as PDF, on A4 and on Letter: printed by the browser that draws the charts, and kept in `worksheets/`.

As with the pictures, rendering the site needs no browser: the files are committed, with the hash of what they were
printed from. The browser writes the time of day into a PDF; that is taken out, and links, which would lead to this
machine, are left out. The same pages and style sheets then give the same bytes, on one machine: another one has other
fonts and another browser.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from markupsafe import Markup

from poppybook import language as words
from poppybook.book.files import replace_file
from poppybook.book.project import digest
from poppybook.book.templates import render
from poppybook.charts.drawing import NoBrowser

FOLDER, STAMP = "worksheets", "printed-from.json"
PAGES = ("worksheets.qmd", "worksheet-key.qmd")
STYLES = ("assets/colours.css", "assets/teaching.css", "assets/printed.css")
PAPER = {"a4": (8.2677, 11.6929), "letter": (8.5, 11)}  # inches
MARGIN = 0.67
_HTML = re.compile(r"(?s)```\{=html\}\n(.*?)```")
_LINK = re.compile(r"</?a\b[^>]*>")
_TITLE = re.compile(r'(?m)^title: "(.+)"$')
_NODE = re.compile(rb"(?<=\(node)\d{8}(?=\))")
_MOMENT = re.compile(rb"D:\d{14}(?=[+-]\d\d'\d\d'|Z)")


def stale(project: Path) -> bool:
    """Whether the pages or styles have changed since the PDFs were printed, or a PDF is missing. A book without these
    pages has none."""
    if not all((project / page).is_file() for page in PAGES):
        return False
    files = [project / FOLDER / name for page in PAGES for name in _names(page)]
    try:
        stamp = json.loads((project / FOLDER / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
    return stamp != {"hash": _hash(project)} or not all(path.is_file() for path in files)


def print_worksheets(project: Path) -> list[str]:
    """Print every PDF anew; returns their names. Raises NoBrowser where none can be started."""
    sheets = {name: (page, paper) for page in PAGES for name, paper in zip(_names(page), PAPER, strict=True)}
    with tempfile.TemporaryDirectory() as work:
        jobs = {}
        for name, (page, paper) in sheets.items():
            path = Path(work) / f"{name}.html"
            path.write_text(printed_page(project, page), encoding="utf-8", newline="\n")
            jobs[name] = (path.as_uri(), *PAPER[paper])
        # In a thread of its own: who calls may be within a running loop, as a notebook is.
        with ThreadPoolExecutor(1) as thread:
            printed = thread.submit(lambda: asyncio.run(_print(jobs))).result()
    (project / FOLDER).mkdir(exist_ok=True)
    for name, content in printed.items():
        replace_file(project / FOLDER / name, content)
    replace_file(project / FOLDER / STAMP, f"{json.dumps({'hash': _hash(project)})}\n".encode())
    return list(printed)


def printed_page(project: Path, page: str) -> str:
    """The HTML that is printed: the sheets of a page, without links, and only the styles that they need."""
    text = (project / page).read_text(encoding="utf-8")
    styles = "\n".join((project / name).read_text(encoding="utf-8") for name in STYLES)
    sheets = _LINK.sub("", "".join(_HTML.findall(text)))
    return render(
        "site/printed.html.j2",
        language=words.LANGUAGE,
        title=f"{words.BOOK}: {_TITLE.search(text)[1]}",
        styles=Markup(styles),
        sheets=Markup(sheets),
    )


def _names(page: str) -> list[str]:
    return [f"{Path(page).stem}-{paper}.pdf" for paper in PAPER]


def _hash(project: Path) -> str:
    return digest((name, project / name) for name in (*PAGES, *STYLES))


async def _print(jobs: dict[str, tuple[str, float, float]]) -> dict[str, bytes]:
    # The browser driver is needed here only.
    from choreographer import Browser
    from choreographer.errors import BrowserClosedError, BrowserFailedError, ChromeNotFoundError

    printed = {}
    try:
        async with Browser() as browser:
            tab = await browser.create_tab("")
            await tab.send_command("Page.enable")
            for name, (address, width, height) in jobs.items():
                loaded = tab.subscribe_once("Page.loadEventFired")
                await tab.send_command("Page.navigate", {"url": address})
                await loaded
                size = {"paperWidth": width, "paperHeight": height}
                sides = dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), MARGIN)
                asked = size | sides | {"generateTaggedPDF": True, "printBackground": True}
                answer = await tab.send_command("Page.printToPDF", asked)
                printed[name] = timeless(base64.b64decode(answer["result"]["data"]))
    except (ChromeNotFoundError, BrowserFailedError, BrowserClosedError) as error:
        raise NoBrowser(
            "the worksheets have to be printed and no browser could be started; install Chromium or Chrome, or set "
            "BROWSER_PATH to one"
        ) from error
    return printed


def timeless(pdf: bytes) -> bytes:
    """A PDF without the moment at which it was made, and with its parts numbered from one: the browser goes on
    counting where it was. No byte moves, since the file's own table counts them, and the order of numbers stays."""
    numbers = {old: b"%08d" % new for new, old in enumerate(sorted(set(_NODE.findall(pdf))), start=1)}
    pdf = _NODE.sub(lambda found: numbers[found[0]], pdf)
    return _MOMENT.sub(b"D:20000101000000", pdf)
