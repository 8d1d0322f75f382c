"""What the chart builder says: the page's script, and the official tables as series."""

from poppybook.dataset import periods

# ---------------------------------------------------------------- the official tables as series

DRUGS = {
    "fentanyl": "fentanyl",
    "heroin": "heroin",
    "methamphetamine": "methamphetamine",
    "cocaine": "cocaine",
}
REGIONS = {
    "all": "nationwide",
    "us-southwest-border": "US southwest border",
    "us-northern-border": "US northern border",
    "us-coastal-interior": "US coasts and interior",
}
COMPONENTS = {
    "all": "all components",
    "OFO": "ports of entry (OFO)",
    "USBP": "between ports (Border Patrol)",
}
MEASURES = {
    "pounds": "pounds",
    "events": "seizure events",
    "ratio": "pounds per event",
}
CBP = {
    "publisher": "US Customs and Border Protection",
    "about": "Gross weight of powder or pills, not pure drug; the place is the office that seized, not where "
    "the drug came "
    "from. Air and Marine Operations is not in the file. CBP revises past months. A seizure total measures "
    "enforcement as well as flow.",
    "heroin events": "Event counts are no trend: from April 2020 to September 2021 the coastal counts are "
    "swollen by tiny "
    "mail parcels in New York. Use weight. ",
    "ratio": "The average of the month’s events: one very large load moves it. No value where a month had no "
    "event. ",
    "definition": {
        "pounds": "Weight seized in the month, summed from the rows of CBP’s file. A month without a row counts "
        "as zero.",
        "events": "Seizure events in the month, summed from the rows of CBP’s file. A month without a row "
        "counts as zero.",
        "ratio": "Weight seized in the month divided by the number of seizure events of the month.",
    },
}
CDC = {
    "publisher": "CDC NCHS, VSRR",
    "reported": "deaths reported",
    "predicted": "deaths, CDC’s predicted count",
    "classes": {
        "all drug overdose deaths": "Overdose deaths, all drugs",
        "heroin": "Overdose deaths involving heroin",
        "opioids": "Overdose deaths involving opioids",
        "synthetic opioids excl. methadone": "Overdose deaths involving synthetic opioids",
    },
    "caveat": "A death with several drugs counts in each class, so classes cannot be added. Windows of 12 "
    "months overlap: "
    "never add two. Provisional counts rise as cases are closed; they are counted where the death happened.",
}
NFLIS = {
    "publisher": "DEA, NFLIS-Drug",
    "caveat": "Counts laboratory reports, not seizures or weight. New York’s rows hold less than half of the "
    "reports that "
    "DEA’s annual tables print for 2017 to 2021, so national sums are too low.",
    "contains": " It contains the other substances.",
}
FLAGS = {"incomplete": "incomplete: more will be reported for this period"}


def cbp_series(drug: str, region: str, component: str, measure: str) -> dict:
    """Title, definition and caveat of one column of CBP's monthly file."""
    remark = CBP["heroin events"] if drug == "heroin" and measure != "pounds" else ""
    remark += CBP["ratio"] if measure == "ratio" else ""
    return {
        "title": f"CBP {DRUGS[drug]} by month, {REGIONS[region]}, {COMPONENTS[component]}: {MEASURES[measure]}",
        "definition": CBP["definition"][measure],
        "caveat": remark + CBP["about"],
    }


def cdc_series(indicator: str, icd10: str, measure: str) -> dict:
    """Title, definition and caveat of one column of CDC's 12-month counts."""
    return {
        "title": f"{CDC['classes'][indicator]}, United States, 12 months ending in each month: {CDC[measure]}",
        "definition": f"Deaths with the codes {icd10.replace(';', ', ')}.",
        "caveat": CDC["caveat"],
    }


def nflis_series(substance: str) -> dict:
    """Title, definition and caveat of one substance in the half-years of NFLIS."""
    name = substance[0].upper() + substance[1:]
    return {
        "title": f"{name}: laboratory reports by half-year, United States",
        "definition": "Drug reports of the substance in the query of 3 March 2026.",
        "caveat": NFLIS["caveat"] + (NFLIS["contains"] if substance.startswith("all ") else ""),
    }


# ---------------------------------------------------------------- measures, calendars

CALENDARS = {
    periods.CALENDAR_YEAR: "calendar years",
    periods.US_FISCAL_YEAR: "US fiscal years (October to September)",
    periods.CANADA_FISCAL_YEAR: "Canadian fiscal years (April to March)",
    periods.CROP_YEAR: "crop years (July to June)",
    periods.MONTH: "months",
    periods.DAY: "single days",
    "half-year": "half-years",
    "rolling": "running 12 months",
    periods.SPAN: "periods of their own",
}
_PHYSICAL = {
    "[mass]": "weight",
    "[length] ** 2": "area",
    "[length] ** 3": "volume",
    "[mass] / [length] ** 2": "weight per area",
}


def measured(group: str, unit: str) -> str:
    """What a group of units measures, in words: `[mass]` is weight; `unit` is one of the group."""
    return _PHYSICAL.get(group, unit)


# What stands in the page for a reader without scripts.
STATIC = {
    "presets": "Ready-made charts",
    "about": "This page draws with a script, and your browser runs none. The same numbers are in the tables, "
    "and the "
    "series are listed here with the name under which each stands in the dataset.",
    "dictionary": "Data dictionary: what each series counts",
    "official": "Official tables, read with poppybook",
}


def file(title: str) -> str:
    """A table as a file to take away: `Observations (CSV)`."""
    return f"{title} (CSV)"
