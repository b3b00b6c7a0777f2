"""The comparison with other contests, the list of past ones, and the approver's remarks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "challenges", sa.Column("compared_hash", sa.String(length=64), server_default="", nullable=False)
    )
    op.create_table(
        "similarity_reviews",
        sa.Column("challenge_id", big(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("hits", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "conclusion",
            sa.Enum(
                "none_found",
                "adapted",
                "stopped",
                name="conclusion_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("brief_hash", sa.String(length=64), nullable=False),
        sa.Column("reviewed_by_id", big(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_similarity_reviews_challenge_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["accounts.id"], name=op.f("fk_similarity_reviews_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similarity_reviews")),
        sa.UniqueConstraint("key", name=op.f("uq_similarity_reviews_key")),
    )
    op.create_index(op.f("ix_similarity_reviews_challenge_id"), "similarity_reviews", ["challenge_id"])
    op.create_table(
        "past_contests",
        sa.Column("agency", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.CheckConstraint("year BETWEEN 1900 AND 2200", name=op.f("ck_past_contests_year_in_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_contests")),
        sa.UniqueConstraint("agency", "title", "year", name=op.f("uq_past_contests_agency_title_year")),
        sa.UniqueConstraint("key", name=op.f("uq_past_contests_key")),
    )
    op.create_table(
        "approval_remarks",
        sa.Column("challenge_id", big(), nullable=False),
        sa.Column("section", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("author_id", big(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", big(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_approval_remarks_written")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)",
            name=op.f("ck_approval_remarks_settled_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_approval_remarks_challenge_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_approval_remarks_author_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["accounts.id"], name=op.f("fk_approval_remarks_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_remarks")),
        sa.UniqueConstraint("key", name=op.f("uq_approval_remarks_key")),
    )
    op.create_index("ix_approval_remarks_challenge", "approval_remarks", ["challenge_id", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("approval_remarks")
    op.drop_table("past_contests")
    op.drop_table("similarity_reviews")
    with op.batch_alter_table("challenges") as batch:
        batch.drop_column("compared_hash")
