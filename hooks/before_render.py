"""Runs before a renderer begins (`_quarto.yml`): writes the text of the evidence pages.

Quarto has deleted the old site by now. When nothing can be rendered, the last whole one is put back.
"""

import os
import shutil
import sys

from environment import BOOK, run

status = run("poppybook.build.prerender")
site, kept = BOOK / (os.environ.get("QUARTO_PROJECT_OUTPUT_DIR") or "_site"), BOOK / ".poppybook" / "whole"
if status and kept.is_dir() and not site.exists():
    shutil.copytree(kept, site)
    print(f"{site.name} is as it was.", file=sys.stderr)
sys.exit(status)
