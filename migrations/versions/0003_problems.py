"""Tables of problems."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "problem_calls",
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("exclusions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("examples", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "finished",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "closes_at IS NULL OR closes_at > opens_at", name=op.f("ck_problem_calls_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_problem_calls_agency_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["accounts.id"], name=op.f("fk_problem_calls_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_calls")),
        sa.UniqueConstraint("key", name=op.f("uq_problem_calls_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_problem_calls_slug")),
    )
    with op.batch_alter_table("problem_calls", schema=None) as batch_op:
        batch_op.create_index("ix_problem_calls_agency", ["agency_id", "state"], unique=False)

    op.create_table(
        "problems",
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "citizen",
                "official",
                "expert",
                name="source_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "field",
            sa.Enum(
                "safety",
                "health",
                "environment",
                "economy",
                "education",
                "digital",
                name="field_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("wished_change", sa.Text(), nullable=False),
        sa.Column("related_agency", sa.String(length=100), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "posted",
                "under_review",
                "selected",
                "declined",
                "merged",
                "withdrawn",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "decision_official", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "private_interest",
                "political",
                "already_underway",
                "out_of_scope",
                "low_priority",
                "other",
                name="decline_reason_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("challenge_key", sa.String(length=16), nullable=False),
        sa.Column("challenge_title", sa.String(length=200), nullable=False),
        sa.Column("challenge_title_en", sa.String(length=250), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'declined') = (decline_reason IS NOT NULL)", name=op.f("ck_problems_declined_why")
        ),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_problems_merged_into")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (posted_at IS NOT NULL AND field IS NOT NULL)",
            name=op.f("ck_problems_posted"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('selected', 'declined', 'merged') OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL AND decision_reason <> '')",
            name=op.f("ck_problems_decided"),
        ),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_problems_not_into_itself")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_problems_author_id")),
        sa.ForeignKeyConstraint(["call_id"], ["problem_calls.id"], name=op.f("fk_problems_call_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_problems_decided_by_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["problems.id"], name=op.f("fk_problems_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
        sa.UniqueConstraint("key", name=op.f("uq_problems_key")),
    )
    with op.batch_alter_table("problems", schema=None) as batch_op:
        batch_op.create_index("ix_problems_author", ["author_id", "id"], unique=False)
        batch_op.create_index("ix_problems_call_posted", ["call_id", "posted_at", "id"], unique=False)
        batch_op.create_index("ix_problems_call_state", ["call_id", "state", "id"], unique=False)
        batch_op.create_index("ix_problems_merged_into", ["merged_into_id"], unique=False)
        batch_op.create_index("ix_problems_posted", ["posted_at", "id"], unique=False)

    op.create_table(
        "problem_reviews",
        sa.Column("problem_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("solvability", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "urgency BETWEEN 1 AND 5 AND importance BETWEEN 1 AND 5 AND solvability BETWEEN 1 AND 5",
            name=op.f("ck_problem_reviews_points_in_range"),
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_problem_reviews_problem_id")),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["accounts.id"], name=op.f("fk_problem_reviews_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_reviews")),
        sa.UniqueConstraint(
            "problem_id", "reviewer_id", name=op.f("uq_problem_reviews_problem_id_reviewer_id")
        ),
    )
    with op.batch_alter_table("problem_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_reviews_reviewer_id"), ["reviewer_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("problem_reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problem_reviews_reviewer_id"))

    op.drop_table("problem_reviews")
    with op.batch_alter_table("problems", schema=None) as batch_op:
        batch_op.drop_index("ix_problems_posted")
        batch_op.drop_index("ix_problems_merged_into")
        batch_op.drop_index("ix_problems_call_state")
        batch_op.drop_index("ix_problems_call_posted")
        batch_op.drop_index("ix_problems_author")

    op.drop_table("problems")
    with op.batch_alter_table("problem_calls", schema=None) as batch_op:
        batch_op.drop_index("ix_problem_calls_agency")

    op.drop_table("problem_calls")
