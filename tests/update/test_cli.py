"""`poppybook update` as a user types it."""

import json
import os
import re
import shutil
import sys

import pytest
from killed import run_until, telling

from poppybook.book.faults import DataError
from poppybook.book.workplace import workplace
from poppybook.charts.drawing import data_csv, specs_in
from poppybook.checking.check import check
from poppybook.dataset.store import load
from poppybook.run.execute import execute
from poppybook.update.changes import next_version

DAY = ("--released", "2026-10-16")


@pytest.fixture
def september(samples, tmp_path):
    """CBP's release at the end of fiscal year 2026, with one number of 2024 revised."""
    rows = samples.cbp_rows(until="SEP")
    at = next(
        i
        for i, r in enumerate(rows)
        if r[:2] == ["2024", "MAR"] and r[3] == "Southwest Border" and r[6] == "Heroin"
    )
    rows[at][8] = "1500.5"
    return samples.cbp_file(tmp_path / "nationwide-drugs-fy19-fy26-sep.csv", rows)


@pytest.fixture
def written(book):
    """A page and a chart of the book that name numbers of the border."""
    old = "heroin-cbp-fy-usa@2025-10-01--2026-04-30"
    (book.root / "index.qmd").write_text(
        f"Border: [1,057 pounds](#{old}), in 2024 [1 pound](#heroin-cbp-fy-usa@FY2024).\n"
    )
    folder = book.root / "figures" / "border"
    folder.mkdir(parents=True)
    value = (
        load(book.root / "data")["observations"]
        .set_index("observation_id")
        .at["heroin-cbp-fy-usa@FY2024", "value"]
    )
    (folder / "data.csv").write_text(
        "series,period,value,unit,status,source_id,observation_id\n"
        f"US,FY2024,{value},pounds,reported,x,heroin-cbp-fy-usa@FY2024\n"
    )
    return book


def test_the_evidence_diff_then_one_step_then_nothing_to_do(poppybook, written, september, state):
    before = state(written)
    dry = poppybook("update", "cbp", september, *DAY, "--dry-run", cwd=written.root)
    assert dry.returncode == 0 and dry.stdout.endswith("Dry run: nothing was written.\n")
    assert state(written) == before
    done = poppybook("update", "cbp", september, *DAY, cwd=written.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n\n")[:-1] == dry.stdout.split("\n\n")[:-1]
    told = done.stdout
    assert (
        "Data version 1.0.0 -> 1.1.0\nNew source: Nationwide Drug Seizures, fiscal years 2019 to 2026" in told
    )
    assert re.search(r"  cbp_monthly: \d+ added, 1 revised, [\d,]+ confirmed by the new source\n", told)
    assert re.search(
        r"    ~ cbp-heroin-us-southwest-border-\w+@2024-03  pounds [\d.]+ -> [\d.]+ \(\+[\d.]+ %\)\n", told
    )
    assert "… and " in told and "--all lists them" in told
    assert re.search(
        r"Charts that move\n  border: 1 of its numbers revised, 1 new in its series; largest change \+[\d.]+ %\n",
        told,
    )
    assert "index.qmd, line 1: “1,057 pounds” (heroin-cbp-fy-usa@2025-10-01--2026-04-30): " in told
    assert ", now heroin-cbp-fy-usa@FY2026\n" in told
    assert "index.qmd, line 1: “1 pound” (heroin-cbp-fy-usa@FY2024): " in told
    assert "Correction guards that trip: none\n" in told
    assert told.rstrip().endswith("run poppybook site.")

    assert check(written.root / "data") == []
    data = load(written.root / "data")
    assert data.version == "1.1.0"
    latest = data.changes[data.changes["version"] == "1.1.0"]
    assert set(latest["kind"]) == {"added", "revised", "withdrawn"}
    assert set(latest["date"].dt.strftime("%Y-%m-%d")) == {"2026-10-16"}
    assert data.cbp_monthly["month"].max() == "2026-09"
    said = next(r for r in data.package.descriptor["resources"] if r["name"] == "cbp_monthly")["description"]
    assert said.endswith("Data to September 2026.")

    after = state(written)
    again = poppybook("update", "cbp", september, *DAY, cwd=written.root)
    assert (again.returncode, again.stdout) == (
        0,
        "Nothing to do: the dataset holds these numbers already.\n",
    )
    assert state(written) == after


def test_the_whole_list_goes_into_a_file(poppybook, book, september, tmp_path):
    report = tmp_path / "report.txt"
    poppybook("update", "cbp", september, *DAY, "--dry-run", "--report", report, cwd=book.root)
    text = report.read_text(encoding="utf-8")
    assert "… and" not in text
    count = int(re.search(r"cbp_monthly: (\d+) added", text)[1])
    assert len(re.findall(r"^    \+ cbp-[a-z]+-us-", text, re.MULTILINE)) == count
    everything = poppybook("update", "cbp", september, *DAY, "--dry-run", "--all", cwd=book.root)
    assert everything.stdout.startswith(text)


def test_cdc_and_nflis(poppybook, book, tables, samples, tmp_path):
    deaths = samples.cdc_file(tmp_path / "cdc.csv", samples.cdc_rows(tables, further=1))
    done = poppybook("update", "cdc", deaths, "--released", "2026-11-18", cwd=book.root)
    assert done.returncode == 0, done.stdout + done.stderr
    query = samples.nflis_file(
        tmp_path / "nflis.csv", samples.nflis_rows(last=2026, half="SA1", ran="2027-01-20")
    )
    done = poppybook("update", "nflis", query, cwd=book.root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert check(book.root / "data") == []
    data = load(book.root / "data")
    assert data.version == "1.2.0"
    assert data.nflis_halfyear["year"].max() == 2026
    assert data.cdc_12month["month"].max() == "2026-02"


def test_a_file_that_is_refused_changes_nothing(poppybook, book, samples, tmp_path, state):
    before = state(book)
    rows = samples.cbp_rows()
    rows[0][6], rows[1][3] = "Nitazenes", "Gulf Coast"
    bad = samples.cbp_file(tmp_path / "bad.csv", rows)
    done = poppybook("update", "cbp", bad, *DAY, cwd=book.root)
    assert done.returncode == 1
    assert (
        "bad.csv\n  row 2, column Drug Type: the book knows every name in the file. Found: “Nitazenes”."
        in done.stdout
    )
    assert "row 3, column Region" in done.stdout and done.stdout.endswith("2 faults.\n")
    assert "Traceback" not in done.stderr
    assert state(book) == before


def test_a_guard_that_trips_is_named_and_nothing_is_written(poppybook, book, september, state):
    """The publisher repaired a number that a correction says is wrong: somebody has to settle the correction first."""
    data = book.root / "data"
    observation = "heroin-cbp-fy-usa@FY2024"
    printed = load(data)["observations"].set_index("observation_id").at[observation, "value"]
    with open(data / "corrections.csv", "a", encoding="utf-8") as stream:
        source = load(data).cbp_monthly["source_id"].iloc[0]
        stream.write(f"x,Wrong,{observation},,{printed:g},,pounds,Problem.,Shown.,2026-11,open,{source}\n")
    assert poppybook("check", "--seal", cwd=book.root).returncode == 0
    before = state(book)
    done = poppybook("update", "cbp", september, *DAY, cwd=book.root)
    assert done.returncode == 1
    assert (
        "Correction guards that trip\n  corrections.csv, row 2, column printed: a correction stands while"
        in done.stdout
    )
    assert "Nothing was written" in done.stderr
    assert state(book) == before


@pytest.mark.skipif(os.name == "nt", reason="process groups are a POSIX matter")
@pytest.mark.proof
def test_killed_in_the_middle_the_old_or_the_new_dataset_is_whole(
    poppybook, book, september, state, tmp_path
):
    before = state(book)
    with workplace(book):
        pass  # makes the private folder: the steps counted are the same each time
    command = [sys.executable, "-m", "poppybook.cli", "update", "cbp", str(september), *DAY]
    other = shutil.copytree(book.root, tmp_path / "counted")
    old = 0
    for step in telling(run_until(0, command, tmp_path, cwd=other), 6):
        run_until(step, command, tmp_path, cwd=book.root)
        assert check(book.root / "data") == []
        if state(book) != before:
            assert load(book.root / "data").version == "1.1.0"
            break  # the same update has nothing more to do
        old += 1
    assert old, "a kill came before the exchange"
    last = poppybook("update", "cbp", september, *DAY, cwd=book.root)
    assert last.returncode == 0 and load(book.root / "data").version == "1.1.0"
    assert [path.name for path in book.work.iterdir()] == ["lock"]


def test_the_notebooks_run_on_the_new_data_to_say_exactly_what_moves(poppybook, written, september, state):
    """A chart that sums the official table: only running its notebook tells by how much it moves."""
    code = (
        "import plotly.graph_objects as go\nimport poppybook as pb\ndata = pb.load('../data')\n"
        "sums = data.cbp('heroin').assign(series='US', unit='pounds', status='reported')\n"
        "table = sums.rename(columns={'pounds': 'value'}).drop(columns='events')\n"
        "fig = go.Figure(go.Bar(x=table.period, y=table.value, name='US'))\n"
        "pb.charts.chart(data, fig, id='sums', title='Heroin', takeaway='It moves.', alt='Bars.', table=table)"
    )
    bare = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    stop = "import poppybook as pb\nassert pb.load('../data').version == '1.0.0'\n"
    for name, source in (("sums", code), ("stops", stop + code.replace("'sums'", "'stops'"))):
        path = written.root / "notebooks" / f"{name}.ipynb"
        whole = {
            "cells": [bare | {"id": "a", "source": source}],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path.write_text(json.dumps(whole))
        path.write_text(json.dumps(execute(path)[0]))
        folder = written.root / "figures" / name
        folder.mkdir(parents=True)
        (folder / "data.csv").write_text(data_csv(specs_in([path])[name]), encoding="utf-8")
    before = state(written)
    done = poppybook("update", "cbp", september, *DAY, "--dry-run", "--charts", cwd=written.root)
    assert done.returncode == 0, done.stderr
    assert "  sums: 2 numbers revised; largest change +" in done.stdout, done.stdout
    assert "  stops: stops.ipynb stops with the new data:" in done.stdout
    assert "sums: run on the new data" in done.stderr
    assert state(written) == before


@pytest.mark.parametrize("publisher", ["cbp", "cdc", "nflis"])
def test_each_help_says_what_it_reads_and_writes(poppybook, tmp_path, publisher):
    said = poppybook("update", publisher, "--help", cwd=tmp_path)
    assert said.returncode == 0
    for word in ("Reads FILE...", "writes the tables", "Use it", "--dry-run", "Exit codes:"):
        assert word in said.stdout
    assert f"poppybook update {publisher}" in said.stdout.split("Examples:")[1]


def test_the_first_help_lists_the_publishers(poppybook, tmp_path):
    said = poppybook("update", "--help", cwd=tmp_path).stdout
    assert all(f"  {publisher} " in said for publisher in ("cbp", "cdc", "nflis"))
    assert "  update " in poppybook("--help", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["fbi", "a.csv"],
        ["cbp"],
        ["cbp", "a.csv"],
        ["cbp", "a.csv", "--released", "October"],
        ["cdc", "--released", "2026-11-18"],
    ],
)
def test_wrong_usage_is_exit_code_2(poppybook, book, arguments):
    done = poppybook("update", *arguments, cwd=book.root)
    assert done.returncode == 2 and "Usage:" in done.stderr


def test_outside_a_book_there_is_one_clear_message(poppybook, tmp_path, samples):
    done = poppybook("update", "cbp", samples.cbp_file(tmp_path / "a.csv"), *DAY, cwd=tmp_path)
    assert done.returncode == 1 and "is not inside a book" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("version", ["latest", "1.2", "1.2.3.4", "v1.0.0", "", "01.0.0", "1.0.x", "1.0.٣"])
def test_a_version_that_is_none_has_none_after_it(version):
    with pytest.raises(DataError, match=r"three numbers, such as 1\.2\.0"):
        next_version(version, {})


def test_a_version_that_is_none_is_named_and_nothing_is_written(poppybook, book, september, state):
    path = book.root / "data" / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(descriptor | {"version": "latest"}), encoding="utf-8")
    before = state(book)
    done = poppybook("update", "cbp", september, *DAY, cwd=book.root)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "three numbers, such as 1.2.0" in done.stdout + done.stderr
    assert state(book) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links as POSIX has them")
def test_data_that_is_a_link_stays_one_and_a_linked_table_is_refused(poppybook, book, september, tmp_path):
    (book.root / "data").rename(tmp_path / "kept")
    (book.root / "data").symlink_to(tmp_path / "kept")
    table = tmp_path / "kept" / "units.csv"
    table.rename(tmp_path / "units.csv")
    table.symlink_to(tmp_path / "units.csv")
    done = poppybook("update", "cbp", september, *DAY, cwd=book.root)
    assert done.returncode == 1 and "units.csv is a link" in done.stderr
    table.unlink()
    (tmp_path / "units.csv").rename(table)
    done = poppybook("update", "cbp", september, *DAY, cwd=book.root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (book.root / "data").is_symlink() and load(tmp_path / "kept").version == "1.1.0"
