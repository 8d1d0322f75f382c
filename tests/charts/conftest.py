"""Two small charts from published numbers, and a browser when there is one."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from poppybook.charts import bars, drawing, marks, svg, template, theme, variants
from poppybook.charts.display import chart

SOURCES = pd.DataFrame(
    [
        ("ondcp-est-2018", "White House ONDCP", "Poppy estimates <2011–2018>", "2019", "A"),
        ("unodc-survey1", "Digitall Post", "First Mexico–UNODC survey", "2016-06-23", "B"),
        ("cbp-drugs", "US Customs and Border Protection", "Nationwide drug seizures", "2026-05", "A"),
    ],
    columns=["source_id", "publisher", "title", "date_published", "reliability"],
)
PLACES = pd.DataFrame([("MX-GRO", "Guerrero"), ("MX-OAX", "Oaxaca")], columns=["place", "name"])
US = [12000, 10500, 11000, 17000, 28000, 32000, 44100, 41800]
SEIZED = [5552.48, 5156.96, 4969.26, 1497.59, 1214.17, 958.6, 1121.22, 981.84]


class Tables(SimpleNamespace):
    """What `chart()` needs of a dataset."""

    def rows(self, table, column, keys):
        frame = getattr(self, table)
        return frame[frame[column].isin(set(keys))]


@pytest.fixture
def data():
    return Tables(sources=SOURCES, places=PLACES)


def _poppy_table():
    """The US estimate, and the first survey with its range, as a chart's table."""
    us = pd.DataFrame({"period": [str(year) for year in range(2011, 2019)], "value": US})
    us = us.assign(series="US estimate", source_id="ondcp-est-2018")
    survey = pd.DataFrame({"period": ["crop2014-15", "crop2015-16"], "value": [24800, 25200]})
    survey = survey.assign(series="Survey", source_id="unodc-survey1", low=[21500, None], high=[28100, None])
    table = pd.concat([us, survey], ignore_index=True).assign(unit="hectares", status="estimate")
    ids = {"US estimate": "poppy-ha-us-mex", "Survey": "poppy-ha-unodc-mex"}
    return table.assign(observation_id=table["series"].map(ids) + "@" + table["period"])


def _poppy_figure(table):
    """Two lines on a true time axis, one with a range, an event, end labels."""
    fig = template.figure(yaxis={"range": [0, 48000]})
    middles = {"US estimate": "{}-07-02", "Survey": "{}-12-31"}
    for name, entity in (("US estimate", "us"), ("Survey", "mexico")):
        rows = table[table["series"] == name]
        x = [middles[name].format(period[-7:-3] if "-" in period else period) for period in rows["period"]]
        extra = {"error_y": bars.range_bars(rows, entity)} if name == "Survey" else {}
        look = {"line": theme.line(entity), "marker": theme.marker(entity)}
        fig.add_scatter(x=x, y=rows["value"], name=name, mode="lines+markers", **look, **extra)
    marks.mark_event(fig, "2016-06-22", "First survey", narrow="Survey")
    marks.label_ends(fig)
    return fig


def _poppy(data, **more):
    """The chart of the two lines."""
    table = _poppy_table()
    said = {
        "title": "Two counts of <poppy> fields",
        "takeaway": "Both peak & fall.",
        "alt": 'Two lines, "US" and survey.',
    }
    return chart(data, _poppy_figure(table), **{"id": "poppy-area", "table": table, **said, **more})


def _seized(data):
    """Bars by fiscal year, the last one not whole."""
    years = range(2019, 2027)
    table = pd.DataFrame({"period": [f"FY{year}" for year in years], "value": SEIZED})
    table = table.assign(series="Heroin", unit="pounds", status="reported", source_id="cbp-drugs")
    table = table.assign(complete=[year < 2026 for year in years], months=[12] * 7 + [7])
    fig = template.figure(height=360)
    fig.add_bar(
        x=table["period"],
        y=table["value"],
        name="Heroin",
        marker=bars.bar_marker("heroin", table["complete"]),
    )
    said = {"title": "Heroin seized", "takeaway": "It fell.", "alt": "Bars."}
    return chart(data, fig, id="heroin-seized", table=table, **said)


def _fake(folder, spec):
    """A chart's folder as `draw_all` leaves it, its pictures empty."""
    folder.mkdir(parents=True)
    meta = spec["layout"]["meta"]
    for variant in variants.VARIANTS:
        raw = f'<svg xmlns="{svg.NS}" width="9" height="9"/>'
        text = svg.stored(raw, meta, variant, variants.spec_hash(spec), [])
        (folder / f"{variant}.svg").write_text(text, encoding="utf-8")
    (folder / "spec.json").write_text(json.dumps(spec), encoding="utf-8")


# The makers above as fixtures: each test calls them with what it changes.
poppy_table = pytest.fixture(lambda: _poppy_table, name="poppy_table")
poppy_figure = pytest.fixture(lambda: _poppy_figure, name="poppy_figure")
poppy = pytest.fixture(lambda: _poppy, name="poppy")
seized = pytest.fixture(lambda: _seized, name="seized")
fake = pytest.fixture(lambda: _fake, name="fake")


@pytest.fixture(scope="session")
def figures(tmp_path_factory):
    """A folder with the pictures of both charts, drawn once, and what the drawing said."""
    dataset = Tables(sources=SOURCES, places=PLACES)
    specs = {one.spec["layout"]["meta"]["id"]: one.spec for one in (_poppy(dataset), _seized(dataset))}
    folder = tmp_path_factory.mktemp("figures")
    try:
        done = drawing.draw_all(specs, folder)
    except drawing.NoBrowser as reason:
        pytest.skip(str(reason))
    return SimpleNamespace(folder=folder, specs=specs, done=done)
