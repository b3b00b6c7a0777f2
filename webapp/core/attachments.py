"""Attachments: files that belong to any subject. The bytes live in storage under their SHA-256.

Owns the table; whether somebody may read a file is the owning context's decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.core.models import Base, BigId, Keyed


class Attachment(Keyed, Base):
    """One file of one subject. Removed rows stay, so that an accepted version can still name its files."""

    __tablename__ = "attachments"
    __table_args__ = (
        sa.Index("ix_attachments_subject", "subject_type", "subject_id"),
        sa.CheckConstraint("size >= 0", name="size_not_negative"),
    )

    subject_type: Mapped[str] = mapped_column(sa.String(48))
    subject_id: Mapped[int] = mapped_column(BigId)
    slot: Mapped[str] = mapped_column(sa.String(40), default="")
    filename: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(BigId)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    uploaded_at: Mapped[datetime] = mapped_column()
    removed_at: Mapped[datetime | None] = mapped_column()


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """What a page says of a file."""

    key: str
    filename: str
    media_type: str
    size: int
    sha256: str
    uploaded_at: datetime


def attachments_of(session: Session, subject_type: str, subject_id: int) -> Sequence[AttachmentView]:
    """The current files of a subject, oldest first."""
    rows = session.scalars(
        sa.select(Attachment)
        .where(
            Attachment.subject_type == subject_type,
            Attachment.subject_id == subject_id,
            Attachment.removed_at.is_(None),
        )
        .order_by(Attachment.id)
    )
    return [AttachmentView(r.key, r.filename, r.media_type, r.size, r.sha256, r.uploaded_at) for r in rows]
