"""The stored pictures: themed, readable, complete, the same every time."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace

import pytest
from odd_names import ODD

from poppybook.book.faults import DataError
from poppybook.charts import contract, drawing, svg, theme, variants

IDS = ("poppy-area", "heroin-seized")
PICTURES = [(name, variant) for name in IDS for variant in variants.VARIANTS]


@pytest.fixture(params=PICTURES, ids="-".join)
def picture(figures, request):
    name, variant = request.param
    path = figures.folder / name / f"{variant}.svg"
    return SimpleNamespace(
        path=path, text=path.read_text(encoding="utf-8"), name=name, variant=variant, spec=figures.specs[name]
    )


def test_nothing_to_complain_about(figures):
    assert figures.done.faults == []
    assert sorted(figures.done.drawn) == sorted(IDS)
    assert {path.name for path in (figures.folder / "poppy-area").iterdir()} == drawing.FILES


def test_every_colour_is_a_token(picture):
    for node in ET.fromstring(picture.text).iter():
        for paint in ("fill", "stroke"):
            value = node.get(paint)
            assert value is None or theme.token_of(value), value
        for value in re.findall(r"(?:fill|stroke):([^;]+)", node.get("style", "")):
            assert value == "none" or value.startswith(
                ("var(--pb-", f"url(#{picture.name}-{picture.variant}-")
            ), value
    # The ground is the page's: no sheet lies under the drawing.
    root = ET.fromstring(picture.text)
    assert not [node for node in root.iter(f"{{{svg.NS}}}rect") if node.get("width") == root.get("width")]


def test_type_is_large_enough_on_the_smallest_screen(picture):
    width, shown = {"wide": (theme.WIDE, theme.WIDE_FROM), "narrow": (theme.NARROW, theme.NARROW_FROM)}[
        picture.variant
    ]
    sizes = [float(size) for size in re.findall(r"font-size:([\d.]+)px", picture.text)]
    assert sizes and min(sizes) * shown / width >= 12


def test_ids_are_the_charts_own(picture):
    ids = re.findall(r'\bid="([^"]+)"', picture.text)
    assert ids and len(ids) == len(set(ids))
    assert all(re.fullmatch(rf"{picture.name}-{picture.variant}-(title|desc|\d+)", one) for one in ids)
    assert not re.search(r"#(?:clip|p)?[0-9a-f]{6}[a-z]*[xy]", picture.text)


def test_has_a_name_and_words_of_its_own(picture):
    root = ET.fromstring(picture.text)
    meta = picture.spec["layout"]["meta"]
    assert root.get("role") == "img"
    assert (
        root.findtext(f"{{{svg.NS}}}title") == meta["title"]
        and root.findtext(f"{{{svg.NS}}}desc") == meta["alt"]
    )
    words = ["".join(node.itertext()) for node in root.iter(f"{{{svg.NS}}}text")]
    assert meta["unit"].capitalize() in words and meta["takeaway"] not in words


def test_every_row_can_be_read_out(picture):
    meta = picture.spec["layout"]["meta"]
    rows = [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]
    expected = contract.check(picture.spec["data"], rows, picture.name)
    width, height = (theme.WIDE if picture.variant == "wide" else theme.NARROW), 420
    found = svg.metadata(picture.path)["traces"]
    assert [len(trace["points"]) for trace in found] == [len(points) for points in expected]
    for trace in found:
        assert [point[0] for point in trace["points"]] == list(range(len(trace["points"])))
        assert all(0 <= x <= width and 0 <= y <= height for _, x, y, *_ in trace["points"])


def test_positions_are_where_the_values_are(figures):
    points = svg.metadata(figures.folder / "heroin-seized" / "wide.svg")["traces"][0]["points"]
    values = figures.specs["heroin-seized"]["data"][0]["y"]
    base = points[0][6]
    scale = [(base - point[2]) / value for point, value in zip(points, values, strict=True)]
    assert max(scale) - min(scale) < 1e-3


def test_foreign_colour_is_told(figures, data, tmp_path, seized):
    spec = json.loads(json.dumps(seized(data).spec))
    spec["data"][0]["marker"] = {"color": "#123456"}
    with pytest.raises(svg.UnknownColour, match=r"heroin-seized, wide: the colour rgb\(18, 52, 86\)"):
        drawing.draw_all({"heroin-seized": spec}, tmp_path)


# ---------------------------------------------------------------- without a browser


def test_fresh_pictures_need_no_browser(data, tmp_path, monkeypatch, seized, fake):
    spec = seized(data).spec
    fake(tmp_path / "heroin-seized", spec)
    monkeypatch.setattr(drawing.asyncio, "run", lambda *_: pytest.fail("drew something"))
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "spec.json").write_text("{}")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("keep")
    done = drawing.draw_all({"heroin-seized": spec}, tmp_path)
    assert (done.drawn, done.kept, done.removed) == ([], ["heroin-seized"], ["gone"])
    assert (tmp_path / "notes").exists()
    assert (tmp_path / "heroin-seized" / "data.csv").read_text(encoding="utf-8-sig").splitlines()[
        -1
    ] == "Heroin,FY2026,981.84,pounds,reported,cbp-drugs,false,7"


def test_reason_for_being_stale(data, tmp_path, poppy, seized, fake):
    spec, other = seized(data).spec, poppy(data).spec
    assert drawing.stale(spec, tmp_path / "a") == "wide.svg is missing"
    fake(tmp_path / "b", spec)
    assert drawing.stale(spec, tmp_path / "b") == ""
    assert drawing.stale(other, tmp_path / "b") == "wide.svg shows an earlier state of the chart"


def test_one_id_one_chart(data, tmp_path, seized):
    bundle = seized(data)._repr_mimebundle_()
    cell = {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": bundle}]}
    for name in ("a.ipynb", "b.ipynb"):
        (tmp_path / name).write_text(json.dumps({"cells": [{"cell_type": "markdown"}, cell]}))
    assert list(drawing.specs_in([tmp_path / "a.ipynb"])) == ["heroin-seized"]
    with pytest.raises(DataError, match=r"b\.ipynb: .*“heroin-seized”.*a\.ipynb has it, too"):
        drawing.specs_in(tmp_path.glob("*.ipynb"))


@pytest.fixture(scope="module")
def again(figures, tmp_path_factory):
    """Drawn by a package in a folder of an odd name: a chart once more, and another whose words run into each other.
    The measuring script lies in the package and is loaded by a page, which reads a path as an address."""
    home = tmp_path_factory.mktemp("again") / " ".join(ODD)
    home.mkdir()
    specs = json.loads(json.dumps(figures.specs))
    for _ in range(2):
        specs["heroin-seized"]["layout"]["annotations"].append(
            {"text": "Words", "x": 2, "y": 5000, "showarrow": False, "font": {"size": 9}}
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "MEASURE", Path(shutil.copy(drawing.MEASURE, home)))
        done = drawing.draw_all(specs, home / "figures")
    return SimpleNamespace(done=done, specs=specs, folder=home / "figures")


def test_the_same_bytes_in_any_folder_and_drawn_only_when_stale(figures, again):
    name = "poppy-area"
    assert sorted(again.done.drawn) == sorted(IDS)
    for file in drawing.FILES:
        assert (again.folder / name / file).read_bytes() == (figures.folder / name / file).read_bytes()
    assert drawing.draw_all({name: again.specs[name]}, again.folder).kept == [name]


def test_collision_is_told(again):
    assert any("“Words” runs into “Words”" in fault for fault in again.done.faults)
    assert any("type of 9 px" in fault for fault in again.done.faults)
