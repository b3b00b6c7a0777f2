"""Preference surveys of calls for problems."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def known(name: str, *values: str) -> sa.Enum:
    """A column of one of these values."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "surveys",
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("kind", known("kind_known", "choose", "rate"), nullable=False),
        sa.Column("most_choices", sa.Integer(), nullable=True),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("state", known("state_known", "draft", "published", "cancelled"), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.String(32), nullable=False),
        sa.Column("created_by_id", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_surveys_dates_in_order")),
        sa.CheckConstraint(
            "(kind = 'choose') = (most_choices IS NOT NULL)", name=op.f("ck_surveys_choices_when_choosing")
        ),
        sa.CheckConstraint("most_choices BETWEEN 1 AND 10", name=op.f("ck_surveys_choices_in_range")),
        sa.ForeignKeyConstraint(["call_id"], ["problem_calls.id"], name=op.f("fk_surveys_call_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_surveys_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("key", name=op.f("uq_surveys_key")),
    )
    op.create_index(
        "uq_surveys_call_standing",
        "surveys",
        ["call_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_table(
        "survey_problems",
        sa.Column("survey_id", BIG, nullable=False),
        sa.Column("problem_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_problems_survey_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_survey_problems_problem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_problems")),
        sa.UniqueConstraint("survey_id", "problem_id", name=op.f("uq_survey_problems_survey_id_problem_id")),
    )
    op.create_index("ix_survey_problems_problem_id", "survey_problems", ["problem_id"])
    op.create_table(
        "survey_answers",
        sa.Column("survey_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("shown", JSON, nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=op.f("fk_survey_answers_survey_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_survey_answers_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sa.UniqueConstraint("survey_id", "account_id", name=op.f("uq_survey_answers_survey_id_account_id")),
    )
    op.create_index("ix_survey_answers_account_id", "survey_answers", ["account_id"])
    op.create_table(
        "survey_marks",
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("problem_id", BIG, nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=True),
        sa.Column("importance", sa.Integer(), nullable=True),
        sa.Column("id", BIG, nullable=False),
        sa.CheckConstraint(
            "urgency BETWEEN 1 AND 5 AND importance BETWEEN 1 AND 5",
            name=op.f("ck_survey_marks_points_in_range"),
        ),
        sa.CheckConstraint(
            "(urgency IS NULL) = (importance IS NULL)", name=op.f("ck_survey_marks_both_or_none")
        ),
        sa.ForeignKeyConstraint(["answer_id"], ["survey_answers.id"], name=op.f("fk_survey_marks_answer_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_survey_marks_problem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_marks")),
        sa.UniqueConstraint("answer_id", "problem_id", name=op.f("uq_survey_marks_answer_id_problem_id")),
    )
    op.create_index("ix_survey_marks_problem_id", "survey_marks", ["problem_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("survey_marks", "survey_answers", "survey_problems", "surveys"):
        op.drop_table(table)
