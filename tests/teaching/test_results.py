"""What a person wrote into the results outlives the next run; nothing is lost without a word."""

import csv
import io

import pytest

from poppybook.teaching import results
from poppybook.teaching.course import Assignment
from poppybook.teaching.grade import Graded, Report
from poppybook.teaching.intake import Submission, again
from poppybook.teaching.marking import Marked

HAND = "answer-10"


def graded(student, identity="", points=2, remarks=()):
    """A student with one checked task and one that waits for a person."""
    who = Submission(student, identity, f"{student}.ipynb", None, "poppies")
    marked = Marked({"check-1": points, HAND: None}, {"check-1": 2, HAND: 6}, page=f"<p>{student}</p>")
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
        assert (written.kept, lines(tmp_path)["Ada"][HAND]) == (1, "5")
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
    assert said == [f"'{name}"] * 3
    assert run(tmp_path, graded(name, name, remarks=[name])).taken_over == 0  # marked once, not again
    assert [*lines(tmp_path)] == [f"'{name}"]
