"""Who may do what in maturing.

A subject is an award (to start a project), a project, a milestone or a mentor's place with the relations
that `services.loading` loads, or a view of `queries` with the same names.
"""

from __future__ import annotations

from typing import Any

from webapp.accounts.enums import Role
from webapp.accounts.policies import agency_role
from webapp.core.i18n import lazy
from webapp.core.policy import Actor, Ask, Predicate, about_subject, is_signed_in, is_system
from webapp.ideas.policies import has_not_entered
from webapp.maturing.enums import MentorState, Permission, ProjectState
from webapp.maturing.models import Mentor, Milestone, Project
from webapp.prizes.models import Award


def project_of(subject: Any) -> Any:
    """The project behind a milestone or a mentor's place; a project, an award or a view is itself."""
    return subject.project if isinstance(subject, Milestone | Mentor) else subject


def host_of(subject: Any) -> int | None:
    """The agency that runs the contest."""
    project = project_of(subject)
    if isinstance(project, Project):
        project = project.award
    if isinstance(project, Award):
        return project.challenge.programme.agency_id
    found: int | None = project.host_id
    return found


def supporter_of(subject: Any) -> int | None:
    """The agency of the department that helps the idea to mature (for an award: that owns the challenge)."""
    project = project_of(subject)
    if isinstance(project, Award):
        owner = project.challenge.owning_department
        return owner.agency_id if owner is not None else None
    if isinstance(project, Project):
        return project.department.agency_id if project.department is not None else None
    found: int | None = project.supporter_id
    return found


def team_of(subject: Any) -> frozenset[int]:
    """The accounts of the team."""
    project = project_of(subject)
    if isinstance(project, Project):
        return frozenset(member.account_id for member in project.members)
    found: frozenset[int] = project.team_ids
    return found


def mentors_of(subject: Any) -> frozenset[int]:
    """The accounts of the mentors who take part."""
    project = project_of(subject)
    if isinstance(project, Project):
        taking_part = [mentor for mentor in project.mentors if mentor.state is MentorState.ACCEPTED]
        return frozenset(mentor.account_id for mentor in taking_part if mentor.account_id is not None)
    found: frozenset[int] = project.mentor_ids
    return found


@about_subject(lazy("이 과제의 제안자만 할 수 있습니다."))
def is_of_the_team(ask: Ask) -> bool:
    """The actor entered the idea, alone or with others."""
    return ask.actor.account_id in team_of(ask.subject)


@about_subject(lazy("이 과제의 멘토만 할 수 있습니다."))
def is_its_mentor(ask: Ask) -> bool:
    """The actor accepted to mentor this project."""
    return ask.actor.account_id in mentors_of(ask.subject)


@about_subject(lazy("직접 제안하신 과제는 처리하실 수 없습니다. 다른 담당자가 맡아야 합니다."), is_told=True)
def is_not_of_the_team(ask: Ask) -> bool:
    """Nobody decides on an idea of one's own; an award has no team yet."""
    subject = project_of(ask.subject)
    return isinstance(subject, Award) or ask.actor.account_id not in team_of(subject)


@about_subject(lazy("이미 끝난 과제입니다."))
def is_active(ask: Ask) -> bool:
    """The project is still maturing."""
    return bool(project_of(ask.subject).state is ProjectState.ACTIVE)


def challenge_id_of(award: Award) -> int:
    """The challenge that an award was given in."""
    return award.challenge_id


def office_role(*roles: Role) -> Predicate:
    """One of `roles` in the agency that runs the contest, or in the one that helps the idea to mature."""
    return agency_role(*roles, agency_id=host_of) | agency_role(*roles, agency_id=supporter_of)


officer = office_role(Role.CONTEST_OFFICER) & is_not_of_the_team
anybody_in_office = office_role(
    Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY, Role.AGENCY_ADMIN
)

POLICY: dict[str, Predicate] = {
    Permission.OFFICE_VIEW: anybody_in_office,
    Permission.PROJECT_START: officer & has_not_entered(challenge_id_of, known=(Award,)),
    Permission.PROJECT_MANAGE: officer & is_active,
    Permission.PROJECT_STOP: (officer | is_system) & is_active,
    Permission.PROJECT_VIEW: (is_signed_in & is_of_the_team)
    | (is_signed_in & is_its_mentor)
    | anybody_in_office,
    Permission.MILESTONE_SUBMIT: is_signed_in & is_of_the_team & is_active,
    Permission.MILESTONE_DECIDE: officer & is_active,
    Permission.NOTE_WRITE: (is_signed_in & (is_of_the_team | is_its_mentor) | officer) & is_active,
    Permission.SUPPORT_RECORD: officer & is_active,
}


def maturing_agencies(actor: Actor) -> frozenset[int]:
    """The agencies in whose maturing office somebody may look around."""
    roles = (Role.CONTEST_OFFICER, Role.APPROVER, Role.JUDGING_SECRETARY, Role.AGENCY_ADMIN)
    return frozenset(scope for role in roles for scope in actor.scopes_of(role))
