"""The reviewer's desk: what is to be reviewed, what is done, and one problem at a time.

A reviewer never sees who wrote a problem, is never shown a problem of his or her own, and sees what other
experts wrote only after having written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
)
from webapp.problems.models import Problem, ProblemCall, ProblemReview
from webapp.problems.queries.reviews import ReviewLine, ReviewSummary, review_summary, reviews_of

MAX_ITEMS: Final = 1000


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A problem under review, and whether this expert has reviewed it."""

    key: str
    title: str
    field: ProblemField
    posted_at: datetime
    is_done: bool


@dataclass(frozen=True, slots=True)
class DeskCall:
    """A call whose problems the expert reviews; what is to be done comes first."""

    slug: str
    title: str
    title_en: str
    items: Sequence[DeskItem]

    @property
    def done(self) -> int:
        """Problems that are reviewed."""
        return sum(item.is_done for item in self.items)

    @property
    def next_item(self) -> DeskItem | None:
        """The next problem to review."""
        return next((item for item in self.items if not item.is_done), None)


@dataclass(frozen=True, slots=True)
class OwnReview:
    """What the expert wrote already."""

    version: int
    urgency: int
    importance: int
    solvability: int
    comment: str
    submitted_at: datetime


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
    call_title: str
    call_title_en: str
    agency_id: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One problem with the expert's own review and, once that is written, what the others wrote."""

    problem: ReviewSubject
    files: Sequence[AttachmentView]
    own: OwnReview | None
    others: Sequence[ReviewLine]
    summary: ReviewSummary | None


def review_desk(work: Work, actor: Actor) -> Sequence[DeskCall]:
    """The expert's calls with every problem under review but their own. One statement."""
    own = _own_review(actor)
    rows = work.session.execute(
        sa.select(
            ProblemCall.slug, ProblemCall.title.label("call_title"), ProblemCall.title_en,
            Problem.key, Problem.title, Problem.field, Problem.posted_at,
            own.c.id.is_not(None).label("is_done"),
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .outerjoin(own, own.c.problem_id == Problem.id)
        .where(
            Problem.call_id.in_(actor.scopes_of(Role.REVIEWER)),
            Problem.state == ProblemState.UNDER_REVIEW,
            Problem.author_id != actor.account_id,
        )
        .order_by(ProblemCall.opens_at, ProblemCall.id, own.c.id.is_not(None), Problem.posted_at, Problem.id)
        .limit(MAX_ITEMS)
    ).all()  # fmt: skip
    calls: dict[str, list[Any]] = {}
    for row in rows:
        calls.setdefault(row.slug, []).append(row)
    return [
        DeskCall(
            slug,
            group[0].call_title,
            group[0].title_en,
            [DeskItem(r.key, r.title, r.field, r.posted_at, bool(r.is_done)) for r in group],
        )
        for slug, group in calls.items()
    ]


def review_page(work: Work, key: str, actor: Actor) -> ReviewPage:
    """A problem for one of its experts; NotFound or NotPermitted otherwise. At most five statements."""
    row = work.session.execute(
        sa.select(
            Problem.id, Problem.key, Problem.title, Problem.situation, Problem.wished_change,
            Problem.related_agency, Problem.sufferers, Problem.sufferer_count, Problem.tried, Problem.links,
            Problem.field, Problem.source, Problem.state, Problem.posted_at,
            Problem.author_id, Problem.call_id, ProblemCall.title.label("call_title"),
            ProblemCall.title_en.label("call_title_en"), ProblemCall.agency_id,
        )
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .where(Problem.key == key, Problem.state.in_(PUBLIC_PROBLEM_STATES))
    ).first()  # fmt: skip
    if row is None:
        raise NotFound(_("문제를 찾을 수 없습니다."))
    problem = ReviewSubject(**row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for it)
    work.require(actor, Permission.REVIEW, problem)
    own = _read_own(work, problem.id, actor)
    return ReviewPage(
        problem=problem,
        files=attachments_of(work.session, "problems", problem.id),
        own=own,
        others=reviews_of(work, problem.id, but_of=actor.account_id) if own else (),
        summary=review_summary(work, problem.id) if own else None,
    )


def next_to_review(work: Work, actor: Actor) -> str | None:
    """The key of the problem that the desk puts first, or None when all is done. One statement."""
    for call in review_desk(work, actor):
        if call.next_item is not None:
            return call.next_item.key
    return None


def _own_review(actor: Actor) -> sa.Subquery:
    return (
        sa.select(ProblemReview.id, ProblemReview.problem_id)
        .where(ProblemReview.reviewer_id == actor.account_id)
        .subquery()
    )


def _read_own(work: Work, problem_id: int, actor: Actor) -> OwnReview | None:
    row = work.session.execute(
        sa.select(
            ProblemReview.version, ProblemReview.urgency, ProblemReview.importance,
            ProblemReview.solvability, ProblemReview.comment, ProblemReview.submitted_at,
        ).where(ProblemReview.problem_id == problem_id, ProblemReview.reviewer_id == actor.account_id)
    ).first()  # fmt: skip
    return None if row is None else OwnReview(*row)
