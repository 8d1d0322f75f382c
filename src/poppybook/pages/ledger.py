"""The ledgers as HTML: claims of the founding documents, known errors in the sources, and the glossary.

Each entry has its id as its address. What a filter needs stands in data attributes; without a script all is shown.
"""

import json
import re
from html import escape
from urllib.parse import urlsplit

import pandas as pd

from poppybook import language as words
from poppybook.charts.table_html import source_links
from poppybook.dataset.corrections import guard_of
from poppybook.dataset.store import Dataset
from poppybook.language import ledger as say

from .reference import Fragment

SHORT = 20  # characters beside an address that do not yet make a reason ("See …")
_URL = re.compile(r"https?://[^\s;,)]+[^\s;,.)]")


# ---------------------------------------------------------------- claims


def claims(data: Dataset) -> Fragment:
    """Every claim by document, each an entry whose id is its claim_id, in a list that `assets/filter.js` can filter."""
    table = data.claims
    known = _known(data)
    groups = []
    for source_id, name in say.DOCUMENTS.items():
        rows = table[table["source_id"] == source_id]
        entries = "".join(_claim(row, known) for row in rows.itertuples())
        groups.append(
            f'<details open class="pb-claims" data-filter-group id="claims-{source_id}"><summary>{escape(name)} '
            f"({say.claim_count(len(rows))})</summary>\n"
            f'<p class="ref-meta"><a href="../seeds/{source_id}.html">{say.CLAIM["card"]}</a></p>\n'
            f'<ul class="ref-list">\n{entries}</ul></details>\n'
        )
    return Fragment(_filter(say.CLAIMS_FACETS, say.CLAIMS_FILTER, "".join(groups)))


def claim_list(data: Dataset, source_id: str, root: str) -> str:
    """The claims of one document in a line each, as links to their entries, for the document's card."""
    rows = data.claims[data.claims["source_id"] == source_id]
    lines = "".join(
        f'<li><a href="{root}notebooks/claims.html#{row.claim_id}">{row.claim_id}</a> {escape(row.paraphrase)}. '
        f'<span class="pb-verdict" data-kind="{row.verdict}">{say.verdict(row.verdict)}</span></li>\n'
        for row in rows.itertuples()
    )
    return f'<ul class="ref-list pb-claim-list">\n{lines}</ul>\n'


def _known(data: Dataset) -> dict:
    series = data.series.set_index("series_id")["title"]
    rows = data.observations.set_index("observation_id")
    publishers = data.sources.set_index("source_id")["publisher"]
    events = data.events.set_index("event_id")
    return {"series": series, "rows": rows, "publishers": publishers, "events": events}


def _claim(row, known: dict) -> str:
    speaker = say.SPEAKERS.get(row.speaker, row.speaker)
    facets = {
        "document": say.DOCUMENTS[row.source_id],
        "theme": say.THEMES[row.theme],
        "speaker": speaker.replace("; ", ";"),
        "verdict": say.verdict(row.verdict),
    }
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in facets.items())
    where = say.place(row.paragraph, row.sentence)
    about = " · ".join(escape(part) for part in (speaker, where, say.THEMES[row.theme]))
    reason = _reason(row)
    lines = [
        f'<p class="ref-head"><b>{escape(row.paraphrase)}.</b></p>',
        f'<p class="ref-meta"><code>{row.claim_id}</code> {about}</p>',
    ]
    if pd.notna(row.value):
        amount = f"{say.QUALIFIERS.get(row.qualifier, '')}{words.number(row.value)} {row.unit}"
        lines.append(_line(say.CLAIM["claimed"], escape(amount)))
    if isinstance(row.observation_ids, str):
        numbers = [_number(one, known) for one in row.observation_ids.split(";")]
        lines.append(_line(say.CLAIM["data"], "; ".join(numbers)))
    if isinstance(row.event_ids, str):
        lines.append(
            _line(say.CLAIM["events"], "; ".join(_event(one, known) for one in row.event_ids.split(";")))
        )
    if isinstance(row.recompute_note, str):
        lines.append(_line(say.CLAIM["check"], f"{escape(row.recompute_note)}{_with(row)}"))
    lines.append(
        f'<p class="ref-note"><span class="pb-verdict" data-kind="{row.verdict}">{say.verdict(row.verdict)}</span> '
        f"{reason}{'' if reason.endswith('.') else '.'}</p>"
    )
    return f'<li id="{row.claim_id}"{attributes}>{chr(10).join(lines)}</li>\n'


def _reason(row) -> str:
    """Why the verdict: the row's own note; before it the verdict's general reason where the note only names a page or
    where nothing could test the claim."""
    general = escape(say.VERDICTS[row.verdict][1])
    if not isinstance(row.note, str):
        return general
    own = _linked(row.note)
    only_a_page = len(_URL.sub("", row.note)) < SHORT
    return f"{general} {own}" if only_a_page or row.verdict == say.UNTESTED else own


def _with(row) -> str:
    if not isinstance(row.derived_from, str):
        return ""
    links = ", ".join(f'<a href="#{one}">{one}</a>' for one in row.derived_from.split(";"))
    return f" ({say.CLAIM['with']} {links})"


def _number(observation_id: str, known: dict) -> str:
    row = known["rows"].loc[observation_id]
    value = f"{words.number(float(row['value']))} {row['unit']}"
    about = f"{words.period(row['period'])}, {known['publishers'][row['source_id']]}"
    return f'<a href="#{escape(observation_id)}">{escape(value)}</a> ({escape(about)})'


def _event(event_id: str, known: dict) -> str:
    event = known["events"].loc[event_id]
    return f"{escape(words.period(event['date']))}: {escape(event['title'])}"


# ---------------------------------------------------------------- corrections


def corrections(data: Dataset) -> Fragment:
    """Every known error in a source, by title: what is wrong, where, what the book does, since when, status, guard."""
    known = _known(data)
    publishers = data.sources.set_index("source_id")["publisher"].to_dict()
    table = data.corrections.sort_values("title", key=lambda column: column.str.casefold().str.strip('"“'))
    entries = "".join(_correction(row, known, publishers) for row in table.itertuples())
    return Fragment(
        _filter(say.CORRECTIONS_FACETS, say.CORRECTIONS_FILTER, f'<ul class="ref-list">\n{entries}</ul>\n')
    )


def _correction(row, known: dict, publishers: dict) -> str:
    guard, trips = say.GUARDS[guard_of(row)]
    status = say.STATUS[row.status]
    where = []
    if isinstance(row.observation_id, str):
        title = known["series"][known["rows"].loc[row.observation_id, "series_id"]]
        where.append(f'<a href="#{escape(row.observation_id)}">{escape(title)}</a>')
    if isinstance(row.claim_id, str):
        where.append(f'<a href="claims.html#{row.claim_id}">{say.CORRECTION["claim"]} {row.claim_id}</a>')
    unit = row.unit if isinstance(row.unit, str) else ""
    lines = [
        f'<p class="ref-head"><b>{escape(row.title)}.</b> {escape(row.problem)}</p>',
        f'<p class="ref-meta"><code>{row.correction_id}</code> {escape(status)} · {say.CORRECTION["since"]} '
        f"{escape(words.period(row.since))}</p>",
    ]
    amounts = [
        f"{say.CORRECTION[name]} {words.number(getattr(row, name))} {unit}".strip()
        for name in ("printed", "correct")
        if pd.notna(getattr(row, name))
    ]
    if amounts:
        lines.append(f'<p class="ref-note">{escape(". ".join(amounts))}.</p>')
    lines.append(_line(say.CORRECTION["action"], escape(row.action)))
    if where:
        lines.append(_line(say.CORRECTION["where"], "; ".join(where)))
    lines.append(_line(say.CORRECTION["guard"], escape(trips)))
    lines.append(_line(say.CORRECTION["sources"], source_links(row.source_ids, publishers)))
    facets = f' data-status="{escape(status.partition(":")[0])}" data-guard="{escape(guard)}"'
    return f'<li id="{row.correction_id}"{facets}>{chr(10).join(lines)}</li>\n'


# ---------------------------------------------------------------- glossary


def glossary(data: Dataset, group: str) -> Fragment:
    """The terms of one group by alphabet, each an entry whose id is its term_id. An unknown group: LookupError."""
    table = data.glossary
    known = list(dict.fromkeys(table["group"]))
    if group not in known:
        raise LookupError(f"no term is of the group {group!r}; there are {', '.join(known)}")
    table = table[table["group"] == group].sort_values("term", key=lambda column: column.str.casefold())
    lines = "".join(
        f'<li id="{row.term_id}"><p class="ref-head"><b>{escape(row.term)}</b> {escape(row.meaning)}</p></li>\n'
        for row in table.itertuples()
    )
    return Fragment(f'<ul class="ref-list">\n{lines}</ul>\n')


# ---------------------------------------------------------------- shared


def _filter(facets: dict, said: dict, inside: str) -> str:
    given = "".join(
        f" data-{name}='{escape(json.dumps(value))}'" for name, value in (("facets", facets), ("words", said))
    )
    return f"<div data-filter{given}>\n{inside}</div>\n"


def _line(label: str, html: str) -> str:
    return f'<p class="ref-note"><b>{label}</b> {html}</p>'


def _linked(note: str) -> str:
    """A note with its addresses as links, each named by its host."""
    parts, end = [], 0
    for found in _URL.finditer(note):
        host = urlsplit(found[0]).netloc.removeprefix("www.")
        parts += [escape(note[end : found.start()]), f'<a href="{escape(found[0])}">{escape(host)}</a>']
        end = found.end()
    return "".join([*parts, escape(note[end:])])
