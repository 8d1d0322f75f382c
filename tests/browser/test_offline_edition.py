"""The offline edition as a reader opens it: unpacked, from disk, without a connection."""

import re
import zipfile
from contextlib import nullcontext

import pytest
from waiting import expect

from poppybook.book.project import Project
from poppybook.language.offline import START
from poppybook.site import offline

DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    """The archive of the site that is there already; that the command renders one: tests/site/test_offline.py."""
    folder = tmp_path_factory.mktemp("offline")
    with pytest.MonkeyPatch.context() as patch:
        if site.renderer == "embedded":
            patch.setattr(offline, "rendered_in_private", lambda *_: nullcontext(site.folder))
        archive = offline.write_offline(Project(site.folder.parent), folder)
    with zipfile.ZipFile(archive) as members:
        members.extractall(folder / "unpacked")
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
    expect(chart.locator(".pb-said")).to_contain_text("Source:")
    chart.locator(".pb-explore").click()
    chart.locator(".main-svg").first.wait_for()
    assert [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert page.complaints == []
