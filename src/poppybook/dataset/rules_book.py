"""The rules of the book in the order in which they are judged."""

from . import rules_cbp as cbp
from . import rules_corrections as corrections
from . import rules_health as health
from . import rules_observations as observations
from . import rules_references as references
from . import rules_units as units

# Each looks at one row at a time (and at its series or unit).
ROW_RULES = (
    observations.quantities_are_not_negative,
    observations.shares_lie_between_0_and_100,
    observations.low_value_high_are_in_order,
    observations.periods_agree,
    observations.official_ids_end_in_their_period,
    observations.rows_agree_with_their_series,
    units.units_are_explained,
    references.event_dates_fit_their_precision,
    references.claims_fit_their_period_type,
    references.flows_end_after_they_begin,
    references.columns_are_described,
    cbp.months_lie_in_their_fiscal_year,
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
    cbp.areas_add_up_to_months,
    cbp.totals_are_sums_of_months,
    health.monthly_deaths_add_up_to_years,
    health.nation_is_the_same_in_both_tables,
    health.copies_equal_the_official_table,
    health.laboratory_reports_add_up,
    units.units_of_one_quantity_agree,
)
