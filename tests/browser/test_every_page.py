"""What holds for every page, the frame of the renderer included, in the two views that `walked` has looked at: light on
a desk and dark on a phone. Every page in every view: proof/test_every_view.py."""

import pytest
from walk import SCREENS, faults, look


def test_every_page_was_walked(site, walked):
    assert {name for name, _, _ in walked} == set(site.pages)
    assert len(site.pages) > 80
    assert all(answers["asked"] for answers in walked.values())
    looked = {name for (name, _, _), answers in walked.items() if answers["axe"] is not None}
    assert looked == set(site.pages), "axe looks at each page in one view"


def test_no_page_asks_another_host(walked):
    assert faults(walked, "foreign") == {}


def test_no_page_complains(walked):
    assert faults(walked, "complaints") == {}


def test_no_page_is_wider_than_a_phone(walked):
    assert faults(walked, "wide") == {}


def test_words_in_pictures_are_at_least_12_pixels_high(walked):
    """Also those that wait behind a choice in a chapter: each chart has a page of its own."""
    assert sum(answers["drawings"] for answers in walked.values()) > 150
    assert faults(walked, "small") == {}


def test_words_of_the_frame_are_at_least_12_pixels_high(walked):
    assert faults(walked, "tiny") == {}


def test_the_columns_begin_at_the_same_place_on_every_page(walked):
    begin = {}
    for (page, _, screen), answers in walked.items():
        if screen == "desk" and answers["columns"][0] is not None:
            begin.setdefault(tuple(answers["columns"]), []).append(page)
    assert len(begin) == 1, {at: pages[:3] for at, pages in begin.items()}


def test_marks_and_words_of_pictures_stand_out(walked):
    assert sum(answers.get("measured", 0) for answers in walked.values()) > 4_000
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


@pytest.mark.parametrize("screen", SCREENS)
def test_each_question_finds_what_it_asks_for(site, open_page, screen):
    page = open_page("about:blank", color_scheme="light", **SCREENS[screen])
    page.add_init_script(BROKEN)
    found = look(page, site, "embed/poppy-area.html", screen, True)
    assert found["foreign"] == ["http://127.0.0.2:9/x.png"]
    assert "broken" in found["complaints"]
    assert found["twice"] == ["pb-once"] and found["titles"] > 1
    assert any(fault.startswith("button-name") for fault in found["axe"])
    assert found["small"] and found["pale"]
    assert found["tiny"] == ['<p style="font-size: 11px">tiny</p>']
    widths = [fault.partition(":")[0] for fault in found["wide"]]
    assert widths == (["320", "360", "390"] if screen == "phone" else [])
