"""The rules of the book in the order in which they are judged."""

from . import rules_cbp as cbp
from . import rules_changes as changes
from . import rules_claims as claims
from . import rules_copies as copies
from . import rules_corrections as corrections
from . import rules_deaths as deaths
from . import rules_described as described
from . import rules_events as events
from . import rules_health as health
from . import rules_history as history
from . import rules_months as months
from . import rules_observations as observations
from . import rules_official as official
from . import rules_orphans as orphans
from . import rules_places as places
from . import rules_references as references
from . import rules_sizes as sizes
from . import rules_sources as sources
from . import rules_text as text
from . import rules_time as time
from . import rules_units as units
from . import rules_words as words

# Each looks at one row at a time (and at its series or unit).
ROW_RULES = (
    observations.quantities_are_not_negative,
    observations.shares_lie_between_0_and_100,
    observations.low_value_high_are_in_order,
    observations.periods_agree,
    observations.official_ids_end_in_their_period,
    observations.rows_agree_with_their_series,
    observations.midpoints_lie_in_the_middle,
    observations.counts_are_whole,
    observations.numbers_are_of_a_sane_size,
    sizes.ranges_are_near_their_value,
    units.units_are_explained,
    text.text_can_be_seen,
    text.text_is_plain,
    text.text_is_for_readers,
    text.addresses_are_of_the_web,
    time.periods_are_of_the_books_time,
    references.event_dates_fit_their_precision,
    events.directions_have_their_parties,
    time.dates_are_in_the_calendar,
    time.events_keep_the_day_of_their_id,
    sources.sources_are_of_the_year_in_their_id,
    sources.documents_have_the_letter_of_their_kind,
    sources.addresses_are_of_their_day,
    references.claims_fit_their_period_type,
    claims.claims_are_possible,
    claims.claims_are_whole,
    claims.paraphrases_say_the_number,
    claims.claims_lie_on_their_side,
    references.flows_end_after_they_begin,
    references.columns_are_described,
    described.official_tables_are_described,
    described.bodies_say_where_their_releases_live,
    described.parts_divide_a_theme,
    described.units_say_how_they_count,
    cbp.months_lie_in_their_fiscal_year,
    cbp.weights_are_as_fine_as_printed,
    places.routes_lead_elsewhere,
    places.goods_go_where_they_are_used,
    places.nodes_lie_in_their_country,
    places.places_are_of_their_kind,
    official.halves_agree,
    official.flags_explain,
    deaths.counts_are_as_complete_as_printed,
    months.busy_months_weigh_something,
    official.reports_and_events_are_possible,
    changes.changes_are_whole,
    words.words_stand_once_in_a_row,
    words.what_happens_between_parties_has_two,
)

# These need every row of the tables they compare.
TABLE_RULES = (
    observations.ids_are_built_from_their_row,
    observations.ids_are_used_once,
    observations.days_have_one_number,
    observations.summable_periods_do_not_overlap,
    references.lists_name_what_exists,
    events.events_are_done_by_their_parties,  # after it: an unknown word is not one to add to the parties
    references.sources_are_used,
    references.corrections_still_stand,
    references.terms_are_defined_once,
    corrections.corrected_words_still_stand,
    corrections.corrected_values_stay_out,
    cbp.months_are_of_one_size,
    cbp.areas_add_up_to_months,
    cbp.totals_are_sums_of_months,
    health.monthly_deaths_add_up_to_years,
    health.nation_is_the_same_in_both_tables,
    copies.copies_equal_the_official_table,
    copies.queries_are_sums_of_halves,
    copies.offices_equal_their_table,
    copies.predictions_are_not_below_reports,
    health.laboratory_reports_add_up,
    units.units_of_one_quantity_agree,
    time.nothing_lies_in_the_future,
    time.sources_are_not_older_than_their_numbers,
    time.editions_follow_each_other,
    time.administrations_follow_each_other,
    time.the_version_is_that_of_the_changes,
    places.places_lie_in_larger_ones,
    places.offices_lie_in_their_region,
    places.places_lie_in_the_country_of_their_id,
    places.series_are_of_the_place_in_their_id,
    places.parts_are_not_above_the_whole,
    official.no_month_is_missing,
    official.tables_reach_as_far_as_they_say,
    official.official_ids_name_their_columns,
    official.deaths_are_in_order,
    official.windows_move_slowly,
    deaths.few_deaths_stand_beside_few,
    deaths.states_have_the_same_months,
    deaths.states_stay_within_the_nation,
    months.busy_months_have_a_row,
    months.events_change_slowly,
    references.things_have_one_id,
    references.sentences_have_one_fingerprint,
    corrections.corrections_cite_the_source_of_their_row,
    changes.changes_name_what_is_there,
    changes.changes_say_what_stands_there,
    history.entries_join,
    history.versions_are_the_next,
    words.names_are_written_in_one_way,
    claims.claims_stand_in_order,
    claims.exact_claims_have_their_number,
    claims.claims_have_the_unit_of_their_number,
    claims.claims_are_not_derived_from_themselves,
    corrections.correct_numbers_are_said,
    health.contained_series_are_not_above,
    official.only_the_newest_is_incomplete,
    orphans.series_have_numbers,
    orphans.nodes_end_a_route,
    sizes.numbers_of_a_series_are_of_one_size,
    sizes.sources_of_a_number_are_of_one_size,
    sizes.shares_of_a_whole_stay_within_it,
    sizes.parts_come_to_their_total,
    sizes.rates_agree_with_their_counts,
    sources.numbers_are_as_reliable_as_their_source,
    sources.documents_know_what_cites_them,
    sources.corrections_are_younger_than_their_sources,
    sources.official_times_come_from_one_source,
    described.themes_have_what_a_chapter_needs,
    described.series_name_their_kin,
    described.series_share_a_quantity,
    described.derived_series_are_made_of_rows,
    described.ready_made_charts_show_series,
)
