"""Starting a project for an awarded idea, accepting it at its end, or stopping it with what was learnt.

The most support a project may get is set aside from the contest's maturing pot when it starts; what was not
paid goes back when it ends. Must not decide on policy: reflection does.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from webapp.accounts.models import Department
from webapp.challenges.enums import PotKind, StageCondition
from webapp.challenges.models import Challenge, Pot
from webapp.core.errors import NotFound, RuleBroken, WrongState
from webapp.core.i18n import format_won
from webapp.core.i18n import gettext as _
from webapp.core.policy import SYSTEM, Actor
from webapp.core.text import refuse_personal_data
from webapp.core.work import Work
from webapp.maturing import mails
from webapp.maturing.enums import Permission, ProjectEvent, ProjectState
from webapp.maturing.models import Project, ProjectMember
from webapp.maturing.queries.people import people_of
from webapp.maturing.services.loading import load_project, project_of_award
from webapp.maturing.services.milestones import NewMilestone, make_milestones
from webapp.maturing.services.support import commit_support, release_rest
from webapp.maturing.workflow import PROJECT
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award
from webapp.prizes.queries import entrants_of
from webapp.prizes.services import meet_condition
from webapp.prizes.services.loading import load_award

REVOKED_LESSON = "수상이 취소되어 과제를 중단했습니다."


@dataclass(frozen=True, slots=True)
class NewProject:
    """What a project aims at, which department helps, the most support in won, and its first milestones."""

    award_key: str
    department_id: int | None
    goal: str
    support_cap_won: int = 0
    milestones: tuple[NewMilestone, ...] = ()


@dataclass(frozen=True, slots=True)
class StopProject:
    """Why a project is stopped (told to those concerned) and what was learnt (public)."""

    project_key: str
    reason: str
    lesson: str


def start_project(work: Work, actor: Actor, command: NewProject) -> Project:
    """Start maturing an awarded idea; the people who entered it become its team and are told.

    An award has at most one project: asking again gives the one that is there. RuleBroken when the support
    is above the pot's cap for a challenge or the pot cannot bear it; on `milestones.<place>.<field>` for a
    milestone.
    """
    award = load_award(work, command.award_key, lock=True)
    work.require(actor, Permission.PROJECT_START, award)
    known = project_of_award(work, award.id)
    if known is not None:
        return known
    if award.state is not AwardState.AWARDED:
        raise WrongState(_("수상한 아이디어만 숙성 과제를 시작할 수 있습니다."))
    refuse_personal_data({"goal": command.goal})
    _check_department(work, award, command.department_id)
    _check_cap(work, award, command.support_cap_won)
    project = Project(
        award_id=award.id,
        department_id=command.department_id,
        goal=command.goal,
        support_cap_won=command.support_cap_won,
        state=ProjectState.ACTIVE,
        started_by_id=actor.account_id,
        started_at=work.now,
    )
    work.session.add(project)
    work.flush()
    people = entrants_of(work, [award.idea_id]).get(award.idea_id, ())
    work.session.add_all(
        ProjectMember(
            project_id=project.id,
            account_id=person.account_id,
            is_lead=person.account_id == award.idea.author_id,
            joined_at=work.now,
        )
        for person in people
    )
    commit_support(work, actor, award, project)
    make_milestones(work, project, command.milestones, path="milestones")
    facts = {"support_cap_won": command.support_cap_won, "milestones": len(command.milestones)}
    work.audit(actor, "maturing:project:started", project, after=facts)
    work.flush()
    project = load_project(work, project.key)
    mails.started(work, project, people)
    return project


def accept_project(work: Work, actor: Actor, project_key: str) -> Project:
    """End a project well, every milestone accepted; the part of the prize that waited for it falls due."""
    project = load_project(work, project_key, lock=True)
    if project.state is ProjectState.ACCEPTED:
        return project
    verdict = PROJECT.check(work, actor, project, ProjectEvent.ACCEPT)
    if verdict.allowed:
        project.closed_at = work.now
    PROJECT.fire(work, actor, project, ProjectEvent.ACCEPT)
    work.audit(actor, "maturing:project:accepted", project)
    release_rest(work, actor, project)
    meet_condition(work, actor, project.award_id, StageCondition.ON_MATURED)
    mails.matured(work, project, people_of(work, project))
    return project


def stop_project(work: Work, actor: Actor, command: StopProject) -> Project:
    """End a project early, with the reason and the lesson; its diary stays readable."""
    project = load_project(work, command.project_key, lock=True)
    if project.state is ProjectState.STOPPED and project.lesson == command.lesson.strip():
        return project
    work.require(actor, Permission.PROJECT_STOP, project)
    fields = {
        name: message
        for name, text, message in (
            ("reason", command.reason, _("사유를 적어 주십시오.")),
            ("lesson", command.lesson, _("이 과제에서 배운 점을 적어 주십시오.")),
        )
        if not text.strip()
    }
    if fields:
        raise RuleBroken(next(iter(fields.values())), fields=fields)
    refuse_personal_data({"lesson": command.lesson})
    _stop(work, actor, project, command.reason, command.lesson.strip())
    return project


def stop_for_revoked_award(work: Work, award: Award, reason: str) -> None:
    """End the project of an award that was revoked, by the platform itself."""
    project = project_of_award(work, award.id)
    if project is not None and project.state is ProjectState.ACTIVE:
        _stop(work, SYSTEM, project, reason, REVOKED_LESSON)


def _stop(work: Work, actor: Actor, project: Project, reason: str, lesson: str) -> None:
    project.lesson, project.closed_at = lesson, work.now
    PROJECT.fire(work, actor, project, ProjectEvent.STOP, reason=reason)
    work.audit(actor, "maturing:project:stopped", project)
    release_rest(work, actor, project)
    mails.stopped(work, project, people_of(work, project), reason)


def _check_department(work: Work, award: Award, department_id: int | None) -> None:
    if department_id is None:
        return
    agency_id = work.session.scalar(sa.select(Department.agency_id).where(Department.id == department_id))
    owner = award.challenge.owning_department
    allowed = {award.challenge.programme.agency_id, owner.agency_id if owner is not None else None}
    if agency_id is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    if agency_id not in allowed:
        raise RuleBroken(_("공모 기관이나 소관 기관의 부서를 골라 주십시오."), field="department_id")


def _check_cap(work: Work, award: Award, cap_won: int) -> None:
    """All projects of one challenge together stay within the pot's cap for a challenge."""
    if cap_won < 0:
        raise RuleBroken(_("지원 한도는 0원부터 적을 수 있습니다."), field="support_cap_won", code="amount")
    if not cap_won:
        return
    work.session.execute(sa.select(Challenge.id).where(Challenge.id == award.challenge_id).with_for_update())
    limit = work.session.scalar(
        sa.select(Pot.cap_per_challenge_won).where(
            Pot.programme_id == award.challenge.programme_id, Pot.kind == PotKind.MATURING
        )
    )
    taken = work.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(Project.support_cap_won), 0))
        .join(Award, Award.id == Project.award_id)
        .where(Award.challenge_id == award.challenge_id, Project.state != ProjectState.STOPPED)
    )
    left = None if limit is None else limit - int(taken or 0)
    if left is not None and cap_won > left:
        raise RuleBroken(
            _(
                "이 과제에서 더 지원할 수 있는 금액은 %(left)s입니다. 과제마다 %(limit)s까지 지원합니다.",
                left=format_won(max(left, 0)),
                limit=format_won(limit or 0),
            ),
            field="support_cap_won",
            code="cap",
        )
