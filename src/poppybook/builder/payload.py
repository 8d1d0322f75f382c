"""Every series of the book in one script that a page loads from a server and from disk alike.

The script sets `window.pbExplore`. Text that many rows share (periods, sources, places, units, caveats) stands there
once and is named by its number; a row is `[period, value, source, status, low, high, note, id, echoes]` without its
empty end:

- an `id` that begins with `~` follows `<stem>@<period>`, one that begins with `@` the stem alone, and none means
  `<stem>@<period>`; the stem is the series' own or its name;
- `echoes` are the other sources that print the same value.

A series that sums rows of CBP's file has only `values`, one for each month in `cbp.months`, and the beginnings of its
`parts`' ids; `cbp.absent` names the months in which the file has no row, by the same beginnings.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from poppybook import language as words
from poppybook.book import finding
from poppybook.book.faults import DataError, Fault
from poppybook.charts import theme
from poppybook.dataset import joining, listing, periods
from poppybook.dataset.chapters import chapters
from poppybook.dataset.frames import drop_repeats
from poppybook.dataset.store import Dataset
from poppybook.dataset.units import base_factor, dimension_of
from poppybook.language import builder as said
from poppybook.language.builder_script import SCRIPT
from poppybook.pages.evidence import pages_of_series

from . import looks
from .official import Official, official

STATUSES = tuple(words.STATUS)
PER_EVENT = ("pounds per event", "lb per event")
PER = "per"
PRESET = "a ready-made chart shows series that the chart builder has"


def script(held: dict) -> str:
    """The text of `assets/builder/data.js` from a payload. The same dataset gives the same text."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"window.pbExplore={text};\n"


def payload(data: Dataset) -> dict:
    """What the script holds: see the module's docstring. Raises ValueError for two series of one name."""
    tables = _Tables(data)
    official_series = official(data)
    series = [*_own_series(data, tables), *(_official(one, tables) for one in official_series)]
    names = [one["id"] for one in series]
    if len(set(names)) < len(names):
        raise ValueError("an official table's series has the name of a series of the dataset")
    return {
        "version": data.version,
        "lang": words.LANGUAGE,
        "book": words.BOOK,
        "words": SCRIPT,
        "finding": finding.RULE,
        "joining": joining.RULE,
        "statuses": [[name, words.STATUS[name]] for name in STATUSES],
        "letters": words.RELIABILITY,
        "themes": dict(chapters(data)[["theme", "title"]].itertuples(index=False)),
        "calendars": said.CALENDARS,
        "months": words.MONTHS,
        "looks": [[one.token, one.dash, one.symbol] for one in looks.LOOKS],
        "tokens": {name: pair for name, pair in theme.TOKENS.items()},
        "cbp": _cbp(data, tables),
        "presets": list(_presets(data, names)),
        **tables.listed(),
        "series": series,
    }


SHARED = ("periods", "sources", "places", "units", "publishers", "texts")


class _Tables:
    """The shared texts, numbered in the order in which they are first asked for."""

    def __init__(self, data: Dataset) -> None:
        self.units_table = data.units.set_index("unit").to_dict("index")
        self.sources_table = data.sources.set_index("source_id").to_dict("index")
        self.places_table = data.places.set_index("place")["name"].to_dict()
        # Of places and of themes, by their names: they have none in common.
        self.looks = {
            key: _text(look)
            for table in (data.places, data.themes)
            for key, look in zip(table.iloc[:, 0], table["look"], strict=True)
        }
        self._numbers: dict[str, dict] = {name: {} for name in SHARED}
        for unit, row in self.units_table.items():
            if row["kind"] == "pint":
                self.number("units", (unit, ""))  # what a reader may convert to, used by a series or not

    def number(self, table: str, key) -> int:
        known = self._numbers[table]
        return known.setdefault(key, len(known))

    def listed(self) -> dict[str, list]:
        makers = {
            "periods": _period,
            "sources": self._source,
            "places": lambda place: [place, self.places_table[place]],
            "units": lambda key: self._unit(*key),
            "publishers": str,
            "texts": str,
        }
        return {name: [makers[name](key) for key in known] for name, known in self._numbers.items()}

    def _source(self, source_id: str) -> list:
        row = self.sources_table[source_id]
        return [
            source_id,
            *(_text(row[name]) for name in ("publisher", "title", "date_published", "reliability")),
        ]

    def _unit(self, unit: str, resolved: str) -> list:
        """Name, sign, group, SI factor (0: never converts), 1 where readers may convert to it, what it measures, and
        the kind of ratio where it is one."""
        if unit == PER_EVENT[0]:
            return [*PER_EVENT, unit, 0, 0, unit, PER]
        row = self.units_table[unit]
        expression = resolved or _text(row["pint"])
        group = self._group(unit, row["kind"], expression)
        # 15 digits: pint's way through the base units leaves a rounding error in the 16th.
        factor = _number(float(f"{base_factor(expression):.15g}")) if expression else 0
        # A ratio such as milligrams per pill is a weight to pint, and no weight that compares with a load.
        ratio = _text(row["ratio"])
        if ratio == PER:
            group, factor = unit, 0
        return [
            unit,
            row["symbol"],
            group,
            factor,
            int(bool(factor) and not resolved),
            said.measured(group, unit),
            *([ratio] if ratio else []),
        ]

    def _group(self, unit: str, kind: str, expression: str) -> str:
        if expression:
            return dimension_of(expression)
        if kind == "count":
            return f"count of {self.units_table[unit]['counts']}"
        return unit


def _period(text: str) -> list:
    """Name, words, first and last day as days since 1970, calendar."""
    found = periods.parse(text)
    day = [(moment - type(moment)(1970, 1, 1)).days for moment in (found.start, found.end)]
    return [text, words.period(text), *day, found.type]


def _own_series(data: Dataset, tables: _Tables) -> Iterable[dict]:
    every = data["observations"].sort_values(["series_id", "period_start", "period_end", "source_id"])
    shown = drop_repeats(every.reset_index(drop=True))
    echoes, rows_of = defaultdict(list), defaultdict(list)
    pages = pages_of_series(data)
    for row in every.itertuples(index=False):
        echoes[row.series_id, row.period, row.value].append(row.source_id)
    for row in shown.itertuples(index=False):
        also = [name for name in echoes[row.series_id, row.period, row.value] if name != row.source_id]
        rows_of[row.series_id].append(_row(row, row.series_id, tables, also))
    in_order = data.series.set_index("series_id", drop=False).loc[listing.series_in_order(data)]
    for one in in_order.itertuples(index=False):
        yield _series(
            tables,
            one,
            unit=(one.unit, _text(one.pint_unit)),
            page=pages[one.series_id],
            rows=rows_of[one.series_id],
            look=next(
                filter(None, (_text(one.look), tables.looks[one.place], tables.looks[one.theme])), None
            ),
            points=bool(one.points_only),
            new=_text(one.new_count),
            view=one.role == "view",
        )


def _presets(data: Dataset, names: list[str]) -> Iterable[dict]:
    """The ready-made charts: what differs from the plain view stands under the names that permalinks use (`m` value,
    index or change; `b` the period that is 100; `y` linear or log)."""
    table = data.package.tables["presets"].file
    for row in data.presets.itertuples():
        chosen = row.series.split(";")
        if lost := [name for name in chosen if name not in names]:
            remedy = f"Correct or remove {', '.join(map(repr, lost))}"
            raise DataError([Fault(table, row.Index + 2, "series", row.series, PRESET, remedy)])
        more = {"m": row.mode, "b": _text(row.base), "y": row.scale}
        plain = {"m": "value", "b": "", "y": "linear"}
        yield {"id": row.preset_id, "title": row.title, "look": row.lookout, "s": chosen} | {
            key: value for key, value in more.items() if value != plain[key]
        }


def _row(row, stem: str, tables: _Tables, also: Iterable[str] = ()) -> list:
    name, usual = row.observation_id.removeprefix(stem), f"@{row.period}"
    if not name.startswith("@"):
        raise ValueError(f"the id {row.observation_id} does not begin with {stem}@")
    name = "" if name == usual else name.removeprefix(usual) if name.startswith(f"{usual}~") else name
    return _cells(tables, row, name, [tables.number("sources", source) for source in also])


def _cells(tables: _Tables, row, name: str, also: list[int]) -> list:
    cells = [
        tables.number("periods", row.period),
        _number(row.value),
        tables.number("sources", row.source_id),
        STATUSES.index(row.status),
        _number(getattr(row, "low", None)),
        _number(getattr(row, "high", None)),
        _text(row.note),
        name,
        also,
    ]
    while cells[-1] in ("", 0, []) and len(cells) > 3:
        cells.pop()
    return cells


def _official(one: Official, tables: _Tables) -> dict:
    more = {
        "code": one.code,
        "column": one.column,
        "time": one.time if one.time != "period" else "",
        "rolling": one.rolling,
        "choice": one.choice,
        "view": True,
    }
    more |= {"ratio": one.ratio, "parts": one.parts, "stem": one.stem}
    rows = None
    if one.parts and one.rows is not None:
        more["values"] = [_number(value) for value in one.rows["value"]]
    elif one.rows is not None:
        rows = [_row(row, one.stem, tables) for row in one.rows.itertuples(index=False)]
    look = one.look or tables.looks[one.theme]
    return _series(tables, one, unit=(one.unit, ""), page=one.page, look=look, rows=rows, **more)


def _cbp(data: Dataset, tables: _Tables) -> dict:
    """What the border file's series share: the words of its selector, its months, and where it has no row."""
    table = data.cbp_monthly
    months = table.drop_duplicates("month").sort_values("month")[["month", "source_id"]]
    ids = table["observation_id"].str.split("@", expand=True)
    held = ids.groupby(0)[1].agg(set)
    number = {month: i for i, month in enumerate(months["month"])}
    absent = {
        stem: [number[month] for month in number if month not in held[stem]] for stem in sorted(held.index)
    }
    return {
        "choices": {
            "drug": said.DRUGS,
            "region": said.REGIONS,
            "component": said.COMPONENTS,
            "measure": said.MEASURES,
        },
        "months": [tables.number("periods", month) for month in months["month"]],
        "sources": [tables.number("sources", source) for source in months["source_id"]],
        "absent": {stem: list_ for stem, list_ in absent.items() if list_},
    }


def _series(tables: _Tables, one, *, unit, page, look, rows, **more) -> dict:
    """One series; what is false or empty is left out."""
    entry = {
        "id": one.series_id,
        "title": one.title,
        "theme": one.theme,
        "page": page,
        "place": tables.number("places", one.place),
        "unit": tables.number("units", unit),
        "publisher": tables.number("publishers", one.publisher),
        "look": looks.number(look),
        "definition": tables.number("texts", one.definition),
        "caveat": tables.number("texts", one.caveat),
        "additive": bool(one.additive),
        **more,
    }
    kept = {
        key: value for key, value in entry.items() if value is not False and value not in (None, "", {}, [])
    }
    return {**kept, "rows": rows} if rows is not None else kept


def _number(value) -> int | float | str:
    """A JSON number without a needless `.0`; an empty text for a missing one."""
    if value is None or pd.isna(value):
        return ""
    return int(value) if float(value).is_integer() else float(value)


def _text(value) -> str:
    return "" if value is None or pd.isna(value) else str(value)
