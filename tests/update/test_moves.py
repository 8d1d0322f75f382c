"""What a change moves: charts by the rows they draw, sentences by the numbers they link to."""

import json

import pytest

from poppybook.update.diff import Diff
from poppybook.update.moves import changed_numbers, moving_charts, stale_sentences, successors

NUMBERS = {"observations": ("value",), "cbp_monthly": ("pounds", "events")}

HEADER = "series,period,value,unit,status,source_id,observation_id,complete\n"
REVISED = Diff(
    revised={"a@2020": {"value": ("200", "190")}, "a@2021": {"status": ("preliminary", "reported")}}
)
GONE = Diff(withdrawn={"a@2022": {"observation_id": "a@2022", "period": "2022", "value": "7"}})


def draw(figures, name, *rows):
    (figures / name).mkdir(parents=True)
    (figures / name / "data.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def test_a_chart_moves_by_the_largest_change_of_a_row_it_draws(tmp_path):
    draw(tmp_path, "moves", "A,2020,200,lb,reported,s,a@2020,", "A,2019,10,lb,reported,s,a@2019,")
    draw(tmp_path, "stays", "B,2020,200,lb,reported,s,b@2020,", "A,2021,5,lb,reported,s,a@2021,")
    (moved,) = moving_charts(tmp_path, {"observations": REVISED}, NUMBERS, {})
    assert (moved.chart, round(moved.share, 4), moved.what) == ("moves", -0.05, "1 of its numbers revised")


def test_a_row_that_is_gone_and_rows_that_are_new(tmp_path):
    draw(tmp_path, "c", "A,2022,7,lb,reported,s,a@2022,")
    new = {"a@2023": {"observation_id": "a@2023", "period": "2023", "value": "9"}}
    (moved,) = moving_charts(
        tmp_path, {"observations": Diff(added=new, withdrawn=GONE.withdrawn)}, NUMBERS, {}
    )
    assert (moved.share, moved.what) == (None, "1 withdrawn, 1 new in its series")


def test_sums_over_an_official_table_may_move_where_source_and_period_meet(tmp_path):
    draw(tmp_path, "year", "Ports,FY2026,9,lb,reported,old;other,,", "Ports,FY2019,9,lb,reported,old,,")
    draw(tmp_path, "before", "Ports,FY2025,9,lb,reported,old,,")
    draw(tmp_path, "others", "Ports,FY2026,9,lb,reported,elsewhere,,")
    diff = Diff(added={"cbp-heroin@2026-05": {"pounds": "1", "events": "1"}})
    (moved,) = moving_charts(tmp_path, {"cbp_monthly": diff}, NUMBERS, {"cbp_monthly": {"old"}})
    assert moved.chart == "year" and moved.share is None
    assert moved.what == "1 sum over changed rows (--charts says by how much)"


def test_the_largest_change_comes_first(tmp_path):
    draw(tmp_path, "a", "A,2020,200,lb,reported,s,a@2020,")
    draw(tmp_path, "b", "B,2020,4,lb,reported,s,b@2020,")
    both = Diff(revised=REVISED.revised | {"b@2020": {"value": ("4", "8")}})
    assert [moved.chart for moved in moving_charts(tmp_path, {"observations": both}, NUMBERS, {})] == [
        "b",
        "a",
    ]


def test_only_published_numbers_count_as_changed():
    assert changed_numbers({"observations": REVISED}, NUMBERS) == {"a@2020": {"value": ("200", "190")}}
    assert changed_numbers({"observations": GONE}, NUMBERS) == {"a@2022": {"value": ("7", "")}}


@pytest.mark.parametrize("gone", [False, True])
def test_sentences_that_link_to_a_changed_number_are_stale(book, gone):
    cell = {
        "cell_type": "markdown",
        "id": "intro",
        "metadata": {},
        "source": "# A\n\nIt was [200 pounds](#a@2020).",
    }
    (book.root / "notebooks" / "one.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}}))
    (book.root / "index.qmd").write_text("Then [7](#a@2022) and [10](#a@2019).\n")
    found = stale_sentences(book, {"observations": GONE if gone else REVISED}, NUMBERS)
    told = [(each.where, each.text, each.old, each.new) for each in found]
    if gone:
        assert told == [("index.qmd, line 1", "7", "7", "")]
    else:
        assert told == [("notebooks/one.ipynb, cell intro, line 3", "200 pounds", "200", "190")]


def test_a_sentence_that_is_still_right_as_rounded_is_not_stale(book):
    """11,994.6248 became 11,994.6247, and “11,995 pounds” was called stale."""
    revised = Diff(revised={"a@2020": {"value": ("11994.6248", "11994.6247")}})
    (book.root / "index.qmd").write_text("It was [11,995 pounds](#a@2020), or [11,994.625](#a@2020).\n")
    assert stale_sentences(book, {"observations": revised}, NUMBERS) == []


def row(key, period, begin, value):
    return {"observation_id": key, "series_id": "a", "period": period, "period_start": begin, "value": value}


def test_a_row_that_goes_leads_to_the_one_in_its_place():
    old = {
        "a@FY2023~april": row("a@FY2023~april", "FY2023", "2022-10-01", "5"),
        "a@2025-10-01--2026-04-30": row(
            "a@2025-10-01--2026-04-30", "2025-10-01--2026-04-30", "2025-10-01", "2"
        ),
        "a@2019": row("a@2019", "2019", "2019-01-01", "1"),
    }
    new = {
        "a@FY2023~september": row("a@FY2023~september", "FY2023", "2022-10-01", "5"),
        "a@FY2026": row("a@FY2026", "FY2026", "2025-10-01", "9"),
    }
    diff = Diff(added=new, withdrawn=old)
    assert successors(diff) == {
        "a@FY2023~april": "a@FY2023~september",
        "a@2025-10-01--2026-04-30": "a@FY2026",
    }
    # The number under a new name has not changed; the year in progress is another number.
    assert set(changed_numbers({"observations": diff}, NUMBERS)) == {"a@2025-10-01--2026-04-30", "a@2019"}


def test_a_link_to_a_row_that_goes_is_told_where_it_leads_now(book):
    (book.root / "index.qmd").write_text("Then [5](#a@FY2023~april).\n")
    old = row("a@FY2023~april", "FY2023", "2022-10-01", "5")
    new = row("a@FY2023~september", "FY2023", "2022-10-01", "5")
    diff = Diff(added={new["observation_id"]: new}, withdrawn={old["observation_id"]: old})
    (found,) = stale_sentences(book, {"observations": diff}, NUMBERS)
    assert (found.old, found.new, found.now) == ("5", "5", "a@FY2023~september")
