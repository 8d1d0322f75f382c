"""Every rule of the book refuses a change of the real dataset that it is there to refuse, and names a row of it."""

import copy

import pandas as pd
import pytest

from poppybook.checking import rules_cbp as cbp
from poppybook.checking import rules_changes as changes
from poppybook.checking import rules_claims as claims
from poppybook.checking import rules_copies as copies
from poppybook.checking import rules_corrections as corrections
from poppybook.checking import rules_deaths as deaths
from poppybook.checking import rules_described as described
from poppybook.checking import rules_events as events
from poppybook.checking import rules_health as health
from poppybook.checking import rules_history as history
from poppybook.checking import rules_months as months
from poppybook.checking import rules_observations as observations
from poppybook.checking import rules_official as official
from poppybook.checking import rules_orphans as orphans
from poppybook.checking import rules_places as places
from poppybook.checking import rules_references as references
from poppybook.checking import rules_sizes as sizes
from poppybook.checking import rules_sources as sources
from poppybook.checking import rules_text as text
from poppybook.checking import rules_time as time
from poppybook.checking import rules_units as units
from poppybook.checking import rules_words as words
from poppybook.checking.rules_book import ROW_RULES, TABLE_RULES
from poppybook.dataset.package import Package
from poppybook.dataset.store import Dataset, load

from .test_impossible_values import CELLS

BY_OTHER_TESTS = {
    references.things_have_one_id,
    official.no_month_is_missing,
    time.the_version_is_that_of_the_changes,
    history.entries_join,
    history.versions_are_the_next,
    deaths.states_have_the_same_months,
    months.busy_months_have_a_row,
    official.tables_reach_as_far_as_they_say,
}

# Rule, table, key of a row, and what is written into it; a row without its key is a copy of the one above it.
CHANGES = [
    (observations.quantities_are_not_negative, "cbp_monthly", "cbp-cocaine-us-coastal-interior-ofo@2018-10",
     {"pounds": -1.0}),
    (observations.shares_lie_between_0_and_100, "observations", "hsp-origin-share-mex@2014", {"value": 800.0}),
    (observations.low_value_high_are_in_order, "observations", "dea-pill-mg@2023", {"low": 9.0, "high": 0.2}),
    (observations.periods_agree, "observations", "od-t404@2017", {"period": "FY2017"}),
    (observations.periods_agree, "observations", "od-t404@2017",
     {"period_start": "2017-12-31", "period_end": "2017-01-01"}),
    (observations.official_ids_end_in_their_period, "nflis_state_year", "nflis-state-us-ak@2017", {"year": 2018}),
    (observations.rows_agree_with_their_series, "observations", "od-t404@2017", {"place": "MEX"}),
    (observations.rows_agree_with_their_series, "observations", "od-t404@2017", {"unit": "kilograms"}),
    (observations.ids_are_built_from_their_row, "observations", "od-t404@2017", {"observation_id": "od-t404@2016x"}),
    (observations.ids_are_used_once, "cbp_monthly", "cbp-cocaine-us-coastal-interior-ofo@2018-10",
     {"observation_id": "od-t404@2017"}),
    (observations.summable_periods_do_not_overlap, "observations",
     "nflis-fentanyl-halfyear-query@2017-07-01--2017-12-31",
     {"period_start": "2017-06-01"}),
    (time.periods_are_of_the_books_time, "observations", "od-t404@2017", {"period_start": "1066-01-01"}),
    (time.events_keep_the_day_of_their_id, "events", "ev-us-2010-08-30", {"date": "2010-03-08"}),
    (time.sources_are_not_older_than_their_numbers, "sources", "cdc-wonder-t404-monthly",
     {"date_published": "2001-01-01"}),
    (time.nothing_lies_in_the_future, "claims", "epoch-09", {"period_end": "2050-12-31"}),
    (references.event_dates_fit_their_precision, "events", "ev-us-2010-08-30", {"date_precision": "month"}),
    (references.claims_fit_their_period_type, "claims", "ins-02", {"period_type": "calendar-year"}),
    (references.flows_end_after_they_begin, "flows", "fl-01", {"period_end": 2013}),
    (references.lists_name_what_exists, "events", "ev-un-1964", {"parties": "UN;XXX"}),
    (references.lists_name_what_exists, "events", "ev-un-1964", {"actor": "XXX"}),
    (references.lists_name_what_exists, "events", "tariff-90day-2025", {"toward": "MEX;XXX"}),
    (events.events_are_done_by_their_parties, "events", "tariff-90day-2025", {"actor": "CHN"}),
    (events.events_are_done_by_their_parties, "events", "tariff-90day-2025", {"toward": "CAN"}),
    (events.directions_have_their_parties, "events", "tariff-90day-2025", {"toward": None}),
    (events.directions_have_their_parties, "events", "tariff-90day-2025", {"actor": None}),
    (events.directions_have_their_parties, "events", "tariff-90day-2025", {"direction": "neutral"}),
    (events.directions_have_their_parties, "events", "tariff-90day-2025", {"toward": "USA"}),
    (events.directions_have_their_parties, "events", "tariff-90day-2025", {"toward": "MEX;USA"}),
    (events.directions_have_their_parties, "events", "ev-un-1964", {"direction": "ease"}),
    (references.sources_are_used, "sources", "10news-2019-whitepaper", {"source_id": "10news-2019-other"}),
    (references.corrections_still_stand, "corrections", "cbp-fy2017-1485-lb", {"printed": 1486.0}),
    (references.terms_are_defined_once, "glossary", "analogue", {"words": "analogue;amlo"}),
    (cbp.months_lie_in_their_fiscal_year, "cbp_monthly", "cbp-cocaine-us-coastal-interior-ofo@2018-10",
     {"fiscal_year": 2018}),
    (cbp.areas_add_up_to_months, "cbp_area_fy", "cbp-area-atlanta-field-office@FY2022", {"pounds": 9.7226}),
    (cbp.areas_add_up_to_months, "cbp_area_fy", "cbp-area-atlanta-field-office@FY2022", {"months": 11}),
    (cbp.totals_are_sums_of_months, "observations", "heroin-cbp-fy-us-southwest-border@FY2019", {"value": 4800.0}),
    (health.monthly_deaths_add_up_to_years, "observations", "od-t404@2017", {"value": 28467.0}),
    (health.nation_is_the_same_in_both_tables, "cdc_12month_state", "cdc-12m-t404-us-oh@2019-12", {"place": "USA"}),
    (health.laboratory_reports_add_up, "nflis_halfyear", "nflis-half-4-anpp@2017-01-01--2017-06-30",
     {"reports": 240}),
    (health.laboratory_reports_add_up, "nflis_state_year", "nflis-state-us-ak@2017", {"fentanyl_reports": 3}),
    (health.contained_series_are_not_above, "observations", "od-cocaine@2017", {"value": 170_000.0}),
    (health.contained_series_are_not_above, "observations", "od-t404-rate@2020", {"value": 27.8}),
    (copies.predictions_are_not_below_reports, "observations", "od-12m-t404-predicted@2019", {"value": 1.0}),
    (corrections.corrected_words_still_stand, "claims", "crs-24", {"verdict": "consistent"}),
    (corrections.corrected_values_stay_out, "observations", "cbp-fent-lb-ofo-usa@FY2022~foreigndesk-2023",
     {"value": 6200.0}),
    (corrections.correct_numbers_are_said, "corrections", "new-hampshire-2015-439", {"correct": 4440.0}),
    (units.units_are_explained, "units", "US dollars per gram", {"kind": "share"}),
    (units.units_are_explained, "series", "sc-arizona-share", {"additive": True}),
    (official.official_ids_name_their_columns, "cdc_12month", "cdc-12m-t404-usa@2019-12", {"indicator": "heroin"}),
    (official.only_the_newest_is_incomplete, "nflis_state_year", "nflis-state-us-ak@2025", {"flag": None}),
    (official.only_the_newest_is_incomplete, "cdc_12month", "cdc-12m-t404-usa@2019-12", {"flag": "incomplete"}),
    (official.only_the_newest_is_incomplete, "nflis_halfyear", "nflis-half-4-anpp@2017-01-01--2017-06-30",
     {"flag": "incomplete"}),
    (official.only_the_newest_is_incomplete, "cdc_12month_state", "cdc-12m-t404-us-oh@2025-12", {"flag": None}),
    (places.places_are_of_their_kind, "places", "US-AZ", {"kind": "country"}),
    (places.places_are_of_their_kind, "places", "MEX", {"kind": "world-region"}),
    (places.places_are_of_their_kind, "places", "MEX", {"iso": None}),
    (places.places_are_of_their_kind, "places", "us-big-bend-sector", {"iso": "US-TX"}),
    (places.places_are_of_their_kind, "places", "MEX", {"within": None}),
    (places.places_are_of_their_kind, "places", "WORLD", {"within": "latin-america"}),
    (claims.claims_are_whole, "claims", "ins-01", {"recompute_note": None}),
    (claims.claims_are_whole, "claims", "ins-01", {"recompute_kind": None}),
    (claims.claims_are_whole, "claims", "ins-01", {"recomputed_value": None}),
    (claims.claims_are_whole, "claims", "ins-01", {"value_high": 5.0}),
    (claims.exact_claims_have_their_number, "claims", "crs-10", {"value": 41400.0}),
    (claims.exact_claims_have_their_number, "claims", "crisis-14", {"value": 1.3e6}),
    (claims.claims_are_not_derived_from_themselves, "claims", "ins-02", {"derived_from": "ins-01"}),
    (claims.claims_are_not_derived_from_themselves, "claims", "crs-53", {"derived_from": "crs-53"}),
    (described.themes_have_what_a_chapter_needs, "themes", "cooperation", {"evidence": None}),
    (described.themes_have_what_a_chapter_needs, "themes", "public-health", {"evidence": "All numbers."}),
    (described.themes_have_what_a_chapter_needs, "series", "od-t404", {"theme": "public-health"}),
    (described.series_name_their_kin, "series", "od-t404-rate", {"of": None}),
    (described.series_name_their_kin, "series", "od-t404-rate", {"of": "od-t404-rate"}),
    (described.series_name_their_kin, "series", "od-t404-rate", {"of": "poppy-ha-us-mex"}),
    (described.series_name_their_kin, "series", "od-t404", {"of": "od-all"}),
    (described.series_name_their_kin, "series", "od-all", {"within": "od-heroin"}),
    (described.series_name_their_kin, "series", "od-t404", {"within": "od-t404"}),
    (described.series_name_their_kin, "series", "od-t404", {"within": "od-opioid-rate"}),
    (described.series_name_their_kin, "series", "od-t404", {"kind": "total"}),
    (described.series_name_their_kin, "series", "cbp-fent-lb-usa", {"new_count": "2019"}),
    (described.series_share_a_quantity, "series", "cbp-fent-lb-usa", {"quantity": "cbp-fentanyl"}),
    (described.series_share_a_quantity, "series", "cbp-fent-lb-us-yuma-sector", {"place": "USA"}),
    (described.series_share_a_quantity, "series", "od-t404-month", {"kin": "deaths"}),
    (described.series_share_a_quantity, "series", "hsp-origin-share-mex", {"unit": "pounds"}),
    (described.series_share_a_quantity, "series", "sc-arizona-share", {"kind": "share"}),
    (described.units_say_how_they_count, "units", "times", {"ratio": None}),
    (described.units_say_how_they_count, "units", "pounds", {"ratio": "percent"}),
    (described.units_say_how_they_count, "units", "pounds", {"whole": True}),
    (described.units_say_how_they_count, "units", "parcels per day", {"whole": True}),
    (described.derived_series_are_made_of_rows, "derived", "od-t404", {"body": "who"}),
    (described.derived_series_are_made_of_rows, "derived", "od-t404", {"by": "month"}),
    (described.derived_series_are_made_of_rows, "derived", "od-t404", {"table": "cbp_monthly"}),
    (described.derived_series_are_made_of_rows, "derived", "od-t404", {"table": "no_table"}),
    (described.derived_series_are_made_of_rows, "derived", "od-t404", {"column": "month"}),
    (described.derived_series_are_made_of_rows, "derived", "od-t404", {"rows": "place=MEX"}),
    (described.derived_series_are_made_of_rows, "derived", "od-t404", {"rows": "nothing=USA"}),
    (described.ready_made_charts_show_series, "presets", "eradication", {"series": "poppy-eradication-mex-navy"}),
    (described.ready_made_charts_show_series, "presets", "laboratories", {"series": "nflis.fentanyl;nflis.fentanyl"}),
    (described.ready_made_charts_show_series, "presets", "eradication", {"base": "2010"}),
    (described.ready_made_charts_show_series, "presets", "poppy-world", {"base": None}),
    (observations.counts_are_whole, "observations", "extraditions-mex-usa@2019", {"value": 58.5}),
    (orphans.series_have_numbers, "series", "od-t404", {"series_id": "od-t404-new"}),
    (orphans.nodes_end_a_route, "nodes", "usa-jfk", {"node_id": "usa-lga"}),
    (sizes.numbers_of_a_series_are_of_one_size, "observations", "poppy-ha-us-mex@2017", {"value": 44_100_000.0}),
    (sizes.sources_of_a_number_are_of_one_size, "observations", "nh-od@2015~sentinelsource-2020-01",
     {"value": 4440.0}),
    (sizes.ranges_are_near_their_value, "observations", "dea-pill-mg@2023", {"high": 90.0}),
    (sizes.ranges_are_near_their_value, "observations", "opium-gum-price-mxn-mx-gro@2017", {"low": 18.0}),
    (sizes.shares_of_a_whole_stay_within_it, "observations", "hsp-origin-share-south-america@2014", {"value": 81.0}),
    (sizes.rates_agree_with_their_counts, "observations", "od-t404-rate@2020", {"value": 1.78}),
    (sizes.rates_agree_with_their_counts, "observations", "od-all@2017", {"value": 7023.0}),
    (sources.numbers_are_as_reliable_as_their_source, "observations", "od-t404@2017", {"reliability": "C"}),
    (sources.numbers_are_as_reliable_as_their_source, "sources", "foreigndesk-2023", {"reliability": "B"}),
    (sources.documents_know_what_cites_them, "events", "ev-us-2010-08-30", {"date": "2012-08-30"}),
    (sources.documents_know_what_cites_them, "claims", "ins-02", {"period_start": "2018-01-01"}),
    (sources.sources_are_of_the_year_in_their_id, "sources", "npr-wbhm-2025-06", {"date_published": "1985"}),
    (sources.official_times_come_from_one_source, "cbp_monthly", "cbp-cocaine-us-coastal-interior-ofo@2018-10",
     {"source_id": "cbp-nationwide-drugs-fy23-fy26-apr"}),
    (changes.changes_are_whole, "changes", "1.0.0-1", {"note": None}),
    (changes.changes_are_whole, "changes", "1.0.0-1", {"kind": "added"}),
    (changes.changes_are_whole, "changes", "1.0.0-1", {"change_id": "1.0.0-2"}),
    (changes.changes_are_whole, "changes", "1.0.0-1", {
        "kind": "revised", "table": "observations", "row_id": "od-t404@2017",
        "column": "value", "old": "1", "new": "1",
    }),
    (changes.changes_name_what_is_there, "changes", "1.0.0-1", {"table": "no_table"}),
    (changes.changes_name_what_is_there, "changes", "1.0.0-1", {"table": "series", "column": "value"}),
    (changes.changes_name_what_is_there, "changes", "1.0.0-1",
     {"kind": "added", "table": "series", "row_id": "nobody"}),
    (changes.changes_name_what_is_there, "changes", "1.0.0-1",
     {"kind": "withdrawn", "table": "series", "row_id": "od-t404"}),
    (sources.official_times_come_from_one_source, "cdc_12month_state", "cdc-12m-t404-us-oh@2019-12",
     {"source_id": "ondcp-est-2018"}),
    (sources.corrections_are_younger_than_their_sources, "corrections", "new-hampshire-2015-439",
     {"since": "2001-01"}),
    (sizes.parts_come_to_their_total, "observations",
     "merida-allocated-fy14-18-total@2013-10-01--2018-09-30", {"value": 7230.0}),
    (claims.claims_are_whole, "claims", "crs-10", {"value": None}),
    (official.only_the_newest_is_incomplete, "cdc_deaths_month", "cdc-month-t404-usa@2019-05",
     {"status": "estimate", "basis": "third-party-estimate"}),
    (places.routes_lead_elsewhere, "flows", "fl-01", {"magnitude": 9e15}),
    (time.editions_follow_each_other, "changes", "1.0.0-1", {"version": "1.0.00"}),
    (text.text_is_plain, "series", "od-t404", {"title": "O\ufb03cial deaths"}),
    (text.text_is_plain, "series", "od-t404", {"title": "Deaths of \uff12017"}),
    (text.text_is_plain, "series", "od-t404", {"title": "De\u0430ths"}),
    (text.text_is_plain, "series", "od-t404", {"title": "Deaths of \u0662017"}),
    (text.text_is_plain, "series", "od-t404", {"title": "Dea\u0336ths"}),
    (text.text_is_plain, "series", "od-t404", {"title": "Deaths."}),
    (text.text_is_plain, "observations", "od-t404@2017", {"locator": "n/a"}),
    (text.text_is_plain, "observations", "od-t404@2017", {"note": "-"}),
    (text.text_is_plain, "observations", "od-t404@2017", {"note": "=1+1"}),
    (text.addresses_are_of_the_web, "sources", "10news-2019-whitepaper", {"url": "http://192.168.0.1/a"}),
    (text.text_is_for_readers, "sources", "10news-2019-whitepaper", {"title": "M\u00c3\u00a9rida"}),
    (text.text_is_for_readers, "sources", "10news-2019-whitepaper", {"publisher": "https://example.org"}),
    (observations.low_value_high_are_in_order, "observations", "poppy-ha-wdr-lao@2005",
     {"low": 1800.0, "high": 1800.0}),
    (observations.days_have_one_number, "observations", "od-t404@2017",
     {"period_start": "2018-01-01", "period_end": "2018-12-31"}),
    (cbp.weights_are_as_fine_as_printed, "cbp_monthly", "cbp-cocaine-us-coastal-interior-ofo@2018-10",
     {"pounds": 1029.24826}),
    (cbp.weights_are_as_fine_as_printed, "cbp_area_fy", "cbp-area-atlanta-field-office@FY2022", {"pounds": 9.72251}),
    (deaths.counts_are_as_complete_as_printed, "cdc_12month_state", "cdc-12m-t404-us-oh@2019-12",
     {"percent_pending": 87.0}),
    (deaths.counts_are_as_complete_as_printed, "cdc_12month_state", "cdc-12m-t404-us-oh@2019-12",
     {"predicted_deaths": 9000}),
    (deaths.few_deaths_stand_beside_few, "cdc_12month_state", "cdc-12m-t404-us-oh@2019-12",
     {"reported_deaths": None, "predicted_deaths": None, "flag": "suppressed-under-10"}),
    (places.places_lie_in_the_country_of_their_id, "places", "ca-vancouver", {"within": "USA"}),
    (places.series_are_of_the_place_in_their_id, "series", "cbp-fent-lb-us-tucson-sector",
     {"place": "us-yuma-sector"}),
    (time.administrations_follow_each_other, "events", "adm-mex-pena", {"date_end": "2024-11-30"}),
    (time.administrations_follow_each_other, "events", "adm-mex-pena", {"date_end": None}),
    (claims.claims_have_the_unit_of_their_number, "claims", "crs-11", {"unit": "acres"}),
    (claims.paraphrases_say_the_number, "claims", "crs-11", {"paraphrase": "The 2016 poppy area was 41,000 ha"}),
    (claims.claims_are_possible, "claims", "crs-05",
     {"recomputed_value": 10.0, "recompute_kind": "reproduces"}),
    (references.sentences_have_one_fingerprint, "claims", "crs-22",
     {"sentence_sha256": "2ac76d0755858146cd96bbefc8daf3509d0454f0dec54b3f9da0b524b9f186bd"}),
    (references.terms_are_defined_once, "glossary", "imf",
     {"meaning": "A chemical one step away from fentanyl, placed under international control in 2017."}),
    (references.terms_are_defined_once, "glossary", "imf", {"meaning": "IMF"}),
    (corrections.corrections_cite_the_source_of_their_row, "corrections", "aicm-220-kg-precursor", {"unit": None}),
    (changes.changes_are_whole, "changes", "1.0.0-1", {
        "kind": "withdrawn", "table": "observations", "row_id": "poppy-ha-us-mex@1950", "old": "1", "new": "2",
    }),
    *(
        (changes.changes_say_what_stands_there, "changes", "1.0.0-1",
         {"kind": "revised", "table": "observations", "row_id": "poppy-ha-us-mex@2017", "column": "value", **cells})
        for cells in (
            {"old": "41000", "new": "45000"}, {"old": "41000", "new": "44,100"}, {"old": "many", "new": "44100"},
            {"old": "41000", "new": None},
        )
    ),
    (changes.changes_say_what_stands_there, "changes", "1.0.0-1",
     {"kind": "added", "table": "observations", "row_id": "poppy-ha-us-mex@2017", "new": "44000"}),
    *(
        (words.names_are_written_in_one_way, table, key, cells)
        for table, key, cells in (
            ("series", "poppy-ha-unodc-mex", {"title": "MEXICO – opium poppy area (US government estimate)"}),
            ("sources", "ap-2018-chicago", {"publisher": "Cbs-News"}),
            ("places", "GTM", {"name": "México"}),
            ("units", "pounds", {"unit": "Hectares"}),
            ("claims", "ins-16", {"speaker": "Author"}),
        )
    ),
    *(
        (words.words_stand_once_in_a_row, table, key, cells)
        for table, key, cells in (
            ("observations", "poppy-ha-us-mex@2017", {"note": "Table 2011–2018."}),
            ("series", "od-t404", {"definition": "deaths with it", "caveat": "Deaths with it."}),
            ("events", "ev-un-1964", {"title": "Control", "description": "Control."}),
        )
    ),
    (words.what_happens_between_parties_has_two, "events", "merida-summit-2007", {"parties": "MEX"}),
    (sources.documents_have_the_letter_of_their_kind, "sources", "ap-2018-chicago", {"reliability": "A"}),
    (sources.documents_have_the_letter_of_their_kind, "sources", "ballotpedia-2025-wmd", {"reliability": "C"}),
    (sources.addresses_are_of_their_day, "sources", "embassy-2008-extraditions", {"date_published": "2014-05-01"}),
    (sources.addresses_are_of_their_day, "sources", "ap-2018-chicago", {"date_published": "2021-03-01"}),
    (claims.claims_lie_on_their_side, "claims", "ins-16", {"recomputed_value": 0.1}),
    (claims.claims_lie_on_their_side, "claims", "ucsd-08", {"recomputed_value": None}),
    (claims.claims_stand_in_order, "claims", "crs-30", {"paragraph": 1}),
    (claims.claims_stand_in_order, "claims", "crs-30", {"paragraph": 5000}),
    (corrections.corrections_cite_the_source_of_their_row, "corrections", "canada-border-plan-scope",
     {"source_ids": "ondcp-est-2021"}),
    (described.ready_made_charts_show_series, "presets", "poppy-world", {"base": "1955"}),
    (described.ready_made_charts_show_series, "presets", "poppy-world", {"base": "soon"}),
    (described.ready_made_charts_show_series, "presets", "poppy-world",
     {"mode": "change", "base": None, "scale": "log"}),
    (text.text_is_for_readers, "series", "od-t404", {"publisher": "https://www.cdc.gov"}),
    (text.addresses_are_of_the_web, "sources", "ap-2018-chicago", {"url": "https://a_b.example.org/"}),
    (text.addresses_are_of_the_web, "sources", "ap-2018-chicago", {"url": f"https://{64 * 'a'}.org/"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def data():
    return load()


def changed(data, table, key, cells):
    frames = {name: data[name] for name in data.tables}
    frame = frames[table]
    (row,) = frame.index[frame[frame.columns[0]] == key]
    for column, value in cells.items():
        is_day = pd.api.types.is_datetime64_any_dtype(frame[column])
        frame.loc[row, column] = pd.Timestamp(value) if is_day else value
    return Dataset(data.folder, data.package, frames)


@pytest.mark.parametrize(
    ("rule", "table", "key", "cells"), CHANGES, ids=lambda one: getattr(one, "__name__", None)
)
def test_the_rule_refuses_it(data, rule, table, key, cells):
    found = list(rule(changed(data, table, key, cells)))
    assert found, "the rule lets it pass"
    assert all(fault.file in {one.file for one in data.package.tables.values()} for fault in found)
    assert all(fault.row is not None and fault.column and fault.rule and fault.remedy for fault in found)


@pytest.mark.parametrize("table", ["cbp_monthly", "cbp_area_fy", "cdc_12month", "nflis_halfyear"])
def test_a_table_that_says_it_reaches_further_is_refused(data, table):
    descriptor = copy.deepcopy(data.package.descriptor)
    said = next(each for each in descriptor["resources"] if each["name"] == table)
    said["description"] = said["description"].replace("2026.", "2031.").replace("2025.", "2031.")
    frames = {name: data[name] for name in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    (found,) = official.tables_reach_as_far_as_they_say(other)
    assert found.column == f"{table}.description" and "Write: Data to" in found.remedy


@pytest.mark.parametrize("address", ["homepage", "contributors"])
def test_an_address_of_the_descriptor_that_runs_something_is_refused(data, address):
    descriptor = copy.deepcopy(data.package.descriptor)
    wrong = "javascript:alert(1)"
    descriptor[address] = wrong if address == "homepage" else [{"title": "x", "path": wrong}]
    frames = {name: data[name] for name in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    (found,) = text.addresses_are_of_the_web(other)
    assert found.value == wrong


def test_a_column_without_a_known_unit_is_refused(data):
    descriptor = copy.deepcopy(data.package.descriptor)
    table = next(table for table in descriptor["resources"] if table["name"] == "cbp_monthly")
    next(field for field in table["schema"]["fields"] if field["name"] == "pounds")["unit"] = "furlongs"
    frames = {name: data[name] for name in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    (found,) = references.columns_are_described(other)
    assert (found.column, found.value) == ("cbp_monthly.pounds", "furlongs")


def test_a_column_that_is_called_as_a_measure_holds_it(data):
    descriptor = copy.deepcopy(data.package.descriptor)
    table = next(table for table in descriptor["resources"] if table["name"] == "cbp_monthly")
    next(field for field in table["schema"]["fields"] if field["name"] == "pounds")["unit"] = "kilograms"
    frames = {name: data[name] for name in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    (found,) = references.columns_are_described(other)
    assert (found.value, found.remedy) == ("kilograms", "Write pounds")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("body", "who"),
        ("keys", ["drug", "place", "component", "part"]),
        ("time", "day"),
        ("measures", ["pounds", "weight"]),
        ("order", ["id"]),
        ("title", "CBP seizures: {county}"),
        ("themes", {"": "public-health"}),
    ],
)
def test_what_is_said_of_an_official_table_is_so(data, word, value):
    descriptor = copy.deepcopy(data.package.descriptor)
    next(one for one in descriptor["resources"] if one["name"] == "cbp_monthly")["official"][word] = value
    frames = {name: data[name] for name in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    (found,) = described.official_tables_are_described(other)
    assert found.column == f"cbp_monthly.official.{word}"


def test_an_official_table_that_is_not_described_is_a_fault(data):
    descriptor = copy.deepcopy(data.package.descriptor)
    del next(one for one in descriptor["resources"] if one["name"] == "nflis_halfyear")["official"]
    frames = {name: data[name] for name in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    (found,) = described.official_tables_are_described(other)
    assert (found.file, found.column) == ("datapackage.json", "nflis_halfyear.official")


@pytest.mark.parametrize("word", ["body", "keys", "time", "written", "title", "measures", "order"])
def test_a_description_of_an_official_table_that_lacks_a_word_is_a_fault(data, word):
    descriptor = copy.deepcopy(data.package.descriptor)
    del next(one for one in descriptor["resources"] if one["name"] == "nflis_halfyear")["official"][word]
    frames = {name: data[name] for name in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    (found,) = described.official_tables_are_described(other)
    assert (found.column, word in found.remedy) == ("nflis_halfyear.official", True)


@pytest.mark.parametrize(
    ("word", "value", "column"),
    [
        ("page", None, "bodies.cdc.release.page"),
        ("page", "http://data.cdc.gov/", "bodies.cdc.release.page"),
        ("file", "http://data.cdc.gov/rows.csv", "bodies.cdc.release.file"),
        ("file", "https://data.cdc.gov/rows .csv", "bodies.cdc.release.file"),
        ("file", None, "bodies.cdc.release"),
        ("by_hand", "CDC asks for a password", "bodies.cdc.release"),
    ],
)
def test_where_a_release_lives_is_said_once_and_by_https(data, word, value, column):
    descriptor = copy.deepcopy(data.package.descriptor)
    descriptor["bodies"]["cdc"]["release"][word] = value
    if value is None:
        del descriptor["bodies"]["cdc"]["release"][word]
    frames = {name: data[name] for name in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    (found,) = described.bodies_say_where_their_releases_live(other)
    assert (found.file, found.column) == ("datapackage.json", column)


@pytest.mark.parametrize(
    ("name", "change", "column"),
    [
        ("fentanyl-deaths", {"units": ["hectares"]}, "parts.fentanyl-deaths.units"),
        ("fentanyl-deaths", {"units": []}, "parts.fentanyl-deaths"),
        ("fentanyl-deaths", {"theme": "opium"}, "parts.fentanyl-deaths.units"),
        ("fentanyl-deaths", {"title": None}, "parts.fentanyl-deaths"),
        ("heroin", {}, "parts.heroin"),
        ("cdc", {}, "parts.cdc"),
        ("../deaths", {}, "parts.../deaths"),
        ("more-deaths", {"units": ["deaths"]}, "parts.more-deaths.units"),
    ],
)
def test_a_part_of_a_theme_has_what_its_page_needs(data, name, change, column):
    descriptor = copy.deepcopy(data.package.descriptor)
    descriptor["parts"][name] = descriptor["parts"]["fentanyl-deaths"] | change
    frames = {one: data[one] for one in data.tables}
    other = Dataset(data.folder, Package(data.version, data.package.tables, descriptor), frames)
    assert {(one.file, one.column) for one in described.parts_divide_a_theme(other)} == {
        ("datapackage.json", column)
    }


def test_one_quantity_in_two_units(data):
    frames = {name: data[name] for name in data.tables}
    rows = frames["observations"]
    twin = rows[rows["observation_id"] == "cbp-fent-lb-us-northern-border@FY2025"].assign(
        observation_id="twin", series_id="cbp-fent-kg-us-northern-border", unit="kilograms"
    )
    frames["observations"] = pd.concat([rows, twin], ignore_index=True)
    found = list(units.units_of_one_quantity_agree(Dataset(data.folder, data.package, frames)))
    assert found and {fault.file for fault in found} == {"observations.csv"}


NAMED = {"table": "observations", "kind": "revised", "row_id": "poppy-ha-us-mex@2021", "column": "value"}
REVISED = ["observations", "revised", "poppy-ha-us-mex@2021", "value"]


@pytest.mark.parametrize(
    ("rule", "entries", "column"),
    [
        (history.entries_join, [["1.0.1", *REVISED, "1", "2"], ["1.0.2", *REVISED, "3", "28600"]], "old"),
        (history.entries_join, [["1.0.1", *REVISED, "1", "2"], ["1.0.1", *REVISED, "2", "28600"]], "row_id"),
        (
            history.entries_join,
            [
                ["1.0.1", *REVISED, "1", "28600"],
                ["1.1.0", "observations", "added", REVISED[2], None, None, "28600"],
            ],
            "kind",
        ),
        (history.versions_are_the_next, [["1.0.9", *REVISED, "1", "28600"]], "version"),
        (history.versions_are_the_next, [["1.2.0", *REVISED, "1", "28600"]], "version"),
        (
            history.versions_are_the_next,
            [["1.0.1", *REVISED, "1", "28600"], ["1.0.1", "series", *REVISED[1:], "1", "2", "2026-11-24"]],
            "date",
        ),
    ],
)
def test_the_history_joins(data, rule, entries, column):
    frames = {name: data[name] for name in data.tables}
    names = ["version", "table", "kind", "row_id", "column", "old", "new", "date"]
    new = pd.DataFrame([dict(zip(names, entry, strict=False)) for entry in entries], columns=names)
    new["date"] = pd.to_datetime(new["date"]).fillna(pd.Timestamp("2026-11-25"))
    first = frames["changes"].query("version == '1.0.0'")
    frames["changes"] = pd.concat([first, new], ignore_index=True)
    (found,) = rule(Dataset(data.folder, data.package, frames))
    assert (found.file, found.row, found.column) == ("changes.csv", len(frames["changes"]) - 1, column)


def test_a_history_that_joins_is_none_to_blame(data):
    frames = {name: data[name] for name in data.tables}
    entries = [["1.0.1", "1", "2"], ["1.1.0", "2.0", "3"], ["2.0.0", "3", "28600"]]
    new = pd.DataFrame(
        [dict(zip(["version", "old", "new"], entry, strict=True), **NAMED) for entry in entries]
    ).assign(date=pd.Timestamp("2026-11-25"))
    first = frames["changes"].query("version == '1.0.0'")
    frames["changes"] = pd.concat([first, new], ignore_index=True)
    book = Dataset(data.folder, data.package, frames)
    assert [*history.entries_join(book), *history.versions_are_the_next(book)] == []


def test_every_rule_is_tried_on_the_real_data():
    tried = {rule for rule, *_ in [*CELLS, *CHANGES]} | BY_OTHER_TESTS
    tried |= {
        described.bodies_say_where_their_releases_live,
        described.parts_divide_a_theme,
        described.official_tables_are_described,
        references.columns_are_described,
        units.units_of_one_quantity_agree,
    }
    assert {rule.__name__ for rule in (*ROW_RULES, *TABLE_RULES) if rule not in tried} == set()
