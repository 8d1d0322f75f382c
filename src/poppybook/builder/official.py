"""Series read off the official tables: CBP's monthly file, CDC's 12-month counts, NFLIS half-years.

The tables hold one row per month or half-year, no series. The chart builder shows each column of them as a series of
its own, and CBP's rows also summed over components and regions, by the same sums as `data.cbp`.
"""

from dataclasses import dataclass, field

import pandas as pd

from poppybook.dataset import periods
from poppybook.dataset.bodies import OfficialTable, official_tables
from poppybook.dataset.store import Dataset
from poppybook.language import builder as words

ALL = "all"
WHERE = ("place", "component")


@dataclass(frozen=True)
class Official:
    """One series of an official table.

    rows: `period`, `value`, `status`, `source_id`, `note` and `observation_id`, in order of time. Of a sum of CBP's
    rows only `month` and `value`.
    stem: what the ids of the rows begin with.
    parts: what the ids of the rows that a sum is made of begin with; a month in which there is none counts as zero.
    code: the expression that gives the same rows with poppybook, `column` the column that holds the values, `time` the
    one that says when.
    ratio: ids of the two series whose quotient this one is; it has no rows of its own.
    """

    series_id: str
    page: str
    theme: str
    title: str
    place: str
    unit: str
    definition: str
    publisher: str
    caveat: str
    additive: bool
    code: str
    column: str
    time: str = "period"
    rows: pd.DataFrame | None = None
    stem: str = ""
    rolling: bool = False
    look: str | None = None
    ratio: tuple[str, str] | None = None
    parts: tuple[str, ...] = ()
    choice: dict[str, str] = field(default_factory=dict)


def official(data: Dataset) -> list[Official]:
    """Every series of the three tables, those of one table together."""
    return [*_cbp(data), *_cdc(data), *_nflis(data)]


# ---------------------------------------------------------------- CBP by month


def _cbp(data: Dataset) -> list[Official]:
    table, about = data.cbp_monthly, official_tables(data.package)["cbp_monthly"]
    regions = [ALL, *table["place"].drop_duplicates().sort_values(ascending=False)]
    components = [ALL, *sorted(table["component"].unique())]
    found = []
    for drug in sorted(table["drug"].unique()):
        cells = data.cbp(drug, by=["month", *WHERE])
        ids = table[table["drug"] == drug]
        for region in regions:
            for component in components:
                chosen = {
                    key: value for key, value in zip(WHERE, (region, component), strict=True) if value != ALL
                }
                sums = _where(cells, chosen).groupby("month", as_index=False)[["pounds", "events"]].sum()
                # CBP's file has four decimals: what is behind the sixth comes from adding binary fractions.
                found += _cbp_measures(
                    about, drug, region, component, chosen, sums.round(6), _where(ids, chosen)
                )
    return found


def _where(frame: pd.DataFrame, chosen: dict[str, str]) -> pd.DataFrame:
    for column, value in chosen.items():
        frame = frame[frame[column] == value]
    return frame


def _cbp_measures(about: OfficialTable, drug, region, component, chosen, sums, parts) -> list[Official]:
    stem = f"cbp.{drug}.{region}.{component.lower()}"
    stems = sorted(parts["observation_id"].str.split("@").str[0].unique())
    by = ", ".join(f'"{key}"' for key in ("month", *chosen))
    query = " and ".join(f"{key} == '{value}'" for key, value in chosen.items())
    code = f'data.cbp("{drug}", by=[{by}])' + (f'.query("{query}")' if query else "")
    common = {
        "page": about.body,
        "theme": about.theme(drug, region, component),
        "look": about.look(drug, region, component),
        "place": "USA" if region == ALL else region,
        "publisher": words.CBP["publisher"],
        "code": code,
    }
    found = []
    for measure in ("pounds", "events", "ratio"):
        said = words.cbp_series(drug, region, component, measure)
        own = (
            {"ratio": (f"{stem}.pounds", f"{stem}.events"), "column": "value", "unit": "pounds per event"}
            if measure == "ratio"
            else {"rows": sums.assign(value=sums[measure]), "column": measure, "unit": measure}
        )
        found.append(
            Official(
                series_id=f"{stem}.{'per-event' if measure == 'ratio' else measure}",
                additive=measure != "ratio",
                parts=tuple(stems),
                choice={"drug": drug, "region": region, "component": component, "measure": measure},
                **said,
                **common,
                **own,
            )
        )
    return found


# ---------------------------------------------------------------- CDC and NFLIS


def _cdc(data: Dataset) -> list[Official]:
    found = []
    about = official_tables(data.package)["cdc_12month"]
    for (indicator, icd10), rows in data.cdc_12month.groupby(["indicator", "icd10"], sort=True):
        rows = rows.assign(period=rows["month"].map(_twelve_months), note=rows["flag"].map(words.FLAGS))
        stem = _stem(rows)
        for measure in ("reported", "predicted"):
            column = f"{measure}_deaths"
            found.append(
                Official(
                    series_id=f"{stem.replace('cdc-12m-', 'cdc.')}.{measure}",
                    stem=stem,
                    page=about.body,
                    theme=about.theme(indicator),
                    look=about.look(indicator),
                    place="USA",
                    unit="deaths",
                    publisher=words.CDC["publisher"],
                    additive=False,
                    rolling=True,
                    code=f"""data.cdc_12month.query("indicator == '{indicator}'")""",
                    column=column,
                    time=about.time,
                    rows=rows.assign(value=rows[column]),
                    **words.cdc_series(indicator, icd10, measure),
                )
            )
    return found


def _twelve_months(last: str) -> str:
    """The 12 months that end with the month `last` as a period."""
    months = periods.parse(last)
    first = months.start.replace(year=months.start.year - 1)
    first = first.replace(month=first.month % 12 + 1, year=first.year + first.month // 12)
    return str(periods.Period(first, months.end, periods.SPAN))


def _nflis(data: Dataset) -> list[Official]:
    found = []
    about = official_tables(data.package)["nflis_halfyear"]
    for substance, rows in data.nflis_halfyear.groupby("substance", sort=True):
        stem, incomplete = _stem(rows), rows["flag"].notna()
        rows = rows.assign(
            value=rows["reports"],
            status=incomplete.map({True: "preliminary", False: "reported"}),
            note=rows["flag"].map(words.FLAGS),
        )
        found.append(
            Official(
                series_id=stem.replace("nflis-half-", "nflis."),
                stem=stem,
                page=about.body,
                theme=about.theme(substance),
                look=about.look(substance),
                place="USA",
                unit="reports",
                publisher=words.NFLIS["publisher"],
                additive=True,
                code=f"""data.nflis_halfyear.query("substance == '{substance}'")""",
                column="reports",
                time=about.time,
                rows=rows,
                **words.nflis_series(substance),
            )
        )
    return found


def _stem(rows: pd.DataFrame) -> str:
    """What the observation ids of the rows begin with."""
    return rows["observation_id"].iloc[0].split("@")[0]
