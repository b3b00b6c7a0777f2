"""Tables of calls for problems and of what is posted in them. Expert reviews stand in `reviews`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Account, Agency
from webapp.core.models import Base, Identified, JsonValue, Keyed, Versioned, one_of
from webapp.core.regions import Region
from webapp.problems.enums import (
    CallAudience,
    CallPhase,
    CallState,
    ConsentForm,
    DeclineReason,
    ProblemField,
    ProblemSource,
    ProblemState,
    ReceivedAs,
)


class ProblemCall(Keyed, Versioned, Base):
    """An agency's call for problems. `closes_at` None: a standing call. The end is exclusive.

    `fields` empty: every field is taken. `endorsement_threshold` None: no number of endorsements moves a
    problem on. `review_days` are working days.
    """

    __tablename__ = "problem_calls"
    __table_args__ = (
        sa.CheckConstraint(
            "endorsement_threshold IS NULL OR endorsement_threshold > 0", name="threshold_positive"
        ),
        sa.CheckConstraint("review_days > 0", name="review_days_positive"),
        sa.CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="dates_in_order"),
        sa.Index("ix_problem_calls_agency", "agency_id", "state"),
    )

    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agencies.id"))
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[str] = mapped_column(sa.String(150))
    title_en: Mapped[str] = mapped_column(sa.String(200), default="")
    intro: Mapped[str] = mapped_column(sa.Text, default="")
    exclusions: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    examples: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    fields: Mapped[list[Any]] = mapped_column(JsonValue, default=list, server_default="[]")
    audience: Mapped[CallAudience] = mapped_column(
        one_of(CallAudience, "audience_known"),
        default=CallAudience.ANYBODY,
        server_default=CallAudience.ANYBODY.value,
    )
    endorsement_threshold: Mapped[int | None] = mapped_column(sa.Integer)
    review_days: Mapped[int] = mapped_column(sa.Integer, default=20, server_default="20")
    #: What the public sees of each problem once it is decided.
    shows_scores: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    shows_comments: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    shows_survey: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    state: Mapped[CallState] = mapped_column(one_of(CallState, "state_known"), default=CallState.DRAFT)
    opens_at: Mapped[datetime] = mapped_column()
    closes_at: Mapped[datetime | None] = mapped_column()
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column()
    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")

    def phase_at(self, now: datetime) -> CallPhase:
        """How the call stands; the clock alone opens and closes it."""
        return call_phase(self.state, self.opens_at, self.closes_at, now)


class Problem(Keyed, Versioned, Base):
    """A problem that somebody wants solved. `title` says it in one sentence."""

    __tablename__ = "problems"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (posted_at IS NOT NULL AND field IS NOT NULL)", name="posted"
        ),
        sa.CheckConstraint(
            "state NOT IN ('selected', 'declined', 'merged')"
            " OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL AND decision_reason <> '')",
            name="decided",
        ),
        sa.CheckConstraint("state <> 'department_review' OR review_due_on IS NOT NULL", name="review_due"),
        sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
        sa.CheckConstraint("(state = 'declined') = (decline_reason IS NOT NULL)", name="declined_why"),
        sa.Index("ix_problems_call_state", "call_id", "state", "id"),
        sa.Index("ix_problems_call_posted", "call_id", "posted_at", "id"),
        sa.Index("ix_problems_posted", "posted_at", "id"),
        sa.Index("ix_problems_merged_into", "merged_into_id"),
        sa.Index("ix_problems_author", "author_id", "id"),
    )

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("problem_calls.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    source: Mapped[ProblemSource] = mapped_column(one_of(ProblemSource, "source_known"))
    field: Mapped[ProblemField | None] = mapped_column(one_of(ProblemField, "field_known"))
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    situation: Mapped[str] = mapped_column(sa.Text, default="")
    wished_change: Mapped[str] = mapped_column(sa.Text, default="")
    related_agency: Mapped[str] = mapped_column(sa.String(100), default="")
    #: Who suffers, and how many, as people say it.
    sufferers: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    sufferer_count: Mapped[str] = mapped_column(sa.String(100), default="", server_default="")
    tried: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    received_as: Mapped[ReceivedAs] = mapped_column(
        one_of(ReceivedAs, "received_as_known"), default=ReceivedAs.WEB, server_default=ReceivedAs.WEB.value
    )
    #: The ministry or office whose demand this is (부처 수요조사).
    on_behalf_of: Mapped[str] = mapped_column(sa.String(100), default="", server_default="")
    region: Mapped[Region | None] = mapped_column(one_of(Region, "region_known"))
    social_values: Mapped[list[Any]] = mapped_column(JsonValue, default=list, server_default="[]")
    links: Mapped[list[Any]] = mapped_column(JsonValue, default=list, server_default="[]")
    state: Mapped[ProblemState] = mapped_column(
        one_of(ProblemState, "state_known"), default=ProblemState.DRAFT
    )
    created_at: Mapped[datetime] = mapped_column()
    posted_at: Mapped[datetime | None] = mapped_column()
    edited_at: Mapped[datetime | None] = mapped_column()
    #: The last working day of the department's review (담당부서 검토), once that has begun.
    review_due_on: Mapped[date | None] = mapped_column(sa.Date)
    decided_at: Mapped[datetime | None] = mapped_column()
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    #: Name, title and department of the official as they were on that day (정책실명제).
    decision_official: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decision_reason: Mapped[str] = mapped_column(sa.Text, default="")
    decline_reason: Mapped[DeclineReason | None] = mapped_column(
        one_of(DeclineReason, "decline_reason_known")
    )
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"))
    #: The challenge that was announced from this problem; its context lies above and tells of it.
    challenge_key: Mapped[str] = mapped_column(sa.String(16), default="")
    challenge_title: Mapped[str] = mapped_column(sa.String(200), default="")
    challenge_title_en: Mapped[str] = mapped_column(sa.String(250), default="")
    call: Mapped[ProblemCall] = relationship(lazy="raise_on_sql")
    author: Mapped[Account] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])

    @property
    def agency_id(self) -> int:
        """The agency whose call this is; the call must be loaded."""
        return self.call.agency_id

    @property
    def is_received(self) -> bool:
        """Whether an official typed it for somebody else, whose problem it is."""
        return is_received(self.received_as, self.on_behalf_of)


class ProblemMerger(Identified, Base):
    """One merger of a problem into another. It can be undone, and then made again."""

    __tablename__ = "problem_mergers"
    __table_args__ = (
        sa.CheckConstraint("problem_id <> target_id", name="not_into_itself"),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL) AND (undone_at IS NULL) = (undo_reason = '')",
            name="undone_whole",
        ),
        sa.Index(
            "uq_problem_mergers_standing",
            "problem_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
    )

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"))
    target_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    state_before: Mapped[ProblemState] = mapped_column(one_of(ProblemState, "state_before_known"))
    #: Ids of the problems that had been merged into this one, and moved along.
    moved: Mapped[list[Any]] = mapped_column(JsonValue, default=list)
    reason: Mapped[str] = mapped_column(sa.Text)
    merged_by_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    merged_at: Mapped[datetime] = mapped_column()
    undone_at: Mapped[datetime | None] = mapped_column()
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    undo_reason: Mapped[str] = mapped_column(sa.Text, default="")


class ReceivedConsent(Identified, Base):
    """For whom an official posted (대리접수), how the person agreed, and where the copy went."""

    __tablename__ = "received_consents"
    __table_args__ = (sa.UniqueConstraint("problem_id"),)

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"))
    person_name: Mapped[str] = mapped_column(sa.String(50))
    #: Empty: the person gave none, and hears of the result by the way they came.
    person_email: Mapped[str] = mapped_column(sa.String(254))
    consent_form: Mapped[ConsentForm] = mapped_column(one_of(ConsentForm, "consent_form_known"))
    consented_on: Mapped[date] = mapped_column(sa.Date)
    #: What was read out or signed, as it was worded then.
    consent_text: Mapped[str] = mapped_column(sa.Text)
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    #: Name, title and department of the official as they were on that day.
    entered_official: Mapped[dict[str, Any]] = mapped_column()
    entered_at: Mapped[datetime] = mapped_column()


class ProblemVersion(Identified, Base):
    """A whole post as it stood from `changed_at` on, numbered from 1. Append-only.

    `content` has the texts and choices by field, and under `files` the names of what was attached.
    """

    __tablename__ = "problem_versions"
    __table_args__ = (
        sa.UniqueConstraint("problem_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
    )

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"))
    number: Mapped[int] = mapped_column(sa.Integer)
    content: Mapped[dict[str, Any]] = mapped_column()
    changed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    changed_at: Mapped[datetime] = mapped_column()


def is_received(received_as: ReceivedAs, on_behalf_of: str) -> bool:
    """Whether somebody's problem was typed by an official; a ministry's own demand is the official's."""
    return received_as is not ReceivedAs.WEB and not on_behalf_of


def call_phase(state: CallState, opens_at: datetime, closes_at: datetime | None, now: datetime) -> CallPhase:
    """The phase of a call from its columns; `closes_at` is exclusive, None never comes."""
    if state is not CallState.PUBLISHED:
        return CallPhase.DRAFT if state is CallState.DRAFT else CallPhase.FINISHED
    if now < opens_at:
        return CallPhase.UPCOMING
    return CallPhase.OPEN if closes_at is None or now < closes_at else CallPhase.CLOSED
