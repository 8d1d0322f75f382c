"""Put the charts into a page: pictures into the figures it holds, whole figures where it shows another page's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from markupsafe import Markup

from poppybook.charts import figure_html

from .markup import Edits, Tag, at_end, end_of_element, tags

PLACED = 'class="pb-read"'  # stands in a figure that is complete
SCRIPTS = 'id="pb-words"'
# What stands in a page that needs one more script, and that script. They run before the charts' own: a link may lead
# into a chart that waits for its turn.
MORE_SCRIPTS = {
    'class="pb-choice"': "choice.js",
    'class="pb-event-list"': "timeline.js",
}


class NotPlaced(Exception):
    """A chart cannot be put in place; the text says which and what to do."""


@dataclass(frozen=True)
class Place:
    """Where a page stands: `figures` is the project's folder of pictures, `root` the way from the page to the top of
    the site ("" or "../"), `url` the page's public address, or "" when the site has none, `year` and
    `version` the edition's."""

    figures: Path
    root: str
    url: str
    year: str = ""
    version: str = ""


def place_charts(page: str, place: Place) -> str:
    """The page with every chart complete, with the charts' script, and with a target for each link to evidence.

    Raises NotPlaced for a picture that is missing or older than its chart, and for a chart shown twice.
    """
    edits = Edits(page)
    found = list(tags(page))
    shown = set()
    for number, tag in enumerate(found):
        if tag.closing or not (_is_figure(tag) or _is_placeholder(tag)):
            continue
        name = tag.attribute("data-chart") or ""
        if name in shown:
            raise NotPlaced(f"the chart {name!r} is shown twice on this page; show it once and link to it")
        shown.add(name)
        end = end_of_element(tag, islice(found, number + 1, None))
        element = page[tag.start : end]
        if PLACED not in element:
            edits.replace(tag.start, end, _complete(name, place))
    page = edits.result()
    if shown and SCRIPTS not in page:
        more = [file for mark, file in MORE_SCRIPTS.items() if mark in page]
        page = at_end(page, figure_html.page_scripts(place.root, more))
    return give_evidence_ids(page)


def charts_of(page: str) -> list[str]:
    """The ids of the charts that are at home on a page (placeholders for other pages' charts left out)."""
    return [tag.attribute("data-chart") or "" for tag in tags(page) if not tag.closing and _is_figure(tag)]


def give_evidence_ids(page: str) -> str:
    """The page with a target for `#<series>@<period>`: the first table row that shows the observation. A row that
    has an address of its own already keeps it, and its first cell becomes the target."""
    found = [tag for tag in tags(page) if not tag.closing]
    taken = {tag.attribute("id") for tag in found if "id=" in tag.attributes}
    edits = Edits(page)
    for tag, first_inside in zip(found, [*found[1:], None], strict=True):
        observation = tag.attribute("data-obs")
        if not observation or observation in taken:
            continue
        target = tag if tag.attribute("id") is None else first_inside
        if target and target.attribute("id") is None:
            taken.add(observation)
            edits.add_attribute(target, "id", observation)
    return edits.result()


def _is_figure(tag: Tag) -> bool:
    return tag.name == "figure" and tag.has_class("pb-chart")


def _is_placeholder(tag: Tag) -> bool:
    return tag.name == "div" and tag.has_class("pb-chart-here")


def _complete(name: str, place: Place) -> str:
    with _said_clearly():
        return figure_html.stored_figure(
            place.figures / name, place.root, place.url, place.year, place.version
        )


def chart_of_page(name: str, place: Place) -> Markup:
    """The chart of a page that shows it and nothing else: its title is the page's."""
    figure = give_evidence_ids(_complete(name, place)).replace("<h3 ", "<h1 ", 1).replace("</h3>", "</h1>", 1)
    return Markup(figure)


@contextmanager
def _said_clearly() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, figure_html.StalePicture) as error:
        raise NotPlaced(str(error)) from None
