"""The offline edition: the whole site in one archive that opens by a double click.

It is rendered with the embedded renderer, so that it is the same on every machine. The same book gives the same bytes:
entries are sorted, carry one fixed time and no rights of this machine.
"""

from __future__ import annotations

import html
from pathlib import Path

from poppybook.book.files import replace_file, zipped
from poppybook.book.project import Project
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
    """The page at the top of the archive: one link, and what to do when it does not work."""
    title, opened, text = (html.escape(START[name]) for name in ("title", "open", "text"))
    style = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}"
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE}"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{style}</style></head>\n<body><main><h1>{title}</h1>"
        f'<p><strong><a href="{FOLDER}/index.html">{opened}</a></strong></p><p>{text}</p>'
        "</main></body></html>\n"
    )
