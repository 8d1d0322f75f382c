"""What stands in the files that readers take away: the data package, the workbook, one CSV file a series."""

from poppybook import language as words

LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
FIRST_SHEET = "Read me"
COLUMNS_SHEET = "Columns"
COLUMNS_HEAD = ("Table", "Column", "Title", "Meaning", "Type", "Unit")
SHEETS_HEAD = ("Sheet", "Rows", "Holds")

ABOUT = (
    "Every row is one number that somebody published, as published: value, unit, period, place, document and the place "
    "in the document. Nothing is averaged, filled in or converted.",
    "Where two publishers differ, both have a row. Read the caveat of a series before you draw it.",
    "An empty cell means not known or not applicable, never zero. Several ids in one cell are separated by semicolons.",
    "FY2017 is the US fiscal year from October 2016 to September 2017, CFY2017-18 the Canadian one from April 2017 to "
    "March 2018, crop2016-17 the survey year for poppy from July 2016 to June 2017. They share no axis of years.",
    "Seizures measure enforcement as well as flow; estimates carry methods; a coincidence in time is not a cause.",
)
RELIABILITY_HEAD = "Reliability of a number"
STATUS_HEAD = "Status of a number"
STATUS = {
    "reported": "a count or measurement as its publisher printed it",
    "estimate": "the result of a method",
    "preliminary": "a count that its publisher still expects to change",
    "revised": "printed again, with another value",
    "target": "a request, plan or announced rate: not a result",
}
SHEETS_TITLE = "The sheets"
CITE_TITLE = "How to cite"


def workbook_title(version: str) -> str:
    """Heading of the workbook."""
    return f"{words.BOOK}: the data, version {version}"


def cite_data(version: str, year: str) -> str:
    """How to cite the dataset as a whole."""
    return f"The Poppy to Precursor authors ({year}). {words.BOOK}: the data, version {version}. CC BY 4.0."


def package_readme(
    title: str, description: str, version: str, year: str, tables: list[tuple[str, int, str]]
) -> str:
    """README of the data package. tables: file, number of rows, what it holds."""
    files = "\n".join(f"- `{file}`, {words.rows(rows)}: {holds}" for file, rows, holds in tables)
    about = "\n".join(f"- {line}" for line in ABOUT)
    return (
        f"# {title}\n\nVersion {version}. {description}\n\n## How to read it\n\n{about}\n\n## Files\n\n"
        "`datapackage.json` describes every column (Frictionless Data Package). All tables are CSV, UTF-8.\n\n"
        f"{files}\n\n## Licence and citation\n\n{LICENCE}. {cite_data(version, year)}\n"
        "Name the publisher of each number first; it stands in `sources.csv`.\n"
    )


def series_head(series: dict[str, str], place: str, reach: list[str], version: str) -> list[str]:
    """The lines over a series' CSV file, without the `#`. series: its row; reach: its first and last period."""
    parts = (
        f"{series['title']} ({series['series_id']})",
        f"Unit: {series['unit']}. Place: {place}",
        series["definition"] and f"Definition: {series['definition']}",
        series["caveat"] and f"Caution: {series['caveat']}",
        f"From: {words.BOOK}, data version {version}. {LICENCE}",
    )
    what = f"{series['publisher']}, {series['title']}, {' to '.join(reach)}"
    cite = f"Cite: {what}; quoted from {words.BOOK}, data version {version}"
    return [*(part for part in parts if part), cite]


def source_line(source: dict[str, str]) -> str:
    """A source over a series' CSV file, from its row."""
    when = f" ({source['date_published']})" if source["date_published"] else ""
    said = f"Source {source['source_id']}: {source['publisher']}, {source['title']}{when}."
    return f"{said} Reliability {source['reliability']}. {source['url']}".strip()
