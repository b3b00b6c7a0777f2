"""Tables of ideas: ideas, their versions with receipts, counters of receipt numbers, what is public of them.

Must not decide anything: services write these rows, queries read them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Account, Organisation
from webapp.challenges.models import Challenge, PrizeTier
from webapp.core.models import Base, JsonValue, Keyed, Versioned, one_of
from webapp.ideas.enums import ApplicantKind, IdeaState, IneligibleReason
from webapp.ideas.models.content import Working

_AWARDED = sa.text("state = 'awarded'")
_WHERE_AWARDED: dict[str, Any] = {"sqlite_where": _AWARDED, "postgresql_where": _AWARDED}
NullableJson = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Idea(Keyed, Versioned, Base):
    """An entry. `title`, `summary` and `answers` (by form-field name) are the draft until it is handed in.

    From then on they are what was handed in last, and `pending` holds a change that was not handed in (yet).
    `receipt_sequence` is the order of acceptance within the challenge; it and `submitted_at` stay with the
    first version. `entrant_age` and `region` are kept of what the entrant declared where the challenge asks.
    Unpublished (`published_at` None) an idea exists for authors, judges and officials only.
    """

    __tablename__ = "ideas"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (receipt_number IS NOT NULL AND receipt_sequence IS NOT NULL"
            " AND submitted_at IS NOT NULL AND version_count >= 1)",
            name="submitted_receipt",
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR state NOT IN ('draft', 'withdrawn', 'ineligible')",
            name="published_state",
        ),
        sa.CheckConstraint("award_tier_id IS NULL OR state = 'awarded'", name="tier_awarded"),
        sa.CheckConstraint("(state = 'ineligible') = (ineligible_reason IS NOT NULL)", name="ineligible_why"),
        sa.CheckConstraint("(applicant_kind = 'person') = (organisation_id IS NULL)", name="applicant"),
        sa.Index("ix_ideas_challenge_state", "challenge_id", "state", "id"),
        sa.Index("ix_ideas_author", "author_id", "id"),
        sa.Index("ix_ideas_organisation", "organisation_id"),
        sa.Index("ix_ideas_published", "published_at", "id"),
        sa.Index("ix_ideas_challenge_published", "challenge_id", "published_at", "id"),
        sa.Index("ix_ideas_challenge_sequence", "challenge_id", "receipt_sequence", "id"),
        sa.Index("ix_ideas_awarded", "published_at", "id", **_WHERE_AWARDED),
        sa.Index("ix_ideas_challenge_awarded", "challenge_id", "published_at", "id", **_WHERE_AWARDED),
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
    pending: Mapped[dict[str, Any] | None] = mapped_column(NullableJson)
    allows_publication: Mapped[bool] = mapped_column(default=False)
    entrant_age: Mapped[int | None] = mapped_column(sa.Integer)
    region: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    state: Mapped[IdeaState] = mapped_column(one_of(IdeaState, "state_known"), default=IdeaState.DRAFT)
    ineligible_reason: Mapped[IneligibleReason | None] = mapped_column(
        one_of(IneligibleReason, "ineligible_reason_known")
    )
    receipt_number: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    receipt_sequence: Mapped[int | None] = mapped_column(sa.Integer)
    version_count: Mapped[int] = mapped_column(sa.Integer, default=0)
    award_tier_id: Mapped[int | None] = mapped_column(sa.ForeignKey("prize_tiers.id"))
    created_at: Mapped[datetime] = mapped_column()
    saved_at: Mapped[datetime] = mapped_column()
    submitted_at: Mapped[datetime | None] = mapped_column()
    published_at: Mapped[datetime | None] = mapped_column()
    challenge: Mapped[Challenge] = relationship(lazy="raise_on_sql")
    author: Mapped[Account] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    award_tier: Mapped[PrizeTier | None] = relationship(lazy="raise_on_sql")

    @property
    def working(self) -> Working:
        """What its author is writing: the pending change, else what stands."""
        if self.pending is not None:
            return Working(self.pending["title"], self.pending["summary"], self.pending["answers"])
        return Working(self.title, self.summary, self.answers)


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


class IdeaPublication(Base):
    """What everybody may read of a published idea. Public pages read this, never the idea's own text.

    `applicant` is masked for persons and whole for organisations; `answers` are those
    to the public questions (label, label_en, kind, text, html), with personal data hidden; `html` is what
    `core.text` made of a long text.
    """

    __tablename__ = "idea_publications"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    version_number: Mapped[int] = mapped_column(sa.Integer)
    applicant: Mapped[str] = mapped_column(sa.String(100))
    title: Mapped[str] = mapped_column(sa.String(200))
    summary: Mapped[str] = mapped_column(sa.String(600))
    answers: Mapped[list[Any]] = mapped_column(JsonValue)


class ReceiptCounter(Base):
    """The last number given in a series. Locked while a number is taken, so that none is lost or doubled.

    `last_at` is when it was given: moments of acceptance follow the numbers.
    """

    __tablename__ = "receipt_counters"

    series: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    last: Mapped[int] = mapped_column(sa.Integer)
    last_at: Mapped[datetime] = mapped_column()
