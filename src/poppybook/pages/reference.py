"""The book's reference pages as HTML: every source, table, column, unit and series, each at an address of its own.

Notebooks show these; the text around them stands in the notebooks. The same dataset gives the same bytes.
"""

from collections import Counter, defaultdict
from itertools import groupby
from operator import itemgetter

import pandas as pd

from poppybook import language as words
from poppybook.book.templates import macros, render
from poppybook.dataset.store import Dataset
from poppybook.language import reference as say

from .evidence import address, table_page
from .facts import records

SAY = say.REFERENCE
DICTIONARY, DATA, ROOT, SERIES_FILES = "data-dictionary.html", "../data/", "../", "../downloads/series/"
MOST_SERIES = 6  # shown at once under a source; more are folded


class Fragment:
    """HTML that a notebook shows as it is."""

    def __init__(self, html: str):
        self.html = str(html)

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"Fragment({len(self.html):,} characters)"


# ---------------------------------------------------------------- sources


def sources(data: Dataset, kind: str) -> Fragment:
    """The sources of one kind (`news`, `law` …), by publisher and date: each an entry whose id is its source_id.

    An entry has the letter for reliability, publisher, title (a link to the original), author, date, note, and
    what in the dataset rests on it. An unknown kind raises LookupError.
    """
    table = data.sources
    known = sorted(table["kind"].unique())
    if kind not in known:
        raise LookupError(f"no source is of the kind {kind!r}; there are {', '.join(known)}")
    table = table[table["kind"] == kind].sort_values(
        ["publisher", "date_published", "source_id"], key=_folded
    )
    used = uses(data)
    listed = [_source(data, row, used[row["source_id"]]) for row in records(table)]
    return Fragment(
        render("pages/sources.html.j2", sources=listed, most=MOST_SERIES, say=say, letters=words.RELIABILITY)
    )


def uses(data: Dataset) -> defaultdict[str, Counter]:
    """What rests on each source: source_id → how many rows of each series, and of each other table.

    A key of the counter is `(series_id, "series")` or `(table, "table")`.
    """
    found: defaultdict[str, Counter] = defaultdict(Counter)
    for name in data.tables:
        table = data[name]
        column = next((c for c in ("source_id", "source_ids") if c in table), None)
        if column is None or name == "sources":
            continue
        for at, cited in table[column].dropna().items():
            key = (table.at[at, "series_id"], "series") if "series_id" in table else (name, "table")
            for source_id in cited.split(";"):
                found[source_id][key] += 1
    return found


def _source(data: Dataset, row: dict, used: Counter) -> dict:
    """The row, and as (count, name, address) what rests on it."""
    series = [name for name, what in sorted(used) if what == "series"]
    tables = [name for name, what in sorted(used, reverse=True) if what == "table"]
    return row | {
        "about": [part for part in (row["author"], words.period(row["date_published"] or "")) if part],
        "tables": [(used[name, "table"], name, _table_address(data, name)) for name in tables],
        "series": [(name, ROOT + address(data, name)) for name in series],
        "numbers": sum(used[name, "series"] for name in series),
    }


def _table_address(data: Dataset, name: str) -> str:
    page = table_page(data, name)
    return f"{ROOT}{page}#table-{name}" if page else f"{DICTIONARY}#table-{name}"


# ---------------------------------------------------------------- data dictionary


def tables(data: Dataset) -> Fragment:
    """The tables of the dataset: how many rows each has, what it holds, and a link to its file."""
    cell, lines = macros("pages/dictionary.html.j2"), []
    for resource in data.package.descriptor["resources"]:
        name, count = resource["name"], len(data[resource["name"]])
        holds = resource.get("title") or ""
        if holds.casefold() == name:
            holds = resource.get("description", "").partition(". ")[0].rstrip(".")
        lines.append(({}, [cell.table_link(name), f"{count:,}", cell.file(holds, DATA + resource["path"])]))
    return _table(["table", "rows", "holds"], lines, numeric="rows")


def columns(data: Dataset) -> Fragment:
    """Each table with its description and its columns: name, meaning, type with unit."""
    cell, parts = macros("pages/dictionary.html.j2"), []
    for resource in data.package.descriptor["resources"]:
        lines = []
        for field in resource["schema"]["fields"]:
            meaning = ". ".join(t.rstrip(".") for t in (field.get("title"), field.get("description")) if t)
            required = SAY["required"] if field.get("constraints", {}).get("required") else ""
            kind = ", ".join(part for part in (field["type"], field.get("unit"), required) if part)
            lines.append(({}, [cell.column(field["name"]), f"{meaning}.", kind]))
        parts.append((resource["name"], resource.get("description"), lines))
    heads = [(SAY[name], False) for name in ("column", "meaning", "type")]
    return Fragment(render("pages/columns.html.j2", tables=parts, heads=heads))


def units(data: Dataset) -> Fragment:
    """Every unit as published, its sign, and whether and how it is converted."""
    lines = []
    for row in records(data.units.sort_values("unit", key=_folded)):
        how = row["pint"] or say.UNIT_KINDS.get(row["kind"], row["kind"])
        about = ". ".join(text.rstrip(".") for text in (row["counts"], row["note"]) if text)
        lines.append(({}, [row["unit"], row["symbol"] or "", how, about]))
    return _table(["unit", "symbol", "converted as", "note"], lines)


def series(data: Dataset, theme: str) -> Fragment:
    """The series of one theme, by title: each an entry whose id is its series_id, with definition and caveat.

    An unknown theme raises LookupError.
    """
    table = data.series
    known = sorted(table["theme"].unique())
    if theme not in known:
        raise LookupError(f"no series has the theme {theme!r}; there are {', '.join(known)}")
    places = data.places.set_index("place")["name"]
    rows = data["observations"].sort_values(["period_start", "period_end"]).groupby("series_id")["period"]
    reach = rows.agg(["size", "first", "last"])
    table = table[table["theme"] == theme].sort_values(["title", "series_id"], key=_folded)
    listed = []
    for row in records(table):
        name = row["series_id"]
        size, *ends = reach.loc[name, ["size", "first", "last"]]
        numbers = say.numbers_between(int(size), *map(words.period, ends))
        listed.append((row, places[row["place"]], numbers, ROOT + address(data, name)))
    return Fragment(render("pages/series.html.j2", series=listed, files=SERIES_FILES, say=SAY))


# ---------------------------------------------------------------- changes


def changes(data: Dataset) -> Fragment:
    """What changed in the dataset, newest version first: a heading for each version, an entry for each change."""
    versions = [
        (say.version_of(version, words.day(rows[0]["date"])), rows)
        for version, group in groupby(records(data.changes.iloc[::-1]), key=itemgetter("version"))
        if (rows := list(group))
    ]
    return Fragment(render("pages/changes.html.j2", versions=versions, say=say))


# ---------------------------------------------------------------- shared


def _table(head: list[str], lines: list, numeric: str = "") -> Fragment:
    heads = [(SAY[name], name == numeric) for name in head]
    made = macros("table.html.j2").table(heads, lines, kind="ref-columns", rebuilt=False)
    return Fragment(made + "\n")


def _folded(column: pd.Series) -> pd.Series:
    """For sorting as a reader expects: without regard to case."""
    return column.fillna("").str.casefold()
