"""The command that takes in a publisher's new release."""

from __future__ import annotations

import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from poppybook.book.faults import BuildError, DataError
from poppybook.book.files import replace_file
from poppybook.book.project import find_project

from .codes import CHECKED, FAULTY
from .screen import busy, loading

AFTERWARDS = "Next: poppybook run, poppybook figures, then mend the stale sentences and run poppybook site."


class _Day(click.ParamType):
    name = "YYYY-MM-DD"

    def convert(self, value, param, ctx):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"{value!r} is no day written YYYY-MM-DD", param, ctx)


_FILES = click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
_RELEASED = click.option("--released", type=_Day(), help="Day on which the publisher released the file.")
_SHARED = (
    click.option(
        "--fetch",
        is_flag=True,
        help="Get the newest file over the network, in place of FILE..., if that can be.",
    ),
    click.option("--dry-run", is_flag=True, help="Report what would change and write nothing."),
    click.option("--all", "everything", is_flag=True, help="List every row, chart and sentence."),
    click.option(
        "--report", type=click.Path(path_type=Path), help="Write the whole report into this file, too."
    ),
    click.option(
        "--charts", is_flag=True, help="Run the notebooks on the new data to say exactly what moves."
    ),
    click.option(
        "--accept-smaller", is_flag=True, help="Take in totals that shrank, once you have compared them."
    ),
)


def _publisher(*options):
    """The options of a publisher's command."""

    def decorate(function):
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@click.group()
def update() -> None:
    """Take in a new official release and say what it moves.

    Give the publisher's own CSV file as you downloaded it, or --fetch. Before anything is written you see the
    evidence diff: rows added, revised (old -> new) and withdrawn, which charts move, which sentences carry a stale
    number, which guards of known errors trip. Then data/ changes in one step, or not at all. The same file a second
    time does nothing.

    Refused by name, with file, row and column: renamed columns, new names of regions or drugs, gaps, files that
    disagree, a release older than the data, totals that shrink, cut-off downloads, web pages saved as CSV.

    --fetch is the only thing in this book that uses the network. It says whom it asks for what before it does, by https
    only; where a publisher's newest file has no address of its own it asks nobody and names the page to open.
    The addresses stand in data/datapackage.json.

    \b
    Examples:
      poppybook update cbp nationwide-drugs-fy23-fy26.csv --released 2026-10-16 --dry-run
      poppybook update cdc VSRR_Provisional_Drug_Overdose_Death_Counts.csv --released 2026-11-18
      poppybook update cdc --fetch --dry-run
      poppybook update nflis NFLIS_Drug_DQS.csv

    Exit codes: 0 done or nothing to do, 1 refused, 2 wrong usage.
    """


@update.command()
@_publisher(_FILES, _RELEASED, *_SHARED)
def cbp(**options) -> None:
    """CBP, Nationwide Drug Seizures.

    Reads FILE... (each from cbp.gov, “Nationwide Drug Seizures”, as CSV) and the dataset; writes the tables
    cbp_monthly, cbp_area_fy, observations that are sums of them, sources, changes, and datapackage.json. Each fiscal
    year in the files replaces that year in the data; a year in progress is marked as such. --fetch names the page:
    CBP's file has another name every month.

    Use it when CBP publishes a month. Give several files at once only when one release comes in parts.

    \b
    Examples:
      poppybook update cbp nationwide-drugs-fy23-fy26-sep.csv --released 2026-10-16 --dry-run
      poppybook update cbp nationwide-drugs-fy23-fy26-sep.csv --released 2026-10-16

    Exit codes: 0 done or nothing to do, 1 refused, 2 wrong usage.
    """
    _update("cbp", **options)


@update.command()
@_publisher(_FILES, _RELEASED, *_SHARED)
def cdc(**options) -> None:
    """CDC, VSRR provisional drug overdose death counts.

    Reads FILE... (from data.cdc.gov, table xkb8-kh2a, exported whole as CSV) and the dataset; writes the tables
    cdc_12month, cdc_12month_state, observations copied from them, sources, changes, and datapackage.json.
    Suppressed and withheld counts stay empty and carry their flag. --fetch gets the file from data.cdc.gov; the day
    of the release is then the one on which the server says that the file was last changed, or what --released says.

    Use it when CDC publishes a month, around the middle of each month.

    \b
    Examples:
      poppybook update cdc VSRR_Provisional_Drug_Overdose_Death_Counts.csv --released 2026-11-18 --dry-run
      poppybook update cdc VSRR_Provisional_Drug_Overdose_Death_Counts.csv --released 2026-11-18
      poppybook update cdc --fetch

    Exit codes: 0 done or nothing to do, 1 refused, 2 wrong usage.
    """
    _update("cdc", **options)


@update.command()
@_publisher(_FILES, *_SHARED)
def nflis(**options) -> None:
    """DEA, NFLIS-Drug Data Query System.

    Reads FILE... (the export of a query: drug reports, all laboratories, category “Fentanyl and Fentanyl-related”, by
    state and half-year) and the dataset; writes the tables nflis_halfyear, nflis_state_year, observations that are
    sums of them, sources, changes, and datapackage.json. The day of the query stands in the file.
    --fetch names the page: the system wants each user to register.

    Use it once or twice a year: laboratories send late, and a year counts as incomplete until the next one is over.

    \b
    Examples:
      poppybook update nflis NFLIS_Drug_DQS.csv --dry-run
      poppybook update nflis NFLIS_Drug_DQS.csv

    Exit codes: 0 done or nothing to do, 1 refused, 2 wrong usage.
    """
    _update("nflis", **options)


def _update(publisher, files, fetch, accept_smaller, released=None, **options) -> None:
    dated = publisher != "nflis"  # its file says the day itself
    if bool(files) == fetch:
        raise click.UsageError("Name the file that you downloaded, or give --fetch, and not both.")
    if dated and files and not released:
        raise click.UsageError(
            "Missing option '--released': the day on which the publisher released the file."
        )
    module = import_module(f"poppybook.update.{publisher}")

    def read(paths, day, tables):
        return module.read_release(list(paths), tables, day or "", accept_smaller)

    if fetch:
        _fetch_and_take_in(publisher, released, dated, read, options)
    else:
        carry_out(lambda tables: read(files, released, tables), **options)


def _fetch_and_take_in(publisher, released, dated, read, options) -> None:
    """Get the newest release from where the descriptor says that it lives, and take it in."""
    from poppybook.dataset.package import read_package
    from poppybook.update import fetch

    address = fetch.where_released(read_package(find_project().root / "data"), publisher)
    command = f"poppybook update {publisher} FILE.csv{' --released YYYY-MM-DD' if dated else ''}"
    if address.file:
        click.echo(f"Asking {address.host} for {address.name}: {address.file}", err=True)
    with TemporaryDirectory(prefix="poppybook-") as folder:
        with loading(f"Loading {address.name}") as progress:
            came = fetch.fetch(address, Path(folder), command, progress)
        day = released or came.changed
        size = fetch.megabytes(came.path.stat().st_size)
        click.echo(f"{address.name} has come, {size}, of {day or 'no date'}.", err=True)
        if not day:
            raise BuildError(
                f"{address.host} does not say when the file was changed. Nothing was written.\n"
                f"Look up the day of the release at {address.page}, then: "
                f"poppybook update {publisher} --fetch --released YYYY-MM-DD"
            )

        def read_newer(tables):
            release = read([came.path], day, tables)
            fetch.require_newer(release, tables, address)
            return release

        try:
            carry_out(read_newer, **options)
        except DataError:
            click.echo(f"{address.name} was not kept. {fetch.by_hand(address, command)}", err=True)
            raise


def carry_out(read, dry_run, everything, report, charts=False) -> None:
    """Plan, report, and write unless it is a dry run. Shared by `update` and `add`."""
    from poppybook.book import workplace
    from poppybook.update import plan, rerun, staging
    from poppybook.update import report as telling

    project = find_project()
    with workplace.workplace(project) as private:
        workplace.require_exchange(project, project.root / "data")
        with busy("Reading and checking"):
            planned = plan.make_plan(project, private, read)
        if planned is None:
            click.echo("Nothing to do: the dataset holds these numbers already.")
            return
        if charts and planned.staged:
            planned.charts = rerun.moving_charts(
                project, planned, private, say=lambda line: click.echo(line, err=True)
            )
        click.echo("\n".join(telling.lines(planned, everything)))
        if report:
            replace_file(report, ("\n".join(telling.lines(planned, everything=True)) + "\n").encode())
        if planned.guards or planned.faults:
            if planned.faults:
                raise DataError(planned.faults)
            click.echo("\nNothing was written: first settle the corrections above.", err=True)
            sys.exit(FAULTY)
        if dry_run:
            click.echo("\nDry run: nothing was written.")
            sys.exit(CHECKED)
        staging.put_in_place(project, planned.staged)
        click.echo(f"\ndata/ is now version {planned.version}. {AFTERWARDS}")
