"""How judging is planned, several honours and prizes in kind, raffles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("challenges") as batch:
        batch.add_column(sa.Column("plan", JSON, nullable=False, server_default="{}"))
        batch.add_column(sa.Column("raffle", sa.String(300), nullable=False, server_default=""))
        batch.add_column(sa.Column("raffle_basis", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("prize_tiers") as batch:
        batch.add_column(sa.Column("more_honours", JSON, nullable=False, server_default="[]"))
        batch.add_column(sa.Column("gift", sa.String(150), nullable=False, server_default=""))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("prize_tiers") as batch:
        batch.drop_column("gift")
        batch.drop_column("more_honours")
    with op.batch_alter_table("challenges") as batch:
        batch.drop_column("raffle_basis")
        batch.drop_column("raffle")
        batch.drop_column("plan")
