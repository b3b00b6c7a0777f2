"""The officials' desk of reflection: what waits to be named, decided, kept and closed, most urgent first.

A person sees what belongs to the agencies in which they work on contests, and what is in their name.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import Account, Agency, Department
from webapp.accounts.queries import department_choices, officials_of
from webapp.challenges.models import Challenge, Programme
from webapp.core.errors import NotFound, NotPermitted
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.queries import is_entered_by, people_behind
from webapp.reflection.enums import MeasureState, Permission, ReflectionState
from webapp.reflection.models import Measure, Reflection
from webapp.reflection.policies import EVERYBODY, Placement

LIMIT = 50


@dataclass(frozen=True, slots=True)
class WaitingIdea:
    """An awarded idea for which nobody was named yet."""

    key: str
    title: str
    challenge: str
    challenge_en: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenReflection:
    """An idea under review, or adopted and not yet closed."""

    key: str
    state: ReflectionState
    idea_title: str
    due_on: date
    planned_on: date | None
    department: str
    department_en: str
    official: str
    is_mine: bool
    open_measures: int
    measures: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OpenMeasure:
    """A promise that is not settled."""

    key: str
    reflection_key: str
    title: str
    idea_title: str
    state: MeasureState
    promised_on: date
    official: str
    is_mine: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """What waits, each list by urgency and at most LIMIT long."""

    unassigned: tuple[WaitingIdea, ...]
    reviewing: tuple[OpenReflection, ...]
    promises: tuple[OpenMeasure, ...]
    to_promise: tuple[OpenReflection, ...]
    to_realise: tuple[OpenReflection, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.unassigned or self.reviewing or self.promises or self.to_promise or self.to_realise)


def agencies_of(actor: Actor) -> frozenset[int]:
    """The agencies in which the actor works on contests."""
    return frozenset[int]().union(*(actor.scopes_of(role) for role in EVERYBODY))


def office_desk(work: Work, actor: Actor) -> OfficeDesk:
    """What waits for this official. NotPermitted for who neither works in an agency nor was named anywhere.

    Three statements.
    """
    agency_ids = agencies_of(actor)
    reflections = _open_reflections(work, actor, agency_ids)
    promises = _open_measures(work, actor, agency_ids)
    if not agency_ids and not reflections and not promises and not _was_ever_named(work, actor):
        raise NotPermitted(_("기관 담당자만 볼 수 있습니다."))
    adopted = [row for row in reflections if row.state is not ReflectionState.UNDER_REVIEW]
    return OfficeDesk(
        unassigned=_unassigned(work, actor, agency_ids) if agency_ids else (),
        reviewing=tuple(row for row in reflections if row.state is ReflectionState.UNDER_REVIEW),
        promises=promises,
        to_promise=tuple(row for row in adopted if not row.measures),
        to_realise=tuple(row for row in adopted if row.measures and not row.open_measures),
    )


def _unassigned(work: Work, actor: Actor, agency_ids: Collection[int]) -> tuple[WaitingIdea, ...]:
    rows = work.session.execute(
        sa.select(Idea.key, Idea.title, Challenge.title, Challenge.title_en, Challenge.decided_at)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Reflection, Reflection.idea_id == Idea.id)
        .where(
            Programme.agency_id.in_(agency_ids),
            Idea.state == IdeaState.AWARDED,
            Reflection.id.is_(None),
            ~is_entered_by(actor.account_id),
        )
        .order_by(Challenge.decided_at, Idea.id)
        .limit(LIMIT)
    )
    return tuple(WaitingIdea(*row) for row in rows)


def _is_ours(actor: Actor, agency_ids: Collection[int]) -> sa.ColumnElement[bool]:
    return sa.or_(
        Reflection.official_id == actor.account_id,
        Department.agency_id.in_(agency_ids),
        Programme.agency_id.in_(agency_ids),
    )


def _with_places(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return (
        query.join(Idea, Idea.id == Reflection.idea_id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Department, Department.id == Reflection.department_id)
        .join(Account, Account.id == Reflection.official_id)
    )


def _open_reflections(work: Work, actor: Actor, agency_ids: Collection[int]) -> tuple[OpenReflection, ...]:
    today = kst_day(work.now)
    of_reflection = sa.select(sa.func.count()).where(Measure.reflection_id == Reflection.id)
    unsettled = of_reflection.where(Measure.state.in_((MeasureState.PLANNED, MeasureState.IN_PROGRESS)))
    open_states = (
        ReflectionState.UNDER_REVIEW,
        ReflectionState.ADOPTED,
        ReflectionState.PARTLY_ADOPTED,
    )
    rows = work.session.execute(
        _with_places(
            sa.select(
                Reflection.key,
                Reflection.state,
                Idea.title.label("idea_title"),
                Reflection.due_on,
                Reflection.planned_on,
                Department.name.label("department"),
                Department.name_en.label("department_en"),
                Account.name.label("official"),
                (Reflection.official_id == actor.account_id).label("is_mine"),
                unsettled.scalar_subquery().label("open_measures"),
                of_reflection.scalar_subquery().label("measures"),
            )
        )
        .where(Reflection.state.in_(open_states), _is_ours(actor, agency_ids))
        .order_by(sa.func.coalesce(Reflection.planned_on, Reflection.due_on), Reflection.id)
        .limit(LIMIT * 2)
    )
    return tuple(
        OpenReflection(
            **row._asdict(), is_overdue=row.state is ReflectionState.UNDER_REVIEW and row.due_on < today
        )
        for row in rows
    )


def _open_measures(work: Work, actor: Actor, agency_ids: Collection[int]) -> tuple[OpenMeasure, ...]:
    today = kst_day(work.now)
    rows = work.session.execute(
        _with_places(
            sa.select(
                Measure.key,
                Reflection.key.label("reflection_key"),
                Measure.title,
                Idea.title.label("idea_title"),
                Measure.state,
                Measure.promised_on,
                Account.name.label("official"),
                (Reflection.official_id == actor.account_id).label("is_mine"),
            ).join(Reflection, Reflection.id == Measure.reflection_id)
        )
        .where(
            Measure.state.in_((MeasureState.PLANNED, MeasureState.IN_PROGRESS)),
            _is_ours(actor, agency_ids),
        )
        .order_by(Measure.promised_on, Measure.id)
        .limit(LIMIT)
    )
    return tuple(OpenMeasure(**row._asdict(), is_overdue=row.promised_on < today) for row in rows)


def _was_ever_named(work: Work, actor: Actor) -> bool:
    named = sa.select(Reflection.id).where(Reflection.official_id == actor.account_id).limit(1)
    return work.session.scalar(named) is not None


@dataclass(frozen=True, slots=True)
class Choices:
    """Who may be named: departments and officials as choices of a form."""

    departments: list[tuple[int, str]]
    officials: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class AssignPage:
    """A judged idea for which somebody shall be named."""

    idea_id: int
    idea_key: str
    title: str
    summary: str
    state: IdeaState
    is_published: bool
    challenge: str
    challenge_en: str
    owning_department_id: int | None
    reflection_key: str | None
    choices: Choices


def assign_page(work: Work, actor: Actor, idea_key: str) -> AssignPage:
    """The idea with who may be named for it. NotFound for who may not name anybody.

    NotPermitted for an official who entered it.
    """
    owning = sa.orm.aliased(Department)
    row = work.session.execute(
        sa.select(
            Idea.id,
            Idea.key,
            Idea.title,
            Idea.summary,
            Idea.state,
            Idea.published_at,
            Idea.author_id,
            Idea.organisation_id,
            Challenge.title.label("challenge"),
            Challenge.title_en.label("challenge_en"),
            Challenge.owning_department_id,
            Programme.agency_id,
            owning.agency_id.label("owning_agency_id"),
            Reflection.key.label("reflection_key"),
        )
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(owning, owning.id == Challenge.owning_department_id)
        .outerjoin(Reflection, Reflection.idea_id == Idea.id)
        .where(Idea.key == idea_key)
    ).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    placement = Placement(row.agency_id, people_behind(work, row.author_id, row.organisation_id))
    work.require(actor, Permission.ASSIGN, placement, is_secret=True)
    return AssignPage(
        idea_id=row.id,
        idea_key=row.key,
        title=row.title,
        summary=row.summary,
        state=row.state,
        is_published=row.published_at is not None,
        challenge=row.challenge,
        challenge_en=row.challenge_en,
        owning_department_id=row.owning_department_id,
        reflection_key=row.reflection_key,
        choices=choices_for(work, {row.agency_id, row.owning_agency_id or row.agency_id}),
    )


def choices_for(work: Work, agency_ids: Collection[int]) -> Choices:
    """Departments and officials of these agencies; the agency is named when there is more than one."""
    agencies = work.session.execute(
        sa.select(Agency.id, Agency.name, Agency.name_en)
        .where(Agency.id.in_(agency_ids))
        .order_by(Agency.name, Agency.id)
    ).all()
    departments: list[tuple[int, str]] = []
    officials: list[tuple[int, str]] = []
    for agency in agencies:
        name = f"{localized(agency.name, agency.name_en)} " if len(agencies) > 1 else ""
        departments += [
            (key, f"{name}{department}") for key, department in department_choices(work, agency.id)
        ]
        officials += [
            (person.account_id, f"{name}{person.department} {person.name} {person.title}".strip())
            for person in officials_of(work, agency.id)
        ]
    return Choices(departments, officials)


def find_by_receipt(work: Work, actor: Actor, receipt_number: str) -> str | None:
    """The key of the idea with this receipt number in one of the actor's agencies, or None."""
    return work.session.scalar(
        sa.select(Idea.key)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .where(Idea.receipt_number == receipt_number, Programme.agency_id.in_(agencies_of(actor)))
    )
