"""The calendar of all contests: what stands on which day, in Korea time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.challenges import make_challenge
from tests.support.people import make_agency
from tests.support.statements import counted_statements
from webapp.challenges.enums import CalendarKind, ChallengeState
from webapp.challenges.queries.calendar import (
    all_contests_ical,
    events_between,
    month_named,
    month_page,
)
from webapp.core.database import Database
from webapp.core.policy import ANONYMOUS
from webapp.core.work import Work

MARCH = date(2026, 3, 1)


def announce(work: Work, *, state: ChallengeState = ChallengeState.OPEN, title: str = "골목 공모") -> None:
    """A contest that opens at nine on 2 March and closes at the end of 20 March, Korea time."""
    challenge = make_challenge(
        work,
        make_agency(work),
        state,
        opens_at=datetime(2026, 3, 2, 0, 0, tzinfo=UTC),
        closes_at=datetime(2026, 3, 20, 15, 0, tzinfo=UTC),
    )
    challenge.result_on = date(2026, 3, 31)
    challenge.programme.title = title
    work.flush()


def test_a_day_is_a_day_in_korea_and_its_end_is_24_00(work: Work) -> None:
    announce(work)
    events = events_between(work, MARCH, date(2026, 3, 31))
    assert [(one.day, one.kind, one.clock) for one in events] == [
        (date(2026, 3, 2), CalendarKind.OPENS, "09:00"),
        (date(2026, 3, 20), CalendarKind.CLOSES, "24:00"),
        (date(2026, 3, 31), CalendarKind.RESULT, ""),
    ]
    assert events_between(work, date(2026, 3, 3), date(2026, 3, 19)) == []
    assert [one.day for one in events_between(work, date(2026, 3, 20), date(2026, 3, 20))] == [
        date(2026, 3, 20)
    ]


@pytest.mark.parametrize(
    "state", [ChallengeState.DRAFT, ChallengeState.IN_APPROVAL, ChallengeState.CANCELLED]
)
def test_what_is_not_announced_or_was_called_off_is_not_in_it(work: Work, state: ChallengeState) -> None:
    announce(work, state=state)
    assert events_between(work, MARCH, date(2026, 3, 31)) == []


def test_a_month_has_whole_weeks_and_knows_holidays(work: Work) -> None:
    announce(work)
    page = month_page(work, ANONYMOUS, MARCH)
    assert [len(week) for week in page.weeks] == [7] * 5
    assert (page.weeks[0][0].day, page.weeks[0][0].day.weekday()) == (MARCH, 6)
    days = {day.day: day for week in page.weeks for day in week}
    assert "삼일절" in days[MARCH].holiday
    assert days[date(2026, 3, 10)].is_today
    assert [day.day.day for day in page.busy_days] == [2, 20, 31]
    assert (page.previous, page.following) == (date(2026, 2, 1), date(2026, 4, 1))


def test_december_is_followed_by_january(work: Work) -> None:
    assert month_page(work, ANONYMOUS, date(2026, 12, 1)).following == date(2027, 1, 1)


@pytest.mark.parametrize("text", [None, "", "2026-13", "x", "1999-12", "2101-01", "2026-03-01", "٢٠٢٦-٠٣-x"])
def test_nonsense_shows_this_month(work: Work, text: str | None) -> None:
    assert month_named(text, work.now) == MARCH


def test_the_file_holds_every_entry_once(work: Work) -> None:
    announce(work)
    text = all_contests_ical(work)
    assert text.count("BEGIN:VEVENT") == 4
    assert "골목 공모: 접수 마감" in text.replace("\r\n ", "")
    uids = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(set(uids)) == 4


def test_a_month_costs_the_same_for_one_contest_and_for_many(database: Database) -> None:
    with database.write() as work:
        announce(work)
    with counted_statements(database) as one, database.read() as work:
        month_page(work, ANONYMOUS, MARCH)
    with database.write() as work:
        for number in range(12):
            announce(work, title=f"골목 공모 {number}")
    with counted_statements(database) as many, database.read() as work:
        page = month_page(work, ANONYMOUS, MARCH)
    assert len(one) == len(many) == 2
    assert len(page.busy_days[0].events) == 13
    assert page.weeks[0][0].day + timedelta(days=6) == page.weeks[0][6].day
