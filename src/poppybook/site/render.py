"""Render the site: in a private copy of the book, then exchanged for the published one in one step.

Both renderers work in `.poppybook/at-work-…/`, a copy of the book's files. That keeps the book itself clean (Quarto
writes its pages beside the sources before it moves them), makes every page come from one moment, and lets a build
be killed at any time: `_site` is the old site, whole, until the new one is complete and checked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from poppybook.book import children
from poppybook.book.faults import DataError
from poppybook.book.files import replace_file
from poppybook.book.kept import keep_whole
from poppybook.book.project import CONFIG, BuildError, Project, digest, package_files
from poppybook.book.workplace import RECORD, put_in_place, require_exchange, workplace
from poppybook.dataset.store import load
from poppybook.pages.evidence import FOLDER

from .prerender import write_pages

QUARTO, EMBEDDED = "quarto", "embedded"
FINISHER = "hooks/after_render.py"
FINISHERS = (FINISHER, "poppybook.site.postrender")
MOST_SHOWN = 25  # lines of a renderer's complaint


@dataclass(frozen=True)
class Rendered:
    """What was done: which renderer, with its version, and whether there was anything to do."""

    renderer: str
    version: str
    changed: bool


def render_site(project: Project, renderer: str | None = None) -> Rendered:
    """Bring `_site` up to date with the book. `renderer` is "quarto" or "embedded"; without it, Quarto when it is
    on the PATH. Raises BuildError, and leaves `_site` as it was, when the book cannot be rendered or the result has
    a fault.
    """
    renderer = renderer or (QUARTO if shutil.which(QUARTO) else EMBEDDED)
    used = _version(renderer)
    config = (project.root / CONFIG).read_text(encoding="utf-8")
    if not any(one in config for one in FINISHERS):
        raise BuildError(
            f"{CONFIG} does not run the finishing pass. Add under project:\n  post-render: {FINISHER}"
        )
    with workplace(project) as private:
        target = require_exchange(project, project.site)
        if project.site.is_symlink() and any(target.iterdir()) and not any(target.glob("*.html")):
            raise BuildError(
                f"{project.site} is a link to {target}, which holds something else than a site. Empty that folder, or "
                "remove the link."
            )
        if (project.root / FOLDER).is_dir():
            with suppress(DataError):  # the renderer's own run of this step tells it
                write_pages(project.root, load(project.root / "data"))
        inputs = _inputs_hash(project, renderer, used)
        record = project.work / RECORD
        if _read_record(record) == {"inputs": inputs, "site": tree_hash(project.site)}:
            return Rendered(renderer, used, changed=False)
        built = _render_copy(project, private, renderer)
        made = {"inputs": inputs, "site": tree_hash(built)}
        put_in_place(project, built, project.site)
        replace_file(record, json.dumps(made).encode())
        keep_whole(project.root, project.site)
    return Rendered(renderer, used, changed=True)


@contextmanager
def rendered_in_private(project: Project, renderer: str) -> Iterator[Path]:
    """The folder of a site rendered for one purpose; it is gone afterwards, and `_site` is not touched."""
    with workplace(project) as private:
        yield _render_copy(project, private, renderer)


def tree_hash(folder: Path) -> str:
    """One hash over all files of a folder with their names; "" when there is no folder."""
    if not folder.is_dir():
        return ""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return digest((path.relative_to(folder).as_posix(), path) for path in files)


def _version(renderer: str) -> str:
    if renderer == EMBEDDED:
        return version("smalldocs")
    if not (found := shutil.which(QUARTO)):
        raise BuildError(
            "There is no `quarto` on the PATH. Install it from quarto.org, or use --renderer embedded."
        )
    try:
        done = subprocess.run([found, "--version"], capture_output=True, text=True)
        said, fault = done.stdout.strip(), done.stderr.strip()
        if said and not done.returncode:
            return said
    except OSError as error:
        fault = str(error.strerror)
    raise BuildError(
        f"`quarto` is on the PATH ({found}) but does not start{': ' * bool(fault)}{fault}\n"
        "Install it anew from quarto.org, or use --renderer embedded."
    )


def _inputs_hash(project: Project, renderer: str, used: str) -> str:
    files = [(path.as_posix(), project.root / path) for path in project.inputs()]
    tools = f"{renderer} {used} plotly {version('plotly')}"
    return digest([*files, *package_files()]) + " " + tools


def _read_record(path: Path) -> dict | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # none yet, or spoilt: then render


def _render_copy(project: Project, private: Path, renderer: str) -> Path:
    stage = private / "book"
    for path in project.inputs():
        copy = stage / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(project.root / path, copy)
    if renderer == QUARTO:
        command = [QUARTO, "render", "--no-execute"]
    else:
        command = [sys.executable, "-m", "smalldocs.cli", "render", "--quiet"]
    # The scripts before and after have to run with this Python, whatever the shell's is.
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "QUARTO_PYTHON": sys.executable,
        "TMPDIR": str(private),
    }
    environment.pop("QUARTO_PROJECT_DIR", None)
    done = children.run(command, cwd=stage, env=environment)
    if done.returncode:
        complaint = (done.stderr + done.stdout).replace(f"{stage}{os.sep}", "").strip().splitlines()
        if any(line.startswith("Traceback (most recent") for line in complaint):
            complaint = complaint[-1:]  # what stopped it, without the way through its code
        raise BuildError("\n".join([f"{renderer} could not make the site:", *complaint[-MOST_SHOWN:]]))
    built = stage / "_site"
    if not (built / "index.html").is_file():
        raise BuildError(f"{renderer} wrote no _site/index.html. Is there an index.qmd in {CONFIG}?")
    return built
