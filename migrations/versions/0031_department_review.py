"""The department's review with its clock, and mergers that can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
OLD = ("draft", "posted", "under_review", "selected", "declined", "merged", "withdrawn")
NEW = (
    "draft", "posted", "department_review", "under_review", "selected", "declined", "merged", "withdrawn",
)  # fmt: skip


def known(states: tuple[str, ...]) -> str:
    """The CHECK over the states."""
    return "state IN ({})".format(", ".join(f"'{state}'" for state in states))


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("problems") as batch:
        batch.add_column(sa.Column("review_due_on", sa.Date(), nullable=True))
        batch.drop_constraint(op.f("ck_problems_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_problems_state_known"), known(NEW))
        batch.create_check_constraint(
            op.f("ck_problems_review_due"), "state <> 'department_review' OR review_due_on IS NOT NULL"
        )
    op.create_table(
        "problem_mergers",
        sa.Column("problem_id", BIG, nullable=False),
        sa.Column("target_id", BIG, nullable=False),
        sa.Column("state_before", sa.String(length=32), nullable=False),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merged_by_id", BIG, nullable=False),
        sa.Column("merged_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by_id", BIG, nullable=True),
        sa.Column("undo_reason", sa.Text(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.CheckConstraint("problem_id <> target_id", name=op.f("ck_problem_mergers_not_into_itself")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL) AND (undone_at IS NULL) = (undo_reason = '')",
            name=op.f("ck_problem_mergers_undone_whole"),
        ),
        sa.CheckConstraint(
            known(NEW).replace("state", "state_before", 1), name=op.f("ck_problem_mergers_state_before_known")
        ),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["accounts.id"], name=op.f("fk_problem_mergers_merged_by_id")
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_problem_mergers_problem_id")),
        sa.ForeignKeyConstraint(["target_id"], ["problems.id"], name=op.f("fk_problem_mergers_target_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["accounts.id"], name=op.f("fk_problem_mergers_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_mergers")),
    )
    with op.batch_alter_table("problem_mergers") as batch:
        batch.create_index(op.f("ix_problem_mergers_target_id"), ["target_id"])
        batch.create_index(
            "uq_problem_mergers_standing",
            ["problem_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
    keep_mergers()


def keep_mergers() -> None:
    """What was merged already can be undone too; it comes back to where all problems begin."""
    op.execute(
        "INSERT INTO problem_mergers"
        " (problem_id, target_id, state_before, moved, reason, merged_by_id, merged_at, undo_reason)"
        " SELECT id, merged_into_id, 'posted', '[]', decision_reason, decided_by_id, decided_at, ''"
        " FROM problems WHERE state = 'merged'"
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("problem_mergers")
    op.execute("UPDATE problems SET state = 'posted' WHERE state = 'department_review'")
    with op.batch_alter_table("problems") as batch:
        batch.drop_constraint(op.f("ck_problems_review_due"), type_="check")
        batch.drop_constraint(op.f("ck_problems_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_problems_state_known"), known(OLD))
        batch.drop_column("review_due_on")
