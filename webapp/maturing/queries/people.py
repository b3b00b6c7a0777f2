"""Whom to write to about a project: its team, its mentors, the officials on both sides."""

from __future__ import annotations

import sqlalchemy as sa

from webapp.accounts.enums import AccountState, Role
from webapp.accounts.models import Account
from webapp.challenges.models.addressee import Addressee
from webapp.challenges.queries.people import holders_of
from webapp.core.work import Work
from webapp.maturing.enums import MentorState
from webapp.maturing.models import Mentor, Project, ProjectMember


def team_of(work: Work, project: Project) -> list[Addressee]:
    """The team, its lead first."""
    return _people(
        work,
        sa.select(Account)
        .join(ProjectMember, ProjectMember.account_id == Account.id)
        .where(ProjectMember.project_id == project.id)
        .order_by(ProjectMember.is_lead.desc(), ProjectMember.id),
    )


def people_of(work: Work, project: Project) -> list[Addressee]:
    """The team and the mentors who take part."""
    mentors = _people(
        work,
        sa.select(Account)
        .join(Mentor, Mentor.account_id == Account.id)
        .where(Mentor.project_id == project.id, Mentor.state == MentorState.ACCEPTED)
        .order_by(Mentor.id),
    )
    return [*team_of(work, project), *mentors]


def officials_of(work: Work, project: Project) -> list[Addressee]:
    """The contest officers of the agency that runs the contest and of the one that helps, each once."""
    agencies = [project.award.challenge.programme.agency_id]
    if project.department is not None and project.department.agency_id not in agencies:
        agencies.append(project.department.agency_id)
    found = {
        person.account_id: person
        for agency_id in agencies
        for person in holders_of(work, agency_id, Role.CONTEST_OFFICER)
    }
    return list(found.values())


def _people(work: Work, query: sa.Select[Account]) -> list[Addressee]:
    active = query.where(Account.state == AccountState.ACTIVE)
    return [Addressee(one.id, one.email, one.name, one.locale) for one in work.session.scalars(active)]
