"""Runs before a renderer begins (`_quarto.yml`): writes the text of the evidence pages.

Quarto has deleted the old site by now, and may yet be stopped or fail. So the last whole one is put back first, its
files dated OLD: what a whole render has not written anew by its end goes then (poppybook.book.kept).
"""

import os
import shutil
import sys

from environment import BOOK, run

OLD = 1_000_000_000  # a day in 2001


def copy_as_old(one, other):
    shutil.copyfile(one, other)
    os.utime(other, (OLD, OLD))


site, kept = BOOK / (os.environ.get("QUARTO_PROJECT_OUTPUT_DIR") or "_site"), BOOK / ".poppybook" / "whole"
put_back = kept.is_dir() and not site.exists()
if put_back:
    shutil.copytree(kept, site, copy_function=copy_as_old)
status = run("poppybook.site.prerender")
if status and put_back:
    print(f"{site.name} is as it was.", file=sys.stderr)
sys.exit(status)
