"""The ledgers as HTML: claims of the founding documents, known errors in the sources, and the glossary.

Each entry has its id as its address. What a filter needs stands in data attributes; without a script all is shown.
"""

import re
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from poppybook import language as words
from poppybook.book.templates import render
from poppybook.dataset.corrections import guard_of
from poppybook.dataset.store import Dataset
from poppybook.language import ledger as say
from poppybook.language.evidence import theme_names

from .facts import records
from .reference import Fragment

SHORT = 20  # characters beside an address that do not yet make a reason ("See …")
_URL = re.compile(r"https?://[^\s;,)]+[^\s;,.)]")


# ---------------------------------------------------------------- claims


def claims(data: Dataset) -> Fragment:
    """Every claim by document, each an entry whose id is its claim_id, in a list that `assets/filter.js` can filter."""
    known, documents = _known(data), {source_id: [] for source_id in say.DOCUMENTS}
    for row in records(data.claims):
        documents[row["source_id"]].append(_claim(row, known))
    return Fragment(render("pages/claims.html.j2", documents=documents, say=say))


def claim_list(data: Dataset, source_id: str, root: str) -> Markup:
    """The claims of one document in a line each, as links to their entries, for the document's card."""
    rows = data.claims[data.claims["source_id"] == source_id]
    return render("pages/claim_list.html.j2", claims=rows.itertuples(), root=root, say=say)


def _known(data: Dataset) -> dict:
    series = data.series.set_index("series_id")["title"]
    rows = data["observations"].set_index("observation_id")
    publishers = data.sources.set_index("source_id")["publisher"]
    events = data["events"].set_index("event_id")
    themes = theme_names(data.themes)
    return {"series": series, "rows": rows, "publishers": publishers, "events": events, "themes": themes}


def _claim(row: dict, known: dict) -> dict:
    """The row, its amount in words, its ids followed, and the reason for its verdict."""
    amount = f"{say.QUALIFIERS.get(row['qualifier'], '')}{words.number(row['value'])} {row['unit']}"
    return row | {
        "theme": known["themes"][row["theme"]],
        "amount": "" if row["value"] is None else amount,
        "numbers": [_number(one, known) for one in _ids(row["observation_ids"])],
        "events": [_event(one, known) for one in _ids(row["event_ids"])],
        "tested_with": _ids(row["derived_from"]),
        "reason": _reason(row["verdict"], row["note"]),
    }


def _ids(joined: str | None) -> list[str]:
    return joined.split(";") if joined else []


def _reason(verdict: str, note: str | None) -> list[tuple[str, str, str]]:
    """Why the verdict: the row's own note; before it the verdict's general reason where the note only names a page or
    where nothing could test the claim."""
    general = say.VERDICTS[verdict][1]
    if not note:
        return [(general, "", "")]
    only_a_page = len(_URL.sub("", note)) < SHORT
    before = [(f"{general} ", "", "")] if only_a_page or verdict == say.UNTESTED else []
    return [*before, *_addressed(note), ("" if note.endswith(".") else ".", "", "")]


def _addressed(note: str) -> list[tuple[str, str, str]]:
    """A note cut at its addresses: the text before each, the address, its host; last the text after them."""
    parts, end = [], 0
    for found in _URL.finditer(note):
        host = urlsplit(found[0]).netloc.removeprefix("www.")
        parts.append((note[end : found.start()], found[0], host))
        end = found.end()
    return [*parts, (note[end:], "", "")]


def _number(observation_id: str, known: dict) -> tuple[str, str, str]:
    row = known["rows"].loc[observation_id]
    value = f"{words.number(float(row['value']))} {row['unit']}"
    return observation_id, value, f"{words.period(row['period'])}, {known['publishers'][row['source_id']]}"


def _event(event_id: str, known: dict) -> str:
    event = known["events"].loc[event_id]
    return f"{words.period(event['date'])}: {event['title']}"


# ---------------------------------------------------------------- corrections


def corrections(data: Dataset) -> Fragment:
    """Every known error in a source, by title: what is wrong, where, what the book does, since when, status, guard."""
    known = _known(data)
    table = data.corrections.sort_values("title", key=lambda column: column.str.casefold().str.strip('"“'))
    errors = [_correction(row, known) for row in table.itertuples()]
    publishers = known["publishers"].to_dict()
    return Fragment(
        render(
            "pages/corrections.html.j2", errors=errors, publishers=publishers, say=say, period=words.period
        )
    )


def _correction(row, known: dict) -> dict:
    guard, trips = say.GUARDS[guard_of(row)]
    where = []
    if isinstance(row.observation_id, str):
        title = known["series"][known["rows"].loc[row.observation_id, "series_id"]]
        where.append((f"#{row.observation_id}", title))
    if isinstance(row.claim_id, str):
        where.append((f"claims.html#{row.claim_id}", f"{say.CORRECTION['claim']} {row.claim_id}"))
    unit = row.unit if isinstance(row.unit, str) else ""
    amounts = [
        f"{say.CORRECTION[name]} {words.number(getattr(row, name))} {unit}".strip()
        for name in ("printed", "correct")
        if pd.notna(getattr(row, name))
    ]
    return row._asdict() | {"amounts": amounts, "where": where, "guard": guard, "trips": trips}


# ---------------------------------------------------------------- glossary


def glossary(data: Dataset, group: str) -> Fragment:
    """The terms of one group by alphabet, each an entry whose id is its term_id. An unknown group: LookupError."""
    table = data.glossary
    known = list(dict.fromkeys(table["group"]))
    if group not in known:
        raise LookupError(f"no term is of the group {group!r}; there are {', '.join(known)}")
    table = table[table["group"] == group].sort_values("term", key=lambda column: column.str.casefold())
    return Fragment(render("pages/glossary.html.j2", terms=table.itertuples()))
