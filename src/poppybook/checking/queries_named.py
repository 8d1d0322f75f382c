"""Find words that name a query of DEA's laboratory system that the data no longer hold: in the words of series, in
notebooks and on pages. A newer query replaces the numbers, and `query of March 2026` in a label would stay."""

import json
import re
from collections.abc import Iterator
from datetime import date

from poppybook.book.faults import Fault
from poppybook.book.project import Project
from poppybook.dataset.store import Dataset

HELD = "words name the query that the data hold"
_NAMED = re.compile(r"\bquery (?:is |was )?of ((?:\d{1,2} )?[A-Z][a-z]+ 20\d\d)\b", re.IGNORECASE)
_COLUMNS = ("title", "definition", "caveat")


def faults(project: Project, data: Dataset) -> list[Fault]:
    """Every query that is named by another day or month than that of the sources of the half-years."""
    sources = data.sources[data.sources["source_id"].isin(data.nflis_halfyear["source_id"])]
    days = [date.fromisoformat(day) for day in sources["date_published"]]
    held = [f"{day.day} {day:%B %Y}" for day in days]
    remedy = f"The data are of the query of {', '.join(held)}: mend the words"
    known = {*held, *(f"{day:%B %Y}" for day in days)}
    return [
        Fault(file, line, column, found[0], HELD, remedy, cell=cell)
        for file, line, column, cell, text in (*_in_series(data), *_in_texts(project))
        for found in _NAMED.finditer(text)
        if found[1] not in known
    ]


def _in_series(data: Dataset) -> Iterator[tuple]:
    file = data.package.tables["series"].file
    for column in _COLUMNS:
        for row, text in data.series[column].dropna().items():
            yield file, int(row), column, None, text


def _in_texts(project: Project) -> Iterator[tuple]:
    for path in (*project.notebooks(), *sorted(project.root.glob("*.qmd"))):
        text = path.read_text(encoding="utf-8")
        cells = [(None, text)]
        if path.suffix == ".ipynb":
            cells = [(cell.get("id"), "".join(cell["source"])) for cell in json.loads(text)["cells"]]
        for cell, words in cells:
            for line, shown in enumerate(words.split("\n"), 1):
                yield path.relative_to(project.root).as_posix(), line, None, cell, shown
