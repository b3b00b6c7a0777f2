"""Days off in a schedule are told to the official."""

from __future__ import annotations

from datetime import UTC, date, datetime

from webapp.challenges.models import Schedule
from webapp.challenges.policies.calendar_days import day_warnings
from webapp.core.calendar import KoreanCalendar

#: Read once, here: the library takes a while to make a year, whoever asks first.
IS_KNOWN = KoreanCalendar().is_holiday(date(2026, 1, 1))


def test_a_close_at_midnight_belongs_to_the_day_before() -> None:
    schedule = Schedule(
        opens_at=datetime(2026, 3, 10, 0, 0, tzinfo=UTC),
        closes_at=datetime(2026, 3, 20, 15, 0, tzinfo=UTC),
        result_on=date(2026, 5, 5),
    )
    (warning,) = day_warnings(schedule)
    assert "2026. 5. 5.(화) 어린이날" in warning


def test_weekends_are_told_as_well() -> None:
    schedule = Schedule(
        opens_at=datetime(2026, 3, 14, 0, 0, tzinfo=UTC), closes_at=datetime(2026, 3, 21, 9, 0, tzinfo=UTC)
    )
    assert len(day_warnings(schedule)) == 2
