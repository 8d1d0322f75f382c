"""The content security policy that each page carries."""

import base64
import hashlib
import re

import pytest

from poppybook.site.html.policy import with_policy

PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><script>first()</script><style>a{b:c}</style></head>'
    '<body><script src="assets/a.js"></script><script type="application/json">{"data": 1}</script>'
    '<script type="module">second()</script></body></html>'
)


def rules(page):
    """The policy as a dict: directive → its sources."""
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)[1]
    return {name: sources for name, *sources in (rule.split() for rule in found.split(";"))}


def hashed(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_only_the_scripts_that_stand_in_the_page_may_run():
    allowed = rules(with_policy(PAGE))["script-src"]
    assert {hashed("first()"), hashed("second()")} < set(allowed)
    assert set(allowed) - {hashed("first()"), hashed("second()")} == {"'self'", "file:"}


def test_nothing_else_is_let_through():
    found = rules(with_policy(PAGE))
    assert (
        found["default-src"] == found["object-src"] == found["base-uri"] == found["form-action"] == ["'none'"]
    )
    assert set(found["style-src-elem"]) == {"'self'", "file:", hashed(""), hashed("a{b:c}")}
    for name, sources in found.items():
        assert not {"*", "http:", "https:", "'unsafe-eval'", "'unsafe-hashes'"} & set(sources), name
        if name != "style-src-attr" and name != "style-src":
            assert "'unsafe-inline'" not in sources, name


def test_the_policy_stands_before_all_that_it_judges_and_is_made_anew():
    once = with_policy(PAGE)
    assert once.index("Content-Security-Policy") < once.index("<script")
    assert with_policy(once) == once
    other = with_policy(once.replace("first()", "other()"))
    assert other.count("Content-Security-Policy") == 1
    assert (
        hashed("other()") in rules(other)["script-src"]
        and hashed("first()") not in rules(other)["script-src"]
    )


def test_a_page_that_has_no_place_for_it_is_a_fault():
    with pytest.raises(ValueError, match="charset"):
        with_policy("<html><body>no head</body></html>")
