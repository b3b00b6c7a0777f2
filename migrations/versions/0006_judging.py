"""Tables of judging."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "rounds",
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "scoring",
                "closed",
                "cancelled",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sheets_per_idea", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("seed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_rounds_closed")),
        sa.CheckConstraint(
            "state NOT IN ('scoring', 'closed') OR (started_at IS NOT NULL AND seed IS NOT NULL)",
            name=op.f("ck_rounds_started"),
        ),
        sa.CheckConstraint("sheets_per_idea >= 1", name=op.f("ck_rounds_sheets_positive")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenges.id"], name=op.f("fk_rounds_challenge_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["accounts.id"], name=op.f("fk_rounds_closed_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_rounds_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("challenge_id", "number", name=op.f("uq_rounds_challenge_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_rounds_key")),
    )
    op.create_table(
        "seats",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "accepted",
                "declined",
                "dismissed",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("is_civilian", sa.Boolean(), nullable=False),
        sa.Column("pledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pledge_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "pledged_at IS NULL OR (state IN ('accepted', 'dismissed') AND pledge_sha256 <> '')",
            name=op.f("ck_seats_pledge_accepted"),
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR account_id IS NOT NULL", name=op.f("ck_seats_accepted_account")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_seats_account_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name=op.f("fk_seats_invitation_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_seats_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_seats_invitation_id")),
        sa.UniqueConstraint("key", name=op.f("uq_seats_key")),
        sa.UniqueConstraint("round_id", "account_id", name=op.f("uq_seats_round_id_account_id")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "uq_seats_chair",
            ["round_id"],
            unique=True,
            sqlite_where=sa.text("is_chair AND state = 'accepted'"),
            postgresql_where=sa.text("is_chair AND state = 'accepted'"),
        )

    op.create_table(
        "assignments",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "cleared",
                "conflicted",
                "submitted",
                "void",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "conflict_kind",
            sa.Enum(
                "self_or_spouse",
                "relative",
                "advice",
                "agent",
                "same_body",
                "other",
                name="conflict_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.BigInteger().with_variant(sa.Numeric(14, 4), "postgresql"), nullable=True),
        sa.Column("sheet_sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "conflict_kind IS NULL OR state IN ('conflicted', 'void')",
            name=op.f("ck_assignments_conflict_out"),
        ),
        sa.CheckConstraint(
            "state <> 'conflicted' OR conflict_kind IS NOT NULL", name=op.f("ck_assignments_conflict_named")
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR (submitted_at IS NOT NULL AND total IS NOT NULL AND sheet_sha256 <> '')",
            name=op.f("ck_assignments_submitted_sealed"),
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_assignments_idea_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_assignments_round_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_assignments_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("key", name=op.f("uq_assignments_key")),
        sa.UniqueConstraint("seat_id", "idea_id", name=op.f("uq_assignments_seat_id_idea_id")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("ix_assignments_round_idea", ["round_id", "idea_id"], unique=False)
        batch_op.create_index("ix_assignments_seat_state", ["seat_id", "state"], unique=False)

    op.create_table(
        "round_results",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score", sa.BigInteger().with_variant(sa.Numeric(14, 4), "postgresql"), nullable=True),
        sa.Column("plain_mean", sa.BigInteger().with_variant(sa.Numeric(14, 4), "postgresql"), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(score IS NULL) = (rank IS NULL)", name=op.f("ck_round_results_scored_ranked")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_round_results_idea_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_results_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_results")),
        sa.UniqueConstraint("round_id", "idea_id", name=op.f("uq_round_results_round_id_idea_id")),
    )
    with op.batch_alter_table("round_results", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_results_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "scores",
        sa.Column("assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Numeric(6, 2), "postgresql"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_scores_points_not_negative")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_scores_assignment_id")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criteria.id"], name=op.f("fk_scores_criterion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint(
            "assignment_id", "criterion_id", name=op.f("uq_scores_assignment_id_criterion_id")
        ),
    )
    op.create_table(
        "sealed_sheets",
        sa.Column("assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_sealed_sheets_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_sheets")),
        sa.UniqueConstraint("assignment_id", "number", name=op.f("uq_sealed_sheets_assignment_id_number")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("sealed_sheets")
    op.drop_table("scores")
    with op.batch_alter_table("round_results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_results_idea_id"))

    op.drop_table("round_results")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index("ix_assignments_seat_state")
        batch_op.drop_index("ix_assignments_round_idea")

    op.drop_table("assignments")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_seats_chair",
            sqlite_where=sa.text("is_chair AND state = 'accepted'"),
            postgresql_where=sa.text("is_chair AND state = 'accepted'"),
        )
        batch_op.drop_index(batch_op.f("ix_seats_account_id"))

    op.drop_table("seats")
    op.drop_table("rounds")
