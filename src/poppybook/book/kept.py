"""Keep the last whole site aside: `quarto render` deletes the old one before it knows whether there will be a new one
(hooks/before_render.py puts it back, dated OLD)."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

WHOLE = Path(".poppybook") / "whole"
OLD = 1_000_000_000  # as in hooks/before_render.py, which imports nothing of this package


def keep_whole(project: Path, site: Path) -> None:
    """Make `.poppybook/whole` the site as it stands. Its files are second names of the site's own where the file
    system has such: they take no room and no time."""
    kept, draft = project / WHOLE, project / WHOLE.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(site, draft, copy_function=_link)
    shutil.rmtree(kept, ignore_errors=True)
    draft.rename(kept)


def drop_old(site: Path) -> None:
    """Take out of a site that was rendered whole what was put back and has not been written anew."""
    for path in sorted(site.rglob("*"), reverse=True):  # what is in a folder before the folder
        if path.is_dir():
            with suppress(OSError):  # not empty
                path.rmdir()
        elif path.stat().st_mtime == OLD:
            path.unlink()


def _link(one: str, other: str) -> None:
    try:
        os.link(one, other)
    except OSError:
        shutil.copy2(one, other)
