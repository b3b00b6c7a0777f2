"""Tables of challenges: programmes with pots and grades; challenges with form, criteria, tiers, notices."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Agency, Department
from webapp.challenges.enums import (
    ChallengeState,
    FieldKind,
    Grade,
    IdeaPublicity,
    NoticeKind,
    Outcome,
    PolicyProfile,
    PotKind,
    ProgrammeState,
    StageCondition,
)
from webapp.challenges.models.frozen import from_plain
from webapp.challenges.models.phases import state_by_clock
from webapp.challenges.models.settings import Entrants, EntryTerms, JudgingPlan
from webapp.core.models import Base, BigId, Identified, JsonValue, Keyed, Versioned, one_of
from webapp.problems.enums import ProblemField
from webapp.problems.models import Problem, ProblemCall

_CASCADE = "all, delete-orphan"


class Programme(Keyed, Versioned, Base):
    """A contest as the public knows it. A single contest is a programme of one challenge.

    From the first notice on, `opens_at`, `closes_at` (exclusive) and `prize_won` sum up its announced
    challenges, and `settled_at` is when the last of them was decided or cancelled: lists read these alone.
    """

    __tablename__ = "programmes"
    __table_args__ = (
        sa.Index("ix_programmes_closes", "closes_at", "id"),
        sa.Index("ix_programmes_published", "published_at", "id"),
        sa.Index("ix_programmes_agency", "agency_id", "closes_at", "id"),
        sa.Index(
            "ix_programmes_unsettled",
            "closes_at",
            "id",
            sqlite_where=sa.text("settled_at IS NULL AND published_at IS NOT NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND published_at IS NOT NULL"),
        ),
        sa.CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published"),
        sa.CheckConstraint("closes_at > opens_at", name="dates_in_order"),
    )

    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    problem_call_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problem_calls.id"))
    title: Mapped[str] = mapped_column(sa.String(150))
    title_en: Mapped[str] = mapped_column(sa.String(200), default="")
    purpose: Mapped[str] = mapped_column(sa.Text, default="")
    purpose_en: Mapped[str] = mapped_column(sa.Text, default="")
    eligibility: Mapped[str] = mapped_column(sa.Text, default="")
    staff_rule: Mapped[str] = mapped_column(sa.Text, default="")
    misconduct_rule: Mapped[str] = mapped_column(sa.Text, default="")
    rights_rule: Mapped[str] = mapped_column(sa.Text, default="")
    revocation_rule: Mapped[str] = mapped_column(sa.Text, default="")
    contact: Mapped[str] = mapped_column(sa.String(150), default="")
    legal_basis: Mapped[str] = mapped_column(sa.String(200), default="")
    profile: Mapped[PolicyProfile] = mapped_column(one_of(PolicyProfile, "profile_known"))
    state: Mapped[ProgrammeState] = mapped_column(
        one_of(ProgrammeState, "state_known"), default=ProgrammeState.DRAFT
    )
    supporters: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column()
    published_at: Mapped[datetime | None] = mapped_column()
    opens_at: Mapped[datetime | None] = mapped_column()
    closes_at: Mapped[datetime | None] = mapped_column()
    prize_won: Mapped[int] = mapped_column(BigId, default=0)
    settled_at: Mapped[datetime | None] = mapped_column()
    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    milestones: Mapped[list[ProgrammeMilestone]] = relationship(
        lazy="raise_on_sql", cascade=_CASCADE, order_by="ProgrammeMilestone.position"
    )
    grades: Mapped[list[ProgrammeGrade]] = relationship(
        lazy="raise_on_sql", cascade=_CASCADE, order_by="ProgrammeGrade.id"
    )
    pots: Mapped[list[Pot]] = relationship(lazy="raise_on_sql", cascade=_CASCADE, order_by="Pot.id")
    problem_call: Mapped[ProblemCall | None] = relationship(lazy="raise_on_sql")


class ProgrammeMilestone(Identified, Base):
    """A line of the programme's calendar."""

    __tablename__ = "programme_milestones"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),)

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programmes.id"), index=True)
    position: Mapped[int] = mapped_column(sa.Integer)
    label: Mapped[str] = mapped_column(sa.String(80))
    label_en: Mapped[str] = mapped_column(sa.String(120), default="")
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date] = mapped_column()


class ProgrammeGrade(Identified, Base):
    """What a grade's best prize may be at most, in won."""

    __tablename__ = "programme_grades"
    __table_args__ = (
        sa.UniqueConstraint("programme_id", "grade"),
        sa.CheckConstraint("cap_won > 0", name="cap_positive"),
    )

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programmes.id"))
    grade: Mapped[Grade] = mapped_column(one_of(Grade, "grade_known"))
    cap_won: Mapped[int] = mapped_column(BigId)


class Pot(Identified, Base):
    """Money set aside by a programme, in won. What is committed and paid from it is kept in prizes."""

    __tablename__ = "pots"
    __table_args__ = (
        sa.UniqueConstraint("programme_id", "kind"),
        sa.CheckConstraint("amount_won > 0", name="amount_positive"),
    )

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programmes.id"))
    kind: Mapped[PotKind] = mapped_column(one_of(PotKind, "kind_known"))
    amount_won: Mapped[int] = mapped_column(BigId)
    cap_per_challenge_won: Mapped[int | None] = mapped_column(BigId)
    legal_basis: Mapped[str] = mapped_column(sa.String(200), default="")


class Challenge(Keyed, Versioned, Base):
    """One task of a programme (과제): what is asked, when, how it is judged, what it pays.

    `closes_at` is exclusive: 24:00 of a day is 00:00 KST of the next. `rules` holds what was frozen at the
    notice and `rules_hash` its SHA-256. `compared_hash` is the hash of the brief that was compared with other
    contests (제4조제1항), "" before.
    """

    __tablename__ = "challenges"
    __table_args__ = (
        sa.UniqueConstraint("programme_id", "number"),
        sa.CheckConstraint("closes_at > opens_at", name="dates_in_order"),
        sa.CheckConstraint(
            "state IN ('draft', 'in_approval') OR (rules_hash <> '' AND announced_at IS NOT NULL)",
            name="announced_frozen",
        ),
        sa.CheckConstraint("state <> 'in_approval' OR requested_at IS NOT NULL", name="requested"),
        sa.CheckConstraint(
            "(state IN ('decided', 'completed')) = (outcome IS NOT NULL)", name="decided_outcome"
        ),
        sa.CheckConstraint("verification_days >= 0 AND trim_from_sheets >= 0", name="rules_not_negative"),
        sa.Index("ix_challenges_state_closes", "state", "closes_at", "id"),
        sa.Index("ix_challenges_state_opens", "state", "opens_at", "id"),
        sa.Index("ix_challenges_problem", "problem_id"),
    )

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programmes.id"))
    number: Mapped[int] = mapped_column(sa.Integer)
    problem_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"))
    owning_department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("departments.id"))
    title: Mapped[str] = mapped_column(sa.String(150))
    title_en: Mapped[str] = mapped_column(sa.String(200), default="")
    summary: Mapped[str] = mapped_column(sa.String(300), default="")
    summary_en: Mapped[str] = mapped_column(sa.String(400), default="")
    background: Mapped[str] = mapped_column(sa.Text, default="")
    goal: Mapped[str] = mapped_column(sa.Text, default="")
    exclusions: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    field: Mapped[ProblemField] = mapped_column(one_of(ProblemField, "field_known"))
    grade: Mapped[Grade | None] = mapped_column(one_of(Grade, "grade_known"))
    opens_at: Mapped[datetime] = mapped_column()
    closes_at: Mapped[datetime] = mapped_column()
    result_on: Mapped[date | None] = mapped_column()
    grace_minutes: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    receipt_pattern: Mapped[str] = mapped_column(sa.String(80))
    entries_per_person: Mapped[int | None] = mapped_column(sa.Integer)
    publicity: Mapped[IdeaPublicity] = mapped_column(
        one_of(IdeaPublicity, "publicity_known"), default=IdeaPublicity.WINNERS
    )
    trim_from_sheets: Mapped[int] = mapped_column(sa.Integer, default=5)
    score_decimals: Mapped[int] = mapped_column(sa.Integer, default=2)
    tie_breaks: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    verification_days: Mapped[int] = mapped_column(sa.Integer, default=10)
    standards: Mapped[list[Any]] = mapped_column(JsonValue, default=list, server_default="[]")
    entrants_plain: Mapped[dict[str, Any]] = mapped_column(
        "entrants", JsonValue, default=dict, server_default="{}"
    )
    plan_plain: Mapped[dict[str, Any]] = mapped_column("plan", JsonValue, default=dict, server_default="{}")
    raffle: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    raffle_basis: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    terms_plain: Mapped[dict[str, Any]] = mapped_column("terms", JsonValue, default=dict, server_default="{}")
    state: Mapped[ChallengeState] = mapped_column(
        one_of(ChallengeState, "state_known"), default=ChallengeState.DRAFT
    )
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome_known"))
    rules: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    rules_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    compared_hash: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    requested_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    requested_at: Mapped[datetime | None] = mapped_column()
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column()
    announced_at: Mapped[datetime | None] = mapped_column()
    decided_at: Mapped[datetime | None] = mapped_column()
    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    problem: Mapped[Problem | None] = relationship(lazy="raise_on_sql")
    owning_department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    criteria: Mapped[list[Criterion]] = relationship(
        lazy="raise_on_sql", cascade=_CASCADE, order_by="Criterion.position"
    )
    form_fields: Mapped[list[FormField]] = relationship(
        lazy="raise_on_sql", cascade=_CASCADE, order_by="FormField.position"
    )
    tiers: Mapped[list[PrizeTier]] = relationship(
        lazy="raise_on_sql", cascade=_CASCADE, order_by="PrizeTier.position"
    )
    stages: Mapped[list[PrizeStage]] = relationship(
        lazy="raise_on_sql", cascade=_CASCADE, order_by="PrizeStage.position"
    )

    @property
    def entrants(self) -> Entrants:
        """Who may enter."""
        return from_plain(Entrants, self.entrants_plain or {})

    @property
    def terms(self) -> EntryTerms:
        """What an entrant agrees to beyond the usual."""
        return from_plain(EntryTerms, self.terms_plain or {})

    @property
    def plan(self) -> JudgingPlan:
        """How judging is planned."""
        return from_plain(JudgingPlan, self.plan_plain or {})

    @property
    def last_moment(self) -> datetime:
        """Until when what was begun before the close may be handed in, exclusive."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    def takes_late_at(self, now: datetime) -> bool:
        """Whether only what was begun before the close is still taken: the grace that the notice gives."""
        return self.state_at(now) is ChallengeState.CLOSED and now < self.last_moment

    def state_at(self, now: datetime) -> ChallengeState:
        """The state by the clock: entries open and close at their times even before a job has noted it."""
        return state_by_clock(self.state, self.opens_at, self.closes_at, now)


class Criterion(Identified, Base):
    """One judging criterion. The weights of a challenge sum to 100; `weight` is also the most points."""

    __tablename__ = "criteria"
    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "position"),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name="weight_in_range"),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    position: Mapped[int] = mapped_column(sa.Integer)
    title: Mapped[str] = mapped_column(sa.String(80))
    title_en: Mapped[str] = mapped_column(sa.String(120), default="")
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    weight: Mapped[int] = mapped_column(sa.Integer)


class FormField(Identified, Base):
    """One question of the entry form; `name` is its stable key in the answers."""

    __tablename__ = "form_fields"
    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "name"),
        sa.CheckConstraint("max_characters BETWEEN 1 AND 100000", name="characters_in_range"),
        sa.CheckConstraint("min_characters BETWEEN 0 AND max_characters", name="characters_in_order"),
        sa.CheckConstraint("least IS NULL OR most IS NULL OR least <= most", name="bounds_in_order"),
        sa.CheckConstraint("(shown_when = '') = (shown_value = '')", name="condition_whole"),
        sa.CheckConstraint("max_megabytes BETWEEN 1 AND 100", name="megabytes_in_range"),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    position: Mapped[int] = mapped_column(sa.Integer)
    name: Mapped[str] = mapped_column(sa.String(40))
    label: Mapped[str] = mapped_column(sa.String(80))
    label_en: Mapped[str] = mapped_column(sa.String(120), default="")
    help: Mapped[str] = mapped_column(sa.String(300), default="")
    kind: Mapped[FieldKind] = mapped_column(one_of(FieldKind, "kind_known"))
    choices: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    min_characters: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    max_characters: Mapped[int] = mapped_column(sa.Integer, default=2000)
    counts_spaces: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    least: Mapped[int | None] = mapped_column(BigId)
    most: Mapped[int | None] = mapped_column(BigId)
    unit: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    table_columns: Mapped[list[Any]] = mapped_column(JsonValue, default=list, server_default="[]")
    file_kinds: Mapped[list[Any]] = mapped_column(JsonValue, default=list, server_default="[]")
    max_megabytes: Mapped[int] = mapped_column(sa.Integer, default=10, server_default="10")
    shown_when: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    shown_value: Mapped[str] = mapped_column(sa.String(100), default="", server_default="")
    is_required: Mapped[bool] = mapped_column(default=True)
    is_shown_to_judges: Mapped[bool] = mapped_column(default=True)
    is_public: Mapped[bool] = mapped_column(default=True)


class PrizeTier(Identified, Base):
    """A rank of prizes (대상, 최우수상 …): how many and how much each, in won."""

    __tablename__ = "prize_tiers"
    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "position"),
        sa.CheckConstraint("amount_won >= 0", name="amount_not_negative"),
        sa.CheckConstraint("quota >= 1", name="quota_positive"),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    position: Mapped[int] = mapped_column(sa.Integer)
    title: Mapped[str] = mapped_column(sa.String(60))
    title_en: Mapped[str] = mapped_column(sa.String(80), default="")
    honour: Mapped[str] = mapped_column(sa.String(80), default="")
    amount_won: Mapped[int] = mapped_column(BigId)
    quota: Mapped[int] = mapped_column(sa.Integer, default=1)
    more_honours: Mapped[list[Any]] = mapped_column(JsonValue, default=list, server_default="[]")
    gift: Mapped[str] = mapped_column(sa.String(150), default="", server_default="")


class PrizeStage(Identified, Base):
    """One part of every prize of a challenge: its condition and percentage. The parts sum to 100."""

    __tablename__ = "prize_stages"
    __table_args__ = (
        sa.UniqueConstraint("challenge_id", "position"),
        sa.UniqueConstraint("challenge_id", "condition"),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name="percent_in_range"),
    )

    challenge_id: Mapped[int] = mapped_column(sa.ForeignKey("challenges.id"))
    position: Mapped[int] = mapped_column(sa.Integer)
    condition: Mapped[StageCondition] = mapped_column(one_of(StageCondition, "condition_known"))
    percent: Mapped[int] = mapped_column(sa.Integer)


class Notice(Keyed, Base):
    """A public notice of a challenge or of a whole programme. Never changed once published."""

    __tablename__ = "notices"
    __table_args__ = (sa.Index("ix_notices_programme", "programme_id", "published_at", "id"),)

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programmes.id"))
    challenge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("challenges.id"))
    kind: Mapped[NoticeKind] = mapped_column(one_of(NoticeKind, "kind_known"))
    title: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text, default="")
    rules_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    published_at: Mapped[datetime] = mapped_column()
