"""After a change in the data, no old number is left unnamed in words that hold no links."""

import csv
import shutil
from pathlib import Path

import pytest

from poppybook.book.project import Project
from poppybook.checking import prose_stale, queries_named
from poppybook.dataset.store import load

BOOK = Path(__file__).parents[2]


@pytest.fixture
def changed(tmp_path):
    """The faults of the book after changes in its observations: {id: (old, new)}."""
    shutil.copytree(BOOK / "data", tmp_path / "data")
    for name in ("notebooks", "figures", "exercises", "seeds", "README.md", "_quarto.yml"):
        (tmp_path / name).symlink_to(BOOK / name)

    def after(changes):
        path = tmp_path / "data" / "observations.csv"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        for at, line in enumerate(lines):
            old, new = changes.get(line.partition(",")[0], ("", ""))
            assert not old or f",{old}," in line
            lines[at] = line.replace(f",{old},", f",{new},", 1) if old else line
        path.write_text("".join(lines), "utf-8")
        return prose_stale.faults(Project(tmp_path), load(tmp_path / "data"))

    return after


def test_the_book_as_it_is_keeps_no_old_number(changed):
    assert changed({}) == []


def test_every_place_that_still_says_the_old_number_is_named(changed):
    faults = changed({"poppy-ha-us-mex@2021": ("28600", "28500")})
    places = {(fault.file, fault.column) for fault in faults}
    assert ("notebooks/heroin-production.ipynb", "alt") in places
    assert ("exercises/source/heroin-production/heroin-production.ipynb", None) in places
    assert ("events.csv", "description") in places  # the data's own words are looked at, too
    assert all(fault.value == "28,600" and "28,500" in fault.remedy for fault in faults)


def test_several_series_at_once(changed):
    faults = changed(
        {
            "poppy-ha-us-mex@2021": ("28600", "28500"),
            "poppy-ha-wdr-afg@2001": ("7606", "7706"),
        }
    )
    assert {"28,600", "7,606"} <= {fault.value for fault in faults}


def test_after_the_round_the_changelog_still_knows_the_old_number(changed, tmp_path):
    """The charts are drawn anew, and hold the new number: nobody knew the old one any more."""
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(BOOK / "data", tmp_path / "data")
    with (tmp_path / "data" / "changes.csv").open("a", encoding="utf-8") as file:
        file.write("1.0.1-1,1.0.1,2026-11-23,observations,revised,poppy-ha-us-mex@2021,value,28700,28600,,\n")
        # The same as rounded in the text.
        file.write(
            "1.0.1-2,1.0.1,2026-11-23,observations,revised,ice-fent-lb@2018-10-01--2019-03-31,value,1340.4,1340,,\n"
        )
    text = (BOOK / "README.md").read_text("utf-8") + "\nIn 2021 it was 28,700 hectares; 1,340 pounds.\n"
    (tmp_path / "README.md").unlink()
    (tmp_path / "README.md").write_text(text, "utf-8")
    faults = prose_stale.faults(Project(tmp_path), load(tmp_path / "data"))
    assert [(fault.file, fault.value) for fault in faults] == [("README.md", "28,700")]
    assert "says 28,600 now" in faults[0].remedy


def test_the_words_of_the_data_are_held_to_their_own_documents(changed, tmp_path):
    """A small number is old where the row cites its document and prints its unit; a row may say what it was before."""
    notes = {
        "poppy-ha-us-mex@2021": "Revised from 28,600.",
        "poppy-ha-us-mex@2020": "In 2021 it was 28,600.",
        "heroin-potential-us-mex@2021": "About a hundred seizures on 72 pages.",
        "poppy-ha-us-mex@2017": "Far above the 72 tons of heroin.",  # another document: 72 may be anything
    }
    with (tmp_path / "data" / "changes.csv").open("a", encoding="utf-8") as file:  # no chart shows it
        file.write(
            "1.0.1-1,1.0.1,2026-11-23,observations,revised,heroin-potential-us-mex@2021,value,72,81,,\n"
        )
    path = tmp_path / "data" / "observations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["note"] = notes.get(row["observation_id"], row["note"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    faults = changed(
        {"poppy-ha-us-mex@2021": ("28600", "28500"), "heroin-potential-us-mex@2021": ("72", "81")}
    )
    line = 2 + [row["observation_id"] for row in rows].index("poppy-ha-us-mex@2020")
    named = {(fault.file, fault.value) for fault in faults if fault.file.endswith(".csv")}
    assert named == {("events.csv", "28,600"), ("events.csv", "72"), ("observations.csv", "28,600")}
    assert {fault.row for fault in faults if fault.file == "observations.csv"} == {line}


def test_after_a_newer_query_no_words_name_the_one_before(changed, tmp_path):
    """Titles of series and a label of the chart still said “query of March 2026” over numbers of November."""
    assert changed({}) == []
    data = load(tmp_path / "data")
    assert queries_named.faults(Project(tmp_path), data) == []
    path = tmp_path / "data" / "sources.csv"
    path.write_text(path.read_text("utf-8").replace('NFLIS",2026-03-03', 'NFLIS",2026-11-10'), "utf-8")
    faults = queries_named.faults(Project(tmp_path), load(tmp_path / "data"))
    places = {(fault.file, fault.column or fault.cell) for fault in faults}
    assert {("series.csv", "title"), ("series.csv", "caveat")} < places
    assert ("notebooks/fentanyl-seizures.ipynb", "laboratory-reports") in places
    assert all("10 November 2026" in fault.remedy and "2026" in fault.value for fault in faults)
