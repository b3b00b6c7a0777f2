"""Tables of discussion: endorsements, counts per subject, deeds counted against floods."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    """A key or a reference to one."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "endorsements",
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_key", sa.String(length=80), nullable=False),
        sa.Column("account_id", big(), nullable=False),
        sa.Column("carried_from_key", sa.String(length=80), nullable=False),
        sa.Column("endorsed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", big(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.CheckConstraint(
            "(voided_at IS NULL AND voided_by_id IS NULL AND void_reason = '')"
            " OR (voided_at IS NOT NULL AND voided_by_id IS NOT NULL AND void_reason <> '')",
            name=op.f("ck_endorsements_voided_why"),
        ),
        sa.CheckConstraint("carried_from_key <> subject_key", name=op.f("ck_endorsements_not_from_itself")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_endorsements_account_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["accounts.id"], name=op.f("fk_endorsements_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsements")),
        sa.UniqueConstraint(
            "subject_kind", "subject_key", "account_id", "carried_from_key", name="uq_endorsements_person"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_endorsements_account", "endorsements", ["account_id", "id"])
    op.create_index("ix_endorsements_endorsed", "endorsements", ["endorsed_at", "id"])
    op.create_table(
        "tallies",
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_key", sa.String(length=80), nullable=False),
        sa.Column("endorsements", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("open_questions", sa.Integer(), nullable=False),
        sa.Column("followers", sa.Integer(), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.CheckConstraint(
            "endorsements >= 0 AND comments >= 0 AND open_questions >= 0 AND followers >= 0",
            name=op.f("ck_tallies_not_negative"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
        sa.UniqueConstraint("subject_kind", "subject_key", name="uq_tallies_subject"),
    )
    op.create_table(
        "counted_deeds",
        sa.Column(
            "deed",
            sa.Enum(
                "endorse",
                "comment",
                "report",
                "ask",
                "follow",
                name="deed_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("account_id", big(), nullable=False),
        sa.Column("address_digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_counted_deeds_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_deeds")),
    )
    op.create_index("ix_counted_deeds_account", "counted_deeds", ["account_id", "deed", "at"])
    op.create_index("ix_counted_deeds_address", "counted_deeds", ["address_digest", "deed", "at"])
    op.create_index("ix_counted_deeds_at", "counted_deeds", ["at"])


def downgrade() -> None:
    """Take back."""
    for table in ("counted_deeds", "tallies", "endorsements"):
        op.drop_table(table)
