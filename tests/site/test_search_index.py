"""The index of the site's search: everything that pages list is in it, at an address that exists, and it is small."""

import gzip
import json
import re
from collections import defaultdict
from itertools import chain
from types import SimpleNamespace

import pytest

import poppybook as pb
from poppybook.book.finding import RULE
from poppybook.dataset.listing import series_in_order
from poppybook.language.finding import KINDS
from poppybook.pages.facts import titles
from poppybook.site.html.page_text import Page
from poppybook.site.html.search_box import SCRIPT, UNUSED, add_search
from poppybook.site.search_index import INDEX

ALONE = ("embed/", "figures/")  # pages without a frame: one chart, one table
MOST = 150_000  # bytes, as a web host sends it
DATA = pb.load()


@pytest.fixture(scope="module")
def index(site):
    script = (site.folder / INDEX).read_text(encoding="utf-8")
    return json.loads(script.removeprefix("window.pbSearchIndex=").rstrip(";\n"))


@pytest.fixture(scope="module")
def things(index):
    """By kind: page, fragment, title and text of each thing."""
    found = defaultdict(list)
    for kind in index["kinds"]:
        texts = [" · ".join(filter(None, parts)) for parts in zip(*kind["texts"], strict=True)]
        rows = zip(kind["places"], kind["fragments"], kind["titles"], texts, strict=True)
        for place, fragment, title, text in rows:
            page = index["places"][place][0]
            found[kind["kind"]].append(SimpleNamespace(page=page, fragment=fragment, title=title, text=text))
    return found


def fragments(found):
    return [one.fragment for one in found]


def test_every_address_exists(site, things):
    wanted = defaultdict(set)
    for one in chain(*things.values()):
        wanted[one.page].add(one.fragment)
    for page, names in wanted.items():
        ids = set(re.findall(r'\bid="([^"]+)"', (site.folder / page).read_text(encoding="utf-8")))
        assert names - {""} <= ids, page
    assert len(wanted) > 25


def test_it_is_small(site):
    size = len(gzip.compress((site.folder / INDEX).read_bytes(), 6))
    assert size <= MOST, f"{size:,} bytes"


@pytest.mark.parametrize(
    ("kind", "table", "key"),
    [
        ("series", "series", "series_id"),
        ("events", "events", "event_id"),
        ("sources", "sources", "source_id"),
        ("claims", "claims", "claim_id"),
        ("terms", "glossary", "term_id"),
        ("corrections", "corrections", "correction_id"),
    ],
)
def test_every_row_of_a_table_is_there_once(things, kind, table, key):
    assert sorted(fragments(things[kind])) == sorted(DATA[table][key])


def test_every_chart_series_of_an_official_table_and_function_is_there(site, things):
    drawn = {path.parent.name for path in site.folder.glob("figures/*/spec.json")}
    assert set(fragments(things["charts"])) == drawn
    own = set(DATA.series["series_id"])
    assert fragments(things["tables"]) == [name for name in titles(DATA) if name not in own]
    assert {"pb.load", "pb.browse"} <= set(fragments(things["functions"]))


def test_series_stand_in_the_order_of_every_other_list(things):
    assert fragments(things["series"]) == series_in_order(DATA)


def test_chapters_are_there_section_by_section_with_their_text(site, things):
    pages = {one.page for one in things["pages"]}
    assert pages == {name for name in site.pages if not name.startswith(ALONE)}
    chapter = [one for one in things["pages"] if one.page == "notebooks/heroin-production.html"]
    assert len(chapter) > 5 and all(one.title for one in chapter)
    assert sum(len(one.text) for one in chapter) > 5_000
    assert not any("<" in one.text and ">" in one.text for one in chapter)


def test_the_rule_and_the_names_come_with_it(index):
    assert index["rule"] == RULE
    assert [kind["kind"] for kind in index["kinds"]] == list(KINDS)


def test_nothing_of_the_renderers_own_search_is_left(site):
    for name in UNUSED:
        assert not (site.folder / name).exists(), name
    for page in site.pages:
        text = (site.folder / page).read_text(encoding="utf-8")
        assert "quarto-search" not in text and "smalldocs-search" not in text, page
        assert text.count('class="pb-search"') == text.count(f"{SCRIPT}") == (not page.startswith(ALONE)), (
            page
        )


# ---------------------------------------------------------------- reading a page

PAGE = """<html><head><title>A page – A book</title></head><body><nav>Elsewhere</nav>
<main><header><h1 class="title">A page</h1></header><p>First <b>words</b>,<br>then&nbsp;more.</p>
<figure id="f"><p>drawn</p></figure><noscript><h2>Not here</h2></noscript>
<section id="one" class="level2"><h2>One &amp; only</h2><p>Text<a href="#">link</a>.</p>
<table><tr><td>7</td></tr></table>
<ul class="ref-list"><li id="entry">listed</li></ul>
<details><summary>Answer</summary><p>It is 7.</p></details><p>After.</p>
<section id="deep" class="level3"><h3>Deeper</h3><p>Down.</p></section></section>
<!-- /main --><!-- <p>once</p> -->
</main><footer>foot</footer></body></html>"""


def test_a_page_is_read_section_by_section():
    page = Page(PAGE)
    assert [(one.fragment, one.title, one.text) for one in page.sections] == [
        ("", "A page", "First words, then more."),
        ("one", "One & only", "Textlink. After."),
        ("deep", "Deeper", "Down."),
    ]
    assert page.title == "A page"
    assert page.heading_over("entry") == "One & only"


FRAME = (
    '<div id="quarto-search-results"></div>'
    '<nav class="quarto-secondary-nav"><div class="container-fluid"><button>Contents</button></div></nav>'
    '<div class="sidebar-menu-container"><ul></ul></div>'
    '<script id="quarto-search-options" type="application/json">{}</script></body>'
)


def test_the_search_is_put_over_the_contents_and_into_the_bar_once():
    page = add_search(FRAME, "../")
    assert page.index('class="pb-search"') < page.index("sidebar-menu-container")
    assert (
        'pb-search-open" aria-label="Search"><i class="bi bi-search" aria-hidden="true"></i></button></div></nav>'
        in page
    )
    assert '<script src="../assets/search.js" defer></script>' in page
    assert "quarto-search" not in page, "the settings of a search that is turned off"
    assert add_search(page, "../") == page
    assert add_search("<body><p>No contents</p></body>", "") == "<body><p>No contents</p></body>"
