"""Two more policy profiles, and the standards in which a challenge differs from its profile."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BEFORE = ("central", "local", "public")
AFTER = (*BEFORE, "proposal", "internal")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("programmes") as batch:
        batch.drop_constraint(op.f("ck_programmes_profile_known"), type_="check")
        batch.create_check_constraint(op.f("ck_programmes_profile_known"), _one_of(AFTER))
    with op.batch_alter_table("challenges") as batch:
        batch.add_column(
            sa.Column(
                "standards",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default="[]",
            )
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("challenges") as batch:
        batch.drop_column("standards")
    with op.batch_alter_table("programmes") as batch:
        batch.drop_constraint(op.f("ck_programmes_profile_known"), type_="check")
        batch.create_check_constraint(op.f("ck_programmes_profile_known"), _one_of(BEFORE))


def _one_of(values: tuple[str, ...]) -> str:
    return f"profile IN ({', '.join(repr(value) for value in values)})"
