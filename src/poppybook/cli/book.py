"""The commands of the daily round: check the data, run the notebooks, draw the pictures, render and serve the site."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from poppybook.book.faults import DataError
from poppybook.book.project import BuildError, find_project

from .codes import CHECKED, FAULTY
from .screen import busy, print_faults, progress, tell
from .seeds import seed_faults


@click.command()
@click.option(
    "--seal", is_flag=True, help="Write the new size and hash of changed files into datapackage.json."
)
@click.option("--fix", is_flag=True, help="Rewrite linked numbers in the text whose data have changed.")
@click.option(
    "--seeds",
    "texts",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Also compare each claim with the texts of the founding documents in DIR.",
)
def check(seal: bool, fix: bool, texts: Path | None) -> None:
    """Check the dataset, and the numbers in the text against it; list every fault at once.

    Reads data/*.csv and data/datapackage.json: shape and types first, then what the numbers mean (periods, units,
    references between tables, known upstream errors); and the cards in seeds/. When the data are sound, reads the text
    of notebooks/ and *.qmd: every linked number has to be the published one as rounded, every measured value has to be
    a link; so is every linked number in exercises, lesson notes and cards. A number typed into the words of a chart has
    to be in the table of the committed chart. No text may keep a number that a committed chart still shows and the
    data have replaced. Words that say a direction, a rank, a share or a cause rest on a finding: the sentences that do
    are counted, and a link to a finding that is not there is a fault; in a chapter that is converted so is a sentence
    without one. Writes nothing without --seal or --fix.

    Use it after every change in data/ or in the text. When the only faults are stored hashes that are out of date, and
    the change is meant, --seal stores the new ones; with any other fault it refuses. --fix puts the published values
    into the links that differ, in the form they are printed in, and says which.

    The texts of the founding documents are not part of the book. Who has them, under whatever file names, can prove
    with --seeds that every claim of the ledger stands in its document where the ledger says. Where they are not, it
    says that it skipped them.

    \b
    Examples:
      poppybook check
      poppybook check --seal
      poppybook check --seal --fix
      poppybook check --seeds ../shared/seeds

    Exit codes: 0 no fault, 1 at least one fault.
    """
    from poppybook.charts.drawing import specs_in
    from poppybook.checking import chart_words, prose, prose_fix, prose_stale, queries_named, statements
    from poppybook.checking.check import SEALED
    from poppybook.checking.check import check as check_data
    from poppybook.checking.check import seal as seal_data
    from poppybook.dataset.store import load

    project = find_project()
    folder = project.root / "data"
    done = []  # said when all is written: a stream that fails keeps nothing from being written
    if seal:
        sealed = seal_data(folder)
        done.append(f"Sealed: {', '.join(sealed)}." if sealed else "Every file carries its seal already.")
    faults = check_data(folder)
    with suppress(DataError):  # a ledger that cannot be read is named among the faults already
        faults += seed_faults(project.root, texts)
    if faults:
        tell(done)
        print_faults(faults)
        click.echo("The text was not compared with the data: mend the data first.")
        if fix and all(fault.rule == SEALED for fault in faults):
            click.echo("Where the change in data/ is meant: poppybook check --seal --fix")
        sys.exit(FAULTY)
    data = load(folder)
    if fix:
        changes = prose_fix.fix(project, data)
        nothing = "Nothing to fix: no linked number differs in a way that can be rewritten."
        done += changes or [nothing]
    tell(done)
    faults = prose.faults(project, data)
    words = (checked.faults(project, data) for checked in (prose_stale, queries_named))
    said = statements.read(project)
    for more in (*words, chart_words.faults(project), statements.faults(said)):
        told = {(fault.file, fault.cell, fault.row) for fault in faults}
        faults += [fault for fault in more if (fault.file, fault.cell, fault.row) not in told]
    try:
        specs_in(project.notebooks())
    except DataError as error:
        faults += error.faults
    tell(statements.told(said))
    print_faults(faults)
    sys.exit(FAULTY if faults else CHECKED)


@click.command()
@click.argument("names", nargs=-1, metavar="[NAMES]...")
@click.option(
    "--all", "everything", is_flag=True, help="Run them even when nothing they depend on has changed."
)
def run(names: tuple[str, ...], everything: bool) -> None:
    """Execute the notebooks that are stale and store them with their outputs.

    A notebook is stale when its code, the data, the package or constraints.txt differ from what its stored outputs
    were made with, or when the outputs were changed by hand. Two run at a time, each from its top in a fresh Python.
    Only a notebook that ran to its end is written; running it again gives the same bytes.

    Reads notebooks/, data/ and the installed package; writes notebooks/*.ipynb.

    \b
    Examples:
      poppybook run                        every stale notebook
      poppybook run heroin-production      that one, if it is stale
      poppybook run heroin-production --all   that one, in any case

    Exit codes: 0 all ran (or none had to), 1 a notebook failed, 2 wrong usage.
    """
    from poppybook.run import notebooks

    project = find_project()
    chosen = project.choose(names)
    for path in project.strays():
        click.echo(f"Note: notebooks/{path.name} is not in _quarto.yml and is left alone.", err=True)
    reasons = notebooks.stale_notebooks(project, chosen)
    if everything:
        reasons = {path: reasons.get(path, "asked for with --all") for path in chosen}
    if not reasons:
        click.echo("Nothing to run: the stored outputs are up to date.")
        return
    with progress("Running notebooks", len(reasons)) as step:
        results = notebooks.run_notebooks(project, reasons, lambda ran: step(_said_of(ran)))
    failed = [ran for ran in results if ran.error]
    for ran in failed:
        click.echo(f"\nnotebooks/{ran.path.name} was not written.\n{ran.error}", err=True)
    sys.exit(FAULTY if failed else CHECKED)


@click.command()
@click.option(
    "--all", "everything", is_flag=True, help="Draw them even when they show the stored charts already."
)
def figures(everything: bool) -> None:
    """Draw the pictures of charts that have changed, and remove those of charts that are gone.

    Reads the charts stored in notebooks/*.ipynb; writes figures/ID/ for each: wide.svg, narrow.svg, spec.json,
    data.csv. It also prints the worksheets and their key to worksheets/*.pdf when they have changed. All of it is
    committed, so that rendering the site needs no browser; drawing needs Chromium or
    Chrome on this machine.

    Use it after `poppybook run`.

    \b
    Examples:
      poppybook figures
      poppybook figures --all

    Exit codes: 0 done, 1 a chart could not be drawn.
    """
    from poppybook.book.workplace import workplace
    from poppybook.charts import drawing
    from poppybook.site import printing

    project, printed = find_project(), []
    try:
        specs = drawing.specs_in(project.notebooks())
        with workplace(project), progress("Drawing", len(specs)) as step:
            done = drawing.draw_all(
                specs,
                project.root / "figures",
                progress=lambda name, count, of: step(f"{name}: drawn ({count} of {of})"),
                force=everything,
            )
            if printing.stale(project.root):
                printed = printing.print_worksheets(project.root)
    except (drawing.NoBrowser, ValueError) as error:
        raise BuildError(str(error)) from None
    for name in done.removed:
        click.echo(f"{name}: removed, no notebook shows it")
    for name in printed:
        click.echo(f"{name}: printed")
    if not (done.drawn or done.removed or done.faults or printed):
        click.echo("Nothing to draw: the pictures are up to date.")
    for fault in done.faults:
        click.echo(fault, err=True)
    sys.exit(FAULTY if done.faults else CHECKED)


@click.command()
@click.option(
    "--renderer",
    type=click.Choice(["quarto", "embedded"]),
    help="Default: quarto when it is on the PATH, otherwise the renderer that is installed with this package.",
)
def site(renderer: str | None) -> None:
    """Render the book into _site/.

    Reads everything the pages are made of: _quarto.yml, the pages, notebooks/ with their stored outputs, figures/,
    data/, assets/. Runs no notebook and needs neither browser nor network. The result is checked (no address leads to
    another host by itself, no link inside leads nowhere) and takes the place of the old _site/ in one step: a
    build that fails or is stopped leaves the old one whole. When nothing has changed, nothing is done.

    \b
    Examples:
      poppybook site
      poppybook site --renderer embedded

    Exit codes: 0 _site/ is up to date, 1 it could not be made, 2 wrong usage.
    """
    from poppybook.charts.drawing import specs_in
    from poppybook.run.notebooks import stale_notebooks
    from poppybook.site.render import render_site

    project = find_project()
    for path, reason in stale_notebooks(project, project.notebooks()).items():
        click.echo(f"Note: {path.stem} is stale: {reason}. `poppybook run` brings it up to date.", err=True)
    specs_in(project.notebooks())  # two charts of one id would be one picture
    with busy("Rendering"):
        done = render_site(project, renderer)
    what = "Rendered with" if done.changed else "Nothing changed since the last build with"
    which = (
        f"quarto {done.version}"
        if done.renderer == "quarto"
        else f"the embedded renderer (smalldocs {done.version})"
    )
    click.echo(f"{what} {which}. Look at _site/index.html")


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one."
)
def serve(port: int) -> None:
    """Serve _site/ on this machine until Ctrl-C.

    Only this machine can reach it, and nothing is cached: reload after `poppybook site` to see the new build. The
    site also works without a server, from _site/index.html.

    \b
    Examples:
      poppybook serve
      poppybook serve --port 9000

    Exit codes: 0 stopped with Ctrl-C, 1 there is no site or the port is taken.
    """
    from poppybook.site.serve import HOST, server_for

    with server_for(find_project().site, port) as server:
        click.echo(f"Serving _site at http://{HOST}:{server.server_port}/ (Ctrl-C to stop)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo()


def _said_of(ran: object) -> str:
    end = "FAILED" if ran.error else f"{ran.seconds:.1f} s"
    return f"{ran.path.stem}: {ran.reason} ({end})"
