"""The offline edition as a reader opens it: unpacked, from disk, without a connection."""

import re
import zipfile

import pytest

from poppybook.build.offline import write_offline
from poppybook.build.project import Project
from poppybook.words.offline import START

DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(write_offline(Project(site.folder.parent), folder)) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_it_opens_searches_and_shows_a_live_chart(unpacked, open_page):
    page = open_page((unpacked / START["file"]).as_uri(), **DESK)
    page.get_by_role("link", name=START["open"]).click()
    page.wait_for_url(re.compile(r"index\.html$"))
    field = page.locator("input[type=search]").first
    field.click()
    field.type("eradication", delay=20)
    hit = page.locator("a[href*='heroin-production']", has_text="radication").first
    hit.wait_for(state="visible")
    hit.click()
    page.wait_for_url(re.compile("heroin-production"))
    chart = page.locator("figure.pb-chart").first
    chart.locator(".pb-reader").focus()
    page.keyboard.press("ArrowRight")
    assert "Source:" in chart.locator(".pb-said").inner_text()
    chart.locator(".pb-explore").click()
    chart.locator(".main-svg").first.wait_for()
    assert [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert page.complaints == []
