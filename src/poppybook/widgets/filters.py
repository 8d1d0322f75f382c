"""The explorers of events, routes and border seizures: `timeline`, `flow_map`, `border`."""

from collections.abc import Sequence

import ipywidgets as widgets

from poppybook.dataset.arguments import need_dataset, need_list, need_number, need_words
from poppybook.dataset.store import Dataset
from poppybook.dataset.use import unnoted
from poppybook.language import explore as words
from poppybook.language.evidence import theme_names

from . import border as border_model
from . import events, flows
from .shell import WIDE, Explorer, dropdown, turned

SAY = words.SAY


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

    Parameters
    ----------
    data : Dataset
        As `pb.load` gives it.
    categories : list of str, optional
        Kinds of events.
    party, theme : str, optional
        One word each.
    since, until : int, optional
        Years; 0 for the first and last.

    Returns
    -------
    Explorer
        `.table` has the events as `data.events` gives them.

    Raises
    ------
    TypeError, LookupError
        For unknown words.

    Examples
    --------
    >>> pb.timeline(data, party="CHN").code.splitlines()[-1]
    'rows = data.events(party="CHN")'
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
    named = theme_names(data.themes)
    about = dropdown(SAY["theme"], [(SAY["any"], ""), *((named[one], one) for one in known["themes"])], theme)
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
    """Show the routes of the supply chain in a year, on a map or as a diagram of who hands on to whom.

    Parameters
    ----------
    data : Dataset
        As `pb.load` gives it.
    during : str, optional
        A year such as "2023"; "" for all.
    commodity : str, optional
        Words of the description of the goods.
    view : str, optional
        "map" or "flow". No line says how much moved.

    Returns
    -------
    Explorer
        `.table` has the routes as `data.routes` gives them.

    Raises
    ------
    TypeError, ValueError, LookupError
        For a year that is none, and an unknown view.

    Examples
    --------
    >>> pb.flow_map(data, during="2023").code.splitlines()[-1]
    'rows = data.routes(during="2023")'
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
    """Show the US border agency's monthly file of seizures: any drug, by region and component, by fiscal year or
    month.

    Parameters
    ----------
    data : Dataset
        As `pb.load` gives it.
    drug : str, optional
        As the file names it.
    measure : str, optional
        "pounds", "events" or "pounds per event".
    place : str, optional
        A region; "" for all.
    component : str, optional
        "OFO" for ports of entry, "USBP" for between ports; "" for both.
    by : str, optional
        "fiscal_year" or "month".

    Returns
    -------
    Explorer
        `.table` has the sums as `data.cbp` gives them.

    Raises
    ------
    TypeError, LookupError
        For unknown words.

    Examples
    --------
    >>> pb.border(data, drug="heroin").code.splitlines()[-1]
    'rows = data.cbp("heroin", by=["fiscal_year"])'
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
        "component": dropdown(SAY["component"], turned(words.COMPONENTS), component),
        "by": dropdown(SAY["by"], turned(words.BY), by),
    }
    explorer = Explorer(
        ask.values(),
        lambda: border_model.answer(
            data, border_model.Border(**{name: one.value for name, one in ask.items()})
        ),
    )
    explorer.follow(*ask.values())
    return explorer
