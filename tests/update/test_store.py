"""The dataset changes whole or not at all, whatever happens in between."""

import json
import os
import shutil
import sys

import pytest
from killed import run_until, telling

from poppybook.book.faults import DataError
from poppybook.book.workplace import workplace
from poppybook.checking.check import check
from poppybook.dataset.package import read_package
from poppybook.dataset.store import load
from poppybook.update import staging
from poppybook.update.tables import read_tables

# Exchanges data/ for another whole dataset, and back.
HAMMER = """
import shutil, sys
from pathlib import Path
from poppybook.book import exchange
from poppybook.book.project import Project
from poppybook.book.workplace import workplace
from poppybook.update import staging
if sys.argv[3] == "renames":
    exchange._swap = lambda one, other: False
project, other = Project(Path(sys.argv[1])), Path(sys.argv[2])
for turn in range(2):
    with workplace(project) as private:
        shutil.copytree(other, private / "data")
        old = (project.root / "data" / "datapackage.json").read_text()
        new = (private / "data" / "datapackage.json").read_text()
        if old == new:
            shutil.rmtree(private / "data")
            shutil.copytree(sys.argv[4], private / "data")
        staging.put_in_place(project, private / "data")
"""


@pytest.fixture
def revised(book, tmp_path):
    """The dataset with one number revised, in a folder of its own."""
    data = book.root / "data"
    tables = read_tables(data, read_package(data))
    rows = {key: dict(row) for key, row in tables["nflis_state_year"].items()}
    changed = next(row for row in rows.values() if row["flag"] == "incomplete")
    changed["flag"] = "incomplete;partial-coverage"
    tables = {"nflis_state_year": rows, "changes": with_entry(tables, "1.0.1")}
    staging.stage(data, tmp_path / "new", tables, "1.0.1", {"nflis_state_year": "June 2026"})
    return tmp_path / "new"


def with_entry(tables, version, day="2026-11-23"):
    """The changes of the dataset with one more edition."""
    first = next(iter(tables["changes"].values()))
    entry = first | {"change_id": f"{version}-1", "version": version, "date": day}
    return tables["changes"] | {entry["change_id"]: entry}


def test_a_staged_dataset_is_checked_sealed_and_says_up_to_when_it_goes(book, revised):
    assert check(revised) == []
    descriptor = json.loads((revised / "datapackage.json").read_text(encoding="utf-8"))
    said = {each["name"]: each["description"] for each in descriptor["resources"]}
    assert descriptor["version"] == "1.0.1"
    assert said["nflis_state_year"].endswith("Data to June 2026.")
    same = [
        path.name
        for path in revised.iterdir()
        if path.read_bytes() == (book.root / "data" / path.name).read_bytes()
    ]
    assert set(same) == {path.name for path in revised.iterdir()} - {
        "changes.csv",
        "datapackage.json",
        "nflis_state_year.csv",
    }


def test_every_official_table_of_the_book_says_up_to_when_it_goes():
    from pathlib import Path

    descriptor = json.loads(
        (Path(__file__).parents[2] / "data" / "datapackage.json").read_text(encoding="utf-8")
    )
    for resource in descriptor["resources"]:
        if resource["name"].startswith(("cbp_", "cdc_12month", "nflis_")):
            assert staging.REACH.search(resource["description"]), resource["name"]


def test_a_new_year_widens_the_limit_of_the_column(book, tmp_path):
    data = book.root / "data"
    tables = read_tables(data, read_package(data))
    rows = tables["nflis_state_year"]
    row = next(iter(rows.values())) | {
        "observation_id": "nflis-state-us-oh@2031",
        "place": "US-OH",
        "year": "2031",
        "flag": "incomplete",
    }
    source = tables["sources"][row["source_id"]] | {"date_published": "2031-12-31"}
    tables = {
        "nflis_state_year": rows | {row["observation_id"]: row},
        "sources": tables["sources"] | {row["source_id"]: source},
        "changes": with_entry(tables, "1.1.0", "2031-12-31"),
    }
    staging.stage(data, tmp_path / "new", tables, "1.1.0", {})
    assert load(tmp_path / "new").nflis_state_year["year"].max() == 2031


def test_a_dataset_with_a_fault_is_not_staged(book, tmp_path):
    data = book.root / "data"
    rows = {key: dict(row) for key, row in read_tables(data, read_package(data))["places"].items()}
    rows["USA"]["within"] = "nowhere"
    with pytest.raises(DataError, match="nowhere"):
        staging.stage(data, tmp_path / "new", {"places": rows}, "1.0.1", {})


@pytest.mark.parametrize("spread", [1, pytest.param(6, marks=pytest.mark.proof)])
@pytest.mark.parametrize("way", ["swap", pytest.param("renames", marks=pytest.mark.proof)])
def test_killed_at_any_moment_one_whole_dataset_is_there(book, revised, tmp_path, state, way, spread):
    """`renames` is how folders change places where the system cannot swap two names in one step."""
    first = shutil.copytree(book.root / "data", tmp_path / "first")
    (tmp_path / "hammer.py").write_text(HAMMER)
    whole = []
    for folder in (first, revised):
        shutil.rmtree(book.root / "data")
        shutil.copytree(folder, book.root / "data")
        whole.append(state(book))
    command = [sys.executable, tmp_path / "hammer.py", book.root, revised, way, first]
    seen = set()
    run_until(
        0, command, tmp_path
    )  # the first start makes the private folder; the steps counted are the same each time
    for step in telling(run_until(0, command, tmp_path), spread):
        run_until(step, command, tmp_path)
        with workplace(book):  # what the next command does first
            assert state(book) in whole
        seen.add(whole.index(state(book)))
    assert seen == {0, 1}, "kills came before an exchange and after it"
    assert sorted(path.name for path in book.work.iterdir()) == ["lock"]


def test_a_second_process_waits_for_nothing_and_says_so(book):
    from poppybook.book.project import BuildError

    with workplace(book), pytest.raises(BuildError, match="Another poppybook process"):  # noqa: SIM117
        with workplace(book):
            pass


def test_somebodys_unfinished_edit_is_not_sealed_along(book):
    data = book.root / "data"
    descriptor = read_package(data).descriptor
    staging.require_sealed(data, descriptor)
    path = data / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("US$", "US€"), encoding="utf-8")
    assert os.path.getsize(path) != 0
    with pytest.raises(DataError, match="bytes and hash"):
        staging.require_sealed(data, descriptor)
