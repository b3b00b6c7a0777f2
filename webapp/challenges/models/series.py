"""Last year's contest as the beginning of this year's: every setting, all dates moved, nothing else.

Pure: values in, values out. Problems, entries, people and what was decided belong to their own year and are
not part of a design; the link to a problem or a call for problems is left out for the same reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from webapp.challenges.models.design import ContestFile, MilestoneEntry, NewChallenge

#: A year on the same weekday: 52 weeks.
YEAR_OF_WEEKS: Final = 364
MOST_DAYS: Final = 3660


@dataclass(frozen=True, slots=True)
class MovedDate:
    """One date before and after: whose it is, and which setting."""

    of: str
    name: str
    before: datetime | date
    after: datetime | date


def moved(contest: ContestFile, days: int, *, slug: str, title: str) -> ContestFile:
    """The contest under another address and title, every date `days` later."""
    shift = timedelta(days=days)
    basics = replace(contest.programme.basics, title=title, title_en="", problem_call="")
    calendar = replace(
        contest.programme.calendar,
        milestones=tuple(_milestone(one, shift) for one in contest.programme.calendar.milestones),
    )
    programme = replace(contest.programme, slug=slug, basics=basics, calendar=calendar)
    challenges = tuple(_challenge(one, shift, slug) for one in contest.challenges)
    return replace(contest, programme=programme, challenges=challenges)


def _milestone(one: MilestoneEntry, shift: timedelta) -> MilestoneEntry:
    return replace(one, starts_on=one.starts_on + shift, ends_on=one.ends_on + shift)


def _challenge(one: NewChallenge, shift: timedelta, slug: str) -> NewChallenge:
    schedule = one.schedule
    result_on = schedule.result_on + shift if schedule.result_on is not None else None
    later = replace(
        schedule,
        opens_at=schedule.opens_at + shift,
        closes_at=schedule.closes_at + shift,
        result_on=result_on,
    )
    return replace(one, programme=slug, brief=replace(one.brief, problem=""), schedule=later)


def moved_dates(before: ContestFile, after: ContestFile) -> tuple[MovedDate, ...]:
    """Every date of two contests that differ in nothing else, in the order of the settings."""
    found = []
    for old, new in zip(
        before.programme.calendar.milestones, after.programme.calendar.milestones, strict=True
    ):
        found += [
            MovedDate(old.label, "starts_on", old.starts_on, new.starts_on),
            MovedDate(old.label, "ends_on", old.ends_on, new.ends_on),
        ]
    for one, other in zip(before.challenges, after.challenges, strict=True):
        title, was, will = one.brief.title, one.schedule, other.schedule
        found += [
            MovedDate(title, "opens_at", was.opens_at, will.opens_at),
            MovedDate(title, "closes_at", was.closes_at, will.closes_at),
        ]
        if was.result_on is not None and will.result_on is not None:
            found.append(MovedDate(title, "result_on", was.result_on, will.result_on))
    return tuple(found)
