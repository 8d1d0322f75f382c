"""The chart builder's data are the dataset: every series, every number, each with its evidence."""

import gzip
import json
import re
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

import poppybook as pb
from poppybook.builder import payload
from poppybook.dataset import periods
from poppybook.dataset.store import Dataset
from poppybook.language import builder as said
from poppybook.language.builder_script import SCRIPT
from poppybook.pages.evidence import address

ASSETS = Path(__file__).parents[2] / "assets"
SCRIPTS = sorted(ASSETS.glob("builder/*.js"))


@pytest.fixture(scope="module")
def data():
    return pb.load()


@pytest.fixture(scope="module")
def held(data):
    """What the script holds, as a browser reads it."""
    text = payload.script(payload.payload(data)).removeprefix("window.pbExplore=").rstrip(";\n")
    return json.loads(text)


@pytest.fixture(scope="module")
def series(held):
    return {one["id"]: one for one in held["series"]}


def rows_of(held, one):
    """A series' rows as a frame: what the packing in payload.py promises."""
    found = []
    for row in one["rows"]:
        period, value, source, status, low, high, note, name, echoes = [
            *row,
            *[0, "", "", "", "", []][len(row) - 3 :],
        ]
        text, stem = held["periods"][period][0], one.get("stem", one["id"])
        found.append(
            {
                "observation_id": stem + name if name.startswith("@") else f"{stem}@{text}{name}",
                "period": text,
                "value": value,
                "low": None if low == "" else low,
                "high": None if high == "" else high,
                "status": held["statuses"][status][0],
                "source_id": held["sources"][source][0],
                "note": note or None,
                "echoes": [held["sources"][number][0] for number in echoes],
            }
        )
    return pd.DataFrame(found)


def test_every_series_is_there_with_what_a_reader_must_know(data, held, series):
    for row in data.series.itertuples():
        one = series[row.series_id]
        assert (one["title"], one["theme"], bool(one.get("additive"))) == (row.title, row.theme, row.additive)
        assert held["texts"][one["caveat"]] == row.caveat
        assert held["texts"][one["definition"]] == row.definition
        assert held["places"][one["place"]][0] == row.place
        assert held["units"][one["unit"]][0] == row.unit
        assert held["publishers"][one["publisher"]] == row.publisher
        assert f"evidence/{one['page']}.html#{row.series_id}" == address(data, row.series_id)


def test_every_number_of_every_series_is_there_once(data, held, series):
    names = data.series["series_id"]
    shown = pd.concat(
        [rows_of(held, series[name]).assign(series_id=name) for name in names], ignore_index=True
    )
    stored = data["observations"].set_index("observation_id").loc[shown["observation_id"]].reset_index()
    for column in ("series_id", "period", "value", "low", "high", "status", "source_id", "note"):
        ours, theirs = shown[column].astype("object"), stored[column].astype("object")
        assert ours.where(ours.notna(), None).tolist() == theirs.where(theirs.notna(), None).tolist(), column
    # What is not shown prints the same value as a row that is, and is named there.
    hidden = data["observations"][~data["observations"]["observation_id"].isin(shown["observation_id"])]
    echoes = {(r.series_id, r.period, r.value, name) for r in shown.itertuples() for name in r.echoes}
    assert {(r.series_id, r.period, r.value, r.source_id) for r in hidden.itertuples()} == echoes
    assert len(shown) + len(hidden) == len(data["observations"])


def test_what_is_shown_is_what_distinct_shows(data, held, series):
    for name in (
        "poppy-ha-us-mex",
        "poppy-ha-unodc-mex",
        "cbp-fent-lb-usa",
        "merida-cumulative",
        "od-t404-month",
    ):
        expected = pb.drop_repeats(data.one(name))["observation_id"]
        assert set(rows_of(held, series[name])["observation_id"]) == set(expected), name


def test_letters_are_those_of_the_observations(data, held):
    letters = {source[0]: source[4] for source in held["sources"]}
    rows = data["observations"]
    assert (rows["source_id"].map(letters) == rows["reliability"]).all()


def test_border_file_sums_are_those_of_the_package(data, held, series):
    table = data.cbp_monthly.assign(stem=lambda rows: rows["observation_id"].str.split("@").str[0])
    months = [held["periods"][number][0] for number in held["cbp"]["months"]]
    for drug, region, component in product(said.DRUGS, said.REGIONS, said.COMPONENTS):
        chosen = {k: v for k, v in {"place": region, "component": component}.items() if v != "all"}
        expected, rows = data.cbp(drug, by=["month", *chosen]), table[table["drug"] == drug]
        for column, value in chosen.items():
            expected, rows = expected[expected[column] == value], rows[rows[column] == value]
        assert expected["month"].tolist() == months
        for measure in ("pounds", "events"):
            one = series[f"cbp.{drug}.{region}.{component.lower()}.{measure}"]
            assert one["values"] == pytest.approx(expected[measure].tolist(), abs=1e-6)
        ids = {
            f"{stem}@{month}"
            for stem in one["parts"]
            for i, month in enumerate(months)
            if i not in held["cbp"]["absent"].get(stem, [])
        }
        assert ids == set(rows["observation_id"])
    sources = dict(table[["month", "source_id"]].itertuples(index=False))
    assert [held["sources"][n][0] for n in held["cbp"]["sources"]] == [sources[month] for month in months]


def test_official_counts_are_those_of_their_tables(data, held, series):
    for (name, measure), rows in _official(data).items():
        ours = rows_of(held, series[name])
        assert ours["observation_id"].tolist() == rows["observation_id"].tolist()
        assert ours["value"].tolist() == rows[measure].tolist()
        assert ours["source_id"].tolist() == rows["source_id"].tolist()
        assert (ours["status"] == "preliminary").tolist() == rows["unsure"].tolist()
    covered = sum(len(rows) for (name, _), rows in _official(data).items() if not name.endswith(".reported"))
    assert covered == len(data.cdc_12month) + len(data.nflis_halfyear)


def _official(data):
    found = {}
    deaths = data.cdc_12month.assign(unsure=lambda rows: rows["status"] == "preliminary")
    for stem, rows in deaths.groupby(deaths["observation_id"].str.split("@").str[0]):
        for measure in ("reported", "predicted"):
            found[f"{stem.replace('cdc-12m-', 'cdc.')}.{measure}", f"{measure}_deaths"] = rows
    reports = data.nflis_halfyear.assign(unsure=lambda rows: rows["flag"].notna())
    for stem, rows in reports.groupby(reports["observation_id"].str.split("@").str[0]):
        found[stem.replace("nflis-half-", "nflis."), "reports"] = rows
    return found


def test_a_twelve_month_count_spans_the_twelve_months_before_its_end(held, series):
    first = rows_of(held, series["cdc.t404-usa.predicted"]).iloc[0]
    assert first["observation_id"] == "cdc-12m-t404-usa@2015-01"
    assert first["period"] == "2014-02-01--2015-01-31"


def test_periods_run_from_their_first_day_to_their_last(held):
    epoch = date(1970, 1, 1)
    for text, _, start, end, kind in held["periods"]:
        found = periods.parse(text)
        assert (epoch + timedelta(start), epoch + timedelta(end), kind) == (
            found.start,
            found.end,
            found.type,
        )


def test_units_convert_as_the_package_does_and_only_those_that_may(data, held):
    kinds = data.units.set_index("unit")["kind"]
    targets = [unit for unit in held["units"] if unit[4]]
    first = {group: (name, factor) for name, _, group, factor, *_ in reversed(targets)}
    for name, _, group, factor, *_ in targets:
        assert kinds[name] == "pint"
        other, other_factor = first[group]  # one of each group stands for all: factors are to one base
        there = data.convert(pd.DataFrame({"value": [7.0], "unit": [name]}), other).at[0, "value"]
        assert 7 * factor / other_factor == pytest.approx(there, rel=1e-14)
    assert {unit[0] for unit in held["units"] if unit[3]} == {unit[0] for unit in targets} | {"tons"}
    assert not any(" per " in unit[0] and unit[3] for unit in held["units"]), "a ratio is no plain weight"


def test_the_same_dataset_gives_the_same_text(data):
    assert payload.script(payload.payload(data)) == payload.script(payload.payload(pb.load()))


def test_data_and_scripts_stay_small(data):
    text = payload.script(payload.payload(data)).encode()
    assert len(text) < 640_000
    assert len(gzip.compress(text)) < 150_000
    assert sum(len(gzip.compress(path.read_bytes())) for path in SCRIPTS) < 30_000


def test_ready_made_charts_show_what_the_table_says(data, held, series):
    assert [one["id"] for one in held["presets"]] == list(data.presets["preset_id"])
    for one, row in zip(held["presets"], data.presets.itertuples(), strict=True):
        assert ";".join(one["s"]) == row.series and set(one["s"]) <= set(series)
        assert (one["title"], one["look"]) == (row.title, row.lookout)
        assert (one.get("m", "value"), one.get("y", "linear")) == (row.mode, row.scale)
        if row.mode == "index":
            for name in one["s"]:
                assert (rows_of(held, series[name])["period"] == row.base).sum() == 1


def test_a_ready_made_chart_of_a_series_that_is_none_is_a_fault(data):
    frames = {name: data[name] for name in data.tables}
    frames["presets"].loc[3, "series"] = "nflis.fentanil"
    with pytest.raises(pb.DataError) as refused:
        payload.payload(Dataset(data.folder, data.package, frames))
    (fault,) = refused.value.faults
    assert (fault.file, fault.row, fault.column, fault.value) == (
        "presets.csv",
        5,
        "series",
        "nflis.fentanil",
    )


def test_series_whose_caveat_forbids_a_line_get_none(data):
    joined = data.series.set_index("series_id")
    for name, period in joined["new_count"].dropna().items():
        assert period in set(data.one(name)["period"])
    several = data["observations"]["series_id"].value_counts()
    forbid = re.compile(
        r"not one line|different tallies|joined to the years|Do not join \d|forces counted differ"
    )
    caveats = data.series.set_index("series_id")["caveat"]
    warned = {name for name, text in caveats.items() if forbid.search(text) and several[name] > 1}
    # Running totals and parts of years overlap, so that no line joins them anyhow.
    overlapping = {name for name in warned if _never_adjacent(data.one(name))}
    broken = set(joined.index[joined["points_only"] | joined["new_count"].notna()])
    assert broken and warned - overlapping <= broken


def _never_adjacent(rows):
    ends = {(row.period_type, row.end.date() + timedelta(days=1)) for row in rows.itertuples()}
    return not any((row.period_type, row.start.date()) in ends for row in rows.itertuples())


def test_scripts_say_only_words_that_exist_and_all_of_them():
    text = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    used = set(re.findall(r'(?:say|button)\("([^"]+)"', text))
    used |= set(re.findall(r'[?:] "([a-z ]+)"', text)) & set(SCRIPT)  # say(many ? "numbers" : "one number")
    made = re.compile(r"(control|column|length|cbp|m|y|from|to) .+|from|to|link copied|python copied")
    assert used <= set(SCRIPT)
    assert {key for key in set(SCRIPT) - used if not made.fullmatch(key)} == set()
