"""The front page: contests that take entries, and how far problems and ideas have come.

Two statements, whatever has been gathered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.challenges.enums import ChallengeState, ProgrammeState
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.challenges.queries import FOR_EVERYBODY
from webapp.core.work import Work
from webapp.ideas.models import ReceiptCounter
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award
from webapp.problems.enums import PUBLIC_PROBLEM_STATES, ProblemState
from webapp.problems.models import Problem
from webapp.reflection.enums import ReflectionState
from webapp.reflection.models import Reflection

CONTESTS = 6


@dataclass(frozen=True, slots=True)
class ContestCard:
    """A contest that takes entries or soon will. `deadline` is the first of its challenges to close."""

    slug: str
    title: str
    title_en: str
    purpose: str
    purpose_en: str
    agency: str
    agency_en: str
    opens_at: datetime
    deadline: datetime
    challenges: int
    best_prize_won: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many came how far, over all contests. `ideas` counts receipts, so that nobody's idea shows."""

    problems: int
    selected: int
    ideas: int
    awards: int
    adopted: int
    realised: int


def current_contests(work: Work) -> tuple[ContestCard, ...]:
    """Contests open now, the nearest deadline first, then those announced. One statement."""
    best = (
        sa.select(PrizeTier.challenge_id, sa.func.max(PrizeTier.amount_won).label("won"))
        .group_by(PrizeTier.challenge_id)
        .subquery()
    )
    opens_at, deadline = sa.func.min(Challenge.opens_at), sa.func.min(Challenge.closes_at)
    rows = work.session.execute(
        sa.select(
            Programme.slug,
            Programme.title,
            Programme.title_en,
            Programme.purpose,
            Programme.purpose_en,
            Agency.name.label("agency"),
            Agency.name_en.label("agency_en"),
            opens_at.label("opens_at"),
            deadline.label("deadline"),
            sa.func.count(Challenge.id).label("challenges"),
            sa.func.max(best.c.won).label("best_prize_won"),
        )
        .join(Agency, Agency.id == Programme.agency_id)
        .join(Challenge, Challenge.programme_id == Programme.id)
        .outerjoin(best, best.c.challenge_id == Challenge.id)
        .where(
            Programme.state == ProgrammeState.PUBLISHED,
            Challenge.state.in_((ChallengeState.ANNOUNCED, ChallengeState.OPEN)),
            Challenge.closes_at > work.now,
            FOR_EVERYBODY,
        )
        .group_by(Programme.id, Agency.id)
        .order_by(sa.case((opens_at <= work.now, 0), else_=1), deadline, Programme.id)
        .limit(CONTESTS)
    )
    return tuple(ContestCard(**row._asdict(), is_open=row.opens_at <= work.now) for row in rows)


def funnel(work: Work) -> Funnel:
    """The figures from problems to outcomes. One statement."""
    adopted = (ReflectionState.ADOPTED, ReflectionState.PARTLY_ADOPTED, ReflectionState.REALISED)
    row = work.session.execute(
        sa.select(
            _count(Problem.id, Problem.state.in_(PUBLIC_PROBLEM_STATES)),
            _count(Problem.id, Problem.state == ProblemState.SELECTED),
            sa.select(sa.func.coalesce(sa.func.sum(ReceiptCounter.last), 0)).scalar_subquery(),
            _count(Award.id, Award.state == AwardState.AWARDED),
            _count(Reflection.id, Reflection.state.in_(adopted)),
            _count(Reflection.id, Reflection.state == ReflectionState.REALISED),
        )
    ).one()
    return Funnel(*row)


def _count(
    column: sa.orm.InstrumentedAttribute[int], condition: sa.ColumnElement[bool]
) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count(column)).where(condition).scalar_subquery()
