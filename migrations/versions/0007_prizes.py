"""Tables of prizes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "pot_balances",
        sa.Column("pot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committed_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paid_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "committed_won BETWEEN 0 AND amount_won", name=op.f("ck_pot_balances_not_overspent")
        ),
        sa.CheckConstraint(
            "paid_won BETWEEN 0 AND committed_won", name=op.f("ck_pot_balances_paid_committed")
        ),
        sa.ForeignKeyConstraint(["pot_id"], ["pots.id"], name=op.f("fk_pot_balances_pot_id")),
        sa.PrimaryKeyConstraint("pot_id", name=op.f("pk_pot_balances")),
    )
    op.create_table(
        "verifications",
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "finished",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_verifications_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_verifications_challenge_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["accounts.id"], name=op.f("fk_verifications_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verifications")),
        sa.UniqueConstraint("challenge_id", name=op.f("uq_verifications_challenge_id")),
    )
    op.create_table(
        "awards",
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "nominated",
                "verifying",
                "awarded",
                "excluded",
                "revoked",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("amount_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_honour_only", sa.Boolean(), nullable=False),
        sa.Column("judging_summary", sa.Text(), nullable=False),
        sa.Column("use_plan", sa.Text(), nullable=False),
        sa.Column("nominated_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'awarded' OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL)",
            name=op.f("ck_awards_decided"),
        ),
        sa.CheckConstraint("amount_won >= 0", name=op.f("ck_awards_amount_not_negative")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR nominated_by_id IS NULL OR decided_by_id <> nominated_by_id",
            name=op.f("ck_awards_decided_by_another"),
        ),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenges.id"], name=op.f("fk_awards_challenge_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts.id"], name=op.f("fk_awards_decided_by_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_awards_idea_id")),
        sa.ForeignKeyConstraint(["nominated_by_id"], ["accounts.id"], name=op.f("fk_awards_nominated_by_id")),
        sa.ForeignKeyConstraint(["tier_id"], ["prize_tiers.id"], name=op.f("fk_awards_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_awards_idea_id")),
        sa.UniqueConstraint("key", name=op.f("uq_awards_key")),
    )
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.create_index("ix_awards_challenge_state", ["challenge_id", "state", "id"], unique=False)

    op.create_table(
        "objections",
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "plagiarism",
                "forgery",
                "double_award",
                "ineligible",
                "other",
                name="ground_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "upheld",
                "dismissed",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("ruled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'open' OR (ruling <> '' AND ruled_by_id IS NOT NULL AND ruled_at IS NOT NULL)",
            name=op.f("ck_objections_ruled"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_objections_author_id")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_objections_award_id")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["accounts.id"], name=op.f("fk_objections_ruled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("key", name=op.f("uq_objections_key")),
    )
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.create_index("ix_objections_author", ["author_id", "id"], unique=False)
        batch_op.create_index("ix_objections_state", ["state", "id"], unique=False)
        batch_op.create_index(
            "uq_objections_open",
            ["award_id", "author_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "payments",
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "on_award",
                "on_matured",
                "on_adopted",
                name="condition_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("amount_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "due",
                "confirmed",
                "approved",
                "paid",
                "held",
                "cancelled",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'paid' OR (paid_on IS NOT NULL AND paid_by_id IS NOT NULL AND voucher <> '')",
            name=op.f("ck_payments_paid"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'paid') OR (approved_by_id IS NOT NULL AND approved_at IS NOT NULL)",
            name=op.f("ck_payments_approved"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'approved', 'paid') OR (confirmed_by_id IS NOT NULL AND confirmed_at IS NOT NULL)",
            name=op.f("ck_payments_confirmed"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('due', 'confirmed', 'approved', 'paid') OR due_at IS NOT NULL",
            name=op.f("ck_payments_due"),
        ),
        sa.CheckConstraint("amount_won > 0", name=op.f("ck_payments_amount_positive")),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR confirmed_by_id IS NULL OR approved_by_id <> confirmed_by_id",
            name=op.f("ck_payments_two_people"),
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["accounts.id"], name=op.f("fk_payments_approved_by_id")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_payments_award_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["accounts.id"], name=op.f("fk_payments_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["paid_by_id"], ["accounts.id"], name=op.f("fk_payments_paid_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("award_id", "position", name=op.f("uq_payments_award_id_position")),
        sa.UniqueConstraint("key", name=op.f("uq_payments_key")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index("ix_payments_state", ["state", "id"], unique=False)

    op.create_table(
        "ledger_lines",
        sa.Column("pot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "commitment",
                "payment",
                "release",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("voucher", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'release') = (amount_won < 0) AND amount_won <> 0", name=op.f("ck_ledger_lines_sign")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts.id"], name=op.f("fk_ledger_lines_actor_id")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_ledger_lines_award_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_ledger_lines_payment_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pots.id"], name=op.f("fk_ledger_lines_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_lines")),
        sa.UniqueConstraint("reference", "kind", name=op.f("uq_ledger_lines_reference_kind")),
    )
    with op.batch_alter_table("ledger_lines", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_lines_payment", ["payment_id"], unique=False)
        batch_op.create_index("ix_ledger_lines_pot", ["pot_id", "id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("ledger_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_lines_pot")
        batch_op.drop_index("ix_ledger_lines_payment")

    op.drop_table("ledger_lines")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index("ix_payments_state")

    op.drop_table("payments")
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_objections_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_objections_state")
        batch_op.drop_index("ix_objections_author")

    op.drop_table("objections")
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.drop_index("ix_awards_challenge_state")

    op.drop_table("awards")
    op.drop_table("verifications")
    op.drop_table("pot_balances")
