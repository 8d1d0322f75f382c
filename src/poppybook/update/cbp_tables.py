"""The rows of CBP's two official tables, summed from the cells of the monthly file."""

import math
from collections import defaultdict

from .tables import Rows, text_of

FENTANYL = "fentanyl"  # the only drug of which the table of offices has rows


def _calendar(year: int, month: int) -> str:
    return f"{year - (month < 3)}-{(month + 9) % 12 + 1:02d}"


def _sums(cells: dict, key_of) -> dict[tuple, tuple[float, int]]:
    groups = defaultdict(list)
    for key, numbers in cells.items():
        groups[key_of(*key)] += numbers
    return {
        key: (math.fsum(pounds for pounds, _ in numbers), sum(events for _, events in numbers))
        for key, numbers in groups.items()
    }


def monthly_rows(content: dict, sources: dict) -> Rows:
    """The rows of cbp_monthly: sums by month, drug, region and component."""
    rows = {}
    for year, part in content.items():
        sums = _sums(
            part["cells"], lambda month, drug, region, component, area: (month, drug, region, component)
        )
        for (month, drug, region, component), (pounds, events) in sums.items():
            when = _calendar(year, month)
            name = f"cbp-{drug}-{region}-{component.lower()}@{when}"
            rows[name] = {
                "observation_id": name,
                "fiscal_year": str(year),
                "month": when,
                "drug": drug,
                "place": region,
                "component": component,
                "pounds": text_of(round(pounds, 4)),
                "events": str(events),
                "source_id": sources[year]["source_id"],
            }
    return rows


def area_rows(content: dict, sources: dict) -> Rows:
    """The rows of cbp_area_fy: fentanyl by fiscal year and office."""
    rows = {}
    for year, part in content.items():
        fentanyl = {key: cell for key, cell in part["cells"].items() if key[1] == FENTANYL}
        sums = _sums(fentanyl, lambda month, drug, region, component, area: (region, component, area))
        for (region, component, area), (pounds, events) in sums.items():
            name = f"cbp-area-{area.removeprefix('us-')}@FY{year}"
            rows[name] = {
                "observation_id": name,
                "fiscal_year": str(year),
                "months": str(len(part["months"])),
                "place": region,
                "component": component,
                "area": area,
                "pounds": text_of(round(pounds, 4)),
                "events": str(events),
                "source_id": sources[year]["source_id"],
            }
    return rows
