"""The private folder `.poppybook/`: where work under way lies until it takes its place, and who is at work.

Whoever holds the lock is alone in there. So what lies there when the lock is gained was left by a killed process, and
goes; before that, a folder that was killed between two renames comes back.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .exchange import exchange, recover
from .faults import BuildError
from .files import clear_drafts
from .kept import WHOLE
from .lock import only_one
from .project import Project

RECORD = "site.json"  # what the last build was made of
PATIENCE = 20  # tries, ten a second
_STAY = {"lock", RECORD, WHOLE.name}


@contextmanager
def workplace(project: Project) -> Iterator[Path]:
    """Hold the book for the time of the block; gives a private folder, gone afterwards, for whatever is under way.

    Temporary files of this process go there, too, so that a kill leaves nothing where nobody looks. Raises BuildError
    when another process holds the book, or when the private folder is a link: what lies there would be cleared away.
    """
    if project.work.is_symlink():
        raise BuildError(
            f"{project.work} is a link to {os.path.realpath(project.work)}. Everything in it is cleared away at every "
            "start, so it has to be a folder of the book: remove the link."
        )
    with only_one(project.work / "lock"):
        _tidy(project)
        private = Path(tempfile.mkdtemp(prefix="at-work-", dir=project.work))
        usual = tempfile.tempdir
        if not glob.has_magic(str(private)):  # nbgrader takes such a path for a pattern
            tempfile.tempdir = str(private)
        try:
            yield private
        finally:
            tempfile.tempdir = usual
            _tidy(project)


def put_in_place(project: Project, new: Path, live: Path) -> None:
    """Exchange the folder `new` for the one at `live`. Where `live` is a link, what it points to is exchanged and the
    link stays; BuildError when that lies on another disk, where no exchange in one step is possible."""
    target = require_exchange(project, live)
    exchange(new, target, _aside(project, live))


def require_exchange(project: Project, live: Path) -> Path:
    """The folder that stands for `live`, behind its link if it is one. Raises BuildError when it cannot be exchanged
    in one step: to be asked before the work, not after it."""
    target = Path(os.path.realpath(live))
    near = target if target.exists() else target.parent
    if target.is_symlink() or not near.is_dir():
        raise BuildError(f"{live} is a link that leads to no folder ({target}). Remove the link.")
    if near.stat().st_dev != project.work.stat().st_dev:
        raise BuildError(
            f"{live} lies on another disk than the book, at {target}: no folder there can be exchanged in one step. "
            "Let it lie in the book, and copy it to the other disk when it is finished."
        )
    return target


def _aside(project: Project, live: Path) -> Path:
    return project.work / f"aside-{live.name.strip('_')}"


def _tidy(project: Project) -> None:
    for live in (project.site, project.root / "data"):
        recover(Path(os.path.realpath(live)), _aside(project, live))
    written = ["data", "notebooks", "figures", "figures/*", "exercises/source/*", "dist", "dist/*"]
    for folder in (project.root, *(found for each in written for found in project.root.glob(each))):
        clear_drafts(folder)
    for left in project.work.iterdir():
        if left.name not in _STAY:
            _remove(left)


def _remove(left: Path) -> None:
    if not left.is_dir() or left.is_symlink():
        left.unlink()
        return
    for _ in range(PATIENCE):
        shutil.rmtree(left, ignore_errors=True)
        if not left.exists():
            break
        time.sleep(0.1)  # a browser that is being ended still writes there
