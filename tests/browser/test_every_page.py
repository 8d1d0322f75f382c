"""What holds for every page, the frame of the renderer included, each in one of the four views (light and dark, on a
desk and on a phone), in turn. Every page in every view: proof/test_every_view.py."""

import pytest
from walk import SCREENS, faults, look


def test_every_page_was_walked(site, walked):
    assert len(site.pages) > 80 and len(walked) in (len(site.pages) // 4, len(site.pages) // 4 + 1)
    assert all(answers["asked"] for answers in walked.values())


def test_no_page_asks_another_host(walked):
    assert faults(walked, "foreign") == {}


def test_no_page_complains(walked):
    assert faults(walked, "complaints") == {}


def test_no_page_is_wider_than_a_phone(walked):
    assert faults(walked, "wide") == {}


def test_words_in_pictures_are_at_least_12_pixels_high(walked):
    """Also those that wait behind a choice in a chapter: each chart has a page of its own."""
    assert sum(answers["drawings"] for answers in walked.values()) > 15
    assert faults(walked, "small") == {}


def test_words_of_the_frame_are_at_least_12_pixels_high(walked):
    assert faults(walked, "tiny") == {}


def test_the_columns_begin_at_the_same_place_on_every_page(walked):
    begin = {}
    for (page, _, screen), answers in walked.items():
        if screen == "desk" and answers["columns"][0] is not None:
            begin.setdefault(tuple(answers["columns"]), []).append(page)
    desk = any(screen == "desk" for _, _, screen in walked)
    assert len(begin) == desk, {at: pages[:3] for at, pages in begin.items()}


def test_marks_and_words_of_pictures_stand_out(walked):
    assert sum(answers["measured"] for answers in walked.values()) > 800
    assert faults(walked, "pale") == {}


def test_axe_finds_nothing_on_any_page(walked):
    assert faults(walked, "axe") == {}


def test_an_id_is_given_once_on_a_page(walked):
    assert faults(walked, "twice") == {}


def test_every_page_has_one_title(walked):
    assert {key: answers["titles"] for key, answers in walked.items() if answers["titles"] != 1} == {}


BROKEN = """document.addEventListener("DOMContentLoaded", () => {
  const main = document.querySelector("main");
  main.insertAdjacentHTML("beforeend", `<img alt="" src="http://127.0.0.2:9/x.png"><button id="pb-once"></button>
    <footer><p style="font-size: 11px">tiny</p></footer><h1 id="pb-once">Once more</h1>
    <table style="width: 500px"><tr><td>wide</td></tr></table>`);
  document.querySelectorAll(".pb-svg text").forEach((text, at) => {
    text.setAttribute("style", at % 2 ? "font-size: 7px" : "fill: var(--pb-grid)"); });
  console.error("broken");
});"""


@pytest.mark.parametrize("view", [("light", "desk"), ("dark", "phone")], ids=" ".join)
def test_each_question_finds_what_it_asks_for(site, open_page, view):
    page = open_page("about:blank", color_scheme=view[0], **SCREENS[view[1]])
    page.add_init_script(BROKEN)
    found = look(page, site, "embed/poppy-area.html", view)
    assert found["foreign"] == ["http://127.0.0.2:9/x.png"]
    assert "broken" in found["complaints"]
    assert found["twice"] == ["pb-once"] and found["titles"] > 1
    assert any(fault.startswith("button-name") for fault in found["axe"])
    assert found["tiny"] == ['<p style="font-size: 11px">tiny</p>']
    assert found["small"]
    assert {fault.partition(":")[0] for fault in found["pale"]} == {"light", "dark"}
    own = ["390"] if view[1] == "phone" else []  # wide enough on a desk
    assert [fault.partition(":")[0] for fault in found["wide"]] == [*own, "320"]
