"""The command that adds a series of your own."""

from __future__ import annotations

from pathlib import Path

import click

from poppybook.book.project import find_project

from .update import carry_out


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--template", is_flag=True, help="Print an empty form to fill in, and do nothing else.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="With --template: write the form into this file."
)
@click.option("--dry-run", is_flag=True, help="Check the form, report, and write nothing.")
def add(file: Path | None, template: bool, out: Path | None, dry_run: bool) -> None:
    """Add a series of your own, with its source, from a short form.

    Reads FILE, a form as --template prints it, and the dataset; writes series, observations, sources and changes in
    data/, in one step or not at all. All faults of the form are listed at once. The series then stands in the
    explorers and the chart builder, and `data.one("my-series")` draws from it; no code changes.

    Use it for numbers that you read in a document and can cite. Official CBP, CDC and NFLIS releases go through
    `poppybook update`.

    \b
    Examples:
      poppybook add --template --out my-series.csv
      poppybook add my-series.csv --dry-run
      poppybook add my-series.csv

    Exit codes: 0 done, 1 refused, 2 wrong usage.
    """
    from poppybook.dataset.package import read_package
    from poppybook.update import addition, form

    if template:
        if out is None:
            click.echo(form.TEMPLATE, nl=False)
        elif out.exists():
            raise click.ClickException(f"{out} is there already: name another file, or move it away.")
        else:
            # With a mark, so that a spreadsheet program shows every letter.
            out.write_text(form.TEMPLATE, encoding="utf-8-sig", newline="")
            click.echo(f"Wrote {out}. Fill it in, then: poppybook add {out} --dry-run")
        return
    if out is not None:
        raise click.UsageError("--out goes with --template.")
    if file is None:
        raise click.UsageError("Name the form to add, or print an empty one with --template.")
    package = read_package(find_project().root / "data")
    carry_out(
        lambda tables: addition.read_series(file, tables, package), dry_run, everything=False, report=None
    )
