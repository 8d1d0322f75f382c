"""The observations that are copies of CDC's official counts: whole years, and the latest 12 months."""

import re
from collections import defaultdict
from datetime import date

from poppybook.dataset import periods

from . import release as rel
from .tables import Row, Rows

T404 = "t404"  # the only class of which the book keeps states

NATIONAL = {"all": "od-12m-all", "opioid": "od-12m-opioid", "heroin": "od-12m-heroin", "t404": "od-12m-t404"}
STATE = "od-t404-state-12m-"


def copied_observations(cells, source: str, tables: dict[str, Rows]) -> Rows:
    """The table `observations` with every copy of an official count made anew: whole years, and the latest window."""
    keep = rel.guarded(tables)
    fed = {row["source_id"] for name in ("cdc_12month", "cdc_12month_state") for row in tables[name].values()}
    by_series: dict[str, list[Row]] = defaultdict(list)
    for row in tables["observations"].values():
        if row["source_id"] in fed:
            by_series[row["series_id"]].append(row)
    years = {row["period"] for name, rows in by_series.items() if name.startswith(STATE) for row in rows}
    new, gone, touched = [], set(), set()
    for word, numbers in cells.items():
        targets = {
            NATIONAL[word]: ("USA", "reported_deaths"),
            f"{NATIONAL[word]}-predicted": ("USA", "predicted_deaths"),
        }
        if word == T404:
            targets |= {
                name: (rows[0]["place"], "reported_deaths")
                for name, rows in by_series.items()
                if name.startswith(STATE)
            }
        for series, (place, column) in targets.items():
            rows = by_series.get(series)
            if not rows:
                continue
            touched.add(series)
            wanted = years if series.startswith(STATE) else {row["period"] for row in rows}
            _copy(rows, numbers, place, column, source, wanted, new, gone, keep)
    rest = [row for row in tables["observations"].values() if row["observation_id"] not in gone]
    return rel.with_ids(rest + new, touched)


def _copy(rows, numbers, place, column, source, wanted: set[str], new: list, gone: set, keep: set) -> None:
    """Replace a series' rows from the tables: Decembers it holds and later ones as years, the last month as a span."""
    months = {month: row for (where, month), row in numbers.items() if where == place}
    last = max(months)
    latest = max(rows, key=lambda row: row["period_end"])
    newest_year = max((year for year in wanted if re.fullmatch("[0-9]{4}", year)), default="")
    for month, cell in sorted(months.items()):
        year = month[:4]
        if month[5:] == "12" and (year in wanted or year > newest_year):
            period = periods.parse(year)
        elif month == last and not rows[0]["series_id"].startswith(STATE):
            period = _window(month)
        else:
            continue
        mine = [row for row in rows if row["period"] == str(period)]
        gone.update(row["observation_id"] for row in mine)
        if cell[column]:
            status = "preliminary" if "incomplete" in cell["flag"] else "reported"
            before = mine[0] if mine else latest
            note = mine[0]["note"] if mine else ""
            new.append(rel.observation(before, period, cell[column], source, status=status, note=note))
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
