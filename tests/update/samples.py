"""Files in the publishers' formats, made from code: the columns, spellings, order and dirt of real downloads, with
numbers that nobody published."""

import csv
import random
from collections import Counter
from pathlib import Path

CBP_HEADER = [
    "FY", "Month (abbv)", "Component", "Region", "Land Filter", "Area of Responsibility", "Drug Type",
    "Count of Event", "Sum Qty (lbs)",
]  # fmt: skip
FISCAL = ["OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP"]
OFFICES = [
    ("Office of Field Operations", "Coastal/Interior", "Other", "ATLANTA FIELD OFFICE"),
    ("Office of Field Operations", "Northern Border", "Land Only", "DETROIT FIELD OFFICE"),
    ("Office of Field Operations", "Northern Border", "Other", "DETROIT FIELD OFFICE"),
    ("Office of Field Operations", "Southwest Border", "Land Only", "SAN DIEGO FIELD OFFICE"),
    ("Office of Field Operations", "Southwest Border", "Other", "SAN DIEGO FIELD OFFICE"),
    ("U.S. Border Patrol", "Northern Border", "Land Only", "BLAINE SECTOR"),
    ("U.S. Border Patrol", "Southwest Border", "Land Only", "TUCSON SECTOR"),
    ("U.S. Border Patrol", "Southwest Border", "Land Only", "YUMA SECTOR"),
]
DRUG_TYPES = [
    "Cocaine",
    "Fentanyl",
    "Heroin",
    "Khat (Catha Edulis)",
    "Marijuana",
    "Methamphetamine",
    "Other Drugs**",
]

NFLIS_HEADER = [
    "LABTYPE", "RPTAGGR", "YYYY", "PERIOD", "DRUG_REPORTS", "QUERY_RUN_DATE", "SUBSTANCE_ID", "SUBSTANCE_DESCRIPTION",
    "BASE_ID", "BASE_DESCRIPTION", "DRUG_CATEGORY_CODE", "DRUG_CATEGORY_DESCRIPTION", "STATE", "STATE_LONG_NAME",
    "STATE_FIPS",
]  # fmt: skip
SUBSTANCES = [
    ("1504", "FENTANYL", "Fentanyl"),
    ("2408", "FENTANYL SALT UNDETERMINED", "Fentanyl"),
    ("1497", "CARFENTANIL", "Carfentanil"),
    ("1021", "4-ANILINO-1-PHENETHYLPIPERIDINE", "4-ANPP"),
    ("1517", "P-FLUOROFENTANYL", "para-Fluorofentanyl"),
    ("3965", "FLUOROFENTANYL", "Fluorofentanyl"),
    ("3824", "VALERYL FENTANYL (N-(1-PHENETHYLPIPERIDIN-4-YL)-N-PHENYLPENTANAMIDE)", "Valeryl fentanyl"),
]
STATES = [("AK", "Alaska", "02"), ("NY", "New York", "36"), ("OH", "Ohio", "39"), ("XX", "Unknown", "")]

CDC_HEADER = [
    "State", "Year", "Month", "Period", "Indicator", "Data Value", "Percent Complete",
    "Percent Pending Investigation", "State Name", "Footnote", "Footnote Symbol", "Predicted Value",
]  # fmt: skip
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December"]  # fmt: skip
INDICATORS = {
    "all": "Number of Drug Overdose Deaths",
    "opioid": "Opioids (T40.0-T40.4,T40.6)",
    "heroin": "Heroin (T40.1)",
    "t404": "Synthetic opioids, excl. methadone (T40.4)",
}
FINAL = "Numbers may differ from published reports using final data. See Technical Notes."
UNDER = "Underreported due to incomplete data."
SENTENCES = {
    "suppressed-under-10": "  Data suppressed (<10).",
    "withheld-low-quality": " Data not shown due to low data quality.",
}
STATE_CODES = {"USA": "US", "us-ny-outside-nyc": "NY", "us-new-york-city": "YC"}


def cbp_rows(first: int = 2019, last: int = 2026, until: str = "APR") -> list[list[str]]:
    """Rows as CBP's file has them: fiscal years `first` to `last`, the last one up to a month. A cell's numbers depend
    on the cell alone, so that a longer release repeats a shorter one."""
    rows = []
    for year in range(last, first - 1, -1):
        months = FISCAL[: FISCAL.index(until) + 1] if year == last else FISCAL
        for month in sorted(months):
            for office in OFFICES:
                for drug in DRUG_TYPES:
                    chance = random.Random(f"{year}{month}{office}{drug}")
                    if chance.random() < 0.8:
                        pounds = chance.choice([4.40924524e-05, chance.uniform(0.5, 90)])
                        label = f"{year} (FYTD)" if year == last and months != FISCAL else str(year)
                        rows.append([label, month, *office, drug, str(chance.randint(1, 9)), repr(pounds)])
    return rows


def nflis_rows(
    first: int = 2017, last: int = 2025, half: str = "SA2", ran: str = "2026-03-03"
) -> list[list[str]]:
    """Rows as the query exports them: every cell quoted, blanks after DrugReport, states without a code as XX."""
    rows = []
    for year in range(first, last + 1):
        for name in ("SA1 (JAN - JUN)", "SA2 (JUL - DEC)"):
            if year == last and half == "SA1" and name.startswith("SA2"):
                continue
            for state in STATES:
                for code, described, base in SUBSTANCES:
                    number = random.Random(f"{year}{name}{state}{code}").randint(1, 900)
                    rows.append(
                        ["Local/Municipal,State,Federal,Private", "DrugReport  ", str(year), name, str(number),
                         f"{ran} 13:26:55", code, described, code, base, "33", "Fentanyl and Fentanyl-related", *state]
                    )  # fmt: skip
    return rows


def cdc_rows(tables: dict, further: int = 0) -> list[list[str]]:
    """Rows as CDC's portal exports them, saying what the dataset's tables say, and `further` months after them."""
    series: dict[tuple[str, str], dict[str, dict]] = {}
    for row in tables["cdc_12month"].values():
        word = row["observation_id"].removeprefix("cdc-12m-").removesuffix(f"-usa@{row['month']}")
        series.setdefault((row["place"], word), {})[row["month"]] = row
    for row in tables["cdc_12month_state"].values():
        series.setdefault((row["place"], "t404"), {})[row["month"]] = row
    out = []
    for (place, word), months in sorted(series.items()):
        if word == "opioid":  # the dataset lacks years in between, the publisher does not
            months = {month: row for month, row in months.items() if month >= "2019-08"} | {
                month: row for month, row in months.items() if month < "2017"
            }
            months = _without_gaps(months)
        for month, row in sorted(_longer(months, further).items()):
            code = STATE_CODES.get(place, place.removeprefix("US-"))
            flags = row["flag"].split(";")
            footnote = (UNDER if "incomplete" in flags else FINAL) + "".join(
                SENTENCES.get(flag, "") for flag in flags
            )
            out.append(
                [code, month[:4], MONTHS[int(month[5:]) - 1], "12 month-ending", INDICATORS[word],
                 row["reported_deaths"], "100", row.get("percent_pending", "0.1"), place, footnote, "**",
                 row["predicted_deaths"]]
            )  # fmt: skip
        if place == "USA":
            out.append([*out[-1][:4], "Cocaine (T40.5)", "999", *out[-1][6:]])
    return out


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def _without_gaps(months: dict) -> dict:
    """Months that are missing, on a straight line between those that are there."""
    month, last, whole = min(months), max(months), {}
    while month <= last:
        whole[month] = months.get(month) or _between(months, month)
        month = _next(month)
    return whole


def _between(months: dict, month: str) -> dict:
    before, after = max(each for each in months if each < month), min(each for each in months if each > month)
    place = _number(month) - _number(before), _number(after) - _number(before)
    row = dict(months[before])
    for column in ("reported_deaths", "predicted_deaths"):
        ends = [int(months[each][column]) for each in (before, after)]
        row[column] = str(ends[0] + (ends[1] - ends[0]) * place[0] // place[1])
    return row


def _number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:])


def _longer(months: dict, further: int) -> dict:
    months = dict(months)
    for _ in range(further):
        last = max(months)
        months[_next(last)] = months[last] | {"flag": months[last]["flag"] or "incomplete"}
    return months


def write(path: Path, header: list[str], rows: list[list[str]], quote: bool = False, end: str = "\n") -> Path:
    """The file at `path`: cells quoted as the publisher does, lines ending as the publisher's do."""
    with open(path, "w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(f'"{name}"' if quote else name for name in header) + end)
        writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL)
        writer.writerows(rows)
    return path


def cbp_file(path: Path, rows: list[list[str]] | None = None, end: str = "\r\n") -> Path:
    """CBP's file; its lines end as on Windows."""
    return write(path, CBP_HEADER, cbp_rows() if rows is None else rows, end=end)


def nflis_file(path: Path, rows: list[list[str]] | None = None) -> Path:
    """The export of a query, every cell quoted."""
    return write(path, NFLIS_HEADER, nflis_rows() if rows is None else rows, quote=True)


def cdc_file(path: Path, rows: list[list[str]]) -> Path:
    """CDC's portal export, every cell quoted."""
    return write(path, CDC_HEADER, rows, quote=True)


def total(rows: list[list[str]], **wanted: str) -> float:
    """Pounds in rows of CBP's format whose cells are as wanted: FY, Drug Type …"""
    at = {name: CBP_HEADER.index(name) for name in CBP_HEADER}
    sums: Counter = Counter()
    for row in rows:
        if all(row[at[name.replace("_", " ")]] == value for name, value in wanted.items()):
            sums["lb"] += float(row[-1])
    return sums["lb"]
