"""The arithmetic of a diff: applied to the old state it gives the new one, whatever the two are."""

from hypothesis import given
from hypothesis import strategies as st

from poppybook.update.changes import next_version, with_changes
from poppybook.update.diff import Diff, apply, compare
from poppybook.update.moves import share_of

ROWS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.fixed_dictionaries(
        {"value": st.sampled_from("123"), "source_id": st.sampled_from("xy"), "locator": st.just("")}
    ),
).map(lambda rows: {key: {"observation_id": key} | row for key, row in rows.items()})


@given(ROWS, ROWS)
def test_applied_to_the_old_state_it_gives_the_new(old, new):
    found = compare(old, new)
    assert apply(found, old) == new
    assert not compare(new, apply(found, old))


@given(ROWS, ROWS)
def test_each_row_is_in_one_part(old, new):
    found = compare(old, new)
    parts = [found.added, found.withdrawn, found.revised, found.confirmed]
    assert sum(map(len, parts)) == len({key for part in parts for key in part})
    same = old.keys() & new.keys() - found.revised.keys() - found.confirmed.keys()
    assert all(old[key] == new[key] for key in same)


@given(ROWS, ROWS)
def test_backwards_it_undoes(old, new):
    assert apply(compare(new, old), apply(compare(old, new), old)) == old


def test_a_new_source_alone_is_no_change():
    old = {"a": {"observation_id": "a", "value": "1", "source_id": "x", "locator": ""}}
    found = compare(old, {"a": old["a"] | {"source_id": "y"}})
    assert not found and found.confirmed


def test_versions_rows_make_a_minor_one_revisions_a_patch():
    row = {"a": {"observation_id": "a", "value": "1"}}
    revised = Diff(revised={"a": {"value": ("1", "2")}})
    assert next_version("1.4.7", {"observations": Diff(added=row)}) == "1.5.0"
    assert next_version("1.4.7", {"observations": Diff(withdrawn=row)}) == "1.5.0"
    assert next_version("1.4.7", {"observations": revised, "sources": Diff(added=row)}) == "1.4.8"


def test_every_change_is_one_row_of_the_changelog():
    diffs = {
        "observations": Diff(
            added={"n": {"observation_id": "n", "value": "5", "source_id": "s"}},
            withdrawn={"w": {"observation_id": "w", "value": "7", "source_id": "s"}},
            revised={
                "r": {"value": ("1", "2"), "status": ("preliminary", "reported"), "source_id": ("s", "t")}
            },
            confirmed={"c": {"source_id": ("s", "t")}},
        )
    }
    first = {"1.0.0-1": {"change_id": "1.0.0-1"}}
    made = with_changes(first, diffs, {"observations": ("value",)}, "1.1.0", "2026-10-16")
    told = [
        (r["kind"], r["row_id"], r["column"], r["old"], r["new"], r["source_id"])
        for r in list(made.values())[1:]
    ]
    assert told == [
        ("added", "n", "", "", "5", "s"),
        ("withdrawn", "w", "", "7", "", ""),
        ("revised", "r", "value", "1", "2", "t"),
        ("revised", "r", "status", "preliminary", "reported", "t"),
    ]
    assert list(made) == ["1.0.0-1", "1.1.0-1", "1.1.0-2", "1.1.0-3", "1.1.0-4"]


def test_shares():
    assert round(share_of("200", "190"), 9) == -0.05
    assert share_of("0", "3") == share_of("3", "") == 1.0
    assert share_of("0", "0") == 0.0
