"""Tables of choosing: what a call's committee (운영위원회) may give, and what it decided in a meeting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.models import Base, Identified, JsonValue, Keyed, Versioned, one_of
from webapp.problems.enums import CommitteeState, DeclineReason, Outcome
from webapp.problems.models.posts import ProblemCall


class SelectionRules(Versioned, Identified, Base):
    """How a call chooses: reviews wanted per problem, and its grades, each with the prize's cap in won.

    `grades` is a list of `{"grade": "A", "cap_won": 50000000}`. A call without a row has the usual rules.
    """

    __tablename__ = "selection_rules"
    __table_args__ = (sa.CheckConstraint("reviews_wanted BETWEEN 1 AND 20", name="reviews_in_range"),)

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("problem_calls.id"), unique=True)
    reviews_wanted: Mapped[int] = mapped_column(sa.Integer)
    grades: Mapped[list[Any]] = mapped_column(JsonValue, default=list)


class CommitteeDecision(Keyed, Versioned, Base):
    """One meeting and the batch of problems it decides. Once confirmed nothing of it changes.

    `members` are the people present, one a line; `minutes` says what was resolved and why. `official` is who
    confirmed it, with department and job title as they were that day (정책실명제).
    """

    __tablename__ = "committee_decisions"
    __table_args__ = (
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL AND confirmed_by_id IS NOT NULL)",
            name="confirmed",
        ),
        sa.Index("ix_committee_decisions_call", "call_id", "state", "id"),
    )

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("problem_calls.id"))
    state: Mapped[CommitteeState] = mapped_column(
        one_of(CommitteeState, "state_known"), default=CommitteeState.DRAFT
    )
    title: Mapped[str] = mapped_column(sa.String(150))
    held_on: Mapped[date] = mapped_column(sa.Date)
    members: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    minutes: Mapped[str] = mapped_column(sa.Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column()
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column()
    official: Mapped[dict[str, Any]] = mapped_column(default=dict)
    call: Mapped[ProblemCall] = relationship(lazy="raise_on_sql")

    @property
    def agency_id(self) -> int:
        """The agency whose call this is; the call must be loaded."""
        return self.call.agency_id


class CommitteeItem(Identified, Base):
    """What a meeting decides of one problem: selected with a grade and its cap, or declined and why."""

    __tablename__ = "committee_items"
    __table_args__ = (
        sa.UniqueConstraint("decision_id", "problem_id"),
        sa.CheckConstraint("(grade IS NULL) = (cap_won IS NULL)", name="grade_with_cap"),
        sa.CheckConstraint("grade IS NULL OR outcome = 'selected'", name="grade_of_selected"),
        sa.CheckConstraint("decline_reason IS NULL OR outcome = 'declined'", name="why_declined"),
        sa.CheckConstraint("cap_won > 0", name="cap_positive"),
    )

    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_decisions.id"))
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome_known"))
    grade: Mapped[str | None] = mapped_column(sa.String(8))
    cap_won: Mapped[int | None] = mapped_column()
    decline_reason: Mapped[DeclineReason | None] = mapped_column(
        one_of(DeclineReason, "decline_reason_known")
    )
    reason: Mapped[str] = mapped_column(sa.Text, default="")
