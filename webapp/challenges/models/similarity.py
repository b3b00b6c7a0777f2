"""Tables of the comparison with other contests (유사성 검토), and the approver's remarks on a draft.

Owns the rows and what a comparison is about: the words of the brief, as a hash, so that one that is older
than the brief does not count. Must not search: queries do.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.challenges.enums import SimilarityConclusion
from webapp.challenges.models.design import Brief
from webapp.core.models import Base, JsonValue, Keyed, one_of


def brief_hash(brief: Brief) -> str:
    """What a comparison was made of: SHA-256 of what the brief asks for. Translations are no part of it."""
    words = [brief.title, brief.summary, brief.background, brief.goal, *brief.exclusions]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


class SimilarityReview(Keyed, Base):
    """One comparison: what was looked for, each contest found with what the official made of it, and the end.

    `hits`: `{"ref", "title", "agency", "year", "judgement", "note"}` for each, as they were on that day.
    """

    __tablename__ = "similarity_reviews"

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"), index=True)
    words: Mapped[str] = mapped_column(sa.String(200))
    hits: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    conclusion: Mapped[SimilarityConclusion] = mapped_column(one_of(SimilarityConclusion, "conclusion_known"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    brief_hash: Mapped[str] = mapped_column(sa.String(64))
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    reviewed_at: Mapped[datetime] = mapped_column()


class PastContest(Keyed, Base):
    """A contest that was held elsewhere, from an imported list."""

    __tablename__ = "past_contests"
    __table_args__ = (
        sa.UniqueConstraint("agency", "title", "year"),
        sa.CheckConstraint("year BETWEEN 1900 AND 2200", name="year_in_range"),
    )

    agency: Mapped[str] = mapped_column(sa.String(100))
    title: Mapped[str] = mapped_column(sa.String(200))
    year: Mapped[int] = mapped_column(sa.Integer)
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    link: Mapped[str] = mapped_column(sa.String(300), default="")
    imported_at: Mapped[datetime] = mapped_column()


class ApprovalRemark(Keyed, Base):
    """What the approver remarks on one section of a challenge; settled by whoever mended it."""

    __tablename__ = "approval_remarks"
    __table_args__ = (
        sa.CheckConstraint("body <> ''", name="written"),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"),
        sa.Index("ix_approval_remarks_challenge", "challenge_id", "id"),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    section: Mapped[str] = mapped_column(sa.String(32))
    body: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column()
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    settled_at: Mapped[datetime | None] = mapped_column()
