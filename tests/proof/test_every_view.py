"""Every page in every view: light and dark, on a desk and on a phone, axe in each."""

import pytest
from shared import run_folder
from walk import EVERY_VIEW, faults, walk


@pytest.mark.proof
def test_every_page_is_sound_in_every_view(site, open_window, tmp_path_factory):
    folder = run_folder(tmp_path_factory) / f"every-view-{site.renderer}"
    walked = walk(site, open_window, folder, EVERY_VIEW, lambda number, view: True)
    assert len(walked) == 4 * len(site.pages)
    asked = ("foreign", "complaints", "wide", "small", "pale", "axe", "twice")
    found = {question: faults(walked, question) for question in asked}
    assert {question: pages for question, pages in found.items() if pages} == {}
