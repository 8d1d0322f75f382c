"""Rules for what the tables say of series, themes, ready-made charts and official tables, which code once knew."""

import re
from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import DataError, Fault
from poppybook.dataset import periods
from poppybook.dataset.bodies import DESCRIBED, derived, official_tables
from poppybook.dataset.chapters import chapters
from poppybook.dataset.package import DESCRIPTOR
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at, published
from .rules_text import is_web_address

OFFICIAL = (
    "datapackage.json says of each official table who publishes it, what makes a series, and what is counted"
)
LIVES = "datapackage.json says of each body by https where its releases live, and why if only a person can get them"
PARTS = "a part of a theme has a page of evidence of its own, for numbers in units that the theme has"
CHAPTER = (
    "a theme with a chapter says what its evidence page holds; one without has neither series nor events"
)
OF = "a rate or forecast names another series of its place, and no other kind does"
WITHIN = "what contains a series is another one of the same unit, and is not within it"
TOTAL = "a total is a series in which others lie"
SHARED = "a quantity is what two series or more measure, each for a place and unit of its own"
KIN = "kin are series of two publishers or more, of one unit and place"
SHARE = "a share is in percent, and another series has its quantity"
NEW_COUNT = "the first period of a new count is one that the series has a number for"
RATIO = "a unit is percent or times exactly where its kind is share; a whole number counts things"
MADE_OF = "a series is made of rows that are there, from a counted column of a table of its body"
FITS = "what one number covers fits the series and the table"
CHART = "a ready-made chart shows series that exist, once each"
BASE = "a chart has a base exactly where it is shown as index"
BASED = "the base of a chart is a time for which each of its series has a number"
LOG = "a logarithmic scale shows values or an index: a change may be zero or less"

# By the type of their periods: what a number of a series made of official rows may cover.
COVERS = {
    "month": {periods.MONTH},
    "half-year": {periods.SPAN},
    "year": {periods.CALENDAR_YEAR},
    "fiscal-year": {periods.US_FISCAL_YEAR, periods.SPAN},
    "window": {periods.CALENDAR_YEAR, periods.SPAN},
    "window-year": {periods.CALENDAR_YEAR},
}


def official_tables_are_described(data: Dataset) -> Iterator[Fault]:
    try:
        tables, bodies = official_tables(data.package), data.package.descriptor.get("bodies", {})
    except DataError as error:
        yield from error.faults
        return
    names = set(chapters(data)["theme"].dropna())
    for name, _ in published(data):
        if name == "observations":
            continue
        if name not in tables:
            yield _of(f"{name}.official", None, "Take the entry back from the last commit")
            continue
        table, columns = tables[name], data.package.tables[name].columns
        lists = {"keys": table.keys, "time": (table.time,), "measures": table.measures, "order": table.order}
        for word, said in lists.items():
            for column in said:
                if column not in columns:
                    yield _of(f"{name}.official.{word}", column, f"Write one of {', '.join(columns)}")
        if table.body not in bodies:
            yield _of(f"{name}.official.body", table.body, f"Write one of {', '.join(bodies)}")
        for value, theme in table.themes.items():
            if theme not in names:
                yield _of(f"{name}.official.themes", f"{value}: {theme}", f"Write one of {', '.join(names)}")
        try:
            table.title.format(**dict.fromkeys(table.keys, ""))
        except (LookupError, ValueError):
            remedy = f"Name no other columns in braces than {', '.join(table.keys)}"
            yield _of(f"{name}.official.title", table.title, remedy)


def parts_divide_a_theme(data: Dataset) -> Iterator[Fault]:
    """What stands on a page of evidence beside that of its theme: numbers in these units."""
    series, parts = data.series, data.package.descriptor.get("parts", {})
    taken = {*data.themes["theme"], *data.package.descriptor.get("bodies", {})}
    claimed = set()
    for name, part in parts.items():
        missing = [word for word in ("theme", "units", "title", "description") if not part.get(word)]
        if missing or not re.fullmatch(r"[a-z0-9-]+", name) or name in taken:
            remedy = (
                "Give it a name of its own (small letters, digits, hyphens), theme, units, title, description"
            )
            yield Fault(DESCRIPTOR, None, f"parts.{name}", ", ".join(missing) or None, PARTS, remedy)
            continue
        known = set(series.loc[series["theme"] == part["theme"], "unit"])
        for unit in part["units"]:
            if unit not in known or (part["theme"], unit) in claimed:
                remedy = f"Write a unit of {part['theme']} that no other part has, or remove it"
                yield Fault(DESCRIPTOR, None, f"parts.{name}.units", unit, PARTS, remedy)
            claimed.add((part["theme"], unit))


def bodies_say_where_their_releases_live(data: Dataset) -> Iterator[Fault]:
    for body, about in data.package.descriptor.get("bodies", {}).items():
        release = about.get("release", {})
        for word in ("page", "file"):
            address = str(release.get(word, ""))
            if (address or word == "page") and not (
                is_web_address(address) and address.startswith("https://")
            ):
                remedy = "Write the whole address, https://…"
                yield Fault(DESCRIPTOR, None, f"bodies.{body}.release.{word}", address, LIVES, remedy)
        if bool(release.get("file")) == bool(release.get("by_hand")):
            remedy = "Give file, the address of the newest release, or by_hand, why it has none"
            yield Fault(DESCRIPTOR, None, f"bodies.{body}.release", None, LIVES, remedy)


def _of(where: str, value: str | None, remedy: str) -> Fault:
    return Fault(DESCRIPTOR, None, where, value, DESCRIBED, remedy)


def themes_have_what_a_chapter_needs(data: Dataset) -> Iterator[Fault]:
    themes = data.themes
    odd = themes[themes["notebook"].notna() != themes["evidence"].notna()]
    yield from faults_at(
        data, "themes", odd, "evidence", CHAPTER, "Fill in both, chapter and text, or neither"
    )
    without = themes.loc[themes["notebook"].isna(), "theme"]
    lost = data.series[data.series["theme"].isin(without)]
    yield from faults_at(data, "series", lost, "theme", CHAPTER, "Write a theme that has a chapter")


def series_name_their_kin(data: Dataset) -> Iterator[Fault]:
    series, rows = data.series.drop_duplicates("series_id"), data["observations"]
    known = series.set_index("series_id", drop=False)
    has_of = series["kind"].isin(["rate", "forecast"])
    for row in series[has_of | series["of"].notna()].itertuples():
        other = known.loc[row.of] if pd.notna(row.of) and row.of in known.index else None
        is_right = row.kind in ("rate", "forecast") and other is not None
        if not is_right or row.of == row.series_id or other["place"] != row.place:
            remedy = "Name the series of the counts or of what is foreseen, or correct the kind"
            yield fault(data, "series", row.Index, "of", row.of, OF, remedy)
    for row in series.dropna(subset="within").itertuples():
        above, at = [], row.series_id
        while at in known.index and pd.notna(known.at[at, "within"]) and at not in above:
            above.append(at)
            at = known.at[at, "within"]
        if at in above or (row.within in known.index and known.at[row.within, "unit"] != row.unit):
            yield fault(
                data, "series", row.Index, "within", row.within, WITHIN, "Name the larger one, or none"
            )
    empty = series[(series["kind"] == "total").fillna(False) & ~series["series_id"].isin(series["within"])]
    yield from faults_at(data, "series", empty, "kind", TOTAL, "Write the total into within of its parts")
    held = set(zip(rows["series_id"], rows["period"], strict=True))
    for row in series.dropna(subset="new_count").itertuples():
        if (row.series_id, row.new_count) not in held:
            remedy = "Write one of the periods of its rows, or nothing"
            yield fault(data, "series", row.Index, "new_count", row.new_count, NEW_COUNT, remedy)


def series_share_a_quantity(data: Dataset) -> Iterator[Fault]:
    named = data.series.dropna(subset="quantity")
    wrong = named[~named["quantity"].duplicated(keep=False)]
    yield from faults_at(data, "series", wrong, "quantity", SHARED, "Write that of the others, or nothing")
    twice = named[named.duplicated(["quantity", "place", "unit"])]
    remedy = "Another series has this quantity, place and unit: say in another word what is different"
    yield from faults_at(data, "series", twice, "quantity", SHARED, remedy)
    kin = data.series.dropna(subset="kin")
    wrong = kin[kin.groupby(["kin", "unit", "place"])["publisher"].transform("nunique") < 2]
    yield from faults_at(data, "series", wrong, "kin", KIN, "Write that of the others, or nothing")
    shares = data.series[(data.series["kind"] == "share").fillna(False)]
    percent = data.units.loc[(data.units["ratio"] == "percent").fillna(False), "unit"]
    wrong = shares[~shares["unit"].isin(percent) | shares["quantity"].isna()]
    yield from faults_at(data, "series", wrong, "kind", SHARE, "Correct the kind, the unit or the quantity")


def units_say_how_they_count(data: Dataset) -> Iterator[Fault]:
    units = data.units
    wrong = units[(units["kind"] == "share") != units["ratio"].isin(["percent", "times"])]
    yield from faults_at(data, "units", wrong, "ratio", RATIO, "Correct the kind or the ratio")
    wrong = units[units["whole"].fillna(False) & ((units["kind"] != "count") | units["ratio"].notna())]
    yield from faults_at(
        data, "units", wrong, "whole", RATIO, "Write false, or correct the kind or the ratio"
    )


def derived_series_are_made_of_rows(data: Dataset) -> Iterator[Fault]:
    tables, bodies = official_tables(data.package), data.package.descriptor.get("bodies", {})
    rows = data["observations"]
    types = rows.groupby("series_id")["period_type"].agg(set).to_dict()
    table = data.derived
    for row, one in zip(table.itertuples(), derived(table), strict=True):
        if row.body not in bodies:
            yield fault(
                data, "derived", row.Index, "body", row.body, MADE_OF, f"Write one of {', '.join(bodies)}"
            )
        if strange := types.get(one.series_id, set()) - COVERS.get(one.by, set()):
            remedy = f"The series has numbers for a {' and a '.join(sorted(strange))}: correct the word"
            yield fault(data, "derived", row.Index, "by", one.by, FITS, remedy)
        if not one.table:
            continue
        about = tables.get(one.table)
        if about is None or about.body != row.body:
            known = [name for name, other in tables.items() if other.body == row.body]
            remedy = f"Write one of {', '.join(known)}, or nothing"
            yield fault(data, "derived", row.Index, "table", one.table, MADE_OF, remedy)
            continue
        if one.column not in about.measures:
            remedy = f"Write one of {', '.join(about.measures)}"
            yield fault(data, "derived", row.Index, "column", one.column, MADE_OF, remedy)
        frame = data[one.table]
        for column, value in one.rows.items():
            frame = frame[frame[column] == value] if column in about.keys else frame.iloc[:0]
        if frame.empty:
            remedy = f"No row has this: write {'=…;'.join(about.keys)}=… with values of {one.table}"
            yield fault(data, "derived", row.Index, "rows", row.rows, MADE_OF, remedy)


def ready_made_charts_show_series(data: Dataset) -> Iterator[Fault]:
    """Of the official tables only the body is judged here: which series they make, the chart builder says."""
    known, bodies = (
        set(data.series["series_id"]),
        tuple(f"{body}." for body in data.package.descriptor["bodies"]),
    )
    presets = data.presets
    for row in presets.dropna(subset="series").itertuples():
        chosen = row.series.split(";")
        lost = [name for name in chosen if name not in known and not name.startswith(bodies)]
        if lost or len(set(chosen)) < len(chosen):
            remedy = f"Correct or remove {', '.join(lost)}" if lost else "Remove the repetition"
            yield fault(data, "presets", row.Index, "series", row.series, CHART, remedy)
    odd = presets[(presets["mode"] == "index") != presets["base"].notna()]
    yield from faults_at(
        data, "presets", odd, "base", BASE, "Fill in the base for an index, and for nothing else"
    )
    rows = data["observations"]
    for row in presets.dropna(subset=["base", "series"]).itertuples():
        for name in set(row.series.split(";")) & known:
            own = rows[rows["series_id"] == name]
            if not (own["period"].eq(row.base) | own["period_end"].dt.strftime("%Y").eq(row.base)).any():
                remedy = f"{name} has no number for it: choose a time that all have"
                yield fault(data, "presets", row.Index, "base", row.base, BASED, remedy)
                break
    odd = presets[(presets["scale"] == "log") & (presets["mode"] == "change")]
    yield from faults_at(data, "presets", odd, "scale", LOG, "Write linear, or show the values")
