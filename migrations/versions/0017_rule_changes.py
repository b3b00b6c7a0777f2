"""Changes after the notice, and the kinds of notices that they put out."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = ("publication", "correction", "cancellation", "result", "no_winner")
AFTER = (
    "publication", "correction", "change", "extension", "postponement", "cancellation", "result", "no_winner",
)  # fmt: skip
OPEN = sa.text("state IN ('draft', 'requested')")


def big() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def json() -> sa.JSON:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def known(values: Sequence[str], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def notices(kinds: Sequence[str]) -> sa.Table:
    """The table as it stands, with the CHECK of these kinds."""
    return sa.Table(
        "notices",
        sa.MetaData(),
        sa.Column("programme_id", big(), nullable=False),
        sa.Column("challenge_id", big(), nullable=True),
        sa.Column("kind", known(kinds, "ck_notices_kind_known"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=False),
        sa.Column("published_by_id", big(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenges.id"], name="fk_notices_challenge_id"),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name="fk_notices_programme_id"),
        sa.ForeignKeyConstraint(["published_by_id"], ["accounts.id"], name="fk_notices_published_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("key", name="uq_notices_key"),
        sa.Index("ix_notices_programme", "programme_id", "published_at", "id"),
    )


def set_kinds(kinds: Sequence[str]) -> None:
    """Let notices have these kinds. SQLite copies the table for it, which drops the triggers; they come back."""
    if op.get_bind().dialect.name == "postgresql":
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        op.drop_constraint("kind_known", "notices", type_="check")
        op.create_check_constraint("kind_known", "notices", f"kind IN ({listed})")
        return
    with op.batch_alter_table("notices", copy_from=notices(kinds), recreate="always"):
        pass
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER notices_no_{act.lower()} BEFORE {act} ON notices "
            "BEGIN SELECT RAISE(ABORT, 'append-only: notices'); END"
        )


def upgrade() -> None:
    """Apply."""
    set_kinds(AFTER)
    op.create_table(
        "rule_changes",
        sa.Column("challenge_id", big(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "kind", known(("correction", "change", "extension", "postponement"), "kind_known"), nullable=False
        ),
        sa.Column(
            "state", known(("draft", "requested", "in_force", "withdrawn"), "state_known"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", json(), nullable=False),
        sa.Column("after", json(), nullable=False),
        sa.Column("old_hash", sa.String(length=64), nullable=False),
        sa.Column("new_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", big(), nullable=True),
        sa.Column("requested_by_id", big(), nullable=True),
        sa.Column("approved_by_id", big(), nullable=True),
        sa.Column("notice_id", big(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_rule_changes_reasoned")),
        sa.CheckConstraint(
            "state <> 'requested' OR requested_at IS NOT NULL", name=op.f("ck_rule_changes_requested")
        ),
        sa.CheckConstraint(
            "(state = 'in_force') = (number IS NOT NULL AND new_hash <> '' AND in_force_at IS NOT NULL)",
            name=op.f("ck_rule_changes_in_force_complete"),
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_rule_changes_challenge_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["accounts.id"], name=op.f("fk_rule_changes_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["accounts.id"], name=op.f("fk_rule_changes_requested_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["accounts.id"], name=op.f("fk_rule_changes_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_rule_changes_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_changes")),
        sa.UniqueConstraint("challenge_id", "number", name=op.f("uq_rule_changes_challenge_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_rule_changes_key")),
    )
    op.create_index("ix_rule_changes_new_hash", "rule_changes", ["new_hash"])
    op.create_index(op.f("ix_rule_changes_notice_id"), "rule_changes", ["notice_id"])
    op.create_index(
        "ix_rule_changes_prepared",
        "rule_changes",
        ["challenge_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("rule_changes")
    set_kinds(BEFORE)
