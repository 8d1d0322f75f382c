import re
from pathlib import Path

from poppybook import language as words
from poppybook.site.html import inline
from poppybook.site.html.frame import SCROLLING, mend_frame
from poppybook.site.html.markup import tags

ASSETS = Path(__file__).parents[2] / "assets"
FRAME = (
    '<head><meta charset="utf-8"><link rel="stylesheet" href="site_libs/bootstrap-icons/bootstrap-icons.min.css">'
    '<script src="site_libs/bootstrap/bootstrap.bundle.min.js"></script><script src="nav.js"></script>'
    '<script src="module.js" type="module"></script></head><body>'
    '<nav class="navbar navbar-expand-lg"></nav>'
    '<nav class="quarto-secondary-nav"><nav class="quarto-page-breadcrumbs" aria-label="breadcrumb"></nav></nav>'
    '<a class="flex-grow-1" role="navigation" data-bs-toggle="collapse" data-bs-target=".all"></a>'
    '<nav id="quarto-sidebar" class="sidebar"><a data-bs-toggle="collapse" data-bs-target="#part-1" '
    'role="navigation" aria-expanded="true">Part</a></nav>'
    '<a class="sidebar-item-text" data-bs-toggle="collapse" data-bs-target="#part-2" role="navigation">Part two</a>'
    '<nav class="quarto-page-breadcrumbs d-none" aria-label="breadcrumb"></nav>'
    '<nav id="TOC" role="doc-toc"><h2 id="toc-title">On this page</h2></nav>'
    '<div class="callout-header" data-bs-toggle="collapse" data-bs-target="#c">Fold</div>'
    '<nav class="page-navigation"></nav><nav></nav><nav></nav></body>'
)


def test_each_landmark_has_a_name_of_its_own():
    landmarks = [tag for tag in tags(mend_frame(FRAME)) if tag.name == "nav" and not tag.closing]
    names = [tag.attribute("aria-label") or tag.attribute("aria-labelledby") for tag in landmarks]
    assert all(names)
    assert len(set(names)) == len(names)
    assert words.LANDMARKS["quarto-sidebar"] in names
    assert "toc-title" in names, "the table of contents is named by its visible heading"


def test_toggles_are_buttons_that_the_keyboard_reaches():
    page = mend_frame(FRAME)
    part, fold = (tag for tag in tags(page) if (tag.attribute("data-bs-target") or "") in ("#part-1", "#c"))
    assert (part.attribute("role"), part.attribute("href")) == ("button", "#part-1")
    assert (fold.attribute("role"), fold.attribute("tabindex")) == ("button", "0")
    assert "Enter" in inline.PRESSED and ".callout-header[role=button]" in inline.PRESSED
    assert page.count(inline.PRESSED) == 1
    assert 'role="navigation"' not in page


def test_a_page_with_room_of_its_own_is_marked_on_its_body():
    page = FRAME.replace(
        "<body>", '<body class="docked"><main id="quarto-document-content"><ol class="front-spine"></ol>'
    )
    once = mend_frame(page)
    assert '<body class="docked pb-front">' in once
    assert mend_frame(once).count("pb-front") == 1
    assert "pb-front" not in mend_frame(FRAME)


def test_a_cell_leaves_its_name_to_the_chart_it_shows():
    figure = '<figure class="pb-chart" id="poppy-area" data-chart="poppy-area"></figure>'
    page = f'<body><div class="cell" id="poppy-area">{figure}</div><div class="cell" id="b"></div></body>'
    done = mend_frame(page)
    assert done.count('id="poppy-area"') == 1 and figure in done
    assert 'id="b"' in done


def test_a_cell_leaves_its_name_to_the_section_that_has_it():
    page = '<body><section id="all"><h2>All</h2><div class="cell" id="all"></div></section></body>'
    done = mend_frame(page)
    assert done.count('id="all"') == 1 and '<section id="all">' in done


def test_quartos_script_has_something_else_to_write_its_sheet_into():
    page = '<html><head><meta charset="utf-8"></head><body><main id="quarto-document-content"></main></body></html>'
    place = '<template id="quarto-target-style"></template>'
    once = mend_frame(page)
    assert once.count(place) == 1 and mend_frame(once) == once
    assert place not in mend_frame(
        page.replace("<body>", '<script src="site_libs/smalldocs.js"></script><body>')
    )


def test_no_style_asks_the_whole_page_what_it_holds():
    # A browser would style everything anew at each word that a chart reads out: 24 ms a key on the longest chapter.
    for sheet in ASSETS.glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"(?:^|[\s,}])(?:html|body|:root)[^\s,{]*:has\(", css), sheet.name


def test_a_table_that_scrolls_on_a_phone_takes_the_focus_and_has_a_name():
    for name in SCROLLING:
        page = mend_frame(f'<body><div class="{name} more"><table></table></div></body>')
        frame = next(tag for tag in tags(page) if tag.name == "div")
        assert frame.attribute("tabindex") == "0" and frame.attribute("role") == "group"
        assert frame.attribute("aria-label") == words.WIDE_TABLE


def test_the_first_link_leads_past_the_frame():
    page = mend_frame(FRAME.replace("</body>", '<main id="quarto-document-content"></main></body>'))
    first = next(tag for tag in tags(page) if tag.name == "a")
    assert first.attribute("href") == "#quarto-document-content"
    assert mend_frame(page) == page
    assert "pb-skip" not in mend_frame(FRAME), "nowhere to lead to"


def test_names_of_parts_that_stay_open_are_no_buttons():
    part = next(tag for tag in tags(mend_frame(FRAME)) if tag.has_class("sidebar-item-text"))
    assert part.all_attributes() == {"class": "sidebar-item-text"}


def test_the_larger_click_area_beside_a_button_is_hidden_from_screen_readers():
    area = next(tag for tag in tags(mend_frame(FRAME)) if tag.has_class("flex-grow-1"))
    assert area.attribute("aria-hidden") == "true"
    assert area.attribute("href") is None and area.attribute("role") is None


def test_the_first_look_loads_no_icon_font_and_waits_for_no_script():
    page = mend_frame(FRAME)
    assert "bootstrap-icons" not in page
    scripts = {tag.attribute("src"): tag for tag in tags(page) if tag.name == "script"}
    assert scripts["nav.js"].attribute("defer") is not None
    assert scripts["module.js"].attribute("defer") is None, "a module waits by itself"
    assert "site_libs/bootstrap/bootstrap.bundle.min.js" in scripts, "something opens and closes here"


def test_bootstraps_script_is_left_out_where_nothing_needs_it():
    page = mend_frame('<head><script src="bootstrap.bundle.min.js"></script></head><body></body>')
    assert "<script" not in page


def test_light_or_dark_is_settled_before_the_style_sheets_where_both_modes_share_one():
    sheet = '<link rel="stylesheet" href="{}.css" id="quarto-bootstrap-{}">'
    script = "<script>localStorage.getItem('smalldocs-scheme')</script>"
    for dark, moved in (("default", True), ("slate", False)):
        sheets = sheet.format("default", "light") + sheet.format(dark, "dark")
        page = mend_frame(f'<head><meta charset="utf-8">{sheets}{script}</head><body></body>')
        assert (page.rindex("<script") < page.index("<link")) is moved
        links = [tag for tag in tags(page) if tag.name == "link"]
        assert len(links) == (1 if moved else 2), "a sheet for both modes is read once"
        assert mend_frame(page) == page


def test_the_sheet_for_dark_pages_does_not_keep_light_ones_waiting():
    sheet = '<link href="{0}.css" rel="stylesheet" class="quarto-color-scheme{1}" id="quarto-bootstrap">'
    page = mend_frame(
        '<head><meta charset="utf-8">'
        + sheet.format("light", "")
        + sheet.format("dark", " quarto-color-alternate")
        + sheet.format("light", "-extra")
        + "</head><body></body>",
    )
    links = [tag for tag in tags(page) if tag.name == "link"]
    assert [tag.attribute("media") for tag in links] == [
        None,
        "screen and (prefers-color-scheme: dark)",
        None,
    ]
    assert "quarto-color-scheme" in page[links[1].end : links[2].start], "who has chosen dark gets it at once"
    assert mend_frame(page) == page


def test_mending_twice_changes_nothing():
    once = mend_frame(FRAME)
    assert mend_frame(once) == once
    page = FRAME.replace("<body>", '<body><main id="quarto-document-content"></main>')
    once = mend_frame(page)
    assert "pb-waits" in once and "pb-waits" not in mend_frame(FRAME), "only a page with a text can wait"
    assert mend_frame(once) == once


def test_only_the_renderer_that_measures_its_header_is_told_the_height():
    page = '<head><meta charset="utf-8">{}</head><body><main id="quarto-document-content"></main></body>'
    script = '<script src="../site_libs/smalldocs.js" defer></script>'
    assert "--sd-header-height" in mend_frame(page.format(script))
    other = mend_frame(page.format(""))
    assert "--sd-header-height" not in other
    assert "DOMContentLoaded" in other, "Quarto's scripts take turns"


def test_the_logo_of_contents_that_are_folded_up_is_not_loaded():
    done = mend_frame('<img src="icon.svg" class="sidebar-logo img-fluid"><img src="a.png">')
    assert [tag.attribute("loading") for tag in tags(done)] == ["lazy", None]


def test_a_heading_of_a_table_that_says_nothing_is_a_plain_cell():
    page = '<table><tr><th></th><th scope="col">Year</th></tr><tr><th data-role="th">\n</th></tr></table>'
    assert mend_frame(page) == (
        '<table><tr><td></td><th scope="col">Year</th></tr><tr><td data-role="th"></td></tr></table>'
    )


def test_a_printed_table_takes_the_focus_and_has_a_name():
    page = '<div class="cell-output cell-output-display"><div><table class="dataframe"></table></div></div>'
    done = mend_frame(page)
    output = next(tag for tag in tags(done) if tag.has_class("cell-output-display"))
    assert output.attribute("tabindex") == "0" and output.attribute("aria-label")
    assert mend_frame(done) == done


def test_a_table_of_quartos_text_gets_a_frame_once_and_other_tables_none():
    cells = "<tr><td>1</td></tr></table>"
    text = f'<div class="cell-output-display"><table class="dataframe caption-top table">{cells}</div>'
    table = f'<table class="caption-top table">{cells}'
    page = mend_frame(f"<body><main>{text}{table}</main></body>")
    assert page.count('<div class="sd-table"') == 1
    assert f'aria-label="{words.WIDE_TABLE}">{table}</div>' in page
    assert mend_frame(page) == page


def test_no_attribute_is_left_that_would_run_a_script():
    switch = '<a class="quarto-color-scheme-toggle" href="" onclick="window.toggle(); return false;">Dark</a>'
    button = '<button onclick="open()" class="quarto-btn-toggle" onkeydown=\'x("on=1")\' title="on = off">Menu</button>'
    page = mend_frame(FRAME.replace("</body>", switch + button + "</body>"))
    assert not re.search(r"onclick|onkeydown", page.replace(inline.PRESSED, ""))
    assert 'title="on = off"' in page
    assert mend_frame(page) == page
