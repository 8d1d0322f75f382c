"""Every English string a reader of the site meets that is produced by code. An edition in another language
replaces this package and nothing else: no other module joins words to sentences. What belongs to one part of the book
stands in a module of its own here.
"""

from decimal import ROUND_HALF_UP, Decimal

from poppybook.dataset import periods

LANGUAGE = "en"
BOOK = "Poppy to Precursor"

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

STATUS = {
    "reported": "reported",
    "estimate": "estimate",
    "preliminary": "preliminary",
    "revised": "revised",
    "target": "target, not a result",
}

RELIABILITY = {
    "A": "A: the publisher of the number",
    "B": "B: an official or scholarly body that quotes it",
    "C": "C: the press that quotes it",
}


# ---------------------------------------------------------------- numbers and periods


def number(value) -> str:
    """A number as a reader expects it: `44,100`, `1,057.18`, `−3.5`, `0.0317`; nothing for a missing one.

    At most two decimals, and below 1 three significant digits, a half upwards, as the chart builder's script has it;
    tables to download keep every digit.
    """
    if value is None or value != value:  # not a number
        return ""
    if isinstance(value, str):
        return value
    exact = Decimal(str(value))
    decimals = 2 - exact.adjusted() if 0 < abs(exact) < 1 else 2
    text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".").replace("-", "\N{MINUS SIGN}")


def interval(low, high) -> str:
    """`21,500–28,100`; an open side is named."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"up to {number(high)}"
    if high is None:
        return f"from {number(low)}"
    return f"{number(low)}–{number(high)}"


def day(date) -> str:
    """`5 Mar 2017`."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def period(text: str) -> str:
    """A period of the dataset in words: `crop2016-17` is `crop year 2016–17`. Other text stays as it is."""
    try:
        found = periods.parse(text)
    except ValueError:
        return str(text)
    start, end = found.start, found.end
    month = f"{MONTHS[start.month - 1]} {start.year}"
    match found.type:
        case periods.CROP_YEAR:
            return f"crop year {start.year}–{end.year % 100:02d}"
        case periods.CANADA_FISCAL_YEAR:
            return f"Canadian FY {start.year}–{end.year % 100:02d}"
        case periods.MONTH:
            return month
        case periods.DAY:
            return day(start)
        case periods.SPAN if start.day == 1 and (end - end.replace(day=1)).days >= 27:
            last = f"{MONTHS[end.month - 1]} {end.year}"
            return f"{MONTHS[start.month - 1]}–{last}" if start.year == end.year else f"{month}–{last}"
        case periods.SPAN:
            return f"{day(start)}–{day(end)}"
    return str(text)


# ---------------------------------------------------------------- charts

CHART = {
    "table": "Data table",
    "series": "Series",
    "period": "Period",
    "place": "Place",
    "year": "Year",
    "value": "Value",
    "unit": "Unit",
    "range": "Low–high",
    "status": "Status",
    "source": "Source",
    "note": "Note",
    "count": "Values",
    "lowest": "Lowest",
    "highest": "Highest",
    "last": "Last",
    "incomplete": "incomplete",
    "no value": "no value",
    "download": "Download",
    "data csv": "data (CSV)",
    "picture svg": "picture (SVG)",
    "spec json": "chart (JSON)",
}


def rows(count: int) -> str:
    """`1 row`, `34 rows`."""
    return "1 row" if count == 1 else f"{count:,} rows"


def span(first: str, last: str) -> str:
    """From one period to another."""
    return f"{first} to {last}"


def table_caption(title: str, unit: str, span: str) -> str:
    """Caption of a chart's data table; unit and span may be empty."""
    return ". ".join(part for part in (title, unit and f"Unit: {unit}", span) if part) + "."


def summary_caption(title: str, count: int) -> str:
    """Caption of the summary that stands for a long table."""
    return f"{title}. Summary by year of {rows(count)}."


def whole_table(count: int) -> str:
    """The link from a summary to the table with every row."""
    return f"All {rows(count)}"


def sources_label(count: int) -> str:
    """Start of the source line."""
    return "Source:" if count == 1 else "Sources:"


# In the source line of a chart most of whose values carry the letter C.
MOSTLY_PRESS = "Mostly press reports (C)."


def few(names: list[str], most: int = 8) -> str:
    """Names in a line: all, or the first ones and how many more."""
    if len(names) <= most:
        return "; ".join(names)
    return f"{'; '.join(names[: most - 1])} and {len(names) - most + 1} more"


def publisher_before(publisher: str) -> str:
    """The publisher as it stands before its documents in the source line."""
    return f"{publisher}, " if publisher else ""


def after_title(year: str, letter: str) -> str:
    """What stands after a document's title: its year, and a mark where it is not the publisher of the number."""
    parts = [part for part in (year, f"reliability {letter}" if letter else "") if part]
    return f" ({', '.join(parts)})" if parts else ""


def documents(count: int) -> str:
    """Label of the folded list of documents."""
    return f"{count} documents"


def until(last: str, incomplete: str) -> str:
    """`Data to FY2026 (incomplete: 7 of 12 months).`"""
    return f"Data to {last} ({incomplete})." if incomplete else f"Data to {last}."


def incomplete(months) -> str:
    """Says that a year is not over in the data; months: how many it covers, or None."""
    return "incomplete" if months is None else f"incomplete: {months} of 12 months"


def end_of_period(text: str) -> str:
    """Up to when a period reaches: of a span its last month or day (`Aug 2026`), of another period its name."""
    found = periods.parse(text)
    if found.type != periods.SPAN:
        return period(text)
    last, after = found.end, found.end.toordinal() + 1
    whole_month = type(last).fromordinal(after).day == 1
    return f"{MONTHS[last.month - 1]} {last.year}" if whole_month else day(last)


def place_and_period(place: str, when: str) -> str:
    """`Guerrero, 2017`."""
    return f"{place}, {when}"


def readout(when: str, amount: str, unit: str, bounds: str, remarks: list[str]) -> str:
    """One point of a chart in a line: `2017: 44,100 hectares, estimate`."""
    value = f"{amount}{unit}" if unit == "%" else f"{amount} {unit}".strip()
    if not amount:
        value = CHART["no value"]
    if bounds:
        value += f" ({bounds})"
    return ", ".join([f"{when}: {value}", *remarks])


def point(row: dict) -> str:
    """A row of a chart's table in a line, as the hover label and the page's read-out say it."""
    remarks = [STATUS.get(row["status"], row["status"])]
    if row.get("complete") is False:
        remarks.append(incomplete(row.get("months")))
    when = period(row["period"])
    if row.get("place"):
        when = place_and_period(row["place"], when)
    bounds = interval(row.get("low"), row.get("high"))
    return readout(when, number(row["value"]), row["unit"], bounds, remarks)


# ---------------------------------------------------------------- the frame around a page

# Names of the navigations, by the id or class that both renderers give them; "nav" for any other.
LANDMARKS = {
    "navbar": "Book",
    "quarto-sidebar": "Chapters",
    "quarto-secondary-nav": "Place in the book",
    "quarto-page-breadcrumbs": "Breadcrumbs",
    "page-navigation": "Previous and next page",
    "nav": "More",
}

# The first link of each page.
SKIP = "Skip to the text"

# Name of a table that a notebook's code printed.
OUTPUT_TABLE = "Table printed by the code above"
WIDE_TABLE = "Table"

# Title, text and link of the page for a wrong address.
NOT_FOUND = ("Page not found", "There is no page at this address. It may have moved.", "To the front page")
# Where the page cannot find out how deep it lies: what it says, and three ways.
NOT_FOUND_STEPS = (
    "The front page is in one of the folders of this address:",
    "in this folder",
    "one folder up",
    "two folders up",
)
