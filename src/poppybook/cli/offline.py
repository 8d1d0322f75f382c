"""The command that writes the offline edition."""

from __future__ import annotations

from pathlib import Path

import click

from poppybook.book.project import find_project

from .screen import busy


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to. Default: dist/ in the book.",
)
def offline(out: Path | None) -> None:
    """Write the whole book as one archive that opens without a connection.

    Reads everything the site is made of; writes dist/poppy-to-precursor-offline.zip. It is rendered with the embedded
    renderer, whose search works from a file on disk; _site/ is left as it is. The same book gives the same bytes.

    Use it to hand the book to a class or to keep it: unpack the archive and open the page at its top.

    \b
    Examples:
      poppybook offline
      poppybook offline --out /media/stick

    Exit codes: 0 the archive is written, 1 the book could not be rendered, 2 wrong usage.
    """
    from poppybook.site.offline import write_offline

    project = find_project()
    with busy("Rendering"):
        path = write_offline(project, out or project.root / "dist")
    click.echo(
        f"Wrote {path.name}, {path.stat().st_size / 1e6:.1f} MB. Unpack it and open the page at its top: {path}"
    )
