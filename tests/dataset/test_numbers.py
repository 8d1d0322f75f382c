"""The numbers that a statement is about: one for each whole period, and the same months of years that are not over."""

import pandas as pd
import pytest

import poppybook as pb


def rows(*values, series="Gum", **more):
    frame = pd.DataFrame(values, columns=["period", "value"]).assign(series=series)
    return frame.assign(**more)


def test_the_values_stand_in_order_of_time_under_the_name_of_the_series():
    found = pb.numbers(rows(("2018", 3), ("2016", 1), ("2017", 2)), "Gum")
    assert found.index.tolist() == ["2016", "2017", "2018"] and found.tolist() == [1, 2, 3]
    assert found.name == "Gum"


def test_a_period_that_is_not_over_is_left_out():
    frame = rows(("FY2025", 9), ("FY2026", 4), complete=[True, False])
    assert pb.numbers(frame, "Gum").index.tolist() == ["FY2025"]


def test_rival_counts_are_chosen_and_never_added():
    frame = rows(("2018", 339.4), ("2018", 346.0), ("2020", 87.2))
    with pytest.raises(ValueError, match=r"several counts of 2018 \(339\.4, 346\).*never added"):
        pb.numbers(frame, "Gum")
    assert pb.numbers(frame, "Gum", "lowest")["2018"] == 339.4
    assert pb.numbers(frame, "Gum", "highest")["2018"] == 346


def test_an_unknown_series_or_choice_is_named():
    with pytest.raises(LookupError, match="'Heroin'; there are Gum"):
        pb.numbers(rows(("2018", 3)), "Heroin")
    with pytest.raises(ValueError, match="'lowest' or 'highest'"):
        pb.numbers(rows(("2018", 3)), "Gum", "mean")


def months(year, count, value, series="Gum"):
    made = [(pd.Period(f"{year - 1}-10", "M") + n).strftime("%Y-%m") for n in range(count)]
    return rows(*((month, value) for month in made), series=series)


def test_years_are_compared_in_the_months_that_all_of_them_have():
    frame = pd.concat([months(2025, 12, 10), months(2026, 7, 12)])
    assert pb.same_months(frame, "FY2025", "FY2026").to_dict() == {"FY2025": 70, "FY2026": 84}


def test_parts_of_a_whole_are_added_and_rivals_are_not():
    parts = pd.concat([months(year, 3, 1, part) for year in (2025, 2026) for part in ("Ports", "Patrol")])
    assert pb.same_months(parts, "FY2025", "FY2026").tolist() == [6, 6]
    with pytest.raises(ValueError, match="several counts of 2025-10"):
        pb.same_months(pd.concat([parts, months(2026, 1, 9, "Ports")]), "FY2025", "FY2026")


def test_a_month_without_a_number_leaves_no_sum():
    frame = pd.concat([months(2025, 3, 1), months(2026, 3, 1)])
    frame.iloc[1, frame.columns.get_loc("value")] = None
    assert pb.same_months(frame.astype({"value": float}), "FY2025", "FY2026").isna().tolist() == [True, False]


@pytest.mark.parametrize("years", [(), ("FY2025",), ("FY2025", "2026"), ("FY2025", "FY2031")])
def test_years_that_cannot_be_compared_are_refused(years):
    with pytest.raises(ValueError, match=r"one calendar|no month is in each"):
        pb.same_months(months(2025, 12, 1), *years)
