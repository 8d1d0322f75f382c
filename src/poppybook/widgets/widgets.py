"""The explorers of series: `browse` and `side_by_side`.

Write one as the last line of a cell. They stand on ipywidgets and on Plotly's ordinary display and need nothing else.
"""

from collections.abc import Sequence

import ipywidgets as widgets

from poppybook.dataset.arguments import need_dataset, need_list, need_words
from poppybook.dataset.indexed import bases as possible_bases
from poppybook.dataset.store import Dataset
from poppybook.dataset.use import unnoted
from poppybook.language import explore as words
from poppybook.language.evidence import theme_names

from . import comparison
from . import series as browser
from .picture import MOST
from .shell import WIDE, Explorer, dropdown, pairs, turned

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

    Parameters
    ----------
    data : Dataset
        As `pb.load` gives it.
    search, theme, place, unit, reliability, series : str, optional
        What the controls say at first. Reliability "A" lets only numbers through that their own publisher printed,
        "B" also those that an official or scholarly body quotes.

    Returns
    -------
    Explorer
        `.table` has the numbers of the series you chose, `.code` the Python for them.

    Raises
    ------
    TypeError, LookupError
        For unknown words.

    Examples
    --------
    >>> pb.browse(data, search="survey opium area").code.splitlines()[-1]
    'rows = data.one("poppy-ha-unodc-mex")'
    """
    need_dataset(data)
    need_words(search=search, theme=theme, place=place, unit=unit, reliability=reliability, series=series)
    table = browser.catalogue(data)
    first = browser.Browse(search, theme, place, unit, reliability, series)
    browser.answer(data, table, first)  # what is unknown is refused here, before anything is shown
    places = sorted({(name, code) for name, code in zip(table["place_name"], table["place"], strict=True)})
    named = theme_names(data.themes)
    themes = [(named[name], name) for name in sorted(table["theme"].unique())]
    ask = {
        "search": widgets.Text(value=search, description=SAY["search"], continuous_update=True, layout=WIDE),
        "theme": dropdown(SAY["theme"], [(SAY["any"], ""), *themes], theme),
        "place": dropdown(SAY["place"], [(SAY["any"], ""), *places], place),
        "unit": dropdown(SAY["unit"], [(SAY["any"], ""), *sorted(table["unit"].unique())], unit),
        "reliability": dropdown(SAY["reliability"], turned(words.RELIABILITY), reliability),
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

    Parameters
    ----------
    data : Dataset
        As `pb.load` gives it.
    series : list of str, optional
        Their ids.
    unit : str, optional
        One that all can be converted to; without it they keep their own, or take the first where they differ.
    base : str, optional
        A year that is 100 for each series, which also brings series together that measure different things.
    log : bool, optional
        Logarithmic scale.

    Returns
    -------
    Explorer
        `.table` has the rows as drawn, with the published values beside converted ones.

    Raises
    ------
    TypeError, LookupError, ValueError
        For unknown ids, and for a base for which a series has no number.

    Examples
    --------
    >>> pb.side_by_side(data, ["od-all", "od-t404"]).code.splitlines()[-1]
    'rows = data.compare(["od-all", "od-t404"])'
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
