"""Outlines, the choice between charts, and the list of events with its facets."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import poppybook as pb
from poppybook.charts import contract

BOOK = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dataset():
    return pb.load()


def test_outlines_are_lines_with_gaps_between_them():
    lon, lat = pb.charts.outlines("north-america")
    assert len(lon) == len(lat) and np.isnan(lon[-1])
    assert np.nanmin(lon) >= -131 and np.nanmax(lat) <= 56.5
    assert len(pb.charts.outlines("north-america", "borders")[0]) > 10


@pytest.mark.parametrize(
    ("region", "kind"), [("europe", "coasts"), ("asia", "rivers"), ("licence", "coasts")]
)
def test_outlines_that_are_not_there_are_told(region, kind):
    with pytest.raises(LookupError, match="north-america and asia"):
        pb.charts.outlines(region, kind)


def test_on_a_map_the_values_travel_beside_the_positions():
    row = {"series": "Port", "period": "2020", "value": 19.1, "unit": "degrees", "status": "reported"}
    trace = {"type": "scatter", "name": "Port", "x": [40.0], "y": [19.1], "customdata": [19.1]}
    assert contract.check([trace], [row], "map") == [[0]]
    with pytest.raises(contract.ChartError, match="draws 18"):
        contract.check([trace | {"customdata": [18]}], [row], "map")


def test_a_choice_is_a_list_of_links_without_a_script():
    html = pb.pages.choose_chart("Measure", {"a-chart": "Pounds", "b-chart": "Seizures & more"}).html
    assert html.startswith('<ul class="pb-choice" aria-label="Measure">')
    assert '<a href="#b-chart">Seizures &amp; more</a>' in html
    with pytest.raises(ValueError, match="two charts"):
        pb.pages.choose_chart("Measure", {"a-chart": "Pounds"})


def test_an_event_carries_its_facets(dataset):
    events = dataset.events(theme="cooperation", since="2025")
    html = pb.pages.list_events(dataset, events, chart="cooperation-timeline").html
    assert "data-filter data-facets=" in html and 'data-chart="cooperation-timeline"' in html
    first = events.iloc[0]
    item = re.search(rf'<li id="{first.event_id}" ([^>]*)>', html)[1]
    assert 'data-row="0"' in item and f'data-year="{first.start.year}"' in item
    assert re.search(r'data-party="[A-Z][a-z]', item), "parties are named, not coded"
    assert len(re.findall("<li ", html)) == len(events)


def test_an_event_says_what_it_does_to_whom(dataset):
    events = dataset.events(theme="cooperation", since="2016", until="2025-04")
    html = pb.pages.list_events(dataset, events).html
    items = dict(re.findall(r'<li id="([^"]+)" (.*?)</li>', html, re.DOTALL))
    assert 'data-direction="Coercion"' in items["tariffs-effect-2025"]
    assert "Coercion: United States toward Canada and Mexico." in items["tariffs-effect-2025"]
    assert "Easing: United States toward Mexico." in items["pause-mex-2025"]
    assert "Cooperation: Canada, Mexico and United States." in items["nadd1-2016"], (
        "all act toward each other"
    )
    assert 'data-direction="Neutral"' in items["gao-2020"] and "Neutral:" not in items["gao-2020"]
    assert '"direction":"Direction"' in html.replace(": ", ":")


def test_a_list_read_at_a_glance_has_no_filter(dataset):
    terms = pb.pages.list_events(dataset, dataset.events(category="administration")).html
    assert "data-filter data-" not in terms and "<li id=" in terms


def test_rows_of_the_list_are_rows_of_the_timeline():
    cells = json.loads((BOOK / "notebooks" / "cooperation-timeline.ipynb").read_text(encoding="utf-8"))[
        "cells"
    ]
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    charts = [output["application/vnd.plotly.v1+json"] for output in outputs if len(output) > 2]
    table = next(c for c in charts if c["layout"]["meta"]["id"] == "cooperation-timeline")["layout"]["meta"][
        "table"
    ]
    titles = [row[table["columns"].index("note")] for row in table["rows"]]
    html = next(
        "".join(o["text/html"]) for o in outputs if "pb-event-list" in "".join(o.get("text/html", ""))
    )
    items = re.findall(r'data-row="(\d+)"><b>[^.]*\. (.*?)\.</b>', html)
    assert len(items) == len(titles)
    import html as entities

    assert all(entities.unescape(said) == titles[int(row)] for row, said in items)
