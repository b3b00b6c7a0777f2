"""The public list of contests: columns only, a fixed number of statements.

Drafts are not part of it: what has no notice does not exist here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.challenges.enums import (
    PROGRAMME_KIND,
    PUBLIC_CHALLENGE_STATES,
    ContestPhase,
    ProgrammeState,
)
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.models.phases import contest_phase
from webapp.challenges.queries.visibility import FOR_EVERYBODY, visible_to
from webapp.core.pagination import Cursor, Page, page_of, read_cursor
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.search_index import found_ids
from webapp.core.work import Work
from webapp.problems.enums import ProblemField

PAGE_SIZE = 12
NEWEST_CURSOR = (datetime, int)
PHASE_CURSOR = (int, datetime, int)
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


def list_contests(
    work: Work, filters: ContestFilters, cursor_text: str | None = None, actor: Actor = ANONYMOUS
) -> Page[ContestCard]:
    """One page of contests (2 statements). By deadline: open ones first, see `PHASES`; else newest first."""
    where = [*_conditions(work, filters), visible_to(actor)]
    total = work.session.scalar(sa.select(sa.func.count()).select_from(Programme).join(Agency).where(*where))
    if filters.order is ContestOrder.NEWEST:
        return _newest(work, where, cursor_text, total)
    return _by_phase(work, filters, cursor_text, total, actor)


def _newest(
    work: Work, where: list[sa.ColumnElement[bool]], cursor_text: str | None, total: int | None
) -> Page[ContestCard]:
    cursor = read_cursor(cursor_text, NEWEST_CURSOR)
    statement = _turned(contest_cards().where(*where), Programme.published_at, cursor, is_upwards=False)
    rows = work.session.execute(statement.limit(PAGE_SIZE + 1)).all()
    return page_of(
        [contest_card(row, work.now) for row in rows],
        size=PAGE_SIZE,
        key=lambda card: (card.published_at, card.id),
        cursor=cursor,
        total=total,
    )


def _by_phase(
    work: Work, filters: ContestFilters, cursor_text: str | None, total: int | None, actor: Actor
) -> Page[ContestCard]:
    """The phases one after the other. Each gives at most a page, read along its index; one statement."""
    cursor = read_cursor(cursor_text, PHASE_CURSOR)
    backwards = cursor is not None and cursor.backwards
    first = cursor.key[0] if cursor is not None else None
    edge = first if isinstance(first, int) else None
    branches = []
    for rank, phase in enumerate(PHASES):
        is_passed = edge is not None and (rank > edge if backwards else rank < edge)
        if is_passed or filters.phase not in {None, phase}:
            continue
        place = Cursor(cursor.key[1:], backwards) if cursor is not None and rank == edge else None
        where = [*_conditions(work, replace(filters, phase=phase)), visible_to(actor)]
        statement = _turned(
            contest_cards().where(*where),
            Programme.closes_at,
            place,
            is_upwards=phase in SOONEST_FIRST,
            is_reversed=backwards,
        )
        branches.append(sa.select(statement.limit(PAGE_SIZE + 1).subquery()))
    cards = (
        [contest_card(row, work.now) for row in work.session.execute(sa.union_all(*branches))]
        if branches
        else []
    )
    cards.sort(key=_place, reverse=backwards)
    return page_of(
        cards[: PAGE_SIZE + 1],
        size=PAGE_SIZE,
        key=lambda card: (PHASES.index(card.phase), card.closes_at, card.id),
        cursor=cursor,
        total=total,
    )


def _place(card: ContestCard) -> tuple[int, float, int]:
    """Where a card stands in the list: by phase, then the soonest or the latest deadline first."""
    sign = 1 if card.phase in SOONEST_FIRST else -1
    return PHASES.index(card.phase), sign * card.closes_at.timestamp(), sign * card.id


def open_contests(work: Work, limit: int) -> tuple[ContestCard, ...]:
    """The contests that take entries now, the next deadline first (1 statement): for the front page."""
    filters = ContestFilters(phase=ContestPhase.OPEN)
    statement = _turned(
        contest_cards().where(*_conditions(work, filters), FOR_EVERYBODY),
        Programme.closes_at,
        None,
        is_upwards=True,
    )
    return tuple(contest_card(row, work.now) for row in work.session.execute(statement.limit(limit)))


def agency_choices(work: Work) -> list[tuple[str, str, str]]:
    """Slug and names of the agencies that have announced a contest, by name (1 statement)."""
    announced = sa.exists().where(
        Programme.agency_id == Agency.id, Programme.published_at.is_not(None), FOR_EVERYBODY
    )
    rows = work.session.execute(
        sa.select(Agency.slug, Agency.name, Agency.name_en).where(announced).order_by(Agency.name, Agency.id)
    )
    return [(row.slug, row.name, row.name_en) for row in rows]


def _conditions(work: Work, filters: ContestFilters) -> list[sa.ColumnElement[bool]]:
    now = work.now
    where: list[sa.ColumnElement[bool]] = [
        Programme.published_at.is_not(None),
        Programme.closes_at.is_not(None),
    ]
    match filters.phase:
        case ContestPhase.OPEN:
            where += [Programme.settled_at.is_(None), Programme.opens_at <= now, Programme.closes_at > now]
        case ContestPhase.UPCOMING:
            where += [Programme.settled_at.is_(None), Programme.opens_at > now]
        case ContestPhase.JUDGING:
            where += [Programme.settled_at.is_(None), Programme.closes_at <= now]
        case ContestPhase.DONE:
            where += [Programme.settled_at.is_not(None), Programme.state != ProgrammeState.CANCELLED]
        case ContestPhase.CANCELLED:
            where.append(Programme.state == ProgrammeState.CANCELLED)
        case None:
            pass
    if filters.agency:
        where.append(Agency.slug == filters.agency)
    if filters.field is not None:
        where.append(
            sa.exists().where(
                Challenge.programme_id == Programme.id,
                Challenge.field == filters.field,
                Challenge.state.in_(PUBLIC_CHALLENGE_STATES),
            )
        )
    return [*where, *_narrowing(work, filters)]


def _narrowing(work: Work, filters: ContestFilters) -> list[sa.ColumnElement[bool]]:
    """Words that must occur, the least prize in all, and how soon the entries close."""
    where: list[sa.ColumnElement[bool]] = []
    if filters.text:
        where.append(Programme.id.in_(found_ids(work, PROGRAMME_KIND, filters.text)))
    if filters.prize_from_won is not None:
        where.append(Programme.prize_won >= filters.prize_from_won)
    if filters.closes_within_days is not None:
        last = work.now + timedelta(days=filters.closes_within_days)
        where += [Programme.closes_at > work.now, Programme.closes_at <= last]
    return where


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


def _turned(
    statement: sa.Select[Any],
    at: Any,
    cursor: Cursor | None,
    *,
    is_upwards: bool,
    is_reversed: bool | None = None,
) -> sa.Select[Any]:
    """In the order of the list, or against it when the cursor goes back (or `is_reversed` says so)."""
    if is_reversed is None:
        is_reversed = cursor is not None and cursor.backwards
    is_rising = is_upwards != is_reversed
    place = sa.tuple_(at, Programme.id)
    if cursor is not None:
        edge = sa.tuple_(sa.literal(cursor.key[0], at.type), sa.literal(cursor.key[1], Programme.id.type))
        statement = statement.where(place > edge if is_rising else place < edge)
    order = (at.asc(), Programme.id.asc()) if is_rising else (at.desc(), Programme.id.desc())
    return statement.order_by(*order)


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
