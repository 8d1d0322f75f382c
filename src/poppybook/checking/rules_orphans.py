"""Rules against rows that nothing uses: the page of such a series is empty, such a place on the map stands alone."""

from collections.abc import Iterator

from poppybook.book.faults import Fault
from poppybook.dataset.store import Dataset

from .rules import faults_at

NUMBERS = "every series has at least one number"
ROUTES = "every place on the map is the end of a route"


def series_have_numbers(data: Dataset) -> Iterator[Fault]:
    series = data.series
    empty = series[~series["series_id"].isin(data["observations"]["series_id"])]
    remedy = "Enter its numbers in observations.csv, or delete the series"
    yield from faults_at(data, "series", empty, "series_id", NUMBERS, remedy)


def nodes_end_a_route(data: Dataset) -> Iterator[Fault]:
    nodes, flows = data.nodes, data.flows
    alone = nodes[~nodes["node_id"].isin({*flows["from_node"].dropna(), *flows["to_node"].dropna()})]
    remedy = "Enter its route in flows.csv, or delete the place"
    yield from faults_at(data, "nodes", alone, "node_id", ROUTES, remedy)
