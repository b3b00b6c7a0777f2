"""Tables of judging: rounds, seats, assignments, score sheets and their seals, frozen results."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.enums import ConflictKind
from webapp.accounts.models import Account, Invitation
from webapp.challenges.models import Challenge, Criterion
from webapp.core.models import Base, BigId, ExactDecimal, Identified, JsonValue, Keyed, Versioned, one_of
from webapp.ideas.models import Idea
from webapp.judging.enums import AssignmentState, RoundState, SeatState


class Round(Keyed, Versioned, Base):
    """One judging round of one challenge.

    `rule` is the way from sheets to a ranking, frozen when scoring starts. With `seed` the draw of judges can
    be made again by anybody.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "number"),
        sa.CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed"),
        sa.CheckConstraint(
            "state NOT IN ('scoring', 'closed') OR (started_at IS NOT NULL AND seed IS NOT NULL)",
            name="started",
        ),
        sa.CheckConstraint("sheets_per_idea >= 1", name="sheets_positive"),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    number: Mapped[int] = mapped_column(sa.Integer, default=1)
    title: Mapped[str] = mapped_column(sa.String(80))
    state: Mapped[RoundState] = mapped_column(one_of(RoundState, "state_known"), default=RoundState.PREPARING)
    sheets_per_idea: Mapped[int] = mapped_column(sa.Integer)
    due_at: Mapped[datetime] = mapped_column()
    rule: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    seed: Mapped[int | None] = mapped_column(BigId)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column()
    started_at: Mapped[datetime | None] = mapped_column()
    closed_at: Mapped[datetime | None] = mapped_column()
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    closing_note: Mapped[str] = mapped_column(sa.Text, default="")
    challenge: Mapped[Challenge] = relationship(lazy="raise_on_sql")


class Seat(Keyed, Base):
    """A judge's place in a round. Scoring needs acceptance and the signed pledge.

    While the invitation is open there may be no account yet: `account_id` comes with the answer.
    """

    __tablename__ = "seats"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "account_id"),
        sa.CheckConstraint("state <> 'accepted' OR account_id IS NOT NULL", name="accepted_account"),
        sa.CheckConstraint(
            "pledged_at IS NULL OR (state IN ('accepted', 'dismissed') AND pledge_sha256 <> '')",
            name="pledge_accepted",
        ),
        sa.Index(
            "uq_seats_chair",
            "round_id",
            unique=True,
            sqlite_where=sa.text("is_chair AND state = 'accepted'"),
            postgresql_where=sa.text("is_chair AND state = 'accepted'"),
        ),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("invitations.id"), unique=True)
    state: Mapped[SeatState] = mapped_column(one_of(SeatState, "state_known"), default=SeatState.INVITED)
    is_chair: Mapped[bool] = mapped_column(default=False)
    is_civilian: Mapped[bool] = mapped_column(default=True)
    pledged_at: Mapped[datetime | None] = mapped_column()
    pledge_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    created_at: Mapped[datetime] = mapped_column()
    round: Mapped[Round] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")
    invitation: Mapped[Invitation | None] = relationship(lazy="raise_on_sql")


class Assignment(Keyed, Versioned, Base):
    """One judge's work on one idea, with the sheet that comes of it.

    `total` is the sum of points over all criteria, set with the sheet's submission; `sheet_sha256` seals it.
    A conflict that was declared after submission leaves the sheet void, and what it said stays to be seen.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        sa.UniqueConstraint("seat_id", "idea_id"),
        sa.CheckConstraint("state <> 'conflicted' OR conflict_kind IS NOT NULL", name="conflict_named"),
        sa.CheckConstraint("conflict_kind IS NULL OR state IN ('conflicted', 'void')", name="conflict_out"),
        sa.CheckConstraint(
            "state <> 'submitted' OR (submitted_at IS NOT NULL AND total IS NOT NULL AND sheet_sha256 <> '')",
            name="submitted_sealed",
        ),
        sa.Index("ix_assignments_round_idea", "round_id", "idea_id"),
        sa.Index("ix_assignments_seat_state", "seat_id", "state"),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"))
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"))
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    position: Mapped[int] = mapped_column(sa.Integer)
    state: Mapped[AssignmentState] = mapped_column(
        one_of(AssignmentState, "state_known"), default=AssignmentState.ASSIGNED
    )
    conflict_kind: Mapped[ConflictKind | None] = mapped_column(one_of(ConflictKind, "conflict_known"))
    declared_at: Mapped[datetime | None] = mapped_column()
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime | None] = mapped_column()
    skipped_at: Mapped[datetime | None] = mapped_column()
    submitted_at: Mapped[datetime | None] = mapped_column()
    total: Mapped[Decimal | None] = mapped_column(ExactDecimal(4))
    sheet_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    round: Mapped[Round] = relationship(lazy="raise_on_sql")
    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
    idea: Mapped[Idea] = relationship(lazy="raise_on_sql")
    scores: Mapped[list[Score]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Score.criterion_id"
    )


class Score(Identified, Base):
    """Points for one criterion on one sheet: 0 to the criterion's weight."""

    __tablename__ = "scores"
    __table_args__ = (
        sa.UniqueConstraint("assignment_id", "criterion_id"),
        sa.CheckConstraint("points >= 0", name="points_not_negative"),
    )

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"))
    criterion_id: Mapped[int] = mapped_column(sa.ForeignKey("criteria.id"))
    points: Mapped[Decimal] = mapped_column(ExactDecimal(2, 6))
    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")


class SealedSheet(Identified, Base):
    """What a judge handed in at one moment, never changed; a reopened sheet leaves every version here.

    `sha256` covers the canonical JSON of `content`.
    """

    __tablename__ = "sealed_sheets"
    __table_args__ = (sa.UniqueConstraint("assignment_id", "number"),)

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"))
    number: Mapped[int] = mapped_column(sa.Integer)
    content: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    sealed_at: Mapped[datetime] = mapped_column()


class RoundResult(Identified, Base):
    """Where an idea stood when its round was closed. `score` None: nobody scored it (never zero)."""

    __tablename__ = "round_results"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "idea_id"),
        sa.CheckConstraint("(score IS NULL) = (rank IS NULL)", name="scored_ranked"),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"))
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    score: Mapped[Decimal | None] = mapped_column(ExactDecimal(4))
    plain_mean: Mapped[Decimal | None] = mapped_column(ExactDecimal(4))
    rank: Mapped[int | None] = mapped_column(sa.Integer)
    sheets: Mapped[int] = mapped_column(sa.Integer)
    decided_by: Mapped[str] = mapped_column(sa.String(40), default="score")
