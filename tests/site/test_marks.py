"""Each name by which the finishing pass knows a renderer's parts occurs in the pages of that renderer, before the pass:
a renderer that calls a part otherwise one day would leave it unmended without a word."""

import re
import shutil
import subprocess
import sys

import pytest

from poppybook import language as words
from poppybook.site.html import foreign, frame, inline

RENDERERS = {"embedded": [sys.executable, "-m", "smalldocs.cli", "render", "--quiet"]}
if shutil.which("quarto"):
    RENDERERS["quarto"] = ["quarto", "render", "--no-execute"]

BOTH = [
    f'id="{frame.CONTENT}"',
    frame.ICON_FONT,
    frame.BOOTSTRAP.partition(".")[0],
    frame.NEEDS_BOOTSTRAP,
    "sidebar-logo",
    "sidebar-item-text",
    "sidebar-item-toggle",
    "callout-header",
    "cell-output-display",
    "dataframe",
    inline.SWITCH,
    'id="TOC"',
    'id="toc-title"',
    *(mark for mark in words.LANDMARKS if mark not in ("nav", "navbar")),
]
OWN = {
    "embedded": [
        frame.SMALLDOCS,
        frame.SCHEME_MARK,
        f'id="{frame.SCHEME_SHEET}',
        inline.CONTENTS_BUTTON,
        f'id="{inline.BESIDE_CONTENTS}"',
        inline.TURN_SMALLDOCS,
        f'class="{frame.FRAME}"',
    ],
    "quarto": [
        frame.ALTERNATE_SHEET,
        inline.TURN_QUARTO,
        f'<table class="{frame.QUARTOS_TABLE}',
        'type="module"',
        "require.min.js",
        "define('jquery'",
    ],
}


@pytest.fixture(scope="module", params=RENDERERS)
def raw(request, book_template, tmp_path_factory):
    """The renderer's name and the text of all its pages of a small book, as it leaves them."""
    root = shutil.copytree(book_template, tmp_path_factory.mktemp("raw") / "book")
    config = (root / "_quarto.yml").read_text()
    # As the real book: contents with a logo, and no bar above the page.
    config = re.sub(r"  post-render: .*\n|  navbar:\n.*\n", "", config)
    config = config.replace(
        "    style: docked\n", "    style: docked\n    title: Book\n    logo: assets/icon.svg\n"
    )
    (root / "_quarto.yml").write_text(config)
    (root / "assets" / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with (root / "index.qmd").open("a") as page:
        page.write("\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    subprocess.run(RENDERERS[request.param], cwd=root, check=True, capture_output=True)
    return request.param, "".join(
        path.read_text(encoding="utf-8") for path in (root / "_site").rglob("*.html")
    )


def test_every_mark_occurs(raw):
    renderer, pages = raw
    assert [mark for mark in BOTH + OWN[renderer] if mark not in pages] == []


def test_helpers_of_foreign_scripts_are_known(raw):
    renderer, pages = raw
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", pages, re.DOTALL)
    assert any(foreign.HELPERS.match(one) for one in scripts) == (renderer == "quarto")
