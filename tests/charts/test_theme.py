"""Colours: one place, unique, with enough contrast in both modes, and never the only sign."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from poppybook.charts import template, theme

ASSETS = Path(__file__).parents[2] / "assets"


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "raised"])
def test_marks_and_text_stand_out(mode, ground):
    behind = theme.TOKENS[ground][mode]
    assert theme.contrast(theme.TOKENS["axis"][mode], behind) >= 3
    # Colours of marks are colours of words, too.
    for token in ("ink", "muted", *theme.MARKS):
        assert theme.contrast(theme.TOKENS[token][mode], behind) >= 4.5, token


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_soft_colours_stand_out_from_the_ground_from_words_in_them_and_from_full_ones(mode):
    for full, soft in theme.SOFT_OF.items():
        value = theme.TOKENS[soft][mode]
        assert theme.contrast(value, theme.TOKENS["ground"][mode]) >= 3, soft
        assert theme.contrast(value, theme.TOKENS["ink"][mode]) >= 4.5, soft
        assert theme.contrast(value, theme.TOKENS[full][mode]) >= 1.6, soft
    assert theme.soft("patrol") == theme.TOKENS["amber"][0]
    with pytest.raises(LookupError, match=r"no softer colour for 'poppy'.*brown"):
        theme.soft("poppy")


def test_contrast_is_that_of_wcag():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_each_light_value_is_one_token():
    lights = [light for light, _ in theme.TOKENS.values()]
    assert len(set(lights)) == len(lights)
    assert all(light == light.lower() for light in lights)


def test_entities_differ_in_more_than_colour():
    looks = {(entity.dash, entity.symbol) for entity in theme.ENTITIES.values()}
    assert len(looks) >= 8
    # The pairs that stand in one chart have to be told apart without colour.
    for one, other in combinations(("us", "mexico", "world", "china", "canada"), 2):
        a, b = theme.entity(one), theme.entity(other)
        assert (a.dash, a.symbol) != (b.dash, b.symbol)


def test_unknown_names_are_told():
    with pytest.raises(LookupError, match="mexico"):
        theme.entity("mexiko")
    with pytest.raises(LookupError, match="rust"):
        theme.colour("rest")


def test_a_colour_finds_its_token_again():
    assert theme.token_of("#1d5fa6") == ("us", 1)
    assert theme.token_of("rgb(29, 95, 166)") == ("us", 1)
    assert theme.token_of(theme.tint("us", 0.4)) == ("us", 0.4)
    assert theme.token_of("#123456") is None


def test_template_is_small():
    assert len(json.dumps(template.template().to_plotly_json())) < 2600


def test_stylesheet_is_the_theme():
    stored = (ASSETS / "colours.css").read_text(encoding="utf-8")
    assert stored == theme.css_variables(), (
        "run: python -c 'from pathlib import Path; "
        'from poppybook.charts import theme; theme.write_css(Path("assets"))\''
    )


def test_dark_and_print_follow_both_renderers():
    css = theme.css_variables()
    light, _, rest = css.partition("html.quarto-dark, body.quarto-dark {")
    dark, _, paper = rest.partition("@media print")
    assert "--pb-us: #1d5fa6" in light and "--pb-us: #7fb5f5" in dark and "--pb-us: #1d5fa6" in paper
