"""Tables of reflection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reflections",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("official_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("official_title", sa.String(length=50), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "under_review",
                "adopted",
                "partly_adopted",
                "not_adopted",
                "realised",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("adopted_part", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "not_adopted_reason",
            sa.Enum(
                "rights",
                "already_adopted",
                "underway",
                "not_feasible",
                "out_of_scope",
                "other",
                name="reason_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("assigned_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("realised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'not_adopted') = (not_adopted_reason IS NOT NULL)",
            name=op.f("ck_reflections_not_adopted_why"),
        ),
        sa.CheckConstraint(
            "(state = 'realised') = (realised_at IS NOT NULL) AND (state <> 'realised' OR outcome <> '')",
            name=op.f("ck_reflections_realised_outcome"),
        ),
        sa.CheckConstraint(
            "state <> 'partly_adopted' OR adopted_part <> ''", name=op.f("ck_reflections_which_part")
        ),
        sa.CheckConstraint(
            "state = 'under_review' OR (decided_at IS NOT NULL AND reason <> '')",
            name=op.f("ck_reflections_decided"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('adopted', 'partly_adopted', 'realised') OR planned_on IS NOT NULL",
            name=op.f("ck_reflections_adopted_planned"),
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["accounts.id"], name=op.f("fk_reflections_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_reflections_department_id")
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_reflections_idea_id")),
        sa.ForeignKeyConstraint(["official_id"], ["accounts.id"], name=op.f("fk_reflections_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflections")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_reflections_idea_id")),
        sa.UniqueConstraint("key", name=op.f("uq_reflections_key")),
    )
    with op.batch_alter_table("reflections", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reflections_department_state", ["department_id", "state", "id"], unique=False
        )
        batch_op.create_index("ix_reflections_official", ["official_id", "state"], unique=False)
        batch_op.create_index("ix_reflections_state_due", ["state", "due_on", "id"], unique=False)

    op.create_table(
        "measures",
        sa.Column("reflection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "statute",
                "ordinance",
                "guideline",
                "budget",
                "service",
                "facility",
                "pilot",
                "procurement",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("before_text", sa.String(length=200), nullable=False),
        sa.Column("after_text", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "in_progress",
                "done",
                "stopped",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'done' OR done_on IS NOT NULL", name=op.f("ck_measures_done")),
        sa.ForeignKeyConstraint(
            ["reflection_id"], ["reflections.id"], name=op.f("fk_measures_reflection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
        sa.UniqueConstraint("key", name=op.f("uq_measures_key")),
    )
    with op.batch_alter_table("measures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measures_reflection_id"), ["reflection_id"], unique=False)
        batch_op.create_index("ix_measures_state_promised", ["state", "promised_on", "id"], unique=False)

    op.create_table(
        "official_changes",
        sa.Column("reflection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("official_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("official_name", sa.String(length=50), nullable=False),
        sa.Column("official_title", sa.String(length=50), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("assigned_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["accounts.id"], name=op.f("fk_official_changes_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_official_changes_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["accounts.id"], name=op.f("fk_official_changes_official_id")
        ),
        sa.ForeignKeyConstraint(
            ["reflection_id"], ["reflections.id"], name=op.f("fk_official_changes_reflection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_changes")),
    )
    with op.batch_alter_table("official_changes", schema=None) as batch_op:
        batch_op.create_index("ix_official_changes_reflection", ["reflection_id", "id"], unique=False)

    op.create_table(
        "progress_reports",
        sa.Column("measure_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reported_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.String(length=500), nullable=False),
        sa.Column("old_promised_on", sa.Date(), nullable=True),
        sa.Column("new_promised_on", sa.Date(), nullable=True),
        sa.Column("slip_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(old_promised_on IS NULL) = (new_promised_on IS NULL) AND (new_promised_on IS NULL OR slip_reason <> '')",
            name=op.f("ck_progress_reports_slip_explained"),
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measures.id"], name=op.f("fk_progress_reports_measure_id")),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["accounts.id"], name=op.f("fk_progress_reports_reported_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_reports")),
    )
    with op.batch_alter_table("progress_reports", schema=None) as batch_op:
        batch_op.create_index("ix_progress_reports_measure", ["measure_id", "id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("progress_reports", schema=None) as batch_op:
        batch_op.drop_index("ix_progress_reports_measure")

    op.drop_table("progress_reports")
    with op.batch_alter_table("official_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_official_changes_reflection")

    op.drop_table("official_changes")
    with op.batch_alter_table("measures", schema=None) as batch_op:
        batch_op.drop_index("ix_measures_state_promised")
        batch_op.drop_index(batch_op.f("ix_measures_reflection_id"))

    op.drop_table("measures")
    with op.batch_alter_table("reflections", schema=None) as batch_op:
        batch_op.drop_index("ix_reflections_state_due")
        batch_op.drop_index("ix_reflections_official")
        batch_op.drop_index("ix_reflections_department_state")

    op.drop_table("reflections")
