"""Puts an idea's passport together: the promise on top, the steps, the timeline in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.home.queries.passport import entries, facts
from webapp.home.queries.passport.entries import Entry
from webapp.home.queries.passport.steps import Step, steps_of
from webapp.ideas.enums import IdeaState
from webapp.prizes.enums import AwardState, PaymentState
from webapp.reflection.enums import MeasureState, ReflectionState

FAR_AHEAD = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised last, and how it stands."""

    title: str
    promised_on: date
    is_overdue: bool
    official: str
    official_title: str
    department: str
    department_en: str


@dataclass(frozen=True, slots=True)
class Passport:
    """Everything public of one idea."""

    key: str
    title: str
    summary: str
    applicant: str
    state: IdeaState
    contest: str
    contest_en: str
    slug: str
    challenge_key: str
    challenge: str
    challenge_en: str
    tier: str
    tier_en: str
    prize_won: int | None
    paid_won: int
    reflection_key: str | None
    reflection_state: ReflectionState | None
    decision_due_on: date | None
    promise: Promise | None
    outcome: str
    refusal: str
    steps: tuple[Step, ...]
    entries: tuple[Entry, ...]


def passport_of(work: Work, key: str) -> Passport:
    """The passport of a published idea; NotFound for every other. Six statements."""
    row = facts.head(work, key)
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    parts = facts.payments(work, row.award_id)
    milestones, notes = facts.milestones(work, row.project_id), facts.notes(work, row.project_id)
    promises = facts.measures_with_reports(work, row.reflection_id)
    reversals = facts.reversals(work, row)
    today = kst_day(work.now)
    found = [
        *entries.of_problem(row),
        *entries.of_contest(row),
        *entries.of_judging(row),
        *entries.of_prize(row, reversals),
        *entries.of_payments(parts),
        *entries.of_maturing(row, milestones, notes, reversals),
        *entries.of_decision(row, today),
        *entries.of_measures(row, promises, reversals, today),
    ]
    return _passport(row, parts, promises, in_order(found), today)


def in_order(found: list[Entry]) -> tuple[Entry, ...]:
    """What happened by its time, then what is to come by its day, then what has no day yet."""
    return tuple(sorted(found, key=lambda entry: (entry.tone == "next", entry.moment or FAR_AHEAD)))


def _passport(
    row: Any, parts: list[Any], promises: list[Any], timeline: tuple[Entry, ...], today: date
) -> Passport:
    has_won = row.award_state is AwardState.AWARDED
    is_waiting = row.reflection_state is ReflectionState.UNDER_REVIEW
    return Passport(
        key=row.key,
        title=row.title,
        summary=row.summary,
        applicant=row.applicant,
        state=row.state,
        contest=row.contest,
        contest_en=row.contest_en,
        slug=row.slug,
        challenge_key=row.challenge_key,
        challenge=row.challenge,
        challenge_en=row.challenge_en,
        tier=row.tier if has_won else "",
        tier_en=row.tier_en if has_won else "",
        prize_won=row.amount_won if has_won and not row.is_honour_only else None,
        paid_won=sum(part.amount_won for part in parts if part.state is PaymentState.PAID),
        reflection_key=row.reflection_key,
        reflection_state=row.reflection_state,
        decision_due_on=row.due_on if is_waiting else None,
        promise=_next_promise(row, promises, today),
        outcome=row.outcome or "",
        refusal=row.reason if row.reflection_state is ReflectionState.NOT_ADOPTED else "",
        steps=steps_of(row),
        entries=timeline,
    )


def _next_promise(row: Any, promises: list[Any], today: date) -> Promise | None:
    waiting = [one for one in promises if one.state in {MeasureState.PLANNED, MeasureState.IN_PROGRESS}]
    if not waiting:
        return None
    first = min(waiting, key=lambda one: (one.promised_on, one.id))
    return Promise(
        first.title,
        first.promised_on,
        first.promised_on < today,
        row.official,
        row.official_title,
        row.department,
        row.department_en,
    )
