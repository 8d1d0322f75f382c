"""Run the notebooks that are stale and store what comes out."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

from poppybook.book import children
from poppybook.book.files import replace_file
from poppybook.book.project import BuildError, Project
from poppybook.book.workplace import workplace

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
    with workplace(project) as private, children.some_at_a_time(AT_A_TIME) as (pool, running):

        def execute(path: Path, reason: str) -> Ran:
            return _run_one(path, reason, book, lambda command: running.run(command, env=kernels_in(private)))

        waiting = [pool.submit(execute, path, reason) for path, reason in reasons.items()]
        results = []
        for future in as_completed(waiting):
            results.append(future.result())
            on_done(results[-1])
    return sorted(results, key=lambda ran: ran.path)


def kernels_in(private: Path) -> dict[str, str]:
    """The environment for executing a notebook: what Jupyter writes on the way lies in the private folder."""
    return os.environ | {"JUPYTER_RUNTIME_DIR": str(private / "jupyter"), "TMPDIR": str(private)}


def _run_one(path: Path, reason: str, book: Book, run: Callable) -> Ran:
    began = time.perf_counter()
    child = run([sys.executable, "-m", "poppybook.run.execute", str(path)])
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
