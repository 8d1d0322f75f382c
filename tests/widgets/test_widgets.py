"""The controls around the models, driven without a browser: each change is answered, once, and can be reproduced."""

import pytest

import poppybook as pb
from poppybook.language import explore as words
from poppybook.widgets.shell import SHOWN_ROWS, Explorer
from poppybook.widgets.widgets import SHOWN_SERIES

DATA = pb.load()


def control(explorer, label):
    return next(
        one for one in explorer.children[0].children if getattr(one, "description", None) == words.SAY[label]
    )


def shown(explorer):
    """All the text in the explorer's HTML."""
    return " ".join(getattr(child, "value", "") for child in explorer.children if hasattr(child, "value"))


def test_filters_narrow_the_list_and_the_choice_follows():
    explorer = pb.browse(DATA, theme="heroin")
    control(explorer, "search").value = "gum price guerrero"
    options = control(explorer, "series").options
    assert options and all("gum" in title.lower() or "price" in title.lower() for title, _ in options)
    chosen = control(explorer, "series").value
    assert set(explorer.table["series_id"]) == {chosen}
    assert f'data.one("{chosen}")' in explorer.code
    control(explorer, "search").value = "no such words"
    assert explorer.table.empty and explorer.code == "" and words.NO_SERIES in shown(explorer)
    control(explorer, "search").value = ""
    assert not explorer.table.empty


def test_one_change_is_one_answer(monkeypatch):
    explorer = pb.browse(DATA)
    asked = []
    ask = explorer._ask
    monkeypatch.setattr(explorer, "_ask", lambda: asked.append(1) or ask())
    control(explorer, "theme").value = "fentanyl"
    assert len(asked) == 1, "the list, the choice and the filter change together"


def test_the_list_is_bounded_and_holds_what_was_asked_for():
    explorer = pb.browse(DATA, series=pb.browse(DATA).table["series_id"].iloc[0])
    assert len(control(explorer, "series").options) == SHOWN_SERIES
    last = sorted(DATA.series["title"], key=str.casefold)[-1]
    series_id = DATA.series.set_index("title").at[last, "series_id"]
    assert control(pb.browse(DATA, series=series_id), "series").value == series_id
    assert f"the list shows the first {SHOWN_SERIES}" in control_text(explorer)


def control_text(explorer):
    return " ".join(one.value for one in explorer.children[0].children if type(one).__name__ == "HTML")


def test_series_are_added_converted_indexed_and_removed():
    explorer = pb.side_by_side(DATA, ["poppy-ha-us-mex"])
    control(explorer, "search").value = "poppy-ha-unodc-mex"
    control(explorer, "series").value = "poppy-ha-unodc-mex"
    control(explorer, "add").click()
    assert list(dict.fromkeys(explorer.table["series_id"])) == ["poppy-ha-us-mex", "poppy-ha-unodc-mex"]
    control(explorer, "unit").value = "acres"
    assert set(explorer.table["unit"]) == {"acres"}
    control(explorer, "index").value = "2017"
    assert explorer.table.set_index("observation_id").at["poppy-ha-us-mex@2017", "value"] == pytest.approx(
        100
    )
    assert 'data.compare(["poppy-ha-us-mex", "poppy-ha-unodc-mex"], base="2017")' in explorer.code
    control(explorer, "chosen").value = "poppy-ha-us-mex"
    control(explorer, "remove").click()
    assert set(explorer.table["series_id"]) == {"poppy-ha-unodc-mex"}
    control(explorer, "chosen").value = "poppy-ha-unodc-mex"
    control(explorer, "remove").click()
    assert explorer.figure is None and words.NO_CHOICE in shown(explorer)


def test_no_more_can_be_added_than_can_be_told_apart():
    ids = list(DATA.series.query("unit == 'pounds'")["series_id"][:6])
    assert control(pb.side_by_side(DATA, ids), "add").disabled
    with pytest.raises(ValueError, match="at most 6"):
        pb.side_by_side(DATA, [*ids, "poppy-ha-us-mex"])


@pytest.mark.parametrize(
    ("explorer", "label", "value"),
    [
        (lambda: pb.timeline(DATA), "kinds", ("tariff", "sanction")),
        (lambda: pb.timeline(DATA), "years", (2019, 2021)),
        (lambda: pb.flow_map(DATA, during="2023"), "view", "flow"),
        (lambda: pb.flow_map(DATA, during="2023"), "goods", "precursor"),
        (lambda: pb.border(DATA), "measure", "pounds per event"),
        (lambda: pb.border(DATA), "drug", "heroin"),
    ],
)
def test_every_control_changes_the_answer_and_the_call_opens_it_again(explorer, label, value):
    explorer = explorer()
    before = explorer.call
    control(explorer, label).value = value
    assert explorer.call != before and explorer.call in explorer_code(explorer)
    again = eval(explorer.call, {"pb": pb, "data": DATA})
    assert again.call == explorer.call
    assert again.table.equals(explorer.table)
    assert again.figure.to_json() == explorer.figure.to_json()


def explorer_code(explorer):
    import html

    return html.unescape(explorer.children[3].value)


def test_long_tables_show_their_head_and_say_so_and_the_attribute_has_all():
    explorer = pb.timeline(DATA)
    assert len(explorer.table) == len(DATA["events"])
    assert words.table_head(SHOWN_ROWS, len(DATA["events"])) in explorer.children[4].value
    assert explorer.children[4].value.count("<tr") <= SHOWN_ROWS + 2


def test_text_from_the_data_is_shown_as_text():
    explorer = Explorer([], lambda: pb.browse(DATA)._answer)
    from poppybook.widgets.answer import Answer

    table = DATA.one("poppy-ha-us-mex").head(1).assign(note="<script>alert(1)</script>")
    explorer._ask = lambda: Answer("rows = '<b>'", "pb.x()", table, None, ("<img src=x>",))
    explorer.refresh()
    assert (
        "<script>" not in shown(explorer) and "<img" not in shown(explorer) and "<b>" not in shown(explorer)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: pb.browse(DATA, theme="heroine"),
        lambda: pb.side_by_side(DATA, ["poppy"]),
        lambda: pb.timeline(DATA, party="ATLANTIS"),
        lambda: pb.flow_map(DATA, view="globe"),
        lambda: pb.border(DATA, drug="tea"),
        lambda: pb.border(DATA, place="moon"),
    ],
)
def test_unknown_words_are_refused_before_anything_is_shown(wrong):
    with pytest.raises(LookupError, match="there is no"):
        wrong()


@pytest.mark.parametrize(
    ("explorer", "empty"),
    [
        (lambda: pb.browse(DATA), lambda one: setattr(control(one, "search"), "value", "no such words")),
        (lambda: pb.flow_map(DATA), lambda one: setattr(control(one, "goods"), "value", "no such goods")),
        (lambda: pb.side_by_side(DATA, ["poppy-ha-us-mex"]), lambda one: take_out(one, "poppy-ha-us-mex")),
    ],
    ids=["browse", "flow_map", "side_by_side"],
)
def test_where_nothing_is_drawn_the_old_picture_goes_at_once(explorer, empty, monkeypatch):
    explorer, cleared = explorer(), []
    monkeypatch.setattr(explorer._picture, "clear_output", lambda wait: cleared.append(wait))
    empty(explorer)
    assert explorer.figure is None
    assert cleared[-1] is False, "cleared with the next picture would be never, for none comes"


def take_out(explorer, series_id):
    control(explorer, "chosen").value = series_id
    control(explorer, "remove").click()


def test_the_advice_is_one_that_the_controls_can_follow():
    apart = pb.side_by_side(DATA, ["poppy-ha-us-mex", "od-heroin"])
    assert apart.figure is None
    years = [value for _, value in control(apart, "index").options if value]
    advised = words.INDEX_INSTEAD if years else words.NO_INDEX
    assert advised in shown(apart)
    ids = DATA.series["series_id"]
    for other in ids[ids.str.startswith("merida")]:
        pair = pb.side_by_side(DATA, ["poppy-ha-us-mex", other])
        if not [value for _, value in control(pair, "index").options if value]:
            assert words.NO_INDEX in shown(pair) and words.INDEX_INSTEAD not in shown(pair)
            break
    else:
        pytest.fail("no pair without a common year to try")


def test_an_index_has_no_unit_to_choose():
    explorer = pb.side_by_side(DATA, ["poppy-ha-us-mex"], unit="acres")
    assert control(explorer, "unit").value == "acres"
    control(explorer, "index").value = "2017"
    unit = control(explorer, "unit")
    assert unit.disabled and unit.value == "" and set(explorer.table["unit"]) == {"percent of base"}
    control(explorer, "index").value = ""
    assert not unit.disabled and set(explorer.table["unit"]) == {"hectares"}
    assert control(pb.side_by_side(DATA, ["poppy-ha-us-mex"], base="2017"), "unit").disabled
