"""Tables of ideas: ideas, their versions with receipts, counters of receipt numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Account, Organisation
from webapp.challenges.models import Challenge
from webapp.core.models import Base, JsonValue, Keyed, Versioned, one_of
from webapp.ideas.enums import ApplicantKind, IdeaState, IneligibleReason


class Idea(Keyed, Versioned, Base):
    """An entry. `answers` is the working copy by form-field name; what was handed in is in its versions.

    Unpublished (`published_at` None) it exists for its authors, its judges and its officials only.
    """

    __tablename__ = "ideas"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (receipt_number IS NOT NULL AND submitted_at IS NOT NULL"
            " AND version_count >= 1)",
            name="submitted_receipt",
        ),
        sa.CheckConstraint("(state = 'ineligible') = (ineligible_reason IS NOT NULL)", name="ineligible_why"),
        sa.CheckConstraint("(applicant_kind = 'person') = (organisation_id IS NULL)", name="applicant"),
        sa.Index("ix_ideas_challenge_state", "challenge_id", "state", "id"),
        sa.Index("ix_ideas_author", "author_id", "id"),
        sa.Index("ix_ideas_organisation", "organisation_id"),
        sa.Index("ix_ideas_published", "published_at", "id"),
        sa.Index("ix_ideas_challenge_published", "challenge_id", "published_at", "id"),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    applicant_kind: Mapped[ApplicantKind] = mapped_column(
        one_of(ApplicantKind, "applicant_kind_known"), default=ApplicantKind.PERSON
    )
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    title: Mapped[str] = mapped_column(sa.String(100), default="")
    summary: Mapped[str] = mapped_column(sa.String(300), default="")
    answers: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    allows_publication: Mapped[bool] = mapped_column(default=False)
    state: Mapped[IdeaState] = mapped_column(one_of(IdeaState, "state_known"), default=IdeaState.DRAFT)
    ineligible_reason: Mapped[IneligibleReason | None] = mapped_column(
        one_of(IneligibleReason, "ineligible_reason_known")
    )
    receipt_number: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    version_count: Mapped[int] = mapped_column(sa.Integer, default=0)
    created_at: Mapped[datetime] = mapped_column()
    saved_at: Mapped[datetime] = mapped_column()
    submitted_at: Mapped[datetime | None] = mapped_column()
    published_at: Mapped[datetime | None] = mapped_column()
    challenge: Mapped[Challenge] = relationship(lazy="raise_on_sql")
    author: Mapped[Account] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")


class IdeaVersion(Keyed, Base):
    """What was handed in at one moment, never changed: content, files with hashes, and the receipt's SHA-256.

    `sha256` covers the canonical JSON of `content`, which names the receipt number, the time and every file.
    """

    __tablename__ = "idea_versions"
    __table_args__ = (sa.UniqueConstraint("idea_id", "number"),)

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    number: Mapped[int] = mapped_column(sa.Integer)
    content: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    submitted_at: Mapped[datetime] = mapped_column()
    submitted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))


class ReceiptCounter(Base):
    """The last number given in a series. Locked while a number is taken, so that none is lost or doubled."""

    __tablename__ = "receipt_counters"

    series: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    last: Mapped[int] = mapped_column(sa.Integer)
