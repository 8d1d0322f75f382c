"""The official tables: what datapackage.json says of each beside its columns, and which of their rows make a series.

Each is a resource with the property `official`; the bodies that publish them stand under `bodies`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from poppybook.book.faults import DataError, Fault

from .package import DESCRIPTOR, Package
from .store import Dataset

DESCRIBED = (
    "datapackage.json says of each official table who publishes it, what makes a series, and what is counted"
)


@dataclass(frozen=True)
class OfficialTable:
    """One table of a publisher's own rows.

    body: who publishes it, by a name of `bodies`. keys: the columns that make a series of rows. time: the column that
    says when, and `written` how an id writes it. title: what a series is called, with its keys filled in. measures: the
    columns of published counts. order: how the file is sorted. themes: the theme of a series by the value of a key,
    `""` for every other. looks: whose look a series has in the chart builder, the first key value that it has.
    """

    name: str
    body: str
    keys: tuple[str, ...]
    time: str
    written: str
    title: str
    measures: tuple[str, ...]
    order: tuple[str, ...]
    themes: Mapping[str, str] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)

    def periods(self, rows: pd.DataFrame) -> pd.Series:
        """The period of each row as the end of its id writes it."""
        return self.written.partition("{}")[0] + rows[self.time].astype("str")

    def theme(self, *values: str) -> str:
        """The theme of the series that has these values in its keys."""
        return next((self.themes[value] for value in values if value in self.themes), self.themes[""])

    def look(self, *values: str) -> str | None:
        """The look of the series that has these values in its keys; None where it has none of its own."""
        return next((look for value, look in self.looks.items() if value in values), None)


def official_tables(package: Package) -> dict[str, OfficialTable]:
    """The official tables by name, in the order of datapackage.json."""
    found = {}
    for resource in package.descriptor["resources"]:
        name, about = resource["name"], resource.get("official")
        if about is None:
            continue
        try:
            found[name] = OfficialTable(
                name,
                body=about["body"],
                keys=tuple(about["keys"]),
                time=about["time"],
                written=about["written"],
                title=about["title"],
                measures=tuple(about["measures"]),
                order=tuple(about["order"]),
                themes=about.get("themes", {}),
                looks=about.get("looks", {}),
            )
        except (LookupError, TypeError) as error:
            remedy = f"Take the entry of {name} back from the last commit ({error})"
            raise DataError([Fault(DESCRIPTOR, None, f"{name}.official", None, DESCRIBED, remedy)]) from None
    return found


def tables_by_body(package: Package) -> dict[str, tuple[str, ...]]:
    """The names of each body's tables."""
    tables = official_tables(package).values()
    return {
        body: tuple(table.name for table in tables if table.body == body)
        for body in package.descriptor.get("bodies", {})
    }


@dataclass(frozen=True)
class Derived:
    """A series whose numbers are sums or copies of official rows: a row of the table `derived`.

    rows: what must stand in which column. table: the official table, empty where only the publisher's file has the
    rows. by: what one number covers.
    """

    series_id: str
    table: str
    column: str
    rows: Mapping[str, str]
    by: str


def derived(rows: pd.DataFrame | list[Mapping[str, str]]) -> list[Derived]:
    """The rows of the table `derived`, as a frame or as text, read."""
    records = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else rows
    return [
        Derived(
            row["series_id"],
            "" if pd.isna(row["table"]) else row["table"],
            row["column"],
            dict(part.split("=", 1) for part in ([] if pd.isna(row["rows"]) else row["rows"].split(";"))),
            row["by"],
        )
        for row in records
    ]


def derived_from(data: Dataset, table: str) -> Iterator[tuple[Derived, pd.DataFrame]]:
    """Each series made of rows of an official table, with those rows."""
    every = data[table]
    for one in derived(data.derived):
        if one.table == table:
            chosen = every
            for column, value in one.rows.items():
                chosen = chosen[chosen[column] == value]
            yield one, chosen
