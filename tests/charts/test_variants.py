"""The narrow drawing is a drawing of its own."""

from poppybook.charts import theme, variants


def named(figure):
    return {note.get("name"): note for note in figure["layout"]["annotations"]}


def test_wide_is_the_authors_figure(data, poppy):
    figure = variants.drawing(poppy(data).spec, "wide")
    assert (figure["layout"]["width"], figure["layout"]["height"]) == (theme.WIDE, 420)
    assert "title" not in figure["layout"] and "meta" not in figure["layout"]
    assert {"unit", "end:US estimate", "end:Survey", "event:first-survey"} == set(named(figure))


def test_narrow_has_a_legend_and_shorter_words(data, poppy):
    figure = variants.drawing(poppy(data).spec, "narrow")
    assert figure["layout"]["width"] == theme.NARROW
    assert figure["layout"]["showlegend"] is True
    assert named(figure)["event:first-survey"]["text"] == "Survey"
    assert not any(str(name).startswith("end:") for name in named(figure))


def test_author_overrules(data, poppy):
    narrow = {
        "height": 380,
        "layout": {"yaxis": {"nticks": 3}},
        "annotations": {"event:first-survey": None},
        "traces": {"US estimate": {"line": {"width": 2}}},
    }
    spec = poppy(data, narrow=narrow).spec
    figure = variants.drawing(spec, "narrow")
    assert figure["layout"]["height"] == 380
    assert figure["layout"]["yaxis"] == {"nticks": 3, "range": [0, 48000]}
    assert "event:first-survey" not in named(figure)
    assert figure["data"][0]["line"]["width"] == 2 and figure["data"][0]["line"]["color"] == theme.colour(
        "us"
    )
    assert variants.drawing(spec, "wide")["data"][0]["line"]["width"] == 2.5


def test_page_gets_both_widths(data, poppy):
    spec = poppy(data, narrow={"traces": {"Survey": {"opacity": 0.5}}}).spec
    live = variants.live(spec)
    assert live["narrowTraces"] == [{}, {"opacity": 0.5}]
    assert all("hovertext" not in trace for trace in live["data"])


def test_each_value_has_its_words(data, poppy):
    spec = poppy(data).spec
    rows = [
        dict(zip(spec["layout"]["meta"]["table"]["columns"], row, strict=True))
        for row in spec["layout"]["meta"]["table"]["rows"]
    ]
    assert variants.texts(spec, [list(range(8)), [8, 9]], rows)[0][6] == "2017: 44,100 hectares, estimate"


def test_fingerprint_follows_what_shows(data, poppy, seized):
    one = variants.spec_hash(poppy(data).spec)
    assert one == variants.spec_hash(poppy(data).spec)
    assert one != variants.spec_hash(poppy(data, alt="Other words").spec)
    assert one != variants.spec_hash(seized(data).spec)
    # The takeaway stands in the page, not in the picture.
    assert one == variants.spec_hash(poppy(data, takeaway="Other words.").spec)


def test_long_names_stand_over_their_marks(data):
    import pandas as pd

    from poppybook.charts import template
    from poppybook.charts.display import chart

    names = ["A study with quite a long name of its own", "Short"]
    table = pd.DataFrame({"value": [40, 57], "period": "2008", "series": "Purity", "unit": "percent"})
    table = table.assign(status="estimate", source_id="cbp-drugs")
    fig = template.figure()
    fig.add_scatter(x=table["value"], y=names, name="Purity", mode="markers")
    spec = chart(data, fig, id="purity", title="T", takeaway="T.", alt="A", table=table).spec
    assert spec["layout"]["meta"]["drawing"]["margin"]["l"] > 200
    narrow = variants.drawing(spec, "narrow")
    assert named(narrow)[f"name:{names[0]}"]["text"] == names[0]
    assert narrow["layout"]["margin"]["l"] < 10 and narrow["layout"]["yaxis"]["showticklabels"] is False


def test_wide_legend_stands_over_the_unit(data, poppy_table, poppy_figure):
    from poppybook.charts.display import chart

    table = poppy_table()
    fig = poppy_figure(table)
    fig.update_layout(showlegend=True)
    said = {"title": "T", "takeaway": "T.", "alt": "A", "table": table}
    layout = chart(data, fig, id="one", **said).spec["layout"]
    assert layout["legend"]["y"] > 1 and layout["legend"]["x"] < 0
    assert layout["meta"]["drawing"]["margin"]["t"] > 60
    fig.update_layout(legend={"y": 0.5})
    assert chart(data, fig, id="one", **said).spec["layout"]["legend"] == {"y": 0.5}
