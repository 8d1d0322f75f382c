"""The offline edition: the whole site in one archive that opens by a double click.

It is rendered with the embedded renderer, so that it is the same on every machine. The same book gives the same bytes:
entries are sorted, carry one fixed time and no rights of this machine.
"""

from __future__ import annotations

from pathlib import Path

from poppybook.book.files import replace_file, zipped
from poppybook.book.project import Project
from poppybook.book.templates import render
from poppybook.language import LANGUAGE
from poppybook.language.offline import START

from .render import EMBEDDED, rendered_in_private

NAME = "poppy-to-precursor-offline"
FOLDER = "poppy-to-precursor"


def write_offline(project: Project, out: Path) -> Path:
    """Render the book and write `<out>/poppy-to-precursor-offline.zip`; returns its path.

    The archive is written whole or not at all; `_site` is left alone. Raises BuildError when the book has a fault.
    """
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}.zip"
    with rendered_in_private(project, EMBEDDED) as site:
        files = (path for path in site.rglob("*") if path.is_file())
        members = {f"{FOLDER}/{path.relative_to(site).as_posix()}": path for path in files}
        replace_file(target, zipped(members | {START["file"]: start_page().encode()}))
    return target


def start_page() -> str:
    """The page at the top of the archive."""
    return render("site/start.html.j2", language=LANGUAGE, say=START, folder=FOLDER)
