"""Who else counts what a statement is about."""

import re

import pandas as pd

from poppybook.charts.rival_counts import ids_of
from poppybook.dataset.store import Dataset

# Words of a name that tell no publisher from another.
COMMON = frozenset({"all", "only", "the", "of", "in", "and", "from", "via", "with"})


def kinds_in(table: pd.DataFrame, series: str) -> list[str]:
    """The published series whose rows a chart draws under one name."""
    return sorted({one for one in ids_of(table[table["series"] == series]) if one})


def is_mixed(table: pd.DataFrame, series: str) -> bool:
    """Whether what is drawn under one name is of several kinds, and not one kind in several places."""
    rows = table[table["series"] == series]
    places = rows["place"] if "place" in rows else pd.Series("", rows.index)
    kinds = pd.Series(ids_of(rows), rows.index)
    return bool((kinds.groupby(places.fillna("")).nunique() > 1).any())


def unnamed(
    data: Dataset, table: pd.DataFrame, statement: str, asked: list[str]
) -> list[tuple[str, list[str]]]:
    """The series that a statement asks without naming, while others count the same and are not asked: each with the
    titles of the others."""
    published = {name: kinds_in(table, name) for name in dict.fromkeys(table["series"])}
    published |= {name: [name] for name in asked if name not in published}  # straight from the dataset
    used = {one for name in asked for one in published[name]}
    rows = data.rows("series", "series_id", {one for ids in published.values() for one in ids})
    family = data.rows("series", "kin", set(rows["kin"].dropna()))
    found = []
    for name in asked:
        own = rows[rows["series_id"].isin(published[name])]
        others = family.merge(own[["kin", "unit", "place"]].dropna().drop_duplicates())
        others = others[~others["series_id"].isin(own["series_id"])]
        beside = others["series_id"].isin(used) | others["publisher"].isin(own["publisher"])
        neighbours = {label for label, ids in published.items() if set(ids) & set(others["series_id"])}
        if not beside.all() and not _is_named(statement, name, own, neighbours):
            found.append((name, others.loc[~beside, "title"].tolist()))
    return found


def _is_named(statement: str, name: str, own: pd.DataFrame, neighbours: set[str]) -> bool:
    """Whether a statement has a word of the series' name that those of its rivals lack, or the short name of its
    publisher."""
    lacking = _words(name) - {word for each in neighbours for word in _words(each)} - COMMON
    short = {each for publisher in own["publisher"] for each in re.findall(r"\b[A-Z]{2,}\b", publisher)}
    return bool(_words(statement) & lacking) or any(re.search(rf"\b{one}\b", statement) for one in short)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
