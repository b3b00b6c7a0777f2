"""The reviewer's desk: what is to be declared, what is to be reviewed, what is done, one problem at a time.

A reviewer never sees who wrote a problem, is never shown a problem of his or her own or one that he or she
stepped back from, and sees what other experts wrote only after having submitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.enums import Role
from webapp.core.attachments import AttachmentView, attachments_of
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    Permission,
    ProblemField,
    ProblemSource,
    ProblemState,
    ReviewState,
)
from webapp.problems.models import Problem, ProblemCall, ProblemReview, ReviewDeclaration
from webapp.problems.queries.reviews import ReviewLine, ReviewSummary, review_summary, reviews_of

MAX_ITEMS: Final = 1000
SUMMARY_LENGTH: Final = 200


class Standing(Enum):
    """How far an expert is with a problem."""

    UNDECLARED = "undeclared"
    WAITING = "waiting"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFLICTED = "conflicted"


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A problem under review, and how far this expert is with it."""

    key: str
    title: str
    summary: str
    field: ProblemField
    posted_at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class DeskCall:
    """A call whose problems the expert reviews; `conflicts` counts those that he or she stepped back from."""

    slug: str
    title: str
    title_en: str
    items: Sequence[DeskItem]
    conflicts: int

    @property
    def undeclared(self) -> Sequence[DeskItem]:
        """Problems of which nothing was said yet: these come first of all."""
        return [item for item in self.items if item.standing is Standing.UNDECLARED]

    @property
    def declared(self) -> Sequence[DeskItem]:
        """Problems that may be scored or were; what is to be done comes first."""
        order = [Standing.DRAFT, Standing.WAITING, Standing.SUBMITTED]
        items = [item for item in self.items if item.standing in order]
        return sorted(items, key=lambda item: order.index(item.standing))

    @property
    def done(self) -> int:
        """Problems whose review was submitted."""
        return sum(item.standing is Standing.SUBMITTED for item in self.items)

    @property
    def next_item(self) -> DeskItem | None:
        """The next problem to review."""
        return next((item for item in self.declared if item.standing is not Standing.SUBMITTED), None)


@dataclass(frozen=True, slots=True)
class OwnReview:
    """What the expert wrote already."""

    version: int
    state: ReviewState
    urgency: int | None
    importance: int | None
    solvability: int | None
    ripple: int | None
    difficulty: int | None
    comment: str
    saved_at: datetime

    @property
    def is_submitted(self) -> bool:
        """Whether it stands and counts."""
        return self.state is ReviewState.SUBMITTED


@dataclass(frozen=True, slots=True)
class ReviewSubject:
    """A problem as a reviewer reads it: the text without its author. A policy asks the rest."""

    id: int
    key: str
    title: str
    situation: str
    wished_change: str
    related_agency: str
    sufferers: str
    sufferer_count: str
    tried: str
    links: list[str]
    field: ProblemField
    source: ProblemSource
    state: ProblemState
    posted_at: datetime | None
    author_id: int
    call_id: int
    call_slug: str
    call_title: str
    call_title_en: str
    agency_id: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One problem with the expert's own review and, once that is submitted, what the others wrote."""

    problem: ReviewSubject
    files: Sequence[AttachmentView]
    own: OwnReview | None
    others: Sequence[ReviewLine]
    summary: ReviewSummary | None
    is_declared: bool


def review_desk(work: Work, actor: Actor, slug: str = "") -> Sequence[DeskCall]:
    """The expert's calls (or the one named) with every problem under review but their own. One statement."""
    own, said = _own_review(actor), _own_declaration(actor)
    query = (
        sa.select(
            ProblemCall.slug, ProblemCall.title.label("call_title"), ProblemCall.title_en,
            Problem.key, Problem.title, Problem.field, Problem.posted_at,
            sa.func.substr(Problem.situation, 1, SUMMARY_LENGTH).label("summary"),
            own.c.state, said.c.id.label("declaration_id"), said.c.conflict,
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .outerjoin(own, own.c.problem_id == Problem.id)
        .outerjoin(said, said.c.problem_id == Problem.id)
        .where(
            Problem.call_id.in_(actor.scopes_of(Role.REVIEWER)),
            Problem.state == ProblemState.UNDER_REVIEW,
            Problem.author_id != actor.account_id,
        )
        .order_by(ProblemCall.opens_at, ProblemCall.id, Problem.posted_at, Problem.id)
        .limit(MAX_ITEMS)
    )  # fmt: skip
    if slug:
        query = query.where(ProblemCall.slug == slug)
    calls: dict[str, list[Any]] = {}
    for row in work.session.execute(query):
        calls.setdefault(row.slug, []).append(row)
    return [_desk_call(slug, group) for slug, group in calls.items()]


def review_page(work: Work, key: str, actor: Actor) -> ReviewPage:
    """A problem for one of its experts; NotFound or NotPermitted otherwise. At most six statements.

    NotFound also for a problem that the expert stepped back from.
    """
    problem = review_subject(work, key, actor)
    conflict = work.session.execute(
        sa.select(ReviewDeclaration.conflict).where(
            ReviewDeclaration.problem_id == problem.id, ReviewDeclaration.reviewer_id == actor.account_id
        )
    ).first()
    if conflict is not None and conflict[0] is not None:
        raise _not_found()
    own = _read_own(work, problem.id, actor)
    is_done = own is not None and own.is_submitted
    return ReviewPage(
        problem=problem,
        files=attachments_of(work.session, "problems", problem.id),
        own=own,
        others=reviews_of(work, problem.id, but_of=actor.account_id) if is_done else (),
        summary=review_summary(work, problem.id) if is_done else None,
        is_declared=conflict is not None or own is not None,
    )


def review_subject(work: Work, key: str, actor: Actor) -> ReviewSubject:
    """The problem as its experts read it; NotFound or NotPermitted otherwise. One statement."""
    row = work.session.execute(
        sa.select(
            Problem.id, Problem.key, Problem.title, Problem.situation, Problem.wished_change,
            Problem.related_agency, Problem.sufferers, Problem.sufferer_count, Problem.tried, Problem.links,
            Problem.field, Problem.source, Problem.state, Problem.posted_at,
            Problem.author_id, Problem.call_id, ProblemCall.slug.label("call_slug"),
            ProblemCall.title.label("call_title"), ProblemCall.title_en.label("call_title_en"),
            ProblemCall.agency_id,
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(Problem.key == key, Problem.state.in_(PUBLIC_PROBLEM_STATES))
    ).first()  # fmt: skip
    if row is None:
        raise _not_found()
    problem = ReviewSubject(**row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for it)
    work.require(actor, Permission.REVIEW, problem)
    return problem


def next_to_review(work: Work, actor: Actor) -> str | None:
    """The key of the problem that the desk puts first, or None when all is done. One statement."""
    for call in review_desk(work, actor):
        if call.next_item is not None:
            return call.next_item.key
    return None


def _desk_call(slug: str, group: Sequence[Any]) -> DeskCall:
    items = [
        DeskItem(row.key, row.title, row.summary, row.field, row.posted_at, _standing(row)) for row in group
    ]
    on_desk = [item for item in items if item.standing is not Standing.CONFLICTED]
    first = group[0]
    return DeskCall(slug, first.call_title, first.title_en, on_desk, len(items) - len(on_desk))


def _standing(row: Any) -> Standing:
    if row.conflict is not None:
        return Standing.CONFLICTED
    if row.state is not None:
        return Standing.SUBMITTED if row.state is ReviewState.SUBMITTED else Standing.DRAFT
    return Standing.UNDECLARED if row.declaration_id is None else Standing.WAITING


def _own_review(actor: Actor) -> sa.Subquery:
    return (
        sa.select(ProblemReview.state, ProblemReview.problem_id)
        .where(ProblemReview.reviewer_id == actor.account_id)
        .subquery()
    )


def _own_declaration(actor: Actor) -> sa.Subquery:
    return (
        sa.select(ReviewDeclaration.id, ReviewDeclaration.problem_id, ReviewDeclaration.conflict)
        .where(ReviewDeclaration.reviewer_id == actor.account_id)
        .subquery()
    )


def _read_own(work: Work, problem_id: int, actor: Actor) -> OwnReview | None:
    row = work.session.execute(
        sa.select(
            ProblemReview.version, ProblemReview.state, ProblemReview.urgency, ProblemReview.importance,
            ProblemReview.solvability, ProblemReview.ripple, ProblemReview.difficulty,
            ProblemReview.comment, ProblemReview.saved_at,
        ).where(ProblemReview.problem_id == problem_id, ProblemReview.reviewer_id == actor.account_id)
    ).first()  # fmt: skip
    return None if row is None else OwnReview(*row)


def _not_found() -> NotFound:
    return NotFound(_("문제를 찾을 수 없습니다."))
