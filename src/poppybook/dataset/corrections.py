"""How a known upstream error is watched, so that its correction goes when the publisher repairs it."""

import pandas as pd

# What trips a guard: the row prints another value; the claim is judged sound; the wrong value turns up in the dataset.
VALUE, VERDICT, ABSENCE, NONE = "value", "verdict", "absence", "none"


def guard_of(correction) -> str:
    """The kind of guard that a row of `corrections` has: VALUE, VERDICT, ABSENCE, or NONE."""
    has_row, has_claim = pd.notna(correction.observation_id), pd.notna(correction.claim_id)
    if pd.notna(correction.printed):
        return VALUE if has_row or has_claim else ABSENCE
    return VERDICT if has_claim else NONE
