"""Versions of problems: what a posted problem said, and what it says since which moment. Append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TEXTS = ("title", "sufferers", "sufferer_count", "situation", "tried", "wished_change", "related_agency")
CHOICES = ("source", "field", "region")
LISTS = ("social_values", "links")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "problem_versions",
        sa.Column("problem_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("changed_by_id", BIG, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_problem_versions_number_positive")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["accounts.id"], name=op.f("fk_problem_versions_changed_by_id")
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_problem_versions_problem_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_versions")),
        sa.UniqueConstraint("problem_id", "number", name=op.f("uq_problem_versions_problem_id_number")),
    )
    keep_first_versions()
    protect()


def keep_first_versions() -> None:
    """What is posted already is its own first version."""
    problems = sa.table(
        "problems",
        *(sa.column(name) for name in ("id", "author_id", *TEXTS, *CHOICES)),
        *(sa.column(name, JSON) for name in LISTS),
        sa.column("posted_at", MOMENT),
        sa.column("edited_at", MOMENT),
    )
    files = sa.table(
        "attachments",
        *(sa.column(name) for name in ("id", "subject_type", "subject_id", "filename", "removed_at")),
    )
    versions = sa.table(
        "problem_versions",
        *(sa.column(name) for name in ("problem_id", "number", "changed_by_id")),
        sa.column("content", JSON),
        sa.column("changed_at", MOMENT),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(problems).where(problems.c.posted_at.is_not(None))).all():
        names = connection.scalars(
            sa.select(files.c.filename)
            .where(
                files.c.subject_type == "problems",
                files.c.subject_id == row.id,
                files.c.removed_at.is_(None),
            )
            .order_by(files.c.id)
        )
        content = {name: getattr(row, name) or "" for name in (*TEXTS, *CHOICES)}
        lists = {name: getattr(row, name) for name in LISTS} | {"files": list(names)}
        values = {
            "problem_id": row.id,
            "number": 1,
            "content": content | lists,
            "changed_by_id": row.author_id,
            "changed_at": row.edited_at or row.posted_at,
        }
        connection.execute(sa.insert(versions).values(values))


def protect() -> None:
    """The database itself refuses UPDATE and DELETE."""
    table = "problem_versions"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        )


def downgrade() -> None:
    """Take back."""
    op.drop_table("problem_versions")
