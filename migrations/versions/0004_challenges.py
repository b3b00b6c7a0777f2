"""Tables of challenges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "programmes",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("problem_call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("purpose_en", sa.Text(), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("staff_rule", sa.Text(), nullable=False),
        sa.Column("misconduct_rule", sa.Text(), nullable=False),
        sa.Column("rights_rule", sa.Text(), nullable=False),
        sa.Column("revocation_rule", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=150), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column(
            "profile",
            sa.Enum(
                "central",
                "local",
                "public",
                name="profile_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "finished",
                "cancelled",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("supporters", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prize_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR published_at IS NOT NULL", name=op.f("ck_programmes_published")
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_programmes_dates_in_order")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_programmes_agency_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_programmes_created_by_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_programmes_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["problem_call_id"], ["problem_calls.id"], name=op.f("fk_programmes_problem_call_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("key", name=op.f("uq_programmes_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_programmes_slug")),
    )
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.create_index("ix_programmes_agency", ["agency_id", "closes_at", "id"], unique=False)
        batch_op.create_index("ix_programmes_closes", ["closes_at", "id"], unique=False)
        batch_op.create_index("ix_programmes_published", ["published_at", "id"], unique=False)
        batch_op.create_index(
            "ix_programmes_unsettled",
            ["closes_at", "id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL AND published_at IS NOT NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND published_at IS NOT NULL"),
        )

    op.create_table(
        "challenges",
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "owning_department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("summary_en", sa.String(length=400), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("exclusions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "safety",
                "health",
                "environment",
                "economy",
                "education",
                "digital",
                name="field_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "grade",
            sa.Enum("A", "B", "C", name="grade_known", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("receipt_pattern", sa.String(length=80), nullable=False),
        sa.Column("entries_per_person", sa.Integer(), nullable=True),
        sa.Column(
            "publicity",
            sa.Enum(
                "never",
                "winners",
                "at_result",
                "at_close",
                name="publicity_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("trim_from_sheets", sa.Integer(), nullable=False),
        sa.Column("score_decimals", sa.Integer(), nullable=False),
        sa.Column("tie_breaks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("verification_days", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_approval",
                "announced",
                "open",
                "closed",
                "judging",
                "verifying",
                "decided",
                "completed",
                "cancelled",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "awarded",
                "no_winner",
                name="outcome_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("rules", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("requested_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('decided', 'completed')) = (outcome IS NOT NULL)",
            name=op.f("ck_challenges_decided_outcome"),
        ),
        sa.CheckConstraint(
            "state <> 'in_approval' OR requested_at IS NOT NULL", name=op.f("ck_challenges_requested")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in_approval') OR (rules_hash <> '' AND announced_at IS NOT NULL)",
            name=op.f("ck_challenges_announced_frozen"),
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_challenges_dates_in_order")),
        sa.CheckConstraint(
            "verification_days >= 0 AND trim_from_sheets >= 0", name=op.f("ck_challenges_rules_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["accounts.id"], name=op.f("fk_challenges_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["accounts.id"], name=op.f("fk_challenges_created_by_id")),
        sa.ForeignKeyConstraint(
            ["owning_department_id"], ["departments.id"], name=op.f("fk_challenges_owning_department_id")
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_challenges_problem_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_challenges_programme_id")),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["accounts.id"], name=op.f("fk_challenges_requested_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
        sa.UniqueConstraint("key", name=op.f("uq_challenges_key")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_challenges_programme_id_number")),
    )
    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.create_index("ix_challenges_problem", ["problem_id"], unique=False)
        batch_op.create_index("ix_challenges_state_closes", ["state", "closes_at", "id"], unique=False)
        batch_op.create_index("ix_challenges_state_opens", ["state", "opens_at", "id"], unique=False)

    op.create_table(
        "pots",
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "prize", "maturing", name="kind_known", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("amount_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "cap_per_challenge_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount_won > 0", name=op.f("ck_pots_amount_positive")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_pots_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pots")),
        sa.UniqueConstraint("programme_id", "kind", name=op.f("uq_pots_programme_id_kind")),
    )
    op.create_table(
        "programme_grades",
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "grade",
            sa.Enum("A", "B", "C", name="grade_known", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("cap_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("cap_won > 0", name=op.f("ck_programme_grades_cap_positive")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_grades_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_grades")),
        sa.UniqueConstraint("programme_id", "grade", name=op.f("uq_programme_grades_programme_id_grade")),
    )
    op.create_table(
        "programme_milestones",
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("label_en", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_programme_milestones_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_milestones_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_milestones")),
    )
    with op.batch_alter_table("programme_milestones", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_milestones_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "criteria",
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_criteria_weight_in_range")),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenges.id"], name=op.f("fk_criteria_challenge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
        sa.UniqueConstraint("challenge_id", "position", name=op.f("uq_criteria_challenge_id_position")),
    )
    op.create_table(
        "form_fields",
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("label_en", sa.String(length=120), nullable=False),
        sa.Column("help", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "line",
                "text",
                "choice",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("choices", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("max_characters", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_shown_to_judges", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "max_characters BETWEEN 1 AND 100000", name=op.f("ck_form_fields_characters_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_form_fields_challenge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_fields")),
        sa.UniqueConstraint("challenge_id", "name", name=op.f("uq_form_fields_challenge_id_name")),
    )
    op.create_table(
        "notices",
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "publication",
                "correction",
                "cancellation",
                "result",
                "no_winner",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=False),
        sa.Column("published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenges.id"], name=op.f("fk_notices_challenge_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_notices_programme_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["accounts.id"], name=op.f("fk_notices_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_programme", ["programme_id", "published_at", "id"], unique=False)

    op.create_table(
        "prize_stages",
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "on_award",
                "on_matured",
                "on_adopted",
                name="condition_known",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_prize_stages_percent_in_range")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_prize_stages_challenge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_stages")),
        sa.UniqueConstraint("challenge_id", "condition", name=op.f("uq_prize_stages_challenge_id_condition")),
        sa.UniqueConstraint("challenge_id", "position", name=op.f("uq_prize_stages_challenge_id_position")),
    )
    op.create_table(
        "prize_tiers",
        sa.Column("challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("title_en", sa.String(length=80), nullable=False),
        sa.Column("honour", sa.String(length=80), nullable=False),
        sa.Column("amount_won", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount_won >= 0", name=op.f("ck_prize_tiers_amount_not_negative")),
        sa.CheckConstraint("quota >= 1", name=op.f("ck_prize_tiers_quota_positive")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_prize_tiers_challenge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_tiers")),
        sa.UniqueConstraint("challenge_id", "position", name=op.f("uq_prize_tiers_challenge_id_position")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("prize_tiers")
    op.drop_table("prize_stages")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_programme")

    op.drop_table("notices")
    op.drop_table("form_fields")
    op.drop_table("criteria")
    with op.batch_alter_table("programme_milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_milestones_programme_id"))

    op.drop_table("programme_milestones")
    op.drop_table("programme_grades")
    op.drop_table("pots")
    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.drop_index("ix_challenges_state_opens")
        batch_op.drop_index("ix_challenges_state_closes")
        batch_op.drop_index("ix_challenges_problem")

    op.drop_table("challenges")
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_programmes_unsettled",
            sqlite_where=sa.text("settled_at IS NULL AND published_at IS NOT NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND published_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_programmes_published")
        batch_op.drop_index("ix_programmes_closes")
        batch_op.drop_index("ix_programmes_agency")

    op.drop_table("programmes")
