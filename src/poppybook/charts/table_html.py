"""The data table under a chart: every row up to a limit, above it a summary by year and a page with every row."""

from html import escape

from poppybook import language as words
from poppybook.dataset import periods

LIMIT = 150


def table(meta: dict) -> str:
    """The table of a chart's meta as HTML, folded in `<details>`."""
    rows = _rows(meta)
    body = _rows_table(meta, rows) if len(rows) <= LIMIT else _summary_table(meta, rows)
    if len(rows) > LIMIT:
        address = f"../figures/{escape(meta['id'])}/table.html"
        body += f'<p class="pb-whole"><a href="{address}">{escape(words.whole_table(len(rows)))}</a></p>\n'
    label = f"{words.CHART['table']} ({words.rows(len(rows))})"
    name = escape(f"{words.CHART['table']}: {meta['title']}")
    return (
        f'<details class="pb-data"><summary>{escape(label)}</summary>\n'
        f'<div class="pb-scroll" role="region" tabindex="0" aria-label="{name}">\n{body}</div></details>\n'
    )


def whole_table(meta: dict) -> str:
    """The table with every row, for a page of its own; "" where the chart itself has it."""
    rows = _rows(meta)
    return _rows_table(meta, rows) if len(rows) > LIMIT else ""


def _rows(meta: dict) -> list[dict]:
    return [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]


def _rows_table(meta: dict, rows: list[dict]) -> str:
    publishers = {source["source_id"]: source["publisher"] or source["title"] for source in meta["sources"]}
    several_series = len({row["series"] for row in rows}) > 1
    ranges = any(words.interval(row.get("low"), row.get("high")) for row in rows)
    mixed = not meta["unit"]
    placed = any(row.get("place") for row in rows)
    head = ["period", *(["place"] if placed else []), *(["series"] if several_series else [])]
    head += ["value", *(["unit"] if mixed else [])]
    head += [*(["range"] if ranges else []), "status", "source"]
    lines = []
    for row in rows:
        partial = [words.incomplete(row.get("months"))] if row.get("complete") is False else []
        status = escape(", ".join([words.STATUS.get(row["status"], row["status"]), *partial]))
        remark = f' <span class="pb-remark">{escape(row["note"])}</span>' if row.get("note") else ""
        cells = {
            "place": row.get("place") or "",
            "series": row["series"],
            "value": words.number(row["value"]) or words.CHART["no value"],
            "unit": row["unit"],
            "range": words.interval(row.get("low"), row.get("high")),
        }
        observation = row.get("observation_id")
        tds = [f'<th scope="row">{escape(words.period(row["period"]))}</th>']
        for name in head[1:]:
            if name == "source":
                tds.append(f"<td>{source_links(row['source_id'], publishers)}</td>")
            elif name == "status":
                tds.append(f"<td>{status}{remark}</td>")
            else:
                numeric = ' class="pb-number"' if name in ("value", "range") else ""
                shown = escape(cells[name])
                tds.append(
                    f"<td{numeric}>{evidence_link(shown, observation) if name == 'value' else shown}</td>"
                )
        data = f' data-obs="{escape(observation)}"' if observation else ""
        lines.append(f"<tr{data}>{''.join(tds)}</tr>\n")
    caption = words.table_caption(meta["title"], meta["unit"], _span(rows))
    numeric = {at for at, name in enumerate(head) if name in ("value", "range")}
    return _table(caption, [words.CHART[name] for name in head], lines, numeric)


def publishers_of(data, source_ids) -> dict[str, str]:
    """The publisher of each source in a column of ids, single or joined by ";"."""
    named = {one for joined in source_ids for one in joined.split(";")}
    return data.rows("sources", "source_id", named).set_index("source_id")["publisher"].to_dict()


def source_links(source_ids: str, publishers: dict) -> str:
    """The publishers behind one id or several joined by ";", each a link to its entry on the sources page."""
    parts = [
        f'<a href="sources.html#{escape(one)}">{escape(publishers[one])}</a>' for one in source_ids.split(";")
    ]
    return "; ".join(parts)


def evidence_link(shown: str, observation: str | None) -> str:
    """A value as a link to its observation, in the short form that the finished site makes an address of."""
    return f'<a href="#{escape(observation)}">{shown}</a>' if observation else shown


def _summary_table(meta: dict, rows: list[dict]) -> str:
    groups: dict[tuple[str, str], list] = {}
    for row in rows:
        groups.setdefault((_year(row["period"]), row["series"]), []).append(row["value"])
    # Of events on a time line only the number can be summed up.
    measured = not any(isinstance(row["value"], str) for row in rows)
    head = ["year", "series", "count", *(["lowest", "highest", "last"] if measured else [])]
    lines = []
    for (year, series), values in sorted(groups.items(), key=lambda item: item[0][0]):
        known = [value for value in values if value is not None]
        shown = [len(known)]
        if measured:
            shown += [min(known, default=None), max(known, default=None), known[-1] if known else None]
        numbers = "".join(f'<td class="pb-number">{words.number(value)}</td>' for value in shown)
        lines.append(f'<tr><th scope="row">{escape(year)}</th><td>{escape(series)}</td>{numbers}</tr>\n')
    caption = words.summary_caption(meta["title"], len(rows))
    return _table(caption, [words.CHART[name] for name in head], lines, set(range(2, len(head))))


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


def _table(caption: str, head: list[str], lines: list[str], numeric: set[int]) -> str:
    style = {True: ' class="pb-number"', False: ""}
    heads = "".join(
        f'<th scope="col"{style[at in numeric]}>{escape(name)}</th>' for at, name in enumerate(head)
    )
    return (
        f"<table><caption>{escape(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{''.join(lines)}</tbody></table>\n"
    )
