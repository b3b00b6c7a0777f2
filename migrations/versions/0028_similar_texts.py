"""The index of texts that say alike: texts, their rare terms, and in how many texts each term stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "similar_texts",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ref_key", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=250), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similar_texts")),
        sa.UniqueConstraint("kind", "ref_key", name=op.f("uq_similar_texts_kind_ref_key")),
    )
    op.create_table(
        "similar_terms",
        sa.Column("term", sa.String(length=24), nullable=False),
        sa.Column("texts", BIG, nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_similar_terms")),
    )
    op.create_table(
        "similar_entries",
        sa.Column("term", sa.String(length=24), nullable=False),
        sa.Column("text_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["similar_texts.id"], name=op.f("fk_similar_entries_text_id")),
        sa.PrimaryKeyConstraint("term", "text_id", name=op.f("pk_similar_entries")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("similar_entries")
    op.drop_table("similar_terms")
    op.drop_table("similar_texts")
