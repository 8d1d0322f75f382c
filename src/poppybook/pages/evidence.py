"""Where the evidence for a number stands on the site: one page for each theme, one for each official body's tables.

A theme that fills more than a page has its numbers in some units on other pages: the `parts` of datapackage.json.
"""

from functools import lru_cache

from poppybook.book.nearest import unknown
from poppybook.dataset.bodies import tables_by_body
from poppybook.dataset.chapters import chapters
from poppybook.dataset.store import Dataset

from .facts import facts

FOLDER = "evidence"


def evidence_pages(data: Dataset) -> dict[str, tuple[str, str]]:
    """By page: what it holds, in a word or two, and the sentence under its title. Chapters first, each with its parts,
    then bodies."""
    found = {}
    for row in chapters(data).itertuples(index=False):
        found[row.theme] = (row.name, row.evidence)
        found |= {name: _titled(part) for name, part in parts_of(data, row.theme).items()}
    return found | {name: _titled(body) for name, body in data.package.descriptor["bodies"].items()}


def parts_of(data: Dataset, theme: str) -> dict[str, dict]:
    """The pages beside that of a theme, as datapackage.json describes them."""
    parts = data.package.descriptor.get("parts", {})
    return {name: part for name, part in parts.items() if part["theme"] == theme}


def _titled(about: dict) -> tuple[str, str]:
    return about["title"], about["description"]


def address(data: Dataset, name: str) -> str:
    """The address of an observation or a series, from the top of the site: `evidence/heroin.html#my-series@2017`.

    An id that the dataset does not have raises LookupError with the nearest ones.
    """
    pages = pages_of_series(data)
    series_id = name.partition("@")[0]
    if series_id not in pages or ("@" in name and name not in facts(data)):
        known = facts(data) if "@" in name else pages
        raise unknown("observation" if "@" in name else "series", name, known)
    return f"{FOLDER}/{pages[series_id]}.html#{name}"


def table_page(data: Dataset, table: str) -> str | None:
    """The page that shows an official table row by row; None for any other table."""
    pages = tables_by_body(data.package)
    return next((f"{FOLDER}/{page}.html" for page, tables in pages.items() if table in tables), None)


@lru_cache(maxsize=2)
def pages_of_series(data: Dataset) -> dict[str, str]:
    """The page of each series by its name, those of the official tables included."""
    parts = data.package.descriptor.get("parts", {})
    apart = {(part["theme"], unit): name for name, part in parts.items() for unit in part["units"]}
    pages = {row.series_id: apart.get((row.theme, row.unit), row.theme) for row in data.series.itertuples()}
    of_table = {table: page for page, tables in tables_by_body(data.package).items() for table in tables}
    return pages | {
        fact.series_id: of_table[fact.table] for fact in facts(data).values() if fact.table in of_table
    }
