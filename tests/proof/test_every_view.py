"""Every page in every view: light and dark, on a desk and on a phone."""

import pytest
from axe import faults_of_pages


@pytest.mark.proof
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_any_page_in_any_view(site, open_page, scheme, width):
    assert faults_of_pages(site, open_page, site.pages, scheme, width) == {}
