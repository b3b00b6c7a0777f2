"""Tables of selection: what experts say of a problem. Calls and posts stand in `posts`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.models import Base, Identified, Versioned


class ProblemReview(Versioned, Identified, Base):
    """An expert's scores of one problem, 1 to 5 each: 시급성, 중요도, 해결 가능성."""

    __tablename__ = "problem_reviews"
    __table_args__ = (
        sa.UniqueConstraint("problem_id", "reviewer_id"),
        sa.CheckConstraint(
            "urgency BETWEEN 1 AND 5 AND importance BETWEEN 1 AND 5 AND solvability BETWEEN 1 AND 5",
            name="points_in_range",
        ),
    )

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"))
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    urgency: Mapped[int] = mapped_column(sa.Integer)
    importance: Mapped[int] = mapped_column(sa.Integer)
    solvability: Mapped[int] = mapped_column(sa.Integer)
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    submitted_at: Mapped[datetime] = mapped_column()
