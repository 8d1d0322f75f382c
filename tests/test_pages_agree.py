"""No page contradicts another: one observation reads alike everywhere, and what charts say stands in their tables."""

import json
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path

import pytest
import yaml

import poppybook as pb
from poppybook import language as words
from poppybook.charts import drawing
from poppybook.checking.prose_numbers import numbers_in

BOOK = Path(__file__).parents[1]
SPECS = drawing.specs_in(BOOK.glob("notebooks/*.ipynb"))
LINK = re.compile(
    r"\[([^\]]+)\]\([^)#\s]*#([^)\s]+@[^)\s]+)\)|<a\s+href=\"[^\"#]*#([^\"]+@[^\"]+)\">([^<]+)</a>"
)
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")

# ---------------------------------------------------------------- one observation, one way to print it


def printed(paths):
    """For every linked observation what each page prints for it: observation → {text of its numbers: page}."""
    found = defaultdict(dict)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            cells = json.loads(text)["cells"]
            text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        for said, target, html_target, html_said in LINK.findall(text):
            numbers = " ".join(NUMBER.findall(said or html_said))
            if numbers:
                found[target or html_target].setdefault(numbers, path.name)
    return found


def compatible(one, other):
    """Whether two printings say the same: where one has fewer decimals, it is the other one rounded."""
    for a, b in zip(one.split(), other.split(), strict=False):
        a, b = sorted(
            (Decimal(text.replace(",", "")) for text in (a, b)), key=lambda n: -n.as_tuple().exponent
        )
        if b.quantize(a, ROUND_HALF_UP) != a:
            return False
    return True


def test_an_observation_is_printed_alike_on_every_page():
    pages = [*BOOK.glob("*.qmd"), *BOOK.glob("notebooks/*.ipynb")]
    found = printed(pages)
    assert len(found) > 60
    differing = {
        observation: ways
        for observation, ways in found.items()
        if not all(compatible(one, other) for one, other in combinations(ways, 2))
    }
    assert differing == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("77", "77.0", True), ("2.5", "2.48", True), ("77", "76.4", False), ("12,027", "12,072", False)],
)
def test_printings_that_are_compatible(one, other, same):
    assert compatible(one, other) is same


# ---------------------------------------------------------------- what charts say of their own numbers

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|" + "|".join(
    words.MONTHS
)
# Dates, years, fiscal years, decades, names of substances and codes are no measured values.
NAMES = re.compile(
    rf"\b\d{{1,2}} (?:{MONTHS})\b|\b(?:FY)?(?:19|20)\d\ds?(?:[–-]\d\d(?:\d\d)?)?\b|\bT40\.4\b|\b[14]-[a-zA-Z]\S*"
)
# “below 150”, “between 14,000 and …”, “about a …”: a bound, not a value.
BOUND = re.compile(r"\b(?:below|above|over|under|almost|about|between|exceed|at most|up to|within)\s$")
SECOND_BOUND = re.compile(r"\bbetween [\d,.]+ and\s$")


def said_numbers(text):
    """(number, decimals, whether it is a bound) for each measured number of a text."""
    plain = NAMES.sub(lambda name: "_" * len(name[0]), text)
    for found in NUMBER.finditer(plain):
        number = found[0].rstrip(",")
        before = plain[: found.start()]
        bound = bool(BOUND.search(before) or SECOND_BOUND.search(before))
        yield Decimal(number.replace(",", "")), len(number.partition(".")[2]), bound


def rounds_to(value, number, decimals):
    """Whether a published value, rounded as people round, is the number; its sign may stand in words (“before”)."""
    step = Decimal(1).scaleb(-decimals)
    return abs(Decimal(str(value))).quantize(step, ROUND_HALF_UP) == number


def known_values(spec):
    """Values, bounds and sums over the series of a period of a chart's table, the words drawn or named in it, and
    what can be counted in it."""
    meta = spec["layout"]["meta"]
    rows = [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]
    values = {row[name] for row in rows for name in ("value", "low", "high") if name in row}
    values = {value for value in values if isinstance(value, int | float)}
    sums = defaultdict(float)
    for row in rows:
        if isinstance(row["value"], int | float):
            sums[row["period"]] += row["value"]
    texts = [note.get("text", "") for note in spec["layout"]["annotations"] if note.get("name") != "source"]
    texts += [str(row.get(name) or "") for row in rows for name in ("series", "place", "note")]
    places = {row.get("place") for row in rows}
    # How many rows or places there are; zero is a period without a row.
    counts = {0, len(rows), len(places)}
    return values | {round(total, 6) for total in sums.values()}, " ".join(texts), counts


# Numbers that a chart says of something computed or drawn elsewhere: chart, number, why it is right.
COMPUTED = {
    ("borders", "0.9"): "share of the land borders' seizures in the north",
    ("disagree-eradication", "3.3"): "how far the three counts lie apart",
    ("fentanyl-borders", "0.8"): "share of the land borders' pounds in the north",
    ("control-dates", "11"): "months between two dates of the picture; the next chart has them",
    (
        "control-dates",
        "16",
    ): "months from the vote of March 2024 to China's control of July 2025, in the picture",
    ("signature-shares", "102"): "the published shares of 2014, with those of no known origin",
    ("signature-shares", "90"): "“about 90”: the two last values are 93 and 91",
    ("fentanyl-month-events", "127"): "mean of the twelve months of 2022",
    ("fentanyl-month-events", "77"): "mean of the twelve months of 2025",
    ("fentanyl-region-loads", "22"): "pounds by seizures of 2023",
    ("fentanyl-region-loads", "14.8"): "pounds by seizures of 2025",
    ("fentanyl-month-loads", "4.3"): "pounds by seizures of FY2019, as a finding holds it",
    ("laboratory-reports", "11"): "the farthest of two counts of a year, as a finding holds it",
    ("mexico-fentanyl", "3.6"): "the largest count of a year by the smallest, as a finding holds it",
    ("state-deaths", "16"): "places that a finding counts",
    ("state-deaths", "18"): "places that a finding counts",
    ("claims-580", "38"): "millions, in words",
    ("claims-580", "61"): "yearly growth from the first to the last count",
    ("claims-580", "983"): "growth from the first to the last count",
    ("claims-eradication", "29"): "growth of the destroyed area",
    ("claims-eradication", "38"): "growth of the area",
    ("claims-eradication", "94"): "destroyed area by the survey's area",
    ("claims-twelve", "95"): "the level of the intervals",
}


@pytest.mark.parametrize("name", sorted(SPECS))
def test_what_a_chart_says_stands_in_its_table(name):
    spec = SPECS[name]
    values, drawn, counts = known_values(spec)
    drawn = drawn.replace("\N{MINUS SIGN}", "-")
    wrong = []
    for part in ("title", "takeaway", "alt", "note"):
        for number, decimals, bound in said_numbers(spec["layout"]["meta"][part]):
            exact = any(rounds_to(value, number, decimals) for value in values)
            named = re.search(rf"(?<![\d.,]){number:,}(?![\d,]|\.\d)", drawn)
            inside = values and min(values) <= float(number) <= 1.07 * max(values)
            counted = number in counts
            if not (exact or named or counted or (bound and inside) or (name, f"{number:,}") in COMPUTED):
                wrong.append(f"{part}: {number:,}")
    assert wrong == []


def test_computed_shares_of_a_chart_are_those_of_its_table():
    def by_year(name):
        found = defaultdict(dict)
        table = SPECS[name]["layout"]["meta"]["table"]
        for row in (dict(zip(table["columns"], values, strict=True)) for values in table["rows"]):
            found[row["period"]][row["series"]] = row["value"]
        return found.values()

    north, southwest, rest = "Northern border", "Southwest border", "Coasts and interior"
    shares = [year[north] / year[southwest] for year in by_year("borders")]
    assert round(100 * max(shares), 1) == 0.9
    shares = [
        year[north] / (year[north] + year[southwest] + year[rest]) for year in by_year("fentanyl-borders")
    ]
    assert round(100 * max(shares), 1) == 0.8
    drawn = {row[2] for row in SPECS["disagree-eradication"]["layout"]["meta"]["table"]["rows"]}
    assert {28_750, 28_916, 29_692} <= drawn and round(100 * 29_692 / 28_750 - 100, 1) == 3.3


def test_computed_numbers_are_what_they_are_said_to_be():
    data = pb.load()
    months = data.cbp("fentanyl", by=["month"]).assign(year=lambda rows: rows.month.str[:4])
    years = months.groupby("year").events.mean().round()
    assert (years["2022"], years["2025"]) == (127, 77)
    land = data.cbp("fentanyl", by=["month", "place"]).assign(year=lambda rows: rows.month.str[:4])
    sums = land.groupby(["year", "place"])[["pounds", "events"]].sum()
    each = sums.pounds / sums.events
    assert round(each["2023", "us-southwest-border"]) == 22
    assert each["2023", "us-northern-border"] < 0.2
    outside = 1 - sums.loc["2019"].loc["us-southwest-border"] / sums.loc["2019"].sum()
    assert round(outside.events, 2) == 0.50 and round(outside.pounds, 2) == 0.06
    deaths = data.one("od-t404").set_index("period").value
    growth = deaths["2017"] / deaths["2012"]
    assert (round(100 * growth - 100), round(100 * growth**0.2 - 100)) == (983, 61)
    assert round(deaths["2012"] * 6.8**5 / 1e6) == 38
    area, army, survey = (
        pb.drop_repeats(data.one(name)).set_index("period").value
        for name in ("poppy-ha-us-mex", "poppy-eradication-mex-army", "poppy-ha-unodc-mex")
    )
    grown = [round(100 * rows["2017"] / rows["2016"] - 100) for rows in (army, area)]
    assert [*grown, round(100 * army["2017"] / survey["crop2016-17"])] == [29, 38, 94]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fell to 47,735 in 2024", [(47735, 0, False)]),
        ("stay between 14,000 and 17,100 after 2009", [(14000, 0, True), (17100, 0, True)]),
        ("2.48 pounds by 12 March, FY2023, 4-AP", [(Decimal("2.48"), 2, False)]),
    ],
)
def test_measured_numbers_are_found_in_a_text(text, found):
    assert list(said_numbers(text)) == found


# ---------------------------------------------------------------- version


def test_the_version_is_the_same_wherever_it_is_printed():
    version = pb.load().version
    config = yaml.safe_load((BOOK / "_quarto.yml").read_text(encoding="utf-8"))
    assert f"Data version {version} " in config["website"]["page-footer"]["center"]


# ---------------------------------------------------------------- counts that are written as words


def test_the_claims_page_counts_its_claims_right():
    cells = json.loads((BOOK / "notebooks" / "claims.ipynb").read_text(encoding="utf-8"))["cells"]
    text = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    claims = pb.load().claims
    verdicts = claims["verdict"].value_counts()
    rounding, recomputed = verdicts["rounding"], claims["recomputed_value"].notna().sum()
    for sentence, counts in {
        r"[\w-]+ of \d+ claims are consistent, [\w-]+ of them but for rounding": (
            verdicts["consistent"] + rounding,
            len(claims),
            rounding,
        ),
        r"[\w-]+ are inconsistent with": (verdicts["inconsistent"],),
        r"For [\w-]+ we found nothing": (verdicts["unverifiable-in-seeds"],),
        r"[\w-]+ claims can be recomputed": (recomputed,),
        r"It decided [\w-]+ of \d+ claims": (recomputed, len(claims)),
    }.items():
        said = re.search(sentence, text)[0]
        assert [one.value for one in numbers_in(said)] == list(counts), said
