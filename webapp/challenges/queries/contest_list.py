"""The public list of contests under filters: two statements, and as many rows as the page shows.

The page is cut out by an index before anything is joined to it, and statements are made once for every kind
of question, as making them costs more than running them. Drafts are not part of it: what has no notice does
not exist here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.challenges.enums import (
    PROGRAMME_KIND,
    PUBLIC_CHALLENGE_STATES,
    ContestPhase,
    ProgrammeState,
)
from webapp.challenges.models import Challenge, Programme
from webapp.challenges.queries.contests import (
    PHASES,
    SOONEST_FIRST,
    ContestCard,
    ContestFilters,
    ContestOrder,
    contest_card,
    contest_cards,
)
from webapp.challenges.queries.visibility import FOR_EVERYBODY, visible_to
from webapp.core.pagination import Cursor, Page, page_of, read_cursor
from webapp.core.policy import ANONYMOUS, Actor
from webapp.core.search_index import found_ids, matching
from webapp.core.work import Work

PAGE_SIZE: Final = 12
#: Counted exactly up to here; further on it is enough to know that there are more.
COUNTED: Final = 1000
NEWEST_CURSOR: Final = (datetime, int)
PHASE_CURSOR: Final = (int, datetime, int)
Statement = sa.Select[*tuple[Any, ...]]
_At = sa.orm.InstrumentedAttribute[datetime | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What a statement depends on, values apart: which filters are set, and where the page begins.

    `edge`: the rank of the phase at which a cursor stands, or None; by newest it is 0 with any cursor.
    """

    dialect: str
    order: ContestOrder
    phase: ContestPhase | None
    has_field: bool
    has_agency: bool
    has_text: bool
    has_prize: bool
    has_end: bool
    edge: int | None = None
    is_backwards: bool = False


def list_contests(
    work: Work, filters: ContestFilters, cursor_text: str | None = None, actor: Actor = ANONYMOUS
) -> Page[ContestCard]:
    """One page of contests (2 statements). By deadline: open ones first, see `PHASES`; else newest first.

    `total` is exact up to `COUNTED`; one more stands for any greater number.
    """
    is_newest = filters.order is ContestOrder.NEWEST
    cursor = read_cursor(cursor_text, NEWEST_CURSOR if is_newest else PHASE_CURSOR)
    question, values = _asked(work, filters, cursor)
    if actor.account_id is None:
        count, cards = _count_for_everybody(question), _cards_for_everybody(question)
    else:
        seen = visible_to(actor)
        count, cards = _count(question, seen), _cards(question, seen)
    total = work.rows(count, values).scalar_one()
    found = [contest_card(row, work.now) for row in work.rows(cards, values)] if cards is not None else []
    found.sort(key=_newest_place if is_newest else _place, reverse=question.is_backwards)
    return page_of(
        found[: PAGE_SIZE + 1],
        size=PAGE_SIZE,
        key=_newest_key if is_newest else _key,
        cursor=cursor,
        total=total,
    )


def _asked(work: Work, filters: ContestFilters, cursor: Cursor | None) -> tuple[Question, dict[str, Any]]:
    """The kind of question, and the values that it is asked with."""
    dialect = work.session.get_bind().dialect.name
    match = matching(dialect, filters.text) if filters.text else ""
    days = filters.closes_within_days
    question = Question(
        dialect,
        filters.order,
        filters.phase,
        filters.field is not None,
        bool(filters.agency),
        bool(filters.text),
        filters.prize_from_won is not None,
        days is not None,
        None if cursor is None else _edge(filters.order, cursor),
        cursor is not None and cursor.backwards,
    )
    at, last = cursor.key[-2:] if cursor is not None else (None, None)
    values = {
        "now": work.now,
        "field": filters.field,
        "agency": filters.agency,
        "match": match,
        "prize": filters.prize_from_won,
        "end": work.now + timedelta(days=days) if days is not None else None,
        "at": at,
        "last": last,
    }
    return question, values


def _edge(order: ContestOrder, cursor: Cursor) -> int:
    rank = cursor.key[0]
    return rank if order is ContestOrder.DEADLINE and isinstance(rank, int) else 0


@lru_cache(maxsize=512)
def _count_for_everybody(question: Question) -> Statement:
    return _count(question, FOR_EVERYBODY)


@lru_cache(maxsize=512)
def _cards_for_everybody(question: Question) -> Statement | None:
    return _cards(question, FOR_EVERYBODY)


def _count(question: Question, seen: sa.ColumnElement[bool]) -> Statement:
    few = sa.select(Programme.id).where(*_conditions(question, question.phase), seen).limit(COUNTED + 1)
    return sa.select(sa.func.count()).select_from(few.subquery())


def _cards(question: Question, seen: sa.ColumnElement[bool]) -> Statement | None:
    """The cards of the page, in no order; None when no phase can have any."""
    cuts = list(_cuts(question, seen))
    if not cuts:
        return None
    chosen = sa.union_all(*(sa.select(cut.subquery()) for cut in cuts)) if len(cuts) > 1 else cuts[0]
    return contest_cards().where(Programme.id.in_(sa.select(chosen.subquery().c.id)))


def _cuts(question: Question, seen: sa.ColumnElement[bool]) -> Iterator[Statement]:
    """A page of ids of each phase that may have some, along the index; by newest of all phases at once."""
    if question.order is ContestOrder.NEWEST:
        yield _cut(question, question.phase, seen, Programme.published_at, is_upwards=False)
        return
    for rank, phase in enumerate(PHASES):
        edge, is_back = question.edge, question.is_backwards
        is_passed = edge is not None and (rank > edge if is_back else rank < edge)
        if not is_passed and question.phase in {None, phase}:
            yield _cut(
                question, phase, seen, Programme.closes_at, is_upwards=phase in SOONEST_FIRST, rank=rank
            )


def _cut(
    question: Question,
    phase: ContestPhase | None,
    seen: sa.ColumnElement[bool],
    at: Any,
    *,
    is_upwards: bool,
    rank: int = 0,
) -> Statement:
    is_rising = is_upwards != question.is_backwards
    cut = sa.select(Programme.id).where(*_conditions(question, phase), seen)
    if question.edge == rank:
        place = sa.tuple_(at, Programme.id)
        edge = sa.tuple_(sa.bindparam("at", type_=at.type), sa.bindparam("last", type_=Programme.id.type))
        cut = cut.where(place > edge if is_rising else place < edge)
    order = (at.asc(), Programme.id.asc()) if is_rising else (at.desc(), Programme.id.desc())
    return cut.order_by(*order).limit(PAGE_SIZE + 1)


def _conditions(question: Question, phase: ContestPhase | None) -> list[sa.ColumnElement[bool]]:
    return [
        Programme.published_at.is_not(None),
        Programme.closes_at.is_not(None),
        *_in_phase(phase),
        *_narrowing(question),
    ]


def _in_phase(phase: ContestPhase | None) -> list[sa.ColumnElement[bool]]:
    now = sa.bindparam("now", type_=Programme.opens_at.type)
    match phase:
        case ContestPhase.OPEN:
            return [Programme.settled_at.is_(None), Programme.opens_at <= now, Programme.closes_at > now]
        case ContestPhase.UPCOMING:
            return [Programme.settled_at.is_(None), Programme.opens_at > now]
        case ContestPhase.JUDGING:
            return [Programme.settled_at.is_(None), Programme.closes_at <= now]
        case ContestPhase.DONE:
            return [Programme.settled_at.is_not(None), Programme.state != ProgrammeState.CANCELLED]
        case ContestPhase.CANCELLED:
            return [Programme.state == ProgrammeState.CANCELLED]
        case None:
            return []


def _narrowing(question: Question) -> Iterator[sa.ColumnElement[bool]]:
    """Agency, field, words that must occur, the least prize in all, how soon the entries close."""
    if question.has_agency:
        agency = sa.select(Agency.id).where(Agency.slug == sa.bindparam("agency", type_=sa.String()))
        yield Programme.agency_id == agency.scalar_subquery()
    if question.has_field:
        yield sa.exists().where(
            Challenge.programme_id == Programme.id,
            Challenge.field == sa.bindparam("field", type_=Challenge.field.type),
            Challenge.state.in_(PUBLIC_CHALLENGE_STATES),
        )
    if question.has_text:
        yield Programme.id.in_(found_ids(question.dialect, PROGRAMME_KIND))
    if question.has_prize:
        yield Programme.prize_won >= sa.bindparam("prize", type_=Programme.prize_won.type)
    if question.has_end:
        end = Programme.closes_at.type
        yield Programme.closes_at > sa.bindparam("now", type_=end)
        yield Programme.closes_at <= sa.bindparam("end", type_=end)


def _place(card: ContestCard) -> tuple[int, float, int]:
    """Where a card stands in the list: by phase, then the soonest or the latest deadline first."""
    sign = 1 if card.phase in SOONEST_FIRST else -1
    return PHASES.index(card.phase), sign * card.closes_at.timestamp(), sign * card.id


def _newest_place(card: ContestCard) -> tuple[float, int]:
    return -card.published_at.timestamp(), -card.id


def _key(card: ContestCard) -> tuple[int, datetime, int]:
    return PHASES.index(card.phase), card.closes_at, card.id


def _newest_key(card: ContestCard) -> tuple[datetime, int]:
    return card.published_at, card.id
