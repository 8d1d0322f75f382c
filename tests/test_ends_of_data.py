"""Up to when the data reach is computed wherever a page says it: on the front page, and in the texts of charts."""

import ast
import calendar
import json
import re
from pathlib import Path

import pytest

import poppybook as pb
from poppybook import language as words
from poppybook.charts import drawing
from poppybook.dataset import periods
from poppybook.site.html import reaching
from poppybook.site.html.placing import NotPlaced

BOOK = Path(__file__).parents[1]
NOTEBOOKS = sorted(BOOK.glob("notebooks/*.ipynb"))
SPECS = drawing.specs_in(NOTEBOOKS)
LINK = re.compile(r"\[[^\]]+\]\([^)]+\)")

# ---------------------------------------------------------------- the front page

TYPED = re.compile(r"\b(?:19|20)\d\d\b|\bversion \d")
TAG = re.compile(r"<[^>]+>")


def state_of_the_data():
    front = (BOOK / "index.qmd").read_text(encoding="utf-8")
    return re.search(r"^## State of the data\n(.*?)^## ", front, re.DOTALL | re.MULTILINE)[1]


def test_the_front_page_says_how_far_the_data_reach():
    data = pb.load()

    def last(series_id):
        return data.one(series_id).sort_values("end").period.iloc[-1]

    def month(series_id):
        return words.period(str(periods.parse(last(series_id)).end)[:7])

    said = TAG.sub("", reaching.fill_reach(state_of_the_data(), data))
    for reach in (
        f"version {data.version}, made in {words.period(str(data.changes.date.max())[:7])}",
        f"US estimate {last('poppy-ha-us-mex')}, Mexico–UN survey {words.period(last('poppy-ha-unodc-mex'))}",
        f"border seizures {words.period(data.cbp_monthly.month.max())} by month, {month('cbp-fent-lb-usa')} by year",
        f"provisional deaths {month('od-12m-t404-predicted')}",
        f"events {words.period(data.events(theme='cooperation').date.max()[:7])}",
    ):
        assert reach in said, reach


def test_the_site_says_it_too(site):
    page = (site.folder / "index.html").read_text(encoding="utf-8")
    marks = re.findall(r'<span class="pb-reach" data-of="([^"]+)">([^<]*)</span>', page)
    assert [of for of, _ in marks] == re.findall(r'data-of="([^"]+)"', state_of_the_data())
    assert dict(marks) == {of: reaching.reach(pb.load(), of) for of, _ in marks}


def test_no_date_is_typed_into_the_state_of_the_data():
    assert TYPED.findall(TAG.sub("", state_of_the_data())) == []
    assert TYPED.findall("version 1.1.0, to April 2026") == ["version 1", "2026"]


def test_the_state_follows_the_data():
    """Newer data say something else without a change of the page; what is not in the data is named."""
    data = pb.load()
    newer = data["observations"].query("series_id == 'poppy-ha-us-mex'").tail(1)
    newer = pb.with_dates(newer.assign(period="2030"))

    class Newer:
        version = "9.9.9"

        def one(self, series_id):
            return newer

    said = '<td>US <span class="pb-reach" data-of="{}"></span>.</td>'
    assert TAG.sub("", reaching.fill_reach(said.format("poppy-ha-us-mex"), Newer())) == "US 2030."
    assert "US 9.9.9." in TAG.sub("", reaching.fill_reach(said.format("version"), Newer()))
    Newer.version = "<script>9</script>"
    assert "&lt;script&gt;9" in reaching.fill_reach(said.format("version"), Newer())
    for unknown in ("poppy-ha-us-mx", "events:poppies"):
        with pytest.raises(NotPlaced, match=unknown):
            reaching.fill_reach(said.format(unknown), data)


# ---------------------------------------------------------------- the chapters

LONG = dict(zip(words.MONTHS, calendar.month_name[1:], strict=True))
TO_DATE = re.compile(r"\b\w+ months of (?:fiscal year |FY)?20\d\d\b")
ENDING = r"\b(?:ends? in|reach(?:es)? to|up to|until|to)\s+"


def cells_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def typed_texts(source):
    """What is typed, not computed, in the texts of the charts of a cell: chart → text."""
    found = {}
    for call in ast.walk(ast.parse(source)):
        given = {word.arg: word.value for word in getattr(call, "keywords", [])}
        if {"id", "takeaway", "alt"} <= set(given):
            texts = [given[name] for name in ("title", "takeaway", "alt", "note") if name in given]
            parts = [node for text in texts for node in ast.walk(text) if isinstance(node, ast.Constant)]
            found[given["id"].value] = re.sub(r"\s+", " ", " ".join(str(node.value) for node in parts))
    return found


def moving_end(meta):
    """The month in which a chart's data end, as prose writes it, where the next release will move it; else ""."""
    found = re.fullmatch(r"([A-Z][a-z]{2}) (\d{4})", meta["until"])
    column = meta["table"]["columns"].index("period")
    drawn = {row[column] for row in meta["table"]["rows"]}
    monthly = len(drawn) > 12 and all(re.fullmatch(r"\d{4}-\d\d", period) for period in drawn)
    return f"{LONG[found[1]]} {found[2]}" if found and (monthly or "months" in meta["incomplete"]) else ""


def test_no_chart_has_the_end_of_its_data_typed():
    wrong, seen = [], 0
    for path in NOTEBOOKS:
        for cell in cells_of(path):
            source = "".join(cell["source"])
            for name, typed in typed_texts(source).items() if "takeaway=" in source else ():
                meta = SPECS[name]["layout"]["meta"]
                end = moving_end(meta)
                seen += bool(end)
                if (end and end in typed) or (meta["incomplete"] and TO_DATE.search(typed)):
                    wrong.append(f"{path.stem}: {name}: {end}")
    assert wrong == [] and seen > 8


def test_no_text_has_the_end_of_a_chart_typed():
    """Outside a link: a link names its row, whose period a sentence may say."""
    wrong, seen = [], 0
    for path in NOTEBOOKS:
        cells = cells_of(path)
        code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        untils = {spec["layout"]["meta"]["until"] for name, spec in SPECS.items() if f'id="{name}"' in code}
        found = [re.search(r"([A-Z][a-z]{2}) (\d{4})$", until) for until in untils]
        ends = [f"{LONG[one[1]]} {one[2]}" for one in found if one]
        seen += bool(ends)
        for cell in cells if ends else ():
            text = LINK.sub("", "".join(cell["source"])) if cell["cell_type"] == "markdown" else ""
            wrong += [f"{path.stem}: {one[0]}" for one in re.finditer(ENDING + f"(?:{'|'.join(ends)})", text)]
    assert wrong == [] and seen > 2


def test_a_typed_end_is_seen():
    source = 'chart(id="a", takeaway=f"To {end}.", alt="To April\\n 2026", note="seven months of FY2026")'
    typed = typed_texts(source)["a"]
    assert "To April 2026" in typed and TO_DATE.search(typed) and "end" not in typed
    assert re.search(ENDING + "April 2026", "The file ends in April 2026.")
