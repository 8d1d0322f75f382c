"""Each way a data file goes wrong in practice gives its one fault, and the check writes nothing."""

import tracemalloc
from dataclasses import astuple

import pytest

from poppybook.book.faults import DataError, Fault, shorten
from poppybook.checking import check as checking
from poppybook.checking import rules_observations, shape
from poppybook.checking.check import check, seal
from poppybook.dataset import columns, reading
from poppybook.dataset.package import read_package
from poppybook.dataset.store import load

END_OF_ROW = "32000,hectares,,,estimate,ondcp-2019,A,"


def only_fault(small) -> Fault:
    """The single fault of the dataset; nothing in the folder changes."""
    before = small.state()
    (fault,) = check(small.folder)
    assert small.state() == before
    assert fault.remedy
    return fault


def described(fault: Fault) -> tuple:
    return astuple(fault)[:5]


def test_the_small_dataset_is_sound(small):
    assert check(small.folder) == []


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("observations", ",32000,", ",-32000,"),
        ("observations", ",32000,", ',"32,000",'),
        ("series", "poppy-us,", "poppy-us-twice,"),
        ("sources", "ondcp-2019", "ondcp\x00-2019"),
    ],
    ids=["meaning", "type", "reference", "bytes"],
)
def test_sealing_refuses_what_check_names(small, table, old, new):
    small.edit(table, old, new)
    before, named = small.state(), check(small.folder)
    with pytest.raises(DataError) as refused:
        seal(small.folder)
    assert set(refused.value.faults) == set(named) and named
    assert small.state() == before


def test_missing_file(small):
    (small.folder / "corrections.csv").unlink()
    fault = only_fault(small)
    assert described(fault) == ("corrections.csv", None, None, "No such file or directory", reading.EXISTS)


def test_empty_file(small):
    (small.folder / "corrections.csv").write_bytes(b"")
    small.seal()
    assert described(only_fault(small)) == ("corrections.csv", None, None, None, reading.NOT_EMPTY)


def test_wrong_delimiter(small):
    path = small.folder / "corrections.csv"
    path.write_bytes(path.read_bytes().replace(b",", b";"))
    small.seal()
    header = shorten(
        "correction_id;observation_id;claim_id;printed;correct;unit;since;status;source_ids;title;problem;action"
    )
    assert described(only_fault(small)) == ("corrections.csv", 1, "correction_id", header, reading.DELIMITER)


def test_stray_bom(small):
    small.edit("observations", "observation_id", "\ufeffobservation_id")
    fault = only_fault(small)
    assert described(fault) == ("observations.csv", 1, "observation_id", "\\ufeff", reading.NO_BOM)


def test_comma_in_a_number(small):
    small.edit("observations", "44100", '"44,100"')
    fault = only_fault(small)
    assert described(fault) == ("observations.csv", 3, "value", "44,100", columns.NO_COMMA)
    assert fault.remedy == "Write 44100"


@pytest.mark.parametrize("text", ["inf", "-Infinity", "nan"])
def test_not_finite(small, text):
    small.edit("observations", "44100", text)
    assert described(only_fault(small)) == ("observations.csv", 3, "value", text, columns.FINITE)


@pytest.mark.parametrize(
    ("text", "rule", "remedy"),
    [
        ("044100", columns.ZEROS, "Write 44100"),
        ("00.5", columns.ZEROS, "Write 0.5"),
        ("44100.000000000004", columns.DIGITS, "as its source prints it"),
        ("4.41e4", columns.NUMBER, "Write it that way"),
    ],
)
def test_a_number_that_a_machine_has_written(small, text, rule, remedy):
    small.edit("observations", "44100", text)
    fault = only_fault(small)
    assert described(fault) == ("observations.csv", 3, "value", text, rule) and remedy in fault.remedy


def test_duplicate_id(small):
    small.edit(
        "sources",
        "seed-crs,CRS brief,CRS,2018-08-09,,gov-report,B\n",
        "seed-crs,CRS brief,CRS,2018-08-09,,gov-report,B\n" * 2,
    )
    assert described(only_fault(small)) == ("sources.csv", 7, "source_id", "seed-crs", shape.KEY)


def test_unknown_source(small):
    small.edit("observations", "estimate,ondcp-2019,", "estimate,ondpc-2019,")
    fault = only_fault(small)
    rule = "source_id is one of sources.source_id"
    assert described(fault) == ("observations.csv", 2, "source_id", "ondpc-2019", rule)
    assert "ondcp-2019?" in fault.remedy


def test_negative_hectare(small):
    small.edit("observations", "44100", "-44100")
    fault = only_fault(small)
    assert described(fault) == ("observations.csv", 3, "value", "-44100", rules_observations.NOT_NEGATIVE)


def test_period_that_ends_before_it_starts(small):
    small.edit("observations", "2016-12-31", "2015-12-31")
    fault = only_fault(small)
    assert described(fault) == ("observations.csv", 2, "period_end", "2015-12-31", rules_observations.ORDER)


def test_non_utf8_byte(small):
    small.edit("observations", b'"Interval, 95 %"', b'"Interval, 95 \xe9"')
    assert described(only_fault(small)) == ("observations.csv", 4, "note", "0xE9", reading.UTF8)


def test_50_megabyte_field(small):
    small.edit("observations", '"Interval, 95 %"', "x" * 50_000_000)
    fault = only_fault(small)
    assert (fault.file, fault.row, fault.column, fault.rule) == ("observations.csv", 4, "note", reading.SIZE)
    assert fault.value.startswith("xxxx")
    assert len(fault.value) <= 60

    table = read_package(small.folder).tables["observations"]
    tracemalloc.start()
    reading.read_table(small.folder, table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_row_too_short(small):
    small.edit("observations", END_OF_ROW, END_OF_ROW[:-1])
    assert described(only_fault(small)) == ("observations.csv", 2, "note", "A", reading.SHORT)


def test_row_too_long(small):
    small.edit("observations", END_OF_ROW, f"{END_OF_ROW},surplus")
    assert described(only_fault(small)) == ("observations.csv", 2, "note", "surplus", reading.LONG)


def test_file_cut_inside_a_row(small):
    path = small.folder / "observations.csv"
    path.write_bytes(path.read_bytes()[: -len(",deaths,,,reported,cdc-2026,A,\n")])
    small.seal()
    assert described(only_fault(small)) == ("observations.csv", 11, "value", "65", reading.WHOLE)


def test_file_cut_inside_a_quoted_cell(small):
    path = small.folder / "observations.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b", 95 %")])
    small.seal()
    assert described(only_fault(small)) == ("observations.csv", 4, "note", "Interval", reading.WHOLE)


def test_quote_that_never_closes(small):
    small.edit("observations", '"Interval, 95 %"', '"Interval, 95 %')
    fault = only_fault(small)
    assert (fault.file, fault.row, fault.column, fault.rule) == (
        "observations.csv",
        4,
        "note",
        reading.QUOTES,
    )


def test_nul_byte(small):
    small.edit("observations", b"Interval", b"Inter\0val")
    assert described(only_fault(small)) == ("observations.csv", 4, "note", "0x00", reading.NO_NUL)


def test_blank_row(small):
    small.edit("observations", "poppy-us@2017,", "\npoppy-us@2017,")
    assert described(only_fault(small)) == ("observations.csv", 3, None, "", reading.BLANK)


def test_windows_line_ends_are_read_but_not_sealed(small):
    path = small.folder / "corrections.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(load(small.folder).corrections) == 4
    assert described(only_fault(small)) == ("corrections.csv", 1, None, "CR LF", checking.LINE_ENDS)


def test_unlisted_file(small):
    (small.folder / "draft.csv").write_text("a\n1\n")
    assert described(only_fault(small)) == ("draft.csv", None, None, None, checking.LISTED_FILE)


def test_renamed_column(small):
    small.edit("corrections", "printed,correct", "printed,right")
    header = shorten(
        "correction_id,observation_id,claim_id,printed,right,unit,since,status,source_ids,title,problem,action"
    )
    fault = only_fault(small)
    assert described(fault) == ("corrections.csv", 1, "correct", header, reading.HEADER)
    assert "missing: correct; unknown: right" in fault.remedy


def test_changed_hash_is_sealed_when_nothing_else_is_wrong(small):
    small.edit("observations", "44100", "44200", seal=False)
    before = small.state()
    (fault,) = check(small.folder)
    assert (fault.file, fault.row, fault.column, fault.rule) == (
        "observations.csv",
        None,
        None,
        checking.SEALED,
    )
    assert fault.value.startswith("sha256:")
    assert "poppybook check --seal" in fault.remedy
    assert small.state() == before

    assert seal(small.folder) == ["observations.csv"]
    assert check(small.folder) == []
    assert seal(small.folder) == []
    sealed = small.state()
    small.seal()  # the way the tests write datapackage.json: only size and hash may differ from before
    assert small.state() == sealed


def test_interrupted_seal_leaves_the_old_file(small, monkeypatch):
    small.edit("observations", "44100", "44200", seal=False)
    before = small.state()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        seal(small.folder)
    assert small.state() == before


def test_all_faults_at_once(small):
    small.edit("observations", "44100", "inf")
    small.edit("observations", "2016-12-31", "2015-12-31")
    small.edit(
        "sources",
        "seed-crs,CRS brief,CRS,2018-08-09,,gov-report,B\n",
        "seed-crs,CRS brief,CRS,2018-08-09,,gov-report,B\n" * 2,
    )
    small.edit("corrections", "seed-crs,,,\nsurvey", "seed-crs,,,,\nsurvey")
    small.edit("flows", "fl-2,port", "fl-2,Port", seal=False)
    places = [(fault.file, fault.row) for fault in check(small.folder)]
    assert places == [
        ("sources.csv", 7),
        ("observations.csv", 2),
        ("observations.csv", 3),
        ("flows.csv", None),
        ("flows.csv", 3),
        ("corrections.csv", 2),
    ]


def test_load_names_file_row_and_column(small):
    small.edit("observations", "44100", '"44,100"')
    small.edit("events", "2017-05-16,day", "2017-05-16;day")
    with pytest.raises(DataError) as error:
        load(small.folder)
    faults = error.value.faults
    assert [(fault.file, fault.row, fault.column) for fault in faults] == [
        ("observations.csv", 3, "value"),
        ("events.csv", 2, "source_ids"),
    ]
    assert "observations.csv, row 3, column value" in str(error.value)
