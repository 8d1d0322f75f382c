"""The rows of the two laboratory tables, and the observations that are sums of them."""

from collections import Counter, defaultdict
from datetime import date

from poppybook.checking.rules_copies import ALL_SUBSTANCES
from poppybook.dataset import periods
from poppybook.dataset.bodies import derived

from . import release as rel
from .download import slug
from .tables import Rows

HALVES = {"SA1": ("H1", "01-01", "06-30"), "SA2": ("H2", "07-01", "12-31")}
PARTIAL = {"US-NY"}  # the query holds less than half of what DEA's annual tables print


def summed(reports: dict, key_of) -> Counter:
    """Reports added up by what `key_of` makes of a cell's key."""
    sums: Counter = Counter()
    for key, number in reports.items():
        sums[key_of(*key)] += number
    return sums


def _is_filling(year: int, ran: date) -> bool:
    """Laboratories send late: a year counts as incomplete until the year after it is over."""
    return ran.year < year + 2


def _span(year: int, half: str) -> periods.Period:
    begin, end = next((first, last) for name, first, last in HALVES.values() if name == half)
    return periods.parse(f"{year}-{begin}--{year}-{end}")


def halfyear_rows(halves: Counter, ran: date, source: str) -> Rows:
    """The rows of nflis_halfyear, with the sum of all substances."""
    sums = Counter(halves)
    for (year, half, _), number in halves.items():
        sums[year, half, ALL_SUBSTANCES] += number
    rows = {}
    for (year, half, substance), number in sums.items():
        period = str(_span(year, half))
        key = f"nflis-half-{slug(substance)}@{period}"
        rows[key] = {
            "observation_id": key,
            "period": period,
            "year": str(year),
            "half": half,
            "substance": substance,
            "reports": str(number),
            "flag": "incomplete" if _is_filling(year, ran) else "",
            "source_id": source,
        }
    return rows


def state_rows(reports: dict, ran: date, source: str) -> Rows:
    """The rows of nflis_state_year."""
    by_substance = summed(reports, lambda year, half, code, substance, place: (year, place, substance))
    totals: dict[tuple, Counter] = defaultdict(Counter)
    for (year, place, substance), number in by_substance.items():
        totals[year, place][substance] += number
    rows = {}
    for (year, place), numbers in totals.items():
        key = f"nflis-state-{place.lower()}@{year}"
        flags = ["incomplete"] * _is_filling(year, ran) + ["partial-coverage"] * (place in PARTIAL)
        rows[key] = {
            "observation_id": key,
            "year": str(year),
            "place": place,
            "fentanyl_reports": str(numbers["fentanyl"]),
            "carfentanil_reports": str(numbers["carfentanil"]),
            "all_fentanyl_related_reports": str(sum(numbers.values())),
            "flag": ";".join(flags),
            "source_id": source,
        }
    return rows


def summed_observations(halves: Counter, ran: date, source: str, tables: dict[str, Rows]) -> Rows:
    """The table `observations` with every national sum over the query made anew."""
    official = {row["source_id"] for row in tables["nflis_halfyear"].values()}
    sums: Counter = Counter()
    for (year, half, substance), number in halves.items():
        for name in (substance, ALL_SUBSTANCES):
            sums[name, str(year)] += number
            sums[name, str(_span(year, half))] += number
    ran_on = f"Query of {ran.day} {ran:%B} {ran.year}; "
    new, gone, touched = [], set(), set()
    for one in derived(rel.derived_of(tables, "nflis")):
        rows = [
            row
            for row in tables["observations"].values()
            if row["series_id"] == one.series_id and row["source_id"] in official
        ]
        if not rows:
            continue
        touched.add(one.series_id)
        plain_note = max(rows, key=lambda row: row["period_end"] < "2018")["note"]
        by_half = one.by == "half-year"
        for (name, text), number in sums.items():
            if name != one.rows["substance"] or (len(text) > 4) != by_half:
                continue
            period = periods.parse(text)
            filling = _is_filling(period.start.year, ran)
            note = plain_note
            if filling and not by_half:
                note = f"{ran_on}{text} not complete." + plain_note.replace("The query holds", " It holds")
            status = "preliminary" if filling else "reported"
            mine = [row for row in rows if row["period"] == text]
            gone.update(row["observation_id"] for row in mine)
            new.append(rel.observation(rows[0], period, str(number), source, status=status, note=note))
    rest = [row for row in tables["observations"].values() if row["observation_id"] not in gone]
    return rel.with_ids(rest + new, touched)
