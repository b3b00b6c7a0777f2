"""The Korean calendar: counted days, working days, holidays and the ends of legal terms.

Owns the counting rules of the Civil Act (민법 제157조, 제160조, 제161조). Holidays come from the
`holidays` library and can be overridden, as temporary ones are proclaimed late. Must not read the clock.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import holidays

from webapp.core.kst import KST, end_of_day_kst, kst_day, start_of_day_kst

__all__ = [
    "KST",
    "KoreanCalendar",
    "Term",
    "days_inclusive",
    "end_of_day_kst",
    "kst_day",
    "last_day_of",
    "moment_of",
    "month_later",
    "start_of_day_kst",
]

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("KR", years=year, language="ko").items())


def days_inclusive(start: date, end: date) -> int:
    """Days from the first to the last, both counted: a notice from 1 to 5 May stands five days."""
    if end < start:
        raise ValueError("a span cannot end before it starts")
    return (end - start).days + 1


def last_day_of(start: date, days: int) -> date:
    """The last of so many days when the first one counts."""
    if days < 1:
        raise ValueError("a span has at least one day")
    return start + timedelta(days=days - 1)


def month_later(day: date, months: int) -> date:
    """The last day of a term in months that begins the day after `day` (초일불산입, 민법 제157조·제160조).

    20 January and one month: 20 February. Where the month has no such day, its last: 31 January gives
    28 February. A term that begins with the first of a month is whole months: 28 February gives 31 March.
    """
    if months < 1:
        raise ValueError("a term has at least one month")
    first = day + timedelta(days=1)
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    length = calendar.monthrange(year, month)[1]
    if first.day > length:
        return date(year, month, length)
    return date(year, month, first.day) - timedelta(days=1)


def moment_of(day: date, clock: str) -> datetime:
    """A Korean day and a clock time as a moment in UTC; `24:00` is the day's end. ValueError otherwise."""
    if clock == "24:00":
        return end_of_day_kst(day)
    match = _CLOCK.fullmatch(clock)
    if match is None:
        raise ValueError(f"not a time of day: {clock!r}")
    return datetime.combine(day, time(int(match[1]), int(match[2])), KST).astimezone(UTC)


@dataclass(frozen=True)
class Term:
    """The end of a legal term.

    `last_day` counts in full, up to 24:00; `counted_day` is where counting alone led, which differs when
    that day was a Saturday or a holiday.
    """

    last_day: date
    counted_day: date

    @property
    def ends_at(self) -> datetime:
        """The exclusive end in UTC: 24:00 Korea time of the last day."""
        return end_of_day_kst(self.last_day)

    @property
    def is_moved(self) -> bool:
        """Whether the end moved on to the next working day."""
        return self.last_day != self.counted_day


@dataclass(frozen=True)
class KoreanCalendar:
    """Public holidays with the deployment's own: proclaimed ones added, withdrawn ones taken out."""

    added: frozenset[date] = field(default_factory=frozenset)
    removed: frozenset[date] = field(default_factory=frozenset)

    @classmethod
    def with_changes(cls, added: Iterable[date] = (), removed: Iterable[date] = ()) -> "KoreanCalendar":
        """A calendar that knows these days better than the library does."""
        return cls(frozenset(added), frozenset(removed))

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday, substitute and election days included. Weekends alone are not."""
        return day in self.added or (day not in self.removed and day in _public_holidays(day.year))

    def holiday_name(self, day: date) -> str | None:
        """The holiday's Korean name; None on other days and on added ones, which have none."""
        return _public_holidays(day.year).get(day) if self.is_holiday(day) else None

    def is_business_day(self, day: date) -> bool:
        """Neither Saturday nor Sunday nor a holiday."""
        return day.weekday() < 5 and not self.is_holiday(day)

    def next_business_day(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        while not self.is_business_day(day):
            day += timedelta(days=1)
        return day

    def add_business_days(self, day: date, days: int) -> date:
        """So many working days on (or back, when negative); the day itself is not counted."""
        step = timedelta(days=1 if days >= 0 else -1)
        for _count in range(abs(days)):
            day += step
            while not self.is_business_day(day):
                day += step
        return day

    def business_days_inclusive(self, start: date, end: date) -> int:
        """Working days from the first to the last day, both counted."""
        return sum(
            self.is_business_day(start + timedelta(days=place)) for place in range(days_inclusive(start, end))
        )

    def term_of_days(self, day: date, days: int) -> Term:
        """So many days after `day`, itself not counted; an end on a weekend or holiday moves on (제161조)."""
        counted = day + timedelta(days=days)
        return Term(self.next_business_day(counted), counted)

    def term_of_months(self, day: date, months: int) -> Term:
        """So many months after `day`, itself not counted; an end on a weekend or holiday moves on."""
        counted = month_later(day, months)
        return Term(self.next_business_day(counted), counted)
