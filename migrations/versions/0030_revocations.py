"""The notice that an award may be taken back, the answer to it, and how it ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "revocations",
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "announced",
                "carried_out",
                "dropped",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("announced_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opinions_until", sa.Date(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("opinion_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opinion_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(opinion = '' AND opinion_by_id IS NULL AND opinion_at IS NULL) OR (opinion <> '' AND opinion_by_id IS NOT NULL AND opinion_at IS NOT NULL)",
            name=op.f("ck_revocations_opinion_whose"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_revocations_reasoned")),
        sa.CheckConstraint(
            "state = 'announced' OR (closed_by_id IS NOT NULL AND closed_at IS NOT NULL AND conclusion <> '')",
            name=op.f("ck_revocations_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["announced_by_id"], ["accounts.id"], name=op.f("fk_revocations_announced_by_id")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_revocations_award_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["accounts.id"], name=op.f("fk_revocations_closed_by_id")),
        sa.ForeignKeyConstraint(
            ["opinion_by_id"], ["accounts.id"], name=op.f("fk_revocations_opinion_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocations")),
        sa.UniqueConstraint("key", name=op.f("uq_revocations_key")),
    )
    with op.batch_alter_table("revocations", schema=None) as batch_op:
        batch_op.create_index("ix_revocations_award", ["award_id", "id"], unique=False)
        batch_op.create_index(
            "uq_revocations_open",
            ["award_id"],
            unique=True,
            sqlite_where=sa.text("state = 'announced'"),
            postgresql_where=sa.text("state = 'announced'"),
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("revocations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_revocations_open",
            sqlite_where=sa.text("state = 'announced'"),
            postgresql_where=sa.text("state = 'announced'"),
        )
        batch_op.drop_index("ix_revocations_award")

    op.drop_table("revocations")
