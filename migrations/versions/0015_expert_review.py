"""Expert review: conflicts declared, two more scales, drafts before submission."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
OLD_RANGE = "urgency BETWEEN 1 AND 5 AND importance BETWEEN 1 AND 5 AND solvability BETWEEN 1 AND 5"
NEW_RANGE = OLD_RANGE + " AND ripple BETWEEN 1 AND 5 AND difficulty BETWEEN 1 AND 5"
SUBMITTED = (
    "state <> 'submitted' OR (submitted_at IS NOT NULL AND urgency IS NOT NULL"
    " AND importance IS NOT NULL AND solvability IS NOT NULL)"
)


def states() -> sa.Enum:
    """The states of a review."""
    return sa.Enum(
        "draft",
        "submitted",
        "excluded",
        name="state_known",
        native_enum=False,
        create_constraint=True,
        length=32,
    )


def upgrade() -> None:
    """Apply. Reviews from before were all submitted; they have no 파급력 and 난이도."""
    with op.batch_alter_table("problem_reviews") as batch:
        batch.drop_constraint(op.f("ck_problem_reviews_points_in_range"), type_="check")
        batch.add_column(sa.Column("key", sa.String(16), nullable=True))
        batch.add_column(sa.Column("state", sa.String(32), nullable=True))
        batch.add_column(sa.Column("ripple", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("difficulty", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("urgency", "importance", "solvability"):
            batch.alter_column(name, existing_type=sa.Integer(), nullable=True)
        batch.alter_column("submitted_at", existing_type=sa.DateTime(timezone=True), nullable=True)
    reviews = sa.table(
        "problem_reviews",
        sa.column("id"),
        sa.column("key"),
        sa.column("state"),
        sa.column("saved_at"),
        sa.column("submitted_at"),
    )
    bind = op.get_bind()
    bind.execute(sa.update(reviews).values(state="submitted", saved_at=reviews.c.submitted_at))
    for row in bind.execute(sa.select(reviews.c.id)).all():
        key = "".join(secrets.choice(ALPHABET) for _ in range(12))
        bind.execute(sa.update(reviews).where(reviews.c.id == row.id).values(key=key))
    with op.batch_alter_table("problem_reviews") as batch:
        batch.alter_column("key", existing_type=sa.String(16), nullable=False)
        batch.alter_column("state", existing_type=sa.String(32), type_=states(), nullable=False)
        batch.alter_column("saved_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.create_unique_constraint(op.f("uq_problem_reviews_key"), ["key"])
        batch.create_check_constraint(op.f("ck_problem_reviews_points_in_range"), NEW_RANGE)
        batch.create_check_constraint(op.f("ck_problem_reviews_submitted"), SUBMITTED)
    op.create_table(
        "review_declarations",
        sa.Column("problem_id", BIG, nullable=False),
        sa.Column("reviewer_id", BIG, nullable=False),
        sa.Column(
            "conflict",
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
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.CheckConstraint(
            "conflict IS NULL OR note <> ''", name=op.f("ck_review_declarations_conflict_told")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name=op.f("fk_review_declarations_problem_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["accounts.id"], name=op.f("fk_review_declarations_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_declarations")),
        sa.UniqueConstraint(
            "problem_id", "reviewer_id", name=op.f("uq_review_declarations_problem_id_reviewer_id")
        ),
    )
    op.create_index("ix_review_declarations_reviewer_id", "review_declarations", ["reviewer_id"])


def downgrade() -> None:
    """Take back. Drafts and excluded reviews cannot stand in the old table."""
    op.drop_index("ix_review_declarations_reviewer_id", "review_declarations")
    op.drop_table("review_declarations")
    op.execute("DELETE FROM problem_reviews WHERE state <> 'submitted'")
    with op.batch_alter_table("problem_reviews") as batch:
        batch.drop_constraint(op.f("ck_problem_reviews_points_in_range"), type_="check")
        batch.drop_constraint(op.f("ck_problem_reviews_submitted"), type_="check")
        batch.drop_constraint(op.f("ck_problem_reviews_state_known"), type_="check")
        batch.drop_constraint(op.f("uq_problem_reviews_key"), type_="unique")
        for name in ("key", "state", "ripple", "difficulty", "saved_at"):
            batch.drop_column(name)
        for name in ("urgency", "importance", "solvability"):
            batch.alter_column(name, existing_type=sa.Integer(), nullable=False)
        batch.alter_column("submitted_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.create_check_constraint(op.f("ck_problem_reviews_points_in_range"), OLD_RANGE)
