"""What the lists of events say: names of their kinds and directions and of the parties that are no country."""

# Kinds of events as readers meet them; the dataset tells a few more apart.
EVENT_KINDS = {
    "meeting": "Meeting",
    "agreement": "Agreement",
    "institution": "Institution",
    "funding": "Money",
    "enforcement": "Police and army",
    "operation": "Police and army",
    "seizure": "Seizure",
    "prosecution": "Court case",
    "law": "Law",
    "trade-control": "Law",
    "scheduling": "Drug list",
    "tension": "Tension",
    "tariff": "Tariff",
    "sanction": "Sanction",
    "report": "Report",
    "public-health": "Report",
    "diplomacy": "Diplomacy",
    "administration": "Government",
}

# What an event does to the other party; data-dictionary.html has the rule.
DIRECTIONS = {"cooperate": "Cooperation", "coerce": "Coercion", "ease": "Easing", "neutral": "Neutral"}


def direction(name: str, actor: list[str], toward: list[str]) -> str:
    """An event's direction in words: `Coercion: United States toward Mexico`; a neutral one needs none."""
    if name == "neutral":
        return ""
    who = _all_of(actor) if actor == toward else f"{_all_of(actor)} toward {_all_of(toward)}"
    return f"{DIRECTIONS[name]}: {who}."


def _all_of(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


BODIES = {"UN": "United Nations", "EU": "European Union"}

# Facets of a list of events, as the filter over it names them.
EVENT_FACETS = {"kind": "Kind", "direction": "Direction", "party": "Party", "year": "Year"}

# What the filter over them says; {braces} are filled by assets/filter.js.
EVENT_FILTER = {
    "name": "Filter the events",
    "all": "all",
    "from": "{facet} from",
    "to": "{facet} to",
    "shown": "{shown} of {all} shown",
    "clear": "Show all",
}
