"""The pages of claims, corrections and glossary show every row, each at its own address."""

import re
from pathlib import Path

import pytest

from poppybook.dataset import corrections
from poppybook.dataset.store import load
from poppybook.language import ledger as say
from poppybook.pages import ledger


@pytest.fixture(scope="module")
def data():
    return load(Path(__file__).parents[2] / "data")


def entries(html):
    return dict(re.findall(r'<li id="([^"]+)"[^>]*>(.*?)</li>', html, re.DOTALL))


def test_every_claim_has_its_place_and_a_verdict_with_a_reason(data):
    shown = entries(ledger.claims(data).html)
    assert list(shown) == list(data.claims.claim_id)
    for row in data.claims.itertuples():
        text = shown[row.claim_id]
        assert say.place(row.paragraph, row.sentence) in text
        reason = text.rpartition(f">{say.verdict(row.verdict)}</span>")[2]
        assert len(re.sub("<[^>]+>", "", reason).strip()) > 35, row.claim_id
        for observation in (
            (row.observation_ids or "").split(";") if isinstance(row.observation_ids, str) else ()
        ):
            assert f'href="#{observation}"' in text


def test_the_facets_of_a_claim_are_readers_words(data):
    html = ledger.claims(data).html
    assert 'data-verdict="cannot be tested"' in html
    assert 'unverifiable-in-seeds"' not in html.replace('data-kind="unverifiable-in-seeds"', "")
    assert set(data.claims.source_id) == set(say.DOCUMENTS)


def test_addresses_in_notes_are_links_named_by_their_host(data):
    text = entries(ledger.claims(data).html)["crs-05"]
    assert '<a href="https://www.drugwarfacts.org/node/1695">drugwarfacts.org</a>' in text


def test_every_correction_says_what_why_and_how_it_is_watched(data):
    shown = entries(ledger.corrections(data).html)
    assert set(shown) == set(data.corrections.correction_id)
    kinds = {row.correction_id: corrections.guard_of(row) for row in data.corrections.itertuples()}
    for name, kind in kinds.items():
        assert say.GUARDS[kind][1] in shown[name]
    unwatched = sorted(name for name, kind in kinds.items() if kind == corrections.NONE)
    assert unwatched == ["corgis-sex-columns", "nflis-query-new-york"], "errors of no single number"


def test_the_glossary_shows_every_term_once(data):
    shown = [
        one for group in data.glossary.group.unique() for one in entries(ledger.glossary(data, group).html)
    ]
    assert sorted(shown) == sorted(data.glossary.term_id)
    with pytest.raises(LookupError, match="Substances"):
        ledger.glossary(data, "Drugs")
