"""Find the numbers that running text states, linked and not.

A **linked number** is a link whose fragment is an observation id: `[44,100 ha](#my-series@2017)` in Markdown,
`<a href="#my-series@2017">` in HTML.

An **unlinked value** is a numeral (`44,100`, `−3.5`, `12%`), or a number in words with a unit of measure behind it
(`nine percent`, `two milligrams`; but `a pound` and `one death` name any one) or with the size of hundreds or more
(`five hundred`, `two thousand`), which is not exempt. These are exempt, by their form alone:

1.  what is no prose: front matter, code, HTML tags, comments, formulas of a list (`1.`), headings and summaries, and
    what a command writes between two comments (`<!-- tasks: written by … -->` to `<!-- /tasks -->`);
2.  a link to a place in the book (`[four fifths](#fentanyl-places)`): the chart, table or section there holds or
    computes the value, and the site's own check proves that the place exists; and the text of a link that leaves the
    site, which is the title of a document;
3.  the words of others, in quotation marks or in another language (`lang=`);
4.  a worked answer: a `<details>` that shows the code which computes its values;
5.  dates, years and spans of them, fiscal, crop and other named years (`30 December`, `2014–2019`, `FY2017`, `2020s`):
    four digits without a comma, which no value of a thousand or more lacks in this book;
6.  stretches of time (`seven months`, `20 minutes`), which are differences of dates;
7.  ordinals (`49th`);
8.  names that hold a digit (`T40.4`, `4-ANPP`, `COVID-19`; but `100kg` is a value) and numbers behind the word that
    makes them a name (`version 1.0`, `Public Law 110-252`, `page 4`, `CC BY 4.0`, `questions 1 to 4`), and the name of
    a method (`95 percent interval`);
9.  telephone numbers: the form `1-800-…`, and any number that a `tel:` link of the same text calls;
10. counts of the parts of a book or text (`164 claims`, `12 rows`); counts of list items in words need no rule, for
    they carry no unit of measure;
11. fractions and multiples in words (`a third`, `four fifths`, `tenfold`, `three times`), which compare the numbers
    beside them;
12. what computers are bounded by (`4 GB`, `128 processes`).

“About”, “almost” or “over” exempts nothing: `about a hundred` is a value, and a link to it is held to its rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ONES = "zero one two three four five six seven eight nine ten eleven twelve"
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: number for number, word in enumerate(f"{_ONES} {_TEENS}".split())}
TENS = {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
MEASURES = (
    "percent|per cent|hectares?|acres?|kilograms?|kilos?|grams?|milligrams?|pounds?|tonnes?|tons?|litres?|pesos?|"
    "dollars?|deaths?|pills?|tablets?|persons?|people|doses?"
)
TIMES = "seconds?|minutes?|hours?|days?|nights?|weeks?|months?|quarters?|seasons?|years?|decades?|centuries"
PARTS = (
    "rows?|series|sources?|documents?|claims?|charts?|tables?|columns?|chapters?|pages?|terms?|questions?|exercises?|"
    "corrections?|verdicts?|cells?|notebooks?|files?|findings?|texts?|sentences?|points?|marks?"
)
NAMED = (
    "[Vv]ersion|[Ee]dition|[Vv]olume|[Ss]ection|[Cc]hapter|[Aa]rticle|[Tt]able|[Pp]age|[Pp]aragraph|[Qq]uestions?|"
    r"Schedule|Figure|Part|Law|Act|Order|Resolution|Report|Title|Number|No\.|CC BY|Python|"
    r"Notebook|WCAG|ISO|[Tt]asks?|[Pp]rompts?|[Ww]orksheets?|[Ss]heets?|[Ww]eeks?|[Ll]essons?"
)
MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_SMALL_WORD = "|".join([*SMALL, *TENS])
WORD = rf"(?:(?:an?|{_SMALL_WORD})(?:[- ](?:{'|'.join(SMALL)}))?)"
WORDED = rf"(?:{WORD}(?: (?:{'|'.join(SCALES)}))*)"
NUMERAL = r"(?<![\w.,])[−-]?\d+(?:,\d{3})*(?:\.\d+)?"

YEAR = r"(?:1[5-9]|20)\d\d"

LINK = re.compile(r"(?<!!)\[(?P<text>(?:[^\[\]\\]|\\.)*)\]\((?P<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
ANCHOR = re.compile(r"<a\b(?P<tag>[^>]*)>(?P<text>.*?)</a>", re.DOTALL | re.IGNORECASE)
HREF = re.compile(r"""\bhref\s*=\s*["']([^"']*)["']""")

_CODE = re.compile(r"^(`{3,}|~{3,})(?! *\{=html\}).*?^\1", re.DOTALL | re.MULTILINE)
_CODE_SPAN = re.compile(r"`[^`\n]+`")
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_NO_PROSE = [
    re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    re.compile(r"<!-- (\w+): written by .*?<!-- /\1 -->", re.DOTALL),
    re.compile(
        r"<details\b(?:(?!</details>).)*?^```(?:(?!</details>).)*?</details>", re.DOTALL | re.MULTILINE
    ),
    _CODE,
    re.compile(r"<(script|style|pre|code|h[1-6]|summary)\b.*?</\1>", re.DOTALL | re.IGNORECASE),
    re.compile(r"<(\w+)\b[^>]*\blang=(?!\"en).*?</\1>", re.DOTALL),
    re.compile(r"<!--.*?-->", re.DOTALL),
    _HEADING,
    _CODE_SPAN,
]
_LIST_ITEM = re.compile(r"^\s*(?:>\s*)?\d+[.)]\s", re.MULTILINE)
_TAG = re.compile(r"<[a-zA-Z/][^>]*>")
_QUOTED = re.compile(r"“[^”\n]*”|(?<![\w=])\"[^\"\n]*\"(?!\w)")
_EXEMPT = [
    re.compile(r"\b1-\d{3}-(?:\d{3}-\d{4}|[\dA-Z-]+)"),
    re.compile(rf"\b\d{{1,2}}(?:[–-]\d{{1,2}})? {MONTH}(?: \d{{4}})?"),
    re.compile(rf"\b{MONTH} \d{{1,2}}(?:[–-]\d{{1,2}})?\b(?:, \d{{4}})?"),
    re.compile(rf"\b{YEAR}-\d\d(?:-\d\d)?(?:--{YEAR}-\d\d-\d\d)?\b"),
    re.compile(rf"\b(?:C?FY|crop)?{YEAR}(?:[–-](?:FY)?(?:{YEAR}|\d\d))?s?\b"),
    re.compile(
        rf"(?<![\w.,])(?:\d[\d,.]*|{WORDED})(?:[ -]and[ -]a[ -]half)?[ -](?:{TIMES})\b", re.IGNORECASE
    ),
    re.compile(r"\b\d+(?:st|nd|rd|th)\b"),
    re.compile(r"\b[A-Za-z](?=[\w.-]*\d)\w*(?:[.-]\w+)*|(?<![\w.,])\d+(?:-[A-Za-z]\w*)+"),
    re.compile(rf"\b(?:{NAMED}) \d[\d.–-]*(?:(?:,| to| and| or) \d+\b(?! *%))*"),
    re.compile(
        rf"(?<![\w.,])(?:\d[\d,]*|{WORDED}|(?:{'|'.join(SCALES)})s of) (?:(?!(?:{MEASURES})\b)\w+ )?(?:{PARTS})\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{WORDED} times\b", re.IGNORECASE),
    re.compile(r"\b\d+ percent (?:confidence )?intervals?\b"),
    re.compile(r"\b\d+ (?:[kMG]B|processes)\b"),
]
_VALUE = re.compile(
    rf"\\?(?:US)?\$?{NUMERAL}(?: ?%| (?:{'|'.join(SCALES)}|{MEASURES})\b)*"
    rf"|\b(?!(?:an?|one)[ -](?!per)){WORDED}[ -](?:{MEASURES})\b"
    rf"|\b(?:few |several |{WORD}[ -])?(?:{'|'.join(SCALES)})s?\b",
    re.IGNORECASE,
)


def links(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Every link of a text as written: (start and end of its words, the words, its address). Code is left out."""
    shown = _blanked(
        text, [re.compile(r"^(`{3,}|~{3,})(?! *\{=html\}).*?^\1", re.DOTALL | re.MULTILINE), _NO_PROSE[-1]]
    )
    for found in LINK.finditer(shown):
        yield *found.span("text"), text[slice(*found.span("text"))], found["href"]
    for found in ANCHOR.finditer(shown):
        href = HREF.search(found["tag"])
        if href:
            yield *found.span("text"), text[slice(*found.span("text"))], href[1]


def unlinked(text: str) -> Iterator[tuple[int, str]]:
    """Every value that a text states without a link: where it stands, and the value as printed."""
    called = {re.sub(r"\D", "", number) for number in re.findall(r"tel:([+\d]+)", text)}
    shown = _blanked(text, _NO_PROSE)
    shown = LINK.sub(lambda found: _kept(found, found["href"]), shown)
    shown = ANCHOR.sub(lambda found: _kept(found, (HREF.search(found["tag"]) or [""] * 2)[1]), shown)
    shown = re.sub(
        r"(?<!\n)\n(?!\n)", " ", _blanked(shown, [_LIST_ITEM, _TAG])
    )  # lines of one paragraph are one text
    shown = _blanked(shown, [_QUOTED, *_EXEMPT])
    for found in _VALUE.finditer(shown):
        if re.sub(r"\D", "", found[0]) not in called or not re.search(r"\d", found[0]):
            yield found.start(), text[slice(*found.span())].strip()


def sayings(text: str) -> str:
    """A text with blanks for all that is not said by the book itself, headings left in: code, tags, comments, the words
    of others, worked answers."""
    return _blanked(text, [form for form in _NO_PROSE if form is not _HEADING] + [_TAG, _QUOTED])


def is_evidence(href: str) -> bool:
    """Whether an address inside the book leads to an observation."""
    return "@" in href.partition("#")[2] and not re.match(r"[a-z]+:", href)


def _kept(found: re.Match, href: str) -> str:
    """A link as far as its words still have to be looked at: all of them when it leads to a page as a whole."""
    if "#" in href or re.match(r"[a-z]+:", href):
        return _blank(found[0])
    start, end = found.start("text") - found.start(), found.end("text") - found.start()
    return _blank(found[0][:start]) + found["text"] + _blank(found[0][end:])


def _blanked(text: str, forms: list[re.Pattern]) -> str:
    for form in forms:
        text = form.sub(lambda found: _blank(found[0]), text)
    return text


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
