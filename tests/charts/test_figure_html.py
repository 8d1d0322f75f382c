"""Pictures put into the page: the right ones, with links that lead where they should."""

import json
import re

import pytest

from poppybook.charts import figure_html


@pytest.fixture
def folder(data, tmp_path, poppy, fake):
    chart = poppy(data)
    fake(tmp_path / "poppy-area", chart.spec)
    return tmp_path / "poppy-area"


def test_pictures_and_data_are_in_place(data, folder, poppy):
    html = figure_html.place_pictures(poppy(data).html, folder, "../")
    assert "<img" not in re.sub(r"<pre>.*?</pre>", "", html)
    assert html.count('class="pb-svg pb-wide"') == html.count('class="pb-svg pb-narrow"') == 1
    spec = re.search(
        r'<script type="application/json" class="pb-spec" data-for="poppy-area">(.*?)</script>', html, re.S
    )
    assert set(json.loads(spec[1])) == {"data", "narrowTraces", "wide", "narrow", "config", "texts", "rows"}
    assert html.endswith("</figure>\n")


def test_links_from_a_notebook_page_and_from_the_front_page(data, folder, poppy):
    inner = figure_html.place_pictures(poppy(data).html, folder, "../")
    assert (
        'href="../figures/poppy-area/data.csv"' in inner
        and 'href="../notebooks/sources.html#ondcp-est-2018"' in inner
    )
    front = figure_html.stored_figure(folder, "")
    assert (
        'href="figures/poppy-area/data.csv"' in front
        and 'href="notebooks/sources.html#ondcp-est-2018"' in front
    )


def test_embed_code_waits_for_an_address(data, folder):
    assert '<div class="pb-code" hidden>' in figure_html.stored_figure(folder, "../")
    for root, page in (("../", "https://book.example/notebooks/poppy.html"), ("", "https://book.example/")):
        html = figure_html.stored_figure(folder, root, page)
        assert '<div class="pb-code">' in html and "PAGE" not in html
        assert f"&lt;a href=&quot;{page}#poppy-area&quot;" in html
        assert "src=&quot;https://book.example/figures/poppy-area/wide.svg&quot;" in html


def test_stale_and_missing_pictures_are_told(data, folder, tmp_path, poppy, seized):
    (folder / "spec.json").write_text(json.dumps(seized(data).spec), encoding="utf-8")
    with pytest.raises(figure_html.StalePicture, match=r"wide\.svg .*poppybook figures"):
        figure_html.place_pictures(poppy(data).html, folder, "")
    with pytest.raises(FileNotFoundError, match=r"spec\.json is missing; run `poppybook figures`"):
        figure_html.stored_figure(tmp_path / "nowhere", "")


def test_nothing_in_the_data_can_end_the_script(data, tmp_path, poppy, fake):
    chart = poppy(data, title="</script><b>")
    fake(tmp_path / "x", chart.spec)
    html = figure_html.place_pictures(chart.html, tmp_path / "x", "")
    assert html.count("</script>") == 1


def test_page_scripts():
    text = figure_html.page_scripts("../")
    assert 'src="../assets/charts.js" defer data-plotly="../assets/plotly.min.js"' in text
    said = json.loads(re.search(r'id="pb-words">(.*?)</script>', text)[1])
    script = (figure_html.Path(__file__).parents[2] / "assets" / "charts.js").read_text(encoding="utf-8")
    assert set(re.findall(r'say\("([^"]+)"', script)) <= set(said)
