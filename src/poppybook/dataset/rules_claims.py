"""Rules for the numbers of the ledger of claims: what a sentence can say, and what a verdict can mean."""

from collections.abc import Iterator

from poppybook.faults import Fault

from .rules import faults_at
from .store import Dataset

ORDER = "the higher end of a claim's range is above the lower"
SHARE = "a claimed share lies between 0 and 100 percent"
CONSISTENT = "a claim judged consistent is near the number that was recomputed for it"

# `more than twice` for 2.48 is the farthest of today: 0.24. Farther than this nobody calls consistent.
FAR = 0.5


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
