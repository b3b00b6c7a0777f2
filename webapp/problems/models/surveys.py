"""Tables of preference surveys: what is asked, of which problems, and what people answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.models import Base, Identified, Keyed, Versioned, one_of
from webapp.problems.enums import SurveyKind, SurveyPhase, SurveyState
from webapp.problems.models.posts import ProblemCall


class Survey(Keyed, Versioned, Base):
    """A preference survey (선호도 조사) of a call: choose up to `most_choices`, or rate two scales.

    `closes_at` is exclusive. `seed` orders the candidates for each person. One stands at a time per call.
    """

    __tablename__ = "surveys"
    __table_args__ = (
        sa.CheckConstraint("closes_at > opens_at", name="dates_in_order"),
        sa.CheckConstraint("(kind = 'choose') = (most_choices IS NOT NULL)", name="choices_when_choosing"),
        sa.CheckConstraint("most_choices BETWEEN 1 AND 10", name="choices_in_range"),
        sa.Index(
            "uq_surveys_call_standing",
            "call_id",
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        ),
    )

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("problem_calls.id"))
    kind: Mapped[SurveyKind] = mapped_column(one_of(SurveyKind, "kind_known"))
    most_choices: Mapped[int | None] = mapped_column(sa.Integer)
    intro: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[SurveyState] = mapped_column(one_of(SurveyState, "state_known"), default=SurveyState.DRAFT)
    opens_at: Mapped[datetime] = mapped_column()
    closes_at: Mapped[datetime] = mapped_column()
    seed: Mapped[str] = mapped_column(sa.String(32))
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column()
    call: Mapped[ProblemCall] = relationship(lazy="raise_on_sql")

    @property
    def agency_id(self) -> int:
        """The agency whose call this is; the call must be loaded."""
        return self.call.agency_id

    def phase_at(self, now: datetime) -> SurveyPhase:
        """How the survey stands; the clock alone opens and closes it."""
        return survey_phase(self.state, self.opens_at, self.closes_at, now)


class SurveyProblem(Identified, Base):
    """A candidate of a survey."""

    __tablename__ = "survey_problems"
    __table_args__ = (sa.UniqueConstraint("survey_id", "problem_id"),)

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"))
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"), index=True)


class SurveyAnswer(Identified, Base):
    """One person's answer, once per survey. `shown` is the order in which the candidates stood, by id."""

    __tablename__ = "survey_answers"
    __table_args__ = (sa.UniqueConstraint("survey_id", "account_id"),)

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    shown: Mapped[list[Any]] = mapped_column(default=list)
    answered_at: Mapped[datetime] = mapped_column()


class SurveyMark(Identified, Base):
    """What an answer says of one candidate: chosen (no points), or rated on both scales, 1 to 5."""

    __tablename__ = "survey_marks"
    __table_args__ = (
        sa.UniqueConstraint("answer_id", "problem_id"),
        sa.CheckConstraint("urgency BETWEEN 1 AND 5 AND importance BETWEEN 1 AND 5", name="points_in_range"),
        sa.CheckConstraint("(urgency IS NULL) = (importance IS NULL)", name="both_or_none"),
    )

    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_answers.id"))
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    urgency: Mapped[int | None] = mapped_column(sa.Integer)
    importance: Mapped[int | None] = mapped_column(sa.Integer)


def survey_phase(state: SurveyState, opens_at: datetime, closes_at: datetime, now: datetime) -> SurveyPhase:
    """The phase of a survey from its columns; `closes_at` is exclusive."""
    if state is not SurveyState.PUBLISHED:
        return SurveyPhase.DRAFT if state is SurveyState.DRAFT else SurveyPhase.CANCELLED
    if now < opens_at:
        return SurveyPhase.UPCOMING
    return SurveyPhase.OPEN if now < closes_at else SurveyPhase.CLOSED
