"""Loading: types, frozenness, where the data are found, and that no file can make it stumble."""

import contextlib
import copy
import csv
import io
import json
import pickle
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poppybook.book.faults import DataError, Fault
from poppybook.checking.check import check
from poppybook.dataset import store
from poppybook.dataset.package import Table
from poppybook.dataset.reading import read_table
from poppybook.dataset.store import find_data, load, typed


def test_types_come_from_the_schema(small):
    data = load(small.folder)
    kinds = data["observations"].dtypes.astype(str)
    assert kinds["period_start"] == "datetime64[us]"
    assert kinds["value"] == kinds["low"] == "float64"
    assert kinds["note"] == kinds["period"] == "str"
    assert data.series["additive"].dtype == "boolean"
    assert data.flows["period_end"].dtype == "Int64"
    assert data.flows["period_end"].isna().tolist() == [False, True]
    assert data["observations"]["note"].tolist()[2] == "Interval, 95 %"
    assert data.version == "9.9.9"
    assert "observations 10" in repr(data)
    assert "observations" in dir(data)


def test_unknown_table_names_the_nearest(small):
    with pytest.raises(AttributeError, match="Nearest: observations"):
        _ = load(small.folder).observation


def test_nothing_done_to_a_table_reaches_the_dataset(small):
    data = load(small.folder)
    before = {name: data[name] for name in data.tables}
    with pytest.raises(AttributeError):
        data.version = "2"
    with pytest.raises(AttributeError):
        data.events = data.series = pd.DataFrame()
    with pytest.raises(TypeError):
        data["observations"] = pd.DataFrame()
    for name in data.tables:
        frame = data[name]
        for column in frame:
            values = frame[column].to_numpy()
            if values.flags.writeable:
                values[:] = values[::-1].copy()
            frame[column].array[:] = frame[column].array[::-1].copy()
            frame.loc[:, column] = frame[column].iloc[0]
        frame.columns.name = "changed"
        frame.index.name = "changed"
        frame["new"] = 1
    for name, frame in before.items():
        pd.testing.assert_frame_equal(data[name], frame, check_names=True)


def test_a_dataset_can_be_copied_and_pickled(small):
    data = load(small.folder)
    for twin in (copy.deepcopy(data), pickle.loads(pickle.dumps(data))):
        pd.testing.assert_frame_equal(twin["observations"], data["observations"])


def test_the_data_of_the_book_you_work_in_come_before_those_of_the_package(small, tmp_path, monkeypatch):
    deep = tmp_path / "notebooks" / "deep"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert find_data() == small.folder, "not the data of the book that this package is installed from"
    other = shutil.copytree(small.folder, tmp_path / "other")
    monkeypatch.setenv("POPPYBOOK_DATA", str(other))
    assert find_data() == other
    assert find_data(small.folder) == small.folder, "what is given goes first"


def test_a_book_without_its_descriptor_is_still_the_book_and_no_other(small, tmp_path, monkeypatch):
    (small.folder / "datapackage.json").unlink()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    with pytest.raises(DataError, match="take it back from the last commit"):
        load()


@pytest.mark.parametrize(
    "name", ["nowhere", "data/observations.csv", "data/datapackage.json", "~/data", " ", "."]
)
def test_a_variable_that_names_no_data_is_named_and_nothing_else_is_loaded(
    small, tmp_path, monkeypatch, name
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POPPYBOOK_DATA", name)
    with pytest.raises(DataError, match=r"POPPYBOOK_DATA|Write data\b"):
        find_data()


def test_the_package_carries_data_for_whoever_is_in_no_book(small, tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    shutil.move(small.folder, tmp_path / "env" / "poppybook" / "data")
    monkeypatch.chdir(empty)
    monkeypatch.setattr(store, "PACKAGE", tmp_path / "env" / "poppybook")
    assert find_data() == tmp_path / "env" / "poppybook" / "data"
    shutil.rmtree(tmp_path / "env")
    with pytest.raises(DataError, match="Go to the book's folder"):
        find_data()


@pytest.mark.parametrize(
    ("text", "row", "rule"),
    [
        ("{", 1, "JSON is well formed"),
        ('{\n"resources": [\n}', 3, "JSON is well formed"),
        ("[" * 100_000, None, "JSON is well formed"),
        ("[]", None, "lists the tables"),
        ('{"resources": [3]}', None, "describes one table"),
        ('{"resources": [{"name": "a", "path": "../a.csv"}]}', None, "in the data folder itself"),
        ('{"resources": [{"name": "A b", "path": "a.csv"}]}', None, "lower-case letters"),
        (
            '{"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [{}]}}]}',
            None,
            "lists its columns",
        ),
    ],
)
def test_a_broken_datapackage_is_a_fault_of_that_file(small, text, row, rule):
    (small.folder / "datapackage.json").write_text(text, "utf-8")
    with pytest.raises(DataError) as error:
        load(small.folder)
    (fault,) = error.value.faults
    assert (fault.file, fault.row) == ("datapackage.json", row)
    assert rule in fault.rule
    assert check(small.folder) == [fault]


def test_import_and_load_leave_the_heavy_libraries_alone(small):
    code = (
        "import sys, poppybook\n"
        "assert 'pandas' not in sys.modules, 'import poppybook took pandas'\n"
        f"poppybook.load({str(small.folder)!r})\n"
        "heavy = {'pint', 'frictionless', 'plotly', 'requests'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_error_message_stays_short_and_the_faults_are_all_there():
    faults = [Fault("a.csv", row, f"value {row}", "x" * 500, "the rule", "The remedy") for row in range(1000)]
    error = DataError(faults)
    assert len(error.faults) == 1000
    assert str(error).startswith("1,000 faults in the data:")
    assert str(error).endswith("… and 992 more; `poppybook check` lists them all.")
    assert len(str(error)) < 2000


COLUMNS = {"id": "string", "count": "integer", "value": "number", "good": "boolean", "day": "date"}
rows_of_values = st.lists(
    st.tuples(
        st.text(
            st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1, max_size=12
        ),
        st.none() | st.integers(-(10**18) + 1, 10**18 - 1),
        st.none() | st.integers(-(10**14), 10**14).map(lambda value: value / 1000 + 0.0),  # zero has no sign
        st.none() | st.booleans(),
        st.none() | st.dates(),
    ),
    max_size=8,
)


def as_csv(rows):
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@given(rows_of_values)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_valid_table_comes_back_as_written(tmp_path, rows):
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    cells = [[*row[:3], row[3].lower(), row[4]] for row in cells]
    (tmp_path / "t.csv").write_bytes(as_csv([list(COLUMNS), *cells]).encode())
    table = Table("t", "t.csv", COLUMNS, None, None)

    raw = read_table(tmp_path, table)
    frame, faults = typed(table, raw)

    assert raw.faults == faults == []
    assert raw.rows == cells
    assert raw.lines == [2 + as_csv(cells[:i]).count("\n") for i in range(len(cells))]
    back = frame.astype(object).where(frame.notna(), None)
    back["day"] = [day and day.date() for day in back["day"]]
    assert [tuple(row) for row in back.to_numpy()] == rows


damage = st.tuples(
    st.floats(0, 1),
    st.integers(0, 30),
    st.binary(max_size=6) | st.sampled_from([b'"', b",", b"\n", b"\r", b"\xff", b"[", b"1e999"]),
)


def spoil(spoilable, name, how):
    """Replace some bytes of the file, and return what puts it right again."""
    path = spoilable.folder / name
    whole = path.read_bytes()
    share, length, new = how
    at = int(share * len(whole))
    path.write_bytes(whole[:at] + new + whole[at + length :])
    return lambda: path.write_bytes(whole)


files = st.sampled_from(
    ["datapackage.json", "observations.csv", "series.csv", "events.csv", "cbp_monthly.csv"]
)


@given(files, damage)
@settings(max_examples=60, deadline=None)
def test_damaged_bytes_load_or_raise_a_data_error(spoilable, name, how):
    mend = spoil(spoilable, name, how)
    try:
        load(spoilable.folder)
    except DataError as error:
        assert error.faults
        assert str(error)
    finally:
        mend()


odd = st.sampled_from([None, True, 0, -1, 1.5, "", "x", "date", "minimum", [], ["x"], {}, {"fields": "x"}])


def places_in(node):
    """Every key and index in a JSON document, as (container, key)."""
    for key, child in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(child, dict | list):
            yield from places_in(child)


def an_odd_schema(spoilable, share, value):
    path = spoilable.folder / "datapackage.json"
    whole = path.read_bytes()
    package = json.loads(whole)
    places = list(places_in(package))
    node, key = places[int(share * len(places))]
    node[key] = value
    path.write_text(json.dumps(package), "utf-8")
    try:
        check(spoilable.folder)
        with contextlib.suppress(DataError):
            load(spoilable.folder)
    finally:
        path.write_bytes(whole)


def damaged_bytes(spoilable, name, how):
    before = spoilable.state()
    mend = spoil(spoilable, name, how)
    try:
        changed = spoilable.state() != before
        faults = check(spoilable.folder)
        assert all(str(fault) for fault in faults)
        # Blanks in datapackage.json, for one, change nothing; a changed table always shows.
        assert faults or not changed or name == "datapackage.json"
    finally:
        mend()


# A check takes half a second: a few in `make test`, many in `make proof`.
ODD, DAMAGED = given(st.floats(0, 0.999), odd), given(files, damage)
FEW, MANY = settings(max_examples=5), settings(max_examples=200)
test_an_odd_schema_never_raises_in_check_or_another_error_in_load = FEW(ODD(an_odd_schema))
test_damaged_bytes_never_raise_in_check = FEW(DAMAGED(damaged_bytes))
test_many_odd_schemas = pytest.mark.proof(MANY(ODD(an_odd_schema)))
test_much_damage = pytest.mark.proof(MANY(DAMAGED(damaged_bytes)))
