"""What the lists of events say: names of their kinds and of the parties that are no country."""

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

BODIES = {"UN": "United Nations", "EU": "European Union"}

# Facets of a list of events, as the filter over it names them.
EVENT_FACETS = {"kind": "Kind", "party": "Party", "year": "Year"}

# What the filter over them says; {braces} are filled by assets/filter.js.
EVENT_FILTER = {
    "name": "Filter the events",
    "all": "all",
    "from": "{facet} from",
    "to": "{facet} to",
    "shown": "{shown} of {all} shown",
    "clear": "Show all",
}
