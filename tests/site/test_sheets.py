from hypothesis import given
from hypothesis import strategies as st

from poppybook.site.html.sheets import trim_sheets, trimmed

SHEET = """/*! Licence of the sheet */ /* a remark */
:root{--ink:#000}
a:hover,.card a{color:red}
.btn.show{color:blue}
#menu>.btn:not(.gone):is(.a,.b:not(.c)){color:green}
.col-1\\/2{width:50%}
[href$=".pdf"]::after{content:".card"}
@media (width>9em){.card{margin:0}}
@media print{.btn{display:none}.card{color:red}}
@keyframes turn{50%{opacity:.5}}
@font-face{font-family:Own}
"""


def test_only_rules_that_some_page_can_use_stay():
    assert trimmed(SHEET, {"btn", "show"}) == (
        "/*! Licence of the sheet */:root{--ink:#000}a:hover{color:red}.btn.show{color:blue}"
        '[href$=".pdf"]::after{content:".card"}'
        "@media print{.btn{display:none}}@keyframes turn{50%{opacity:.5}}@font-face{font-family:Own}"
    )
    whole = trimmed(SHEET, {"btn", "show", "card", "menu", "col-1/2"})
    assert "#menu>.btn:not(.gone):is(.a,.b:not(.c)){color:green}" in whole
    assert (
        "a:hover,.card a{" in whole
        and ".col-1\\/2{" in whole
        and "@media (width>9em){.card{margin:0}}" in whole
    )


@given(st.sets(st.sampled_from(["btn", "show", "card", "menu", "col-1/2", "a"])))
def test_trimming_twice_changes_nothing(names):
    once = trimmed(SHEET, names)
    assert trimmed(once, names) == once


def test_names_come_from_pages_and_from_what_scripts_may_give_later(tmp_path):
    library, deep = tmp_path / "site_libs" / "theme.css", tmp_path / "notebooks"
    library.parent.mkdir()
    deep.mkdir()
    library.write_text(".page{a:b}.late{a:b}.inline{a:b}#here{a:b}.prose{a:b}")
    own = tmp_path / "own.css"
    own.write_text(".prose{a:b}")
    (deep / "one.html").write_text(
        '<p class="page other" id="here">prose</p><script>node.classList.add("inline")</script>'
    )
    (tmp_path / "site_libs" / "library.js").write_text("element.className = `late ${more}`")
    trim_sheets(tmp_path)
    assert library.read_text() == ".page{a:b}.late{a:b}.inline{a:b}#here{a:b}"
    assert own.read_text() == ".prose{a:b}", "the book's own sheets are left alone"
