"""The explorers of the book: `browse`, `side_by_side`, `timeline`, `flow_map`, `border`.

Write one as the last line of a cell. They stand on ipywidgets and on Plotly's ordinary display and need nothing else.
"""

from collections.abc import Sequence

import ipywidgets as widgets

from poppybook.dataset.arguments import need_dataset, need_list, need_number, need_words
from poppybook.dataset.indexed import bases as possible_bases
from poppybook.dataset.store import Dataset
from poppybook.dataset.use import unnoted
from poppybook.language import explore as words

from . import border as border_model
from . import comparison, events, flows
from . import series as browser
from .picture import MOST
from .shell import WIDE, Explorer, dropdown, pairs

SHOWN_SERIES = 200  # in a list: more make it slow and are more than anyone reads
SAY = words.SAY


@unnoted()
def browse(
    data: Dataset,
    *,
    search: str = "",
    theme: str = "",
    place: str = "",
    unit: str = "",
    reliability: str = "",
    series: str = "",
) -> Explorer:
    """Find a series and see its numbers: search its words, filter by theme, place, unit and reliability.

    In: the dataset, and what the controls say at first. reliability "A" lets only numbers through that their own
    publisher printed, "B" also those that an official or scholarly body quotes. Out: the explorer; `.table` has the
    numbers of the series you chose, `.code` the Python for them. Unknown words raise LookupError.
    """
    need_dataset(data)
    need_words(search=search, theme=theme, place=place, unit=unit, reliability=reliability, series=series)
    table = browser.catalogue(data)
    first = browser.Browse(search, theme, place, unit, reliability, series)
    browser.answer(data, table, first)  # what is unknown is refused here, before anything is shown
    places = sorted({(name, code) for name, code in zip(table["place_name"], table["place"], strict=True)})
    themes = [(words.theme(name), name) for name in sorted(table["theme"].unique())]
    ask = {
        "search": widgets.Text(value=search, description=SAY["search"], continuous_update=True, layout=WIDE),
        "theme": dropdown(SAY["theme"], [(SAY["any"], ""), *themes], theme),
        "place": dropdown(SAY["place"], [(SAY["any"], ""), *places], place),
        "unit": dropdown(SAY["unit"], [(SAY["any"], ""), *sorted(table["unit"].unique())], unit),
        "reliability": dropdown(SAY["reliability"], _turned(words.RELIABILITY), reliability),
    }
    pick = widgets.Select(description=SAY["series"], rows=8, layout=WIDE)
    count = widgets.HTML(layout=WIDE)

    def offer(wanted: str) -> None:
        fit = browser.fitting(table, browser.Browse(**{name: one.value for name, one in ask.items()}))
        shown = fit.head(SHOWN_SERIES)
        if wanted in fit.index and wanted not in shown.index:
            shown = fit.loc[[wanted, *shown.index[:-1]]]
        pick.options = list(zip(shown["title"], shown.index, strict=True))
        pick.value = wanted if wanted in shown.index else next(iter(shown.index), None)
        count.value = words.found(len(shown), len(fit))

    def state() -> browser.Browse:
        return browser.Browse(**{name: one.value for name, one in ask.items()}, series=pick.value or "")

    offer(series)
    explorer = Explorer([*ask.values(), pick, count], lambda: browser.answer(data, table, state()))

    def narrow(change) -> None:
        with explorer.quiet():
            offer(pick.value)

    for one in ask.values():
        one.observe(narrow, "value")
    explorer.follow(pick)
    return explorer


@unnoted()
def side_by_side(
    data: Dataset, series: Sequence[str] = (), *, unit: str = "", base: str = "", log: bool = False
) -> Explorer:
    """Compare up to six series on one true time axis; calendars are named, units converted, never silently.

    In: the dataset, series ids, and what the controls say at first. unit: one that all can be converted to; without it
    they keep their own, or take the first series' where they differ. base: a year that is 100 for each series, which
    also brings series together that measure different things. log: logarithmic scale. Out: the explorer; `.table` has
    the rows as drawn, with the published values beside converted ones. Unknown ids raise LookupError, a base for which
    a series has no number ValueError.
    """
    need_dataset(data)
    series = need_list("series", series)
    need_words(unit=unit, base=base)
    first = comparison.Comparison(tuple(series), unit, base, log)
    comparison.answer(data, first)
    table = browser.catalogue(data)
    titles = table["title"]
    search = widgets.Text(description=SAY["search"], continuous_update=True, layout=WIDE)
    pick = widgets.Select(description=SAY["series"], rows=6, layout=WIDE)
    add, remove = widgets.Button(description=SAY["add"]), widgets.Button(description=SAY["remove"])
    chosen = widgets.Select(description=SAY["chosen"], rows=MOST, layout=WIDE)
    units, bases = dropdown(SAY["unit"], [(SAY["published"], "")], ""), dropdown(SAY["index"], [""], "")
    scale = widgets.Checkbox(value=log, description=SAY["log"], indent=False)

    def ids() -> tuple[str, ...]:
        return tuple(value for _, value in chosen.options)

    def offer() -> None:
        fit = browser.fitting(table, browser.Browse(search=search.value)).head(SHOWN_SERIES)
        pick.options = list(zip(fit["title"], fit.index, strict=True))

    def choose(series_ids: Sequence[str], unit: str, base: str) -> None:
        chosen.options = [(titles[key], key) for key in series_ids]
        rows = comparison.published(data, tuple(series_ids))
        possible = comparison.common_units(data, rows) if len(rows) else []
        units.options = pairs([(SAY["published"], ""), *possible])
        units.value = unit if unit in possible and not base else ""
        units.disabled = bool(base)
        years = possible_bases(rows)
        bases.options = pairs([(SAY["no index"] if years else words.EMPTY_BASE, ""), *years])
        if base and base not in years:
            bases.options = [
                *bases.options,
                (base, base),
            ]  # such as FY2019, which only the caller can ask for
        bases.value = base
        add.disabled = len(series_ids) >= MOST

    def state() -> comparison.Comparison:
        return comparison.Comparison(ids(), units.value, bases.value, scale.value)

    offer()
    choose(first.series, unit, base)
    controls = [search, pick, add, remove, chosen, units, bases, scale]
    explorer = Explorer(controls, lambda: comparison.answer(data, state()))

    def rechoose(series_ids: list[str]) -> None:
        with explorer.quiet():
            choose(series_ids, units.value, "")

    def rebase(change) -> None:
        with explorer.quiet():
            units.value, units.disabled = "", bool(bases.value)  # an index has no unit

    search.observe(lambda change: offer(), "value")
    bases.observe(rebase, "value")
    add.on_click(lambda _: rechoose(list(dict.fromkeys([*ids(), *([pick.value] if pick.value else [])]))))
    remove.on_click(lambda _: rechoose([key for key in ids() if key != chosen.value]))
    explorer.follow(units, scale)
    return explorer


@unnoted()
def timeline(
    data: Dataset,
    *,
    categories: Sequence[str] = (),
    party: str = "",
    theme: str = "",
    since: int = 0,
    until: int = 0,
) -> Explorer:
    """Filter the dated events by kind, party, theme and years.

    In: the dataset, and what the controls say at first; since and until are years, 0 for the first and last. Out: the
    explorer; `.table` has the events as `pb.events` gives them. Unknown words raise LookupError.
    """
    need_dataset(data)
    categories = need_list("categories", categories)
    need_words(party=party, theme=theme)
    for name, year in (("since", since), ("until", until)):
        need_number(name, year)
    events.answer(data, events.Timeline(tuple(categories), party, theme, since, until))
    known = events.choices(data)
    low, high = known["years"]
    kinds = widgets.SelectMultiple(
        options=[(words.kind(name), name) for name in known["categories"]],
        value=tuple(categories),
        rows=7,
        description=SAY["kinds"],
        layout=WIDE,
    )
    who = dropdown(SAY["party"], [(SAY["any"], ""), *known["parties"]], party)
    about = dropdown(SAY["theme"], [(SAY["any"], ""), *((words.theme(t), t) for t in known["themes"])], theme)
    span = widgets.IntRangeSlider(
        value=(since or low, until or high), min=low, max=high, description=SAY["years"], layout=WIDE
    )

    def state() -> events.Timeline:
        first, last = span.value
        # The whole range asks for nothing: an event without end is then never cut off.
        return events.Timeline(
            tuple(kinds.value), who.value, about.value, first * (first > low), last * (last < high)
        )

    explorer = Explorer([kinds, who, about, span], lambda: events.answer(data, state()))
    explorer.follow(kinds, who, about, span)
    return explorer


@unnoted()
def flow_map(data: Dataset, *, during: str = "", commodity: str = "", view: str = "map") -> Explorer:
    """Routes of the supply chain in a year, on a map or as a diagram of who hands on to whom.

    In: the dataset, and what the controls say at first. during: a year such as "2023", "" for all. commodity: a word in
    the description of the goods. view: "map" or "flow". Out: the explorer; `.table` has the routes as `pb.routes` gives
    them. No line says how much moved. A year that is none raises ValueError, an unknown view LookupError.
    """
    need_dataset(data)
    need_words(during=during, commodity=commodity, view=view)
    flows.answer(data, flows.Flows(during, commodity, view))
    known = flows.years(data)
    extra = [during] if during and during not in known else []  # a month, which only the caller can ask for
    when = dropdown(SAY["year"], [(SAY["any"], ""), *known, *extra], during)
    goods = widgets.Text(value=commodity, description=SAY["goods"], continuous_update=True, layout=WIDE)
    look = widgets.ToggleButtons(
        options=[(SAY[name], name) for name in words.VIEWS], value=view, description=SAY["view"]
    )
    explorer = Explorer(
        [when, goods, look],
        lambda: flows.answer(data, flows.Flows(when.value, goods.value.strip(), look.value)),
    )
    explorer.follow(when, goods, look)
    return explorer


@unnoted()
def border(
    data: Dataset,
    *,
    drug: str = "fentanyl",
    measure: str = "pounds",
    place: str = "",
    component: str = "",
    by: str = "fiscal_year",
) -> Explorer:
    """The US border agency's monthly file of seizures: any drug, by region and component, by fiscal year or month.

    In: the dataset, and what the controls say at first. measure: "pounds", "events" or "pounds per event". component:
    "OFO" for ports of entry, "USBP" for between ports. Out: the explorer; `.table` has the sums as `pb.cbp` gives them.
    Unknown words raise LookupError.
    """
    need_dataset(data)
    need_words(drug=drug, measure=measure, place=place, component=component, by=by)
    border_model.answer(data, border_model.Border(drug, measure, place, component, by))
    file, names = data.cbp_monthly, data.places.set_index("place")["name"]
    regions = [(names[code], code) for code in sorted(file["place"].unique())]
    ask = {
        "drug": dropdown(SAY["drug"], sorted(file["drug"].unique()), drug),
        "measure": dropdown(SAY["measure"], words.MEASURES, measure),
        "place": dropdown(SAY["place"], [(SAY["any"], ""), *regions], place),
        "component": dropdown(SAY["component"], _turned(words.COMPONENTS), component),
        "by": dropdown(SAY["by"], _turned(words.BY), by),
    }
    explorer = Explorer(
        ask.values(),
        lambda: border_model.answer(
            data, border_model.Border(**{name: one.value for name, one in ask.items()})
        ),
    )
    explorer.follow(*ask.values())
    return explorer


def _turned(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [(label, value) for value, label in labels.items()]
