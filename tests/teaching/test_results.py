"""What a person wrote into the results outlives the next run; nothing is lost without a word."""

import contextlib
import csv
import errno
import io
import os
import warnings
import zipfile
from dataclasses import replace

import pytest

from poppybook.language import grading
from poppybook.teaching import destination, intake, places, results, spreadsheet
from poppybook.teaching.course import Assignment
from poppybook.teaching.intake import Submission, again
from poppybook.teaching.outcome import Graded, Marked, Report

HAND = "answer-10"


def graded(student, identity="", points=2, remarks=()):
    """A student with one checked task and one that waits for a person."""
    who = Submission(student, identity, f"{student}.ipynb", None, "poppies")
    marked = Marked(
        {"check-1": points, HAND: None}, {"check-1": 2, HAND: 6}, [HAND], page=f"<p>{student}</p>"
    )
    return Graded(who, list(remarks), marked=marked)


def run(out, *students, faults=(), name="poppies"):
    return results.write(Report(Assignment(name, out), list(students), list(faults), {}), out)


def lines(out):
    text = (out / "grades.csv").read_text(encoding="utf-8-sig")
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def edit(out, change, encoding="utf-8-sig", mark=","):
    """Change the rows as a spreadsheet program would and save them in its own way."""
    text = (out / "grades.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    change({row["student"]: row for row in rows})
    heads = dict.fromkeys(name for row in rows for name in row)
    with (out / "grades.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, heads, delimiter=mark)
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")])
def test_points_comments_and_columns_of_a_person_outlive_the_next_run(tmp_path, encoding, mark):
    run(tmp_path, graded("Añá", "7"), graded("Ben"))
    assert lines(tmp_path)["Añá"]["points by hand still to give"] == "6"

    def change(rows):
        rows["Añá"] |= {HAND: "4,5", "remarks": "well argued", "my column": "A−" if mark != ";" else "A"}
        rows["Ben"]["check-1"] = "1"

    edit(tmp_path, change, encoding, mark)
    written = run(tmp_path, graded("Añá", "7", remarks=["a remark"]), graded("Ben"))
    after = lines(tmp_path)
    assert after["Añá"][HAND] == "4,5"
    assert after["Añá"]["points by hand still to give"] == "0"
    assert after["Añá"]["remarks"] == "a remark; well argued"
    assert after["Añá"]["my column"].startswith("A")
    assert (after["Ben"]["check-1"], after["Ben"]["points by check"]) == ("1", "1")
    assert written.taken_over == 4
    assert written.copies == ["grades-before-1.csv"]
    again_ = run(tmp_path, graded("Añá", "7", remarks=["a remark"]), graded("Ben"))
    assert lines(tmp_path) == after
    assert again_.copies == []


def test_the_line_of_a_student_who_is_not_there_this_time_stays_and_says_so(tmp_path):
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5"}))
    for _ in range(2):
        written = run(tmp_path, graded("Ben Late"))
        assert (len(written.kept), lines(tmp_path)["Ada"][HAND]) == (1, "5")
        assert lines(tmp_path)["Ada"]["remarks"] == results.SAY["kept"]
    run(tmp_path, graded("Ada"), graded("Ben Late"))
    assert lines(tmp_path)["Ada"][HAND] == "5"
    assert lines(tmp_path)["Ada"]["remarks"] == ""


def test_a_new_result_of_the_check_replaces_the_old_one(tmp_path):
    run(tmp_path, graded("Ada", points=0))
    run(tmp_path, graded("Ada", points=2))
    assert lines(tmp_path)["Ada"]["check-1"] == "2"


def test_a_page_changed_by_hand_is_kept_beside_and_named(tmp_path):
    run(tmp_path, graded("Ada"))
    page = tmp_path / "feedback" / "Ada.html"
    page.write_text("my own words")
    written = run(tmp_path, graded("Ada"))
    assert written.copies == ["feedback/Ada-before-1.html"]
    assert (tmp_path / "feedback" / "Ada-before-1.html").read_text() == "my own words"
    assert page.read_text() == "<p>Ada</p>"


def test_a_page_of_an_earlier_run_is_named_as_such(tmp_path):
    run(tmp_path, graded("Ada"))
    broken = graded("Ada")
    broken.problem = again(broken.submission, "died")
    run(tmp_path, broken)
    assert results.SAY["page of before"] in (tmp_path / "grades.csv").read_text(encoding="utf-8-sig")


def test_points_of_another_assignment_are_kept_apart(tmp_path):
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5"}))
    written = run(tmp_path, graded("Ada"), name="fentanyl")
    assert lines(tmp_path)["Ada"][HAND] == ""
    assert written.copies == ["grades-before-1.csv"]
    assert ",5" in (tmp_path / "grades-before-1.csv").read_text(encoding="utf-8-sig")


def test_a_table_from_before_there_was_a_record_gives_its_points(tmp_path):
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5"}))
    (tmp_path / results.RECORD).unlink()
    written = run(tmp_path, graded("Ada"))
    assert lines(tmp_path)["Ada"][HAND] == "5"
    assert "grades-before-1.csv" in written.copies


def test_the_intake_knows_a_folder_of_results_by_what_is_written(tmp_path):
    run(tmp_path, graded("Ada"))
    assert {path.name for path in tmp_path.iterdir()} == places.RESULTS


# ---------------------------------------------------------------- whatever stands in grades.csv


def test_thousands_of_remarks_are_counted_and_the_next_run_reads_its_own_table(tmp_path):
    remarks = [f"the cell {'x' * 200}{number} belongs to no task" for number in range(3000)]
    run(tmp_path, graded("Ada", remarks=remarks))
    said = lines(tmp_path)["Ada"]["remarks"]
    assert "and 2,980 more remarks" in said
    assert len(said) < 7000
    assert run(tmp_path, graded("Ada", remarks=remarks)).copies == []


def test_an_essay_in_a_cell_is_kept_whole(tmp_path):
    essay = "word, “quoted” and ; \n" * 20_000
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({"my comment": essay}))
    for _ in range(2):
        run(tmp_path, graded("Ada"))
        text = (tmp_path / "grades.csv").read_text(encoding="utf-8-sig")
        assert (
            spreadsheet.read(tmp_path / "grades.csv", "student")[1][0]["my comment"].split() == essay.split()
        )
        assert text.count("word") == 20_000


def save(out, change):
    path = out / "grades.csv"
    path.write_bytes(change(path.read_bytes().decode("utf-8-sig")))


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: ("sep=;\r\n" + text.replace(",", ";")).encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-8-sig").replace(b"Ada", b"A\x00da"),
        lambda text: text.replace("\r\n", "\r").encode(),
        lambda text: ("Grades of my class\r\n,,,\r\n" + text).encode(),
        lambda text: "\r\n".join(f'"{line}"'.replace(",", '","') for line in text.splitlines()).encode(),
        lambda text: text.replace("\r\n", ",,,,\r\n").encode(),
        lambda text: (text + ",,,,,,\r\n\r\n").encode(),
        lambda text: "\r\n".join(",".join(line.split(",")[::-1]) for line in text.splitlines()).encode(),
    ],
    ids=["sep", "utf-16", "NUL", "CR", "title", "quotes", "wide", "tail", "reordered"],
)
def test_points_survive_whatever_program_saved_the_table(tmp_path, saved):
    run(tmp_path, graded("Ada"), graded("Ben"))
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5"}))
    save(tmp_path, saved)
    was = (tmp_path / "grades.csv").read_bytes()
    written = run(tmp_path, graded("Ada"), graded("Ben"))
    assert lines(tmp_path)["Ada"][HAND] == "5"
    assert [*lines(tmp_path)] == ["Ada", "Ben"]
    assert (tmp_path / written.copies[0]).read_bytes() == was


def test_columns_without_a_name_or_with_the_same_one_are_kept(tmp_path):
    run(tmp_path, graded("Ada"))
    save(
        tmp_path,
        lambda text: "\r\n".join(
            a + b for a, b in zip(text.splitlines(), [",note,note,", ",one,two,three,four"], strict=True)
        ).encode(),
    )
    for _ in range(2):
        run(tmp_path, graded("Ada"))
        row = lines(tmp_path)["Ada"]
        assert (row["note"], row["note (2)"]) == ("one", "two")
        assert {"three", "four"} <= set(row.values())


def test_a_task_for_a_person_that_was_left_empty_is_no_point_by_check(tmp_path):
    blank = graded("Ada")
    blank.marked.points[HAND] = 0
    run(tmp_path, blank, graded("Ben"))
    assert [line["most by check"] for line in lines(tmp_path).values()] == ["2", "2"]
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5", "check-1": "1"}))
    run(tmp_path, blank, graded("Ben"))
    assert (lines(tmp_path)["Ada"]["points by check"], lines(tmp_path)["Ada"][HAND]) == ("1", "5")


@pytest.mark.parametrize("lost", [None, "", "[]", '{"rows": 1}'])
def test_without_a_record_what_differs_is_a_persons(tmp_path, lost):
    run(tmp_path, graded("Ada"), graded("Ben", points=0))
    edit(tmp_path, lambda rows: (rows["Ada"].update({"check-1": "0"}), rows["Ben"].update({"check-1": "2"})))
    (tmp_path / results.RECORD).unlink()
    if lost is not None:
        (tmp_path / results.RECORD).write_text(lost)
    written = run(tmp_path, graded("Ada"), graded("Ben", points=0))
    after = lines(tmp_path)
    assert (after["Ada"]["check-1"], after["Ada"]["points by check"]) == ("0", "0")
    assert (after["Ben"]["check-1"], after["Ben"]["points by check"]) == ("2", "2")
    assert written.taken_over == 2


def test_a_second_line_for_one_submission_stays_beside_the_first(tmp_path):
    run(tmp_path, graded("Ada", "7"))
    text = (tmp_path / "grades.csv").read_text(encoding="utf-8-sig")
    head, line = text.splitlines()
    first, second = (line.rpartition(",")[0] + f",{points}" for points in ("4", "1"))
    (tmp_path / "grades.csv").write_text("\n".join([head, first, second]), encoding="utf-8")
    for _ in range(2):
        written = run(tmp_path, graded("Ada", "7"))
        _, found = spreadsheet.read(tmp_path / "grades.csv", "student")
        assert [each[HAND] for each in found] == ["4", "1"]
        assert found[1]["remarks"] == results.SAY["double"] and written.kept == ["Ada"]


@pytest.mark.parametrize("shown", ["1.23457E+11", "1,23457E+11", "123456789012"])
def test_a_number_that_a_spreadsheet_shortens_stays_the_students(tmp_path, shown):
    run(tmp_path, graded("Ada", "123456789012"), graded("Ben", "0012345"))
    edit(tmp_path, lambda rows: (rows["Ada"].update(id=shown), rows["Ben"].update(id="12345")))
    run(tmp_path, graded("Ada", "123456789012"), graded("Ben", "0012345"))
    assert [line["id"] for line in lines(tmp_path).values()] == ["123456789012", "0012345"]


@pytest.mark.parametrize(
    ("number", "spoil"),
    [
        (2, lambda text: text.replace("Ada,", '"Ada,', 1)),
        (2, lambda text: text.replace("Ada,", '"Ada,', 1).replace("Ben,", '"Ben,', 1)),
        (2, lambda text: text.replace("Ada,", '"Ada,', 1).replace("Ben,", '"Ben",', 1)),
        (4, lambda text: text.replace("Cem,", '"Cem,', 1)),
        (4, lambda text: text.replace("Cem,", '"Cem,', 1).rstrip()),
        (4, lambda text: text.rstrip() + ',"an open quote'),
        (3, lambda text: "sep=,\r\n" + text.replace("Ada,", '"Ada,', 1)),
    ],
    ids=["open", "two", "closed by the next", "last", "last without an end", "at the end", "sep"],
)
def test_a_quote_without_an_end_is_told_by_its_line(tmp_path, number, spoil):
    run(tmp_path, graded("Ada"), graded("Ben"), graded("Cem"))
    save(tmp_path, lambda text: spoil(text).encode())
    with pytest.raises(spreadsheet.NoTable, match=f"a quote opened in line {number} does not end"):
        results.table_of_before(tmp_path)


@pytest.mark.parametrize("heads", ["Student ,ID,", " STUDENT,id ,"])
def test_heads_with_blanks_and_capitals_are_known_and_so_are_a_persons_own(tmp_path, heads):
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5", "File": "mine"}))
    save(tmp_path, lambda text: text.replace("student,id,", heads, 1).encode())
    for _ in range(2):
        run(tmp_path, graded("Ada"))
        assert {HAND: "5", "File": "mine", "file": "Ada.ipynb"}.items() <= lines(tmp_path)["Ada"].items()


@pytest.mark.parametrize(("number", "shown"), [("123456789012", "1,23457E+11"), ("0012345", "12345")])
def test_a_shortened_number_of_a_student_who_is_not_there_this_time_stays_whole(tmp_path, number, shown):
    run(tmp_path, graded("Ada", number))
    edit(tmp_path, lambda rows: rows["Ada"].update({"id": shown, HAND: "5"}))
    for _ in range(2):
        run(tmp_path, graded("Ben"))
        assert (lines(tmp_path)["Ada"]["id"], lines(tmp_path)["Ada"][HAND]) == (number, "5")


@pytest.mark.parametrize("recorded", [True, False])
def test_a_cell_that_a_person_emptied_is_not_filled_without_a_word(tmp_path, recorded):
    run(tmp_path, graded("Ada"), graded("Ben"))
    edit(tmp_path, lambda rows: rows["Ada"].update({"check-1": " "}))
    if not recorded:
        (tmp_path / results.RECORD).unlink()
    written = run(tmp_path, graded("Ada"), graded("Ben"))
    assert lines(tmp_path)["Ada"]["check-1"] == "2"
    assert written.emptied == ["Ada, check-1"]
    assert any("Ada, check-1" in line for line in grading.carried(0, written))
    assert run(tmp_path, graded("Ada"), graded("Ben")).emptied == []


@pytest.mark.parametrize("column", ["comment", "remarks", HAND, "check-1", "-1 is a column"])
@pytest.mark.parametrize("typed", ["-1 for style", "=B2*2", "@Ben: see me"])
def test_a_persons_own_words_stay_as_typed(tmp_path, column, typed):
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({column: typed}))
    for students in ["Ada"], ["Ben"], ["Ada"]:
        run(tmp_path, *map(graded, students))
        assert lines(tmp_path)["Ada"][column].removeprefix(f"{results.SAY['kept']}; ") == typed


def test_what_a_student_wrote_stays_marked_where_a_program_has_taken_the_mark_away(tmp_path):
    run(tmp_path, graded("=1+1", "=2+2", remarks=["=3+3"]))
    save(tmp_path, lambda text: text.replace("'=", "=").replace("=3+3", "=3+3; mine").encode())
    for _ in range(2):
        run(tmp_path, graded("Ben"))
        (line,) = (each for name, each in lines(tmp_path).items() if name != "Ben")
        assert (line["student"], line["id"]) == ("'=1+1", "'=2+2")
        save(tmp_path, lambda text: text.replace("'=", "=").encode())
    run(tmp_path, graded("=1+1", "=2+2", remarks=["=3+3"]))
    assert lines(tmp_path)["'=1+1"]["remarks"] == "'=3+3; mine"


@pytest.mark.parametrize("typed", ["nan", "inf", "-1", "1000", "1_0", "½", "2 (late)"])
@pytest.mark.parametrize(("cell", "sum_"), [(HAND, "2"), ("check-1", "0")])
def test_what_are_no_points_is_named_and_not_added_up(tmp_path, typed, cell, sum_):
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({cell: typed}))
    written = run(tmp_path, graded("Ada"))
    after = lines(tmp_path)["Ada"]
    assert after[cell] == typed and after["points by check"] == sum_
    assert written.odd == [f"Ada, {cell}: “{typed}”"]


def test_lines_that_a_person_adds_are_kept(tmp_path):
    run(tmp_path, graded("Ada"))
    mine = {"student": "Zoe, on paper", HAND: "4"}, {"student": "Average", "points by check": "3,5"}
    save(tmp_path, lambda text: (text + f'"{mine[0]["student"]}",,,,,,,,,4\r\nAverage,,,,"3,5"\r\n').encode())
    for _ in range(2):
        run(tmp_path, graded("Ada"))
        for line in mine:
            assert line.items() <= lines(tmp_path)[line["student"]].items()
            assert lines(tmp_path)[line["student"]]["remarks"] == ""


@pytest.mark.parametrize(
    "change",
    [
        {"student": "Ada Lovelace"},
        {"id": "0815"},
        {"state": "excused"},
        {"student": "Ada Lovelace", "id": "0815"},
    ],
    ids=str,
)
def test_a_name_number_or_state_that_a_person_corrects_stays_and_so_do_the_points(tmp_path, change):
    run(tmp_path, graded("Ada"), graded("Ben"))
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5", **change}))
    for _ in range(2):
        run(tmp_path, graded("Ada"), graded("Ben"))
        first, second = lines(tmp_path).values()
        assert {HAND: "5", **change}.items() <= first.items()
        assert (second["student"], second["remarks"]) == ("Ben", "")
    handed_in_again = graded("Ada")
    handed_in_again.submission = replace(handed_in_again.submission, file="late/Ada.ipynb")
    run(tmp_path, handed_in_again, graded("Ben"))
    assert len(lines(tmp_path)) == 2
    assert lines(tmp_path)[change.get("student", "Ada")][HAND] == "5"


def test_letters_that_a_code_page_lost_cost_neither_points_nor_the_name(tmp_path):
    names = ["Łucja Ż", "Ana María", "王明", "王芳"]
    run(tmp_path, *map(graded, names))
    edit(tmp_path, lambda rows: [row.update({HAND: "5"}) for row in rows.values()])
    save(tmp_path, lambda text: text.encode("cp1252", "replace"))
    for _ in range(2):
        run(tmp_path, *map(graded, names))
        after = lines(tmp_path)
        assert {*names} <= {*after}
        assert [after[name][HAND] for name in names[:2]] == ["5", "5"]
        rows = spreadsheet.read(tmp_path / "grades.csv", "student")[1]
        assert [row[HAND] for row in rows].count("5") == 4  # whose the other two are nobody can tell


def test_where_the_disk_is_full_the_points_are_there(tmp_path, monkeypatch):
    real = results._replace

    def full(path, content):
        if path.suffix == ".html":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        real(path, content)

    monkeypatch.setattr(results, "_replace", full)
    with pytest.raises(OSError, match="No space left"):
        run(tmp_path, graded("Ada"))
    monkeypatch.undo()
    assert lines(tmp_path)["Ada"]["check-1"] == "2"
    written = run(tmp_path, graded("Ada", points=1))
    assert (lines(tmp_path)["Ada"]["check-1"], written.copies) == ("1", [])


def test_lines_of_text_in_a_comment_stay_lines(tmp_path):
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({"comment": "first\nsecond"}))
    run(tmp_path, graded("Ada"))
    assert lines(tmp_path)["Ada"]["comment"] == "first\nsecond"


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_run_that_is_killed_between_two_files_loses_nothing(tmp_path, monkeypatch, step):
    run(tmp_path, graded("Ada", points=0))
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5"}))
    steps, real = [], results._replace

    def killed(path, content):
        if path.suffix != ".html":
            steps.append(path)
            if len(steps) > step + 1:
                raise KeyboardInterrupt
        real(path, content)

    monkeypatch.setattr(results, "_replace", killed)
    with contextlib.suppress(KeyboardInterrupt):
        run(tmp_path, graded("Ada", points=2))
    monkeypatch.undo()
    run(tmp_path, graded("Ada", points=1))
    assert (lines(tmp_path)["Ada"]["check-1"], lines(tmp_path)["Ada"][HAND]) == ("1", "5")


@pytest.mark.parametrize(
    "spoilt", ["", "[]", "{}", '{"rows": 3}', '{"rows": [3], "pages": {}}', '{"pages": []}', "[" * 100_000]
)
def test_a_spoilt_record_costs_nothing_that_a_person_wrote(tmp_path, spoilt):
    run(tmp_path, graded("Ada"))
    edit(tmp_path, lambda rows: rows["Ada"].update({HAND: "5"}))
    (tmp_path / results.RECORD).write_text(spoilt)
    run(tmp_path, graded("Ada"))
    assert lines(tmp_path)["Ada"][HAND] == "5"


@pytest.mark.skipif(os.name == "nt", reason="Windows gives links to administrators only")
def test_a_link_in_the_place_of_a_result_is_replaced_and_what_it_points_to_stays(tmp_path):
    away = tmp_path / "away"
    away.write_text("precious")
    out = tmp_path / "out"
    run(out, graded("Ada"))
    for path in (out / results.RECORD, out / "feedback" / "Ada.html"):
        path.unlink()
        path.symlink_to(away)
    run(out, graded("Ada"))
    assert away.read_text() == "precious"
    assert not (out / "feedback" / "Ada.html").is_symlink()


@pytest.mark.parametrize("name", ["CON", "名" * 200, "𐐀" * 200, "a/" * 200, ".."])
def test_a_page_has_a_name_that_every_system_takes(tmp_path, name):
    each = graded(name)
    run(tmp_path, each)
    assert (tmp_path / "feedback" / each.page).is_file()
    assert len(each.page.encode()) < 200
    assert each.page not in ("CON.html", "...html")


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("https://example.org")',
        "+1+1",
        "@SUM(A1)",
        "-2+3+cmd|' /C calc'!A0",
        "-inf",
        "\x00=1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\u202e=1+1",
        "＝1+1",
        "＋1+1",
        "－1+1",
        "＠SUM(A1)",
    ],
)
def test_no_name_or_remark_runs_in_a_spreadsheet(tmp_path, name):
    run(tmp_path, graded(name, name, remarks=[name]))
    (row,) = lines(tmp_path).values()
    said = [row["student"], row["id"], row["remarks"]]
    assert said == [said[0]] * 3
    assert said[0] == f"'{''.join(sign for sign in name if sign.isprintable())}"
    assert run(tmp_path, graded(name, name, remarks=[name])).taken_over == 0  # marked once, not again
    assert [*lines(tmp_path)] == said[:1]


def test_a_line_without_its_file_is_still_its_students(tmp_path):
    late = again(Submission("Cy", "125", "Cy_125/h.ipynb", None, "poppies"), "empty")
    run(tmp_path, graded("Ada"), faults=[late])
    text = (tmp_path / "grades.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    heads = [name for name in rows[0] if name != results.SAY["file"]]
    out = io.StringIO()
    writer = csv.DictWriter(out, [*heads, "comment"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**row, "comment": f"to {row['student']}"} for row in rows)
    (tmp_path / "grades.csv").write_text(out.getvalue(), encoding="utf-8")
    written = run(tmp_path, graded("Ada"), faults=[late])
    found = spreadsheet.read(tmp_path / "grades.csv", "student")[1]
    assert [(line["student"], line["comment"]) for line in found] == [("Ada", "to Ada"), ("Cy", "to Cy")]
    assert written.kept == []


@pytest.mark.parametrize("page", ["cp1252", "mac_roman", "cp850", "utf-8", "utf-16"])
def test_the_code_page_is_told_by_what_was_written(tmp_path, page):
    names = ("Ana García", "Jürgen Groß", "Çağla Ñuñez" if page.startswith("utf") else "Çelik Ñuñez")
    late = again(Submission("Zoë Ünal", "", "Zoë Ünal.ipynb", None, "poppies"), "empty")
    run(tmp_path, *map(graded, names), faults=[late])
    text = (tmp_path / "grades.csv").read_text(encoding="utf-8-sig")
    rows = [line.split(",") for line in text.splitlines()]
    rows[0].append("comment")
    for row in rows[1:]:
        row.append("schön")
    (tmp_path / "grades.csv").write_bytes("\r\n".join(map(",".join, rows)).encode(page))
    written = run(tmp_path, *map(graded, names), faults=[late])
    found = spreadsheet.read(tmp_path / "grades.csv", "student")[1]
    assert [line["student"] for line in found] == [*names, "Zoë Ünal"] and written.kept == []
    assert {line["comment"] for line in found} == {"schön"}


def test_a_line_names_its_points_that_do_not_count_once(tmp_path):
    run(tmp_path, *(graded(f"S{number:02}") for number in range(12)))
    edit(tmp_path, lambda rows: [row.update({HAND: "five", "remarks": "late"}) for row in rows.values()])
    for _ in range(3):
        written = run(tmp_path, *(graded(f"S{number:02}") for number in range(12)))
        told = results.SAY["not points"].format(cells=HAND)
        assert {line["remarks"] for line in lines(tmp_path).values()} == {f"{told}; late"}
    assert len(written.odd) == 12
    edit(tmp_path, lambda rows: [row.update({HAND: "5"}) for row in rows.values()])
    run(tmp_path, *(graded(f"S{number:02}") for number in range(12)))
    assert {line["remarks"] for line in lines(tmp_path).values()} == {"late"}


def test_a_sum_that_was_typed_and_is_reckoned_anew_is_named(tmp_path):
    run(tmp_path, graded("Ada"), graded("Ben"))
    edit(tmp_path, lambda rows: rows["Ada"].update({"check-1": "1", results.SAY["points"]: "20"}))
    written = run(tmp_path, graded("Ada"), graded("Ben"))
    assert written.totals == ["Ada, “20”"] and lines(tmp_path)["Ada"][results.SAY["points"]] == "1"
    assert any("“20”" in line for line in grading.carried(0, written))
    assert run(tmp_path, graded("Ada"), graded("Ben")).totals == []


def without(out, *names):
    """Take columns out of the table, and write a comment into each line."""
    rows = [{**row, "comment": f"to {row['student']}"} for row in lines(out).values()]
    text = io.StringIO()
    heads = [name for name in rows[0] if name not in names]
    writer = csv.DictWriter(text, heads, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    (out / "grades.csv").write_text(text.getvalue(), encoding="utf-8")


def test_where_files_and_ids_are_taken_out_a_name_is_its_students(tmp_path):
    late = again(Submission("Cy", "125", "Cy_125/h.ipynb", None, "poppies"), "empty")
    run(tmp_path, graded("Ada", "124"), faults=[late])
    without(tmp_path, "id", results.SAY["file"])
    written = run(tmp_path, graded("Ada", "124"), faults=[late])
    found = spreadsheet.read(tmp_path / "grades.csv", "student")[1]
    assert [(line["student"], line["id"], line["comment"]) for line in found] == [
        ("Ada", "124", "to Ada"),
        ("Cy", "125", "to Cy"),
    ]
    assert written.kept == []


@pytest.mark.parametrize("spoilt", ["Zo‰ ‹nal", "Zoë Ünal".encode().decode("cp1252")])
def test_a_line_with_a_spoilt_name_and_file_is_its_students_by_the_id(tmp_path, spoilt):
    late = again(Submission("Zoë Ünal", "125", "Zoë Ünal_125/h.ipynb", None, "poppies"), "empty")
    run(tmp_path, graded("Ada"), faults=[late])
    edit(
        tmp_path,
        lambda rows: rows["Zoë Ünal"].update(
            {"student": spoilt, "file": f"{spoilt}_125/h.ipynb", "mine": "late"}
        ),
    )
    for _ in range(2):
        written = run(tmp_path, graded("Ada"), faults=[late])
        found = spreadsheet.read(tmp_path / "grades.csv", "student")[1]
        assert [line["mine"] for line in found] == ["", "late"] and written.kept == []


def test_one_of_a_kind_is_told_as_one():
    assert grading.few(["x"] * 21)[-1] == "and 1 more remark"
    assert "within 1 second and" in grading.cell("stopped", name="a", seconds=1)
    assert "within 20 seconds and" in grading.cell("stopped", name="a", seconds=20)


@pytest.mark.parametrize(
    "names", [("Jos\u00e9.ipynb", "Jose\u0301.ipynb"), ("a\u200b.ipynb", "a\u200c.ipynb"), ("a", "a")]
)
def test_files_whose_names_look_alike_have_a_line_each_however_often_it_runs(tmp_path, names):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    if len(set(names)) == 2:
        for name in names:
            (folder / name).write_text("{}")
    else:
        with zipfile.ZipFile(folder / "export.zip", "w") as export, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that the name is there twice
            for _ in names:
                export.writestr("Ana_7_assignsubmission_file_/h.ipynb", "{}")
    for _ in range(2):
        refused = intake.read(folder, {"poppies": set()}).refused
        assert len({each.file for each in refused}) == 2
        written = run(out, faults=refused)
        assert len(spreadsheet.read(out / "grades.csv", "student")[1]) == 2 and written.kept == []


def folded(text, beside=""):
    """What a program makes of a table with commas that separates lists by “;”: each line is one cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=";")):
        writer.writerow([*row, *([beside if at else ""] if beside else [])])
    return out.getvalue().encode("cp1252")


@pytest.mark.parametrize(
    "remark", ["Gut, weiter so", "fine; go on", 'she said "yes", twice', "plain", "a\nb, c"]
)
def test_a_table_whose_lines_stand_in_one_cell_each_is_read_again(tmp_path, remark):
    names = ("Ana", "Ben", "Jörg")
    run(tmp_path, *map(graded, names))
    edit(tmp_path, lambda rows: rows["Ana"].update({HAND: "5", "remarks": remark}))
    run(tmp_path, *map(graded, names))
    save(tmp_path, folded)
    for _ in range(2):
        written = run(tmp_path, *map(graded, names))
        after = lines(tmp_path)
        assert ([*after], written.kept) == ([*names], [])
        assert (after["Ana"][HAND], after["Ana"]["remarks"]) == ("5", remark)
        assert after["Ana"]["points by hand still to give"] == "0"


def test_what_is_typed_beside_lines_in_one_cell_has_a_column_of_its_own(tmp_path):
    run(tmp_path, graded("Ana"), graded("Ben", remarks=["a, b"]))
    heads = [*lines(tmp_path)["Ana"]]
    save(tmp_path, lambda text: folded(text, "4"))
    for _ in range(2):
        written = run(tmp_path, graded("Ana"), graded("Ben", remarks=["a, b"]))
        assert [*lines(tmp_path)["Ana"]] == [*heads, f"column {len(heads) + 1}"]
        assert lines(tmp_path)["Ana"][f"column {len(heads) + 1}"] == "4"
        assert written.kept == []


def test_a_line_in_one_cell_that_lost_its_quotes_is_refused(tmp_path):
    run(tmp_path, graded("Paz, Ana"), graded("Ben", remarks=["a, b"]))
    save(tmp_path, folded)
    with pytest.raises(spreadsheet.NoTable, match="more cells than there are columns"):
        results.table_of_before(tmp_path)


@pytest.mark.parametrize(("before", "after"), [(0, 2), (2, 0)])
def test_without_its_record_a_table_keeps_no_old_points_of_the_checks_and_says_so(tmp_path, before, after):
    old, new = tmp_path / "old", tmp_path / "new"
    run(old, graded("Ada", points=before), graded("Ben"))
    edit(old, lambda rows: rows["Ada"].update({HAND: "5", "remarks": "mine"}))
    new.mkdir()
    (new / "grades.csv").write_bytes((old / "grades.csv").read_bytes())
    written = run(new, graded("Ada", points=after), graded("Ben"))
    line = lines(new)["Ada"]
    assert (line["check-1"], line[results.SAY["points"]]) == (str(after), str(after))
    assert (line[HAND], line["remarks"]) == ("5", "mine")
    assert (written.no_record, written.taken_over) == (True, 2)
    assert written.anew == [f"Ada, check-1: “{before}”"]
    said = " ".join(grading.carried(0, written))
    assert ".written.json" in said and written.anew[0] in said
    again_ = run(new, graded("Ada", points=after), graded("Ben"))
    assert (again_.no_record, again_.anew) == (False, [])


# ---------------------------------------------------------------- read in the wrong code page, saved as Unicode

LETTERS = [
    "Ana García",
    "Íñigo Paz",
    "José Ruiz",
    "Jörg Muß",
    "Àngel Pla",
    "Łucja Żak",
    "王小明",
    "Zoë – „Z“",
]


def misread(raw, page):
    """Bytes as a program shows them that takes them for a code page; where that has no letter, the control sign."""
    return "".join(
        bytes([each]).decode(page)
        if page != "cp1252" or each not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
        else chr(each)
        for each in raw
    )


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"], ids=["without mark", "with its mark read as text"])
@pytest.mark.parametrize("saved", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("page", ["cp1252", "latin-1", "mac_roman", "cp850"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_table_read_in_the_wrong_code_page_loses_nobodys_points(tmp_path, mark, saved, page, times):
    students = [graded(name) for name in LETTERS]
    run(tmp_path, *students)

    def give(rows):
        for row in rows.values():
            row |= {HAND: "5", "remarks": "schön, y más"}

    edit(tmp_path, give, mark)
    path, text = tmp_path / "grades.csv", ""
    for _ in range(times):
        text = misread(path.read_bytes(), page)
        path.write_bytes(text.encode("utf-8"))
    path.write_bytes(text.encode(saved))
    destination._ours(tmp_path)
    written = run(tmp_path, *students)
    after = lines(tmp_path)
    assert list(after) == LETTERS
    assert {(row[HAND], row["remarks"]) for row in after.values()} == {("5", "schön, y más")}
    assert (written.kept, written.taken_over) == ([], 2 * len(LETTERS))


def test_what_was_typed_after_a_misreading_stays_as_typed(tmp_path):
    run(tmp_path, graded("Ana García"), graded("Ben"))
    path = tmp_path / "grades.csv"
    path.write_bytes(misread(path.read_bytes(), "cp1252").encode())
    typed = "größer, Ä, “quoted” – 5 €"

    def give(rows):
        rows["Ben"]["remarks"] = typed

    text = path.read_text(encoding="utf-8").removeprefix("ï»¿")
    path.write_text(text, encoding="utf-8")
    edit(tmp_path, give, "utf-8")
    run(tmp_path, graded("Ana García"), graded("Ben"))
    assert (list(lines(tmp_path)), lines(tmp_path)["Ben"]["remarks"]) == (["Ana García", "Ben"], typed)


@pytest.mark.parametrize("typed", ["Ã© is how é looks", "√© and ©", "Â±", "Ã"])
def test_signs_that_only_look_misread_stay_where_nothing_else_is(tmp_path, typed):
    run(tmp_path, graded("Ana García"), graded("Ben"))

    def give(rows):
        rows["Ben"]["remarks"] = typed

    edit(tmp_path, give)
    run(tmp_path, graded("Ana García"), graded("Ben"))
    assert lines(tmp_path)["Ben"]["remarks"] == typed


def test_a_misread_table_without_its_record_is_mended_too(tmp_path):
    run(tmp_path, *(graded(name) for name in LETTERS[:5]))
    path = tmp_path / "grades.csv"
    path.write_bytes(misread(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), "cp1252").encode())
    (tmp_path / places.RECORD).unlink()
    run(tmp_path, *(graded(name) for name in LETTERS[:5]))
    assert list(lines(tmp_path)) == LETTERS[:5]


@pytest.mark.parametrize("head", ["ANSWER-10", " Answer-10 ", "answer-10 "])
@pytest.mark.parametrize("recorded", [True, False])
def test_columns_of_tasks_are_known_in_capitals(tmp_path, head, recorded):
    run(tmp_path, graded("Ana"))
    path = tmp_path / "grades.csv"
    text = path.read_text(encoding="utf-8-sig").replace(HAND, head).replace("check-1", "CHECK-1").rstrip()
    path.write_text(f"{text}5\r\n", encoding="utf-8-sig")
    if not recorded:
        (tmp_path / places.RECORD).unlink()
    written = run(tmp_path, graded("Ana"))
    assert (lines(tmp_path)["Ana"][HAND], written.taken_over) == ("5", 1)
    assert head not in lines(tmp_path)["Ana"] and not written.odd


def test_a_workbook_in_the_place_of_the_table_is_to_be_saved_as_csv(tmp_path):
    with zipfile.ZipFile(tmp_path / "grades.csv", "w") as book:
        book.writestr("[Content_Types].xml", "<x/>")
    with pytest.raises(destination.Unusable, match="open it and save it as CSV under this name"):
        destination._ours(tmp_path)
