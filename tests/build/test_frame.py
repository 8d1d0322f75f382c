from poppybook import words
from poppybook.build.frame import mend_frame
from poppybook.build.markup import tags

FRAME = (
    "<head></head><body>"
    '<nav class="navbar navbar-expand-lg"></nav>'
    '<nav class="quarto-secondary-nav"><nav class="quarto-page-breadcrumbs" aria-label="breadcrumb"></nav></nav>'
    '<a class="flex-grow-1" role="navigation" data-bs-toggle="collapse" data-bs-target=".all"></a>'
    '<nav id="quarto-sidebar" class="sidebar"><a data-bs-toggle="collapse" data-bs-target="#part-1" '
    'role="navigation" aria-expanded="true">Part</a></nav>'
    '<nav class="quarto-page-breadcrumbs d-none" aria-label="breadcrumb"></nav>'
    '<nav id="TOC" role="doc-toc"><h2 id="toc-title">On this page</h2></nav>'
    '<div class="callout-header" data-bs-toggle="collapse" data-bs-target="#c">Fold</div>'
    '<nav class="page-navigation"></nav><nav></nav><nav></nav></body>'
)


def test_each_landmark_has_a_name_of_its_own():
    landmarks = [tag for tag in tags(mend_frame(FRAME, "", False)) if tag.name == "nav" and not tag.closing]
    names = [tag.attribute("aria-label") or tag.attribute("aria-labelledby") for tag in landmarks]
    assert all(names)
    assert len(set(names)) == len(names)
    assert words.LANDMARKS["quarto-sidebar"] in names
    assert "toc-title" in names, "the table of contents is named by its visible heading"


def test_toggles_are_buttons_that_the_keyboard_reaches():
    page = mend_frame(FRAME, "", False)
    part, fold = (tag for tag in tags(page) if (tag.attribute("data-bs-target") or "") in ("#part-1", "#c"))
    assert (part.attribute("role"), part.attribute("href")) == ("button", "#part-1")
    assert (fold.attribute("role"), fold.attribute("tabindex")) == ("button", "0")
    assert "Enter" in fold.attribute("onkeydown")
    assert 'role="navigation"' not in page


def test_the_first_link_leads_past_the_frame():
    page = mend_frame(
        FRAME.replace("</body>", '<main id="quarto-document-content"></main></body>'), "", False
    )
    first = next(tag for tag in tags(page) if tag.name == "a")
    assert first.attribute("href") == "#quarto-document-content"
    assert mend_frame(page, "", False) == page
    assert "pb-skip" not in mend_frame(FRAME, "", False), "nowhere to lead to"


def test_search_from_disk_is_added_once_and_only_where_there_is_search():
    page = mend_frame(FRAME, "../", True)
    assert '"../assets/search-index.js"' in page
    assert page.index("pbSearchIndex") < page.index("</head>")
    assert "pbSearchIndex" not in mend_frame(FRAME, "", False)


def test_mending_twice_changes_nothing():
    once = mend_frame(FRAME, "", True)
    assert mend_frame(once, "", True) == once
