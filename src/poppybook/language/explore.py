"""What the explorers say to an analyst in a notebook."""

SAY = {
    "search": "Search",
    "theme": "Theme",
    "place": "Place",
    "unit": "Unit",
    "reliability": "Reliability",
    "series": "Series",
    "any": "any",
    "published": "as published",
    "index": "Index",
    "no index": "none",
    "log": "Logarithmic scale",
    "kinds": "Kinds",
    "party": "Party",
    "years": "Years",
    "year": "Year",
    "goods": "Goods",
    "view": "View",
    "map": "map",
    "flow": "flow diagram",
    "drug": "Drug",
    "measure": "Measure",
    "component": "Component",
    "by": "By",
    "python": "Python for this state",
    "again": "this view again:",
    "add": "Add",
    "remove": "Remove",
    "chosen": "Compared",
}

RELIABILITY = {"": "any letter", "A": "A only", "B": "A or B"}
COMPONENTS = {"": "both", "OFO": "ports of entry", "USBP": "between ports"}
MEASURES = ("pounds", "events", "pounds per event")
BY = {"fiscal_year": "fiscal year", "month": "month"}
VIEWS = ("map", "flow")

CALENDARS = {
    "calendar-year": "calendar years (January to December)",
    "us-fiscal-year": "US fiscal years (October to September)",
    "canada-fiscal-year": "Canadian fiscal years (April to March)",
    "crop-year": "crop years (July to June)",
    "month": "months",
    "day": "days",
    "span": "other spans of days",
}

# What series measure, by pint's word for it; counts and currencies speak for themselves.
MEASURED = {"[mass]": "a weight", "[length] ** 2": "an area", "share": "a share or ratio"}

NO_SERIES = "No series fits. Take back a filter, or search for fewer words."
NO_CHOICE = "Choose at least one series."
NO_EVENT = "No event fits."
NO_ROUTE = "No route fits."
NO_SEIZURE = "The publisher's file has no seizure that fits."
INDEX_INSTEAD = "Compare their course instead: choose a year as index."
NO_INDEX = "There is no year for which each has one number, so no index brings them together. Remove one."
SHARED = "They do not begin and end together: each bar shows the days its number covers."
EMPTY_BASE = "no year fits all"


def table_head(shown: int, count: int) -> str:
    """`The table behind it: 34 rows`, or how many of them are shown."""
    if shown < count:
        return f"The table behind it: first {shown:,} of {count:,} rows"
    return f"The table behind it: {count:,} {'row' if count == 1 else 'rows'}"


def different(measures: list[tuple[str, str]], indexable: bool) -> str:
    """Says of series that share no axis what each measures, and whether an index would bring them together."""
    told = "; ".join(f"{name} is {MEASURED.get(measure, measure)}" for name, measure in measures)
    advice = INDEX_INSTEAD if indexable else NO_INDEX
    return f"These series measure different things and share no axis: {told}. {advice}"


def found(shown: int, count: int) -> str:
    """How many series fit the filters, and how many of them the list shows."""
    fit = "1 series fits" if count == 1 else f"{count:,} series fit"
    return f"{fit}." if shown == count else f"{fit}; the list shows the first {shown:,}."


def kind(category: str) -> str:
    """An event's category in words: `trade-control` is `Trade control`."""
    return category.replace("-", " ").capitalize()


def converted(units: list[str], to: str) -> str:
    """Says that published units were converted."""
    return f"Converted from {' and '.join(units)} to {to}; the table keeps the published values."


def calendars(kinds: list[tuple[str, list[str]]]) -> str:
    """Names the kind of period of each series: `A: calendar years …; B: US fiscal years …`."""
    return "; ".join(f"{name}: {' and '.join(CALENDARS[kind] for kind in has)}" for name, has in kinds) + "."


def base(periods: list[tuple[str, str]]) -> str:
    """Names the base period of each series."""
    return "100 is " + "; ".join(f"{name}: {period}" for name, period in periods) + "."


def below_log(count: int) -> str:
    """How many values a logarithmic axis leaves out."""
    are = "1 value of zero or less is" if count == 1 else f"{count:,} values of zero or less are"
    return f"{are} in the table and not on the logarithmic scale."


def events(count: int) -> str:
    """`23 events`."""
    return "1 event." if count == 1 else f"{count:,} events."


def routes(count: int, unplaced: int) -> str:
    """How many routes there are, and how many of them have an end without coordinates."""
    text = "1 route is described." if count == 1 else f"{count:,} routes are described."
    if unplaced:
        have = "1 has an end" if unplaced == 1 else f"{unplaced:,} have an end"
        text += f" {have} without coordinates: see the table and the flow diagram."
    return f"{text} Every line has the same width: nobody has measured how much moves."


def seizures(drug: str, measure: str, incomplete: bool) -> str:
    """What the bars of the border file show."""
    hatched = " Hatched: the year is not over in the file." if incomplete else ""
    return f"{drug.capitalize()}: {measure}, from CBP's monthly file.{hatched}"
