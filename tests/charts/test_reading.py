"""What the page reads out of a chart: every value of every series, with its source, where it lies."""

import json
import re
from pathlib import Path

import plotly
import pytest

from poppybook.charts import drawing, figure_html, read_out, table_html

BOOK = Path(__file__).parents[2]


def test_every_value_has_words_a_source_and_a_row(figures):
    for name, spec in figures.specs.items():
        read = read_out.read_out(spec, figures.folder / name)
        table = spec["layout"]["meta"]["table"]
        rows = sorted(row for trace in read["traces"] for row in trace["rows"])
        assert rows == list(range(len(table["rows"]))), "each row of the table is read out once"
        for trace in read["traces"]:
            assert len(trace["texts"]) == len(trace["rows"]) == len(trace["wide"]) == len(trace["narrow"])
            by = trace["by"] if isinstance(trace["by"], list) else [trace["by"]] * len(trace["rows"])
            publishers = {s["source_id"]: s["publisher"] for s in spec["layout"]["meta"]["sources"]}
            for row, source in zip(trace["rows"], by, strict=True):
                stored = dict(zip(table["columns"], table["rows"][row], strict=True))
                assert read["sources"][source] == publishers[stored["source_id"]]


def test_the_small_library_is_of_the_same_version_as_the_whole_one():
    whole = Path(plotly.__file__).parent / "package_data" / read_out.PLOTLY_WHOLE
    version = re.compile(r"v\d+\.\d+\.\d+")
    small = version.search((BOOK / "assets" / read_out.PLOTLY_BASIC).read_text(encoding="utf-8")[:200])
    with whole.open(encoding="utf-8") as file:
        assert small[0] == version.search(file.read(200))[0], (
            "take assets/plotly-basic.min.js from the same release"
        )


def test_only_a_chart_of_other_kinds_of_trace_takes_the_whole_library():
    for path in (BOOK / "figures").glob("*/spec.json"):
        spec = json.loads(path.read_text(encoding="utf-8"))
        kinds = {trace.get("type", "scatter") for trace in spec["data"]}
        library = read_out.read_out(spec, path.parent)["library"]
        assert (library == read_out.PLOTLY_WHOLE) == ("sankey" in kinds), path.parent.name


def test_points_are_walked_in_reading_order(figures):
    trace = read_out.read_out(figures.specs["poppy-area"], figures.folder / "poppy-area")["traces"][0]
    across = [point[1] for point in trace["wide"]]
    assert across == sorted(across) and trace["along"] == "x"


def test_live_figure_is_a_script_that_a_page_may_load_from_disk(data, poppy):
    script = read_out.live_script(poppy(data).spec)
    before, _, value = script.partition('["poppy-area"]=')
    assert before == "(window.pbSpecs=window.pbSpecs||{})"
    live = json.loads(value.rstrip(";\n"))
    assert set(live) == {"data", "narrowTraces", "wide", "narrow", "config"}
    assert "hovertext" not in json.dumps(live), "the page has these words already"


@pytest.mark.parametrize(("times", "whole"), [(1, False), (15, False), (16, True)])
def test_a_long_table_has_a_page_of_its_own(data, poppy, times, whole):
    meta = poppy(data).spec["layout"]["meta"]
    meta["table"]["rows"] = meta["table"]["rows"] * times
    page = table_html.whole_table(meta)
    assert page.count("<tr data-obs=") == (10 * times if whole else 0)
    link = '<a href="../figures/poppy-area/table.html">All 160 rows</a>'
    assert (link in table_html.table(meta)) is whole


def test_downloads_hold_the_rows_of_the_table(figures):
    for name, spec in figures.specs.items():
        lines = (figures.folder / name / "data.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 1 + len(spec["layout"]["meta"]["table"]["rows"])
        assert drawing.data_csv(spec).removeprefix("\ufeff").splitlines() == lines
        assert figure_html.stored_spec(figures.folder / name) == json.loads(json.dumps(spec))
