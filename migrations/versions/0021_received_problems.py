"""Problems that an official typed for somebody: by which way they came, for whom, and how the person agreed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WAYS = "received_as IN ('web', 'visit', 'phone', 'post', 'mail', 'document', 'other')"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("problems") as batch:
        batch.add_column(sa.Column("received_as", sa.String(32), nullable=False, server_default="web"))
        batch.add_column(sa.Column("on_behalf_of", sa.String(100), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_problems_received_as_known"), WAYS)
    op.create_table(
        "received_consents",
        sa.Column("problem_id", BIG, nullable=False),
        sa.Column("person_name", sa.String(length=50), nullable=False),
        sa.Column("person_email", sa.String(length=254), nullable=False),
        sa.Column(
            "consent_form",
            sa.Enum(
                "signed",
                "spoken",
                "mail",
                name="consent_form_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("entered_by_id", BIG, nullable=False),
        sa.Column("entered_official", JSON, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["accounts.id"], name=op.f("fk_received_consents_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name=op.f("fk_received_consents_problem_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_consents")),
        sa.UniqueConstraint("problem_id", name=op.f("uq_received_consents_problem_id")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("received_consents")
    with op.batch_alter_table("problems") as batch:
        batch.drop_constraint(op.f("ck_problems_received_as_known"), type_="check")
        batch.drop_column("on_behalf_of")
        batch.drop_column("received_as")
