"""Days of a contest that fall on a holiday or weekend: a warning for the official, no refusal.

Pure: knows the Korean calendar and the schedule. Counting of terms stands in `core.calendar`.
"""

from __future__ import annotations

from datetime import date

from webapp.challenges.models.design import Schedule
from webapp.core.calendar import KoreanCalendar
from webapp.core.i18n import format_date
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day, last_day_before


def day_warnings(schedule: Schedule, korean: KoreanCalendar | None = None) -> tuple[str, ...]:
    """What an official should know of the days: opening, close or result on a day off."""
    korean = korean or KoreanCalendar()
    named: list[tuple[str, date | None]] = [
        (_("접수 시작일"), kst_day(schedule.opens_at)),
        (_("접수 마감일"), last_day_before(schedule.closes_at)),
        (_("결과 발표 예정일"), schedule.result_on),
    ]
    return tuple(
        _("%(what)s(%(day)s)은(는) 쉬는 날입니다.", what=what, day=_told(day, korean))
        for what, day in named
        if day is not None and not korean.is_business_day(day)
    )


def _told(day: date, korean: KoreanCalendar) -> str:
    name = korean.holiday_name(day)
    text = format_date(day, weekday=True)
    return f"{text} {name}" if name else text
