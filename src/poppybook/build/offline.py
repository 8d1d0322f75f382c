"""The offline edition: the whole site in one archive that opens by a double click.

It is rendered with the embedded renderer, so that it is the same on every machine. The same book gives the same bytes:
entries are sorted, carry one fixed time and no rights of this machine.
"""

from __future__ import annotations

import html
import os
import zipfile
from pathlib import Path

from poppybook.words import LANGUAGE
from poppybook.words.offline import START

from .project import Project
from .render import EMBEDDED, rendered_in_private

NAME = "poppy-to-precursor-offline"
FOLDER = "poppy-to-precursor"
MOMENT = (2000, 1, 1, 0, 0, 0)  # zip archives know no entry without a time


def write_offline(project: Project, out: Path) -> Path:
    """Render the book and write `<out>/poppy-to-precursor-offline.zip`; returns its path.

    The archive is written whole or not at all; `_site` is left alone. Raises BuildError when the book has a fault.
    """
    out.mkdir(parents=True, exist_ok=True)
    target, draft = out / f"{NAME}.zip", out / f".{NAME}.{os.getpid()}"
    with rendered_in_private(project, EMBEDDED) as site:
        try:
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
                _add(archive, START["file"], start_page().encode())
                for path in sorted(path for path in site.rglob("*") if path.is_file()):
                    _add(archive, f"{FOLDER}/{path.relative_to(site).as_posix()}", path.read_bytes())
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
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


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
