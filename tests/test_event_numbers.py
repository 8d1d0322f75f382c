"""A number that a chapter prints in a link to an event is one that the event's own row says."""

import json
import re
from pathlib import Path

import poppybook as pb

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
LINK = re.compile(r"\[([^\]]+)\]\([^)#\s]*#([^)\s@]+)\)")
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


def numbers_in(text):
    """The numbers of a text, `02` and `2` alike."""
    return {number.lstrip("0") for number in NUMBER.findall(text.replace("-", " "))}


def told(text, events):
    """For each link to an event that prints a number: the event, the numbers printed, and those the event has."""
    for said, target in LINK.findall(text):
        if target in events.index and (printed := numbers_in(said)):
            row = events.loc[target]
            yield target, printed, numbers_in(f"{row.date} {row.title} {row.description}")


def test_a_number_told_of_an_event_is_one_that_the_event_says():
    events, wrong, seen = pb.load()["events"].set_index("event_id"), [], 0
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        for target, printed, known in told(text, events):
            seen += 1
            wrong += [f"{path.stem}: {target}: {number}" for number in printed - known]
    assert wrong == [] and seen > 5


def test_a_wrong_number_is_seen():
    events = pb.load()["events"].set_index("event_id")
    text = "a [surcharge of 15 percent](#s122-surcharge-2026) from [24 February](#s122-surcharge-2026) on"
    assert [printed - known for _, printed, known in told(text, events)] == [{"15"}, set()]
