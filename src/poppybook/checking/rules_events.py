"""Rules for the direction of events: who acts, toward whom, and whether the three columns say the same."""

from collections.abc import Iterator

import pandas as pd

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import fault, items

OWN_PARTIES = "who acts, and toward whom, is among the parties of the event"
TOWARD = "an act that cooperates, coerces or eases is somebody's and has a party toward whom it is done"
NEUTRAL = "a neutral event is done toward nobody"
JOINT = "nobody acts toward itself, but in a joint act, where both columns name the same parties"


def events_are_done_by_their_parties(data: Dataset) -> Iterator[Fault]:
    for row in data["events"].dropna(subset="parties").itertuples():
        parties = set(items(row.parties))
        for column in ("actor", "toward"):
            strangers = [word for word in items(getattr(row, column)) if word not in parties]
            if strangers:
                remedy = f"Add {', '.join(strangers)} to the parties, or take it out here"
                yield fault(data, "events", row.Index, column, getattr(row, column), OWN_PARTIES, remedy)


def directions_have_their_parties(data: Dataset) -> Iterator[Fault]:
    for row in data["events"].dropna(subset="direction").itertuples():
        actor, toward = items(row.actor), items(row.toward)
        if row.direction == "neutral":
            if toward:
                remedy = "Leave it empty, or say what the act does: cooperate, coerce or ease"
                yield fault(data, "events", row.Index, "toward", row.toward, NEUTRAL, remedy)
            continue
        for column, words in (("actor", actor), ("toward", toward)):
            if not words:
                remedy = f"Name the party, or write neutral where {row.direction} stands"
                yield fault(data, "events", row.Index, column, pd.NA, TOWARD, remedy)
        both = set(actor) & set(toward)
        if both and (set(actor) != set(toward) or len(both) == 1):
            remedy = (
                "Name the same two or more parties in both columns if they act together; "
                f"otherwise take {', '.join(sorted(both))} out of one of them"
            )
            yield fault(data, "events", row.Index, "toward", row.toward, JOINT, remedy)
