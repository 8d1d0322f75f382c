"""Bring the pages that are made from the dataset up to date, before a renderer reads them.

`_quarto.yml` names it by way of `hooks/before_render.py`. It writes `evidence/*.qmd`: for each series a heading and a
sentence, for the contents and the search, and a mark that the finishing pass replaces by the rows (`evidence_page`). A
renderer that saw thousands of table rows would take its time over them and put every one into the search index. The
pages are committed: Quarto lists what it renders before it runs this.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from poppybook.book.faults import DataError
from poppybook.book.files import explain, replace_file
from poppybook.book.project import CONFIG
from poppybook.book.templates import macros
from poppybook.dataset.bodies import tables_by_body
from poppybook.dataset.store import Dataset, load
from poppybook.language import evidence as say
from poppybook.pages.evidence import FOLDER, evidence_pages, pages_of_series, parts_of
from poppybook.pages.facts import facts, titles

REMARKS = ("flag", "basis")
_PUNCTUATION = re.compile(r"""([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])""")


def pages(data: Dataset) -> dict[str, str]:
    """The Markdown of every evidence page, by its name."""
    tables = tables_by_body(data.package)
    return {
        name: _page(
            about, _official(data, tables[name]) if name in tables else _series(data, name), name in tables
        )
        for name, about in evidence_pages(data).items()
    }


def write_pages(project: Path, data: Dataset) -> None:
    """Bring the files of every evidence page up to date."""
    (project / FOLDER).mkdir(exist_ok=True)
    for name, text in pages(data).items():
        replace_file(project / FOLDER / f"{name}.qmd", text.encode())


def here(series_id: str) -> str:
    """What stands on the page until the finishing pass puts the rows of the series there."""
    return macros("site/pieces.html.j2").evidence_here(series_id)


def _raw(html: str) -> str:
    return f"```{{=html}}\n{html}\n```\n\n"


def _page(about: tuple[str, str], parts: Iterator[str], is_official: bool) -> str:
    word, description = about
    title = say.heading(word)
    front = (
        f'---\ntitle: "{title}"\ndescription: "{description}"\ntoc-depth: 2\nanchor-sections: false\n---\n\n'
    )
    return (
        front
        + f"{say.READING[is_official]}\n\n{_raw(macros('site/pieces.html.j2').evidence_index())}"
        + "".join(parts)
    )


def _series(data: Dataset, page: str) -> Iterator[str]:
    """The series of a page: by unit, which is what can be compared, the larger groups first, then by title; and where
    those are that stand on pages of their own."""
    pages = data.series["series_id"].map(pages_of_series(data))
    for name in parts_of(data, page):
        yield _raw(macros("site/pieces.html.j2").evidence_part(name))
    table = data.series[pages == page]
    sizes = table["unit"].value_counts()
    rows = sorted(
        table.to_dict("records"), key=lambda r: (-sizes[r["unit"]], r["unit"], r["title"].casefold())
    )
    for unit, group in groupby(rows, key=lambda row: row["unit"]):
        yield f"## {_plain(say.heading(unit))}\n\n"
        for row in group:
            yield _section(row["series_id"], row["title"], row["definition"])


def _official(data: Dataset, tables: tuple[str, ...]) -> Iterator[str]:
    named = titles(data)
    about = {resource["name"]: resource for resource in data.package.descriptor["resources"]}
    for table in tables:
        yield f"## {_plain(about[table]['title'])} {{#table-{table}}}\n\n{_plain(about[table]['description'])}\n\n"
        for field in about[table]["schema"]["fields"]:
            if field["name"] in REMARKS:  # the rows have its words in short
                yield f"**{field['title']}.** {_plain(field['description'])}\n\n"
        for series_id in dict.fromkeys(f.series_id for f in facts(data).values() if f.table == table):
            yield _section(series_id, named[series_id], "")


def _section(series_id: str, title: str, definition: str) -> str:
    text = f"{_plain(definition)}\n\n" if definition else ""
    return f"### {_plain(title)} {{#{series_id}}}\n\n{text}{_raw(here(series_id))}"


def _plain(text: str) -> str:
    """Text that Markdown takes literally."""
    return _PUNCTUATION.sub(r"\\\1", text)


def main() -> int:
    """Write the pages into the calling renderer's project; exit code 1 when the data cannot be read."""
    project = Path(os.environ.get("QUARTO_PROJECT_DIR") or Path.cwd()).resolve()
    if not (project / CONFIG).is_file():
        print(f"{project} is not a book: it has no {CONFIG}.", file=sys.stderr)
        return 1
    try:
        data = load(project / "data")
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        write_pages(project, data)
    except OSError as error:
        print(explain(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
