"""The filter of a long list: by keyboard, counted aloud, kept in the address, and not needed."""

from waiting import at, expect

DESK = {"viewport": {"width": 1280, "height": 900}}
CLAIMS = "notebooks/claims.html"
ALL = "[data-filter] li[data-verdict]"


def test_by_keyboard_the_list_narrows_and_the_count_is_announced(site, open_page):
    page = open_page(site.url + CLAIMS, **DESK)
    expect(page.locator(f"{ALL}:visible")).to_have_count(164)
    status = page.locator(".pb-filter [role=status]")
    expect(status).to_have_text("164 of 164 claims")
    select = page.get_by_label("Verdict", exact=True)
    select.focus()
    page.keyboard.type("misp")  # what a keyboard does in a select: type the beginning of an option
    expect(status).to_have_text("1 of 164 claims")
    expect(page.locator(f"{ALL}:visible")).to_have_id("ucsd-08")
    expect(page.locator("[data-filter-group]:visible")).to_have_count(1)
    at(page, "#?verdict=misprint")
    page.get_by_role("button", name="Show all claims").press("Enter")
    expect(status).to_have_text("164 of 164 claims")
    at(page, CLAIMS)
    expect(page.locator("select:focus")).to_have_count(1)


def test_a_filtered_view_can_be_sent_also_from_disk(site, open_page):
    for address in (site.url + CLAIMS, (site.folder / CLAIMS).as_uri()):
        page = open_page(f"{address}#?verdict=inconsistent&document=Unsigned+report%2C+2025", **DESK)
        expect(page.locator(f"{ALL}:visible")).to_have_count(9)
        expect(page.get_by_label("Verdict", exact=True)).to_have_value("inconsistent")
        page.get_by_label("Theme", exact=True).select_option("Public health")
        expect(page.locator(".pb-filter [role=status]")).to_have_text("2 of 164 claims")
        at(page, "#?document=Unsigned+report%2C+2025&theme=Public+health&verdict=inconsistent")
        if address.startswith("file:") and site.renderer == "quarto":
            continue  # browsers refuse Quarto's own scripts from disk, which are modules
        assert page.complaints == []


def test_a_link_to_a_hidden_entry_shows_the_list_again(site, open_page):
    page = open_page(f"{site.url}{CLAIMS}#?verdict=misprint", **DESK)
    page.evaluate("location.hash = '#crs-28'")
    page.locator("#crs-28").wait_for(state="visible")
    expect(page.locator(".pb-filter [role=status]")).to_have_text("164 of 164 claims")


def test_an_unknown_choice_in_the_address_filters_nothing(site, open_page):
    page = open_page(f"{site.url}{CLAIMS}#?verdict=nonsense", **DESK)
    expect(page.locator(f"{ALL}:visible")).to_have_count(164)


def test_without_javascript_the_whole_list_stands_there(site, open_page):
    page = open_page(site.url + CLAIMS, java_script_enabled=False, **DESK)
    assert page.locator(f"{ALL}:visible").count() == 164
    assert page.locator(".pb-filter").count() == 0


def test_a_term_explains_itself_on_focus_and_is_a_plain_link(site, open_page):
    page = open_page(site.url + "notebooks/heroin-production.html", **DESK)
    term = page.locator("a.pb-term").first
    assert "glossary.html#" in term.get_attribute("href")
    term.focus()
    card = page.locator(".pb-card")
    card.wait_for(state="visible")
    assert len(card.inner_text()) > 20
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
