"""The pictures: drawn from the stored specs by Kaleido, one browser for all, and kept in `figures/`.

Each chart has a folder with `spec.json`, `wide.svg`, `narrow.svg` and `data.csv`. A picture carries the fingerprint
of what it was drawn from; only stale ones are drawn again. The same spec gives the same bytes on one machine.
"""

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from poppybook.book.faults import DataError, Fault
from poppybook.book.files import is_draft, replace_file
from poppybook.dataset.take_away import csv_text

from . import svg, theme, variants
from .display import PLOTLY

FILES = {"spec.json", "wide.svg", "narrow.svg", "data.csv"}
MEASURE = Path(__file__).with_name("measure.js")
SMALLEST = {"wide": theme.WIDE_TYPE, "narrow": theme.NARROW_TYPE}
OWN_ID = "a chart's id is its own in the whole book"
READABLE = "the file is a notebook"
Progress = Callable[[str, int, int], None]


class NoBrowser(RuntimeError):
    """Pictures have to be drawn and there is no Chromium to draw them with."""


@dataclass
class Drawn:
    """What `draw_all` did: ids drawn, kept, removed. faults: words that collide, leave the picture or are small."""

    drawn: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def specs_in(notebooks: Iterable[Path]) -> dict[str, dict]:
    """The charts stored in notebooks, by id. Raises DataError for ids that two charts share, and for files that are no
    notebooks."""
    faults: list[Fault] = []
    specs, homes = {}, {}
    for path in sorted(notebooks):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            outputs = [output for cell in cells for output in cell.get("outputs", [])]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            faults.append(
                Fault(path.name, None, None, str(error), READABLE, "Was a merge conflict left in it?")
            )
            continue
        for spec in (output.get("data", {}).get(PLOTLY) for output in outputs):
            name = ((spec or {}).get("layout", {}).get("meta") or {}).get("id")
            if not name:
                continue
            if name in specs:
                remedy = f"{homes[name].name} has it, too: give one of the two charts another id, then run"
                faults.append(Fault(path.name, None, None, name, OWN_ID, remedy))
                continue
            specs[name], homes[name] = spec, path
    if faults:
        raise DataError(faults)
    return specs


def stale(spec: dict, folder: Path) -> str:
    """Why the pictures in a chart's folder have to be drawn again; nothing when they are good."""
    fingerprint = variants.spec_hash(spec)
    for variant in variants.VARIANTS:
        path = folder / f"{variant}.svg"
        if not path.is_file():
            return f"{path.name} is missing"
        if svg.drawn_hash(path) != fingerprint:
            return f"{path.name} shows an earlier state of the chart"
    return ""


def draw_all(
    specs: dict[str, dict], out_dir: Path, progress: Progress | None = None, force: bool = False
) -> Drawn:
    """Bring `out_dir` up to date with the specs.

    progress(id, done, of) is called after each drawn chart. force draws fresh ones as well. Raises NoBrowser when
    something must be drawn and no Chromium is found.
    """
    result = Drawn()
    todo = {name: spec for name, spec in sorted(specs.items()) if force or stale(spec, out_dir / name)}
    result.kept = [name for name in sorted(specs) if name not in todo]
    if todo:
        _in_a_thread(_draw(todo, out_dir, result, progress or (lambda *_: None)))
    for name, spec in sorted(specs.items()):
        _write(
            out_dir / name / "spec.json", json.dumps(spec, ensure_ascii=False, separators=(",", ":")) + "\n"
        )
        _write(out_dir / name / "data.csv", data_csv(spec))
    result.removed = _remove_others(specs, out_dir)
    return result


def data_csv(spec: dict) -> str:
    """The chart's table as CSV."""
    table = spec["layout"]["meta"]["table"]
    rows = ([str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in table["rows"])
    return csv_text(table["columns"], rows)


def _in_a_thread(work: Coroutine) -> None:
    """Run the work in a thread of its own, since a notebook's has an event loop already. Ctrl-C is heard by the thread
    that waits here: it calls the work off, between two messages to the browser, and waits until that is closed. A
    browser that was only just starting is not closed by it: it is ended, before its files are cleared away."""
    before = set(psutil.Process().children(recursive=True))
    loop = asyncio.new_event_loop()
    with ThreadPoolExecutor(1) as thread:
        task = loop.create_task(work)
        done = thread.submit(loop.run_until_complete, task)
        try:
            while not done.done():
                wait([done], timeout=0.2)  # not for ever: some systems hear no Ctrl-C in an endless wait
            done.result()
        except BaseException:
            loop.call_soon_threadsafe(task.cancel)
            wait([done])
            _end(set(psutil.Process().children(recursive=True)) - before)
            raise
        finally:
            loop.close()


def _end(started: set[psutil.Process]) -> None:
    for process in started:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    while any(map(_writes, started)):
        time.sleep(0.02)


def _writes(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE  # dead; nobody has asked for its end yet
    return False


async def _draw(specs: dict[str, dict], out_dir: Path, result: Drawn, progress: Progress) -> None:
    # Kaleido and the browser driver are needed here only; the rest of the module works without them.
    import kaleido
    from choreographer.errors import BrowserClosedError, BrowserFailedError, ChromeNotFoundError

    # As an address: in the page a bare path with `%20`, `#` or an accent would lead elsewhere.
    page = kaleido.PageGenerator(mathjax=False, others=[(MEASURE.as_uri(), "utf-8")])
    try:
        async with kaleido.Kaleido(n=1, page_generator=page) as browser:
            for done, (name, spec) in enumerate(specs.items(), 1):
                pictures = {
                    variant: await _picture(browser, spec, variant, result) for variant in variants.VARIANTS
                }
                for variant, text in pictures.items():
                    _write(out_dir / name / f"{variant}.svg", text)
                result.drawn.append(name)
                progress(name, done, len(specs))
    except (ChromeNotFoundError, BrowserFailedError, BrowserClosedError) as error:
        reason = "install Chromium or Chrome, or set BROWSER_PATH to one"
        raise NoBrowser(
            f"{len(specs)} charts have to be drawn and no browser could be started; {reason}"
        ) from error


async def _picture(browser, spec: dict, variant: str, result: Drawn) -> str:
    meta = spec["layout"]["meta"]
    figure = variants.drawing(spec, variant)
    size = {"width": figure["layout"]["width"], "height": figure["layout"]["height"]}
    answer = json.loads(await browser.calc_fig(figure, opts={"format": "svg", **size}))
    where = f"{meta['id']}, {variant}"
    try:
        text = svg.stored(answer["svg"], meta, variant, variants.spec_hash(spec), answer["traces"])
    except svg.UnknownColour as error:
        raise svg.UnknownColour(f"{where}: {error}") from None
    small = answer["smallest"]
    if small < SMALLEST[variant] - 0.01:
        least = f"at least {SMALLEST[variant]:g} px keeps it readable on every screen"
        result.faults.append(f"{where}: type of {small:g} px; {least}")
    result.faults += [f"{where}: {fault}" for fault in answer["faults"]]
    return text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text.encode())


def _remove_others(specs: dict[str, dict], out_dir: Path) -> list[str]:
    removed = []
    if not out_dir.is_dir():
        return removed
    for folder in sorted(path for path in out_dir.iterdir() if path.is_dir() and not path.is_symlink()):
        # Only a folder that holds nothing but a chart's files is one of ours to remove.
        names = {path.name for path in folder.iterdir() if not is_draft(path.name)}
        if folder.name not in specs and names <= FILES:
            shutil.rmtree(folder)
            removed.append(folder.name)
    return removed
