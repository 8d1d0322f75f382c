"""All commands under one name, and what becomes of what goes wrong in one."""

from __future__ import annotations

import errno

import click

from poppybook.book.faults import BuildError, DataError
from poppybook.book.files import explain

from . import book, teach
from .add import add
from .codes import FAULTY, STOPPED
from .offline import offline
from .screen import print_faults
from .update import update

NO_WRITING = "\nWork in a copy that you can write to, for example: git clone . ~/poppy-to-precursor"


class _Commands(click.Group):
    """A group that turns whatever a user can mend into one clear message and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BuildError as error:
            raise click.ClickException(str(error)) from None
        except DataError as error:
            print_faults(error.faults)
            ctx.exit(FAULTY)
        except OSError as error:
            remedy = NO_WRITING if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM) else ""
            raise click.ClickException(explain(error) + remedy) from None
        except KeyboardInterrupt:
            ctx.exit(STOPPED)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="poppybook", message="poppybook %(version)s")
def main() -> None:
    """Check the data, run the notebooks, draw the pictures, render the site of this book.

    Data flow one way: data/ -> notebooks/ -> figures/ -> _site/. After a change, run the commands in that order
    from where the change is; each does only what is out of date.

    \b
    A row in data/ changed:     poppybook check --seal, run, figures, site
    Code in a notebook changed: poppybook run, figures, site
    Text or layout changed:     poppybook site
    A publisher's new release:  poppybook update, run, figures, site
    To teach with it:           poppybook assignments, grade

    Commands work anywhere inside the book. Exit codes: 0 done, 1 something to mend, 2 wrong usage, 130 stopped with
    Ctrl-C.
    """


ROUND = (book.check, book.run, book.figures, book.site, book.serve)
for command in (*ROUND, offline, update, add, teach.assignments, teach.grade):
    main.add_command(command)
