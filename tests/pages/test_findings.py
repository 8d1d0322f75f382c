"""A statement is decided by its expression; it fails where it is false, and where it is not decided."""

import re
from pathlib import Path

import pandas as pd
import pytest

import poppybook as pb
from poppybook.pages.proving import FindingError

BOOK = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data():
    return pb.load(BOOK / "data")


def rows(values, series="Gum", first=2011, **more):
    periods = [str(first + n) for n in range(len(values))]
    frame = pd.DataFrame({"period": periods, "value": values}, dtype=object).assign(series=series, **more)
    return frame.astype({"value": "float64"}).dropna(subset="value", ignore_index=True)


@pytest.fixture(scope="module")
def area(data):
    names = {"poppy-ha-us-mex": "US estimate", "poppy-ha-unodc-mex": "Mexico–UN survey"}
    frame = pb.drop_repeats(data.compare(list(names))).query("start >= '2011'")
    return frame.assign(series=frame.series_id.map(names))


def refused(call, *words):
    with pytest.raises(FindingError) as raised:
        call()
    told = str(raised.value)
    assert all(word in told for word in words), told
    return told


# ---------------------------------------------------------------- what is shown


def test_the_fold_has_statement_code_values_and_the_lines_before(data):
    gum = rows([1, 5, 3])
    peak = pb.numbers(gum, "Gum")
    html = pb.pages.findings(
        data,
        gum,
        {"peak": ("Gum was highest in 2012.", peak.idxmax() == "2012", peak["2012"] > 4 * peak["2011"])},
    ).html
    assert (
        "How we know: 1 finding" in html
        and 'id="finding-peak"' in html
        and "Gum was highest in 2012." in html
    )
    code = re.findall(r"<pre><code>(.*?)</code></pre>", html, re.DOTALL)
    assert code[0] == "peak.idxmax() == &#34;2012&#34;" and "4 * peak" in code[1]
    told = re.findall(r"<dt><code>(.*?)</code></dt><dd>(.*?)</dd>", html)
    assert told[0] == ("peak.idxmax()", "2012: 5") and ("peak[&#34;2011&#34;]", "1") in told


def test_hostile_words_stay_text(data):
    gum = rows([1, 5, 3], series="<b>")
    peak = pb.numbers(gum, "<b>")
    html = pb.pages.findings(data, gum, {"peak": ("<script> was highest.", peak.idxmax() == "2012")}).html
    assert "<script>" not in html and "<b>" not in html


# ---------------------------------------------------------------- what is false


def test_a_false_statement_fails_with_its_words_its_code_and_the_values(data):
    gum = rows([1, 5, 3])
    peak = pb.numbers(gum, "Gum")

    def call():
        pb.pages.findings(
            data,
            gum,
            {
                "true": ("It rose.", peak["2012"] > peak["2011"]),
                "peak": ("It was highest in 2013.", peak.idxmax() == "2013"),
                "rose": ("It rose on.", peak["2013"] > peak["2012"]),
            },
        )

    told = refused(call, "finding peak does not hold: “It was highest in 2013.”", 'peak.idxmax() == "2013"')
    assert "peak.idxmax() is 2012: 5" in told and "finding rose" in told and 'peak["2013"] is 3' in told
    assert "It rose." not in told


def test_a_missing_number_makes_no_statement_true(data):
    gum = rows([1, 5, 3])
    gum.loc[1, "value"] = None
    peak = pb.numbers(gum, "Gum")
    refused(
        lambda: pb.pages.findings(data, gum, {"more": ("It rose.", peak["2012"] > peak["2011"])}), "no value"
    )


@pytest.mark.parametrize("value", ["peak > 1", "[True]"])
def test_what_is_neither_true_nor_false_is_refused(data, value):
    gum = rows([1, 5, 3])
    peak = pb.numbers(gum, "Gum")
    call = f'pb.pages.findings(data, gum, {{"more": ("It rose.", {value})}})'
    refused(
        lambda: written(call, {"pb": pb, "data": data, "gum": gum, "peak": peak}),
        "not true or false",
    )


def written(code, names):
    """Run a line as a cell of a notebook, whose source is known."""
    import linecache

    linecache.cache["<cell>"] = (len(code), None, code.splitlines(True), "<cell>")
    exec(compile(code, "<cell>", "exec"), dict(names))


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("pb.pages.findings(data, gum, made)", "write the dict"),
        ('pb.pages.findings(data, gum, {"Peak": ("It rose.", True)})', "lower-case"),
        ('pb.pages.findings(data, gum, {"peak": ("It rose.",)})', "one expression or more"),
        ('pb.pages.findings(data, gum, {"peak": pair})', "write the expressions of peak"),
        ('pb.pages.findings(data, gum, {"peak": ("It rose.", True)})', "no series of the table"),
    ],
)
def test_a_call_that_cannot_be_told_is_refused(data, call, told):
    gum = rows([1, 5, 3])
    names = {
        "pb": pb,
        "data": data,
        "gum": gum,
        "pair": ("It rose.", True),
        "made": {"peak": ("It rose.", True)},
    }
    refused(lambda: written(call, names), told)


# ---------------------------------------------------------------- what is not decided


@pytest.mark.parametrize(
    "expression",
    ['gum.idxmax() == "2012"', "(gum < 6).all()", "gum.max() < 6", 'gum.nlargest(1).index[0] == "2012"'],
)
def test_a_year_without_a_number_could_overturn_a_peak_or_a_never(data, expression):
    frame = rows([1, 5, None, None, 3])
    names = {"pb": pb, "data": data, "frame": frame, "gum": pb.numbers(frame, "Gum")}
    call = f'pb.pages.findings(data, frame, {{"peak": ("SAID", {expression})}})'
    told = refused(
        lambda: written(call.replace("SAID", "Never above 5."), names), "No number of Gum for 2013 to 2014"
    )
    assert "any of them could overturn it" in told
    written(
        call.replace("SAID", "Of the years printed never above 5."), names
    )  # and the page says what is missing
    whole = names | {"gum": pb.numbers(rows([1, 5, 2, 3, 3]), "Gum")}
    written(call.replace("SAID", "Never above 5."), whole)


def test_a_peak_before_seven_empty_years_is_not_decided(data):
    """As the book once had it for extraditions: a peak in 2009, and no number for 2010 to 2016."""
    sent = rows([63, 83, 95, 107, *[None] * 7, 57], "To the US", 2006)
    years = pb.numbers(sent, "To the US")
    call = 'pb.pages.findings(data, sent, {"peak": ("It peaked in 2009.", years.idxmax() == "2009")})'
    refused(
        lambda: written(call, {"pb": pb, "data": data, "sent": sent, "years": years}),
        "2010 to 2016",
        "overturn",
    )


def test_a_statement_holds_for_each_publisher_or_names_its_own(data, area):
    us = pb.numbers(area, "US estimate")
    told = refused(
        lambda: pb.pages.findings(data, area, {"rise": ("The area rose to 2021.", us["2021"] > us["2020"])}),
        "one of several counts of the same thing",
    )
    assert "Mexico–UNODC survey" in told
    pb.pages.findings(data, area, {"rise": ("The US estimate rose to 2021.", us["2021"] > us["2020"])})


def test_a_category_of_several_kinds_says_so(data):
    one = rows([1, 5, 3], series_id="heroin-labs-destroyed-mex")
    two = rows([4], first=2014, series_id="mex-labs")
    frame = pd.concat([one, two], ignore_index=True)
    gum = pb.numbers(frame, "Gum")
    call = 'pb.pages.findings(data, frame, {"rise": ("SAID", gum["2014"] > gum["2013"])})'
    names = {"pb": pb, "data": data, "frame": frame, "gum": gum}
    refused(
        lambda: written(call.replace("SAID", "Labs rose."), names),
        "made of heroin-labs-destroyed-mex, mex-labs",
    )
    written(call.replace("SAID", "SEDENA and other labs together rose."), names)


# ---------------------------------------------------------------- what the book printed before


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("The US estimate and the survey both halved.", 'us["2021"] < us["2017"] / 2 and survey.iloc[-1] < 15_300'),
        ("The survey's steepest falls were the last two, in hectares.",
         'sorted(survey.diff().dropna().nsmallest(2).index) == ["crop2020-21", "crop2021-22"]'),
        ("Mexico, US estimate, stays far below Myanmar.", '(us["2017":"2019"] < myanmar["2017":"2019"]).all()'),
        ("Afghanistan led the three for twenty years: it was above Myanmar.",
         '(afghanistan["2001":"2015"] > myanmar["2001":"2015"]).all()'),
        ("CBP's pounds did not slide: no half-year of falls.", "not (border.diff().dropna() < 0).all()"),
        ("CBP's pounds stayed low: no rise in the same months.", 'same["FY2026"] <= same["FY2025"]'),
        ("Army and all agencies differ by up to two, as SEDENA counts.",
         'all_agencies["2024"] / army["2024"] <= 2'),
    ],
)  # fmt: skip
def test_what_the_chapter_on_heroin_said_before_is_refused(data, area, statement, expression):
    world = pd.concat(
        data.one(f"poppy-ha-wdr-{each}").assign(series=name)
        for each, name in [("afg", "Afghan"), ("mmr", "Myanmar")]
    )
    seized = [f"heroin-seized-mex-{each}" for each in ("army", "all-agencies")]
    months = data.cbp("heroin", by=["month", "place", "component"]).query("place == 'us-southwest-border'")
    months = months.assign(series=months.component, value=months.pounds)
    army, agencies = (
        pb.numbers(data.one(name).query("period_type == 'calendar-year'"), name, "lowest") for name in seized
    )
    names = {
        "pb": pb,
        "data": data,
        "us": pb.numbers(area, "US estimate"),
        "survey": pb.numbers(area, "Mexico–UN survey", "highest"),
        "myanmar": pb.numbers(world, "Myanmar", "highest").rename("poppy-ha-wdr-mmr"),
        "afghanistan": pb.numbers(world, "Afghan", "lowest").rename("poppy-ha-wdr-afg"),
        "border": months.groupby("period").value.sum()["2021-04":"2021-10"].rename("OFO"),
        "same": pb.same_months(months, "FY2025", "FY2026"),
        "army": army,
        "all_agencies": agencies,
        "table": pd.concat([area, world, months]),
    }
    call = f'pb.pages.findings(data, table, {{"said": ("{statement}", {expression})}})'
    refused(lambda: written(call, names), "does not hold", expression)
