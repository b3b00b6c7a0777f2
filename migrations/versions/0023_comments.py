"""Comments with their earlier texts, reports and appeals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STANCES = ("support", "oppose", "neutral")
REASONS = (
    "personal_data",
    "insult",
    "hate",
    "advertising",
    "election",
    "falsehood",
    "off_topic",
    "other",
)


def big() -> sa.types.TypeEngine[int]:
    """A key or a reference to one."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def one_of(name: str, *values: str) -> sa.Enum:
    """One of these texts, backed by a CHECK."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """A moment in UTC."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "comments",
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_key", sa.String(length=80), nullable=False),
        sa.Column("agency_id", big(), nullable=False),
        sa.Column("author_id", big(), nullable=False),
        sa.Column("thread_key", sa.String(length=16), nullable=False),
        sa.Column("parent_id", big(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("stance", one_of("stance_known", *STANCES), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("official", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", one_of("state_known", "visible", "hidden", "deleted"), nullable=False),
        moment("created_at"),
        moment("edited_at", nullable=True),
        moment("hidden_at", nullable=True),
        sa.Column("hidden_by_id", big(), nullable=True),
        sa.Column("hide_code", one_of("hide_code_known", *REASONS), nullable=True),
        sa.Column("hide_reason", sa.Text(), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "depth BETWEEN 1 AND 3 AND (depth = 1) = (parent_id IS NULL)", name=op.f("ck_comments_depth")
        ),
        sa.CheckConstraint("(state = 'deleted') = (body = '')", name=op.f("ck_comments_deleted_empty")),
        sa.CheckConstraint(
            "state <> 'hidden' OR (hidden_at IS NOT NULL AND hidden_by_id IS NOT NULL"
            " AND hide_code IS NOT NULL AND hide_reason <> '')",
            name=op.f("ck_comments_hidden_why"),
        ),
        sa.CheckConstraint(
            "stance IS NULL OR NOT is_official", name=op.f("ck_comments_official_takes_no_side")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_comments_agency_id")),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["accounts.id"], name=op.f("fk_comments_hidden_by_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("key", name=op.f("uq_comments_key")),
    )
    op.create_index("ix_comments_subject", "comments", ["subject_kind", "subject_key", "depth", "id"])
    op.create_index("ix_comments_thread", "comments", ["thread_key", "id"])
    op.create_index("ix_comments_author", "comments", ["author_id", "id"])
    op.create_index("ix_comments_agency", "comments", ["agency_id", "state", "id"])
    op.create_index(op.f("ix_comments_parent_id"), "comments", ["parent_id"])
    op.create_table(
        "comment_edits",
        sa.Column("comment_id", big(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("stance", one_of("stance_known", *STANCES), nullable=True),
        moment("replaced_at"),
        sa.Column("id", big(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_edits_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_edits")),
    )
    op.create_index(op.f("ix_comment_edits_comment_id"), "comment_edits", ["comment_id"])
    op.create_table(
        "comment_reports",
        sa.Column("comment_id", big(), nullable=False),
        sa.Column("account_id", big(), nullable=False),
        sa.Column(
            "reason",
            one_of("reason_known", "personal_data", "insult", "hate", "advertising", "falsehood", "other"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", one_of("state_known", "open", "upheld", "dismissed", "lapsed"), nullable=False),
        moment("reported_at"),
        moment("settled_at", nullable=True),
        sa.Column("id", big(), nullable=False),
        sa.CheckConstraint(
            "state = 'open' OR settled_at IS NOT NULL", name=op.f("ck_comment_reports_settled")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_comment_reports_account_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_reports_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_reports")),
        sa.UniqueConstraint(
            "comment_id", "account_id", name=op.f("uq_comment_reports_comment_id_account_id")
        ),
    )
    op.create_index("ix_comment_reports_open", "comment_reports", ["state", "id"])
    op.create_table(
        "comment_appeals",
        sa.Column("comment_id", big(), nullable=False),
        sa.Column("agency_id", big(), nullable=False),
        sa.Column("author_id", big(), nullable=False),
        moment("hidden_at"),
        sa.Column("hidden_by_id", big(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", one_of("state_known", "open", "upheld", "dismissed"), nullable=False),
        moment("appealed_at"),
        moment("decided_at", nullable=True),
        sa.Column("decided_by_id", big(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("id", big(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'open' OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL AND decision <> '')",
            name=op.f("ck_comment_appeals_decided"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> hidden_by_id",
            name=op.f("ck_comment_appeals_decided_by_another"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_comment_appeals_agency_id")),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_comment_appeals_author_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_comment_appeals_comment_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_comment_appeals_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by_id"], ["accounts.id"], name=op.f("fk_comment_appeals_hidden_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_appeals")),
        sa.UniqueConstraint("comment_id", "hidden_at", name=op.f("uq_comment_appeals_comment_id_hidden_at")),
        sa.UniqueConstraint("key", name=op.f("uq_comment_appeals_key")),
    )
    op.create_index("ix_comment_appeals_agency", "comment_appeals", ["agency_id", "state", "id"])


def downgrade() -> None:
    """Take back."""
    for table in ("comment_appeals", "comment_reports", "comment_edits", "comments"):
        op.drop_table(table)
