"""A downloaded file that is not the publisher's CSV is refused by the name of what it is."""

import pytest

from poppybook.book.faults import DataError
from poppybook.update.download import count, number, plain, read, slug

COLUMNS = {"State": (), "Data Value": ("Deaths",), "Footnote": ()}
SOUND = b"State,Data Value,Footnote\nAK,11,\nAL,1204,low\n"


def refused(path, content):
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read(path, COLUMNS)
    return caught.value.faults


def test_a_sound_file_is_rows_by_the_names_of_the_columns_with_their_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(SOUND)
    found = read(path, COLUMNS)
    assert found.rows[1] == (3, {"State": "AL", "Data Value": "1204", "Footnote": "low"})
    assert len(found.digest) == 64


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SOUND,  # as a spreadsheet program saves it
        SOUND.replace(b"\n", b"\r\n"),  # as CBP serves it
        SOUND.replace(b"\n", b"\r"),  # as an old Mac program saves it
        SOUND.decode().encode("utf-16"),  # as PowerShell and Excel's “Unicode text” write
        SOUND.decode().encode("utf-16-be").join([b"\xfe\xff", b""]),
        SOUND.replace(b"low", b"caf\xe9"),  # as Excel's plain CSV writes in the West
        SOUND.replace(b",", b";"),  # German and other settings
        SOUND.replace(b",", b"\t"),
        b"sep=;\n" + SOUND.replace(b",", b";"),
        SOUND.replace(b"\n", b",,\n") + b",,,,\n,,,,\n",  # nameless columns and rows of nothing at the end
        SOUND.replace(b"Footnote\n", b"Footnote,More,More\n")
        .replace(b"11,\n", b"11,,,\n")
        .replace(b"w\n", b"w,a,b\n"),
        SOUND.replace(b"AK,11", " AK\u00a0, 11 ".encode()),
        SOUND.replace(b"Data Value", b"data_value").replace(b"State", b"STATE"),  # as an API names columns
        SOUND.replace(b"Data Value", b"Deaths"),  # a spelling that is known
        b'"State","More","Footnote","Data Value"\n"AK","?","","11"\n"AL","?","low","1204"\n',  # more, in another order
        SOUND + b"\x1a\r\n",  # as programs of DOS ended a text
        SOUND.replace(b"AL,", b"\xef\xbb\xbfState,Data Value,Footnote\nAL,"),  # two exports put together
        SOUND.decode().encode("utf-32-le"),
        b"Deaths of 2026, by state\n,,\n" + SOUND,  # a title that somebody has written above
        b",,State,Data Value,Footnote\n,,AK,11,\n,,AL,1204,low\n",
        b'"State,Data Value,Footnote";;\n"AK,11,";;\n"AL,1204,low";;\n',  # each line one cell of a German Excel
    ],
)
def test_dirt_that_changes_no_number_is_read_over(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert [row["Data Value"] for _, row in read(path, COLUMNS).rows] == ["11", "1204"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "at least one row"),
        (b" \n\n", "at least one row"),
        (b"State,Data Value,Footnote\n", "at least one row"),
        (b"<!DOCTYPE html>\n<html><title>Access denied</title></html>\n", "This is a web page"),
        (b"PK\x03\x04\x14\x00rest", "This is an Excel workbook"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b'{"data": []}', "This is JSON"),
        (SOUND.replace(b",", b";").replace(b"1204", b"1.204"), "can be read in two ways"),
        (SOUND.replace(b",", b";").replace(b"1204", b"1,204"), "can be read in two ways"),
        (SOUND.replace(b"low", b"caf\xe9\x81"), "0xE9"),
        (SOUND.replace(b"Data Value", b"Value"), "There is no column “Data Value”"),
        (SOUND.replace(b"Footnote", b"Deaths"), "Keep one of them: Data Value, Deaths"),
        (SOUND[:-3], "looks cut off"),
        (SOUND + b"AR,3", "looks cut off"),
        (SOUND + b'AR,3,"low', "it is cut off"),
        (SOUND + b"AR,3\n", "a cell for every column"),
        (SOUND + b"AR,3,1,2\n", "more cells than the header"),
        (SOUND + b"AR,\0 3,\n", "row 4, column Data Value: a CSV file is text"),
        (SOUND + b"x" * 5000 + b",3,l\0w\n", "row 4, column Footnote: a CSV file is text"),
        (SOUND + b"\0" * 600, "row 4, column State: a CSV file is text"),
        (SOUND + b"AR,3,c\xc2\x85d\n", "row 4, column Footnote: a CSV file is text"),
        (SOUND.replace(b"low", b"caf+AOk-"), "row 3: letters beyond ASCII"),
        (b"+/v8-" + SOUND, "row 1: letters beyond ASCII"),
        (SOUND.replace(b"low", "£ód¼ is Łódź".encode("iso8859-2", "replace")), "row 3: letters beyond ASCII"),
        (SOUND.replace(b"low", "墙壁".encode("gb18030")), "row 3: letters beyond ASCII"),
        (SOUND.replace(b"low", "Москва".encode("cp1251")), "row 3: letters beyond ASCII"),
        (b"{\\rtf1\\ansi " + SOUND, "word processor"),
        (b"ID;PWXL;N;E\r\n", "SYLK"),
        (b"Land,Wert\nAK,11\n", "None of the columns is there (State, Data Value, Footnote)"),
        (SOUND + b"AR,3," + b"x" * 1_200_000 + b"\n", "at most 1,000,000 characters"),
        (b"x" * 1_200_000, "at most 1,000,000 characters"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path, content, says):
    faults = refused(tmp_path / "a.csv", content)
    said = "\n".join(map(str, faults))
    assert says in said
    assert all(fault.file == "a.csv" and fault.remedy for fault in faults)
    assert len(said) < 1000


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        read(tmp_path / "nowhere.csv", COLUMNS)


def test_all_missing_columns_are_named_at_once(tmp_path):
    faults = refused(tmp_path / "a.csv", SOUND.replace(b"State", b"Land").replace(b"Footnote", b"Remark"))
    assert [fault.column for fault in faults] == ["State", "Footnote"]


def test_numbers_as_publishers_write_them():
    assert [number(text) for text in ("0", "1,234.5", "4.40924524e-05", "12")] == [
        0,
        1234.5,
        4.40924524e-05,
        12,
    ]
    assert count("1,234") == 1234
    for text in ("", "-1", "1,23", "12,34,567", ".5", "1e999", "nan", "12 lb", "1_000", "٣"):
        with pytest.raises(ValueError):
            number(text)
    with pytest.raises(ValueError):
        count("1.5")


@pytest.mark.parametrize("text", ["2.87E+04", "2E+05", "9.9E-01", "1.5e+1"])
def test_a_number_of_which_a_narrow_cell_has_kept_a_few_digits_is_refused(text):
    """28,659 deaths, shown as 2.87E+04, became 28,700."""
    for read_number in (number, count):
        with pytest.raises(ValueError, match="narrow cell"):
            read_number(text)


def test_a_cut_file_and_a_file_of_another_table_are_one_fault_each(tmp_path):
    for content in (SOUND + b"AR,3", b"Land,Wert,Rest\nAK,11,\n", SOUND + b"\0" * 600):
        assert len(refused(tmp_path / "a.csv", content)) == 1


def test_names_are_compared_without_capitals_and_punctuation():
    assert plain("Coastal/Interior") == plain("coastal interior")
    assert slug("SAN DIEGO FIELD OFFICE") == "san-diego-field-office"
