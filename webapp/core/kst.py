"""Korea Standard Time: the one zone in which days begin and end for the platform.

Owns the zone and the turning of moments into Korean days and back.
Must not know holidays (see `calendar`), languages (see `i18n`) or the clock.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

#: Korea has had no daylight saving since 1988, so the offset is fixed.
KST = timezone(timedelta(hours=9), "KST")


def to_kst(moment: datetime) -> datetime:
    """The same moment in Korea time. A naive moment is a ValueError: it does not say when it is."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be placed in Korea time")
    return moment.astimezone(KST)


def kst_day(moment: datetime) -> date:
    """The Korean calendar day on which a moment falls."""
    return to_kst(moment).date()


def start_of_day_kst(day: date) -> datetime:
    """00:00 of a Korean day, in UTC."""
    return datetime.combine(day, time.min, KST).astimezone(UTC)


def end_of_day_kst(day: date) -> datetime:
    """The exclusive end of a Korean day in UTC: its 24:00, which is 00:00 of the next day."""
    return start_of_day_kst(day + timedelta(days=1))


def last_day_before(end: datetime) -> date:
    """The last Korean day that lies, at least in part, before an exclusive end."""
    return kst_day(end - timedelta(microseconds=1))
