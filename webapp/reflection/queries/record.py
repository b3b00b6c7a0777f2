"""One idea's way into policy: who answers, what was decided, promised, reported and reached.

Everybody may read it once the idea is published; before that its authors and the officials who work on it.
Five statements, six for the idea of a team.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Account, Agency, Department, Membership
from webapp.challenges.models import Challenge, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.ideas.models import Idea, IdeaPublication
from webapp.ideas.queries import is_entered_by, people_behind
from webapp.reflection.enums import (
    MeasureEvent,
    MeasureKind,
    MeasureState,
    NotAdoptedReason,
    Permission,
    ReflectionState,
)
from webapp.reflection.models import Measure, OfficialChange, ProgressReport, Reflection
from webapp.reflection.workflow import MEASURE


@dataclass(frozen=True, slots=True)
class OfficialTerm:
    """From when somebody answered, and why that changed."""

    name: str
    title: str
    department: str
    department_en: str
    assigned_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with the promise that it moved, if it did."""

    reported_at: datetime
    text: str
    evidence_url: str
    old_promised_on: date | None
    new_promised_on: date | None
    slip_reason: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A promise with everything that was reported on it. `stop_reason` is set once it was given up."""

    key: str
    version: int
    kind: MeasureKind
    title: str
    description: str
    before_text: str
    after_text: str
    state: MeasureState
    promised_on: date
    done_on: date | None
    created_at: datetime
    is_overdue: bool
    reports: tuple[ReportView, ...]
    stop_reason: str = ""
    stopped_at: datetime | None = None

    @property
    def first_promised_on(self) -> date:
        """The first promise, before it ever slipped."""
        moved = [report.old_promised_on for report in self.reports if report.old_promised_on]
        return moved[0] if moved else self.promised_on

    @property
    def is_open(self) -> bool:
        """Neither done nor stopped."""
        return self.state in {MeasureState.PLANNED, MeasureState.IN_PROGRESS}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The whole record of one reflection; also a subject of this context's policies."""

    key: str
    version: int
    state: ReflectionState
    due_on: date
    adopted_part: str
    reason: str
    not_adopted_reason: NotAdoptedReason | None
    planned_on: date | None
    outcome: str
    assigned_at: datetime
    decided_at: datetime | None
    realised_at: datetime | None
    idea_id: int
    idea_key: str
    idea_title: str
    idea_summary: str
    idea_is_public: bool
    challenge_key: str
    challenge: str
    challenge_en: str
    department_id: int
    department: str
    department_en: str
    agency: str
    agency_en: str
    official_id: int
    official: str
    official_title: str
    phone: str
    responsible_agency_id: int
    programme_agency_id: int
    entrant_ids: frozenset[int]
    is_overdue: bool
    officials: tuple[OfficialTerm, ...]
    measures: tuple[MeasureView, ...]

    @property
    def is_under_review(self) -> bool:
        """Nothing is decided yet."""
        return self.state is ReflectionState.UNDER_REVIEW

    @property
    def can_be_reassigned(self) -> bool:
        """Something is still to be decided or kept."""
        return self.state not in {ReflectionState.NOT_ADOPTED, ReflectionState.REALISED}

    @property
    def can_have_measures(self) -> bool:
        """Adopted, and not yet closed."""
        return self.state in {ReflectionState.ADOPTED, ReflectionState.PARTLY_ADOPTED}

    @property
    def is_ready_to_realise(self) -> bool:
        """Every promise is settled and one at least was kept."""
        return (
            self.can_have_measures
            and not any(measure.is_open for measure in self.measures)
            and any(measure.state is MeasureState.DONE for measure in self.measures)
        )

    @property
    def next_promise(self) -> MeasureView | None:
        """The open promise whose day comes first."""
        waiting = [measure for measure in self.measures if measure.is_open]
        return min(waiting, key=lambda measure: measure.promised_on, default=None)


def public_record(work: Work, key: str, actor: Actor) -> RecordPage:
    """The record as everybody may read it. NotFound while the idea is hidden, save for whom it concerns."""
    row = _head(work, Reflection.key == key, actor)
    if row.published_at is None and not row.is_own and not _may_see_in_office(work, actor, row):
        raise _not_found()
    return _record(work, row, is_own_text=row.published_at is None)


def office_record(work: Work, key: str, actor: Actor) -> RecordPage:
    """The record as officials see it. NotFound for those who do not work on it."""
    row = _head(work, Reflection.key == key, actor)
    if not _may_see_in_office(work, actor, row):
        raise _not_found()
    return _record(work, row, is_own_text=True)


def record_of_measure(work: Work, measure_key: str, actor: Actor) -> tuple[RecordPage, MeasureView]:
    """A measure with the record that it belongs to, as officials see it."""
    inside = sa.select(Measure.reflection_id).where(Measure.key == measure_key).scalar_subquery()
    row = _head(work, Reflection.id == inside, actor)
    if not _may_see_in_office(work, actor, row):
        raise _not_found()
    page = _record(work, row, is_own_text=True)
    return page, next(measure for measure in page.measures if measure.key == measure_key)


def _not_found() -> NotFound:
    return NotFound(_("요청하신 내용을 찾을 수 없습니다."))


def _may_see_in_office(work: Work, actor: Actor, row: Any) -> bool:
    return actor.is_signed_in and work.check(actor, Permission.OFFICE_VIEW, row).allowed


def _head(work: Work, condition: sa.ColumnElement[bool], actor: Actor) -> Any:
    row = work.session.execute(
        sa.select(
            *Reflection.__table__.c,
            Idea.key.label("idea_key"),
            Idea.title.label("own_title"),
            Idea.summary.label("own_summary"),
            Idea.published_at,
            IdeaPublication.title.label("public_title"),
            IdeaPublication.summary.label("public_summary"),
            Idea.author_id,
            Idea.organisation_id,
            is_entered_by(actor.account_id).label("is_own"),
            Challenge.key.label("challenge_key"),
            Challenge.title.label("challenge"),
            Challenge.title_en.label("challenge_en"),
            Programme.agency_id.label("programme_agency_id"),
            Department.name.label("department"),
            Department.name_en.label("department_en"),
            Department.phone.label("department_phone"),
            Department.agency_id.label("responsible_agency_id"),
            Agency.name.label("agency"),
            Agency.name_en.label("agency_en"),
            Account.name.label("official"),
            Membership.phone.label("official_phone"),
        )
        .join(Idea, Idea.id == Reflection.idea_id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Department, Department.id == Reflection.department_id)
        .join(Agency, Agency.id == Department.agency_id)
        .join(Account, Account.id == Reflection.official_id)
        .outerjoin(IdeaPublication, IdeaPublication.idea_id == Idea.id)
        .outerjoin(
            Membership,
            sa.and_(
                Membership.account_id == Reflection.official_id,
                Membership.agency_id == Department.agency_id,
                Membership.ended_at.is_(None),
            ),
        )
        .where(condition)
    ).first()
    if row is None:
        raise _not_found()
    return row


def _record(work: Work, row: Any, *, is_own_text: bool) -> RecordPage:
    today = kst_day(work.now)
    return RecordPage(
        key=row.key,
        version=row.version,
        state=row.state,
        due_on=row.due_on,
        adopted_part=row.adopted_part,
        reason=row.reason,
        not_adopted_reason=row.not_adopted_reason,
        planned_on=row.planned_on,
        outcome=row.outcome,
        assigned_at=row.assigned_at,
        decided_at=row.decided_at,
        realised_at=row.realised_at,
        idea_id=row.idea_id,
        idea_key=row.idea_key,
        idea_title=row.own_title if is_own_text else row.public_title,
        idea_summary=row.own_summary if is_own_text else row.public_summary,
        idea_is_public=row.published_at is not None,
        challenge_key=row.challenge_key,
        challenge=row.challenge,
        challenge_en=row.challenge_en,
        department_id=row.department_id,
        department=row.department,
        department_en=row.department_en,
        agency=row.agency,
        agency_en=row.agency_en,
        official_id=row.official_id,
        official=row.official,
        official_title=row.official_title,
        phone=row.official_phone or row.department_phone,
        responsible_agency_id=row.responsible_agency_id,
        programme_agency_id=row.programme_agency_id,
        entrant_ids=people_behind(work, row.author_id, row.organisation_id),
        is_overdue=row.state is ReflectionState.UNDER_REVIEW and row.due_on < today,
        officials=_officials(work, row.id),
        measures=_measures(work, row.id, today),
    )


def _officials(work: Work, reflection_id: int) -> tuple[OfficialTerm, ...]:
    rows = work.session.execute(
        sa.select(
            OfficialChange.official_name,
            OfficialChange.official_title,
            Department.name,
            Department.name_en,
            OfficialChange.assigned_at,
            OfficialChange.reason,
        )
        .join(Department, Department.id == OfficialChange.department_id)
        .where(OfficialChange.reflection_id == reflection_id)
        .order_by(OfficialChange.id)
    )
    return tuple(OfficialTerm(*row) for row in rows)


def _measures(work: Work, reflection_id: int, today: date) -> tuple[MeasureView, ...]:
    rows = work.session.execute(
        sa.select(
            Measure.id,
            Measure.key,
            Measure.version,
            Measure.kind,
            Measure.title,
            Measure.description,
            Measure.before_text,
            Measure.after_text,
            Measure.state,
            Measure.promised_on,
            Measure.done_on,
            Measure.created_at,
        )
        .where(Measure.reflection_id == reflection_id)
        .order_by(Measure.promised_on, Measure.id)
    ).all()
    reports = _reports(work, reflection_id)
    stops = _stops(work, reflection_id)
    open_states = {MeasureState.PLANNED, MeasureState.IN_PROGRESS}
    return tuple(
        MeasureView(
            key=row.key,
            version=row.version,
            kind=row.kind,
            title=row.title,
            description=row.description,
            before_text=row.before_text,
            after_text=row.after_text,
            state=row.state,
            promised_on=row.promised_on,
            done_on=row.done_on,
            created_at=row.created_at,
            is_overdue=row.state in open_states and row.promised_on < today,
            reports=tuple(reports[row.id]),
            stop_reason=stops.get(row.id, ("", None))[0],
            stopped_at=stops.get(row.id, ("", None))[1],
        )
        for row in rows
    )


def _reports(work: Work, reflection_id: int) -> dict[int, list[ReportView]]:
    rows = work.session.execute(
        sa.select(
            ProgressReport.measure_id,
            ProgressReport.reported_at,
            ProgressReport.text,
            ProgressReport.evidence_url,
            ProgressReport.old_promised_on,
            ProgressReport.new_promised_on,
            ProgressReport.slip_reason,
        )
        .join(Measure, Measure.id == ProgressReport.measure_id)
        .where(Measure.reflection_id == reflection_id)
        .order_by(ProgressReport.id)
    )
    found: dict[int, list[ReportView]] = defaultdict(list)
    for row in rows:
        found[row.measure_id].append(ReportView(*row[1:]))
    return found


def _stops(work: Work, reflection_id: int) -> dict[int, tuple[str, datetime]]:
    rows = work.session.execute(
        sa.select(StateChange.subject_id, StateChange.reason, StateChange.at)
        .join(Measure, Measure.id == StateChange.subject_id)
        .where(
            StateChange.subject_type == MEASURE.name,
            StateChange.event == MeasureEvent.STOP,
            Measure.reflection_id == reflection_id,
        )
    )
    return {row.subject_id: (row.reason, row.at) for row in rows}
