"""A dataset of a few rows per table, written from code, for tests to load, spoil and check."""

import hashlib
import json
from pathlib import Path

import pytest

from poppybook.checking import expected

# What the code must know of the official tables is said of the small ones as of the real ones.
REAL = json.loads((Path(__file__).parents[2] / "data" / "datapackage.json").read_text(encoding="utf-8"))

# Per table: its columns as name:type (string by default), ! for the key, ? for what may be empty,
# >table.column for a foreign key; then its rows, cells separated by bars.
TABLES = {
    "places": (
        "place! name kind within?>places.place iso? look?",
        """
        WORLD|World|world|||
        MEX|Mexico|country|WORLD|MEX|mexico
        USA|United States|country|WORLD|USA|
        us-southwest-border|US southwest border|border|USA||
        us-northern-border|US northern border|border|USA||
        """,
    ),
    "units": (
        "unit! kind pint? counts? symbol? largest?:number ratio? whole:boolean note?",
        """
        hectares|pint|hectare||ha|10000000||false|
        pounds|pint|pound||lb|||false|
        kilograms|pint|kilogram||kg|||false|
        tons|per-series||||||false|
        deaths|count||deaths||||true|
        pills|count||pills||||true|
        percent|share|||%||percent|false|
        US dollars per gram|currency|||||per|false|
        """,
    ),
    "sources": (
        "source_id! title publisher date_published? url? kind reliability",
        """
        ondcp-2019|ONDCP release on Mexico|ONDCP|2019|https://example.org/ondcp|gov-report|A
        unodc-2021|"Mexico, poppy survey"|UNODC|2021-06||treaty-body|A
        cbp-2026|CBP drug seizures|CBP|2026-05-01||primary-data|A
        cdc-2026|CDC deaths|CDC|2026||primary-data|A
        seed-crs|CRS brief|CRS|2018-08-09||gov-report|B
        """,
    ),
    "series": (
        "series_id! theme>themes.theme title place>places.place unit>units.unit pint_unit? publisher "
        "additive:boolean role quantity? kin? kind? of? within? points_only:boolean new_count? look?",
        """
        poppy-us|heroin|"Poppy, US estimate"|MEX|hectares||ONDCP|false|view||||||false||
        poppy-unodc|heroin|"Poppy, UNODC survey"|MEX|hectares||UNODC|false|view||||||false||
        gum-us|heroin|Opium gum|MEX|tons|metric_ton|ONDCP|true|reference||||||false||
        seized-kg|heroin|Heroin seized|MEX|kilograms||SEDENA|true|reference|heroin-seized|||||false||
        seized-lb|heroin|Heroin seized|MEX|pounds||CBP|true|reference|heroin-seized|||||false||
        purity|heroin|Purity|USA|percent||DEA|false|reference||||||false||
        od-t404|fentanyl|Deaths|USA|deaths||CDC|true|reference||||||false||
        od-t404-month|fentanyl|Deaths by month|USA|deaths||CDC|true|reference||||||false||
        """,
    ),
    "themes": (
        "theme! name title notebook? evidence? look?",
        """
        heroin|heroin|Heroin|heroin-chapter|All numbers.|heroin
        fentanyl|fentanyl|Fentanyl|fentanyl-chapter|All numbers.|
        cooperation|cooperation|Cooperation|cooperation-chapter|All numbers.|
        public-health|public health|Public health|||
        """,
    ),
    "observations": (
        "observation_id! series_id>series.series_id period period_type period_start:date period_end:date "
        "place>places.place value:number unit>units.unit low?:number high?:number status "
        "source_id>sources.source_id reliability note?",
        """
        poppy-us@2016|poppy-us|2016|calendar-year|2016-01-01|2016-12-31|MEX|32000|hectares|||estimate|ondcp-2019|A|
        poppy-us@2017|poppy-us|2017|calendar-year|2017-01-01|2017-12-31|MEX|44100|hectares|||estimate|ondcp-2019|A|
        poppy-unodc@crop2016-17|poppy-unodc|crop2016-17|crop-year|2016-07-01|2017-06-30|MEX|30600|hectares\
|22600|38600|estimate|unodc-2021|A|"Interval, 95 %"
        gum-us@2017~ondcp-2019|gum-us|2017|calendar-year|2017-01-01|2017-12-31|MEX|944|tons\
|||estimate|ondcp-2019|A|
        gum-us@2017~seed-crs|gum-us|2017|calendar-year|2017-01-01|2017-12-31|MEX|900.5|tons\
|||estimate|seed-crs|B|
        seized-kg@2017-01-01--2017-06-30|seized-kg|2017-01-01--2017-06-30|span|2017-01-01|2017-06-30|MEX\
|200|kilograms|||reported|unodc-2021|A|
        seized-lb@FY2017|seized-lb|FY2017|us-fiscal-year|2016-10-01|2017-09-30|MEX|3925|pounds\
|||reported|cbp-2026|A|
        purity@2017|purity|2017|calendar-year|2017-01-01|2017-12-31|USA|82|percent|||reported|seed-crs|B|
        od-t404@2017|od-t404|2017|calendar-year|2017-01-01|2017-12-31|USA|780|deaths|||reported|cdc-2026|A|
        od-t404-month@2017-03|od-t404-month|2017-03|month|2017-03-01|2017-03-31|USA|65|deaths\
|||reported|cdc-2026|A|
        """,
    ),
    "events": (
        "event_id! date date_precision date_end? title description? parties? actor? toward? direction? category "
        "themes? source_ids?",
        """
        conference|2017-05-16|day||First conference||MEX;USA|MEX|USA|cooperate|meeting|fentanyl|seed-crs
        merida|2007|year|2010|Plan agreed||MEX;USA|USA|MEX|cooperate|funding|cooperation;heroin|seed-crs;ondcp-2019
        class-control|2019-05|month||Class control||UN;USA|||neutral|scheduling|fentanyl|unodc-2021
        """,
    ),
    "nodes": (
        "node_id! label kind? country?>places.place lat?:number lon?:number source_ids?",
        "wuhan|Wuhan|producer-country||30.6|114.3|seed-crs\nport|A port|entry-point|USA|||\n",
    ),
    "flows": (
        "flow_id! from_node>nodes.node_id to_node>nodes.node_id commodity period_start?:year period_end?:year "
        "magnitude?:number unit?",
        "fl-1|wuhan|port|parcels|2014|2019|0.7|kg a parcel\nfl-2|port|wuhan|money|2014|||\n",
    ),
    "claims": (
        "claim_id! source_id>sources.source_id paragraph:integer sentence:integer sentence_sha256 metric "
        "value?:number geo? derived_from? period_start:date "
        "period_end:date period_type verdict observation_ids? event_ids? claim_type? unit? value_high?:number "
        "recomputed_value?:number recompute_kind? recompute_note? qualifier? paraphrase?",
        "crs-1|seed-crs|1|1|aa|seizures|3925|USA||2016-10-01|2017-09-30|us-fiscal-year|inconsistent|seized-lb@FY2017|||||||||\n"
        "crs-2|seed-crs|1|2|bb|whose||USA;MEX|crs-1|2017-01-01|2017-03-01|span|inconsistent||conference||||||||\n",
    ),
    "corrections": (
        "correction_id! observation_id?>observations.observation_id claim_id?>claims.claim_id printed?:number "
        "correct?:number unit? since status source_ids title? problem? action?",
        "pounds-as-kilograms||crs-1|3925|1780|kilograms|2026-06|open|seed-crs|||\n"
        "survey|poppy-unodc@crop2016-17||30600||hectares|2026-06|open|unodc-2021|||\n"
        "whose-pounds||crs-2||||2026-06|settled|seed-crs|||\nten-times|||441000||hectares|2026-06|open|ondcp-2019|||\n",
    ),
    "glossary": (
        "term_id! term group meaning words?",
        "cbp|CBP|Bodies|Border agency|CBP\nfgr-pgr|FGR / PGR|Bodies|Prosecutors|FGR;PGR\n"
        "opium-gum|Opium gum|Substances|Sap of poppy|opium gum\n",
    ),
    "changes": (
        "change_id! version date:date table? kind row_id? column? old? new? note?",
        "9.9.9-1|9.9.9|2026-06-30||note|||||First edition.\n",
    ),
    "derived": (
        "series_id!>series.series_id body table? column rows? by",
        "od-t404|cdc|cdc_deaths_month|deaths|place=USA|year\nod-t404-month|cdc|cdc_deaths_month|deaths|place=USA|month\n",
    ),
    "presets": (
        "preset_id! name title lookout series mode base? scale",
        "poppy|Poppy|Poppy in Mexico|Two surveys.|poppy-us;poppy-unodc|value||linear\n",
    ),
    "cbp_monthly": (
        "observation_id! fiscal_year:integer month drug place>places.place component pounds:number "
        "events:integer source_id>sources.source_id",
        "".join(
            f"cbp-{drug}-{place}-{part.lower()}@{month}|{2019 + (i > 11)}|{month}|{drug}|{place}|{part}|"
            f"{100 + i}|{i or 12}|cbp-2026\n"
            for i, month in enumerate(
                [*(f"2018-{m}" for m in (10, 11, 12)), *(f"2019-{m:02}" for m in range(1, 13))]
            )
            for drug in ("heroin", "fentanyl")
            for place in ("us-southwest-border", "us-northern-border")
            for part in ("OFO", "USBP")
            if (drug, place, part) != ("heroin", "us-northern-border", "USBP")
        ),
    ),
    "cbp_area_fy": (
        "observation_id! fiscal_year:integer months:integer place>places.place component area pounds:number "
        "events:integer source_id>sources.source_id",
        "".join(
            f"cbp-area-{place}-{part.lower()}@FY{year}|{year}|{months}|{place}|{part}|All|{pounds}|{events}|cbp-2026\n"
            for year, months, pounds, events in ((2019, 12, 1266, 78), (2020, 3, 339, 39))
            for place in ("us-southwest-border", "us-northern-border")
            for part in ("OFO", "USBP")
        ),
    ),
    "cdc_12month": (
        "observation_id! month indicator icd10 place>places.place reported_deaths?:integer "
        "predicted_deaths?:integer status source_id>sources.source_id flag?",
        "cdc-12m-t404@2017-12|2017-12|synthetic opioids|T40.4|USA|780|790|reported|cdc-2026|\n",
    ),
    "cdc_12month_state": (
        "observation_id! month place>places.place reported_deaths?:integer predicted_deaths?:integer "
        "flag? source_id>sources.source_id percent_pending?:number",
        "cdc-12m-t404-usa@2017-12|2017-12|USA|780|790||cdc-2026|0.1\n",
    ),
    "cdc_deaths_month": (
        "observation_id! month place>places.place deaths:integer status basis source_id>sources.source_id",
        "".join(f"cdc-t404@2017-{m:02}|2017-{m:02}|USA|65|reported|final|cdc-2026\n" for m in range(1, 13)),
    ),
    "nflis_halfyear": (
        "observation_id! period year:integer half substance reports:integer source_id>sources.source_id flag?",
        "".join(
            f"nflis-half-{slug}@{span}|{span}|2017|{half}|{substance}|{number}|cdc-2026|\n"
            for half, span, number in (
                ("H1", "2017-01-01--2017-06-30", 40),
                ("H2", "2017-07-01--2017-12-31", 60),
            )
            for slug, substance in (("fentanyl", "fentanyl"), ("all", "all fentanyl and fentanyl-related"))
        ),
    ),
    "nflis_state_year": (
        "observation_id! year:integer place>places.place fentanyl_reports:integer carfentanil_reports:integer "
        "all_fentanyl_related_reports:integer source_id>sources.source_id flag?",
        "nflis-usa@2017|2017|USA|100|0|100|cdc-2026|\n",
    ),
}


class Small:
    """The dataset in its folder."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        for name, (spec, rows) in TABLES.items():
            columns = [word.partition(">")[0].partition(":")[0].rstrip("!?") for word in spec.split()]
            lines = ["|".join(columns), *(line.strip() for line in rows.strip().splitlines())]
            (folder / f"{name}.csv").write_text(
                "".join(f"{line}\n" for line in lines).replace("|", ","), "utf-8"
            )
        self.seal()

    def edit(self, name, old, new, seal=True):
        """Replace the first `old` (text or bytes) in the table's file, and bring size and hash along."""
        path = self.folder / f"{name}.csv"
        old, new = (part if isinstance(part, bytes) else part.encode() for part in (old, new))
        data = path.read_bytes()
        assert old in data, f"{old!r} is not in {name}.csv"
        path.write_bytes(data.replace(old, new, 1))
        if seal:
            self.seal()

    def seal(self):
        resources = [_resource(self.folder / f"{name}.csv", spec) for name, (spec, _) in TABLES.items()]
        package = {"name": "small", "version": "9.9.9", "bodies": REAL["bodies"], "resources": resources}
        text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
        (self.folder / "datapackage.json").write_text(text, "utf-8")

    def state(self):
        """Every file with its bytes, to see that nothing was written."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.iterdir())}


def _resource(path, spec):
    schema = {"fields": [], "primaryKey": None, "foreignKeys": [], "missingValues": [""]}
    for word in spec.split():
        word, _, key = word.partition(">")
        column, _, kind = word.partition(":")
        name = column.rstrip("!?")
        field = {
            "name": name,
            "type": kind or "string",
            "title": name,
            "unit": "see column unit",
            "description": name,
        }
        constraints = {"required": not column.endswith("?"), "unique": column.endswith("!")}
        schema["fields"].append(field | {"constraints": constraints})
        if column.endswith("!"):
            schema["primaryKey"] = name
        if key:
            table, _, target = key.partition(".")
            reference = {"resource": "" if table == path.stem else table, "fields": target}
            schema["foreignKeys"].append({"fields": name, "reference": reference})
    official = {one["name"]: {"official": one["official"]} for one in REAL["resources"] if "official" in one}
    data = path.read_bytes()
    fingerprint = {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return {
        "name": path.stem,
        "path": path.name,
        "profile": "tabular-data-resource",
        **fingerprint,
        **official.get(path.stem, {}),
        "schema": schema,
    }


@pytest.fixture(scope="session", autouse=True)
def a_schema_of_its_own():
    """The small dataset is not held to the real one's descriptor; test_contract.py puts that back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expected, "TABLES", {})
        patch.setattr(expected, "PACKAGE", {})
        yield


@pytest.fixture
def small(tmp_path):
    return Small(tmp_path / "data")


@pytest.fixture(scope="module")
def spoilable(tmp_path_factory):
    """One dataset for many trials: whoever damages it puts it right again."""
    return Small(tmp_path_factory.mktemp("spoilable") / "data")
