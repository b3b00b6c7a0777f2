"""Questions with their answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    """A key or a reference to one."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def facts() -> sa.JSON:
    """JSON."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "questions",
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_key", sa.String(length=80), nullable=False),
        sa.Column("agency_id", big(), nullable=False),
        sa.Column("author_id", big(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "answered",
                "hidden",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("official", facts(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", big(), nullable=True),
        sa.Column("is_faq", sa.Boolean(), nullable=False),
        sa.Column("hide_reason", sa.Text(), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'answered'"
            " OR (answer <> '' AND answered_at IS NOT NULL AND answered_by_id IS NOT NULL)",
            name=op.f("ck_questions_answered"),
        ),
        sa.CheckConstraint("state <> 'hidden' OR hide_reason <> ''", name=op.f("ck_questions_hidden_why")),
        sa.CheckConstraint("NOT is_faq OR state = 'answered'", name=op.f("ck_questions_faq_answered")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_questions_agency_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["accounts.id"], name=op.f("fk_questions_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_questions_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("key", name=op.f("uq_questions_key")),
    )
    op.create_index("ix_questions_subject", "questions", ["subject_kind", "subject_key", "is_faq", "id"])
    op.create_index("ix_questions_agency", "questions", ["agency_id", "state", "id"])
    op.create_index(op.f("ix_questions_author_id"), "questions", ["author_id"])
    op.create_table(
        "earlier_answers",
        sa.Column("question_id", big(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("official", facts(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_earlier_answers_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_answers")),
    )
    op.create_index(op.f("ix_earlier_answers_question_id"), "earlier_answers", ["question_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("earlier_answers", "questions"):
        op.drop_table(table)
