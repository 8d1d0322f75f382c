"""The content security policy in a browser: what belongs to the page works under it, what was slipped in does not run.

That no page breaks its own policy is seen where every page and every live chart is looked at: a breach is a complaint.
"""

import re

import pytest
from waiting import until

DESK = {"viewport": {"width": 1280, "height": 900}}
SLIPPED_IN = """() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = 'script'";
  document.head.append(script);
  const picture = document.createElement("div");
  picture.innerHTML = `<img src="nowhere.png" onerror="window.ran = 'attribute'">
    <a href="javascript:window.ran='link'">x</a>`;
  document.body.append(picture);
  const frame = document.createElement("iframe");
  frame.srcdoc = "<script>parent.ran = 'frame'</" + "script>";
  document.body.append(frame);
  picture.querySelector("a").click();
  setTimeout("window.ran = 'text'");
}"""
KINDS = [
    "index.html",
    "notebooks/supply-chain.html",
    "explore.html",
    "embed/poppy-area.html",
    "evidence/heroin.html",
    "404.html",
]


@pytest.mark.parametrize("place", ["server", "disk"])
def test_a_script_that_was_slipped_in_does_not_run(site, open_page, place):
    page = open_page("about:blank", **DESK)
    for name in KINDS:
        page.turn_to(site.url + name if place == "server" else (site.folder / name).as_uri())
        page.evaluate(SLIPPED_IN)
        until(page, lambda: any("Content Security Policy" in said for said in page.complaints), name)
        page.wait_for_timeout(150)  # for what would run
        assert page.evaluate("window.ran") is None, f"{name}: the {page.evaluate('window.ran')} ran"


def test_every_page_has_the_policy_before_all_that_loads(site):
    for path in sorted(site.folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
        assert len(found) == 1, path
        assert "default-src 'none'" in found[0] and "unsafe-eval" not in found[0], path
        assert "unsafe-inline" not in re.search(r"script-src ([^;]*)", found[0])[1], path
        assert not re.search(r"<(script|link|style|img)\b", text.partition("Content-Security-Policy")[0]), (
            path
        )


@pytest.mark.parametrize("place", ["server", "disk"])
def test_pictures_and_tables_are_made_in_the_page(site, open_page, place):
    root = site.url if place == "server" else site.folder.as_uri() + "/"
    page = open_page(root + "explore.html#s=poppy-ha-us-mex", **DESK)
    for ending in ("csv", "svg", "png"):
        with page.expect_download() as download:
            page.locator(".pbx-figure .pb-tools button", has_text=ending.upper()).click()
        assert download.value.suggested_filename.endswith(ending)
    page.turn_to(root + "notebooks/heroin-production.html")
    with page.expect_download() as download:
        page.locator("figure.pb-chart .pb-downloads button").first.click()
    assert download.value.suggested_filename.endswith(".png")
    if place == "server" or site.renderer == "embedded":
        assert page.complaints == []  # browsers refuse Quarto's module scripts from disk, and say so


def test_a_page_of_another_site_may_show_a_chart_in_a_frame(site, open_page):
    page = open_page(site.url.replace("127.0.0.1", "localhost") + "data/datapackage.json", **DESK)
    page.set_content(f'<iframe src="{site.url}embed/poppy-area.html" width="800" height="900"></iframe>')
    page.frame_locator("iframe").locator(".pb-explore").click()
    page.frame_locator("iframe").locator(".js-plotly-plot .main-svg").first.wait_for()
    assert page.complaints == []
