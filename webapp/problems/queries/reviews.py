"""What the experts' reviews of a problem say together: averages, how far apart they lie, how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.work import Work
from webapp.problems.models import ProblemReview

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """Averages over all reviews, 1 to 5, rounded half up to hundredths.

    `lowest` and `highest` are the averages of the strictest and the mildest expert over the three scales.
    """

    count: int
    urgency: Decimal
    importance: Decimal
    solvability: Decimal
    overall: Decimal
    lowest: Decimal
    highest: Decimal

    @property
    def spread(self) -> Decimal:
        """How far the experts lie apart; 2 or more deserves a look at the comments."""
        return self.highest - self.lowest

    @property
    def is_wide(self) -> bool:
        """Whether the experts disagree by two points or more."""
        return self.spread >= 2


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One expert's review."""

    reviewer: str
    urgency: int
    importance: int
    solvability: int
    comment: str
    submitted_at: datetime

    @property
    def overall(self) -> Decimal:
        """The average over the three scales."""
        return _share(self.urgency + self.importance + self.solvability, 3)


def summary_columns() -> tuple[sa.Label[Any], ...]:
    """Sums of reviews, to be grouped by problem and read by `summary_of`."""
    total = ProblemReview.urgency + ProblemReview.importance + ProblemReview.solvability
    return (
        sa.func.count(ProblemReview.id).label("reviews"),
        sa.func.sum(ProblemReview.urgency).label("urgency"),
        sa.func.sum(ProblemReview.importance).label("importance"),
        sa.func.sum(ProblemReview.solvability).label("solvability"),
        sa.func.min(total).label("lowest"),
        sa.func.max(total).label("highest"),
    )


def summary_of(row: Any) -> ReviewSummary | None:
    """The summary from a row with `summary_columns`; None without a review."""
    if not row.reviews:
        return None
    count, urgency, importance, solvability = (
        int(row.reviews), int(row.urgency), int(row.importance), int(row.solvability),
    )  # fmt: skip
    return ReviewSummary(
        count=count,
        urgency=_share(urgency, count),
        importance=_share(importance, count),
        solvability=_share(solvability, count),
        overall=_share(urgency + importance + solvability, 3 * count),
        lowest=_share(int(row.lowest), 3),
        highest=_share(int(row.highest), 3),
    )


def review_summary(work: Work, problem_id: int) -> ReviewSummary | None:
    """The summary of one problem's reviews. One statement."""
    row = work.session.execute(
        sa.select(*summary_columns()).where(ProblemReview.problem_id == problem_id)
    ).one()
    return summary_of(row)


def reviews_of(work: Work, problem_id: int, *, but_of: int | None = None) -> Sequence[ReviewLine]:
    """Every review of a problem with its expert's name, in the order of writing. For officials.

    `but_of`: an account whose own review is left out.
    """
    query = (
        sa.select(
            Account.name.label("reviewer"),
            ProblemReview.urgency,
            ProblemReview.importance,
            ProblemReview.solvability,
            ProblemReview.comment,
            ProblemReview.submitted_at,
        )
        .join(Account, Account.id == ProblemReview.reviewer_id)
        .where(ProblemReview.problem_id == problem_id)
        .order_by(ProblemReview.id)
    )
    if but_of is not None:
        query = query.where(ProblemReview.reviewer_id != but_of)
    return [ReviewLine(*row) for row in work.session.execute(query)]


def _share(total: int, parts: int) -> Decimal:
    return (Decimal(total) / parts).quantize(HUNDREDTH, ROUND_HALF_UP)
