"""The renderers' own commands in a book: what they make is whole, twice the same, of this book alone; what fails leaves
the old site."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from poppybook.book.kept import WHOLE
from poppybook.site.render import tree_hash
from poppybook.site.selfcheck import site_faults

BOOK = Path(__file__).parents[2]
COMMANDS = {"embedded": [sys.executable, "-m", "smalldocs.cli", "render", "--quiet"]}
if shutil.which("quarto"):
    COMMANDS["quarto"] = ["quarto", "render", "--no-execute"]


@pytest.fixture(params=COMMANDS)
def render(request, book):
    """A function that renders the small book with the renderer's own command, the hooks of the real one in it."""
    config = book.root / "_quarto.yml"
    hooks = "  pre-render: hooks/before_render.py\n  post-render: hooks/after_render.py\n"
    config.write_text(re.sub(r"  post-render: .*\n", hooks, config.read_text()))
    shutil.copytree(BOOK / "hooks", book.root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    (book.root / "data").symlink_to(BOOK / "data")
    own = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}

    def run(*more):
        command = [*COMMANDS[request.param], *more]
        return subprocess.run(command, cwd=book.root, env=os.environ | own, capture_output=True, text=True)

    run.renderer = request.param
    return run


@pytest.mark.proof
def test_twice_the_same_and_of_this_book_alone(book, render):
    assert render().returncode == 0
    first = tree_hash(book.site)
    assert site_faults(book.site) == [] and tree_hash(book.root / WHOLE) == first
    (book.site / "gone.html").write_text("of an older book")
    assert render().returncode == 0
    assert tree_hash(book.site) == first
    assert [path for path in book.site.rglob("*") if path.name.startswith(".")] == []


@pytest.mark.proof
def test_what_fails_leaves_the_old_site(book, render):
    assert render().returncode == 0
    before = tree_hash(book.site)
    page = book.root / "index.qmd"
    whole = page.read_text()
    page.write_text(whole + "\n[nowhere](gone.qmd#gone)\n")
    broken = render()
    assert broken.returncode != 0 and "leads to no file" in broken.stderr + broken.stdout
    page.write_text(whole)
    assert render().returncode == 0 and tree_hash(book.site) == before
    if render.renderer == "quarto":
        assert render("--to", "no-such-format").returncode != 0
        assert tree_hash(book.site) == before


def test_the_map_names_no_files_that_lie_elsewhere_too():
    """Quarto looks for `figures/**` in every folder, those of an environment and of the site kept aside included."""
    named = yaml.safe_load((BOOK / "_quarto.yml").read_text(encoding="utf-8"))["project"].get("resources", [])
    assert [one for one in named if not one.startswith("/")] == []
