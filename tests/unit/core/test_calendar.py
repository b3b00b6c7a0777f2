"""Days, working days and the ends of legal terms."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.calendar import KoreanCalendar, days_inclusive, last_day_of, moment_of, month_later
from webapp.core.i18n import format_deadline

KOREA = KoreanCalendar()
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture(scope="module", autouse=True)
def _years_are_read() -> None:
    """The library takes its time for the first year; no single test should bear it."""
    for year in range(2019, 2032):
        KOREA.is_holiday(date(year, 1, 1))


def test_both_ends_of_a_span_count() -> None:
    assert days_inclusive(date(2020, 5, 1), date(2020, 5, 5)) == 5
    assert days_inclusive(date(2020, 5, 1), date(2020, 5, 1)) == 1
    assert last_day_of(date(2020, 5, 1), 5) == date(2020, 5, 5)
    with pytest.raises(ValueError, match="before it starts"):
        days_inclusive(date(2020, 5, 2), date(2020, 5, 1))
    with pytest.raises(ValueError, match="at least one day"):
        last_day_of(date(2020, 5, 1), 0)


@given(DAYS, st.integers(1, 400))
def test_counting_and_its_reverse_agree(start: date, days: int) -> None:
    assert days_inclusive(start, last_day_of(start, days)) == days


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2020, 1, 20), 1, date(2020, 2, 20)),
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2021, 1, 30), 1, date(2021, 2, 28)),
        (date(2021, 1, 29), 1, date(2021, 2, 28)),
        (date(2021, 1, 28), 1, date(2021, 2, 28)),
        (date(2020, 1, 30), 1, date(2020, 2, 29)),
        (date(2021, 2, 28), 1, date(2021, 3, 31)),
        (date(2021, 4, 30), 1, date(2021, 5, 31)),
        (date(2020, 12, 15), 1, date(2021, 1, 15)),
        (date(2020, 12, 31), 2, date(2021, 2, 28)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 6, 10), 24, date(2022, 6, 10)),
    ],
)
def test_a_term_in_months_begins_the_day_after(day: date, months: int, expected: date) -> None:
    assert month_later(day, months) == expected


def test_a_term_has_at_least_a_month() -> None:
    with pytest.raises(ValueError, match="one month"):
        month_later(date(2020, 1, 1), 0)


def test_clock_times_include_24_00() -> None:
    assert moment_of(date(2020, 2, 14), "18:00") == datetime(2020, 2, 14, 9, tzinfo=UTC)
    assert moment_of(date(2020, 2, 14), "24:00") == datetime(2020, 2, 14, 15, tzinfo=UTC)
    assert format_deadline(moment_of(date(2020, 2, 14), "24:00")) == "2020. 2. 14.(금) 24:00"


@pytest.mark.parametrize("clock", ["", "25:00", "24:01", "9:00", "18:60", "18시", "18:00:00", "１８:00"])
def test_other_clock_times_are_refused(clock: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        moment_of(date(2020, 2, 14), clock)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 8, 17), "임시공휴일"),
        (date(2026, 6, 3), "지방선거일"),
        (date(2026, 10, 5), "개천절 대체 휴일"),
        (date(2026, 2, 17), "설날"),
    ],
)
def test_holidays_have_names(day: date, name: str) -> None:
    assert KOREA.is_holiday(day)
    assert KOREA.holiday_name(day) == name
    assert not KOREA.is_business_day(day)


def test_ordinary_days_and_weekends() -> None:
    assert KOREA.is_business_day(date(2026, 6, 4))
    assert KOREA.holiday_name(date(2026, 6, 4)) is None
    assert not KOREA.is_business_day(date(2026, 6, 6))
    assert not KOREA.is_business_day(date(2026, 6, 7))


def test_a_deployment_knows_better() -> None:
    changed = KoreanCalendar.with_changes(added=[date(2026, 6, 4)], removed=[date(2026, 6, 3)])
    assert changed.is_holiday(date(2026, 6, 4))
    assert changed.holiday_name(date(2026, 6, 4)) is None
    assert changed.is_business_day(date(2026, 6, 3))
    assert changed.holiday_name(date(2026, 6, 3)) is None


def test_working_days_skip_weekends_and_holidays() -> None:
    assert KOREA.add_business_days(date(2026, 9, 23), 1) == date(2026, 9, 28)  # 추석
    assert KOREA.add_business_days(date(2026, 9, 28), -1) == date(2026, 9, 23)
    assert KOREA.add_business_days(date(2026, 9, 26), 0) == date(2026, 9, 26)
    assert KOREA.business_days_inclusive(date(2026, 9, 21), date(2026, 9, 30)) == 6


def test_a_term_that_ends_on_a_holiday_moves_on() -> None:
    term = KOREA.term_of_days(date(2026, 9, 14), 10)  # the 24th begins 추석
    assert term.counted_day == date(2026, 9, 24)
    assert term.last_day == date(2026, 9, 28)
    assert term.is_moved
    assert format_deadline(term.ends_at) == "2026. 9. 28.(월) 24:00"
    assert not KOREA.term_of_days(date(2026, 9, 13), 10).is_moved


def test_a_month_that_ends_on_a_holiday_moves_on() -> None:
    term = KOREA.term_of_months(date(2026, 2, 3), 1)
    assert (term.counted_day, term.last_day) == (date(2026, 3, 3), date(2026, 3, 3))
    assert KOREA.term_of_months(date(2026, 2, 1), 1).last_day == date(2026, 3, 3)  # Sunday, then a substitute


@given(DAYS, st.integers(-30, 30).filter(bool))
def test_so_many_working_days_lie_between(day: date, days: int) -> None:
    reached = KOREA.add_business_days(day, days)
    assert KOREA.is_business_day(reached)
    step = timedelta(days=1)
    span = (day + step, reached) if days > 0 else (reached, day - step)
    assert KOREA.business_days_inclusive(*span) == abs(days)
