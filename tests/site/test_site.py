"""The command `poppybook site` and what it leaves behind, with each renderer that this machine has."""

import os
import shutil
from types import SimpleNamespace

import pytest

from poppybook.site.postrender import finish
from poppybook.site.render import tree_hash
from poppybook.site.selfcheck import site_faults

RENDERERS = ["embedded", *(["quarto"] if shutil.which("quarto") else [])]


@pytest.fixture(scope="module", params=RENDERERS)
def built(request, book_template, tmp_path_factory, poppybook):
    """The small book with its site, for tests that only look."""
    root = tmp_path_factory.mktemp(request.param) / "book"
    shutil.copytree(book_template, root)
    done = poppybook("site", "--renderer", request.param, cwd=root)
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(root=root, said=done.stdout, renderer=request.param)


def test_says_in_one_line_which_renderer_and_where_to_look(built):
    assert built.said.count("\n") == 1
    assert "Rendered with" in built.said
    assert built.renderer in built.said
    assert "_site/index.html" in built.said


def test_the_site_is_sound_and_complete(built):
    root = built.root
    site = root / "_site"
    assert site_faults(site) == []
    for library in ("plotly-basic.min.js", "plotly.min.js"):
        script = (site / "assets" / library).read_text(encoding="utf-8")
        assert script.startswith("//# allFunctionsCalledOnLoad\n/**\n* plotly.js")
        assert len(script) > 1_000_000
    for name in (
        "figures/poppy-area/data.csv",
        "embed/poppy-area.html",
        "404.html",
        "assets/search-index.js",
    ):
        assert (site / name).is_file(), name
    front = (site / "index.html").read_text()
    assert "$400 million" in front
    assert front.count("<svg") >= 2, "the front page shows the chart of the notebook"
    theme = (site / "notebooks" / "poppy.html").read_text()
    assert 'id="poppy-ha@2017"' in theme
    assert "$5 million" in theme
    assert "ipywidgets" not in theme, "the widget cell needs a running Python and is not shown"
    assert "dataframe" in theme


def test_a_second_build_does_nothing_and_says_so(poppybook, built):
    root = built.root
    before = {path: path.stat().st_mtime_ns for path in (root / "_site").rglob("*")}
    done = poppybook("site", "--renderer", built.renderer, cwd=root)
    assert "Nothing changed" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in (root / "_site").rglob("*")} == before


def test_finishing_twice_changes_nothing(built):
    root = built.root
    before = tree_hash(root / "_site")
    assert finish(root, root / "_site") == []
    assert tree_hash(root / "_site") == before


def test_the_book_itself_stays_clean(built):
    root = built.root
    assert {path.name for path in root.iterdir()} == {
        *("_quarto.yml", "index.qmd", "notebooks", "assets", "figures", "_site", ".poppybook")
    }
    assert {path.name for path in (root / ".poppybook").iterdir()} == {"lock", "site.json", "whole"}


def test_the_same_book_gives_the_same_bytes(poppybook, book):
    assert poppybook("site", "--renderer", "embedded", cwd=book.root).returncode == 0
    before = tree_hash(book.site)
    for path in book.root.rglob("*.*"):
        os.utime(path, (1, 1))
    (book.work / "site.json").unlink()
    assert "Rendered" in poppybook("site", "--renderer", "embedded", cwd=book.root).stdout
    assert tree_hash(book.site) == before


def test_a_site_that_was_touched_is_rendered_again(poppybook, book):
    poppybook("site", "--renderer", "embedded", cwd=book.root)
    (book.site / "index.html").unlink()
    assert "Rendered" in poppybook("site", "--renderer", "embedded", cwd=book.root).stdout
    assert (book.site / "index.html").is_file()


@pytest.mark.parametrize("renderer", RENDERERS)
def test_a_fault_keeps_the_old_site(poppybook, book, renderer):
    poppybook("site", "--renderer", "embedded", cwd=book.root)
    before = tree_hash(book.site)
    page = book.root / "index.qmd"
    page.write_text(page.read_text() + "\n[a link](#nowhere)\n")
    done = poppybook("site", "--renderer", renderer, cwd=book.root)
    assert done.returncode == 1
    assert "index.html: #nowhere leads to a place that the page does not have" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree_hash(book.site) == before


def test_a_site_with_an_address_writes_it_where_it_belongs(poppybook, book):
    config = book.root / "_quarto.yml"
    config.write_text(
        config.read_text().replace("website:", "website:\n  site-url: https://book.example/poppy")
    )
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 0, done.stderr
    assert "<lastmod>" not in (book.site / "sitemap.xml").read_text()
    assert 'href="/poppy/"' in (book.site / "404.html").read_text()
    assert (
        "https://book.example/poppy/notebooks/poppy.html"
        in (book.site / "embed" / "poppy-area.html").read_text()
    )


def test_a_config_without_the_finishing_pass_is_refused(poppybook, book):
    config = book.root / "_quarto.yml"
    config.write_text(config.read_text().replace("  post-render: python -m poppybook.site.postrender\n", ""))
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 1
    assert "post-render: hooks/after_render.py" in done.stderr
