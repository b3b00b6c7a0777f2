"""The table of changes after the notice: what was frozen before, what after, why, by whom, approved by whom.

Owns the row alone. What may differ is in `policies.changes`, how a change takes effect in the services.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.challenges.enums import ChangeKind, ChangeState
from webapp.challenges.models.tables import Challenge, Notice, Programme
from webapp.core.models import Base, Keyed, Versioned, one_of

_OPEN = sa.text("state IN ('draft', 'requested')")


class RuleChange(Keyed, Versioned, Base):
    """A change of frozen rules. `before` and `after` are rules as JSON; one may be prepared at a time.

    `number` counts those in force of a challenge from 1. `after` is what is proposed until it is in force,
    then what was frozen anew; `new_hash` is its SHA-256, and it holds `old_hash` in itself.
    """

    __tablename__ = "rule_changes"
    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "number"),
        sa.Index(
            "ix_rule_changes_prepared",
            "challenge_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        sa.Index("ix_rule_changes_new_hash", "new_hash"),
        sa.CheckConstraint("reason <> ''", name="reasoned"),
        sa.CheckConstraint("state <> 'requested' OR requested_at IS NOT NULL", name="requested"),
        sa.CheckConstraint(
            "(state = 'in_force') = (number IS NOT NULL AND new_hash <> '' AND in_force_at IS NOT NULL)",
            name="in_force_complete",
        ),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    number: Mapped[int | None] = mapped_column(sa.Integer)
    kind: Mapped[ChangeKind] = mapped_column(one_of(ChangeKind, "kind_known"))
    state: Mapped[ChangeState] = mapped_column(one_of(ChangeState, "state_known"), default=ChangeState.DRAFT)
    reason: Mapped[str] = mapped_column(sa.Text)
    before: Mapped[dict[str, Any]] = mapped_column()
    after: Mapped[dict[str, Any]] = mapped_column()
    old_hash: Mapped[str] = mapped_column(sa.String(64))
    new_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    requested_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    notice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notices.id"), index=True)
    created_at: Mapped[datetime] = mapped_column()
    requested_at: Mapped[datetime | None] = mapped_column()
    in_force_at: Mapped[datetime | None] = mapped_column()
    challenge: Mapped[Challenge] = relationship(lazy="raise_on_sql")
    notice: Mapped[Notice | None] = relationship(lazy="raise_on_sql")

    @property
    def programme(self) -> Programme:
        """The contest that it belongs to: policies ask for its agency."""
        return self.challenge.programme

    @property
    def is_correction(self) -> bool:
        """Whether only wording changes."""
        return self.kind is ChangeKind.CORRECTION
