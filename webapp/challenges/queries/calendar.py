"""The calendar of all contests: on which day what opens, closes, is announced or planned.

Reads what the notice fixed. A contest without a notice, and one that was called off, is not in it.
Several challenges of one contest with the same date are one entry.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa

from webapp.challenges.enums import PUBLIC_CHALLENGE_STATES, CalendarKind, ChallengeState
from webapp.challenges.models import Challenge, Programme, ProgrammeMilestone
from webapp.challenges.queries.visibility import FOR_EVERYBODY, visible_to
from webapp.core.calendar import KoreanCalendar
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.ical import CalendarEntry, ical_text
from webapp.core.kst import end_of_day_kst, kst_day, last_day_before, start_of_day_kst, to_kst
from webapp.core.policy import Actor
from webapp.core.work import Work

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
#: The calendar file reaches back and ahead so far.
PAST: Final = timedelta(days=90)
AHEAD: Final = timedelta(days=730)
_SHOWN: Final = tuple(state for state in PUBLIC_CHALLENGE_STATES if state is not ChallengeState.CANCELLED)
_SUNDAY: Final = 6


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry of a day. `at` is None where only the day is known; `count` challenges share it."""

    day: date
    rank: int
    title: str
    title_en: str
    slug: str
    kind: CalendarKind
    at: datetime | None
    label: str = ""
    label_en: str = ""
    count: int = 1

    @property
    def title_here(self) -> str:
        """The contest's title in the reader's language."""
        return localized(self.title, self.title_en)

    @property
    def clock(self) -> str:
        """At what time of the day, where it is known; the end of a day is 24:00."""
        if self.at is None:
            return ""
        is_end_of_day = kst_day(self.at) != self.day
        return "24:00" if is_end_of_day else f"{to_kst(self.at):%H:%M}"

    @property
    def what(self) -> str:
        """What happens, in the reader's language."""
        return localized(self.label, self.label_en) if self.label else self.kind.label


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the month's sheet, with its entries."""

    day: date
    is_in_month: bool
    is_today: bool
    holiday: str
    is_free: bool
    events: tuple[CalendarEvent, ...]


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month: its weeks from Sunday on, and the days on which something happens."""

    first: date
    weeks: tuple[tuple[CalendarDay, ...], ...]
    previous: date | None
    following: date | None

    @property
    def busy_days(self) -> tuple[CalendarDay, ...]:
        """The days of the month itself that have entries."""
        return tuple(day for week in self.weeks for day in week if day.is_in_month and day.events)


def month_page(work: Work, actor: Actor, first: date) -> MonthPage:
    """The month that begins on `first`, as the actor may see it (2 statements)."""
    days = [list(week) for week in Calendar(_SUNDAY).monthdatescalendar(first.year, first.month)]
    found: dict[date, list[CalendarEvent]] = {}
    for one in events_between(work, days[0][0], days[-1][-1], visible_to(actor)):
        found.setdefault(one.day, []).append(one)
    korean, today = KoreanCalendar(), kst_day(work.now)
    weeks = tuple(
        tuple(
            CalendarDay(
                day,
                day.month == first.month,
                day == today,
                korean.holiday_name(day) or "",
                not korean.is_business_day(day),
                tuple(found.get(day, ())),
            )
            for day in week
        )
        for week in days
    )
    before, after = first - timedelta(days=1), _next_month(first)
    return MonthPage(
        first,
        weeks,
        before.replace(day=1) if before.year >= FIRST_YEAR else None,
        after if after.year <= LAST_YEAR else None,
    )


def month_named(text: str | None, now: datetime) -> date:
    """The first day of the month in an address (`2026-11`); of this month for none and for nonsense."""
    try:
        first = datetime.strptime(text or "", "%Y-%m").date()  # noqa: DTZ007  (a month has no zone)
    except ValueError:
        first = kst_day(now).replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else kst_day(now).replace(day=1)


def events_between(
    work: Work, first: date, last: date, seen: sa.ColumnElement[bool] = FOR_EVERYBODY
) -> list[CalendarEvent]:
    """Everything from the first to the last day, both included, in order (2 statements)."""
    rows = work.session.execute(
        sa.select(
            Programme.slug,
            Programme.title,
            Programme.title_en,
            Challenge.opens_at,
            Challenge.closes_at,
            Challenge.result_on,
        )
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(
            Challenge.state.in_(_SHOWN),
            seen,
            sa.or_(
                Challenge.opens_at.between(start_of_day_kst(first), end_of_day_kst(last)),
                Challenge.closes_at.between(start_of_day_kst(first), end_of_day_kst(last)),
                Challenge.result_on.between(first, last),
            ),
        )
    ).all()
    dated = [one for row in rows for one in _of_challenge(row)] + _milestones(work, first, last, seen)
    return _together(one for one in dated if first <= one.day <= last)


def all_contests_ical(work: Work) -> str:
    """The entries of all contests around now as an iCalendar file (2 statements)."""
    today = kst_day(work.now)
    hour = timedelta(hours=1)
    entries = []
    for one in events_between(work, today - PAST, today + AHEAD):
        key = f"{one.slug}-{one.kind.value}-{one.day:%Y%m%d}-{one.rank}"
        title = _("%(contest)s: %(what)s", contest=one.title_here, what=one.what)
        starts: date = one.day
        ends = None
        if one.at is not None:
            is_end = one.kind is CalendarKind.CLOSES
            starts, ends = (one.at - hour, one.at) if is_end else (one.at, one.at + hour)
        entries.append(CalendarEntry(key, title, starts, ends, f"{work.base_url}/contests/{one.slug}"))
    return ical_text(entries, made_at=work.now)


def _of_challenge(row: Any) -> list[CalendarEvent]:
    dates = [
        (kst_day(row.opens_at), CalendarKind.OPENS, row.opens_at),
        (last_day_before(row.closes_at), CalendarKind.CLOSES, row.closes_at),
    ]
    if row.result_on is not None:
        dates.append((row.result_on, CalendarKind.RESULT, None))
    return [
        CalendarEvent(day, list(CalendarKind).index(kind), row.title, row.title_en, row.slug, kind, at)
        for day, kind, at in dates
    ]


def _milestones(work: Work, first: date, last: date, seen: sa.ColumnElement[bool]) -> list[CalendarEvent]:
    """The first days of what the programmes' own calendars plan."""
    rows = work.session.execute(
        sa.select(
            Programme.slug,
            Programme.title,
            Programme.title_en,
            ProgrammeMilestone.label,
            ProgrammeMilestone.label_en,
            ProgrammeMilestone.starts_on,
            ProgrammeMilestone.position,
        )
        .join(Programme, Programme.id == ProgrammeMilestone.programme_id)
        .where(
            seen,
            Programme.published_at.is_not(None),
            Programme.closes_at.is_not(None),
            ProgrammeMilestone.starts_on.between(first, last),
        )
    ).all()
    rank = len(CalendarKind)
    return [
        CalendarEvent(
            row.starts_on,
            rank + row.position,
            row.title,
            row.title_en,
            row.slug,
            CalendarKind.MILESTONE,
            None,
            row.label,
            row.label_en,
        )
        for row in rows
    ]


def _together(events: Iterable[CalendarEvent]) -> list[CalendarEvent]:
    """In order, what several challenges of a contest share as one entry."""
    ordered: Sequence[CalendarEvent] = sorted(events, key=_same)
    shared = [list(group) for _same_place, group in groupby(ordered, key=_same)]
    return [replace(group[0], count=len(group)) for group in shared]


def _same(one: CalendarEvent) -> tuple[date, int, str, str, float]:
    return one.day, one.rank, one.title, one.slug, one.at.timestamp() if one.at is not None else 0.0


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
