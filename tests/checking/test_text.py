"""Text as a reader reads it, and addresses that lead to a page of the web."""

import pytest

from poppybook.checking.rules_text import is_web_address, leftover


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Amapola &amp; heroin", "&amp;"),
        ("Fish &#233;", "&#233;"),
        ("<b>Amapola</b>", "<b>"),
        ("Kept</td>", "</td>"),
        ("M\u00c3\u00a9rida Initiative", "\u00c3\u00a9"),
        ("It\u00e2\u20ac\u2122s over", "\u00e2\u20ac\u2122"),
        ("Table\u00c2\u00a03", "\u00c2\u00a0"),
        ("M?rida Initiative", "M?r"),
        ("see #REF! there", "#REF"),
        ("#N/A", "#N/A"),
    ],
)
def test_what_copying_leaves_in_a_cell_is_found(cell, found):
    assert leftover(cell) == found


@pytest.mark.parametrize(
    "cell",
    [
        "Who pays? The states.",
        "https://example.org/a?b=c&amp;d is an address",
        "R&D at AT&T; less than < 5, more than > 3",
        "S\u00c3O PAULO",
        "M\u00e9rida \u2014 \u201cquoted\u201d",
        "item #3",
    ],
)
def test_what_people_write_stays(cell):
    assert leftover(cell) == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://intranet.local/a",
        "http://printer.lan/a",
        "https://a.test/",
        "https://example.org/%zz",
        "https://example.org/50%",
        "https://a.org/x;https://b.org/y",
        "https://a.org/x,http://b.org/y",
    ],
)
def test_addresses_that_lead_nowhere(address):
    assert not is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/2013/http://a.gov/b.html",
        "https://example.org/50%25",
        "https://a.org/x;y,z",
    ],
)
def test_addresses_that_lead_somewhere(address):
    assert is_web_address(address)
