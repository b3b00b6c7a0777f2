"""Who follows what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    """A key or a reference to one."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "follows",
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_key", sa.String(length=80), nullable=False),
        sa.Column("account_id", big(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_follows_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        sa.UniqueConstraint("subject_kind", "subject_key", "account_id", name="uq_follows_person"),
        sa.UniqueConstraint("token", name=op.f("uq_follows_token")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_follows_account", "follows", ["account_id", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("follows")
