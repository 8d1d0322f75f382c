"""The seven ways this book writes a period of time, and their arithmetic.

| written                  | type               | from – to                     |
|--------------------------|--------------------|-------------------------------|
| `2017`                   | calendar-year      | 1 Jan 2017 – 31 Dec 2017      |
| `FY2017`                 | us-fiscal-year     | 1 Oct 2016 – 30 Sep 2017      |
| `CFY2017-18`             | canada-fiscal-year | 1 Apr 2017 – 31 Mar 2018      |
| `crop2016-17`            | crop-year          | 1 Jul 2016 – 30 Jun 2017      |
| `2017-03`                | month              | 1 Mar 2017 – 31 Mar 2017      |
| `2017-03-05`             | day                | that day                      |
| `2017-01-01--2017-06-30` | span               | first day – last day          |
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

CALENDAR_YEAR = "calendar-year"
US_FISCAL_YEAR = "us-fiscal-year"
CANADA_FISCAL_YEAR = "canada-fiscal-year"
CROP_YEAR = "crop-year"
MONTH = "month"
DAY = "day"
SPAN = "span"

# The month in which a year of each calendar begins.
FIRST_MONTH = {CALENDAR_YEAR: 1, US_FISCAL_YEAR: 10, CANADA_FISCAL_YEAR: 4, CROP_YEAR: 7}
TYPES = (*FIRST_MONTH, MONTH, DAY, SPAN)

_DAY = r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
_FORMS = {
    CALENDAR_YEAR: re.compile(r"([12][0-9]{3})"),
    US_FISCAL_YEAR: re.compile(r"FY([12][0-9]{3})"),
    CANADA_FISCAL_YEAR: re.compile(r"CFY([12][0-9]{3})-([0-9]{2})"),
    CROP_YEAR: re.compile(r"crop([12][0-9]{3})-([0-9]{2})"),
    MONTH: re.compile(r"([12][0-9]{3})-([0-9]{2})"),
    DAY: re.compile(f"({_DAY})"),
    SPAN: re.compile(f"({_DAY})--({_DAY})"),
}


@dataclass(frozen=True, order=True)
class Period:
    """A period by its first and last day (both inside it) and its type. Sorts by time.

    `str(period)` is the way the book writes it; `parse` reads that back. A first and last day
    that do not make a period of the type raise ValueError.
    """

    start: date
    end: date
    type: str

    def __post_init__(self):
        if self.type not in TYPES:
            raise ValueError(f"period type {self.type!r} is none of {', '.join(TYPES)}")
        if self.end < self.start:
            raise ValueError(f"a period ends on or after its first day, not {self.start} to {self.end}")
        if self.type != SPAN and (self.start, self.end) != _bounds(self.type, self.start):
            raise ValueError(f"{self.start} to {self.end} is not a {self.type}")

    def __str__(self) -> str:
        year = self.start.year
        match self.type:
            case "calendar-year":
                return f"{year}"
            case "us-fiscal-year":
                return f"FY{self.end.year}"
            case "canada-fiscal-year":
                return f"CFY{year}-{self.end.year % 100:02d}"
            case "crop-year":
                return f"crop{year}-{self.end.year % 100:02d}"
            case "month":
                return f"{year}-{self.start.month:02d}"
            case "day":
                return self.start.isoformat()
            case _:
                return f"{self.start.isoformat()}--{self.end.isoformat()}"

    @property
    def days(self) -> int:
        """Number of days, first and last included."""
        return (self.end - self.start).days + 1

    @property
    def middle(self) -> datetime:
        """The instant half way between the first day's and the last day's midnight."""
        return datetime.combine(self.start, time()) + timedelta(days=self.days) / 2

    def contains(self, other: "Period") -> bool:
        """True when every day of `other` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        """True when the two share at least one day."""
        return self.start <= other.end and other.start <= self.end

    def months(self) -> list["Period"]:
        """The calendar months this period touches, in order."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.start, self.end))
        return [containing(date(i // 12, i % 12 + 1, 1), MONTH) for i in range(first, last + 1)]


def _bounds(period_type: str, day: date) -> tuple[date, date]:
    """First and last day of the period of this type (not a span) around the day."""
    if period_type == DAY:
        return day, day
    if period_type == MONTH:
        return day.replace(day=1), _before(day.year + day.month // 12, day.month % 12 + 1)
    first = FIRST_MONTH[period_type]
    year = day.year if day.month >= first else day.year - 1
    return date(year, first, 1), _before(year + 1, first)


def _before(year: int, month: int) -> date:
    return date(year, month, 1) - timedelta(days=1)


def containing(day: date, period_type: str) -> Period:
    """The period of this type in which the day lies; a span is refused, for it could be any."""
    if period_type not in TYPES or period_type == SPAN:
        raise ValueError(f"no single {period_type} contains a given day")
    return Period(*_bounds(period_type, day), period_type)


@lru_cache(maxsize=10_000)  # a table names the same few hundred periods in thousands of rows
def parse(text: str) -> Period:
    """Read a period as the book writes it. Anything else raises ValueError with the rule it breaks."""
    for period_type, form in _FORMS.items():
        if found := form.fullmatch(text):
            return _build(period_type, text, *found.groups())
    raise ValueError(
        f"{text!r} is no period: write 2017, FY2017, CFY2017-18, crop2016-17, 2017-03, 2017-03-05 "
        "or 2017-01-01--2017-06-30"
    )


def _build(period_type: str, text: str, first: str, second: str = "") -> Period:
    if period_type in (DAY, SPAN):
        period = Period(_day(first, text), _day(second or first, text), period_type)
        if period_type == SPAN:
            _refuse_a_span_with_a_name(period, text)
        return period
    year = int(first)
    if period_type == MONTH:
        return containing(_day(f"{first}-{second}-01", text), MONTH)
    if second and int(second) != (year + 1) % 100:
        raise ValueError(f"{text!r}: the second year follows the first, {year}-{(year + 1) % 100:02d}")
    if period_type == US_FISCAL_YEAR:
        year -= 1  # named for the year in which it ends
    return containing(date(year, FIRST_MONTH[period_type], 1), period_type)


def _refuse_a_span_with_a_name(period: Period, text: str) -> None:
    """A day or a month has one name only. A year may be printed as a span that happens to be a calendar year."""
    if period.start == period.end:
        raise ValueError(f"{text!r}: a single day is written {period.start}")
    month = containing(period.start, MONTH)
    if (month.start, month.end) == (period.start, period.end):
        raise ValueError(f"{text!r}: a whole month is written {month}")


def _day(iso: str, text: str) -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise ValueError(f"{text!r}: there is no such day or month in the calendar") from None
