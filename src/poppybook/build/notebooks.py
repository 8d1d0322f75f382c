"""Run the notebooks that are stale and store what comes out."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from .project import BuildError, Project, replace_file
from .staleness import KEY, Book, read_notebook, stale_reason

AT_A_TIME = 2


@dataclass(frozen=True)
class Ran:
    """What became of one notebook: `error` is empty when it ran to its end; `seconds` is wall time."""

    path: Path
    reason: str
    seconds: float
    error: str = ""


def stale_notebooks(project: Project, chosen: list[Path]) -> dict[Path, str]:
    """The notebooks among `chosen` that must run again, each with the reason in words."""
    book = Book(project)
    reasons = {path: stale_reason(load_notebook(path), book) for path in chosen}
    return {path: reason for path, reason in reasons.items() if reason}


def load_notebook(path: Path) -> dict:
    """The notebook at `path` as JSON; a file that is not a notebook is the user's to mend."""
    try:
        return read_notebook(path)
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(
            f"{path.name} is not a readable notebook ({error}). Was a merge conflict left in it?"
        ) from None


def run_notebooks(
    project: Project, reasons: dict[Path, str], on_done: Callable[[Ran], None] = lambda ran: None
) -> list[Ran]:
    """Execute the notebooks in `reasons`, two at a time, and store each that ran to its end.

    `on_done` is called with each result as it comes. A notebook that fails is left exactly as it was, and the
    others run all the same.
    """
    book = Book(project)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        waiting = [pool.submit(_run_one, path, reason, book) for path, reason in reasons.items()]
        results = []
        try:
            for future in as_completed(waiting):
                results.append(future.result())
                on_done(results[-1])
        except KeyboardInterrupt:
            # Ctrl-C reaches the running children by itself; those not yet begun must not begin.
            pool.shutdown(cancel_futures=True)
            raise
    return sorted(results, key=lambda ran: ran.path)


def _run_one(path: Path, reason: str, book: Book) -> Ran:
    began = time.perf_counter()
    child = subprocess.run(
        [sys.executable, "-m", "poppybook.build.execute", str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    seconds = time.perf_counter() - began
    if child.returncode:
        return Ran(
            path, reason, seconds, "\n".join(child.stderr.strip().splitlines()[-5:]) or "it was stopped"
        )
    result = json.loads(child.stdout)
    if "error" in result:
        return Ran(path, reason, seconds, result["error"])
    store(path, result["notebook"], result["reads"], book)
    return Ran(path, reason, seconds)


def store(path: Path, notebook: dict, reads: dict, book: Book) -> bool:
    """Write an executed notebook with the hashes of all that it rests on; False when those bytes stand there."""
    import nbformat  # late: it takes a second, which `poppybook site` need not pay for

    notebook["metadata"][KEY] = book.hashes(notebook, reads)
    text = nbformat.writes(nbformat.from_dict(notebook)).rstrip("\n") + "\n"
    return replace_file(path, text.encode())
