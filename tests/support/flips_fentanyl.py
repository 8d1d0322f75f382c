"""The chapter on fentanyl seizures: changes of plotted values that make its words false (test_mutations.py)."""

TABLES = (
    "filed", "loads", "months", "counted", "borders", "pounds", "seizures", "areas", "tests", "reports", "lab",
    "deaths", "both", "states", "nh", "yearly", "running", "finds",
)  # fmt: skip
LABELS = {"state-deaths": "place", "new-hampshire": "place", "single-seizures": "place"}

OWN, NUMBER, WEIGHT = "CBP's own file", "Seizures in the year", "Pounds per seizure"
PORTS, LAND = "At ports of entry", "Between ports"
SOUTH, COASTS, NORTH = "Southwest border", "Coasts and interior", "Northern border"
CALIFORNIA, ARIZONA, OTHERS = "areas|San Diego ports", "areas|Tucson ports", "areas|All other ports"
PILLS, SHARE, PURITY = (
    "Pills DEA seized (million)",
    "Pills with 2 mg or more (%)",
    "Purity of powder (%)",
)
OHIO, ELSEWHERE = "Ohio", "All other states"
QUERY, YEARLY = "Query of March 2026", "Official yearly table"
SYNTHETIC, PRESCRIBED = "Synthetic opioids (mainly fentanyl)", "Prescription opioids"
FINAL, SEIZED = "Deaths, final count", "Fentanyl seized"
NOW, BEFORE, EARLIER = "Dec 2025, provisional", "Dec 2023", "12 months to Dec 2019"
FORCES, TERM, CUT = "All forces", "All forces since October 2024", "All forces since December 2018"


def fiscal(first, last):
    return [f"FY{year}" for year in range(first, last + 1)]


def months(year, first, last):
    return [f"{year}-{month:02d}" for month in range(first, last + 1)]


def each(series, periods, other, low, high):
    """A change of each period, measured by another series of the same period."""
    return [(series, [period], (other, period), low, high) for period in periods]


FLIPS = {
    "fentanyl-years": {
        "tenfold": [(OWN, ["FY2023"], (OWN, "FY2019"), 4, 8.9), (OWN, ["FY2023"], (OWN, "FY2019"), 10.1, 20)],
        "peak": [(OWN, [*fiscal(2019, 2022), "FY2024", "FY2025"], (OWN, "FY2023"), 1.01, 2)],
        "halved": [(OWN, ["FY2025"], (OWN, "FY2023"), 0.52, 1.2)],
        "less-again": [(OWN, ["2025-10-01--2026-08-31"], 11_384, 1.01, 1.8)],
    },
    "fentanyl-loads": {
        "both-grew": [
            (NUMBER, ["FY2021"], (NUMBER, "FY2019"), 0.8, 1.7),
            (WEIGHT, ["FY2021"], (WEIGHT, "FY2019"), 1, 1.95),
        ],
        "heavier": [
            (NUMBER, ["FY2023"], (NUMBER, "FY2021"), 0.95, 1.5),
            (NUMBER, ["FY2023"], (NUMBER, "FY2021"), 0.5, 0.85),
            (WEIGHT, ["FY2023"], (WEIGHT, "FY2021"), 1, 2.4),
        ],
        "most-seizures": [
            (NUMBER, [*fiscal(2019, 2020), *fiscal(2022, 2025)], (NUMBER, "FY2021"), 1.01, 1.5)
        ],
        "both-fewer": [
            (NUMBER, ["FY2025"], (NUMBER, "FY2023"), 0.8, 1.3),
            (WEIGHT, ["FY2025"], (WEIGHT, "FY2023"), 0.8, 1.3),
        ],
    },
    "fentanyl-months": {
        "steps": [(PORTS, months(2020, 6, 12), 100, 0, 1), (PORTS, months(2022, 7, 12), 800, 0, 1)],
        "peak-month": [(PORTS, ["2022-11", "2023-03", "2024-07"], (PORTS, "2023-04"), 1.05, 2)],
        "high-around": [(PORTS, ["2022-11"], (PORTS, "2023-04"), 0.2, 0.85)],
        "less-each-year": [
            (PORTS, ["2024-01", "2024-02"], 10_000, 1, 2),
            (PORTS, ["2026-01", "2026-02"], 3_000, 1, 2),
        ],
        "before-2025": [(PORTS, ["2024-06", "2024-07"], 10_000, 1, 2)],
        "ports-months": each(PORTS, ["2019-01", "2020-08", "2023-05", "2025-06", "2026-04"], LAND, 0.2, 0.98),
    },
    "fentanyl-month-measures": {
        "number": [
            (f"counted|{PORTS}", ["2021-03", "2021-10"], 300, 1, 2),
            (f"months|{PORTS}", ["2024-07"], 10_000, 1, 2),
        ],
        "number-fiscal": [(f"counted|{PORTS}", ["2022-05", "2021-12"], 200, 1, 2)],
        "ports-number": each(
            f"counted|{PORTS}", ["2019-09", "2021-10", "2025-02"], f"counted|{LAND}", 0.2, 0.98
        ),
        "loads-ports": [(f"months|{PORTS}", ["2023-04", "2022-11"], 20_000, 1, 2)],
        "loads-patrol": [
            (f"months|{LAND}", ["2023-05"], 10_000, 1, 2),
            (f"months|{LAND}", ["2023-05"], 100, 0, 1),
        ],
        "loads-lighter": [(f"months|{PORTS}", ["2025-07", "2024-10"], 10_000, 1, 2)],
    },
    "fentanyl-borders": {
        "southwest": [(SOUTH, ["FY2022"], 595.8, 1, 8.5), (SOUTH, ["FY2019"], 170.3, 1, 8.5)],
        "north": [
            *each(NORTH, ["FY2019", "FY2021", "FY2024"], SOUTH, 0.012, 0.05),
            (NORTH, ["FY2020"], (SOUTH, "FY2020"), 0, 0.004),
        ],
        "ports-years": each(f"borders|{PORTS}", fiscal(2019, 2025), f"borders|{LAND}", 0.5, 3.8),
    },
    "fentanyl-regions": {
        "southwest-months": each(
            f"pounds|{SOUTH}", ["2021-01", "2023-10", "2026-02"], f"pounds|{COASTS}", 0.2, 0.95
        ),
        "coast-best": [(f"pounds|{COASTS}", ["2019-05", "2024-03"], 1_000, 1, 3)],
        "north-most": [
            (f"pounds|{NORTH}", ["2019-05", "2024-07"], (f"pounds|{NORTH}", "2025-05"), 1.05, 3),
            (f"pounds|{NORTH}", ["2025-05"], 32, 0.1, 0.8),
        ],
        "north-revised": [(f"pounds|{NORTH}", ["2025-10", "2026-03"], 2.3, 0, 0.4)],
        "two-months": [(f"pounds|{NORTH}", ["2025-04", "2025-05"], 32, 3, 6)],
        "half-2019": [(f"seizures|{SOUTH}", ["2019-03", "2019-09"], 200, 1, 3)],
        "number-share": [(f"seizures|{COASTS}", ["2021-03", "2023-04"], 600, 1, 2)],
        "region-loads": [(f"pounds|{COASTS}", ["2021-03", "2023-03"], 10_000, 1, 3)],
        "coast-ahead": [(f"pounds|{COASTS}", ["2026-02"], 100, 0, 1)],
    },
    "fentanyl-places": {
        "places-lead": [
            *each(CALIFORNIA, fiscal(2019, 2022), ARIZONA, 0.2, 0.98),
            *each(ARIZONA, fiscal(2023, 2025), CALIFORNIA, 0.2, 0.98),
        ],
        "places-lately": each(CALIFORNIA, ["FY2026"], ARIZONA, 0.2, 0.98),
        "four-fifths": [(OTHERS, ["FY2025"], 5_000, 1, 2)],
        "twice": each(ARIZONA, ["FY2024"], CALIFORNIA, 1, 1.95),
    },
    "fentanyl-strength": {
        "fewer-pills": [(PILLS, ["2024"], 78, 1, 1.3), (PILLS, ["2025-01-01--2025-12-01"], 62, 1, 1.5)],
        "weaker": [(SHARE, ["FY2023"], 60, 0.5, 1.15), (SHARE, ["FY2025"], 34, 1, 2)],
        "purity": [(PURITY, ["FY2025"], (PURITY, "FY2023"), 0.6, 1.2)],
    },
    "carfentanil": {
        "one-state": [(OHIO, ["2017"], (ELSEWHERE, "2017"), 0.5, 2.3), (OHIO, ["2018"], 302, 0.2, 0.9)],
        "quiet": [(ELSEWHERE, ["2021", "2022", "2023"], 150, 1.1, 3)],
        "many-states": each(ELSEWHERE, ["2025"], OHIO, 0.5, 2.3),
        "carfentanil-rise": [(ELSEWHERE, ["2025"], 500, 0.2, 1)],
    },
    "laboratory-reports": {
        "reports-peak": [(QUERY, ["2024"], (QUERY, "2023"), 1.01, 1.5), (QUERY, ["2020"], (QUERY, "2021"), 1.01, 1.5)],
        "counts-differ": each(QUERY, ["2017", "2019", "2021"], YEARLY, 1.2, 2),
        "query-more": each(YEARLY, ["2019", "2020", "2021"], QUERY, 1.01, 1.1),
    },
    "death-classes": {
        "passed": [
            (SYNTHETIC, ["2016"], (PRESCRIBED, "2016"), 0.3, 0.98),
            (SYNTHETIC, ["2015"], (PRESCRIBED, "2015"), 1.02, 2),
        ],
        "order": [
            (PRESCRIBED, ["2012"], ("Heroin", "2012"), 0.2, 0.98),
            (PRESCRIBED, ["2005"], ("Cocaine", "2005"), 0.2, 0.98),
            ("Heroin", ["2016"], ("Heroin", "2010"), 2, 4.9),
        ],
        "third": [(SYNTHETIC, ["2024"], (SYNTHETIC, "2023"), 0.72, 1.2)],
        "deaths-rise": [(SYNTHETIC, ["2013"], 4_000, 1.01, 3), (SYNTHETIC, ["2021"], 70_000, 0.5, 0.99)],
        "two-thirds": [(SYNTHETIC, ["2021"], 106_699, 0.72, 0.95)],
        "deaths-turn": [(SYNTHETIC, ["2023"], (SYNTHETIC, "2022"), 1.01, 1.3)],
        "heroin-falls": [("Heroin", ["2019", "2020"], ("Heroin", "2018"), 1.01, 1.5)],
    },
    "deaths-and-seizures": {
        "both-fell": [(FINAL, ["2024-01", "2024-08"], 40_000, 1, 2), (SEIZED, ["2024-03"], 10_000, 1, 2)],
        "not-in-step": [(FINAL, ["2024-05"], 10_000, 1, 2), (SEIZED, ["2024-05"], 5_000, 1, 2)],
        "pandemic": [
            (FINAL, ["2020-05"], (FINAL, "2020-02"), 0.5, 1.45),
            (SEIZED, ["2020-04"], (SEIZED, "2020-02"), 1.15, 3),
            (SEIZED, ["2020-06"], (SEIZED, "2020-05"), 0.5, 1.9),
        ],
    },
    "state-deaths": {
        "east": each(NOW, ["Ohio", "Florida", "New Jersey"], BEFORE, 0.55, 1.2),
        "west": [
            *each(NOW, ["Texas", "California", "Colorado"], BEFORE, 0.2, 0.48),
            *each(NOW, ["Missouri"], BEFORE, 0.55, 1.2),
        ],
        "arizona": [
            *each(NOW, ["Arizona"], BEFORE, 0.5, 0.99),
            *each(NOW, ["Colorado", "Washington"], BEFORE, 1.01, 1.5),
        ],
        "ohio": each(NOW, ["Ohio"], EARLIER, 0.52, 1),
    },
    "new-hampshire": {
        "nh-grows": [
            ("New Hampshire 2015", ["All drugs, 45 cases open"], 414, 1.01, 2),
            ("New Hampshire 2015", ["All drugs, as of 2020"], 439, 0.5, 0.99),
        ],
        "nh-fewer": [("New Hampshire 2015", ["With fentanyl, early count"], 285, 1.01, 2)],
    },
    "mexico-fentanyl": {
        "times-army": [(FORCES, ["2023"], 1_500, 0.5, 1.45), (FORCES, ["2021"], 985, 4, 6)],
        "total-cut": [(CUT, ["2018-12-01--2023-03-07"], 6_273, 1.01, 1.5)],
        "total-2024": [(TERM, ["2024-10-01--2024-12-15"], 341, 0.5, 2.9)],
        "one-load": [(TERM, ["2024-10-01--2024-12-01"], 1_168, 0.2, 0.95)],
        "total-2025": [(TERM, ["2024-10-01--2025-12-31"], 1_168, 1, 1.45)],
    },
    "single-seizures": {
        "heaviest": [("Fentanyl", ["Culiacán, July 2022", "Albuquerque, May 2025"], 1_100, 1.01, 2)],
        "records": [
            ("Fentanyl", ["Lukeville, July 2024"], 115, 0.3, 0.98),
            ("Fentanyl", ["Ahome, December 2024"], 542, 0.3, 0.98),
        ],
    },
}  # fmt: skip
