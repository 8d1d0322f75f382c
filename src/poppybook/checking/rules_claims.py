"""Rules for the numbers of the ledger of claims: what a sentence can say, and what a verdict can mean."""

import re
from collections.abc import Iterator

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault, faults_at, items

ORDER = "the higher end of a claim's range is above the lower"
SHARE = "a claimed share lies between 0 and 100 percent"
RANGED = "a claim has a higher end only beside a lower"
RECOMPUTED = "a recomputed value, its kind and its note stand together"
COUNTED = "a claim of a count or level has its number"
FIRST = "no claim is derived from itself, by itself or through others"
EXACT = "an exact claim judged consistent has the number of a row that it cites, where one is in its unit"
UNIT = "a claim with the number of a row that it cites has the unit of that row"
WRONG = "a claim judged inconsistent or a typo differs from the number that was recomputed for it"
SAID = "where a claim's paraphrase has numbers in digits, the claim's number is one of them"
SIDE = "a consistent claim of more, of less or of nearly as much lies on that side of the recomputed number"
MISPRINT = "a claim judged a typo has the number that was recomputed for it"
IN_ORDER = "the claims of a document stand in its order, paragraph by paragraph and sentence by sentence"
CONSISTENT = "a claim judged consistent is near the number that was recomputed for it"

# `more than twice` for 2.48 is the farthest of today: 0.24. Farther than this nobody calls consistent.
FAR = 0.5
SIDES = {"more-than": 1, "at-least": 1, "less-than": -1, "at-most": -1, "nearly": -1}


def claims_are_possible(data: Dataset) -> Iterator[Fault]:
    claims = data.claims
    value, high = claims["value"].astype("float"), claims["value_high"].astype("float")
    yield from faults_at(
        data, "claims", claims[high <= value], "value_high", ORDER, "Write the range as its sentence does"
    )
    shares = claims[(claims["claim_type"] == "share") & (claims["unit"] == "percent")]
    wrong = shares[~shares["value"].astype("float").between(0, 100) & shares["value"].notna()]
    yield from faults_at(
        data, "claims", wrong, "value", SHARE, "Compare with the sentence, or call it a ratio"
    )
    again = claims["recomputed_value"].astype("float")
    judged = (claims["verdict"] == "consistent") & (claims["recompute_kind"] == "reproduces")
    far = judged & ((again - value).abs() > FAR * value.abs()) & ~again.between(value, high)
    remedy = "Correct the recomputed value, or judge the claim anew"
    yield from faults_at(data, "claims", claims[far], "recomputed_value", CONSISTENT, remedy)
    judged = claims["verdict"].isin(["inconsistent", "typo"]) & (claims["recompute_kind"] == "reproduces")
    yield from faults_at(data, "claims", claims[judged & (again == value)], "recomputed_value", WRONG, remedy)


def claims_are_whole(data: Dataset) -> Iterator[Fault]:
    claims = data.claims
    alone = claims[claims["value_high"].notna() & claims["value"].isna()]
    yield from faults_at(data, "claims", alone, "value_high", RANGED, "Write the lower end into value")
    bare = claims[claims["claim_type"].isin(["count", "level"]) & claims["value"].isna()]
    yield from faults_at(data, "claims", bare, "value", COUNTED, "Enter the number, or correct the type")
    for column in ("recompute_kind", "recompute_note"):
        odd = claims[claims["recomputed_value"].notna() & claims[column].isna()]
        yield from faults_at(data, "claims", odd, column, RECOMPUTED, "Say how the value was recomputed")
    odd = claims[claims["recomputed_value"].isna() & claims["recompute_kind"].notna()]
    yield from faults_at(
        data, "claims", odd, "recompute_kind", RECOMPUTED, "Enter the value, or empty the cell"
    )


def claims_lie_on_their_side(data: Dataset) -> Iterator[Fault]:
    claims = data.claims
    for row in claims[
        (claims["verdict"] == "consistent") & (claims["recompute_kind"] == "reproduces")
    ].itertuples():
        side = SIDES.get(row.qualifier, 0)
        if (row.recomputed_value - row.value) * side < 0:
            remedy = "Correct the number, the qualifier or the verdict"
            yield fault(data, "claims", row.Index, "recomputed_value", row.recomputed_value, SIDE, remedy)
    bare = claims[(claims["verdict"] == "typo") & claims["recomputed_value"].isna()]
    yield from faults_at(
        data, "claims", bare, "recomputed_value", MISPRINT, "Enter the number, and how it was found"
    )


def claims_stand_in_order(data: Dataset) -> Iterator[Fault]:
    for _, claims in data.claims.groupby("source_id"):
        latest = (0, 0)
        for row in claims.dropna(subset=["paragraph", "sentence"]).itertuples():
            place = (row.paragraph, row.sentence)
            if place < latest:
                remedy = f"The claim before it is of paragraph {latest[0]}, sentence {latest[1]}: correct one of them"
                yield fault(data, "claims", row.Index, "paragraph", row.paragraph, IN_ORDER, remedy)
            latest = max(latest, place)


def exact_claims_have_their_number(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"].drop_duplicates("observation_id").set_index("observation_id")
    claims = data.claims[(data.claims["verdict"] == "consistent") & (data.claims["qualifier"] == "exact")]
    for row in claims.dropna(subset=["value", "observation_ids"]).itertuples():
        cited = [rows.loc[name] for name in items(row.observation_ids) if name in rows.index]
        same = [one for one in cited if one["unit"] == row.unit]
        if same and row.value not in [one["value"] for one in same]:
            remedy = (
                f"{same[0].name} has {same[0]['value']:,.10g}: correct one of them, or judge the claim anew"
            )
            yield fault(data, "claims", row.Index, "value", row.value, EXACT, remedy)


def claims_have_the_unit_of_their_number(data: Dataset) -> Iterator[Fault]:
    """Only measures are compared: a claim may call persons troops."""
    measures = set(data.units.loc[data.units["kind"] == "pint", "unit"])
    rows = data["observations"].drop_duplicates("observation_id").set_index("observation_id")
    for row in data.claims.dropna(subset=["value", "unit", "observation_ids"]).itertuples():
        cited = [rows.loc[name] for name in items(row.observation_ids) if name in rows.index]
        units = {one["unit"] for one in cited if one["value"] == row.value}
        if row.unit in measures and units & measures and row.unit not in units:
            remedy = f"Write {min(units & measures)}, or correct the number"
            yield fault(data, "claims", row.Index, "unit", row.unit, UNIT, remedy)


def paraphrases_say_the_number(data: Dataset) -> Iterator[Fault]:
    """In thousands, millions and billions, too. Years are no numbers here, and words (half, fourth) are not read."""
    for row in data.claims.dropna(subset=["value", "paraphrase"]).itertuples():
        words = re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", row.paraphrase))
        numbers = [float(word) for word in words if not re.fullmatch(r"(?:19|20)\d\d", word)]
        near = (number * scale for number in numbers for scale in (1, 1e3, 1e6, 1e9))
        if numbers and not any(abs(row.value - each) <= 1e-9 * abs(row.value) for each in near):
            remedy = f"The paraphrase says {', '.join(f'{each:,.10g}' for each in numbers)}: correct one of the two"
            yield fault(data, "claims", row.Index, "value", row.value, SAID, remedy)


def claims_are_not_derived_from_themselves(data: Dataset) -> Iterator[Fault]:
    claims = data.claims.drop_duplicates("claim_id").set_index("claim_id")["derived_from"]
    above = {claim: items(cell) for claim, cell in claims.items()}
    for row in data.claims.dropna(subset=["claim_id", "derived_from"]).itertuples():
        seen, now = set(), items(row.derived_from)
        while now:
            seen |= set(now)
            now = [claim for known in now for claim in above.get(known, ()) if claim not in seen]
        if row.claim_id in seen:
            remedy = "Name the claims that were there before it"
            yield fault(data, "claims", row.Index, "derived_from", row.derived_from, FIRST, remedy)
