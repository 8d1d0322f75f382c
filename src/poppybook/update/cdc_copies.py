"""The observations that are copies of CDC's official counts: whole years, and the latest 12 months."""

import re
from collections import defaultdict
from datetime import date

from poppybook.dataset import periods
from poppybook.dataset.bodies import Derived, derived

from . import release as rel
from .tables import Row, Rows

BODY, NATION, STATES = "cdc", "cdc_12month", "cdc_12month_state"
STATES_CLASS = "T40.4"  # the only class of which the book keeps states, by its code


def copied_observations(
    cells, codes: dict[str, tuple[str, str]], source: str, tables: dict[str, Rows]
) -> Rows:
    """The table `observations` with every copy of an official count made anew: whole years, and the latest window.

    cells: by class the rows of the release. codes: by class its name and code.
    """
    keep = rel.guarded(tables)
    fed = {row["source_id"] for name in (NATION, STATES) for row in tables[name].values()}
    by_series: dict[str, list[Row]] = defaultdict(list)
    for row in tables["observations"].values():
        if row["source_id"] in fed:
            by_series[row["series_id"]].append(row)
    copies = [one for one in derived(rel.derived_of(tables, BODY)) if one.table in (NATION, STATES)]
    states = {one.series_id for one in copies if one.table == STATES}
    years = {row["period"] for name in states for row in by_series.get(name, ())}
    new, gone, touched = [], set(), set()
    for word, numbers in cells.items():
        name, code = codes[word]
        for one in copies:
            is_of_class = code == STATES_CLASS if one.table == STATES else one.rows["indicator"] == name
            rows = by_series.get(one.series_id)
            if not rows or not is_of_class:
                continue
            touched.add(one.series_id)
            wanted = years if one.table == STATES else {row["period"] for row in rows}
            _copy(one, rows, numbers, source, wanted, new, gone, keep)
    rest = [row for row in tables["observations"].values() if row["observation_id"] not in gone]
    return rel.with_ids(rest + new, touched)


def _copy(one: Derived, rows, numbers, source, wanted: set[str], new: list, gone: set, keep: set) -> None:
    """Replace a series' rows from the tables: Decembers it holds and later ones as years, the last month as a span."""
    months = {month: row for (where, month), row in numbers.items() if where == one.rows["place"]}
    last = max(months)
    latest = max(rows, key=lambda row: row["period_end"])
    newest_year = max((year for year in wanted if re.fullmatch("[0-9]{4}", year)), default="")
    for month, cell in sorted(months.items()):
        year = month[:4]
        if month[5:] == "12" and (year in wanted or year > newest_year):
            period = periods.parse(year)
        elif month == last and one.by == "window":
            period = _window(month)
        else:
            continue
        mine = [row for row in rows if row["period"] == str(period)]
        gone.update(row["observation_id"] for row in mine)
        if cell[one.column]:
            status = "preliminary" if "incomplete" in cell["flag"] else "reported"
            before = mine[0] if mine else latest
            note = mine[0]["note"] if mine else ""
            new.append(rel.observation(before, period, cell[one.column], source, status=status, note=note))
    # The window that was the latest is a span that the new one replaces.
    if (
        latest["period_type"] == periods.SPAN
        and latest["period_end"][:7] <= last
        and latest["observation_id"] not in keep
    ):
        gone.add(latest["observation_id"])


def _window(month: str) -> periods.Period:
    end = periods.parse(month)
    begin = date(end.start.year - (end.start.month < 12), end.start.month % 12 + 1, 1)
    return periods.Period(begin, end.end, periods.SPAN)
