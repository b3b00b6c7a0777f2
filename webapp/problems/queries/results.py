"""How the expert review of a call goes, for its officials: each expert's progress, each problem's scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import Permission, ProblemState, ReviewState
from webapp.problems.models import (
    Problem,
    ProblemCall,
    ProblemReview,
    ReviewDeclaration,
    SelectionRules,
)
from webapp.problems.queries.people import reviewers_of
from webapp.problems.queries.reviews import ReviewSummary, is_counted, summary_columns, summary_of

#: Problems in these states were or are before the experts; a merged one is reviewed with its target.
REVIEWED_STATES: Final = (ProblemState.UNDER_REVIEW, ProblemState.SELECTED, ProblemState.DECLINED)
#: How many reviews a problem should have where the call says nothing else.
REVIEWS_WANTED: Final = 3
MOST: Final = 500
#: More dots than these cannot be told apart.
MOST_POINTS: Final = 60


@dataclass(frozen=True, slots=True)
class ReviewedProblem:
    """A problem in the table of results; `number` is its place and its mark in the chart."""

    number: int
    key: str
    title: str
    state: ProblemState
    summary: ReviewSummary | None
    conflicts: int
    wanted: int

    @property
    def missing(self) -> int:
        """How many reviews it lacks of those that the call asks for."""
        return max(0, self.wanted - self.count)

    @property
    def count(self) -> int:
        """How many submitted reviews it has."""
        return self.summary.count if self.summary else 0


@dataclass(frozen=True, slots=True)
class ReviewerProgress:
    """How far one expert is with the problems under review; `total` leaves out his or her own."""

    name: str
    total: int
    undeclared: int
    conflicts: int
    drafts: int
    submitted: int

    @property
    def due(self) -> int:
        """Problems that the expert is to score."""
        return self.total - self.conflicts


@dataclass(frozen=True, slots=True)
class ReviewToReopen:
    """A submitted review before it goes back to its expert; a policy asks the numbers."""

    key: str
    problem_key: str
    title: str
    author_id: int
    call_id: int
    agency_id: int
    reviewer: str


@dataclass(frozen=True, slots=True)
class ReviewResults:
    """The review of a call: its problems, the best first, and its experts by name."""

    problems: Sequence[ReviewedProblem]
    reviewers: Sequence[ReviewerProgress]

    @property
    def due(self) -> int:
        """Reviews that are asked for."""
        return sum(one.due for one in self.reviewers)

    @property
    def submitted(self) -> int:
        """Reviews that were submitted."""
        return sum(one.submitted for one in self.reviewers)

    @property
    def short(self) -> Sequence[ReviewedProblem]:
        """Problems with fewer reviews than asked for."""
        return [one for one in self.problems if one.missing]

    @property
    def points(self) -> Sequence[tuple[str, str, Decimal, Decimal]]:
        """The chart: number, title, 시급성, 중요도; only what has a review."""
        return [
            (str(one.number), one.title, one.summary.urgency, one.summary.importance)
            for one in self.problems[:MOST_POINTS]
            if one.summary
        ]


def overall_by_problem(work: Work, call_id: int) -> dict[int, tuple[Decimal, int]]:
    """The overall average and the number of reviews of each problem of a call. One statement."""
    rows = work.session.execute(
        sa.select(ProblemReview.problem_id, *summary_columns())
        .join(Problem, Problem.id == ProblemReview.problem_id)
        .where(Problem.call_id == call_id, is_counted())
        .group_by(ProblemReview.problem_id)
    )
    summaries = ((row.problem_id, summary_of(row)) for row in rows)
    return {key: (summary.overall, summary.count) for key, summary in summaries if summary}


def review_results(work: Work, call_id: int) -> ReviewResults:
    """Everything of a call's review. Six statements, whatever its size."""
    query = sa.select(SelectionRules.reviews_wanted).where(SelectionRules.call_id == call_id)
    wanted = work.session.scalar(query) or REVIEWS_WANTED
    problems = _problems(work, call_id, wanted)
    return ReviewResults(problems, _progress(work, call_id))


def _problems(work: Work, call_id: int, wanted: int) -> Sequence[ReviewedProblem]:
    reviews = (
        sa.select(ProblemReview.problem_id, *summary_columns())
        .where(is_counted())
        .group_by(ProblemReview.problem_id)
        .subquery()
    )
    conflicts = (
        sa.select(ReviewDeclaration.problem_id, sa.func.count().label("conflicts"))
        .where(ReviewDeclaration.conflict.is_not(None))
        .group_by(ReviewDeclaration.problem_id)
        .subquery()
    )
    rows = work.session.execute(
        sa.select(
            Problem.id, Problem.key, Problem.title, Problem.state,
            sa.func.coalesce(conflicts.c.conflicts, 0).label("conflicts"),
            *(column for column in reviews.c if column.name != "problem_id"),
        )
        .outerjoin(reviews, reviews.c.problem_id == Problem.id)
        .outerjoin(conflicts, conflicts.c.problem_id == Problem.id)
        .where(Problem.call_id == call_id, Problem.state.in_(REVIEWED_STATES))
        .order_by(Problem.id)
        .limit(MOST)
    )  # fmt: skip
    found = [(row, summary_of(row)) for row in rows]
    found.sort(key=lambda pair: (-_score(pair[0]), pair[0].id))
    return [
        ReviewedProblem(number, row.key, row.title, row.state, summary, int(row.conflicts), wanted)
        for number, (row, summary) in enumerate(found, start=1)
    ]


def _score(row: Any) -> Decimal:
    """The exact mean to order by: rounded ones would tie where they do not."""
    return Decimal(int(row.twelfths)) / int(row.reviews) if row.reviews else Decimal(-1)


def _progress(work: Work, call_id: int) -> Sequence[ReviewerProgress]:
    of_call = sa.and_(Problem.call_id == call_id, Problem.state.in_(REVIEWED_STATES))
    authors = Counter(work.session.scalars(sa.select(Problem.author_id).where(of_call)))
    reviews: dict[tuple[int, ReviewState], int] = {
        (row.reviewer_id, row.state): row.reviews
        for row in work.session.execute(
            sa.select(ProblemReview.reviewer_id, ProblemReview.state, sa.func.count().label("reviews"))
            .join(Problem, Problem.id == ProblemReview.problem_id)
            .where(of_call)
            .group_by(ProblemReview.reviewer_id, ProblemReview.state)
        )
    }
    said = {
        row.reviewer_id: (int(row.declared), int(row.conflicts))
        for row in work.session.execute(
            sa.select(
                ReviewDeclaration.reviewer_id,
                sa.func.count().label("declared"),
                sa.func.count(ReviewDeclaration.conflict).label("conflicts"),
            )
            .join(Problem, Problem.id == ReviewDeclaration.problem_id)
            .where(of_call)
            .group_by(ReviewDeclaration.reviewer_id)
        )
    }
    progress = []
    for reader in reviewers_of(work, call_id):
        total = authors.total() - authors[reader.account_id]
        declared, conflicts = said.get(reader.account_id, (0, 0))
        drafts = reviews.get((reader.account_id, ReviewState.DRAFT), 0)
        submitted = reviews.get((reader.account_id, ReviewState.SUBMITTED), 0)
        progress.append(ReviewerProgress(reader.name, total, total - declared, conflicts, drafts, submitted))
    return progress


def review_to_reopen(work: Work, key: str, actor: Actor) -> ReviewToReopen:
    """A review that an official may hand back; NotFound or NotPermitted otherwise. One statement."""
    row = work.session.execute(
        sa.select(
            ProblemReview.key, Problem.key.label("problem_key"), Problem.title, Problem.author_id,
            Problem.call_id, ProblemCall.agency_id, Account.name.label("reviewer"),
        )
        .join(Problem, Problem.id == ProblemReview.problem_id)
        .join(ProblemCall, ProblemCall.id == Problem.call_id)
        .join(Account, Account.id == ProblemReview.reviewer_id)
        .where(ProblemReview.key == key, ProblemReview.submitted_at.is_not(None))
    ).first()  # fmt: skip
    if row is None:
        raise NotFound(_("검토를 찾을 수 없습니다."))
    review = ReviewToReopen(**row._mapping)  # noqa: SLF001  (SQLAlchemy's public name for it)
    work.require(actor, Permission.REVIEW_REOPEN, review)
    return review


def excluded_reviews(work: Work, problem_id: int) -> Sequence[tuple[str, str]]:
    """Who stepped back from a problem and on which ground, for the record of its officials."""
    rows = work.session.execute(
        sa.select(Account.name, ReviewDeclaration.conflict)
        .join(Account, Account.id == ReviewDeclaration.reviewer_id)
        .where(ReviewDeclaration.problem_id == problem_id, ReviewDeclaration.conflict.is_not(None))
        .order_by(ReviewDeclaration.id)
    )
    return [(row.name, row.conflict.label) for row in rows]
