"""A small book with the real tables' schema: its official numbers are invented, its rules are the book's own."""

import hashlib
import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from poppybook.book.faults import DataError
from poppybook.book.project import Project
from poppybook.dataset.package import read_package
from poppybook.update import addition, cbp, diff, nflis
from poppybook.update.release import with_ids
from poppybook.update.staging import stage
from poppybook.update.tables import read_tables

BOOK = Path(__file__).parents[2]


def _load(name):
    """A module beside this file: the test folders are no packages."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


samples = _load("samples")
publisher = _load("publisher")
server, deaths, loaded, refusal = publisher.server, publisher.deaths, publisher.loaded, publisher.refusal
PLACES = {"USA", "US-KY", "US-AK", "us-new-york-city", "us-ny-outside-nyc"}
EMPTY = ("presets", "events", "nodes", "flows", "claims", "glossary", "corrections")


@pytest.fixture(scope="session", name="samples")
def the_samples():
    """The makers of files in the publishers' formats."""
    return samples


@pytest.fixture(scope="session")
def tables(tmp_path_factory):
    """The small dataset's tables as text. Treat them as read-only."""
    return _small(tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="session")
def book_template(tables, tmp_path_factory):
    root = tmp_path_factory.mktemp("template") / "book"
    (root / "notebooks").mkdir(parents=True)
    (root / "_quarto.yml").write_text("project:\n  type: website\n")
    everything = {"changes": read_tables(BOOK / "data", read_package(BOOK / "data"))["changes"]} | tables
    data = Path(shutil.copytree(BOOK / "data", root / "whole"))
    descriptor = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["parts"] = {}  # of a theme, by units that the small dataset does not have
    (data / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    stage(data, root / "data", everything, "1.0.0", {})
    shutil.rmtree(data)
    return root


@pytest.fixture
def book(book_template, tmp_path):
    """The small book, a fresh copy for each test."""
    return Project(Path(shutil.copytree(book_template, tmp_path / "book")))


@pytest.fixture
def refused(release):
    """The faults for which a publisher's files are refused; `release` is the test module's own reader."""

    def of(*files):
        with pytest.raises(DataError) as caught:
            release(*files)
        return caught.value.faults

    return of


@pytest.fixture
def judged(tables, book_template, tmp_path):
    """The faults of a form, or what it becomes."""

    def of(text):
        path = tmp_path / "mine.csv"
        path.write_text(text, encoding="utf-8")
        try:
            return addition.read_series(path, tables, read_package(book_template / "data"))
        except DataError as error:
            return error.faults

    return of


@pytest.fixture
def diffs(tables):
    """What a release changes, by table."""
    return lambda new: {name: diff.compare(tables[name], rows) for name, rows in new.tables.items()}


@pytest.fixture
def state():
    """The bytes of a book's data, by file: to see that nothing, or all, was written."""

    def of(book):
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (book.root / "data").iterdir()
        }

    return of


def _small(folder):
    """The book's own tables without most of their rows, and with invented official numbers."""
    tables = read_tables(BOOK / "data", read_package(BOOK / "data"))
    tables |= {name: {} for name in EMPTY}
    # The first edition: later entries name rows that the small dataset does not have.
    tables["changes"] = dict(list(tables["changes"].items())[:1])
    tables["cdc_12month_state"] = {
        key: row for key, row in tables["cdc_12month_state"].items() if row["place"] in PLACES
    }
    official = {
        row["source_id"]
        for name in ("cbp_monthly", "cdc_12month", "cdc_12month_state", "nflis_halfyear")
        for row in tables[name].values()
    }
    tables["observations"] = {
        key: row
        for key, row in tables["observations"].items()
        if row["source_id"] in official and row["place"] in PLACES | {"us-southwest-border", "us-yuma-sector"}
    }
    series = {row["series_id"] for row in tables["observations"].values()}
    tables["observations"] = with_ids(list(tables["observations"].values()), series)
    alone = dict.fromkeys(("quantity", "kin", "kind", "of", "within"), "")
    tables["series"] = {
        key: row | {"role": "reference"} | alone for key, row in tables["series"].items() if key in series
    }
    tables["derived"] = {key: row for key, row in tables["derived"].items() if key in series}
    monthly = {row["source_id"] for row in tables["cdc_deaths_month"].values()}
    tables["sources"] = {key: row for key, row in tables["sources"].items() if key in official | monthly}
    first = samples.cbp_file(folder / "cbp.csv")
    tables |= cbp.read_release([first], tables, "2026-05-15", accept_smaller=True).tables
    query = samples.nflis_file(folder / "nflis.csv")
    tables |= nflis.read_release([query], tables, "", accept_smaller=True).tables
    return tables
