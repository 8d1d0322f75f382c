"""Load the dataset: every table of `data/` as a typed DataFrame, in one frozen object."""

import os
from pathlib import Path

import pandas as pd

from poppybook.book.faults import DataError, Fault

from . import columns
from .dataset import Dataset
from .package import DESCRIPTOR, Table, read_package
from .reading import RawTable, read_table

PACKAGE = Path(__file__).resolve().parents[1]
VARIABLE = "POPPYBOOK_DATA"


def load(path: str | Path | None = None) -> Dataset:
    """Load the dataset.

    It needs no network and judges form only; `poppybook check` judges meaning.

    Parameters
    ----------
    path : str or Path, optional
        The folder to read. Without it: the one that the variable POPPYBOOK_DATA names, else `data/` of the book you
        work in, else the data that came with the installed package.

    Returns
    -------
    Dataset
        Integers and years come as Int64, other numbers as float64, truth values as boolean, dates as datetime64,
        everything else as str.

    Raises
    ------
    DataError
        When a file cannot be read: the error names file, row and column of every fault.
    TypeError
        When `path` is no path.

    Examples
    --------
    >>> data = pb.load()
    >>> "observations" in data.tables
    True
    """
    folder = find_data(path)
    package = read_package(folder)
    faults: list[Fault] = []
    frames = {}
    for name, table in package.tables.items():
        raw = read_table(folder, table)
        frames[name], cell_faults = typed(table, raw)
        faults += raw.faults + cell_faults
    if faults:
        raise DataError(faults)
    frames = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    return Dataset(folder, package, frames)


def find_data(path: str | Path | None = None) -> Path:
    """The data folder: `path`, else the variable POPPYBOOK_DATA, else that of the book around the folder you work in,
    else the data that came with the package."""
    if path is not None:
        if not isinstance(path, str | Path):
            raise TypeError(f"load takes the path of a folder as text, not {path!r}")
        return _given(Path(path), "Correct the path; load() without one takes the book's own data")
    if named := os.environ.get(VARIABLE):
        return _given(
            Path(named), f"Correct the variable {VARIABLE}; without it load() takes the book's own data"
        )
    here = Path.cwd()
    around = [folder / "data" for folder in (here, *here.parents)]
    carried = [PACKAGE / "data", PACKAGE.parents[1] / "data"]  # installed from a wheel; from a checkout
    for folder in (*around, *carried):
        # A book that has lost its descriptor is still the book one works in: reading it says what it lacks.
        if (folder / DESCRIPTOR).is_file() or (folder / "observations.csv").is_file():
            return folder
    rule = "the folder data/ with datapackage.json is in this folder or in one above it"
    remedy = "Go to the book's folder, or say where the data are: load('path/to/data')"
    raise DataError([Fault(DESCRIPTOR, None, None, str(here), rule, remedy)])


def _given(folder: Path, remedy: str) -> Path:
    if folder.is_dir() and (folder / DESCRIPTOR).is_file():
        return folder
    if (folder / "data" / DESCRIPTOR).is_file():
        remedy = f"Write {folder / 'data'}"
    elif folder.is_dir():
        return folder  # reading says what it lacks
    raise DataError(
        [Fault(DESCRIPTOR, None, None, str(folder), "the path is that of a folder with data", remedy)]
    )


def typed(table: Table, raw: RawTable) -> tuple[pd.DataFrame, list[Fault]]:
    """The table with typed columns, indexed by line of the file, and a fault for every badly written cell."""
    faults = []
    arrays = {}
    cells_of = [list(cells) for cells in zip(*raw.rows, strict=True)] or [[]] * len(table.columns)
    for (column, kind), cells in zip(table.columns.items(), cells_of, strict=True):
        badly: list[int] = []
        arrays[column] = columns.build(kind, cells, badly)
        faults += [columns.explain(table.file, raw.lines[i], column, kind, cells[i]) for i in badly]
    frame = pd.DataFrame(arrays, index=pd.Index(raw.lines, dtype="int64"))
    return frame, sorted(faults, key=lambda fault: fault.row or 0)
