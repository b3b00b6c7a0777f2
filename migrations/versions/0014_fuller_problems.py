"""Calls with their rules; problems that say who suffers, what was tried, where, and which values they touch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
AUDIENCES = "audience IN ('anybody', 'experts', 'officials')"
REGIONS = (
    "nationwide", "seoul", "busan", "daegu", "incheon", "gwangju", "daejeon", "ulsan", "sejong", "gyeonggi",
    "gangwon", "chungbuk", "chungnam", "jeonbuk", "jeonnam", "gyeongbuk", "gyeongnam", "jeju",
)  # fmt: skip
CALL_CHECKS = {
    "ck_problem_calls_threshold_positive": "endorsement_threshold IS NULL OR endorsement_threshold > 0",
    "ck_problem_calls_review_days_positive": "review_days > 0",
    "ck_problem_calls_audience_known": AUDIENCES,
}
PROBLEM_CHECKS = {
    "ck_problems_region_known": "region IN ({})".format(", ".join(f"'{one}'" for one in REGIONS))
}
CALL_COLUMNS = (
    "fields", "audience", "endorsement_threshold", "review_days", "shows_scores", "shows_comments",
    "shows_survey",
)  # fmt: skip
PROBLEM_COLUMNS = ("sufferers", "sufferer_count", "tried", "region", "social_values", "links")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("problem_calls") as batch:
        batch.add_column(sa.Column("fields", JSON, nullable=False, server_default="[]"))
        batch.add_column(sa.Column("audience", sa.String(32), nullable=False, server_default="anybody"))
        batch.add_column(sa.Column("endorsement_threshold", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("review_days", sa.Integer(), nullable=False, server_default="20"))
        for name, default in (
            ("shows_scores", sa.true()),
            ("shows_comments", sa.false()),
            ("shows_survey", sa.true()),
        ):
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
        for name, rule in CALL_CHECKS.items():
            batch.create_check_constraint(op.f(name), rule)
    with op.batch_alter_table("problems") as batch:
        batch.add_column(sa.Column("sufferers", sa.String(200), nullable=False, server_default=""))
        batch.add_column(sa.Column("sufferer_count", sa.String(100), nullable=False, server_default=""))
        batch.add_column(sa.Column("tried", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("region", sa.String(32), nullable=True))
        batch.add_column(sa.Column("social_values", JSON, nullable=False, server_default="[]"))
        batch.add_column(sa.Column("links", JSON, nullable=False, server_default="[]"))
        for name, rule in PROBLEM_CHECKS.items():
            batch.create_check_constraint(op.f(name), rule)


def downgrade() -> None:
    """Take back."""
    for table, checks, columns in (
        ("problems", PROBLEM_CHECKS, PROBLEM_COLUMNS),
        ("problem_calls", CALL_CHECKS, CALL_COLUMNS),
    ):
        with op.batch_alter_table(table) as batch:
            for name in checks:
                batch.drop_constraint(op.f(name), type_="check")
            for name in columns:
                batch.drop_column(name)
