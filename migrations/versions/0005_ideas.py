"""Tables of ideas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "receipt_counters",
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_receipt_counters")),
    )
    op.create_table(
        "ideas",
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "applicant_kind",
            sa.Enum(
                "person",
                "team",
                "company",
                "group",
                name="applicant_kind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("pending", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("allows_publication", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "withdrawn",
                "ineligible",
                "in_judging",
                "not_selected",
                "finalist",
                "awarded",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "ineligible_reason",
            sa.Enum(
                "regulation_only",
                "campaign_only",
                "already_underway",
                "imitation",
                "awarded_elsewhere",
                "incomplete",
                "other",
                name="ineligible_reason_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("receipt_number", sa.String(length=80), nullable=True),
        sa.Column("receipt_sequence", sa.Integer(), nullable=True),
        sa.Column("version_count", sa.Integer(), nullable=False),
        sa.Column("award_tier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(applicant_kind = 'person') = (organisation_id IS NULL)", name=op.f("ck_ideas_applicant")
        ),
        sa.CheckConstraint(
            "(state = 'ineligible') = (ineligible_reason IS NOT NULL)", name=op.f("ck_ideas_ineligible_why")
        ),
        sa.CheckConstraint("award_tier_id IS NULL OR state = 'awarded'", name=op.f("ck_ideas_tier_awarded")),
        sa.CheckConstraint(
            "published_at IS NULL OR state NOT IN ('draft', 'withdrawn', 'ineligible')",
            name=op.f("ck_ideas_published_state"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (receipt_number IS NOT NULL AND receipt_sequence IS NOT NULL AND submitted_at IS NOT NULL AND version_count >= 1)",
            name=op.f("ck_ideas_submitted_receipt"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_ideas_author_id")),
        sa.ForeignKeyConstraint(["award_tier_id"], ["prize_tiers.id"], name=op.f("fk_ideas_award_tier_id")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenges.id"], name=op.f("fk_ideas_challenge_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_ideas_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("key", name=op.f("uq_ideas_key")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_ideas_receipt_number")),
    )
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.create_index("ix_ideas_author", ["author_id", "id"], unique=False)
        batch_op.create_index(
            "ix_ideas_awarded",
            ["published_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'awarded'"),
            postgresql_where=sa.text("state = 'awarded'"),
        )
        batch_op.create_index(
            "ix_ideas_challenge_awarded",
            ["challenge_id", "published_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'awarded'"),
            postgresql_where=sa.text("state = 'awarded'"),
        )
        batch_op.create_index(
            "ix_ideas_challenge_published", ["challenge_id", "published_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_ideas_challenge_sequence", ["challenge_id", "receipt_sequence", "id"], unique=False
        )
        batch_op.create_index("ix_ideas_challenge_state", ["challenge_id", "state", "id"], unique=False)
        batch_op.create_index("ix_ideas_organisation", ["organisation_id"], unique=False)
        batch_op.create_index("ix_ideas_published", ["published_at", "id"], unique=False)

    op.create_table(
        "idea_publications",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("applicant", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=600), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_publications_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_idea_publications")),
    )
    op.create_table(
        "idea_versions",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_versions_idea_id")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["accounts.id"], name=op.f("fk_idea_versions_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_versions")),
        sa.UniqueConstraint("idea_id", "number", name=op.f("uq_idea_versions_idea_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_idea_versions_key")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("idea_versions")
    op.drop_table("idea_publications")
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.drop_index("ix_ideas_published")
        batch_op.drop_index("ix_ideas_organisation")
        batch_op.drop_index("ix_ideas_challenge_state")
        batch_op.drop_index("ix_ideas_challenge_sequence")
        batch_op.drop_index("ix_ideas_challenge_published")
        batch_op.drop_index(
            "ix_ideas_challenge_awarded",
            sqlite_where=sa.text("state = 'awarded'"),
            postgresql_where=sa.text("state = 'awarded'"),
        )
        batch_op.drop_index(
            "ix_ideas_awarded",
            sqlite_where=sa.text("state = 'awarded'"),
            postgresql_where=sa.text("state = 'awarded'"),
        )
        batch_op.drop_index("ix_ideas_author")

    op.drop_table("ideas")
    op.drop_table("receipt_counters")
