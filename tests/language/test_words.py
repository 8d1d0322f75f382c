"""Numbers and periods as a reader meets them."""

import pytest

from poppybook import language as words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (44100, "44,100"),
        (1057.18, "1,057.18"),
        (958.6, "958.6"),
        (17.9297, "17.93"),
        (0.0317, "0.0317"),
        (-3.5, "−3.5"),
        (0, "0"),
        (1e9, "1,000,000,000"),
        (100.0, "100"),
        (None, ""),
    ],
)
def test_number(value, text):
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2017", "2017"),
        ("FY2017", "FY2017"),
        ("CFY2017-18", "Canadian FY 2017–18"),
        ("crop2016-17", "crop year 2016–17"),
        ("2017-03", "Mar 2017"),
        ("2017-03-05", "5 Mar 2017"),
        ("2017-01-01--2017-06-30", "Jan–Jun 2017"),
        ("2025-10-01--2026-04-30", "Oct 2025–Apr 2026"),
        ("2017-01-05--2017-02-06", "5 Jan 2017–6 Feb 2017"),
        ("before 2000", "before 2000"),
    ],
)
def test_period(written, text):
    assert words.period(written) == text


def test_interval():
    assert words.interval(21500, 28100) == "21,500–28,100"
    assert (
        words.interval(None, 5) == "up to 5"
        and words.interval(5, None) == "from 5"
        and words.interval(None, None) == ""
    )


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2025-10-01--2026-08-31", "Aug 2026"),
        ("2025-10-01--2026-03-07", "7 Mar 2026"),
        ("FY2025", "FY2025"),
        ("crop2021-22", "crop year 2021–22"),
    ],
)
def test_data_reach_to_the_end_of_a_span(period, said):
    assert words.end_of_period(period) == said
