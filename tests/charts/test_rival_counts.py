"""A stack adds up: so two counts of the same thing may not stand in one."""

from types import SimpleNamespace

import pandas as pd
import pytest

from poppybook.charts import template
from poppybook.charts.contract import ChartError
from poppybook.charts.display import chart

SERIES = pd.DataFrame(
    [
        ("gum-army", "gum", "MEX", "SEDENA"),
        ("gum-all", "gum", "MEX", "Government Reports"),
        ("ports", "cbp", "US", "CBP"),
        ("patrol", "cbp", "US", "CBP"),
    ],
    columns=["series_id", "kin", "place", "publisher"],
)
SOURCES = pd.DataFrame(
    [("one", "Somebody", "A text", "2020", "A")],
    columns=["source_id", "publisher", "title", "date_published", "reliability"],
)


class Tables(SimpleNamespace):
    """What `chart()` needs of a dataset."""

    def rows(self, table, column, keys):
        frame = getattr(self, table)
        return frame[frame[column].isin(set(keys))]


def draw(barmode, *points, panels=False):
    """Bars of (series, observation, value) in one figure."""
    table = pd.DataFrame(points, columns=["series", "observation_id", "value"])
    table["period"] = table["observation_id"].str.extract(r"@(\d{4})", expand=False)
    table = table.assign(unit="kilograms", status="reported", source_id="one")
    fig = template.figure(barmode=barmode)
    for number, name in enumerate(dict.fromkeys(table["series"]), 1):
        part = table[table["series"] == name]
        axis = {"xaxis": f"x{number}", "yaxis": f"y{number}"} if panels and number > 1 else {}
        fig.add_bar(x=part["period"], y=part["value"], name=name, **axis)
    places = pd.DataFrame(columns=["place", "name"])
    data = Tables(series=SERIES, sources=SOURCES, places=places)
    return chart(data, fig, id="gum", title="T", takeaway="T.", alt="A", table=table)


TWICE = [("All agencies", "gum-all@2018~one", 339.4), ("All agencies", "gum-all@2018~two", 346.0)]
RIVALS = [("Army", "gum-army@2018", 200.0), ("All agencies", "gum-all@2018", 339.4)]
PARTS = [("Ports", "ports@2018", 5.0), ("Patrol", "patrol@2018", 2.0)]


@pytest.mark.parametrize("barmode", ["stack", "relative"])
def test_two_counts_of_one_series_are_not_stacked(barmode):
    with pytest.raises(ChartError, match=r"stack of 2018 All agencies is counted twice, 339\.4, 346"):
        draw(barmode, *TWICE)


@pytest.mark.parametrize("barmode", ["stack", "relative"])
def test_two_publishers_of_the_same_thing_are_not_stacked(barmode):
    with pytest.raises(ChartError, match="Army and All agencies are counts of the same thing"):
        draw(barmode, *RIVALS)


def test_parts_of_one_publisher_are_stacked():
    assert draw("stack", *PARTS)


def test_rivals_stand_side_by_side_or_in_panels_of_their_own():
    assert draw("group", *RIVALS) and draw("overlay", *TWICE) and draw("stack", *RIVALS, panels=True)
    assert draw("stack", RIVALS[0], ("All agencies", "gum-all@2019", 339.4))


def test_words_that_link_to_a_finding_stand_in_the_chart_without_the_link():
    table = pd.DataFrame([("Ports", "2018", 5.0)], columns=["series", "period", "value"])
    table = table.assign(unit="kilograms", status="reported", source_id="one")
    fig = template.figure()
    fig.add_bar(x=table["period"], y=table["value"], name="Ports")
    data = Tables(series=SERIES, sources=SOURCES, places=pd.DataFrame(columns=["place", "name"]))
    words = {
        "title": "It [peaked](#finding-peak)",
        "takeaway": "It [fell\n    later](#finding-fall) [as said].",
    }
    made = chart(data, fig, id="gum", alt="A", table=table, **words)
    meta = made.spec["layout"]["meta"]
    assert (meta["title"], meta["takeaway"]) == ("It peaked", "It fell later [as said].")
    assert "finding-" not in made.html and "finding-" not in str(made.spec)
