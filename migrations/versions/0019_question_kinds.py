"""More kinds of questions on an entry form: bounds, tables, files, conditions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BEFORE = ("line", "text", "choice")
AFTER = (*BEFORE, "choices", "number", "table", "file", "link")


def columns() -> tuple[sa.Column[Any], ...]:
    """The columns that questions gain."""
    return (
        sa.Column("min_characters", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("counts_spaces", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("least", BIG, nullable=True),
        sa.Column("most", BIG, nullable=True),
        sa.Column("unit", sa.String(40), nullable=False, server_default=""),
        sa.Column("table_columns", JSON, nullable=False, server_default="[]"),
        sa.Column("file_kinds", JSON, nullable=False, server_default="[]"),
        sa.Column("max_megabytes", sa.Integer(), nullable=False, server_default="10"),
        sa.Column("shown_when", sa.String(40), nullable=False, server_default=""),
        sa.Column("shown_value", sa.String(100), nullable=False, server_default=""),
    )


CHECKS = {
    "ck_form_fields_characters_in_order": "min_characters BETWEEN 0 AND max_characters",
    "ck_form_fields_bounds_in_order": "least IS NULL OR most IS NULL OR least <= most",
    "ck_form_fields_condition_whole": "(shown_when = '') = (shown_value = '')",
    "ck_form_fields_megabytes_in_range": "max_megabytes BETWEEN 1 AND 100",
}


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("form_fields") as batch:
        for column in columns():
            batch.add_column(column)
        batch.drop_constraint(op.f("ck_form_fields_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_form_fields_kind_known"), _one_of(AFTER))
        for name, rule in CHECKS.items():
            batch.create_check_constraint(op.f(name), rule)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("form_fields") as batch:
        for name in reversed(CHECKS):
            batch.drop_constraint(op.f(name), type_="check")
        batch.drop_constraint(op.f("ck_form_fields_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_form_fields_kind_known"), _one_of(BEFORE))
        for column in reversed(columns()):
            batch.drop_column(column.name)


def _one_of(values: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(value) for value in values)})"
