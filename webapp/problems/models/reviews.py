"""Tables of expert review: what an expert declares, and what he or she says of a problem.

Calls and posts stand in `posts`.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.enums import ConflictKind
from webapp.accounts.models import Account
from webapp.core.models import Base, Identified, Keyed, Versioned, one_of
from webapp.problems.enums import ReviewState
from webapp.problems.models.posts import Problem


class ProblemReview(Keyed, Versioned, Base):
    """An expert's scores of one problem, 1 to 5 each.

    시급성, 중요도, 해결 가능성, 파급력 speak for selection; 난이도 says how much a solution asks for.
    What is not scored yet is null. In reviews from before 파급력 and 난이도 were asked for, they stay null.
    """

    __tablename__ = "problem_reviews"
    __table_args__ = (
        sa.UniqueConstraint("problem_id", "reviewer_id"),
        sa.CheckConstraint(
            "urgency BETWEEN 1 AND 5 AND importance BETWEEN 1 AND 5 AND solvability BETWEEN 1 AND 5"
            " AND ripple BETWEEN 1 AND 5 AND difficulty BETWEEN 1 AND 5",
            name="points_in_range",
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR (submitted_at IS NOT NULL AND urgency IS NOT NULL"
            " AND importance IS NOT NULL AND solvability IS NOT NULL)",
            name="submitted",
        ),
    )

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"))
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    state: Mapped[ReviewState] = mapped_column(one_of(ReviewState, "state_known"), default=ReviewState.DRAFT)
    urgency: Mapped[int | None] = mapped_column(sa.Integer)
    importance: Mapped[int | None] = mapped_column(sa.Integer)
    solvability: Mapped[int | None] = mapped_column(sa.Integer)
    ripple: Mapped[int | None] = mapped_column(sa.Integer)
    difficulty: Mapped[int | None] = mapped_column(sa.Integer)
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime] = mapped_column()
    submitted_at: Mapped[datetime | None] = mapped_column()
    problem: Mapped[Problem] = relationship(lazy="raise_on_sql")
    reviewer: Mapped[Account] = relationship(lazy="raise_on_sql")

    @property
    def author_id(self) -> int:
        """Who wrote the problem; the problem must be loaded."""
        return self.problem.author_id

    @property
    def call_id(self) -> int:
        """The call of the problem, which must be loaded."""
        return self.problem.call_id

    @property
    def agency_id(self) -> int:
        """The agency whose call it is; problem and call must be loaded."""
        return self.problem.agency_id


class ReviewDeclaration(Identified, Base):
    """What an expert said of a problem before scoring it: no conflict of interest (null), or which kind."""

    __tablename__ = "review_declarations"
    __table_args__ = (
        sa.UniqueConstraint("problem_id", "reviewer_id"),
        sa.CheckConstraint("conflict IS NULL OR note <> ''", name="conflict_told"),
    )

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"))
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    conflict: Mapped[ConflictKind | None] = mapped_column(one_of(ConflictKind, "conflict_known"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    declared_at: Mapped[datetime] = mapped_column()
