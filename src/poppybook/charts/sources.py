"""What a chart says about itself from its table and the dataset: its sources, and up to when its data reach."""

from poppybook import language as words
from poppybook.dataset import periods

from .contract import ChartError


def sources_of(data, rows: list[dict], chart_id: str) -> list[dict]:
    """The sources of the rows in order of first use: source_id, publisher, title, year, reliability.

    The letter is the weakest one the rows give for the source, or else the source's own.
    """
    letters: dict[str, set] = {}
    for row in rows:
        for source_id in str(row["source_id"]).split(";"):
            letters.setdefault(source_id, set()).add(row.get("reliability"))
    known = data.rows("sources", "source_id", letters).set_index("source_id")
    result = []
    for source_id, given in letters.items():
        if source_id not in known.index:
            raise ChartError(f"chart {chart_id}: source {source_id!r} of the table is not in sources.csv")
        entry = known.loc[source_id]
        letter = max((one for one in given if one), default=_text(entry.get("reliability")))
        result.append(
            {
                "source_id": source_id,
                "publisher": _text(entry.get("publisher")),
                "title": _text(entry.get("title")),
                "year": _text(entry.get("date_published"))[:4],
                "reliability": letter,
            }
        )
    return result


def reach(rows: list[dict]) -> tuple[str, str]:
    """The last period with a value, in words, and a remark when that period is not over in the data."""
    dated = []
    for row in rows:
        try:
            dated.append((periods.parse(row["period"]).end, row))
        except ValueError:
            continue
    dated = [(end, row) for end, row in dated if row["value"] is not None] or dated
    if not dated:
        return "", ""
    end, last = max(dated, key=lambda pair: pair[0])
    partial = [row for when, row in dated if when == end and row.get("complete") is False]
    remark = words.incomplete(partial[0].get("months")) if partial else ""
    return words.end_of_period(last["period"]), remark


def mostly_press(rows: list[dict], sources: list[dict]) -> bool:
    """Whether more than half of the values drawn are known from the press alone. A row that gives no letter has the
    best one among its sources, which `sources_of` gave."""
    letters = {source["source_id"]: source["reliability"] for source in sources}
    drawn = [
        row.get("reliability") or min(letters[source_id] for source_id in row["source_id"].split(";"))
        for row in rows
        if row["value"] is not None
    ]
    return 2 * drawn.count("C") > len(drawn)


def closing_line(rows: list[dict], sources: list[dict], until: str, incomplete: str) -> str:
    """What follows the publishers in a source line: what kind of reports most values are, and how far they reach."""
    parts = [words.MOSTLY_PRESS] if mostly_press(rows, sources) else []
    return " ".join([*parts, words.until(until, incomplete)] if until else parts)


def short_line(rows: list[dict], sources: list[dict], until: str, incomplete: str) -> str:
    """Publishers and last period on one line, for the foot of the notebook figure."""
    publishers = list(dict.fromkeys(s["publisher"] or s["title"] for s in sources))
    line = f"{words.sources_label(len(publishers))} {words.few(publishers)}."
    return f"{line} {closing_line(rows, sources, until, incomplete)}".rstrip()


def _text(value) -> str:
    return "" if value is None or value != value else str(value)
