"""How commands speak: lists of faults, progress under a bar or as plain lines, a sign of life."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

import click

from poppybook.book.faults import counted, on_one_line, told
from poppybook.checking.causes import likely_cause


def tell(lines: Iterable[object]) -> None:
    """Print what was done, a line each."""
    for line in lines:
        click.echo(line)


def print_faults(faults: object) -> None:
    ordered = sorted(faults, key=lambda fault: fault.file)
    kinds = 0
    for file, group in groupby(ordered, key=lambda fault: fault.file):
        group = list(group)
        click.echo(file)
        for line in told(group):
            click.echo(f"  {line.removeprefix(file).lstrip(',: ')}")
            kinds += 1
        if cause := likely_cause(group):
            click.echo(f"  {cause}")
    click.echo(counted(len(ordered), kinds))


@contextmanager
def progress(what: str, total: int) -> Iterator:
    """A function to call with a line for each thing done: under a bar on a terminal, plain lines elsewhere."""
    if not sys.stdout.isatty():
        yield lambda line: click.echo(on_one_line(line))
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(what, total=total)

        def step(line: str) -> None:
            bar.console.print(on_one_line(line), highlight=False, markup=False)
            bar.advance(task)

        yield step


@contextmanager
def loading(what: str) -> Iterator:
    """A function to call with the bytes that have come and how many there will be, if known: a bar on a terminal."""
    if not sys.stdout.isatty():
        yield lambda size, total: None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda size, total: bar.update(task, completed=size, total=total)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """A sign of life on a terminal."""
    if not sys.stdout.isatty():
        yield
        return
    from rich.console import Console

    with Console().status(what):
        yield
