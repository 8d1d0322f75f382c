"""What the evidence pages and the cards say."""

from poppybook import language as words
from poppybook.dataset import periods

# Codes of the official tables, in words.
CODES = {"OFO": "officers at ports of entry", "USBP": "Border Patrol"}

TITLE = "Evidence: {}"

PERIOD_TYPE = {
    periods.CALENDAR_YEAR: "calendar years (January to December)",
    periods.US_FISCAL_YEAR: "US fiscal years (October to September)",
    periods.CANADA_FISCAL_YEAR: "Canadian fiscal years (April to March)",
    periods.CROP_YEAR: "crop years (July to June)",
    periods.MONTH: "months",
    periods.DAY: "single days",
    periods.SPAN: "spans of time",
}

# Under a single period, where a series has periods of several kinds and the name does not tell.
PERIOD_SHORT = {
    periods.CALENDAR_YEAR: "calendar year",
    periods.MONTH: "month",
    periods.DAY: "day",
    periods.SPAN: "span",
}

# The publishers' flags, short; the page has the long form above the table.
FLAG = {
    "incomplete": "incomplete",
    "withheld-low-quality": "withheld",
    "suppressed-under-10": "under ten",
    "partial-coverage": "partial",
    "final": "final",
    "third-party-estimate": "third party",
}

SAY = {
    "caution": "Caution:",
    "drawn": "Drawn in",
    "cite": "Cite:",
    "named": "Named in",
    "address": "Address:",
    "original": "original",
    "no original": "no address known",
    "entry": "entry in the sources",
    "documents": "Documents",
    "document": "Document",
    "period": "Period",
    "status": "Status",
    "front": "Front page",
    "remark": "Remark",
    "where": "Where it stands",
    "error": "Known error:",
    "done": "What the book does:",
    "also": "Also published for this period:",
    "near": "Nearby, by other publishers, and not always the same quantity:",
    "no value": "none",
    "evidence": "Row by row:",
}


def value(amount: float | None, unit: str) -> str:
    """`44,100 hectares`, `29%`."""
    shown = words.number(amount) or SAY["no value"]
    return f"{shown}%" if unit == "percent" and amount is not None else f"{shown} {unit}".strip()


def dates(text: str) -> str:
    """First and last month of a year that does not begin in January; nothing for another period."""
    found = periods.parse(text)
    if found.type in (periods.US_FISCAL_YEAR, periods.CANADA_FISCAL_YEAR, periods.CROP_YEAR):
        start, end = (f"{words.MONTHS[day.month - 1]} {day.year}" for day in (found.start, found.end))
        return f"{start}–{end}"
    return ""


def index(number: int) -> str:
    """`List of the 143 series`."""
    return f"List of the {number} series"


def part(number: int, word: str) -> str:
    """`Deaths by overdose: 83 series on a page of their own`."""
    return f"{heading(word)}: {number} series on a page of their own"


def heading(word: str) -> str:
    """A word as it stands in a sentence, over a page or a column: `Heroin`, `Hectares`."""
    return word[:1].upper() + word[1:]


def theme_names(themes) -> dict[str, str]:
    """The themes of the table as they stand in a list: `supply-chain` is `Supply chain`."""
    return {row.theme: heading(row.name) for row in themes.itertuples(index=False)}


def measure(title: str, unit: str) -> str:
    """Heading over one measure of an official table: `Weight (pounds)`, but `Deaths` alone."""
    return title if not unit or unit in title.lower() else f"{title} ({unit})"


def count(number: int, unit: str) -> str:
    """Caption of a table: `15 numbers, in hectares`."""
    return f"{'1 number' if number == 1 else f'{number:,} numbers'}, in {unit}"


def rows(number: int, first: str, last: str) -> str:
    """Caption of an official table: `91 rows, Oct 2018 to Apr 2026`."""
    return f"{words.rows(number)}, {words.span(first, last)}"


def where(source: str, locator: str) -> str:
    """Document and place in it: `ONDCP 2018, Table 1`."""
    return f"{source}, {locator}" if locator else source


def reliability(letter: str) -> str:
    """What the letter means, as a sentence."""
    return f"Reliability {words.RELIABILITY[letter]}."


def remark(flags: str) -> str:
    """The flags of an official row, in words."""
    return "; ".join(FLAG[flag] for flag in flags.split(";") if flag)


# How to read a page: of a theme, of official tables.
READING = {
    False: (
        "The series stand by unit and title. Each row is one published number. Its last cell names the document and "
        "the place in it, and unfolds to the original, to the pages that name the number and to what others published. "
        "The period is a link to the row’s own address. "
        "[What the letters for reliability mean](../method.qmd#reliability)."
    ),
    True: (
        "Each row is one of the publisher’s; the period is a link to its own address. Long tables are folded. "
        "[What the letters for reliability mean](../method.qmd#reliability)."
    ),
}
