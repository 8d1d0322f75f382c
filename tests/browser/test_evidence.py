"""From a number to its evidence as a reader goes: the link, the card, the row; by mouse, keys and touch, in print."""

import gzip
import itertools

import pytest
from sample import first
from waiting import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
PAGES = ["heroin", "fentanyl", "fentanyl-deaths", "cooperation", "supply-chain", "cbp", "cdc", "nflis"]
CHAPTER = "notebooks/heroin-production.html"
AREA = "poppy-ha-us-mex@2017"
LIGHT = 150_000  # bytes of a page of evidence on its way to the reader
CHAPTERS = [
    "index.html",
    *(
        f"notebooks/{name}.html"
        for name in ("heroin-production", "fentanyl-seizures", "cooperation-timeline", "supply-chain")
    ),
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_evidence_is_light(site, name):
    size = len(gzip.compress((site.folder / "evidence" / f"{name}.html").read_bytes()))
    assert size <= LIGHT, f"{size:,} bytes"


# Goes to one row after the other and names those that do not come: the row that is the target, in the window.
OUT_OF_SIGHT = """async (names) => {
  const lost = [];
  for (const name of names) {
    location.hash = name;
    const comes = () => { const row = document.getElementById(name), top = row?.getBoundingClientRect().top;
      return row?.matches("tr:target") && row.checkVisibility() && 0 <= top && top < innerHeight; };
    for (let frame = 0; frame < 600 && !comes(); frame++) await new Promise(requestAnimationFrame);
    if (!comes()) lost.push(name);
  }
  return lost; }"""


@pytest.mark.parametrize("chapter", first(1, CHAPTERS))
def test_every_number_in_the_text_leads_to_its_row(site, open_page, chapter):
    page = open_page(site.url + chapter, **DESK)
    addresses = page.locator("a[data-card]").evaluate_all("links => links.map(link => link.href)")
    assert addresses
    pages = itertools.groupby(sorted(set(addresses)), lambda address: address.partition("#")[0])
    for address, links in pages:  # one page after the other, each loaded once
        names = [link.partition("#")[2] for link in links]
        page.goto(f"{address}#{names[0]}")
        assert page.evaluate(OUT_OF_SIGHT, names) == [], address


def test_the_row_shows_all_it_has_and_leads_back_to_the_sentence(site, open_page):
    page = open_page(f"{site.url}evidence/heroin.html#{AREA}", **DESK)
    row = page.locator(f'[id="{AREA}"]')
    back = row.get_by_role("link", name="Heroin production in Mexico")
    expect(back, "the details of a row are open when a link leads to it").to_be_visible()
    back.click()
    page.wait_for_url(f"**/{CHAPTER}#said-{AREA}")
    expect(page.locator(":target")).to_have_attribute("data-card", AREA)


def test_an_old_address_of_what_has_a_page_of_its_own_leads_there(site, open_page):
    page = open_page(f"{site.url}evidence/fentanyl.html#od-t404@2022", **DESK)
    page.wait_for_url("**/evidence/fentanyl-deaths.html#od-t404@2022")
    expect(page.locator('[id="od-t404@2022"]')).to_be_in_viewport()
    page.goto((site.folder / "evidence" / "fentanyl.html").as_uri() + "#od-t404")
    page.wait_for_url("**/fentanyl-deaths.html#od-t404")
    page = open_page(f"{site.url}evidence/fentanyl.html#od-t404", java_script_enabled=False, **DESK)
    link = page.locator('.ev-part [id="od-t404"] a')
    expect(link, "the folded list opens for a link into it").to_be_visible()
    link.click()
    page.wait_for_url("**/fentanyl-deaths.html#od-t404")


def test_without_javascript_every_detail_unfolds(site, open_page):
    page = open_page(f"{site.url}evidence/fentanyl.html", java_script_enabled=False, **DESK)
    fold = page.locator(".ev-series details").first
    assert not fold.locator("code").is_visible()
    fold.locator("> summary").click()
    expect(fold.locator("code")).to_be_visible()
    page.goto(f"{site.url}evidence/cdc.html#cdc-12m-t404-us-oh@2023-12")
    row = page.locator('[id="cdc-12m-t404-us-oh@2023-12"]')
    expect(row, "a folded table opens for a link into it").to_be_visible()


def test_on_paper_the_documents_stand_below_their_table(site, open_page):
    page = open_page(f"{site.url}evidence/heroin.html", **DESK)
    expect(page.locator(".ev-documents li").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".ev-documents li").first).to_be_visible()
    expect(page.locator(".ev-index")).to_be_hidden()


# ---------------------------------------------------------------- cards


@pytest.fixture
def chapter(site, open_page):
    page = open_page(site.url + CHAPTER, **DESK)
    page.link = page.locator(f'a[data-card="{AREA}"]').first
    page.card = page.locator(".pb-card")
    page.link.scroll_into_view_if_needed()
    return page


def test_a_card_shows_the_essentials_on_hover_and_waits_for_the_pointer(chapter):
    assert not chapter.card.is_visible()
    chapter.link.hover()
    chapter.card.wait_for(state="visible")
    said = chapter.card.inner_text()
    for part in (
        "44,100 hectares",
        "2017, estimate",
        "Office of National Drug Control Policy",
        "Reliability A",
    ):
        assert part in said
    expect(chapter.link).to_have_attribute("aria-describedby", "pb-card")
    chapter.card.hover()
    chapter.wait_for_timeout(600)
    assert chapter.card.is_visible(), "the pointer may rest on the card"
    chapter.mouse.move(5, 5)
    chapter.card.wait_for(state="hidden")
    expect(chapter.link).not_to_have_attribute("aria-describedby", "pb-card")


def test_a_card_shows_on_focus_and_goes_with_escape_and_with_the_focus(chapter):
    chapter.mouse.move(5, 5)
    chapter.link.focus()
    chapter.keyboard.press("Shift+Tab")
    chapter.keyboard.press("Tab")
    chapter.card.wait_for(state="visible")
    chapter.wait_for_timeout(600)
    assert chapter.card.is_visible(), "it stays while the link has the focus"
    chapter.keyboard.press("Escape")
    chapter.card.wait_for(state="hidden")
    expect(chapter.link, "Escape leaves the focus where it is").to_be_focused()
    chapter.keyboard.press("Shift+Tab")
    chapter.keyboard.press("Tab")
    chapter.card.wait_for(state="visible")
    chapter.link.evaluate("link => link.blur()")
    chapter.card.wait_for(state="hidden")


@pytest.mark.parametrize("width", first(1, [320, 390, 1280]))
def test_a_card_stays_inside_the_window(site, open_page, width):
    page = open_page(site.url + CHAPTER, viewport={"width": width, "height": 700})
    for link in page.locator("a[data-card]").all()[:12:2]:
        link.scroll_into_view_if_needed()
        link.hover()
        expect(link).to_have_attribute("aria-describedby", "pb-card")
        box = page.locator(".pb-card").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, box
        assert box["y"] >= 0 and box["y"] + box["height"] <= 700, box
        page.keyboard.press("Escape")
        page.mouse.move(2, 2)


def test_a_tap_follows_the_link(site, open_page):
    page = open_page(site.url + CHAPTER, **PHONE)
    page.locator(f'a[data-card="{AREA}"]').first.tap()
    page.wait_for_url(f"**/evidence/heroin.html#{AREA}")


def test_cards_work_from_disk_and_only_where_there_are_numbers(site, open_page):
    page = open_page((site.folder / CHAPTER).as_uri(), **DESK)
    page.locator(f'a[data-card="{AREA}"]').first.hover()
    page.locator(".pb-card").wait_for(state="visible")
    assert "cards.js" not in (site.folder / "help.html").read_text(encoding="utf-8")


def test_a_term_gets_a_card_by_the_same_means(site, open_page):
    """What another part of the book has to write: the link, and the page's JSON block."""
    page = open_page(site.url + "help.html", **DESK)
    page.evaluate(
        """address => {
            const terms = '{"unodc": ["UNODC", "An office of the UN."]}';
            document.body.insertAdjacentHTML("afterbegin", '<p><a href="#x" data-term="unodc">UNODC</a></p>' +
              `<script type="application/json" id="pb-terms">${terms}</` + "script>");
            document.body.append(Object.assign(document.createElement("script"), { src: address }));
        }""",
        site.url + "assets/cards.js",
    )
    page.locator(".pb-card").wait_for(state="attached")
    page.locator("a[data-term]").hover()
    page.locator(".pb-card").wait_for(state="visible")
    expect(page.locator(".pb-card p")).to_have_text(["UNODC", "An office of the UN."])
