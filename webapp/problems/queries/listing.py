"""The public list of problems, page by page, and the choices that filter it.

What is no public state is not in the query, whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Agency
from webapp.core.models import UtcDateTime
from webapp.core.pagination import Cursor, Page, page_of, read_cursor
from webapp.core.work import Work
from webapp.discussion.models import Tally
from webapp.discussion.queries import tallies_of_kind
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    CallState,
    ProblemField,
    ProblemState,
)
from webapp.problems.models import Problem, ProblemCall
from webapp.problems.queries.subjects import PROBLEM_KIND

PAGE_SIZE: Final = 20
#: A count beyond this is not made: it would read the whole table for a number nobody needs.
COUNT_LIMIT: Final = 1000
EXCERPT_SOURCE: Final = 400


@dataclass(frozen=True, slots=True)
class ProblemFilters:
    """What the reader asked for; nothing asked is everything public."""

    call: str = ""
    field: ProblemField | None = None
    state: ProblemState | None = None

    @property
    def is_empty(self) -> bool:
        """Whether every public problem fits."""
        return not self.call and self.field is None and self.state is None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem in the public list; `excerpt` is the beginning of its text."""

    id: int
    key: str
    title: str
    excerpt: str
    field: ProblemField
    state: ProblemState
    posted_at: datetime
    call_title: str
    call_title_en: str
    agency: str
    agency_en: str
    endorsements: int


@dataclass(frozen=True, slots=True)
class CallOption:
    """A call in a filter or a choice."""

    slug: str
    title: str
    title_en: str


def list_public_problems(
    work: Work, filters: ProblemFilters, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[ProblemRow]:
    """A page of public problems, the newest first. Two statements; rows read do not grow with the table."""
    position = read_cursor(cursor, (datetime, int))
    rows = work.session.execute(
        newest_first(_columns().where(*_wanted(filters)), position).limit(size + 1)
    ).all()
    items = [ProblemRow(**row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's public name for it)
    return page_of(
        items,
        size=size,
        key=lambda row: (row.posted_at, row.id),
        cursor=position,
        total=count_up_to(work, sa.select(Problem.id).join(ProblemCall).where(*_wanted(filters))),
    )


def call_options(work: Work, *, limit: int = 50) -> Sequence[CallOption]:
    """Calls that the public may know of, the newest first."""
    rows = work.session.execute(
        sa.select(ProblemCall.slug, ProblemCall.title, ProblemCall.title_en)
        .where(ProblemCall.state != CallState.DRAFT)
        .order_by(ProblemCall.opens_at.desc(), ProblemCall.id.desc())
        .limit(limit)
    )
    return [CallOption(row.slug, row.title, row.title_en) for row in rows]


def newest_first(query: sa.Select[*tuple[Any, ...]], position: Cursor | None) -> sa.Select[*tuple[Any, ...]]:
    """The query in the order of posting, newest first, from the cursor on in its direction."""
    order: tuple[sa.ColumnElement[Any], ...] = (Problem.posted_at.desc(), Problem.id.desc())
    if position is None:
        return query.order_by(*order)
    edge = sa.tuple_(sa.literal(position.key[0], UtcDateTime()), sa.literal(position.key[1], sa.BigInteger()))
    place = sa.tuple_(Problem.posted_at, Problem.id)
    if position.backwards:
        return query.where(place > edge).order_by(Problem.posted_at, Problem.id)
    return query.where(place < edge).order_by(*order)


def count_up_to(work: Work, query: sa.Select[*tuple[Any, ...]], limit: int = COUNT_LIMIT) -> int | None:
    """How many rows a query has, or None when there are more than `limit`."""
    counted = query.limit(limit + 1).subquery()
    count = work.session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
    return count if count <= limit else None


def _columns() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Problem.id,
            Problem.key,
            Problem.title,
            sa.func.substr(Problem.situation, 1, EXCERPT_SOURCE).label("excerpt"),
            Problem.field,
            Problem.state,
            Problem.posted_at,
            ProblemCall.title.label("call_title"),
            ProblemCall.title_en.label("call_title_en"),
            Agency.name.label("agency"),
            Agency.name_en.label("agency_en"),
            sa.func.coalesce(Tally.endorsements, 0).label("endorsements"),
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .join(Agency, Agency.id == ProblemCall.agency_id)
        .outerjoin(Tally, tallies_of_kind(PROBLEM_KIND, Problem.key))
    )


def _wanted(filters: ProblemFilters) -> list[sa.ColumnElement[bool]]:
    states: tuple[ProblemState, ...] = PUBLIC_PROBLEM_STATES
    if filters.state is not None:
        states = tuple(state for state in PUBLIC_PROBLEM_STATES if state is filters.state)
    wanted: list[sa.ColumnElement[bool]] = [Problem.state.in_(states)]
    if filters.call:
        wanted.append(ProblemCall.slug == filters.call)
    if filters.field is not None:
        wanted.append(Problem.field == filters.field)
    return wanted
