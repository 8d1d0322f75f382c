"""Copies of the book in which a benchmark may do what it likes."""

import re
import shutil
from pathlib import Path

BOOK = Path(__file__).parents[1]


def copy_of_book(folder: Path) -> Path:
    """The book as it stands, without what is made from it."""
    leave = shutil.ignore_patterns(".*", "_site", "dist", "__pycache__", "tests", "benchmarks")
    return Path(shutil.copytree(BOOK, folder, ignore=leave))


def without_hooks(book: Path) -> Path:
    """The same book, which now leaves its pages as the renderer makes them."""
    config = book / "_quarto.yml"
    text = re.sub(r"(?m)^  (pre|post)-render:.*\n", "", config.read_text(encoding="utf-8"))
    config.write_text(text, encoding="utf-8")
    return book
