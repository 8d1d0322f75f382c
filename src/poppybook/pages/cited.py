"""The numbers that a chapter names in its text but draws in no chart: a table, each row the target of their links."""

from poppybook import language as words
from poppybook.book.templates import macros, render
from poppybook.charts.table_html import publishers_of
from poppybook.dataset.arguments import need_dataset, need_texts
from poppybook.dataset.store import Dataset

from .reference import Fragment

HEAD = ("series", "period", "value", "unit", "status", "source")


def list_numbers(data: Dataset, *observation_ids: str) -> Fragment:
    """List the numbers that the text names but no chart draws, each row the target of their links.

    Parameters
    ----------
    data : Dataset
        Where they are.
    *observation_ids : str
        A link `#<observation id>` in the text leads to its row.

    Returns
    -------
    Fragment
        A table: series, period, value, unit, status, source, and the row's note.

    Raises
    ------
    TypeError, LookupError
        For an unknown id: the error names the nearest ones.

    Examples
    --------
    >>> "28,466" in pb.pages.list_numbers(data, "od-t404@2017").html
    True
    """
    need_dataset(data)
    need_texts("observation id", observation_ids)
    rows = data.observations(observation_ids)
    titles = data.rows("series", "series_id", rows["series_id"]).set_index("series_id")["title"]
    publishers = publishers_of(data, rows["source_id"])
    cell, lines = macros("charts/cells.html.j2"), []
    for row in rows.to_dict("records"):
        remark = row["note"] if isinstance(row["note"], str) else ""
        cells = {
            "series": titles[row["series_id"]],
            "period": words.period(row["period"]),
            "value": cell.evidence_link(words.number(float(row["value"])), row["observation_id"]),
            "unit": row["unit"],
            "status": cell.status(words.STATUS[row["status"]], remark),
            "source": cell.source_links(row["source_id"], publishers),
        }
        lines.append(({"data-obs": row["observation_id"]}, [cells[name] for name in HEAD]))
    heads = [(words.CHART[name], name == "value") for name in HEAD]
    return Fragment(render("pages/numbers.html.j2", heads=heads, rows=lines))
