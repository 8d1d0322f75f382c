"""Periods: the seven forms, and what must hold for every period there is."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poppybook.dataset import periods
from poppybook.dataset.periods import Period, containing, parse

days = st.dates(date(1001, 1, 1), date(2997, 12, 31))
fixed_types = st.sampled_from([name for name in periods.TYPES if name != periods.SPAN])
fixed_periods = st.builds(containing, days, fixed_types)
spans = st.tuples(days, days).map(lambda two: Period(min(two), max(two), periods.SPAN))
spans = spans.filter(
    lambda span: span.days > 31 or (span.days > 1 and span.start.day > 1)
)  # no day, no month
any_period = fixed_periods | spans


@pytest.mark.parametrize(
    ("text", "period_type", "start", "end"),
    [
        ("2017", "calendar-year", "2017-01-01", "2017-12-31"),
        ("FY2017", "us-fiscal-year", "2016-10-01", "2017-09-30"),
        ("CFY2017-18", "canada-fiscal-year", "2017-04-01", "2018-03-31"),
        ("CFY1999-00", "canada-fiscal-year", "1999-04-01", "2000-03-31"),
        ("crop2016-17", "crop-year", "2016-07-01", "2017-06-30"),
        ("2017-03", "month", "2017-03-01", "2017-03-31"),
        ("2016-02", "month", "2016-02-01", "2016-02-29"),
        ("2017-12", "month", "2017-12-01", "2017-12-31"),
        ("2017-03-05", "day", "2017-03-05", "2017-03-05"),
        ("2017-01-01--2017-06-30", "span", "2017-01-01", "2017-06-30"),
    ],
)
def test_the_seven_forms(text, period_type, start, end):
    period = parse(text)
    assert (period.type, str(period.start), str(period.end)) == (period_type, start, end)
    assert str(period) == text


NOT_PERIODS = [
    "17",
    "FY17",
    "fy2017",
    "2017-13",
    "2017-02-29",
    "2017-2",
    "2017/18",
    "CFY2017-19",
    "crop2017",
    "99999",
    "٢٠١٧",
    "2017-06-30--2017-01-01",
    "2017-01-01-2017-06-30",
    "2017-01-01--2017-01-01",
    "2016-02-01--2016-02-29",
]


@pytest.mark.parametrize("text", ["", "2017 ", "2017\n", *NOT_PERIODS])
def test_everything_else_is_refused_with_a_reason(text):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        parse(text)


def test_a_type_must_fit_its_days():
    with pytest.raises(ValueError, match="is not a us-fiscal-year"):
        Period(date(2017, 1, 1), date(2017, 12, 31), periods.US_FISCAL_YEAR)
    with pytest.raises(ValueError, match="is none of"):
        Period(date(2017, 1, 1), date(2017, 12, 31), "fiscal")
    with pytest.raises(ValueError, match="no single span"):
        containing(date(2017, 1, 1), periods.SPAN)


@given(any_period)
def test_what_is_written_reads_back(period):
    assert parse(str(period)) == period


@given(st.text())
def test_any_text_is_a_period_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert str(parse(text)) == text


@given(days, fixed_types)
def test_the_containing_period_contains_its_day_and_its_neighbours_touch(day, period_type):
    period = containing(day, period_type)
    assert period.start <= day <= period.end
    following = containing(period.end + timedelta(days=1), period_type)
    assert following.start == period.end + timedelta(days=1)
    assert period < following
    assert not period.overlaps(following)


@given(fixed_periods)
def test_lengths(period):
    if period.type == periods.DAY:
        assert period.days == 1
    elif period.type == periods.MONTH:
        assert 28 <= period.days <= 31
    else:
        # A year is long when it holds a 29 February.
        leap_days = [
            y for y in (period.start.year, period.end.year) if y % 4 == 0 and (y % 100 or y % 400 == 0)
        ]
        has_leap_day = any(period.start <= date(y, 2, 29) <= period.end for y in leap_days)
        assert period.days == 365 + has_leap_day
        assert len(period.months()) == 12


@given(any_period)
def test_the_middle_is_as_far_from_both_ends(period):
    start = parse(period.start.isoformat()).middle - timedelta(hours=12)
    end = parse(period.end.isoformat()).middle + timedelta(hours=12)
    assert period.middle - start == end - period.middle


@given(any_period, any_period)
def test_contains_and_overlaps(one, other):
    assert one.overlaps(other) == other.overlaps(one)
    if one.contains(other):
        assert one.overlaps(other)
        assert one.days >= other.days
    assert one.contains(one)


@given(fixed_periods)
def test_months_cover_the_period(period):
    months = period.months()
    assert months[0].start <= period.start
    assert months[-1].end >= period.end
    assert months == sorted(months)
