"""The tables as they were read: frozen, a copy for each who asks, and what was asked for is noted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from poppybook.book.nearest import unknown

from . import use
from .package import DESCRIPTOR, Package


@dataclass(frozen=True, repr=False, eq=False)
class Tables:
    """The tables of a data folder: `data["series"]` gives one, `data.tables` names them all."""

    folder: Path
    _package: Package
    _frames: Mapping[str, pd.DataFrame]

    @property
    def package(self) -> Package:
        """What datapackage.json says of the tables."""
        use.whole(DESCRIPTOR)
        return self._package

    @property
    def version(self) -> str:
        """The version of the data, such as "1.0.0"."""
        return self.package.version

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of all tables."""
        return tuple(self._frames)

    def __getitem__(self, table: str) -> pd.DataFrame:
        if not isinstance(table, str) or table not in self._frames:
            raise unknown("table", table, self._frames)
        use.whole(table)
        # A deep copy: a shallow one would still hand out the memory of text columns through .to_numpy().
        return self._frames[table].copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):  # not a table; and copying asks for `_frames` before it is there
            raise AttributeError(name)
        if name not in self._frames:
            raise AttributeError(str(unknown("table", name, self._frames)))
        return self[name]

    def rows(self, table: str, column: str, keys: Iterable[str]) -> pd.DataFrame:
        """Give the rows of a table whose `column` is one of `keys`, in the order of the table.

        The same as `data[table].query("column in @keys")`, but `poppybook run` learns that the others were not
        looked at: a notebook that asks this way does not run again when they change.

        Parameters
        ----------
        table, column : str
            Their names.
        keys : iterable
            What is looked for.

        Returns
        -------
        DataFrame
            A copy of these rows.

        Examples
        --------
        >>> data.rows("units", "unit", ["hectares"])["kind"].tolist()
        ['pint']
        """
        frame = self._frames[table]
        keys = set(keys)
        use.rows(table, column, keys)
        return frame[frame[column].isin(keys)].copy()

    def __dir__(self):
        return sorted([*super().__dir__(), *self._frames])

    def __repr__(self) -> str:
        sizes = (f"{name} {len(frame):,}" for name, frame in self._frames.items())
        return f"Dataset {self._package.version} ({' · '.join(sizes)})"
