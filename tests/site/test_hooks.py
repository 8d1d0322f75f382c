"""What runs before and after a renderer (hooks/), also when Quarto renders a part of the book."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import poppybook as pb
from poppybook.book.kept import WHOLE, keep_whole
from poppybook.site import prerender
from poppybook.site.postrender import finish
from poppybook.site.render import tree_hash

BOOK = Path(__file__).parents[2]
FINISH = [sys.executable, "-m", "poppybook.site.postrender"]
BARE = [sys.executable, "-S"]  # a Python without any package


@pytest.fixture
def bare_book(tmp_path):
    """A book with hooks and no environment."""
    shutil.copytree(BOOK / "hooks", tmp_path / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "_quarto.yml").write_text("project: {}\n")
    return tmp_path


def hook(book, name, **environment):
    """Run a hook as a renderer does."""
    given = os.environ | {"QUARTO_PROJECT_OUTPUT_DIR": str(book / "_site")} | environment
    given.pop("PYTHONPATH", None)
    command = [*BARE, f"hooks/{name}.py"]
    return subprocess.run(command, cwd=book, env=given, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("name", ["before_render", "after_render"])
def test_without_the_package_one_sentence_says_what_to_do(bare_book, name):
    done = hook(bare_book, name)
    assert done.returncode == 1
    assert "make site" in done.stderr
    assert "pip install" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_books_own_environment_is_found_without_activating_it(bare_book):
    python = bare_book / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    (bare_book / "data").symlink_to(BOOK / "data")
    done = hook(bare_book, "before_render")
    assert (done.returncode, done.stderr) == (0, "")
    assert (bare_book / "evidence" / "heroin.qmd").is_file()


def test_the_old_site_is_put_back_when_nothing_can_be_rendered(bare_book):
    site = bare_book / "_site"
    (site / "notebooks").mkdir(parents=True)
    (site / "index.html").write_text("front")
    (site / "notebooks" / "poppy.html").write_text("chapter")
    before = tree_hash(site)
    keep_whole(bare_book, site)
    shutil.rmtree(site)  # as Quarto does before it runs the hook
    done = hook(bare_book, "before_render")
    assert done.returncode == 1
    assert "_site is as it was" in done.stderr
    assert tree_hash(site) == before
    (site / "index.html").write_text("newer")
    hook(bare_book, "before_render")
    assert (site / "index.html").read_text() == "newer", "a site that is there is not touched"
    assert (bare_book / WHOLE / "index.html").read_text() == "front", "nor is the one kept aside"


def test_the_old_site_is_there_until_a_whole_render_has_finished_the_new_one(raw, tmp_path):
    root, site = raw
    shutil.copytree(BOOK / "hooks", root / "hooks")
    new, (fresh, old) = shutil.copytree(site, tmp_path / "new"), (tmp_path / "fresh", tmp_path / "old")
    shutil.copytree(site, fresh)
    assert finish(root, fresh) == []
    (site / "gone.html").write_text((site / "index.html").read_text())
    (site / "gone" / "folder").mkdir(parents=True)
    (site / "gone" / "folder" / "picture.svg").write_text("<svg/>")
    assert finish(root, site) == []
    keep_whole(root, site)
    shutil.move(site, old)  # as Quarto deletes it
    given = {"QUARTO_PROJECT_DIR": str(root), "PYTHONPATH": str(Path(pb.__file__).parents[1])}
    command = [sys.executable, "hooks/before_render.py"]
    subprocess.run(command, cwd=root, env=os.environ | given)
    assert tree_hash(site) == tree_hash(old), "a renderer that stops here has lost nothing"
    shutil.copytree(new, site, dirs_exist_ok=True, copy_function=shutil.copyfile)
    names = "\n".join(str(path) for path in site.rglob("*.html") if "gone" not in path.name)
    told = {"QUARTO_PROJECT_OUTPUT_DIR": str(site), "QUARTO_PROJECT_OUTPUT_FILES": names}
    told |= {"QUARTO_PROJECT_RENDER_ALL": "1"}
    subprocess.run(FINISH, cwd=root, env=os.environ | given | told, check=True)
    assert tree_hash(site) == tree_hash(fresh) == tree_hash(root / WHOLE)
    assert not (site / "gone").exists()


def test_another_format_leaves_the_pages_alone(raw):
    root, site = raw
    assert finish(root, site) == []
    before = tree_hash(site)
    told = {"QUARTO_PROJECT_DIR": str(root), "QUARTO_PROJECT_OUTPUT_DIR": str(site)}
    told |= {"QUARTO_PROJECT_OUTPUT_FILES": "_site/book.pdf", "QUARTO_PROJECT_RENDER_ALL": "1"}
    assert subprocess.run(FINISH, cwd=root, env=os.environ | told).returncode == 0
    assert tree_hash(site) == before and not (root / WHOLE).exists()


def test_a_site_is_kept_whole_and_only_the_last(tmp_path):
    site = tmp_path / "_site"
    site.mkdir()
    (site / "old.html").write_text("old")
    keep_whole(tmp_path, site)
    (site / "old.html").unlink()
    (site / "new.html").write_text("new")
    keep_whole(tmp_path, site)
    assert [path.name for path in (tmp_path / WHOLE).iterdir()] == ["new.html"]


def test_the_committed_evidence_pages_are_those_of_the_data():
    made = prerender.pages(pb.load(BOOK / "data"))
    stored = {path.stem: path.read_text(encoding="utf-8") for path in (BOOK / "evidence").glob("*.qmd")}
    stale = [name for name in made.keys() | stored.keys() if made.get(name) != stored.get(name)]
    assert not stale, "`poppybook site` brings them up to date"


@pytest.fixture
def raw(book):
    """The small book as a renderer leaves it, and the folder of its site."""
    config = book.root / "_quarto.yml"
    config.write_text(config.read_text().replace("  post-render: python -m poppybook.site.postrender\n", ""))
    command = [sys.executable, "-m", "smalldocs.cli", "render", "--quiet"]
    subprocess.run(command, cwd=book.root, check=True)
    return book.root, book.site


def test_a_part_of_the_book_is_finished_alone(raw, tmp_path):
    root, site = raw
    part = shutil.copytree(site, tmp_path / "part")
    part_of = "notebooks/poppy.html"
    other = (part / "index.html").read_bytes()
    assert finish(root, part, frozenset({part_of})) == []
    assert (part / "index.html").read_bytes() == other
    assert not (part / "404.html").exists()
    assert finish(root, site) == []
    assert (part / part_of).read_bytes() == (site / part_of).read_bytes()
    assert (part / "embed" / "poppy-area.html").read_bytes() == (
        site / "embed" / "poppy-area.html"
    ).read_bytes()


def test_a_part_is_finished_before_the_whole_was_ever_rendered(raw):
    root, site = raw
    for path in site.rglob("*.html"):
        if path.name != "poppy.html":
            path.unlink()
    assert finish(root, site, frozenset({"notebooks/poppy.html"})) == []


def test_a_part_is_checked(raw):
    root, site = raw
    assert finish(root, site) == []
    page = site / "notebooks" / "poppy.html"
    page.write_text(
        page.read_text().replace("</main>", '<a href="gone.html">x</a><a href="#none">y</a></main>')
    )
    faults = finish(root, site, frozenset({"notebooks/poppy.html"}))
    assert [fault.split(" ", 1)[1] for fault in faults] == [
        "gone.html leads to no file of the site",
        "#none leads to a place that the page does not have",
    ]


def test_the_pages_that_quarto_names_are_the_part(raw):
    root, site = raw
    other = (site / "index.html").read_bytes()
    names = os.environ | {
        "QUARTO_PROJECT_DIR": str(root),
        "QUARTO_PROJECT_OUTPUT_DIR": str(site),
        "QUARTO_PROJECT_OUTPUT_FILES": "_site/notebooks/poppy.html",
    }
    assert subprocess.run(FINISH, cwd=root, env=names).returncode == 0
    assert (site / "index.html").read_bytes() == other
    assert "pb-read" in (site / "notebooks" / "poppy.html").read_text()
    assert not (root / WHOLE).exists()
    subprocess.run(FINISH, cwd=root, env=names | {"QUARTO_PROJECT_RENDER_ALL": "1"}, check=True)
    assert (site / "index.html").read_bytes() != other
    assert tree_hash(root / WHOLE) == tree_hash(site)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\necho 'cannot find deno' >&2\nexit 1\n", "cannot find deno"),
        ("#!/bin/sh\nexit 0\n", "does not start"),
        ("#!/nowhere/at/all\n", "No such file"),
    ],
    ids=["fails", "silent", "no interpreter"],
)
def test_a_broken_quarto_is_named_with_a_way_out(book, poppybook, tmp_path, monkeypatch, script, said):
    broken = tmp_path / "broken" / "quarto"
    broken.parent.mkdir()
    broken.write_text(script)
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(broken.parent), os.environ["PATH"]]))
    done = poppybook("site", cwd=book.root)
    assert done.returncode == 1
    assert str(broken) in done.stderr
    assert said in done.stderr
    assert "--renderer embedded" in done.stderr
    assert "Traceback" not in done.stderr
