import json
import re

import pytest

from poppybook.site.html.placing import NotPlaced, Place, charts_of, give_evidence_ids, place_charts

HERE = '<div class="pb-chart-here" data-chart="poppy-area"></div>'


@pytest.fixture
def place(book):
    return Place(book.root / "figures", "../", "")


def stored_figure(book):
    cells = json.loads((book.root / "notebooks" / "poppy.ipynb").read_text())["cells"]
    return cells[-1]["outputs"][0]["data"]["text/html"]


def test_a_figure_gets_its_pictures_and_the_page_its_script(book, place):
    page = place_charts(f"<body>{stored_figure(book)}</body>", place)
    assert page.count("<svg") == 2
    assert "<img" not in page
    assert page.count('class="pb-read"') == 1
    assert page.count('src="../assets/charts.js"') == 1
    assert charts_of(page) == ["poppy-area"]


def test_a_placeholder_becomes_the_whole_figure_with_links_for_its_page(book, place):
    page = place_charts(f"<body><p>Before</p>{HERE}</body>", Place(place.figures, "", ""))
    assert "pb-chart-here" not in page
    assert 'href="figures/poppy-area/data.csv"' in page
    assert 'href="notebooks/sources.html#ondcp-2019"' in page


def test_placing_twice_changes_nothing(book, place):
    once = place_charts(f"<body>{stored_figure(book)}</body>", place)
    assert place_charts(once, place) == once


def test_a_page_without_charts_stays_as_it_is(place):
    assert (
        place_charts("<body><figure class='other'></figure></body>", place)
        == "<body><figure class='other'></figure></body>"
    )


def test_the_same_chart_twice_on_a_page_is_refused(place):
    with pytest.raises(NotPlaced, match="shown twice"):
        place_charts(f"<body>{HERE}{HERE}</body>", place)


def test_a_missing_or_stale_picture_says_what_to_do(book, place):
    with pytest.raises(NotPlaced, match=r"no-such-chart.*poppybook figures"):
        place_charts(HERE.replace("poppy-area", "no-such-chart"), place)
    wide = place.figures / "poppy-area" / "wide.svg"
    wide.write_text(re.sub(r'"spec":"[0-9a-f]{4}', '"spec":"0000', wide.read_text()))
    with pytest.raises(NotPlaced, match=r"wide\.svg.*poppybook figures"):
        place_charts(HERE, place)


def test_evidence_links_find_the_first_row_of_an_observation():
    page = (
        '<tr data-obs="a@2017"><th>1</th></tr><tr id="chart-row-1" data-obs="b@FY2017~cbp"><th scope="row">2</th></tr>'
        '<tr data-obs="a@2017"><th>3</th></tr>'
    )
    done = give_evidence_ids(page)
    assert done == (
        '<tr id="a@2017" data-obs="a@2017"><th>1</th></tr>'
        '<tr id="chart-row-1" data-obs="b@FY2017~cbp"><th id="b@FY2017~cbp" scope="row">2</th></tr>'
        '<tr data-obs="a@2017"><th>3</th></tr>'
    )
    assert give_evidence_ids(done) == done
