"""Tables of what is counted: endorsements, counts per subject, deeds against floods, followers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.accounts.models import NEVER_REUSED
from webapp.core.models import Base, Identified, one_of
from webapp.core.subjects import KEY_LENGTH, KIND_LENGTH
from webapp.discussion.enums import Deed


class Endorsement(Identified, Base):
    """One person's 공감 for one subject.

    A person has one row of his or her own (`carried_from_key` empty), and one for each merged subject whose
    endorsement came along; together they count once. A voided row stays and counts nothing.
    """

    __tablename__ = "endorsements"
    __table_args__ = (
        sa.UniqueConstraint(
            "subject_kind", "subject_key", "account_id", "carried_from_key", name="uq_endorsements_person"
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL AND voided_by_id IS NULL AND void_reason = '')"
            " OR (voided_at IS NOT NULL AND voided_by_id IS NOT NULL AND void_reason <> '')",
            name="voided_why",
        ),
        sa.CheckConstraint("carried_from_key <> subject_key", name="not_from_itself"),
        sa.Index("ix_endorsements_account", "account_id", "id"),
        sa.Index("ix_endorsements_endorsed", "endorsed_at", "id"),
        NEVER_REUSED,
    )

    subject_kind: Mapped[str] = mapped_column(sa.String(KIND_LENGTH))
    subject_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    carried_from_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH), default="")
    endorsed_at: Mapped[datetime] = mapped_column()
    #: Where it came from, under the installation's key; emptied after 90 days.
    address_digest: Mapped[str] = mapped_column(sa.String(64), default="")
    voided_at: Mapped[datetime | None] = mapped_column()
    voided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    void_reason: Mapped[str] = mapped_column(sa.Text, default="")


class Tally(Identified, Base):
    """How much was said of a subject; the transaction that changes something keeps it.

    Lists join it (kind and key) instead of counting.
    """

    __tablename__ = "tallies"
    __table_args__ = (
        sa.UniqueConstraint("subject_kind", "subject_key", name="uq_tallies_subject"),
        sa.CheckConstraint(
            "endorsements >= 0 AND comments >= 0 AND open_questions >= 0 AND followers >= 0",
            name="not_negative",
        ),
    )

    subject_kind: Mapped[str] = mapped_column(sa.String(KIND_LENGTH))
    subject_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH))
    endorsements: Mapped[int] = mapped_column(sa.Integer, default=0)
    comments: Mapped[int] = mapped_column(sa.Integer, default=0)
    open_questions: Mapped[int] = mapped_column(sa.Integer, default=0)
    followers: Mapped[int] = mapped_column(sa.Integer, default=0)


class CountedDeed(Identified, Base):
    """That somebody did something just now, for the limits per account and per address. Kept for a day."""

    __tablename__ = "counted_deeds"
    __table_args__ = (
        sa.Index("ix_counted_deeds_account", "account_id", "deed", "at"),
        sa.Index("ix_counted_deeds_address", "address_digest", "deed", "at"),
        sa.Index("ix_counted_deeds_at", "at"),
    )

    deed: Mapped[Deed] = mapped_column(one_of(Deed, "deed_known"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    address_digest: Mapped[str] = mapped_column(sa.String(64), default="")
    at: Mapped[datetime] = mapped_column()


class Follow(Identified, Base):
    """That somebody wants to hear of a subject. `token` stops it from a letter, without signing in."""

    __tablename__ = "follows"
    __table_args__ = (
        sa.UniqueConstraint("subject_kind", "subject_key", "account_id", name="uq_follows_person"),
        sa.Index("ix_follows_account", "account_id", "id"),
        NEVER_REUSED,
    )

    subject_kind: Mapped[str] = mapped_column(sa.String(KIND_LENGTH))
    subject_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    token: Mapped[str] = mapped_column(sa.String(43), unique=True)
    followed_at: Mapped[datetime] = mapped_column()
