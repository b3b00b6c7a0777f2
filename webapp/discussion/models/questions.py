"""Tables of questions: what somebody asked in public, the agency's answer, and the answers before it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.models import Base, Identified, Keyed, Versioned, one_of
from webapp.core.subjects import KEY_LENGTH, KIND_LENGTH
from webapp.discussion.enums import QuestionState


class Question(Keyed, Versioned, Base):
    """A question about a subject, answered in public by a named official. `is_faq`: shown first to all."""

    __tablename__ = "questions"
    __table_args__ = (
        sa.CheckConstraint(
            "state <> 'answered'"
            " OR (answer <> '' AND answered_at IS NOT NULL AND answered_by_id IS NOT NULL)",
            name="answered",
        ),
        sa.CheckConstraint("state <> 'hidden' OR hide_reason <> ''", name="hidden_why"),
        sa.CheckConstraint("NOT is_faq OR state = 'answered'", name="faq_answered"),
        sa.Index("ix_questions_subject", "subject_kind", "subject_key", "is_faq", "id"),
        sa.Index("ix_questions_agency", "agency_id", "state", "id"),
    )

    subject_kind: Mapped[str] = mapped_column(sa.String(KIND_LENGTH))
    subject_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH))
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[QuestionState] = mapped_column(
        one_of(QuestionState, "state_known"), default=QuestionState.ASKED
    )
    asked_at: Mapped[datetime] = mapped_column()
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    #: Name, title and department of the official as they were on that day (정책실명제).
    official: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_at: Mapped[datetime | None] = mapped_column()
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    is_faq: Mapped[bool] = mapped_column(default=False)
    hide_reason: Mapped[str] = mapped_column(sa.Text, default="")


class EarlierAnswer(Identified, Base):
    """An answer that was replaced by a later one."""

    __tablename__ = "earlier_answers"

    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    answer: Mapped[str] = mapped_column(sa.Text)
    official: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_at: Mapped[datetime] = mapped_column()
