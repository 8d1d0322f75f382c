"""A term explains itself where a page uses it first, in running text only, and a card lists its document's claims."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from poppybook.dataset.store import load
from poppybook.site.html.ledger_pages import add_filter, fill_card
from poppybook.site.html.terms import Terms

GLOSSARY = pd.DataFrame(
    [
        ("cbp", "CBP", "The border agency.", "CBP"),
        ("opioid", "Opiate / opioid", "A class of drugs.", "opioid;opioids"),
        (
            "synthetic-opioid",
            "Synthetic opioid",
            "An opioid from chemicals.",
            "synthetic opioid;synthetic opioids",
        ),
        ("base", "Base", "What counts as 100 percent.", None),
    ],
    columns=["term_id", "term", "meaning", "words"],
)


@pytest.fixture(scope="module")
def terms():
    return Terms(SimpleNamespace(glossary=GLOSSARY))


def explained(terms, inside):
    return terms.explain(f"<html><body><main>{inside}</main></body></html>", "../")


def linked(page):
    return re.findall(
        r'<a class="pb-term" href="../notebooks/glossary.html#([\w-]+)" data-term="\1">([^<]+)</a>', page
    )


def test_the_first_use_is_a_plain_link_and_the_second_is_not(terms):
    page = explained(terms, "<p>CBP counts. CBP weighs.</p><p>CBP again.</p>")
    assert linked(page) == [("cbp", "CBP")]
    assert "counts. CBP weighs" in page


def test_the_longer_word_counts_and_a_sentence_may_begin_with_it(terms):
    page = explained(terms, "<p>Synthetic opioids, then other opioids and a synthetic opioid.</p>")
    assert linked(page) == [("synthetic-opioid", "Synthetic opioids"), ("opioid", "opioids")]


@pytest.mark.parametrize("text", ["cbp", "CBPs", "non-CBP", "Cbp", "&CBP;"])
def test_an_acronym_stands_alone_and_in_capitals(terms, text):
    assert linked(explained(terms, f"<p>{text}</p>")) == []


@pytest.mark.parametrize(
    "apart",
    [
        "<h2>CBP</h2>",
        '<p><a href="x.html">CBP</a></p>',
        "<p><code>CBP</code></p>",
        "<figure><p>CBP</p></figure>",
        "<table><tr><td><p>CBP</p></td></tr></table>",
        "<details><p>CBP</p></details>",
        '<ul class="ref-list"><li>CBP</li></ul>',
        "<div data-filter><p>CBP</p></div>",
        "<div>CBP</div>",
    ],
)
def test_only_running_text_is_explained(terms, apart):
    assert linked(explained(terms, apart)) == []
    after = explained(terms, f"{apart}<p>So <em>now</em> CBP.</p>")
    assert linked(after) == [("cbp", "CBP")]


def test_text_behind_a_link_of_the_same_paragraph_is_explained(terms):
    page = explained(terms, '<p>See <a href="x.html">there</a>, CBP says, <b>opioids</b>.</p>')
    assert linked(page) == [("cbp", "CBP"), ("opioid", "opioids")]


def test_the_cards_say_what_the_glossary_says(terms):
    page = explained(terms, "<ul><li>CBP</li></ul>")
    block = re.search(r'<script type="application/json" id="pb-terms">(.*?)</script>', page)[1]
    assert json.loads(block) == {"cbp": ["CBP", "The border agency."]}
    assert page.count("../assets/cards.js") == 1


def test_text_outside_the_content_stays_and_a_second_pass_changes_nothing(terms):
    page = terms.explain("<body><p>CBP</p><main><p>CBP</p></main></body>", "")
    assert page.startswith("<body><p>CBP</p>")
    assert terms.explain(page, "") == page
    assert "pb-terms" not in explained(terms, "<p>Nothing here.</p>")


def test_a_card_of_a_founding_document_lists_its_claims():
    data = load(Path(__file__).parents[2] / "data")
    page = fill_card(
        '<main><div class="pb-claims-here" data-source="seed-crisis-2025"></div></main>', data, "../"
    )
    ids = re.findall(r'href="../notebooks/claims.html#(crisis-\d\d)"', page)
    held = data.claims.query("source_id == 'seed-crisis-2025'")
    assert ids == list(held.claim_id)
    assert "pb-claims-here" not in page
    assert fill_card("<main></main>", None, "") == "<main></main>"


def test_only_a_page_with_a_list_to_filter_loads_the_filter():
    page = add_filter("<body><div data-filter></div></body>", "../")
    assert page.count('<script src="../assets/filter.js" defer></script>') == 1
    assert add_filter(page, "../") == page
    assert "filter.js" not in add_filter("<body><p>data-filter</p></body>", "")
