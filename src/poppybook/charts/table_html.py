"""The data table under a chart: every row up to a limit, above it a summary by year and a page with every row."""

from markupsafe import Markup

from poppybook import language as words
from poppybook.book.templates import macros, render
from poppybook.dataset import periods

LIMIT = 150
# From a page one folder below the site's root.
FIGURES, SOURCES = "../figures/", "sources.html"


def table(meta: dict, figures: str = FIGURES, sources: str = SOURCES) -> Markup:
    """The table of a chart's meta as HTML, folded in `<details>`. figures: where the charts' folders lie; sources: the
    page with the list of the sources."""
    rows = _rows(meta)
    long = len(rows) > LIMIT
    return render(
        "charts/data.html.j2",
        label=f"{words.CHART['table']} ({words.rows(len(rows))})",
        name=f"{words.CHART['table']}: {meta['title']}",
        table=_summary_table(meta, rows) if long else _rows_table(meta, rows, sources),
        whole=f"{figures}{meta['id']}/table.html" if long else "",
        all_rows=words.whole_table(len(rows)),
    )


def whole_table(meta: dict, sources: str = SOURCES) -> Markup | str:
    """The table with every row, for a page of its own; "" where the chart itself has it."""
    rows = _rows(meta)
    return _rows_table(meta, rows, sources) if len(rows) > LIMIT else ""


def _rows(meta: dict) -> list[dict]:
    return [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]


def _rows_table(meta: dict, rows: list[dict], sources: str) -> Markup:
    cell = macros("charts/cells.html.j2")
    publishers = {source["source_id"]: source["publisher"] or source["title"] for source in meta["sources"]}
    needed = {
        "place": any(row.get("place") for row in rows),
        "series": len({row["series"] for row in rows}) > 1,
        "unit": not meta["unit"],
        "range": any(words.interval(row.get("low"), row.get("high")) for row in rows),
    }
    order = ("period", "place", "series", "value", "unit", "range", "status", "source")
    head = [name for name in order if needed.get(name, True)]
    lines = []
    for row in rows:
        partial = [words.incomplete(row.get("months"))] if row.get("complete") is False else []
        status = ", ".join([words.STATUS.get(row["status"], row["status"]), *partial])
        observation = row.get("observation_id") or None
        cells = {
            "period": words.period(row["period"]),
            "place": row.get("place") or "",
            "series": row["series"],
            "value": cell.evidence_link(words.number(row["value"]) or words.CHART["no value"], observation),
            "unit": row["unit"],
            "range": words.interval(row.get("low"), row.get("high")),
            "status": cell.status(status, row.get("note")),
            "source": cell.source_links(row["source_id"], publishers, sources),
        }
        lines.append(({"data-obs": observation}, [cells[name] for name in head]))
    caption = words.table_caption(meta["title"], meta["unit"], _span(rows))
    return _table(caption, head, lines, {"value", "range"})


def publishers_of(data, source_ids) -> dict[str, str]:
    """The publisher of each source in a column of ids, single or joined by ";"."""
    named = {one for joined in source_ids for one in joined.split(";")}
    return data.rows("sources", "source_id", named).set_index("source_id")["publisher"].to_dict()


def _summary_table(meta: dict, rows: list[dict]) -> Markup:
    groups: dict[tuple[str, str], list] = {}
    for row in rows:
        groups.setdefault((_year(row["period"]), row["series"]), []).append(row["value"])
    # Of events on a time line only the number can be summed up.
    measured = not any(isinstance(row["value"], str) for row in rows)
    counted = ["count", *(["lowest", "highest", "last"] if measured else [])]
    lines = []
    for (year, series), values in sorted(groups.items(), key=lambda item: item[0][0]):
        known = [value for value in values if value is not None]
        shown = [len(known)]
        if measured:
            shown += [min(known, default=None), max(known, default=None), known[-1] if known else None]
        lines.append(({}, [year, series, *map(words.number, shown)]))
    caption = words.summary_caption(meta["title"], len(rows))
    return _table(caption, ["year", "series", *counted], lines, set(counted))


def _year(text: str) -> str:
    try:
        found = periods.parse(text)
    except ValueError:
        return text
    return text if found.type in periods.FIRST_MONTH else str(found.end.year)


def _span(rows: list[dict]) -> str:
    """First to last period of the rows, in words."""
    dated = []
    for row in rows:
        try:
            dated.append((periods.parse(row["period"]).end, row["period"]))
        except ValueError:
            return ""
    first, last = words.period(min(dated)[1]), words.period(max(dated)[1])
    return first if first == last else words.span(first, last)


def _table(caption: str, head: list[str], lines: list, numeric: set[str]) -> Markup:
    heads = [(words.CHART[name], name in numeric) for name in head]
    return macros("table.html.j2").table(heads, lines, caption)
