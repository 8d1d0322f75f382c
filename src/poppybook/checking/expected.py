"""What the code of this version relies on in datapackage.json: each table's columns with their type, key, references
and limits. The descriptor may say more (titles, descriptions); `contract` names what it has lost.
"""

from .wanted import CALENDAR, ID, IDS, LOOKS, OBSERVATION_ID, PARTIES, Column, column, same

# What the package says of itself: what readers may do with the data stands on pages and in downloads.
PACKAGE = {
    "name": "poppy-to-precursor",
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0 International",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
}

TABLES: dict[str, dict[str, Column]] = {
    "observations": {
        "observation_id": column("string key required unique", pattern=OBSERVATION_ID),
        "series_id": column("string required >series.series_id", pattern=ID),
        **same("period locator", "string required"),
        "period_type": column(
            "string required", enum="calendar-year|us-fiscal-year|canada-fiscal-year|crop-year|month|day|span"
        ),
        **same("period_start period_end", "date required"),
        "place": column("string required >places.place"),
        "value": column("number required minimum=0"),
        "unit": column("string required >units.unit"),
        **same("low high", "number minimum=0"),
        "status": column("string required", enum="reported|estimate|preliminary|revised|target"),
        "source_id": column("string required >sources.source_id", pattern=ID),
        "reliability": column("string required", enum="A|B|C"),
        "note": column("string"),
    },
    "series": {
        "series_id": column("string key required unique", pattern=ID),
        "theme": column("string required >themes.theme", pattern=ID),
        "title": column("string required unique"),
        "place": column("string required >places.place"),
        "unit": column("string required >units.unit"),
        "pint_unit": column("string", enum="metric_ton"),
        **same("definition publisher caveat", "string required"),
        "additive": column("boolean required"),
        "role": column("string required", enum="view|reference"),
        **same("quantity kin", "string", pattern=ID),
        "kind": column("string", enum="change|share|rate|forecast|total"),
        **same("of within", "string >series.series_id", pattern=ID),
        "points_only": column("boolean required"),
        "new_count": column("string"),
        "look": column("string", enum=LOOKS),
    },
    "themes": {
        "theme": column("string key required unique", pattern=ID),
        **same("name title", "string required unique"),
        "notebook": column("string unique", pattern=r"^[a-z0-9-]+$"),
        "evidence": column("string"),
        "look": column("string", enum=LOOKS),
    },
    "places": {
        "place": column(
            "string key required unique", pattern=r"^([A-Z]{3}|WORLD|[A-Z]{2}-[A-Z]{2,3}|[a-z0-9-]+)$"
        ),
        "name": column("string required unique"),
        "kind": column(
            "string required",
            enum="world|world-region|country|state|border|area|municipality|locality|domestic-region",
        ),
        "within": column("string >places.place"),
        "iso": column("string", pattern=r"^([A-Z]{3}|[A-Z]{2}-[A-Z]{2,3})$"),
        "look": column("string", enum=LOOKS),
    },
    "units": {
        "unit": column("string key required unique"),
        "kind": column("string required", enum="pint|count|currency|share|per-series"),
        **same("pint counts note", "string"),
        "symbol": column("string required"),
        "largest": column("number required minimum=1"),
        "ratio": column("string", enum="percent|times|per"),
        "whole": column("boolean required"),
    },
    "sources": {
        "source_id": column("string key required unique", pattern=ID),
        **same("title publisher", "string required"),
        **same("author url note", "string"),
        "date_published": column("string", pattern=CALENDAR),
        "kind": column(
            "string required",
            enum="news|gov-report|press-release|law|treaty-body|primary-data|think-tank|academic",
        ),
        "reliability": column("string required", enum="A|B|C"),
    },
    "events": {
        "event_id": column("string key required unique", pattern=ID),
        "date": column("string required", pattern=CALENDAR),
        "date_precision": column("string required", enum="year|month|day"),
        "date_end": column("string", pattern=CALENDAR),
        **same("title description", "string required"),
        "parties": column("string required", pattern=PARTIES),
        **same("actor toward", "string", pattern=PARTIES),
        "direction": column("string required", enum="cooperate|coerce|ease|neutral"),
        "category": column(
            "string required",
            enum="administration|agreement|diplomacy|enforcement|funding|institution|law|meeting|operation|prosecution|public-health|report|sanction|scheduling|seizure|tariff|tension|trade-control",
        ),
        "themes": column("string required", pattern=IDS),
        "source_ids": column("string required", pattern=IDS),
        "note": column("string"),
    },
    "nodes": {
        "node_id": column("string key required unique", pattern=ID),
        **same("label description", "string required"),
        "kind": column("string required", enum="producer-country|port|crossing|transit|lab-region|market"),
        "country": column("string required >places.place", pattern=r"^[A-Z]{3}$"),
        "lat": column("number minimum=-90 maximum=90"),
        "lon": column("number minimum=-180 maximum=180"),
        "source_ids": column("string required", pattern=IDS),
    },
    "flows": {
        "flow_id": column("string key required unique", pattern=ID),
        **same("from_node to_node", "string required >nodes.node_id"),
        **same("commodity status description", "string required"),
        **same("period_start period_end", "year minimum=1990"),
        "schematic": column("boolean required"),
        "magnitude": column("number minimum=0"),
        **same("unit note", "string"),
        "source_ids": column("string required", pattern=IDS),
    },
    "claims": {
        "claim_id": column("string key required unique", pattern=ID),
        "source_id": column("string required >sources.source_id"),
        **same("paragraph sentence", "integer required minimum=1"),
        "sentence_sha256": column("string required", pattern=r"^[0-9a-f]{64}$"),
        **same("speaker paraphrase unit", "string required"),
        "metric": column("string required", pattern=r"^[A-Za-z0-9-]+$"),
        **same("value value_high recomputed_value", "number"),
        **same("period_start period_end", "date required"),
        "period_type": column("string required", enum="calendar-year|us-fiscal-year|day|span"),
        "geo": column("string required", pattern=r"^[A-Za-z0-9-]+(;[A-Za-z0-9-]+)*$"),
        "theme": column("string required >themes.theme", pattern=ID),
        "claim_type": column(
            "string required", enum="change-percent|comparison|count|date|event|level|ratio|share"
        ),
        "derived_from": column("string", pattern=IDS),
        **same("recompute_note note", "string"),
        "verdict": column(
            "string required", enum="consistent|rounding|inconsistent|typo|superseded|unverifiable-in-seeds"
        ),
        "qualifier": column("string", enum="exact|approx|nearly|more-than|at-least|less-than|at-most"),
        "recompute_kind": column("string", enum="reproduces|supports"),
        **same("observation_ids event_ids", "string", pattern=r"^[^;\s]+(;[^;\s]+)*$"),
    },
    "glossary": {
        "term_id": column("string key required unique", pattern=ID),
        "term": column("string required unique"),
        "group": column(
            "string required",
            enum="Institutions and people in office|Programmes and forums|Substances and production|"
            "Measures and statistical ideas",
        ),
        "meaning": column("string required"),
        "words": column("string", pattern=r"^[^; ][^;]*(;[^; ][^;]*)*$"),
    },
    "corrections": {
        "correction_id": column("string key required unique", pattern=ID),
        **same("title problem action", "string required"),
        "observation_id": column("string >observations.observation_id"),
        "claim_id": column("string >claims.claim_id"),
        **same("printed correct", "number"),
        "unit": column("string"),
        "since": column("string required", pattern=r"^\d{4}-\d{2}$"),
        "status": column("string required", enum="open|settled|fixed-upstream"),
        "source_ids": column("string required", pattern=IDS),
    },
    "changes": {
        "change_id": column("string key required unique", pattern=r"^[0-9]+\.[0-9]+\.[0-9]+-[0-9]+$"),
        "version": column("string required", pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$"),
        "date": column("date required"),
        **same("table row_id column old new note", "string"),
        "kind": column("string required", enum="added|revised|withdrawn|note"),
        "source_id": column("string >sources.source_id"),
    },
    "derived": {
        "series_id": column("string key required unique >series.series_id", pattern=ID),
        "body": column("string required", pattern=r"^[a-z]+$"),
        "table": column("string"),
        "column": column("string required", pattern=r"^[a-z_]+$"),
        "rows": column("string", pattern=r"^[a-z0-9_]+=[^;=]+(;[a-z0-9_]+=[^;=]+)*$"),
        "by": column("string required", enum="month|half-year|year|fiscal-year|window|window-year"),
    },
    "presets": {
        "preset_id": column("string key required unique", pattern=r"^[a-z0-9-]+$"),
        **same("name title", "string required unique"),
        "lookout": column("string required"),
        "series": column("string required", pattern=IDS),
        "mode": column("string required", enum="value|index|change"),
        "base": column("string"),
        "scale": column("string required", enum="linear|log"),
    },
    "cbp_monthly": {
        "observation_id": column("string key required unique", pattern=OBSERVATION_ID),
        "fiscal_year": column("integer required minimum=2019"),
        "month": column("yearmonth required"),
        "drug": column("string required", enum="cocaine|fentanyl|heroin|methamphetamine"),
        "place": column(
            "string required >places.place", enum="us-southwest-border|us-northern-border|us-coastal-interior"
        ),
        "component": column("string required", enum="OFO|USBP"),
        "pounds": column("number required minimum=0"),
        "events": column("integer required minimum=0"),
        "source_id": column("string required >sources.source_id", pattern=ID),
    },
    "cbp_area_fy": {
        "observation_id": column("string key required unique", pattern=OBSERVATION_ID),
        "fiscal_year": column("integer required minimum=2019"),
        "months": column("integer required minimum=1 maximum=12"),
        "place": column(
            "string required >places.place", enum="us-southwest-border|us-northern-border|us-coastal-interior"
        ),
        "component": column("string required", enum="OFO|USBP"),
        "area": column("string required >places.place"),
        "pounds": column("number required minimum=0"),
        "events": column("integer required minimum=0"),
        "source_id": column("string required >sources.source_id", pattern=ID),
    },
    "cdc_12month": {
        "observation_id": column("string key required unique", pattern=OBSERVATION_ID),
        "month": column("yearmonth required"),
        "indicator": column(
            "string required",
            enum="all drug overdose deaths|heroin|opioids|synthetic opioids excl. methadone",
        ),
        "icd10": column("string required"),
        "place": column("string required >places.place"),
        **same("reported_deaths predicted_deaths", "integer required minimum=0"),
        "status": column("string required", enum="reported|preliminary"),
        "source_id": column("string required >sources.source_id", pattern=ID),
        "flag": column("string", enum="incomplete"),
    },
    "cdc_12month_state": {
        "observation_id": column("string key required unique", pattern=OBSERVATION_ID),
        "month": column("yearmonth required"),
        "place": column("string required >places.place"),
        **same("reported_deaths predicted_deaths", "integer minimum=0"),
        "percent_pending": column("number minimum=0 maximum=100"),
        "flag": column(
            "string",
            enum="incomplete|incomplete;suppressed-under-10|incomplete;suppressed-under-10;withheld-low-quality|incomplete;withheld-low-quality|suppressed-under-10|suppressed-under-10;withheld-low-quality|withheld-low-quality",
        ),
        "source_id": column("string required >sources.source_id", pattern=ID),
    },
    "cdc_deaths_month": {
        "observation_id": column("string key required unique", pattern=OBSERVATION_ID),
        "month": column("yearmonth required"),
        "place": column("string required >places.place"),
        "deaths": column("integer required minimum=0"),
        "status": column("string required", enum="reported|estimate"),
        "basis": column("string required", enum="final|third-party-estimate"),
        "source_id": column("string required >sources.source_id", pattern=ID),
    },
    "nflis_halfyear": {
        "observation_id": column("string key required unique", pattern=OBSERVATION_ID),
        "period": column("string required", pattern=r"^\d{4}-\d{2}-\d{2}--\d{4}-\d{2}-\d{2}$"),
        "year": column("integer required minimum=2017"),
        "half": column("string required", enum="H1|H2"),
        "substance": column(
            "string required",
            enum="4-ANPP|acetyl fentanyl|all fentanyl and fentanyl-related|carfentanil|fentanyl|"
            "fluorofentanyl (unspecified)|other fentanyl-related|para-fluorofentanyl",
        ),
        "reports": column("integer required minimum=0"),
        "flag": column("string", enum="incomplete"),
        "source_id": column("string required >sources.source_id", pattern=ID),
    },
    "nflis_state_year": {
        "observation_id": column("string key required unique", pattern=OBSERVATION_ID),
        "year": column("integer required minimum=2017"),
        "place": column("string required >places.place"),
        **same(
            "fentanyl_reports carfentanil_reports all_fentanyl_related_reports", "integer required minimum=0"
        ),
        "flag": column("string", enum="incomplete|incomplete;partial-coverage|partial-coverage"),
        "source_id": column("string required >sources.source_id", pattern=ID),
    },
}
