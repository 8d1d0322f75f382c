"""Over each page that is a notebook: a link to the notebook itself and, once the book has a public repository, to
services that run it.

`website.repo-url` in `_quarto.yml` (and `repo-branch`, else main) is that address. While it is empty only the download
is shown, since nothing else could work. Services are known for GitHub; other hosts get the download alone.
"""

from __future__ import annotations

import re
import shutil
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import yaml

from poppybook.book.project import CONFIG
from poppybook.book.templates import macros
from poppybook.language import openers as words

from .markup import end_of_element, tags

SHOWN = 'class="pb-openers"'
_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def notebook_of(project: Path, page: str) -> Path | None:
    """The notebook that a page (its path in the site) was made from, by its path in the project; None for others."""
    notebook = Path(page).with_suffix(".ipynb")
    return notebook if (project / notebook).is_file() else None


def repository(project: Path) -> tuple[str, str]:
    """Public address and branch of the book's repository as `_quarto.yml` gives them; "" while there is none."""
    website = yaml.safe_load((project / CONFIG).read_text(encoding="utf-8")).get("website") or {}
    return str(website.get("repo-url") or "").rstrip("/"), str(website.get("repo-branch") or "main")


def add_openers(page: str, notebook: Path, repo: tuple[str, str]) -> str:
    """The page with the links under its title; a page that has them, or that has no title, stays as it is."""
    found = list(tags(page))
    for number, tag in enumerate(found):
        if tag.name == "header" and tag.attribute("id") == "title-block-header" and SHOWN not in page:
            end = end_of_element(tag, islice(found, number + 1, None))
            offered, first = services(notebook, *repo), words.colab_cell(repo[0])
            links = macros("site/pieces.html.j2").openers(
                words.GROUP,
                notebook.name,
                words.DOWNLOAD,
                offered,
                words.FIRST_IN_COLAB,
                first,
            )
            return f"{page[:end]}{links}{page[end:]}"
    return page


def publish(project: Path, site: Path, notebook: Path) -> None:
    """Put the notebook, as stored, beside its page."""
    shutil.copyfile(project / notebook, site / notebook)


def services(notebook: Path, url: str, branch: str) -> list[tuple[str, str]]:
    """Label and address of each service that can run the notebook; none without a repository on GitHub."""
    match = _GITHUB.fullmatch(url)
    if not match:
        return []
    name, at, path = match[1], quote(branch, safe=""), quote(notebook.as_posix())
    return [
        (
            words.BINDER,
            f"https://mybinder.org/v2/gh/{name}/{at}?labpath={quote(notebook.as_posix(), safe='')}",
        ),
        (words.COLAB, f"https://colab.research.google.com/github/{name}/blob/{at}/{path}"),
        (words.CODESPACES, f"https://codespaces.new/{name}?ref={at}"),
    ]
