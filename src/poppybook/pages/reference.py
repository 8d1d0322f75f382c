"""The book's reference pages as HTML: every source, table, column, unit and series, each at an address of its own.

Notebooks show these; the text around them stands in the notebooks. The same dataset gives the same bytes.
"""

from collections import Counter, defaultdict
from html import escape

import pandas as pd

from poppybook import language as words
from poppybook.dataset.store import Dataset
from poppybook.language import reference as say

from .evidence import address, table_page

SAY = say.REFERENCE
DICTIONARY, DATA, ROOT, SERIES_FILES = "data-dictionary.html", "../data/", "../", "../downloads/series/"
MOST_SERIES = 6  # shown at once under a source; more are folded


class Fragment:
    """HTML that a notebook shows as it is."""

    def __init__(self, html: str):
        self.html = html

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
    return _list(_source(data, row, used[row.source_id]) for row in table.itertuples())


def uses(data: Dataset) -> defaultdict[str, Counter]:
    """What rests on each source: source_id → how many rows of each series, and of each other table.

    A key of the counter is `(series_id, "series")` or `(table, "table")`.
    """
    found: defaultdict[str, Counter] = defaultdict(Counter)
    for name in data.tables:
        table = getattr(data, name)
        column = next((c for c in ("source_id", "source_ids") if c in table), None)
        if column is None or name == "sources":
            continue
        for at, cited in table[column].dropna().items():
            key = (table.at[at, "series_id"], "series") if "series_id" in table else (name, "table")
            for source_id in cited.split(";"):
                found[source_id][key] += 1
    return found


def _source(data: Dataset, row, used: Counter) -> str:
    title = escape(row.title)
    if _text(row.url):
        title = f'<a href="{escape(row.url)}">{title}</a>'
    when = words.period(_text(row.date_published))
    about = ", ".join(part for part in (escape(_text(row.author)), escape(when)) if part)
    return (
        f'<li id="{row.source_id}"><p class="ref-head"><abbr class="ref-letter" '
        f'title="{escape(words.RELIABILITY[row.reliability])}">{row.reliability}</abbr> '
        f"<b>{escape(row.publisher)}</b> {title}{'. ' + about if about else ''}</p>\n"
        f'<div class="ref-meta"><code>{row.source_id}</code> {_uses_line(data, used)}</div>\n'
        f"{_note(row.note)}</li>\n"
    )


def _uses_line(data: Dataset, used: Counter) -> str:
    """`12 numbers in poppy-ha-us-mex; 2 rows in events`: links, folded when the series are many."""
    series = {name: count for (name, what), count in sorted(used.items()) if what == "series"}
    parts = []
    if series:
        links = ", ".join(f'<a href="{ROOT}{address(data, name)}">{name}</a>' for name in series)
        if len(series) > MOST_SERIES:
            links = f"<details><summary>{say.series_count(len(series))}</summary> {links}</details>"
        parts.append(say.numbers_in(sum(series.values()), links))
    for (name, what), count in sorted(used.items(), key=lambda item: item[0]):
        if what == "table":
            page = table_page(name)
            target = f"{ROOT}{page}#table-{name}" if page else f"{DICTIONARY}#table-{name}"
            link = f'<a href="{target}">{name}</a>'
            parts.insert(0, say.rows_in(count, link))
    return f"{SAY['used for']} {'; '.join(parts)}" if parts else SAY["unused"]


# ---------------------------------------------------------------- data dictionary


def tables(data: Dataset) -> Fragment:
    """The tables of the dataset: how many rows each has, what it holds, and a link to its file."""
    lines = []
    for resource in data.package.descriptor["resources"]:
        name, count = resource["name"], len(getattr(data, resource["name"]))
        holds = resource.get("title") or ""
        if holds.casefold() == name:
            holds = resource.get("description", "").partition(". ")[0].rstrip(".")
        lines.append(
            f'<tr><th scope="row"><a href="#table-{name}">{_breakable(name)}</a></th>'
            f'<td class="pb-number">{count:,}</td><td>{escape(holds)} '
            f'(<a href="{DATA}{resource["path"]}" download>CSV</a>)</td></tr>\n'
        )
    return Fragment(_table(["table", "rows", "holds"], lines, numeric={1}))


def columns(data: Dataset) -> Fragment:
    """Each table with its description and its columns: name, meaning, type with unit."""
    parts = []
    for resource in data.package.descriptor["resources"]:
        lines = []
        for field in resource["schema"]["fields"]:
            meaning = ". ".join(t.rstrip(".") for t in (field.get("title"), field.get("description")) if t)
            required = SAY["required"] if field.get("constraints", {}).get("required") else ""
            kind = ", ".join(part for part in (field["type"], field.get("unit"), required) if part)
            lines.append(
                f'<tr><th scope="row"><code>{_breakable(field["name"])}</code></th>'
                f"<td>{escape(meaning)}.</td><td>{escape(kind)}</td></tr>\n"
            )
        about = f"<p>{escape(resource['description'])}</p>\n" if resource.get("description") else ""
        parts.append(
            f'<section class="ref-table" id="table-{resource["name"]}">'
            f"<h3><code>{resource['name']}</code></h3>\n"
            f"{about}{_table(['column', 'meaning', 'type'], lines)}</section>\n"
        )
    return Fragment("".join(parts))


def units(data: Dataset) -> Fragment:
    """Every unit as published, its sign, and whether and how it is converted."""
    lines = []
    for row in data.units.sort_values("unit", key=_folded).itertuples():
        how = _text(row.pint) or say.UNIT_KINDS.get(row.kind, row.kind)
        about = ". ".join(t.rstrip(".") for t in (_text(row.counts), _text(row.note)) if t)
        lines.append(
            f'<tr><th scope="row">{escape(row.unit)}</th><td>{escape(_text(row.symbol))}</td>'
            f"<td>{escape(how)}</td><td>{escape(about)}</td></tr>\n"
        )
    return Fragment(_table(["unit", "symbol", "converted as", "note"], lines))


def series(data: Dataset, theme: str) -> Fragment:
    """The series of one theme, by title: each an entry whose id is its series_id, with definition and caveat.

    An unknown theme raises LookupError.
    """
    table = data.series
    known = sorted(table["theme"].unique())
    if theme not in known:
        raise LookupError(f"no series has the theme {theme!r}; there are {', '.join(known)}")
    places = data.places.set_index("place")["name"]
    rows = data.observations.sort_values(["period_start", "period_end"]).groupby("series_id")["period"]
    reach = rows.agg(["size", "first", "last"])
    table = table[table["theme"] == theme].sort_values(["title", "series_id"], key=_folded)
    return _list(
        _series(row, reach.loc[row.series_id], places[row.place], address(data, row.series_id))
        for row in table.itertuples()
    )


def _series(row, reach, place: str, evidence: str) -> str:
    first, last = words.period(reach["first"]), words.period(reach["last"])
    numbers = escape(say.numbers_between(int(reach["size"]), first, last))
    numbers = f'<a href="{ROOT}{evidence}">{numbers}</a>'
    meta = " · ".join([escape(row.unit), escape(place), numbers, escape(row.publisher)])
    caveat = f'<p class="ref-caveat">{SAY["caveat"]} {escape(row.caveat)}</p>\n' if _text(row.caveat) else ""
    file = f'<a href="{SERIES_FILES}{row.series_id}.csv" download>CSV</a>'
    return (
        f'<li id="{row.series_id}"><p class="ref-head"><b>{escape(row.title)}</b> {escape(_text(row.definition))}</p>\n'
        f'<p class="ref-meta"><code>{row.series_id}</code> {meta} · {file}</p>\n{caveat}</li>\n'
    )


# ---------------------------------------------------------------- changes


def changes(data: Dataset) -> Fragment:
    """What changed in the dataset, newest version first: a heading for each version, an entry for each change."""
    parts = []
    table = data.changes.iloc[::-1]
    for version, rows in table.groupby("version", sort=False):
        parts.append(f"<h2>{escape(say.version_of(version, words.day(rows['date'].iloc[0])))}</h2>\n")
        parts.append(_list(_change(row) for row in rows.iloc[::-1].itertuples())._repr_html_())
    return Fragment("".join(parts))


def _change(row) -> str:
    what = escape(say.CHANGES[row.kind])
    where = f" <code>{escape(_text(row.row_id))}</code>" if _text(row.row_id) else ""
    said = escape(say.change(_text(row.table), _text(row.column), _text(row.old), _text(row.new)))
    source = (
        f' <a href="sources.html#{escape(row.source_id)}">{SAY["document"]}</a>'
        if _text(row.source_id)
        else ""
    )
    return (
        f'<li id="change-{row.change_id}"><p class="ref-head"><b>{what}</b>{where} {said}</p>\n'
        f"{_note(row.note)}{source}</li>\n"
    )


# ---------------------------------------------------------------- shared


def _list(entries) -> Fragment:
    return Fragment(f'<ul class="ref-list">\n{"".join(entries)}</ul>\n')


def _table(head: list[str], lines: list[str], numeric=()) -> str:
    # Quarto would rebuild the table and lose its row headings; this attribute keeps it as written.
    heads = "".join(
        f'<th scope="col"{" class=" + chr(34) + "pb-number" + chr(34) if i in numeric else ""}>{escape(SAY[name])}</th>'
        for i, name in enumerate(head)
    )
    return (
        f'<table class="ref-columns" data-quarto-disable-processing="true">\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{''.join(lines)}</tbody></table>\n"
    )


def _note(text) -> str:
    return f'<p class="ref-note">{escape(text)}</p>\n' if _text(text) else ""


def _text(value) -> str:
    """A cell as text; nothing for a missing one."""
    return "" if pd.isna(value) else str(value)


def _breakable(name: str) -> str:
    """A long name may break after an underscore on a narrow page."""
    return escape(name).replace("_", "_<wbr>")


def _folded(column: pd.Series) -> pd.Series:
    """For sorting as a reader expects: without regard to case."""
    return column.fillna("").str.casefold()
