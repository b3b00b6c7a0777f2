"""What the experts' reviews of a problem say together: averages, how far apart they lie, how many.

Only submitted reviews count: drafts, and reviews of experts who stepped back, are part of no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import sqlalchemy as sa

from webapp.accounts.models import Account
from webapp.core.work import Work
from webapp.problems.enums import ReviewState
from webapp.problems.models import ProblemReview

HUNDREDTH: Final = Decimal("0.01")
#: The average of one review is kept as twelfths, so that the database sums whole numbers.
PARTS: Final = 12


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """Averages over all submitted reviews, 1 to 5, rounded half up to hundredths.

    `overall` is the mean of 시급성, 중요도, 해결 가능성 and 파급력: what speaks for selecting; 난이도 is no
    part of it.
    `lowest` and `highest` are the averages of the strictest and the mildest expert, `deviation` the standard
    deviation of the experts' averages around their mean (over all of them, not a sample). `ripple` and
    `difficulty` are None when no review has them.
    """

    count: int
    urgency: Decimal
    importance: Decimal
    solvability: Decimal
    ripple: Decimal | None
    difficulty: Decimal | None
    overall: Decimal
    lowest: Decimal
    highest: Decimal
    deviation: Decimal

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
    """One expert's review that was submitted; `is_excluded` when the expert stepped back afterwards."""

    key: str
    reviewer: str
    urgency: int
    importance: int
    solvability: int
    ripple: int | None
    difficulty: int | None
    comment: str
    submitted_at: datetime
    is_excluded: bool

    @property
    def overall(self) -> Decimal:
        """The average over the scales that speak for selecting."""
        points = [self.urgency, self.importance, self.solvability]
        points += [] if self.ripple is None else [self.ripple]
        return share(sum(points), len(points))


def is_counted() -> sa.ColumnElement[bool]:
    """What makes a review part of the figures."""
    return ProblemReview.state == ReviewState.SUBMITTED


def summary_columns() -> tuple[sa.Label[Any], ...]:
    """Sums of reviews, to be grouped by problem and read by `summary_of`; with `is_counted` in the WHERE."""
    three = ProblemReview.urgency + ProblemReview.importance + ProblemReview.solvability
    # A review from before 파급력 was asked for has three scales; both become twelfths.
    twelfths = sa.case(
        (ProblemReview.ripple.is_(None), three * (PARTS // 3)),
        else_=(three + ProblemReview.ripple) * (PARTS // 4),
    )
    return (
        sa.func.count(ProblemReview.id).label("reviews"),
        sa.func.sum(ProblemReview.urgency).label("urgency"),
        sa.func.sum(ProblemReview.importance).label("importance"),
        sa.func.sum(ProblemReview.solvability).label("solvability"),
        sa.func.sum(ProblemReview.ripple).label("ripple"),
        sa.func.count(ProblemReview.ripple).label("ripples"),
        sa.func.sum(ProblemReview.difficulty).label("difficulty"),
        sa.func.count(ProblemReview.difficulty).label("difficulties"),
        sa.func.sum(twelfths).label("twelfths"),
        sa.func.sum(twelfths * twelfths).label("squares"),
        sa.func.min(twelfths).label("lowest"),
        sa.func.max(twelfths).label("highest"),
    )


def summary_of(row: Any) -> ReviewSummary | None:
    """The summary from a row with `summary_columns`; None without a review."""
    if not row.reviews:
        return None
    count, total = int(row.reviews), int(row.twelfths)
    return ReviewSummary(
        count=count,
        urgency=share(int(row.urgency), count),
        importance=share(int(row.importance), count),
        solvability=share(int(row.solvability), count),
        ripple=share(int(row.ripple), row.ripples) if row.ripples else None,
        difficulty=share(int(row.difficulty), row.difficulties) if row.difficulties else None,
        overall=share(total, PARTS * count),
        lowest=share(int(row.lowest), PARTS),
        highest=share(int(row.highest), PARTS),
        deviation=deviation(count, total, int(row.squares)),
    )


def deviation(count: int, total: int, squares: int) -> Decimal:
    """The standard deviation of `count` values from their sum and the sum of their squares, in twelfths."""
    root = Decimal(count * squares - total * total).sqrt()
    return (root / (count * PARTS)).quantize(HUNDREDTH, ROUND_HALF_UP)


def review_summary(work: Work, problem_id: int) -> ReviewSummary | None:
    """The summary of one problem's reviews. One statement."""
    row = work.session.execute(
        sa.select(*summary_columns()).where(ProblemReview.problem_id == problem_id, is_counted())
    ).one()
    return summary_of(row)


def reviews_of(
    work: Work, problem_id: int, *, but_of: int | None = None, with_excluded: bool = False
) -> Sequence[ReviewLine]:
    """The submitted reviews of a problem with their experts' names, in the order of writing.

    `but_of`: an account whose own review is left out. `with_excluded`: for officials, also reviews whose
    expert stepped back after having submitted them.
    """
    query = (
        sa.select(
            ProblemReview.key, Account.name.label("reviewer"), ProblemReview.urgency,
            ProblemReview.importance, ProblemReview.solvability, ProblemReview.ripple,
            ProblemReview.difficulty, ProblemReview.comment, ProblemReview.submitted_at,
            (ProblemReview.state == ReviewState.EXCLUDED).label("is_excluded"),
        )
        .join(Account, Account.id == ProblemReview.reviewer_id)
        .where(ProblemReview.problem_id == problem_id)
        .order_by(ProblemReview.id)
    )  # fmt: skip
    if with_excluded:
        told = sa.and_(ProblemReview.state == ReviewState.EXCLUDED, ProblemReview.submitted_at.is_not(None))
        query = query.where(sa.or_(is_counted(), told))
    else:
        query = query.where(is_counted())
    if but_of is not None:
        query = query.where(ProblemReview.reviewer_id != but_of)
    rows = work.session.execute(query)
    return [ReviewLine(**row._mapping) for row in rows]  # noqa: SLF001  (SQLAlchemy's public name for it)


def share(total: int, parts: int) -> Decimal:
    """A share of whole numbers, rounded half up to hundredths."""
    return (Decimal(total) / parts).quantize(HUNDREDTH, ROUND_HALF_UP)
