"""The rules of the book in the order in which they are judged."""

from . import rules_cbp as cbp
from . import rules_claims as claims
from . import rules_copies as copies
from . import rules_corrections as corrections
from . import rules_health as health
from . import rules_observations as observations
from . import rules_official as official
from . import rules_places as places
from . import rules_references as references
from . import rules_text as text
from . import rules_time as time
from . import rules_units as units

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
    units.units_are_explained,
    text.text_can_be_seen,
    text.addresses_are_of_the_web,
    time.periods_are_of_the_books_time,
    references.event_dates_fit_their_precision,
    time.dates_are_in_the_calendar,
    references.claims_fit_their_period_type,
    claims.claims_are_possible,
    references.flows_end_after_they_begin,
    references.columns_are_described,
    cbp.months_lie_in_their_fiscal_year,
    places.routes_lead_elsewhere,
    places.nodes_lie_in_their_country,
    official.halves_agree,
    official.flags_explain,
    official.reports_and_events_are_possible,
)

# These need every row of the tables they compare.
TABLE_RULES = (
    observations.ids_are_built_from_their_row,
    observations.ids_are_used_once,
    observations.summable_periods_do_not_overlap,
    references.lists_name_what_exists,
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
    time.the_version_is_that_of_the_changes,
    places.places_lie_in_larger_ones,
    places.offices_lie_in_their_region,
    places.parts_are_not_above_the_whole,
    official.no_month_is_missing,
    official.official_ids_name_their_columns,
    official.deaths_are_in_order,
    official.windows_move_slowly,
    references.things_have_one_id,
    references.sentences_have_one_fingerprint,
    corrections.corrections_cite_the_source_of_their_row,
)
