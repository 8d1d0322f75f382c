import subprocess
import sys

import pytest

from poppybook.site.html.markup import Edits, end_of_element, tags


def names(page):
    return [("/" if tag.closing else "") + tag.name for tag in tags(page)]


def test_what_only_looks_like_a_tag_is_none():
    page = '<p title="a > b">x</p><!-- <i> --><script>if (a<b) "<p>"</script><style>a{content:"<b>"}</style>1 < 2'
    assert names(page) == ["p", "/p", "script", "style"]


def test_attributes_are_read_in_every_quoting():
    (tag,) = tags("""<a href="x?a=1&amp;b=2" data-id='s@2017' hidden rel=next CLASS="one two">""")
    assert tag.attribute("href") == "x?a=1&b=2"
    assert tag.attribute("data-id") == "s@2017"
    assert tag.attribute("hidden") == ""
    assert tag.attribute("rel") == "next"
    assert tag.attribute("id") is None, "data-id is not id"
    assert tag.has_class("two")
    assert not tag.has_class("on")


def test_an_element_ends_at_its_own_end_tag():
    page = "<div><div></div><p></p></div><div></div>"
    found = list(tags(page))
    assert page[: end_of_element(found[0], found[1:])] == "<div><div></div><p></p></div>"
    with pytest.raises(ValueError, match="never closed"):
        end_of_element(found[0], found[1:3])


def test_edits_leave_every_other_byte_alone():
    page = '<nav  class="a"\n>text &amp; <b>bold</b></nav>'
    nav, bold, *_ = tags(page)
    edits = Edits(page)
    edits.set_attribute(nav, "class", "b")
    edits.add_attribute(nav, "aria-label", 'Say "this"')
    edits.replace(bold.start, bold.end, "<strong>")
    assert (
        edits.result()
        == '<nav aria-label="Say &quot;this&quot;"  class="b"\n>text &amp; <strong>bold</b></nav>'
    )


@pytest.mark.parametrize("rest", ['a"' * 20_001, "a" * 30])  # without end: the quotes, and the plain text
def test_broken_pages_do_not_take_for_ever(rest):
    """In a process of its own, since for ever is longer than any machine's patience."""
    code = "import sys; from poppybook.site.html.markup import tags; print(list(tags('<p ' + sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", code, rest], capture_output=True, text=True, timeout=600)
    assert done.stdout == "[]\n"
