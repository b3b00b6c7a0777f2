"""The public board: promises by how they stand, overdue first, and the figures of each agency.

Only published ideas count. A promise is overdue when its day has passed and it is neither done nor stopped.
Four statements at any size.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Account, Agency, Department
from webapp.challenges.models import Challenge
from webapp.core.kst import kst_day
from webapp.core.pagination import Cursor, Page, page_of, read_cursor
from webapp.core.work import Work
from webapp.ideas.models import Idea, IdeaPublication
from webapp.reflection.enums import (
    PROMISE_PARTS,
    BoardPart,
    MeasureKind,
    MeasureState,
    NotAdoptedReason,
    ReflectionState,
)
from webapp.reflection.models import Measure, ProgressReport, Reflection

BOARD_PAGE = 20
OPEN_STATES = (MeasureState.PLANNED, MeasureState.IN_PROGRESS)
ADOPTED_STATES = (ReflectionState.ADOPTED, ReflectionState.PARTLY_ADOPTED, ReflectionState.REALISED)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise on the board. `first_promised_on` differs from `promised_on` when it has slipped."""

    id: int
    key: str
    title: str
    kind: MeasureKind
    state: MeasureState
    promised_on: date
    first_promised_on: date
    done_on: date | None
    before_text: str
    after_text: str
    reflection_key: str
    idea_title: str
    official: str
    official_title: str
    department: str
    department_en: str
    agency: str
    agency_en: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """An idea that waits for a decision or was not adopted."""

    id: int
    reflection_key: str
    state: ReflectionState
    idea_title: str
    contest: str
    contest_en: str
    due_on: date
    decided_at: datetime | None
    not_adopted_reason: NotAdoptedReason | None
    official: str
    official_title: str
    department: str
    department_en: str
    agency: str
    agency_en: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """What an agency has decided and kept. Rates are None where nothing can be counted yet."""

    slug: str
    name: str
    name_en: str
    reviewing: int
    reviews_overdue: int
    adopted: int
    declined: int
    open: int
    overdue: int
    done: int
    stopped: int
    moved: int

    @property
    def promises(self) -> int:
        """All promises ever made."""
        return self.open + self.done + self.stopped

    @property
    def decided(self) -> int:
        """Decisions taken."""
        return self.adopted + self.declined

    @property
    def adoption_rate(self) -> Decimal | None:
        """Adopted, wholly or in part, among the decided."""
        return _ratio(self.adopted, self.decided)

    @property
    def fulfilment_rate(self) -> Decimal | None:
        """Kept among those whose day has come: kept, overdue and given up."""
        return _ratio(self.done, self.done + self.overdue + self.stopped)

    def count_of(self, part: BoardPart) -> int:
        """How many rows a part of the board has."""
        return {
            BoardPart.OPEN: self.open,
            BoardPart.OVERDUE: self.overdue,
            BoardPart.DONE: self.done,
            BoardPart.STOPPED: self.stopped,
            BoardPart.REVIEW: self.reviewing,
            BoardPart.DECLINED: self.declined,
        }[part]


@dataclass(frozen=True, slots=True)
class Board:
    """One part of the board with the figures around it."""

    part: BoardPart
    agency_slug: str
    promises: Page[PromiseRow]
    decisions: Page[DecisionRow]
    agencies: tuple[AgencyFigures, ...]
    total: AgencyFigures


def board(work: Work, part: BoardPart, agency_slug: str = "", cursor_text: str | None = None) -> Board:
    """The board of all agencies, or of one."""
    agencies = _figures(work)
    chosen = [row for row in agencies if not agency_slug or row.slug == agency_slug]
    promises: Page[PromiseRow] = Page(())
    decisions: Page[DecisionRow] = Page(())
    if part in PROMISE_PARTS:
        promises = _promises(work, part, agency_slug, cursor_text)
    else:
        decisions = _decisions(work, part, agency_slug, cursor_text)
    return Board(part, agency_slug, promises, decisions, agencies, _sum(agency_slug, chosen))


def _promises(work: Work, part: BoardPart, agency_slug: str, cursor_text: str | None) -> Page[PromiseRow]:
    today = kst_day(work.now)
    day = Measure.done_on if part is BoardPart.DONE else Measure.promised_on
    first = (
        sa.select(ProgressReport.old_promised_on)
        .where(ProgressReport.measure_id == Measure.id, ProgressReport.old_promised_on.is_not(None))
        .order_by(ProgressReport.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(
            Measure.id,
            Measure.key,
            Measure.title,
            Measure.kind,
            Measure.state,
            Measure.promised_on,
            sa.func.coalesce(first, Measure.promised_on).label("first_promised_on"),
            Measure.done_on,
            Measure.before_text,
            Measure.after_text,
            Reflection.key.label("reflection_key"),
            IdeaPublication.title.label("idea_title"),
            *_who(),
        )
        .join(Reflection, Reflection.id == Measure.reflection_id)
        .where(*_part_of(part, today), *_of_agency(agency_slug))
    )
    cursor = read_cursor(cursor_text, (date, int))
    rows = work.session.execute(_page(_public(query), day, Measure.id, cursor, newest=_is_past(part)))
    return page_of(
        [
            PromiseRow(**row._asdict(), is_overdue=row.state in OPEN_STATES and row.promised_on < today)
            for row in rows
        ],
        size=BOARD_PAGE,
        key=lambda row: ((row.done_on if part is BoardPart.DONE else row.promised_on), row.id),
        cursor=cursor,
    )


def _decisions(work: Work, part: BoardPart, agency_slug: str, cursor_text: str | None) -> Page[DecisionRow]:
    today = kst_day(work.now)
    query = sa.select(
        Reflection.id,
        Reflection.key.label("reflection_key"),
        Reflection.state,
        IdeaPublication.title.label("idea_title"),
        Challenge.title.label("contest"),
        Challenge.title_en.label("contest_en"),
        Reflection.due_on,
        Reflection.decided_at,
        Reflection.not_adopted_reason,
        *_who(),
    ).where(*_part_of(part, today), *_of_agency(agency_slug))
    query = _public(query).join(Challenge, Challenge.id == Idea.challenge_id)
    cursor = read_cursor(cursor_text, (date, int))
    rows = work.session.execute(_page(query, Reflection.due_on, Reflection.id, cursor, newest=_is_past(part)))
    return page_of(
        [
            DecisionRow(
                **row._asdict(),
                is_overdue=row.state is ReflectionState.UNDER_REVIEW and row.due_on < today,
            )
            for row in rows
        ],
        size=BOARD_PAGE,
        key=lambda row: (row.due_on, row.id),
        cursor=cursor,
    )


def _who() -> tuple[sa.ColumnElement[str], ...]:
    return (
        Account.name.label("official"),
        Reflection.official_title.label("official_title"),
        Department.name.label("department"),
        Department.name_en.label("department_en"),
        Agency.name.label("agency"),
        Agency.name_en.label("agency_en"),
    )


def _public(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """`query` over reflections of published ideas, with who answers."""
    return (
        query.join(Idea, Idea.id == Reflection.idea_id)
        .join(IdeaPublication, IdeaPublication.idea_id == Idea.id)
        .join(Account, Account.id == Reflection.official_id)
        .join(Department, Department.id == Reflection.department_id)
        .join(Agency, Agency.id == Department.agency_id)
        .where(Idea.published_at.is_not(None))
    )


def _part_of(part: BoardPart, today: date) -> list[sa.ColumnElement[bool]]:
    is_open = Measure.state.in_(OPEN_STATES)
    conditions: dict[BoardPart, list[sa.ColumnElement[bool]]] = {
        BoardPart.OPEN: [is_open],
        BoardPart.OVERDUE: [is_open, Measure.promised_on < today],
        BoardPart.DONE: [Measure.state == MeasureState.DONE],
        BoardPart.STOPPED: [Measure.state == MeasureState.STOPPED],
        BoardPart.REVIEW: [Reflection.state == ReflectionState.UNDER_REVIEW],
        BoardPart.DECLINED: [Reflection.state == ReflectionState.NOT_ADOPTED],
    }
    return conditions[part]


def _of_agency(slug: str) -> list[sa.ColumnElement[bool]]:
    return [Agency.slug == slug] if slug else []


def _is_past(part: BoardPart) -> bool:
    return part in {BoardPart.DONE, BoardPart.STOPPED, BoardPart.DECLINED}


def _page(
    query: sa.Select[*tuple[Any, ...]], day: Any, identity: Any, cursor: Cursor | None, *, newest: bool
) -> sa.Select[*tuple[Any, ...]]:
    """One page and a row more, by day and id: oldest first, or newest first."""
    descending = newest != (cursor is not None and cursor.backwards)
    if cursor is not None:
        place, edge = sa.tuple_(day, identity), sa.tuple_(*map(sa.literal, cursor.key))
        query = query.where(place < edge if descending else place > edge)
    order = (day.desc(), identity.desc()) if descending else (day, identity)
    return query.order_by(*order).limit(BOARD_PAGE + 1)


def _figures(work: Work) -> tuple[AgencyFigures, ...]:
    """Every agency that answers for a published idea, most promises first."""
    today = kst_day(work.now)
    state, promise = Reflection.state, Measure.state
    decisions = _public(
        sa.select(
            Agency.id,
            Agency.slug,
            Agency.name,
            Agency.name_en,
            _count(state == ReflectionState.UNDER_REVIEW),
            _count(sa.and_(state == ReflectionState.UNDER_REVIEW, Reflection.due_on < today)),
            _count(state.in_(ADOPTED_STATES)),
            _count(state == ReflectionState.NOT_ADOPTED),
        ).select_from(Reflection)
    ).group_by(Agency.id, Agency.slug, Agency.name, Agency.name_en)
    was_moved = (
        sa.select(ProgressReport.id)
        .where(ProgressReport.measure_id == Measure.id, ProgressReport.new_promised_on.is_not(None))
        .exists()
    )
    promises = _public(
        sa.select(
            Agency.id,
            _count(promise.in_(OPEN_STATES)),
            _count(sa.and_(promise.in_(OPEN_STATES), Measure.promised_on < today)),
            _count(promise == MeasureState.DONE),
            _count(promise == MeasureState.STOPPED),
            _count(was_moved),
        )
        .select_from(Measure)
        .join(Reflection, Reflection.id == Measure.reflection_id)
    ).group_by(Agency.id)
    kept = {row[0]: tuple(row)[1:] for row in work.session.execute(promises)}
    figures = [
        AgencyFigures(*tuple(row)[1:], *kept.get(row[0], (0, 0, 0, 0, 0)))
        for row in work.session.execute(decisions)
    ]
    return tuple(sorted(figures, key=lambda row: (-row.promises, -row.decided, row.name, row.slug)))


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _sum(slug: str, rows: list[AgencyFigures]) -> AgencyFigures:
    names = ("reviewing", "reviews_overdue", "adopted", "declined", "open", "overdue", "done", "stopped")
    totals = {name: sum(getattr(row, name) for row in rows) for name in (*names, "moved")}
    name = rows[0] if slug and rows else None
    return AgencyFigures(slug, name.name if name else "", name.name_en if name else "", **totals)


def _ratio(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole else None
