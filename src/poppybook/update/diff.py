"""What is different between two states of a table, and how to get from the one to the other."""

from dataclasses import dataclass, field

from .tables import Row, Rows

# A number that stands as before but was read from a newer document is confirmed, not revised.
PROVENANCE = frozenset({"source_id", "locator"})


@dataclass(frozen=True)
class Diff:
    """Rows added and withdrawn, by key; and for each revised row its changed columns as (old, new).

    `confirmed`: revised in nothing but where it was read.
    """

    added: Rows = field(default_factory=dict)
    withdrawn: Rows = field(default_factory=dict)
    revised: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    confirmed: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether any number changed; a new source alone is no change."""
        return bool(self.added or self.withdrawn or self.revised)


def compare(old: Rows, new: Rows) -> Diff:
    """The difference between two states of one table."""
    revised, confirmed = {}, {}
    for key in old.keys() & new.keys():
        changes = _changes(old[key], new[key])
        if changes.keys() - PROVENANCE:
            revised[key] = changes
        elif changes:
            confirmed[key] = changes
    return Diff(
        {key: row for key, row in new.items() if key not in old},
        {key: row for key, row in old.items() if key not in new},
        dict(sorted(revised.items())),
        dict(sorted(confirmed.items())),
    )


def apply(diff: Diff, old: Rows) -> Rows:
    """The new state. KeyError when the diff is not one of this table's."""
    new = {key: dict(row) for key, row in old.items()}
    for key in diff.withdrawn:
        del new[key]
    for key, changes in (diff.revised | diff.confirmed).items():
        new[key] |= {column: after for column, (_, after) in changes.items()}
    return new | {key: dict(row) for key, row in diff.added.items()}


def _changes(old: Row, new: Row) -> dict[str, tuple[str, str]]:
    return {column: (old[column], new[column]) for column in old if old[column] != new[column]}
