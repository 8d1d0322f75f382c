"""Runs when a renderer has written its pages (`_quarto.yml`): finishes and checks them."""

import sys

from environment import run

sys.exit(run("poppybook.site.postrender"))
