"""Loading what the use cases of maturing work on, with the relations that policies and rules read.

`lock`: until the end of the unit of work nobody else changes the project; milestones are locked through it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from webapp.challenges.models import Challenge
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.maturing.enums import Permission
from webapp.maturing.models import Mentor, Milestone, Project
from webapp.prizes.models import Award


def load_project(work: Work, key: str, *, lock: bool = False) -> Project:
    """A project with its award, challenge, people and milestones. NotFound."""
    query = _projects().where(Project.key == key)
    if lock:
        query = query.with_for_update(of=Project)
    project = _whole(work.session.scalar(query.execution_options(populate_existing=True)))
    if project is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return project


def open_project(work: Work, actor: Actor, key: str) -> Project:
    """A project for somebody who may see it; to everybody else there is none."""
    project = load_project(work, key)
    work.require(actor, Permission.PROJECT_VIEW, project, is_secret=True)
    return project


def project_of_award(work: Work, award_id: int) -> Project | None:
    """The project of an award, locked, or None while there is none."""
    query = _projects().where(Project.award_id == award_id).with_for_update(of=Project)
    return _whole(work.session.scalar(query.execution_options(populate_existing=True)))


def load_milestone(work: Work, key: str) -> Milestone:
    """A milestone with its project, which is locked. NotFound."""
    project_key = work.session.scalar(
        sa.select(Project.key).join(Milestone, Milestone.project_id == Project.id).where(Milestone.key == key)
    )
    if project_key is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    project = load_project(work, project_key, lock=True)
    return next(milestone for milestone in project.milestones if milestone.key == key)


def load_mentor(work: Work, key: str) -> Mentor:
    """A mentor's place with its project, which is locked. NotFound."""
    project_key = work.session.scalar(
        sa.select(Project.key).join(Mentor, Mentor.project_id == Project.id).where(Mentor.key == key)
    )
    if project_key is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    project = load_project(work, project_key, lock=True)
    return next(mentor for mentor in project.mentors if mentor.key == key)


def _whole(project: Project | None) -> Project | None:
    """The project with the way back from its parts, which a loaded list does not bring."""
    if project is not None:
        for part in (*project.milestones, *project.mentors):
            set_committed_value(part, "project", project)
    return project


def _projects() -> sa.Select[Project]:
    award = joinedload(Project.award, innerjoin=True)
    return sa.select(Project).options(
        award.joinedload(Award.challenge, innerjoin=True).joinedload(Challenge.programme, innerjoin=True),
        award.joinedload(Award.idea, innerjoin=True).joinedload(Idea.organisation),
        award.joinedload(Award.tier, innerjoin=True),
        joinedload(Project.department),
        selectinload(Project.members),
        selectinload(Project.mentors).joinedload(Mentor.invitation),
        selectinload(Project.milestones),
    )
