"""Tables of comments: what was said, each text before a change, reports, appeals against a hiding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.models import Base, Identified, Keyed, Versioned, one_of
from webapp.core.subjects import KEY_LENGTH, KIND_LENGTH
from webapp.discussion.enums import AppealState, CommentState, HideReason, ReportReason, ReportState, Stance


class Comment(Keyed, Versioned, Base):
    """One comment on a subject. `thread_key` is the key of the comment that the thread began with.

    A deleted one has lost its text, a hidden one keeps it for its author and the moderators alone.
    """

    __tablename__ = "comments"
    __table_args__ = (
        sa.CheckConstraint("depth BETWEEN 1 AND 3 AND (depth = 1) = (parent_id IS NULL)", name="depth"),
        sa.CheckConstraint("(state = 'deleted') = (body = '')", name="deleted_empty"),
        sa.CheckConstraint(
            "state <> 'hidden' OR (hidden_at IS NOT NULL AND hidden_by_id IS NOT NULL"
            " AND hide_code IS NOT NULL AND hide_reason <> '')",
            name="hidden_why",
        ),
        sa.CheckConstraint("stance IS NULL OR NOT is_official", name="official_takes_no_side"),
        sa.Index("ix_comments_subject", "subject_kind", "subject_key", "depth", "id"),
        sa.Index("ix_comments_thread", "thread_key", "id"),
        sa.Index("ix_comments_author", "author_id", "id"),
        sa.Index("ix_comments_agency", "agency_id", "state", "id"),
    )

    subject_kind: Mapped[str] = mapped_column(sa.String(KIND_LENGTH))
    subject_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH))
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    thread_key: Mapped[str] = mapped_column(sa.String(16))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    depth: Mapped[int] = mapped_column(sa.Integer, default=1)
    stance: Mapped[Stance | None] = mapped_column(one_of(Stance, "stance_known"))
    body: Mapped[str] = mapped_column(sa.Text)
    is_official: Mapped[bool] = mapped_column(default=False)
    #: Name, title and department of the official as they were on that day (정책실명제).
    official: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[CommentState] = mapped_column(
        one_of(CommentState, "state_known"), default=CommentState.VISIBLE
    )
    created_at: Mapped[datetime] = mapped_column()
    edited_at: Mapped[datetime | None] = mapped_column()
    hidden_at: Mapped[datetime | None] = mapped_column()
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    hide_code: Mapped[HideReason | None] = mapped_column(one_of(HideReason, "hide_code_known"))
    hide_reason: Mapped[str] = mapped_column(sa.Text, default="")


class CommentEdit(Identified, Base):
    """A comment's text before one of its changes."""

    __tablename__ = "comment_edits"

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    stance: Mapped[Stance | None] = mapped_column(one_of(Stance, "stance_known"))
    replaced_at: Mapped[datetime] = mapped_column()


class CommentReport(Identified, Base):
    """That somebody holds a comment to be against the rules; each person reports a comment once."""

    __tablename__ = "comment_reports"
    __table_args__ = (
        sa.UniqueConstraint("comment_id", "account_id"),
        sa.CheckConstraint("state = 'open' OR settled_at IS NOT NULL", name="settled"),
        sa.Index("ix_comment_reports_open", "state", "id"),
    )

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    reason: Mapped[ReportReason] = mapped_column(one_of(ReportReason, "reason_known"))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[ReportState] = mapped_column(one_of(ReportState, "state_known"), default=ReportState.OPEN)
    reported_at: Mapped[datetime] = mapped_column()
    settled_at: Mapped[datetime | None] = mapped_column()


class CommentAppeal(Keyed, Versioned, Base):
    """The author's answer to one hiding of a comment; decided by another person than who hid it."""

    __tablename__ = "comment_appeals"
    __table_args__ = (
        sa.UniqueConstraint("comment_id", "hidden_at"),
        sa.CheckConstraint(
            "state = 'open' OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL AND decision <> '')",
            name="decided",
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> hidden_by_id", name="decided_by_another"
        ),
        sa.Index("ix_comment_appeals_agency", "agency_id", "state", "id"),
    )

    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"))
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    #: Which hiding it is about, and who hid.
    hidden_at: Mapped[datetime] = mapped_column()
    hidden_by_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[AppealState] = mapped_column(one_of(AppealState, "state_known"), default=AppealState.OPEN)
    appealed_at: Mapped[datetime] = mapped_column()
    decided_at: Mapped[datetime | None] = mapped_column()
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decision: Mapped[str] = mapped_column(sa.Text, default="")
