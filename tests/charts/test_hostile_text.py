"""Whatever the dataset and an author write comes out as text: no field of theirs can become a tag or an attribute.

Everything that makes HTML is made twice, once with hostile texts in all fields and once with harmless ones as long.
Both must have the same tags with the same attributes, and each hostile text must be read wherever the harmless one is.
"""

import copy
import dataclasses
import json
import re
import tempfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import Markup

import poppybook as pb
from poppybook.charts import figure_html, read_out, svg, table_html, theme, variants
from poppybook.language import ledger as say
from poppybook.pages import ledger, reference
from poppybook.pages.evidence_page import Evidence
from poppybook.widgets.answer import Answer
from poppybook.widgets.shell import Explorer

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "{{7*7}}",
    "{% raw %}{% endraw %}{# gone #}",
    "&amp;&lt;b&gt;",
    "' onclick='alert(1)",
    "</title></textarea><!--<script>",
    "\u2028\u2029",
]
ALL = "|".join(HOSTILE)
# Which texts a table has beside those that its schema leaves free.
ALSO = {"observations": ["unit"], "series": ["title", "unit"], "places": ["name"], "units": ["unit"]}
ALSO |= {"glossary": ["term"]}
NOT_TEXT = {"period", "url"}  # a period is parsed; of an address the end alone is free


def mark(where, text):
    """What is put after a text: a sign of where it stands, and the text."""
    return f"\u00a0⟦{where}⟧{text}⟧"


def altered(data, text):
    """The dataset with the text in every field that may hold any."""
    frames, descriptor = {}, copy.deepcopy(data.package.descriptor)
    for resource in descriptor["resources"]:
        name, fields = resource["name"], resource["schema"]["fields"]
        keys = [key["fields"] for key in resource["schema"].get("foreignKeys", [])]
        linked = {one for key in keys for one in ([key] if isinstance(key, str) else key)}
        frame = frames[name] = data[name]
        for field in fields:
            held = (
                field.get("constraints", {}).keys() & {"enum", "pattern", "unique"} or field["name"] in linked
            )
            free = field["type"] == "string" and not held and field["name"] not in NOT_TEXT
            if free or field["name"] in ALSO.get(name, ()):
                frame[field["name"]] = frame[field["name"]] + mark(f"{name}.{field['name']}", text)
        for thing in (resource, *fields):
            for key in ("title", "description", "unit"):
                if thing.get(key):
                    thing[key] += mark(f"dictionary.{key}", text)
    frames["sources"]["url"] += "#" + mark("sources.url", text)
    return pb.Dataset(data.folder, dataclasses.replace(data.package, descriptor=descriptor), frames)


class Read(HTMLParser):
    """What a browser makes of HTML: its tags with the names of their attributes, and all that it says."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.said, self.code, self._script = [], [], [], False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self._script = tag == "script"
        self.tags.append((tag, [name for name, _ in attrs]))
        for _, value in attrs:
            self.said += strings(json.loads(value)) if value and value[0] in "{[" else [value or ""]

    def handle_endtag(self, tag):
        self.tags.append(f"/{tag}")
        self._script = False

    def handle_data(self, data):
        if self._script:
            assert "<" not in data  # a comment and a script begun there would hide the end of the script
            self.said += strings(json.loads(data))
        elif data.startswith(("@", "<iframe")):
            self.code.append(data)  # BibTeX and the code of a frame have escapes of their own
        else:
            self.said.append(data)

    def handle_comment(self, data):
        self.tags.append("comment")


def strings(value):
    if isinstance(value, dict):
        return [text for pair in value.items() for each in pair for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


def drawn(data, text):
    """A chart whose every text, of the data and of its author, ends in `text`: two places, a note."""
    rows = data.observations([f"poppy-eradication-state-mx-{place}@2017" for place in ("chh", "dur")])
    series = "Area" + mark("author.series", text)
    fig = pb.charts.figure()
    fig.add_scatter(x=["2017-07-02"] * 2, y=rows["value"], name=series)
    said = {key: "Words" + mark(f"author.{key}", text) for key in ("title", "takeaway", "alt", "note")}
    return pb.charts.chart(data, fig, id="area", table=rows.assign(series=series), **said)


def drawn_html(data, text):
    return drawn(data, text).html


def stored(data, text):
    """The chart on the site, each of its pictures nothing but two points."""
    spec = drawn(data, text).spec
    folder = Path(tempfile.mkdtemp(dir="."))
    (folder / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    points = [{"trace": 0, "name": spec["data"][0]["name"], "along": "x", "points": [[0, 1, 1], [1, 2, 2]]}]
    for variant in variants.VARIANTS:
        raw = f'<svg xmlns="{svg.NS}" width="9" height="9"/>'
        made = svg.stored(raw, spec["layout"]["meta"], variant, variants.spec_hash(spec), points)
        (folder / f"{variant}.svg").write_text(made, encoding="utf-8")
    return figure_html.stored_figure(folder, "../", "https://book.example/a.html", "2026", "1.0")


def whole(data, text):
    """The page's table of a long chart, and the summary that stands for it in the figure."""
    meta = drawn(data, text).spec["layout"]["meta"]
    meta["table"]["rows"] *= 80
    return table_html.whole_table(meta) + table_html.table(meta)


def evidence(data, text):
    linked = {"poppy-ha-us-mex@2017": [("Page" + mark("page.title", text), "a.html")]}
    made = Evidence(data, linked, linked, frozenset({"notebooks/corrections.html"}))
    wrong = data["corrections"]["observation_id"].dropna().str.partition("@")[0].unique()[:4]
    official = ["cbp-cocaine-us-coastal-interior-ofo", "cdc-month-t404-usa"]
    some = ["poppy-ha-us-mex", "poppy-ha-unodc-mex", *wrong, *official]
    return made.index(some) + Markup().join(made.section(one) for one in some)


def explorer(data, text):
    rows = data.observations(["poppy-ha-us-mex@2017"]).rename(columns={"note": "note" + mark("column", text)})
    answer = Answer(
        "code" + mark("code", text), "call" + mark("call", text), rows, None, (mark("said", text),)
    )
    made = Explorer([], lambda: answer)
    return made._said.value + made._code.value + made._table.value


def quiz(data, text):
    said = {key: key + mark(f"author.{key}", text) for key in ("ask", "why", "hint")}
    right = "yes" + mark("author.option", text)
    choice = {"choose": {right: "so" + mark("author.reply", text), "no": ""}, "right": right}
    number = {"answer": 3, "unit": "kg" + mark("author.unit", text), "slips": {mark("author.slip", text): 4}}
    return pb.teach.quiz(data, [said | choice, said | number, said | {"answer": "poppy-ha-us-mex@2017"}]).html


def listed(data, text):
    return pb.pages.list_events(data, data.events().head(30), chart="area").html


def chosen(data, text):
    return pb.pages.choose_chart(
        "What" + mark("author.question", text), {"a": mark("author.choice", text), "b": "B"}
    ).html


def reference_lists(data, text):
    made = [reference.sources(data, "treaty-body"), reference.series(data, "heroin")]
    return "".join(each.html for each in [*made, reference.units(data), reference.changes(data)])


def ledgers(data, text):
    made = [ledger.claims(data), ledger.corrections(data)]
    made += [ledger.glossary(data, group) for group in data["glossary"]["group"].unique()]
    lists = [ledger.claim_list(data, source_id, "../") for source_id in say.DOCUMENTS]
    return "".join([*(each.html for each in made), *lists])


CITED = ("poppy-ha-us-mex@2017", "poppy-eradication-state-mx-chh@2017")
SHOWN = "sources.publisher sources.title observations.note observations.unit"
# What makes HTML, and the fields that must be read in it.
MAKERS = {
    "chart": (drawn_html, f"{SHOWN} places.name author.title author.takeaway author.alt author.note"),
    "chart on the site": (stored, f"{SHOWN} places.name author.title author.takeaway author.alt author.note"),
    "table of its own": (whole, SHOWN.replace("sources.title ", "")),
    "numbers": (
        lambda data, text: pb.pages.list_numbers(data, *CITED).html,
        f"{SHOWN} series.title".replace("sources.title ", ""),
    ),
    "choice": (chosen, "author.question author.choice"),
    "events": (listed, "events.title events.description events.note sources.publisher"),
    "ledgers": (
        ledgers,
        "claims.paraphrase claims.note claims.unit claims.recompute_note claims.speaker events.title glossary.term "
        "glossary.meaning corrections.title corrections.problem corrections.action corrections.unit series.title "
        "sources.publisher observations.unit",
    ),
    "reference": (
        reference_lists,
        "sources.title sources.author sources.publisher sources.url sources.note series.title series.definition "
        "series.publisher series.caveat series.unit places.name units.unit units.symbol units.counts units.note "
        "units.pint changes.note",
    ),
    "dictionary": (
        lambda data, text: reference.tables(data).html + reference.columns(data).html,
        "dictionary.title dictionary.description dictionary.unit",
    ),
    "evidence": (
        evidence,
        "series.title series.unit series.publisher series.caveat places.name observations.note observations.locator "
        "observations.unit sources.title sources.author sources.publisher sources.url corrections.title "
        "corrections.problem corrections.action dictionary.title dictionary.unit page.title",
    ),
    "quiz": (
        quiz,
        "author.ask author.why author.hint author.option author.reply author.unit author.slip observations.unit",
    ),
    "description": (
        lambda data, text: data.describe("poppy-ha-us-mex")._repr_html_(),
        "series.title series.definition series.caveat series.unit",
    ),
    "explorer": (explorer, "code call said column observations.note"),
}


@pytest.fixture(scope="module")
def both():
    """The book's data twice: with hostile texts, and with harmless ones as long."""
    data = pb.load()
    return [(altered(data, text), text) for text in (ALL, "x" * len(ALL))]


@pytest.mark.parametrize("name", MAKERS)
def test_whatever_a_field_holds_is_read_as_it_is(both, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make, fields = MAKERS[name]
    hostile, harmless = (Read(str(make(data, text))) for data, text in both)
    assert hostile.tags == harmless.tags
    reads = [places(read, text) for read, (_, text) in zip((hostile, harmless), both, strict=True)]
    assert reads[0] == reads[1]
    assert set(fields.split()) - set(reads[0]) == set()


def places(read, text):
    """How often each field is read, its text whole."""
    return Counter(re.findall(f"⟦([a-z._]+)⟧{re.escape(text)}⟧", "\0".join(read.said)))


def test_the_figure_in_jupyter_takes_words_for_words(both):
    data, text = both[0]
    layout = drawn(data, text).spec["layout"]
    words = [layout["title"]["text"], *(note["text"] for note in layout["annotations"])]
    assert {tag for word in words for tag in re.findall("<[^>]*>", word)} <= {
        "<b>",
        "</b>",
        "<br>",
        "</span>",
        f'<span style="font-size:{theme.WIDE_TYPE}px">',
    }
    panels = pb.charts.panels(["<b onclick=x>", "B"])
    assert panels.layout.annotations[0].text == "<b>&lt;b onclick=x&gt;</b>"


def test_the_code_to_embed_a_chart_shows_its_title_as_it_is(both, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data, text = both[0]
    (code,) = (one for one in Read(str(stored(data, text))).code if one.startswith("<iframe"))
    frame = Read(code)
    assert [tag if isinstance(tag, str) else tag[0] for tag in frame.tags] == ["iframe", "/iframe"]
    assert "Words" + mark("author.title", text) in frame.said


def test_a_script_of_a_chart_holds_no_tag(both):
    data, text = both[0]
    script = read_out.live_script(drawn(data, text).spec)
    assert "<" not in script.replace("<=", "") and json.loads(script.partition("]=")[2].rstrip(";\n"))
