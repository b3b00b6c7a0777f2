"""Naming the department and the official who answer for an idea, and naming another one later.

The decision is due a calendar month after the naming (국민 제안 규정의 1개월): the day itself is not counted,
and an end on a holiday moves on to the next working day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webapp.accounts.models import Account, Department, Membership
from webapp.core.calendar import KoreanCalendar
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.ideas.queries import people_behind
from webapp.reflection import mails
from webapp.reflection.enums import Permission, ReflectionState
from webapp.reflection.models import OfficialChange, Reflection
from webapp.reflection.policies import Placement
from webapp.reflection.services.loading import load_idea, load_reflection, needed

#: States in which judging is over for the idea and its result is known.
JUDGED = (IdeaState.AWARDED, IdeaState.NOT_SELECTED)
DECISION_MONTHS = 1


@dataclass(frozen=True, slots=True)
class Assign:
    """Who shall answer for the idea: an official of the department's agency, by account."""

    idea_key: str
    department_id: int
    official_id: int


@dataclass(frozen=True, slots=True)
class Reassign:
    """Who shall answer from now on, and why that changes."""

    reflection_key: str
    department_id: int
    official_id: int
    reason: str
    version: int | None = None


def assign(work: Work, actor: Actor, command: Assign) -> Reflection:
    """Name the department and official who answer for a judged idea. Tells its author and the official.

    Naming the same ones twice changes nothing. WrongState when others are named already, or when judging is
    not over. RuleBroken when the official has no place in the department's agency, or entered the idea.
    """
    idea = load_idea(work, command.idea_key)
    people = people_behind(work, idea.author_id, idea.organisation_id)
    placement = Placement(idea.challenge.programme.agency_id, people)
    work.require(actor, Permission.ASSIGN, placement, is_secret=idea.published_at is None)
    known = work.session.scalar(sa.select(Reflection).where(Reflection.idea_id == idea.id))
    if known is not None:
        if (known.department_id, known.official_id) == (command.department_id, command.official_id):
            return known
        raise WrongState(_("이미 담당 부서가 정해졌습니다. 바꾸려면 담당자 변경을 이용해 주십시오."))
    if idea.state not in JUDGED:
        raise WrongState(_("심사 결과가 나온 아이디어만 정책 반영을 검토할 수 있습니다."))
    department, place = find_place(work, command.department_id, command.official_id, people)
    reflection = new_reflection(work, actor, idea, department, place)
    name_official(work, actor, reflection, place, reason="")
    work.audit(
        actor,
        "reflection:reflection:assigned",
        reflection,
        after={
            "idea": idea.key,
            "department": department.key,
            "official": place.account.key,
            "due_on": reflection.due_on,
        },
    )
    mails.send_assigned(work, reflection)
    return reflection


def new_reflection(
    work: Work, actor: Actor, idea: Idea, department: Department, place: Membership
) -> Reflection:
    """The row of a naming made now, with the day on which the decision is due."""
    reflection = Reflection(
        idea=idea,
        department=department,
        official=place.account,
        official_title=place.title,
        state=ReflectionState.UNDER_REVIEW,
        due_on=KoreanCalendar().term_of_months(kst_day(work.now), DECISION_MONTHS).last_day,
        assigned_by_id=actor.account_id,
        assigned_at=work.now,
    )
    work.session.add(reflection)
    work.flush()
    return reflection


def reassign(work: Work, actor: Actor, command: Reassign) -> Reflection:
    """Name another department or official, with the reason. The ones before stay in the public record.

    The clock of the decision does not start anew. WrongState once everything is settled.
    """
    reflection = load_reflection(work, command.reflection_key, command.version)
    work.require(actor, Permission.ASSIGN, reflection)
    if (reflection.department_id, reflection.official_id) == (command.department_id, command.official_id):
        return reflection
    if reflection.state in {ReflectionState.NOT_ADOPTED, ReflectionState.REALISED}:
        raise WrongState(_("검토나 이행이 끝난 과제는 담당자를 바꿀 수 없습니다."))
    reason = needed(command.reason, "reason", _("담당자를 바꾸는 까닭을 적어 주십시오."))
    department, place = find_place(work, command.department_id, command.official_id, reflection.entrant_ids)
    before = {"department_id": reflection.department_id, "official_id": reflection.official_id}
    former = mails.Former(reflection.official.name, reflection.official_title, reflection.department.name)
    reflection.department, reflection.official = department, place.account
    reflection.official_title = place.title
    work.flush()
    change = name_official(work, actor, reflection, place, reason=reason)
    work.audit(
        actor,
        "reflection:reflection:reassigned",
        reflection,
        before=before,
        after={"department_id": department.id, "official_id": place.account_id},
    )
    mails.send_reassigned(work, reflection, former, change)
    return reflection


def name_official(
    work: Work, actor: Actor, reflection: Reflection, place: Membership, *, reason: str
) -> OfficialChange:
    """Append to the record of who answers."""
    named = OfficialChange(
        reflection_id=reflection.id,
        department_id=reflection.department_id,
        official_id=place.account_id,
        official_name=place.account.name,
        official_title=place.title,
        reason=reason,
        assigned_by_id=actor.account_id,
        assigned_at=work.now,
    )
    work.session.add(named)
    work.flush()
    return named


def find_place(
    work: Work, department_id: int, official_id: int, entrants: Collection[int]
) -> tuple[Department, Membership]:
    """The department, and the official's present place in its agency; RuleBroken on the field that errs.

    Nobody among the `entrants` answers for the idea: they would decide on their own.
    """
    if official_id in entrants:
        raise RuleBroken(
            _("이 아이디어를 낸 사람은 담당자가 될 수 없습니다. 다른 직원을 골라 주십시오."),
            field="official_id",
        )
    department = work.session.get(Department, department_id)
    if department is None:
        raise RuleBroken(_("담당 부서를 골라 주십시오."), field="department_id")
    place = work.session.scalar(
        sa.select(Membership)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.account_id == official_id,
            Membership.agency_id == department.agency_id,
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.account))
    )
    if place is None:
        raise RuleBroken(_("담당 부서가 속한 기관의 직원을 골라 주십시오."), field="official_id")
    return department, place
