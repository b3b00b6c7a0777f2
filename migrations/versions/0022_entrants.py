"""Who may enter a challenge, what entrants agree to, and what they declare."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BEFORE = ("privacy", "pledge", "publication", "terms")
AFTER = (*BEFORE, "contest", "third_party")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("challenges") as batch:
        batch.add_column(sa.Column("entrants", JSON, nullable=False, server_default="{}"))
        batch.add_column(sa.Column("terms", JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("ideas") as batch:
        batch.add_column(sa.Column("entrant_age", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("region", sa.String(40), nullable=False, server_default=""))
    with op.batch_alter_table("consents") as batch:
        batch.drop_constraint(op.f("ck_consents_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_consents_kind_known"), _one_of(AFTER))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("consents") as batch:
        batch.drop_constraint(op.f("ck_consents_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_consents_kind_known"), _one_of(BEFORE))
    with op.batch_alter_table("ideas") as batch:
        batch.drop_column("region")
        batch.drop_column("entrant_age")
    with op.batch_alter_table("challenges") as batch:
        batch.drop_column("terms")
        batch.drop_column("entrants")


def _one_of(values: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(value) for value in values)})"
