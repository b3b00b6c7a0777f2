"""Contests as cards: their columns, the filters of the list, and what the front page shows of them.

Drafts are not part of it: what has no notice does not exist here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.challenges.enums import (
    PUBLIC_CHALLENGE_STATES,
    ContestPhase,
)
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.models.phases import contest_phase
from webapp.challenges.queries.visibility import FOR_EVERYBODY
from webapp.core.work import Work
from webapp.problems.enums import ProblemField

#: The order of the list: what one can enter now, what comes, what is being decided, what was, what was not.
PHASES = (
    ContestPhase.OPEN,
    ContestPhase.UPCOMING,
    ContestPhase.JUDGING,
    ContestPhase.DONE,
    ContestPhase.CANCELLED,
)
SOONEST_FIRST = frozenset({ContestPhase.OPEN, ContestPhase.UPCOMING})


class ContestOrder(StrEnum):
    """How the list may be sorted."""

    DEADLINE = "deadline"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class ContestFilters:
    """What the list shows; nothing chosen shows everything that was ever announced."""

    phase: ContestPhase | None = None
    field: ProblemField | None = None
    agency: str = ""
    text: str = ""
    prize_from_won: int | None = None
    closes_within_days: int | None = None
    order: ContestOrder = ContestOrder.DEADLINE


@dataclass(frozen=True, slots=True)
class ContestCard:
    """One contest in a list."""

    id: int
    slug: str
    title: str
    title_en: str
    agency: str
    agency_en: str
    phase: ContestPhase
    opens_at: datetime
    closes_at: datetime
    published_at: datetime
    prize_won: int
    challenge_count: int
    purpose: str
    purpose_en: str


def open_contests(work: Work, limit: int) -> tuple[ContestCard, ...]:
    """The contests that take entries now, the next deadline first (1 statement): for the front page."""
    statement = (
        contest_cards()
        .where(
            Programme.published_at.is_not(None),
            Programme.settled_at.is_(None),
            Programme.opens_at <= work.now,
            Programme.closes_at > work.now,
            FOR_EVERYBODY,
        )
        .order_by(Programme.closes_at, Programme.id)
        .limit(limit)
    )
    return tuple(contest_card(row, work.now) for row in work.session.execute(statement))


def agency_choices(work: Work) -> list[tuple[str, str, str]]:
    """Slug and names of the agencies that have announced a contest, by name (1 statement)."""
    announced = sa.exists().where(
        Programme.agency_id == Agency.id, Programme.published_at.is_not(None), FOR_EVERYBODY
    )
    rows = work.session.execute(
        sa.select(Agency.slug, Agency.name, Agency.name_en).where(announced).order_by(Agency.name, Agency.id)
    )
    return [(row.slug, row.name, row.name_en) for row in rows]


def contest_cards() -> sa.Select[*tuple[Any, ...]]:
    """The columns of a card, of all contests."""
    count = (
        sa.select(sa.func.count())
        .where(Challenge.programme_id == Programme.id, Challenge.state.in_(PUBLIC_CHALLENGE_STATES))
        .scalar_subquery()
    )
    return sa.select(
        Programme.id,
        Programme.slug,
        Programme.title,
        Programme.title_en,
        Programme.state,
        Programme.opens_at,
        Programme.closes_at,
        Programme.published_at,
        Programme.settled_at,
        Programme.prize_won,
        Agency.name.label("agency"),
        Agency.name_en.label("agency_en"),
        count.label("challenge_count"),
        Programme.purpose,
        Programme.purpose_en,
    ).join(Agency, Agency.id == Programme.agency_id)


def contest_card(row: Any, now: datetime) -> ContestCard:
    """A card as it stands at a moment."""
    return ContestCard(
        id=row.id,
        slug=row.slug,
        title=row.title,
        title_en=row.title_en,
        agency=row.agency,
        agency_en=row.agency_en,
        phase=contest_phase(row.state, row.opens_at, row.closes_at, row.settled_at, now=now),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        published_at=row.published_at,
        prize_won=row.prize_won,
        challenge_count=row.challenge_count,
        purpose=row.purpose,
        purpose_en=row.purpose_en,
    )
