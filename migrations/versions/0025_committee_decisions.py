"""Committee decisions over problems, and the rules by which a call chooses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
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
        "selection_rules",
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("reviews_wanted", sa.Integer(), nullable=False),
        sa.Column("grades", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.CheckConstraint(
            "reviews_wanted BETWEEN 1 AND 20", name=op.f("ck_selection_rules_reviews_in_range")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["problem_calls.id"], name=op.f("fk_selection_rules_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_rules")),
        sa.UniqueConstraint("call_id", name=op.f("uq_selection_rules_call_id")),
    )
    op.create_table(
        "committee_decisions",
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("state", known("state_known", "draft", "confirmed", "discarded"), nullable=False),
        sa.Column("title", sa.String(150), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("members", JSON, nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("created_by_id", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", BIG, nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("official", JSON, nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL AND confirmed_by_id IS NOT NULL)",
            name=op.f("ck_committee_decisions_confirmed"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["problem_calls.id"], name=op.f("fk_committee_decisions_call_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["accounts.id"], name=op.f("fk_committee_decisions_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["accounts.id"], name=op.f("fk_committee_decisions_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_decisions")),
        sa.UniqueConstraint("key", name=op.f("uq_committee_decisions_key")),
    )
    op.create_index("ix_committee_decisions_call", "committee_decisions", ["call_id", "state", "id"])
    op.create_table(
        "committee_items",
        sa.Column("decision_id", BIG, nullable=False),
        sa.Column("problem_id", BIG, nullable=False),
        sa.Column("outcome", known("outcome_known", "selected", "declined"), nullable=False),
        sa.Column("grade", sa.String(8), nullable=True),
        sa.Column("cap_won", BIG, nullable=True),
        sa.Column(
            "decline_reason",
            known(
                "decline_reason_known",
                "private_interest",
                "political",
                "already_underway",
                "out_of_scope",
                "low_priority",
                "other",
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.CheckConstraint(
            "(grade IS NULL) = (cap_won IS NULL)", name=op.f("ck_committee_items_grade_with_cap")
        ),
        sa.CheckConstraint(
            "grade IS NULL OR outcome = 'selected'", name=op.f("ck_committee_items_grade_of_selected")
        ),
        sa.CheckConstraint(
            "decline_reason IS NULL OR outcome = 'declined'", name=op.f("ck_committee_items_why_declined")
        ),
        sa.CheckConstraint("cap_won > 0", name=op.f("ck_committee_items_cap_positive")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["committee_decisions.id"], name=op.f("fk_committee_items_decision_id")
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_committee_items_problem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_items")),
        sa.UniqueConstraint(
            "decision_id", "problem_id", name=op.f("uq_committee_items_decision_id_problem_id")
        ),
    )
    op.create_index("ix_committee_items_problem_id", "committee_items", ["problem_id"])


def downgrade() -> None:
    """Take back."""
    for table in ("committee_items", "committee_decisions", "selection_rules"):
        op.drop_table(table)
