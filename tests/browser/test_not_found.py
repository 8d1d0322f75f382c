"""The page for wrong addresses leads home wherever the site lies and however deep the wrong address is."""

import http.server
import threading
from functools import partial
from urllib.parse import urljoin

import pytest
from waiting import expect

ELSEWHERE = "<title>somebody else's front page</title>"


@pytest.fixture(params=["", "NAME/", "a/b/"])
def published(request, site, tmp_path):
    """The site below a folder of a server that answers each wrong address in it with its 404.html: the address."""
    if request.param:
        (tmp_path / request.param).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / request.param.rstrip("/")).symlink_to(site.folder)
        (tmp_path / "index.html").write_text(ELSEWHERE)
    top = tmp_path if request.param else site.folder

    class Pages(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def send_error(self, code, *_, **__):
            body = (site.folder / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=top))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{request.param}"
    server.shutdown()


WRONG = ["gone.html", "notebooks/gone.html", "evidence/old/gone", "a/b/c/d.html", "100%25/x?y#z"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_wrong_address_leads_home(site, open_page, published, scripts):
    page = open_page("about:blank", java_script_enabled=scripts)
    for wrong in WRONG:
        page.goto(published + wrong)
        links = page.locator("a:visible")
        links.first.wait_for()
        if scripts:
            links.first.click()
            expect(page, wrong).to_have_url(published + "index.html")
        elif wrong.count("/") <= 2:
            ways = [urljoin(published + wrong, one.get_attribute("href")) for one in links.all()]
            assert published + "index.html" in ways, wrong


def test_from_disk_it_leads_home_too(site, open_page):
    page = open_page((site.folder / "404.html").as_uri())
    page.locator("a:visible").first.click()
    expect(page).to_have_url((site.folder / "index.html").as_uri())


def test_no_page_names_an_address_that_holds_at_the_top_of_a_server_only(site):
    for path in sorted(site.folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert 'href="/' not in text and 'src="/' not in text, path
