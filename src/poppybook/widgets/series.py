"""The series browser: find a series by words, theme, place, unit and reliability, and see its numbers."""

from dataclasses import dataclass

import pandas as pd

from poppybook.book import finding
from poppybook.book.nearest import unknown
from poppybook.dataset import listing
from poppybook.dataset.store import Dataset
from poppybook.language import explore as words

from .answer import Answer, call, lines, literal
from .picture import over_time

LETTERS = ("A", "B", "C")


@dataclass(frozen=True)
class Browse:
    """What is asked for; an empty word asks for nothing. reliability: the weakest letter let through."""

    search: str = ""
    theme: str = ""
    place: str = ""
    unit: str = ""
    reliability: str = ""
    series: str = ""


def catalogue(data: Dataset) -> pd.DataFrame:
    """One row per series that has numbers, in the order of the book's lists; index series_id. `A`, `B` and `C` count
    the numbers that are at least so reliable."""
    table, observations = listing.catalogue(data), data["observations"]
    for letter in LETTERS:
        counts = observations.loc[observations["reliability"] <= letter, "series_id"].value_counts()
        table[letter] = counts.reindex(table.index, fill_value=0)
    return table.drop(columns="series_id")


def fitting(table: pd.DataFrame, state: Browse) -> pd.DataFrame:
    """The rows of the catalogue that fit the state, those that fit its words best first. Unknown words raise
    LookupError with the nearest ones."""
    rows = table
    for column in ("theme", "place", "unit"):
        wanted = getattr(state, column)
        if wanted:
            known = set(table[column])
            if wanted not in known:
                raise unknown(column, wanted, known)
            rows = rows[rows[column] == wanted]
    if state.reliability:
        if state.reliability not in LETTERS:
            raise unknown("reliability", state.reliability, LETTERS)
        rows = rows[rows[state.reliability] > 0]
    return rows.iloc[finding.find(state.search, list(rows["found_by"]))]


def answer(data: Dataset, table: pd.DataFrame, state: Browse) -> Answer:
    """The chosen series among those that fit, or the first of them."""
    again = call("browse", state)
    rows = fitting(table, state)
    if state.series and state.series not in table.index:
        raise unknown("series", state.series, table.index)
    if rows.empty:
        return Answer("", again, pd.DataFrame(), None, (words.NO_SERIES,))
    series = state.series if state.series in rows.index else rows.index[0]
    entry = rows.loc[series]
    expression, numbers = f"data.one({literal(series)})", data.one(series)
    if state.reliability:
        condition = f"reliability <= '{state.reliability}'"
        expression, numbers = f'{expression}.query("{condition}")', numbers.query(condition)
    said = [f"{entry['title']}, {entry['unit']}.", entry["definition"], f"{entry['publisher']}."]
    if isinstance(entry["caveat"], str):
        said.append(f"Caution: {entry['caveat']}")
    figure = over_time(data, numbers, {series: entry["title"]})
    return Answer(lines(expression), again, numbers, figure, tuple(t for t in said if isinstance(t, str)))
