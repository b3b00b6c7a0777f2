"""Dates, periods and deadlines in both languages, in Korea time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.core.i18n import (
    format_date,
    format_datetime,
    format_dday,
    format_deadline,
    format_opening,
    format_period,
    format_relative,
    format_time,
)
from webapp.core.kst import KST, end_of_day_kst, kst_day, last_day_before, start_of_day_kst, to_kst

OPENS = datetime(2020, 1, 20, 9, tzinfo=KST)
CLOSES = datetime(2020, 2, 14, 18, tzinfo=KST)
MIDNIGHT = datetime(2020, 2, 15, tzinfo=KST)


def test_days_begin_in_korea() -> None:
    assert kst_day(datetime(2020, 1, 19, 15, tzinfo=UTC)) == date(2020, 1, 20)
    assert kst_day(datetime(2020, 1, 19, 14, 59, tzinfo=UTC)) == date(2020, 1, 19)
    assert start_of_day_kst(date(2020, 1, 20)) == datetime(2020, 1, 19, 15, tzinfo=UTC)
    assert end_of_day_kst(date(2020, 2, 14)) == MIDNIGHT
    assert last_day_before(MIDNIGHT) == date(2020, 2, 14)
    assert last_day_before(CLOSES) == date(2020, 2, 14)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_kst(datetime(2020, 1, 20))  # noqa: DTZ001  # the very thing that is refused


def test_korean_dates() -> None:
    assert format_date(date(2020, 1, 20)) == "2020. 1. 20."
    assert format_date(date(2020, 1, 20), weekday=True) == "2020. 1. 20.(월)"
    assert format_date(datetime(2020, 1, 19, 15, tzinfo=UTC)) == "2020. 1. 20."
    assert format_datetime(datetime(2020, 9, 15, 9, tzinfo=UTC)) == "2020. 9. 15.(화) 18:00"
    assert format_datetime(OPENS + timedelta(seconds=7), seconds=True) == "2020. 1. 20.(월) 09:00:07"
    assert format_time(CLOSES) == "18:00"


@pytest.mark.usefixtures("english")
def test_english_dates() -> None:
    assert format_date(date(2020, 1, 20)) == "Jan 20, 2020"
    assert format_datetime(CLOSES) == "Feb 14, 2020 (Fri) 18:00 KST"
    assert format_time(CLOSES) == "18:00 KST"
    assert format_deadline(MIDNIGHT) == "Feb 14, 2020 (Fri) 24:00 KST"


def test_a_deadline_at_midnight_is_24_00_of_the_day_before() -> None:
    assert format_deadline(MIDNIGHT) == "2020. 2. 14.(금) 24:00"
    assert format_deadline(CLOSES) == "2020. 2. 14.(금) 18:00"
    assert format_deadline(datetime(2021, 1, 1, tzinfo=KST)) == "2020. 12. 31.(목) 24:00"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (OPENS, CLOSES, "2020. 1. 20.(월) 09:00 ~ 2. 14.(금) 18:00"),
        (OPENS, MIDNIGHT, "2020. 1. 20.(월) 09:00 ~ 2. 14.(금) 24:00"),
        (OPENS, datetime(2021, 1, 5, 18, tzinfo=KST), "2020. 1. 20.(월) 09:00 ~ 2021. 1. 5.(화) 18:00"),
        (OPENS, datetime(2020, 1, 20, 18, tzinfo=KST), "2020. 1. 20.(월) 09:00 ~ 18:00"),
        (OPENS, datetime(2020, 1, 21, tzinfo=KST), "2020. 1. 20.(월) 09:00 ~ 24:00"),
        (date(2020, 1, 20), date(2020, 2, 14), "2020. 1. 20.(월) ~ 2. 14.(금)"),
        (date(2020, 1, 20), date(2020, 1, 20), "2020. 1. 20.(월)"),
    ],
)
def test_korean_periods(start: date, end: date, expected: str) -> None:
    assert format_period(start, end) == expected


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (OPENS, CLOSES, "Jan 20, 2020 (Mon) 09:00 – Feb 14, 2020 (Fri) 18:00 KST"),
        (OPENS, datetime(2020, 1, 20, 18, tzinfo=KST), "Jan 20, 2020 (Mon) 09:00 – 18:00 KST"),
        (date(2020, 1, 20), date(2020, 2, 14), "Jan 20, 2020 (Mon) – Feb 14, 2020 (Fri)"),
        (date(2020, 1, 20), date(2020, 1, 20), "Jan 20, 2020 (Mon)"),
    ],
)
def test_english_periods(start: date, end: date, expected: str) -> None:
    assert format_period(start, end) == expected


def test_a_period_does_not_mix_days_and_moments() -> None:
    with pytest.raises(TypeError):
        format_period(OPENS, date(2020, 2, 14))


@pytest.mark.parametrize(
    ("end", "now", "expected"),
    [
        (CLOSES, CLOSES, "마감"),
        (CLOSES, CLOSES - timedelta(seconds=1), "오늘 마감"),
        (CLOSES, datetime(2020, 2, 14, 0, 0, tzinfo=KST), "오늘 마감"),
        (CLOSES, datetime(2020, 2, 13, 23, 59, tzinfo=KST), "D-1"),
        (MIDNIGHT, datetime(2020, 2, 14, 23, 59, tzinfo=KST), "오늘 마감"),
        (MIDNIGHT, datetime(2020, 2, 11, 1, tzinfo=KST), "D-3"),
        (MIDNIGHT, datetime(2020, 2, 10, 16, tzinfo=UTC), "D-3"),
        (MIDNIGHT, MIDNIGHT, "마감"),
    ],
)
def test_days_left(end: datetime, now: datetime, expected: str) -> None:
    assert format_dday(end, now) == expected


@pytest.mark.usefixtures("english")
def test_days_left_in_english() -> None:
    assert format_dday(CLOSES, CLOSES - timedelta(days=1)) == "1 day left"
    assert format_dday(CLOSES, CLOSES - timedelta(days=3)) == "3 days left"
    assert format_dday(CLOSES, CLOSES - timedelta(hours=1)) == "Closes today"
    assert format_dday(CLOSES, CLOSES) == "Closed"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS, "시작"),
        (OPENS - timedelta(seconds=1), "오늘 시작"),
        (datetime(2020, 1, 19, 23, 59, tzinfo=KST), "시작 D-1"),
        (datetime(2020, 1, 17, 1, tzinfo=KST), "시작 D-3"),
    ],
)
def test_days_to_an_opening(now: datetime, expected: str) -> None:
    assert format_opening(OPENS, now) == expected


@pytest.mark.usefixtures("english")
def test_days_to_an_opening_in_english() -> None:
    assert format_opening(OPENS, OPENS - timedelta(days=1)) == "Opens in 1 day"
    assert format_opening(OPENS, OPENS - timedelta(days=3)) == "Opens in 3 days"
    assert format_opening(OPENS, OPENS - timedelta(hours=1)) == "Opens today"
    assert format_opening(OPENS, OPENS) == "Started"


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (timedelta(seconds=-5), "방금 전"),
        (timedelta(minutes=-3), "3분 전"),
        (timedelta(hours=-2, minutes=-59), "2시간 전"),
        (timedelta(hours=-20), "20시간 전"),
        (timedelta(hours=-30), "어제"),
        (timedelta(days=-3), "3일 전"),
        (timedelta(days=-8), "2020. 2. 6."),
        (timedelta(seconds=5), "곧"),
        (timedelta(minutes=3), "3분 뒤"),
        (timedelta(hours=2), "2시간 뒤"),
        (timedelta(hours=24), "내일"),
        (timedelta(days=2), "2일 뒤"),
        (timedelta(days=9), "2020. 2. 23."),
    ],
)
def test_relative_times(gap: timedelta, expected: str) -> None:
    assert format_relative(CLOSES + gap, CLOSES) == expected


@pytest.mark.usefixtures("english")
def test_relative_times_in_english() -> None:
    assert format_relative(CLOSES - timedelta(minutes=1), CLOSES) == "1 minute ago"
    assert format_relative(CLOSES + timedelta(hours=2), CLOSES) == "in 2 hours"
    assert format_relative(CLOSES - timedelta(hours=30), CLOSES) == "yesterday"
