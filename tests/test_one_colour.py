"""A thing keeps its colour through the book, and the colours of countries and drugs belong to them."""

import re
from collections import defaultdict
from pathlib import Path

from poppybook.charts import contract, drawing, theme

SPECS = drawing.specs_in((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))

# What is drawn, by the name of its series → its colour. A series that none of these names is not held to one.
COLOURS = {
    r"Southwest border|Mexico, in force|Mexico, announced.*|Mexico–UN survey|Survey area|Mexico": "mexico",
    r"Northern border|Canada, .*": "canada",
    r"China, .*": "china",
    r"US (?:area )?estimate|Mérida: .*|At ports of entry|(?:San Diego|Tucson|El Paso|Laredo) ports": "us",
    r"Between ports|.* land": "rust",
    r"Coasts and interior": "context",
    r"Heroin(?:, .*)?|Eradicated.*|Potential heroin.*": "poppy",
    r"Opium gum, .*|Guerrero": "rust",
    r"Fentanyl(?: seized)?|Finished drug|Synthetic opioids.*|CBP's own file|Pills.*|Purity of powder.*": "fentanyl",
    r"Chemicals and equipment": "rust",
    r"Cooperation|Between the states|Meeting": "indigo",
    r"Pressure|US pressure": "rust",
    r"Rules": "world",
}
# Colours that stand for one country or drug: what else may have them.
OWN = {
    "canada": r"Northern border|Canada, .*|In the country",
    "china": r"China, .*",
    "mexico": r"(?:.*\b(?:Mexic|Survey|survey|Extradited|All forces|Delivered|Southwest)).*",
}


# In a stacked bar a thing may have the softer colour that belongs to its own.
FULL = {soft: full for full, soft in theme.SOFT_OF.items()}


def drawn_series():
    """(chart, series, token) of every mark that stands for rows of a table."""
    for name, spec in SPECS.items():
        for trace in spec["data"]:
            if contract.is_context(trace) or trace["type"] == "sankey":
                continue
            looks = [trace.get("marker", {}).get("color"), trace.get("line", {}).get("color")]
            single = [look for look in looks if isinstance(look, str)]
            tokens = [theme.token_of(look)[0] for look in single]
            yield from ((name, trace["name"], FULL.get(token, token)) for token in tokens)


def test_a_thing_keeps_its_colour_through_the_book():
    wrong, seen = [], set()
    for chart, series, token in drawn_series():
        for names, right in COLOURS.items():
            if re.fullmatch(names, series):
                seen.add(names)
                if token != right:
                    wrong.append(f"{chart}: {series} is {token}, elsewhere {right}")
        for own, allowed in OWN.items():
            if token == own and not re.fullmatch(allowed, series):
                wrong.append(f"{chart}: {series} has the colour of {own}")
    assert wrong == []
    assert seen == set(COLOURS)


def test_one_name_has_one_colour():
    colours = defaultdict(set)
    for _, series, token in drawn_series():
        colours[series].add(token)
    assert {series: tokens for series, tokens in colours.items() if len(tokens) > 1} == {}
