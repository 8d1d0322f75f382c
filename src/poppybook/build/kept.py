"""Keep the last whole site aside: `quarto render` deletes the old one before it knows whether there will be a new one
(hooks/before_render.py puts it back)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

WHOLE = Path(".poppybook") / "whole"


def keep_whole(project: Path, site: Path) -> None:
    """Make `.poppybook/whole` the site as it stands. Its files are second names of the site's own where the file
    system has such: they take no room and no time."""
    kept, draft = project / WHOLE, project / WHOLE.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(site, draft, copy_function=_link)
    shutil.rmtree(kept, ignore_errors=True)
    draft.rename(kept)


def _link(one: str, other: str) -> None:
    try:
        os.link(one, other)
    except OSError:
        shutil.copy2(one, other)
