"""Who else counts what a statement is about."""

import re
from functools import cached_property

import pandas as pd

from poppybook.charts.rival_counts import ids_of
from poppybook.dataset.store import Dataset

# Words of a name that tell no publisher from another.
COMMON = frozenset({"all", "only", "the", "of", "in", "and", "from", "via", "with"})


class Rivals:
    """The published series behind the names of a chart's table, and those of the dataset that count the same."""

    def __init__(self, data: Dataset, table: pd.DataFrame):
        self._data = data
        places = table["place"] if "place" in table else [""] * len(table)
        self._drawn: dict[str, dict[str, set[str]]] = {}  # name → place → series
        for name, place, one in zip(table["series"], places, ids_of(table), strict=True):
            kinds = self._drawn.setdefault(name, {}).setdefault(str(place), set())
            if one:
                kinds.add(one)
        self.names = set(self._drawn)

    def knows(self, name: str) -> bool:
        """Whether a name is one of the table, or a series of the dataset."""
        return name in self._drawn or not self._data.rows("series", "series_id", [name]).empty

    def kinds(self, name: str) -> set[str]:
        """The published series that are drawn under a name; what is not drawn stands for itself."""
        return set().union(*self._drawn[name].values()) if name in self._drawn else {name}

    def is_mixed(self, name: str) -> bool:
        """Whether what is drawn under a name is of several kinds, and not one kind in several places."""
        return any(len(kinds) > 1 for kinds in self._drawn.get(name, {}).values())

    def unnamed(self, statement: str, asked: list[str]) -> list[tuple[str, list[str]]]:
        """The names that a statement asks without saying so, while others count the same and are not asked: each with
        the titles of the others."""
        used = {one for name in asked for one in self.kinds(name)}
        found = []
        for name in asked:
            own, others = self._family(name)
            publishers = {row["publisher"] for row in own}
            beside = [
                row for row in others if row["series_id"] not in used and row["publisher"] not in publishers
            ]
            if beside and not self._is_named(statement, name, own, others):
                found.append((name, [row["title"] for row in beside]))
        return found

    @cached_property
    def _rows(self) -> list[dict]:
        """The series of the table, and all of their kin."""
        ids = {one for name in self.names for one in self.kinds(name)}
        return self._with_kin(ids)

    def _with_kin(self, ids: set[str]) -> list[dict]:
        own = self._data.rows("series", "series_id", ids)
        kin = self._data.rows("series", "kin", set(own["kin"].dropna()))
        both = pd.concat([own, kin]).drop_duplicates("series_id")
        return both[["series_id", "kin", "unit", "place", "publisher", "title"]].to_dict("records")

    def _family(self, name: str) -> tuple[list[dict], list[dict]]:
        """The rows of a name's own series, and those of others about the same thing in the same unit and place."""
        ids = self.kinds(name)
        rows = self._rows if name in self._drawn else self._with_kin(ids)
        own = [row for row in rows if row["series_id"] in ids]
        things = {(row["kin"], row["unit"], row["place"]) for row in own if isinstance(row["kin"], str)}
        others = [row for row in rows if (row["kin"], row["unit"], row["place"]) in things]
        return own, [row for row in others if row["series_id"] not in ids]

    def _is_named(self, statement: str, name: str, own: list[dict], others: list[dict]) -> bool:
        """Whether a statement has a word of the name that those of its rivals lack, or the short name of its
        publisher."""
        rivals = {row["series_id"] for row in others}
        neighbours = [each for each in self.names if self.kinds(each) & rivals]
        lacking = _words(name) - {word for each in neighbours for word in _words(each)} - COMMON
        short = {each for row in own for each in re.findall(r"\b[A-Z]{2,}\b", row["publisher"])}
        return bool(_words(statement) & lacking) or any(re.search(rf"\b{one}\b", statement) for one in short)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
