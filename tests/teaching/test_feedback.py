"""The feedback page: whatever a notebook holds, the page is text that asks nobody, leads nowhere and hides nothing."""

import base64
import re
import struct
import unicodedata
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from poppybook.teaching import feedback
from poppybook.teaching.judging import GradedCell
from poppybook.teaching.outcome import Cell, Marked


def page(*cells, shown=None, student="Ana", file="Ana.ipynb", remarks=()):
    graded = {
        "check-1": GradedCell("check-1", 2, False, "check('1', x)", ""),
        "answer-2": GradedCell("answer-2", 4, True, "", ""),
    }
    marked = Marked(
        {"check-1": 2, "answer-2": None}, {"check-1": 2, "answer-2": 4}, ["answer-2"], remarks=list(remarks)
    )
    job = SimpleNamespace(
        paper=SimpleNamespace(cells=graded),
        title="Poppies",
        tasks={"1": "Task 1. One"},
        student=student,
        file=file,
        cells=list(cells),
    )
    return feedback.page(job, marked, shown or [[] for _ in cells])


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


HOSTILE = [
    "[x](attachment:x.png)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](https://example.org/ 'title')",
    "[x](//example.org)",
    "[x](#top)",
    "<https://example.org>",
    "<ana@example.org>",
    "[x][y]\n\n[y]: https://example.org",
    "![x](https://example.org/x.png)",
    "![x](attachment:x.png)",
    "[![x](https://example.org/x.png)](https://example.org)",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<a href=https://example.org>x</a>",
    "<img src=x onerror=alert(1)>",
    "# Heading <script>alert(1)</script>",
    "| [a](https://example.org) |\n|---|\n| <b>x</b> |",
    "```html\n<script src=//example.org></script>\n```",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_no_text_of_a_notebook_becomes_a_link_or_a_request(source):
    text = page(
        Cell("markdown", source), Cell("code", source), shown=[[], [["printed", source], ["error", source]]]
    )
    found = Tags(text)
    assert not {"a", "script", "img", "link", "iframe", "object", "form", "base", "svg", "video"} & set(
        found.tags
    )
    assert found.tags.count("meta") == 4
    assert not [each for each in found.attributes if each[1] in ("href", "src", "action", "srcset", "style")]
    assert not [each for each in found.attributes if each[1].startswith("on")]


def test_a_link_shows_its_text_and_where_it_would_lead():
    text = page(Cell("markdown", "[our source](https://example.org/a?b=1&c=2) and <https://example.org>"))
    assert 'our source&#32;<span class="address">(https://example.org/a?b=1&amp;c=2)</span>' in text
    assert text.count("https://example.org<") == 1


INVISIBLE = ["\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u200e", "\u2060", "\ufeff", "\u00ad", "\u2028",
             "\u3164", "\U000e0041", "\ue000", "\x85", "\x9b", "\u115f", "\u2800"]  # fmt: skip


@pytest.mark.parametrize("sign", INVISIBLE, ids=lambda sign: f"{ord(sign):04X}")
def test_signs_that_nobody_sees_are_shown_by_their_number(sign):
    said = f"a{sign}b"
    text = page(
        Cell("markdown", f"{said} [{said}](https://example.org/{sign})"),
        Cell("code", said),
        shown=[[], [["printed", said], ["result", said], ["error", said]]],
        student=said,
        file=said,
        remarks=[said],
    )
    assert sign not in text
    assert text.count(f"a[U+{ord(sign):04X}]b") == 10


def test_no_sign_comes_in_by_its_entity():
    text = page(Cell("markdown", "a&#x202e;b &#8203; [x&#x2066;y](https://example.org/&#x202e;)"))
    assert "a[U+202E]b [U+200B] x[U+2066]y" in text
    assert not re.search("[\u202e\u200b\u2066]", text)


def test_scripts_that_need_joiners_accents_and_emoji_stay():
    said = "می‌خواهم 👩‍🔬 e\u0301 עברית 名"
    assert said in page(Cell("code", said))


def test_no_sign_that_steers_a_terminal_or_turns_text_is_left():
    everything = "".join(map(chr, range(0x3000)))
    text = feedback.readable(everything)
    left = {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp", "Co")}
    assert left == {"\t", "\n", "\u200c", "\u200d"}


def test_the_page_has_one_first_heading_and_those_of_the_notebook_stand_below():
    text = page(Cell("markdown", "# One\n\n###### Six\n\nTwo\n==="))
    assert text.count("<h1") == 1
    assert re.findall(r"<(h\d)>(\w+)</\1>", text)[-3:] == [("h3", "One"), ("h6", "Six"), ("h3", "Two")]


def png(width, height):
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", width, height, 8, 2, 0, 0, 0, 0)
    return base64.b64encode(head).decode()


@pytest.mark.parametrize(
    ("picture", "is_shown"),
    [(png(800, 600), True), (png(100_000, 100_000), False), ("AAAA", False), ("", False), ("ü", False)],
)  # fmt: skip
def test_a_picture_is_a_png_of_a_size_that_a_browser_holds(picture, is_shown):
    text = page(Cell("code", "x"), shown=[[["png", picture]]])
    assert ("<img" in text) is is_shown


def test_what_a_check_says_is_marked_as_right_or_wrong():
    text = page(Cell("code", "x", "check-1"), shown=[[["result", "that is it"]]])
    assert '<pre class="right">that is it</pre>' in text
    assert '<pre class="result">1</pre>' in page(Cell("code", "x"), shown=[[["result", "1"]]])


def test_thousands_of_links_and_brackets_are_read():
    for source in ("[](a)" * 3_000, "[" * 9_000, "*a **b " * 2_000, "> " * 2_000, "`" * 9_000):
        assert "</main>" in page(Cell("markdown", source))
