"""The official's desk for problems: lists by call and state with the experts' averages, one problem in full.

Only of the agencies that the caller names, and never a draft.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from webapp.core.models import UtcDateTime
from webapp.core.pagination import Cursor, Page, page_of, read_cursor
from webapp.core.policy import Actor
from webapp.core.search import bigrams
from webapp.core.work import Work
from webapp.problems.enums import (
    UNDECIDED_PROBLEM_STATES,
    Permission,
    ProblemField,
    ProblemSource,
    ProblemState,
    ReceivedAs,
)
from webapp.problems.models import Problem, ProblemCall, ProblemReview
from webapp.problems.queries.detail import ProblemPage, problem_page
from webapp.problems.queries.listing import count_up_to
from webapp.problems.queries.people import reviewers_of
from webapp.problems.queries.receiving import Reception, reception_of
from webapp.problems.queries.results import excluded_reviews
from webapp.problems.queries.reviews import (
    ReviewLine,
    ReviewSummary,
    is_counted,
    review_summary,
    reviews_of,
    summary_columns,
    summary_of,
)

PAGE_SIZE: Final = 30
CANDIDATES: Final = 300


class OfficeOrder(StrEnum):
    """How the official's list is ordered."""

    NEWEST = "newest"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class OfficeFilters:
    """What the official asked for."""

    call: str = ""
    state: ProblemState | None = None
    order: OfficeOrder = OfficeOrder.NEWEST


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A problem in the official's list."""

    id: int
    key: str
    title: str
    state: ProblemState
    field: ProblemField
    source: ProblemSource
    received_as: ReceivedAs
    on_behalf_of: str
    posted_at: datetime
    call_title: str
    call_title_en: str
    summary: ReviewSummary | None
    score: int


@dataclass(frozen=True, slots=True)
class OfficeProblem:
    """A problem in full, with every review, who stepped back and why, and how many experts there are."""

    page: ProblemPage
    summary: ReviewSummary | None
    reviews: Sequence[ReviewLine]
    conflicts: Sequence[tuple[str, str]]
    reviewers: int
    similar: Sequence[MergeCandidate]
    reception: Reception | None


@dataclass(frozen=True, slots=True)
class MergeCandidate:
    """A problem that another could be merged into; `shared` of its word pairs are the same, 0 to 100."""

    key: str
    title: str
    state: ProblemState
    shared: int


def office_problems(
    work: Work, agency_ids: Collection[int], filters: OfficeFilters, cursor: str | None = None
) -> Page[OfficeRow]:
    """A page of the agencies' problems with their averages. Two statements."""
    by_score = filters.order is OfficeOrder.SCORE
    position = read_cursor(cursor, (int, int) if by_score else (datetime, int))
    reviews = (
        sa.select(ProblemReview.problem_id, *summary_columns())
        .where(is_counted())
        .group_by(ProblemReview.problem_id)
        .subquery()
    )
    # Thousandths of the averages' twelfths, as an integer: the same on every database, fit for a cursor.
    score = sa.func.coalesce(sa.cast(reviews.c.twelfths * 1000 / reviews.c.reviews, sa.BigInteger()), 0)
    query = (
        sa.select(
            Problem.id, Problem.key, Problem.title, Problem.state, Problem.field, Problem.source,
            Problem.received_as, Problem.on_behalf_of, Problem.posted_at,
            ProblemCall.title.label("call_title"),
            ProblemCall.title_en.label("call_title_en"), score.label("score"),
            *(column for column in reviews.c if column.name != "problem_id"),
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .outerjoin(reviews, reviews.c.problem_id == Problem.id)
        .where(*_wanted(agency_ids, filters))
    )  # fmt: skip
    first = score if by_score else sa.type_coerce(Problem.posted_at, UtcDateTime())
    rows = work.session.execute(_ordered(query, first, position, by_score=by_score).limit(PAGE_SIZE + 1))
    return page_of(
        [_row(row) for row in rows],
        size=PAGE_SIZE,
        key=(lambda row: (row.score, row.id)) if by_score else (lambda row: (row.posted_at, row.id)),
        cursor=position,
        total=count_up_to(work, sa.select(Problem.id).join(ProblemCall).where(*_wanted(agency_ids, filters))),
    )


def office_problem(work: Work, key: str, actor: Actor) -> OfficeProblem:
    """One problem with every review, for an official of its agency; NotFound or NotPermitted otherwise."""
    page = problem_page(work, key, actor)
    work.require(actor, Permission.REVIEWS_VIEW, page.problem)
    is_open = page.problem.state in UNDECIDED_PROBLEM_STATES
    return OfficeProblem(
        page=page,
        summary=page.summary or review_summary(work, page.problem.id),
        reviews=reviews_of(work, page.problem.id, with_excluded=True),
        conflicts=excluded_reviews(work, page.problem.id),
        reviewers=len(reviewers_of(work, page.problem.call_id)),
        similar=[one for one in merge_candidates(work, key) if one.shared >= 30][:5] if is_open else (),
        reception=reception_of(work, page.problem.id) if page.problem.is_received else None,
    )


def merge_candidates(work: Work, key: str) -> Sequence[MergeCandidate]:
    """Problems of the same agency that this one could be merged into, the most alike first. Two statements.

    Alike is the share of syllable pairs of title and text that both have (Jaccard).
    """
    own = work.session.execute(
        sa.select(Problem.id, Problem.title, Problem.situation, ProblemCall.agency_id)
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(Problem.key == key)
    ).one()
    rows = work.session.execute(
        sa.select(
            Problem.key,
            Problem.title,
            Problem.state,
            sa.func.substr(Problem.situation, 1, 1000).label("text"),
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(
            ProblemCall.agency_id == own.agency_id,
            Problem.id != own.id,
            Problem.state.in_((*UNDECIDED_PROBLEM_STATES, ProblemState.SELECTED)),
        )
        .order_by(Problem.posted_at.desc(), Problem.id.desc())
        .limit(CANDIDATES)
    )
    words = bigrams(f"{own.title} {own.situation[:1000]}")
    candidates = [
        MergeCandidate(row.key, row.title, row.state, _shared(words, bigrams(f"{row.title} {row.text}")))
        for row in rows
    ]
    return sorted(candidates, key=lambda one: -one.shared)


def _shared(first: frozenset[str], second: frozenset[str]) -> int:
    union = len(first | second)
    return len(first & second) * 100 // union if union else 0


def _wanted(agency_ids: Collection[int], filters: OfficeFilters) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = [
        ProblemCall.agency_id.in_(agency_ids),
        Problem.posted_at.is_not(None),
    ]
    if filters.call:
        wanted.append(ProblemCall.slug == filters.call)
    if filters.state is not None:
        wanted.append(Problem.state == filters.state)
    return wanted


def _ordered(
    query: sa.Select[*tuple[Any, ...]],
    first: sa.ColumnElement[Any],
    position: Cursor | None,
    *,
    by_score: bool,
) -> sa.Select[*tuple[Any, ...]]:
    down = (first.desc(), Problem.id.desc())
    if position is None:
        return query.order_by(*down)
    kind: sa.types.TypeEngine[Any] = sa.BigInteger() if by_score else UtcDateTime()
    edge = sa.tuple_(sa.literal(position.key[0], kind), sa.literal(position.key[1], sa.BigInteger()))
    place = sa.tuple_(first, Problem.id)
    if position.backwards:
        return query.where(place > edge).order_by(first, Problem.id)
    return query.where(place < edge).order_by(*down)


def _row(row: Any) -> OfficeRow:
    return OfficeRow(
        id=row.id,
        key=row.key,
        title=row.title,
        state=row.state,
        field=row.field,
        source=row.source,
        received_as=row.received_as,
        on_behalf_of=row.on_behalf_of,
        posted_at=row.posted_at,
        call_title=row.call_title,
        call_title_en=row.call_title_en,
        summary=summary_of(row),
        score=int(row.score),
    )
