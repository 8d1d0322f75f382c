"""The numbers that a chapter names in its text but draws in no chart: a table, each row the target of their links."""

from html import escape

from poppybook import language as words
from poppybook.charts.table_html import evidence_link, publishers_of, source_links
from poppybook.dataset.arguments import need_dataset, need_texts
from poppybook.dataset.queries import observations
from poppybook.dataset.store import Dataset

from .reference import Fragment

HEAD = ("series", "period", "value", "unit", "status", "source")


def numbers(data: Dataset, *observation_ids: str) -> Fragment:
    """The observations with these ids as a table: series, period, value, unit, status, source, and the row's note.

    A link `#<observation id>` in the chapter's text leads to its row. An unknown id raises LookupError with the
    nearest ones.
    """
    need_dataset(data)
    need_texts("observation id", observation_ids)
    rows = observations(data, observation_ids)
    titles = data.rows("series", "series_id", rows["series_id"]).set_index("series_id")["title"]
    publishers = publishers_of(data, rows["source_id"])
    lines = []
    for row in rows.to_dict("records"):
        name = row["observation_id"]
        remark = (
            f' <span class="pb-remark">{escape(row["note"])}</span>' if isinstance(row["note"], str) else ""
        )
        lines.append(
            f'<tr data-obs="{escape(name)}"><th scope="row">{escape(titles[row["series_id"]])}</th>'
            f"<td>{escape(words.period(row['period']))}</td>"
            f'<td class="pb-number">{evidence_link(words.number(float(row["value"])), name)}</td>'
            f"<td>{escape(row['unit'])}</td>"
            f"<td>{escape(words.STATUS[row['status']])}{remark}</td>"
            f"<td>{source_links(row['source_id'], publishers)}</td></tr>\n"
        )
    heads = "".join(f'<th scope="col">{escape(words.CHART[name])}</th>' for name in HEAD)
    # Quarto would rebuild the table and lose its row headings; the attribute keeps it as written.
    return Fragment(
        '<div class="ref-scroll"><table data-quarto-disable-processing="true">\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{''.join(lines)}</tbody></table></div>\n"
    )
