"""Dates and times as a reader of each language writes them, always in Korea time.

Korean follows the official notation (행정업무의 운영 및 혁신에 관한 규정 제7조): `2020. 1. 20.(월) 18:00`,
English `Jan 20, 2020 (Mon) 18:00 KST`. Must not compute deadlines or holidays: `calendar` does.
"""

from datetime import date, datetime, timedelta
from typing import Final

from webapp.core.i18n.locale import current_locale
from webapp.core.i18n.messages import gettext as _
from webapp.core.i18n.messages import ngettext
from webapp.core.kst import kst_day, last_day_before, to_kst

_WEEKDAYS_KO: Final = "월화수목금토일"
_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZONE_EN: Final = " KST"


def _day(value: date) -> date:
    return kst_day(value) if isinstance(value, datetime) else value


def _date_text(day: date, *, weekday: bool, year: bool = True) -> str:
    if current_locale() == "en":
        text = f"{_MONTHS_EN[day.month - 1]} {day.day}, {day.year}"
        return f"{text} ({_WEEKDAYS_EN[day.weekday()]})" if weekday else text
    text = f"{day.year}. {day.month}. {day.day}." if year else f"{day.month}. {day.day}."
    return f"{text}({_WEEKDAYS_KO[day.weekday()]})" if weekday else text


def _zone() -> str:
    return _ZONE_EN if current_locale() == "en" else ""


def _end_parts(end: datetime) -> tuple[date, str]:
    """Day and clock of an exclusive end: 00:00 of a day reads as 24:00 of the day before."""
    local = to_kst(end)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return local.date() - timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


def format_date(value: date, *, weekday: bool = False) -> str:
    """`2020. 1. 20.` or with the weekday `2020. 1. 20.(월)`; English `Jan 20, 2020 (Mon)`.

    A moment is shown as the Korean day on which it falls.
    """
    return _date_text(_day(value), weekday=weekday)


def format_month(day: date) -> str:
    """`2026년 11월`; English `Nov 2026`."""
    if current_locale() == "en":
        return f"{_MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.year}년 {day.month}월"


def format_time(moment: datetime) -> str:
    """`18:00`; English `18:00 KST`."""
    return f"{to_kst(moment):%H:%M}{_zone()}"


def format_datetime(moment: datetime, *, seconds: bool = False) -> str:
    """`2020. 1. 20.(월) 18:00`; English `Jan 20, 2020 (Mon) 18:00 KST`. Seconds where they decide."""
    local = to_kst(moment)
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{_date_text(local.date(), weekday=True)} {clock}{_zone()}"


def format_deadline(end: datetime) -> str:
    """An exclusive end as people say it: 00:00 of 15 February is `2. 14.(금) 24:00`, with the year."""
    day, clock = _end_parts(end)
    return f"{_date_text(day, weekday=True)} {clock}{_zone()}"


def format_period(start: date, end: date) -> str:
    """`2020. 1. 20.(월) 09:00 ~ 2. 14.(금) 18:00`: the year, and the day, are not said twice in Korean.

    Of two moments the end is exclusive (24:00 is shown as such); of two days it is the last day itself.
    TypeError when a moment is paired with a day.
    """
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise TypeError("a period runs between two moments or between two days")
    first, opening = _day(start), ""
    last, closing = end, ""
    if isinstance(start, datetime) and isinstance(end, datetime):
        opening = f" {to_kst(start):%H:%M}"
        last, clock = _end_parts(end)
        closing = f" {clock}"
    begin = f"{_date_text(first, weekday=True)}{opening}"
    if current_locale() == "en":
        finish = f"{_date_text(last, weekday=True)}{closing}" if last != first else closing.strip()
        return f"{begin} – {finish}{_ZONE_EN if closing else ''}" if finish else begin
    if last == first:
        return f"{begin} ~{closing}" if closing else begin
    return f"{begin} ~ {_date_text(last, weekday=True, year=last.year != first.year)}{closing}"


def format_dday(end: datetime, now: datetime) -> str:
    """`D-3`, `오늘 마감` or `마감`, by Korean days; English `3 days left`. The end is exclusive."""
    if now >= end:
        return _("마감")
    days = (last_day_before(end) - kst_day(now)).days
    return _("오늘 마감") if days == 0 else ngettext("D-%(n)d", "D-%(n)d", days)


def format_opening(start: datetime, now: datetime) -> str:
    """`시작 D-3`, `오늘 시작` or `시작`, by Korean days; English `opens in 3 days`."""
    if now >= start:
        return _("시작")
    days = (kst_day(start) - kst_day(now)).days
    return _("오늘 시작") if days == 0 else ngettext("시작 D-%(n)d", "시작 D-%(n)d", days)


def format_relative(moment: datetime, now: datetime) -> str:
    """How long ago or ahead: `방금 전`, `3분 전`, `어제`, `2시간 뒤`; beyond a week the date."""
    gap = abs(now - moment)
    days = abs((kst_day(now) - kst_day(moment)).days)
    if days > 7:
        return format_date(moment)
    past = moment <= now
    if days > 1:
        return _days_ago(days) if past else _days_ahead(days)
    if gap >= timedelta(hours=24):
        return _("어제") if past else _("내일")
    minutes = int(gap.total_seconds() // 60)
    return _minutes_ago(minutes) if past else _minutes_ahead(minutes)


def _days_ago(days: int) -> str:
    return ngettext("%(n)d일 전", "%(n)d일 전", days)


def _days_ahead(days: int) -> str:
    return ngettext("%(n)d일 뒤", "%(n)d일 뒤", days)


def _minutes_ago(minutes: int) -> str:
    if minutes < 1:
        return _("방금 전")
    if minutes < 60:
        return ngettext("%(n)d분 전", "%(n)d분 전", minutes)
    return ngettext("%(n)d시간 전", "%(n)d시간 전", minutes // 60)


def _minutes_ahead(minutes: int) -> str:
    if minutes < 1:
        return _("곧")
    if minutes < 60:
        return ngettext("%(n)d분 뒤", "%(n)d분 뒤", minutes)
    return ngettext("%(n)d시간 뒤", "%(n)d시간 뒤", minutes // 60)
