"""The guards of known upstream errors: what each correction watches, and rules for those that watch no single number.

The commonest guard, a row that still prints the wrong value, is judged in `rules_references`.
"""

import re
from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.corrections import ABSENCE, VERDICT, guard_of
from poppybook.dataset.store import Dataset

from .rules import fault, items, published

SOUND = {"consistent", "rounding"}
SCALES = (0.001, 1, 1e3, 1e6, 1e9)

WORDS = "a correction of a claim's words stands while the claim's verdict finds fault with them"
CITED = "a correction cites the source of the number or claim that it corrects"
REPAIRED = "the correct value differs from the printed one, and both have a unit"
SAID = "the correct number of a correction stands in its title, problem or action"
ABSENT = "a value that a correction keeps out of the dataset is in no row of its sources"


def corrected_words_still_stand(data: Dataset) -> Iterator[Fault]:
    verdicts = data.claims.drop_duplicates("claim_id").set_index("claim_id")["verdict"]
    for row in data.corrections.itertuples():
        if guard_of(row) == VERDICT and verdicts.get(row.claim_id) in SOUND:
            remedy = (
                f"{row.claim_id} is now judged {verdicts[row.claim_id]}: take the correction away, or restore the "
                "verdict"
            )
            yield fault(data, "corrections", row.Index, "claim_id", row.claim_id, WORDS, remedy)


def corrected_values_stay_out(data: Dataset) -> Iterator[Fault]:
    for row in data.corrections.itertuples():
        if guard_of(row) != ABSENCE:
            continue
        for name, frame in published(data):
            if not {"value", "unit", "source_id"} <= set(frame.columns):
                continue
            hit = frame[
                (frame["value"] == row.printed)
                & (frame["unit"] == row.unit)
                & frame["source_id"].isin(items(row.source_ids))
            ]
            for at, observation_id in hit["observation_id"].items():
                remedy = f"Take the row away, or let {row.correction_id} point to it"
                yield fault(data, name, at, "value", row.printed, f"{ABSENT} ({observation_id})", remedy)


def corrections_cite_the_source_of_their_row(data: Dataset) -> Iterator[Fault]:
    rows = data["observations"].drop_duplicates("observation_id").set_index("observation_id")
    documents = data.claims.drop_duplicates("claim_id").set_index("claim_id")["source_id"]
    publishers = data.sources.set_index("source_id")["publisher"].to_dict()
    for row in data.corrections.itertuples():
        if pd.notna(row.printed) and row.printed == row.correct:
            remedy = "Correct one of the two numbers"
            yield fault(data, "corrections", row.Index, "correct", row.correct, REPAIRED, remedy)
        if pd.isna(row.unit) and (pd.notna(row.printed) or pd.notna(row.correct)):
            yield fault(
                data, "corrections", row.Index, "unit", None, REPAIRED, "Enter the unit of the number"
            )
        document = documents.get(row.claim_id)
        if document is not None and document not in items(row.source_ids):
            remedy = f"Add {document}, the document of {row.claim_id}, or correct the claim's id"
            yield fault(data, "corrections", row.Index, "source_ids", row.source_ids, CITED, remedy)
        if row.observation_id not in rows.index:
            continue
        source, unit = rows.at[row.observation_id, "source_id"], rows.at[row.observation_id, "unit"]
        # A later release of the same publisher may have taken the place of the one with the error.
        if publishers.get(source) not in {publishers.get(cited) for cited in items(row.source_ids)}:
            remedy = f"Add {source}, the source of {row.observation_id}, or correct the row's id"
            yield fault(data, "corrections", row.Index, "source_ids", row.source_ids, CITED, remedy)
        elif pd.notna(row.unit) and row.unit != unit:
            yield fault(data, "corrections", row.Index, "unit", row.unit, REPAIRED, f"Write {unit}")


def correct_numbers_are_said(data: Dataset) -> Iterator[Fault]:
    """With its digits, in thousands and millions too: 0.27 pounds, 1,100 kg for 1.1 metric tons."""
    for row in data.corrections.dropna(subset=["correct", "title", "problem", "action"]).itertuples():
        text = f"{row.title} {row.problem} {row.action}".replace(",", "")
        numbers = {float(word) * scale for word in re.findall(r"\d+(?:\.\d+)?", text) for scale in SCALES}
        if not any(abs(row.correct - number) <= 1e-9 * abs(row.correct) for number in numbers):
            remedy = "Correct the number, or say in the words where it comes from"
            yield fault(data, "corrections", row.Index, "correct", row.correct, SAID, remedy)
