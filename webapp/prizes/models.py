"""Tables of prizes: awards, verification, objections, payments, the ledger of each pot."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.challenges.enums import StageCondition
from webapp.challenges.models import Challenge, Pot, PrizeTier
from webapp.core.models import Base, BigId, Identified, Keyed, Versioned, one_of
from webapp.ideas.models import Idea
from webapp.prizes.enums import (
    AwardState,
    LedgerKind,
    ObjectionGround,
    ObjectionState,
    PaymentState,
    RevocationState,
    VerificationState,
)


class Award(Keyed, Versioned, Base):
    """A finalist and what becomes of it. An idea is nominated at most once."""

    __tablename__ = "awards"
    __table_args__ = (
        sa.CheckConstraint("amount_won >= 0", name="amount_not_negative"),
        sa.CheckConstraint(
            "state <> 'awarded' OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL)", name="decided"
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR nominated_by_id IS NULL OR decided_by_id <> nominated_by_id",
            name="decided_by_another",
        ),
        sa.Index("ix_awards_challenge_state", "challenge_id", "state", "id"),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), unique=True)
    tier_id: Mapped[int] = mapped_column(sa.ForeignKey("prize_tiers.id"))
    state: Mapped[AwardState] = mapped_column(one_of(AwardState, "state_known"), default=AwardState.NOMINATED)
    rank: Mapped[int] = mapped_column(sa.Integer)
    amount_won: Mapped[int] = mapped_column(BigId)
    is_honour_only: Mapped[bool] = mapped_column(default=False)
    judging_summary: Mapped[str] = mapped_column(sa.Text, default="")
    use_plan: Mapped[str] = mapped_column(sa.Text, default="")
    nominated_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    nominated_at: Mapped[datetime] = mapped_column()
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column()
    challenge: Mapped[Challenge] = relationship(lazy="raise_on_sql")
    idea: Mapped[Idea] = relationship(lazy="raise_on_sql")
    tier: Mapped[PrizeTier] = relationship(lazy="raise_on_sql")


class Verification(Identified, Versioned, Base):
    """The public verification of a challenge's finalists. Both days are counted (공모전 운영 규정 제9조).

    `summary` is what the panel says of the whole round, `reason` why the nominations are fewer than announced
    or not in the order of the ranking; both are public.
    """

    __tablename__ = "verifications"
    __table_args__ = (sa.CheckConstraint("closes_on >= opens_on", name="dates_in_order"),)

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"), unique=True)
    state: Mapped[VerificationState] = mapped_column(
        one_of(VerificationState, "state_known"), default=VerificationState.RUNNING
    )
    opens_on: Mapped[date] = mapped_column()
    closes_on: Mapped[date] = mapped_column()
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    started_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    started_at: Mapped[datetime] = mapped_column()


class Objection(Keyed, Versioned, Base):
    """A sourced objection against a finalist. Only the officials who rule on it know its author.

    Nobody has two of them open against the same finalist.
    """

    __tablename__ = "objections"
    __table_args__ = (
        sa.CheckConstraint(
            "state = 'open' OR (ruling <> '' AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name="ruled",
        ),
        sa.Index(
            "uq_objections_open",
            "award_id",
            "author_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index("ix_objections_author", "author_id", "id"),
        sa.Index("ix_objections_state", "state", "id"),
    )

    award_id: Mapped[int] = mapped_column(sa.ForeignKey("awards.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    ground: Mapped[ObjectionGround] = mapped_column(one_of(ObjectionGround, "ground_known"))
    statement: Mapped[str] = mapped_column(sa.Text)
    evidence: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[ObjectionState] = mapped_column(
        one_of(ObjectionState, "state_known"), default=ObjectionState.OPEN
    )
    ruling: Mapped[str] = mapped_column(sa.Text, default="")
    ruled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    ruled_at: Mapped[datetime | None] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    award: Mapped[Award] = relationship(lazy="raise_on_sql")


class Revocation(Keyed, Versioned, Base):
    """The notice that an award may be taken back, what its entrants say to it, and how it ended (제11조).

    `opinions_until` is the last day of the notice; the award can be taken back from the day after.
    """

    __tablename__ = "revocations"
    __table_args__ = (
        sa.CheckConstraint("reason <> ''", name="reasoned"),
        sa.CheckConstraint(
            "(opinion = '' AND opinion_by_id IS NULL AND opinion_at IS NULL)"
            " OR (opinion <> '' AND opinion_by_id IS NOT NULL AND opinion_at IS NOT NULL)",
            name="opinion_whose",
        ),
        sa.CheckConstraint(
            "state = 'announced'"
            " OR (closed_by_id IS NOT NULL AND closed_at IS NOT NULL AND conclusion <> '')",
            name="closed",
        ),
        sa.Index(
            "uq_revocations_open",
            "award_id",
            unique=True,
            sqlite_where=sa.text("state = 'announced'"),
            postgresql_where=sa.text("state = 'announced'"),
        ),
        sa.Index("ix_revocations_award", "award_id", "id"),
    )

    award_id: Mapped[int] = mapped_column(sa.ForeignKey("awards.id"))
    state: Mapped[RevocationState] = mapped_column(
        one_of(RevocationState, "state_known"), default=RevocationState.ANNOUNCED
    )
    reason: Mapped[str] = mapped_column(sa.Text)
    announced_by_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    announced_at: Mapped[datetime] = mapped_column()
    opinions_until: Mapped[date] = mapped_column()
    opinion: Mapped[str] = mapped_column(sa.Text, default="")
    opinion_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    opinion_at: Mapped[datetime | None] = mapped_column()
    conclusion: Mapped[str] = mapped_column(sa.Text, default="")
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None] = mapped_column()
    award: Mapped[Award] = relationship(lazy="raise_on_sql")


class Payment(Keyed, Versioned, Base):
    """One part of a prize. Whoever approves it is not the one who confirmed it.

    `due_at` is when its condition was met; `voucher` names the entry in the agency's own accounts.
    """

    __tablename__ = "payments"
    __table_args__ = (
        sa.UniqueConstraint("award_id", "position"),
        sa.CheckConstraint("amount_won > 0", name="amount_positive"),
        sa.CheckConstraint(
            "state NOT IN ('due', 'confirmed', 'approved', 'paid') OR due_at IS NOT NULL", name="due"
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'approved', 'paid')"
            " OR (confirmed_by_id IS NOT NULL AND confirmed_at IS NOT NULL)",
            name="confirmed",
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'paid') OR (approved_by_id IS NOT NULL AND approved_at IS NOT NULL)",
            name="approved",
        ),
        sa.CheckConstraint(
            "state <> 'paid' OR (paid_on IS NOT NULL AND paid_by_id IS NOT NULL AND voucher <> '')",
            name="paid",
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR confirmed_by_id IS NULL OR approved_by_id <> confirmed_by_id",
            name="two_people",
        ),
        sa.Index("ix_payments_state", "state", "id"),
    )

    award_id: Mapped[int] = mapped_column(sa.ForeignKey("awards.id"))
    position: Mapped[int] = mapped_column(sa.Integer)
    condition: Mapped[StageCondition] = mapped_column(one_of(StageCondition, "condition_known"))
    percent: Mapped[int] = mapped_column(sa.Integer)
    amount_won: Mapped[int] = mapped_column(BigId)
    state: Mapped[PaymentState] = mapped_column(
        one_of(PaymentState, "state_known"), default=PaymentState.PLANNED
    )
    due_at: Mapped[datetime | None] = mapped_column()
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column()
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    approved_at: Mapped[datetime | None] = mapped_column()
    paid_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    paid_on: Mapped[date | None] = mapped_column()
    voucher: Mapped[str] = mapped_column(sa.String(80), default="")
    award: Mapped[Award] = relationship(lazy="raise_on_sql")


class PotBalance(Base):
    """The guard of a pot: locked and changed with every ledger line, so that it cannot be overspent.

    The ledger is the truth; a test holds that these sums equal it.
    """

    __tablename__ = "pot_balances"
    __table_args__ = (
        sa.CheckConstraint("committed_won BETWEEN 0 AND amount_won", name="not_overspent"),
        sa.CheckConstraint("paid_won BETWEEN 0 AND committed_won", name="paid_committed"),
    )

    pot_id: Mapped[int] = mapped_column(sa.ForeignKey("pots.id"), primary_key=True)
    amount_won: Mapped[int] = mapped_column(BigId)
    committed_won: Mapped[int] = mapped_column(BigId, default=0)
    paid_won: Mapped[int] = mapped_column(BigId, default=0)


class LedgerLine(Identified, Base):
    """One line of a pot's ledger, append-only. Commitments and payments are positive, releases negative.

    `reference` names what the money is for (`payment:<key>`, `project:<key>:…`): each kind of line is written
    at most once for it, so that nothing is committed, paid or released twice whatever happens above.
    `award_id` is whose money it is, for prizes and for the support of what was awarded.
    """

    __tablename__ = "ledger_lines"
    __table_args__ = (
        sa.UniqueConstraint("reference", "kind"),
        sa.CheckConstraint("(kind = 'release') = (amount_won < 0) AND amount_won <> 0", name="sign"),
        sa.Index("ix_ledger_lines_pot", "pot_id", "id"),
        sa.Index("ix_ledger_lines_payment", "payment_id"),
    )

    pot_id: Mapped[int] = mapped_column(sa.ForeignKey("pots.id"))
    reference: Mapped[str] = mapped_column(sa.String(120))
    award_id: Mapped[int | None] = mapped_column(sa.ForeignKey("awards.id"))
    payment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("payments.id"))
    kind: Mapped[LedgerKind] = mapped_column(one_of(LedgerKind, "kind_known"))
    amount_won: Mapped[int] = mapped_column(BigId)
    booked_on: Mapped[date] = mapped_column()
    voucher: Mapped[str] = mapped_column(sa.String(80), default="")
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column()
    pot: Mapped[Pot] = relationship(lazy="raise_on_sql")
    payment: Mapped[Payment | None] = relationship(lazy="raise_on_sql")
