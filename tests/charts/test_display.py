"""What a cell with a chart stores: two halves, the same bytes every time, complete without a script."""

import json
import re

import pytest

import poppybook as pb
from poppybook.charts.contract import ChartError
from poppybook.charts.display import PLOTLY


def bundle(chart):
    return json.dumps(chart._repr_mimebundle_(), allow_nan=False, sort_keys=False)


def test_two_halves_and_no_more(data, poppy):
    assert set(poppy(data)._repr_mimebundle_()) == {PLOTLY, "text/html"}


def test_the_same_bytes_every_time(data, poppy):
    assert bundle(poppy(data)) == bundle(poppy(data))
    assert "bdata" not in bundle(poppy(data))


def test_no_script_and_nothing_from_elsewhere(data, poppy):
    html = poppy(data).html
    assert "<script" not in html.lower()
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_words_are_escaped(data, poppy):
    html = poppy(data, note="5 < 6").html
    assert "Two counts of &lt;poppy&gt; fields" in html and "<poppy>" not in html
    assert 'alt="Two lines, &#34;US&#34; and survey."' in html
    assert "5 &lt; 6" in html and "Poppy estimates &lt;2011–2018&gt;" in html


def test_notebook_half_says_it_all(data, poppy):
    layout = poppy(data).spec["layout"]
    named = {note.get("name"): note for note in layout["annotations"]}
    assert (
        "Two counts of &lt;poppy&gt; fields" in layout["title"]["text"]
        and "Both peak &amp; fall." in layout["title"]["text"]
    )
    assert named["unit"]["text"] == "Hectares"
    assert (
        named["source"]["text"].replace("<br>", " ")
        == "Sources: White House ONDCP; Digitall Post. Data to 2018."
    )
    assert layout["template"]["layout"]["paper_bgcolor"] == "#fffdf8"


def test_table_has_every_row(data, poppy, poppy_table):
    html = poppy(data).html
    assert len(re.findall(r"<tr data-obs=", html)) == len(poppy_table())
    assert '<tr data-obs="poppy-ha-unodc-mex@crop2014-15"><th scope="row">crop year 2014–15</th>' in html
    value = '<a href="#poppy-ha-unodc-mex@crop2014-15">24,800</a>'
    assert (
        f'<td class="pb-number">{value}</td><td class="pb-number">21,500–28,100</td><td>estimate</td>' in html
    )
    assert "Unit: hectares" in html and 'href="sources.html#ondcp-est-2018"' in html


def test_long_table_is_summed_up(data, poppy):
    from poppybook.charts import table_html

    meta = poppy(data).spec["layout"]["meta"]
    meta["table"]["rows"] = meta["table"]["rows"] * 20
    html = table_html.table(meta)
    assert "data-obs" not in html and "Summary by year of 200 rows" in html
    assert (
        '<th scope="row">2017</th><td>US estimate</td><td class="pb-number">20</td><td class="pb-number">44,100</td>'
        in html
    )


def test_sources_with_their_letter(data, poppy):
    html = poppy(data).html
    assert "Poppy estimates &lt;2011–2018&gt;</a> (2019)" in html
    assert "First Mexico–UNODC survey</a> (2016, reliability B)" in html


def test_a_year_that_is_not_over_is_marked(data, seized):
    chart = seized(data)
    assert "Data to FY2026 (incomplete: 7 of 12 months)." in chart.html
    assert "<td>reported, incomplete: 7 of 12 months</td>" in chart.html
    shapes = chart.spec["data"][0]["marker"]["pattern"]["shape"]
    assert shapes == [""] * 7 + ["/"]


def test_hover_says_what_the_table_says(data, poppy):
    texts = poppy(data).spec["data"][1]["hovertext"]
    assert texts[0] == "crop year 2014–15: 24,800 hectares (21,500–28,100), estimate"


def test_more_documents_are_folded(data, poppy, poppy_table):
    table = poppy_table()
    many = data.sources.copy()
    for number in range(5):
        many.loc[len(many)] = (f"extra-{number}", "UNODC", f"Report {number}", "2020", "A")
        table.loc[number, "source_id"] = f"extra-{number}"
    data.sources = many
    html = poppy(data, table=table).html
    assert '<details class="pb-documents"><summary>7 documents</summary>' in html
    assert "Sources: UNODC; White House ONDCP; Digitall Post." in html


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "Poppy Area"}, "lower-case"),
        ({"takeaway": " "}, "takeaway is empty"),
        ({"narrow": {"width": 3}}, "narrow has no width"),
    ],
)
def test_what_is_missing_is_told(data, change, message, poppy):
    with pytest.raises(ChartError, match=message):
        poppy(data, **change)


def test_unknown_source_is_told(data, poppy, poppy_table):
    table = poppy_table()
    table.loc[0, "source_id"] = "nobody"
    with pytest.raises(ChartError, match=r"'nobody' of the table is not in sources\.csv"):
        poppy(data, table=table)


def test_years_have_no_thousands(data, poppy_table):
    from poppybook.charts import template
    from poppybook.charts.display import chart

    table = poppy_table().iloc[:8]
    fig = template.figure()
    fig.add_bar(x=list(range(2011, 2019)), y=table["value"], name="US estimate")
    shown = chart(data, fig, id="a", title="A", takeaway="B", alt="C", table=table)
    assert shown.spec["layout"]["xaxis"]["tickformat"] == "d"


def test_rows_that_differ_by_place_name_it_in_table_and_read_out(data, poppy_table):
    states = (
        poppy_table()
        .head(2)
        .assign(series="Eradicated", period="2017", value=[8243, 1551], place=["MX-GRO", "MX-OAX"])
    )
    states = states.drop(columns=["low", "high", "observation_id"], errors="ignore")
    fig = pb.charts.figure()
    fig.add_bar(
        x=states.value,
        y=["Guerrero", "Oaxaca"],
        orientation="h",
        name="Eradicated",
        marker=pb.charts.bar_marker("us"),
    )
    shown = pb.charts.chart(data, fig, id="by-place", title="T", takeaway="T.", alt="A.", table=states)
    assert "<td>Guerrero</td>" in shown.html
    assert shown.spec["data"][0]["hovertext"][0].startswith("Guerrero, 2017: 8,243")
    assert shown.spec["layout"]["yaxis"]["dtick"] == 1


def test_a_single_place_stays_unsaid(data, poppy):
    assert '<th scope="col">Place</th>' not in poppy(data).html
