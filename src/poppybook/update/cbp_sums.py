"""The observations that are sums over CBP's monthly file: fiscal years, months, and the fiscal year in progress."""

import math
from datetime import date

from poppybook.dataset import periods
from poppybook.dataset.bodies import Derived, derived

from . import release as rel
from .cbp_tables import FENTANYL
from .tables import Row, Rows, text_of

MONTHS = ("OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP")
NAMES = ("October", "November", "December", "January", "February", "March", "April", "May", "June", "July",
         "August", "September")  # fmt: skip

PUBLISHER = "US Customs and Border Protection"
BODY, OFFICES = "cbp", "cbp_area_fy"


def summed_observations(content: dict, sources: dict, tables: dict[str, Rows], said: list[str]) -> Rows:
    """The table `observations` with every sum over the fiscal years in `content` made anew.

    Only series that the publisher's earlier files fed are touched. A year in progress is a span from October; the
    shorter spans before it go, except those a correction points to (`said` then says so).
    """
    official = {row["source_id"] for row in tables["cbp_monthly"].values()}
    keep = rel.guarded(tables)
    by_series: dict[str, list[Row]] = {}
    for row in tables["observations"].values():
        by_series.setdefault(row["series_id"], []).append(row)
    made_of = {one.series_id: one for one in derived(rel.derived_of(tables, BODY))}
    gone: set[str] = set()
    new: list[Row] = []
    touched: set[str] = set()
    for series, rows in by_series.items():
        fed = [row for row in rows if row["source_id"] in official]
        one = made_of.get(series) if fed else None
        if not one:
            continue
        touched.add(series)
        like = max(fed, key=lambda row: row["period_end"])
        # The year in progress of these offices stands in cbp_area_fy and in no series.
        is_in_table = one.table == OFFICES
        for year, part in content.items():
            source = sources[year]["source_id"]
            for period, months in _periods(year, part["months"], one.by == "month"):
                mine = [row for row in fed if row["period"] == str(period)]
                value = _sum(part["cells"], months, one)
                if _is_behind(period, rows, official):
                    continue
                if period.type == periods.SPAN and not mine and (is_in_table or value == "0"):
                    continue
                gone.update(row["observation_id"] for row in mine)
                if value is not None:
                    before = mine[0] if mine else like
                    note = before["note"] if mine else _note(period)
                    status = "reported" if len(part["months"]) == 12 else "preliminary"
                    new.append(rel.observation(before, period, value, source, status=status, note=note))
                for row in _superseded(period, rows, tables["sources"]):
                    if row["observation_id"] in keep:
                        said.append(
                            f"{row['observation_id']} stays beside {period}: a correction points to it."
                        )
                    else:
                        gone.add(row["observation_id"])
    rest = [row for row in tables["observations"].values() if row["observation_id"] not in gone]
    return rel.with_ids(rest + new, touched)


def _periods(year: int, months: set[int], by_month: bool) -> list[tuple[periods.Period, set[int]]]:
    """The periods a series prints of a fiscal year, each with the months in it."""
    if by_month:
        return [(_month(year, month), {month}) for month in sorted(months)]
    begin = _month(year, 0).start
    kind = periods.US_FISCAL_YEAR if len(months) == 12 else periods.SPAN
    return [(periods.Period(begin, _month(year, max(months)).end, kind), months)]


def _month(year: int, month: int) -> periods.Period:
    first = date(year - (month < 3), (month + 9) % 12 + 1, 1)
    return periods.containing(first, periods.MONTH)


def _sum(cells: dict, months: set[int], one: Derived) -> str | None:
    """The sum as observations print it; None for an office without a row, which is no zero."""
    wanted = ({"drug": FENTANYL} if one.table == OFFICES else {}) | one.rows
    numbers = []
    for (month, *rest), cell in cells.items():
        at = dict(zip(("drug", "place", "component", "area"), rest, strict=True))
        if month in months and all(at[name] == value for name, value in wanted.items()):
            numbers += cell
    if "area" in one.rows and not numbers:
        return None
    if one.column == "events":
        return str(sum(events for _, events in numbers))
    return text_of(round(math.fsum(pounds for pounds, _ in numbers), 2))


def _is_behind(period: periods.Period, rows: list[Row], official: set[str]) -> bool:
    """Whether another document already reaches further into the fiscal year in progress."""
    return period.type == periods.SPAN and any(
        row["period_type"] == periods.SPAN
        and row["source_id"] not in official
        and row["period_start"] == period.start.isoformat()
        and row["period_end"] > period.end.isoformat()
        for row in rows
    )


def _superseded(period: periods.Period, rows: list[Row], documents: Rows) -> list[Row]:
    """CBP's own rows of the same fiscal year in progress that the new row replaces: they reach less far, or as far."""
    if period.type == periods.MONTH:
        return []
    return [
        row
        for row in rows
        if row["period_type"] == periods.SPAN
        and row["status"] == "preliminary"
        and documents[row["source_id"]]["publisher"].startswith(PUBLISHER)
        and row["period_start"] == period.start.isoformat()
        and row["period_end"] <= period.end.isoformat()
        and row["period"] != str(period)
    ]


def _note(period: periods.Period) -> str:
    """What a reader must know of a year in progress."""
    if period.type != periods.SPAN:
        return ""
    begin, end = (f"{NAMES[(day.month + 2) % 12]} {day.year}" for day in (period.start, period.end))
    return f"{begin} to {end} only."
