"""Pictures put into the page: the right ones, with links that lead where they should."""

import json
import re

import pytest

from poppybook.charts import figure_html, read_out


@pytest.fixture
def folder(data, tmp_path, poppy, fake):
    chart = poppy(data)
    fake(tmp_path / "poppy-area", chart.spec)
    return tmp_path / "poppy-area"


def test_pictures_and_read_out_are_in_place(folder):
    html = figure_html.stored_figure(folder, "../")
    assert "<img" not in html
    assert html.count('class="pb-svg pb-wide"') == html.count('class="pb-svg pb-narrow"') == 1
    assert "<metadata>" not in html, "the read-out has the positions; the page carries them once"
    read = re.search(r'<script type="application/json" class="pb-read">(.*?)</script>', html, re.S)
    assert set(json.loads(read[1])) == {"library", "sources", "traces"}
    assert html.endswith("</figure>\n")


def test_a_page_keeps_the_room_of_each_drawing(folder):
    assert 'class="pb-picture" style="--wide:9/9;--narrow:9/9"' in figure_html.stored_figure(folder, "../")


def test_links_from_a_notebook_page_and_from_the_front_page(folder):
    inner = figure_html.stored_figure(folder, "../")
    assert (
        'href="../figures/poppy-area/data.csv"' in inner
        and 'href="../notebooks/sources.html#ondcp-est-2018"' in inner
    )
    front = figure_html.stored_figure(folder, "")
    assert (
        'href="figures/poppy-area/data.csv"' in front
        and 'href="notebooks/sources.html#ondcp-est-2018"' in front
    )


def test_embed_code_waits_for_an_address(folder):
    hidden = figure_html.stored_figure(folder, "../")
    assert '<div class="pb-code" hidden>' in hidden and "PAGE../embed/poppy-area.html" in hidden
    for root, page in (("../", "https://book.example/notebooks/poppy.html"), ("", "https://book.example/")):
        html = figure_html.stored_figure(folder, root, page, "2026")
        assert '<div class="pb-code">' in html and "PAGE" not in html
        assert "&lt;iframe src=&#34;https://book.example/embed/poppy-area.html&#34;" in html
        assert f"{page}#poppy-area" in html, "the citations name the chart's address"


def test_cited_in_words_in_apa_and_in_bibtex(folder):
    html = figure_html.stored_figure(folder, "../", year="2026", version="1.0.0")
    assert html.count("data-copy") == 4
    assert (
        "“Two counts of &lt;poppy&gt; fields”, Poppy to Precursor, data version 1.0.0. Data to 2018." in html
    )
    assert "(2026). Two counts of &lt;poppy&gt; fields [Chart]." in html
    assert "@misc{poppy-to-precursor:poppy-area," in html


def test_stale_and_missing_pictures_are_told(data, folder, tmp_path, seized):
    (folder / "spec.json").write_text(json.dumps(seized(data).spec), encoding="utf-8")
    with pytest.raises(figure_html.StalePicture, match=r"wide\.svg .*poppybook figures"):
        figure_html.stored_figure(folder, "")
    with pytest.raises(FileNotFoundError, match=r"spec\.json is missing; run `poppybook figures`"):
        figure_html.stored_figure(tmp_path / "nowhere", "")


def test_nothing_in_the_data_can_end_the_script(data, tmp_path, poppy, fake):
    chart = poppy(data, title="</script><b>")
    fake(tmp_path / "x", chart.spec)
    assert figure_html.stored_figure(tmp_path / "x", "").count("</script>") == 1
    assert "</script>" not in read_out.live_script(chart.spec)


def test_page_scripts():
    text = figure_html.page_scripts("../")
    assert 'src="../assets/charts.js" defer data-root="../"' in text
    said = json.loads(re.search(r'id="pb-words">(.*?)</script>', text)[1])
    assets = figure_html.Path(__file__).parents[2] / "assets"
    scripts = "".join(
        (assets / f"{name}.js").read_text(encoding="utf-8") for name in ("charts", "charts-live")
    )
    asked = set(re.findall(r'say\((?:[^()]*\? )?"([^"]+)"', scripts))
    assert asked and asked <= set(said)
