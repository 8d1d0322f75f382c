"""What the pages of claims, corrections, glossary and founding documents say."""

# Verdict of the ledger → (as readers see it, the reason when the row gives none of its own).
VERDICTS = {
    "consistent": ("consistent", "Arithmetic, another document or a public page agrees."),
    "rounding": ("right but for rounding", "The printed number differs only by rounding."),
    "inconsistent": ("inconsistent", "Arithmetic, another document or a public page contradicts it."),
    "typo": ("misprint", "A printing slip with a clear intended value."),
    "superseded": ("superseded", "Right or plausible when written, replaced by later data."),
    "unverifiable-in-seeds": (
        "cannot be tested",
        "Nothing in the five documents or in the pages looked up tests it; that is no judgement that it is wrong.",
    ),
}
UNTESTED = "unverifiable-in-seeds"
QUALIFIERS = {
    "exact": "",
    "approx": "about ",
    "nearly": "nearly ",
    "more-than": "more than ",
    "at-least": "at least ",
    "less-than": "less than ",
    "at-most": "at most ",
}
DOCUMENTS = {
    "seed-insightcrime-2017": "InSight Crime, 2017",
    "seed-crs-if10400-2018": "CRS brief, 2018",
    "seed-ucsd-taskforce-2020": "Task force column, 2020",
    "seed-epochtimes-2024": "Epoch Times, 2024",
    "seed-crisis-2025": "Unsigned report, 2025",
}
AUTHOR = "the document itself"
SPEAKERS = {"author": AUTHOR, "author (photo caption)": f"{AUTHOR}, in a caption"}

CLAIMS_FACETS = {"document": "Document", "theme": "Theme", "speaker": "Speaker", "verdict": "Verdict"}
CLAIMS_FILTER = {
    "name": "Filter the claims",
    "all": "All",
    "shown": "{shown} of {all} claims",
    "clear": "Show all claims",
}
CORRECTIONS_FACETS = {"status": "Status", "guard": "Guard"}
CORRECTIONS_FILTER = {
    "name": "Filter the corrections",
    "all": "All",
    "shown": "{shown} of {all} corrections",
    "clear": "Show all corrections",
}

CLAIM = {
    "claimed": "Claimed:",
    "data": "This book’s data:",
    "events": "This book’s events:",
    "check": "Recomputed:",
    "with": "Tested with",
    "card": "About the document",
}
CORRECTION = {
    "printed": "Printed:",
    "correct": "Holds instead:",
    "action": "What this book does:",
    "where": "Where:",
    "claim": "claim",
    "guard": "Guard:",
    "sources": "Documents:",
    "since": "kept since",
}
STATUS = {
    "open": "open: the right value is not established",
    "settled": "settled: the source still prints the wrong one",
    "fixed-upstream": "fixed upstream: the publisher has replaced it",
}
# Kind of guard → (short, what trips it).
GUARDS = {
    "value": ("value", "the check fails when the guarded row no longer holds the printed number."),
    "verdict": ("verdict", "the check fails when the claim is no longer found wrong."),
    "absence": ("absence", "the check fails when the printed number turns up in the dataset."),
    "none": ("none", "the error is not about one number, so nothing can watch it."),
}


def verdict(name: str) -> str:
    """A verdict as readers see it."""
    return VERDICTS[name][0]


def place(paragraph: int, sentence: int) -> str:
    """Where a claim stands in its document."""
    return f"paragraph {paragraph}, sentence {sentence}"


def claim_count(count: int) -> str:
    """`26 claims`."""
    return f"{count} claims"


def glossary_card(term: str, meaning: str) -> list[str]:
    """What a term's card says: heading and text."""
    return [term, meaning]
