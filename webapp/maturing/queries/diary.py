"""The diary of a project: all of it for its people, what is public for everybody.

Writers are shown in their role, not by name. The public part exists as long as the award stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from webapp.accounts.models import Account, Agency, Department, Organisation
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.challenges.queries import FOR_EVERYBODY
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.text import hide_personal_data, mask_name
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.maturing.enums import MentorState, MilestoneState, NoteRole, ProjectState
from webapp.maturing.models import Mentor, Milestone, Project, ProjectNote
from webapp.maturing.queries.projects import department_name
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award

NOTES = 20


@dataclass(frozen=True, slots=True)
class NoteView:
    """One entry of the diary."""

    id: int
    role: NoteRole
    text: str
    is_public: bool
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PublicMilestone:
    """A milestone without what was handed in."""

    title: str
    due_on: date
    state: MilestoneState
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Diary:
    """A project as everybody sees it."""

    id: int
    key: str
    state: ProjectState
    title: str
    applicant: str
    idea_key: str
    tier: str
    contest: str
    slug: str
    challenge: str
    challenge_key: str
    department: str
    goal: str
    lesson: str
    mentors: int
    started_at: datetime
    closed_at: datetime | None
    milestones: tuple[PublicMilestone, ...]


def notes_of(
    work: Work, project_id: int, *, public_only: bool, cursor: Cursor | None = None
) -> Page[NoteView]:
    """The entries of a diary, newest first, by page. One statement."""
    backwards = cursor is not None and cursor.backwards
    query = sa.select(ProjectNote).where(ProjectNote.project_id == project_id)
    if public_only:
        query = query.where(ProjectNote.is_public.is_(True))
    if cursor is not None:
        edge = cursor.key[0]
        query = query.where(ProjectNote.id > edge if backwards else ProjectNote.id < edge)
    query = query.order_by(ProjectNote.id.asc() if backwards else ProjectNote.id.desc()).limit(NOTES + 1)
    notes = [
        NoteView(one.id, one.role, one.text, one.is_public, one.written_at)
        for one in work.session.scalars(query)
    ]
    return page_of(notes, size=NOTES, key=lambda note: (note.id,), cursor=cursor)


def diary(work: Work, key: str) -> Diary:
    """The public part of a project. Two statements. NotFound also when its award was revoked."""
    mentors = (
        sa.select(sa.func.count(Mentor.id))
        .where(Mentor.project_id == Project.id, Mentor.state == MentorState.ACCEPTED)
        .correlate(Project)
        .scalar_subquery()
    )
    row = work.session.execute(
        sa.select(Project, Idea, Account.name, PrizeTier, Challenge, Programme, mentors)
        .add_columns(Organisation.name, Department, Agency)
        .join(Award, Award.id == Project.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(Account, Account.id == Idea.author_id)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Organisation, Organisation.id == Idea.organisation_id)
        .outerjoin(Department, Department.id == Project.department_id)
        .outerjoin(Agency, Agency.id == Department.agency_id)
        .where(Project.key == key, Award.state == AwardState.AWARDED, FOR_EVERYBODY)
    ).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    project, idea, author, tier, challenge, programme, mentor_count = row[:7]
    organisation, department, agency = row[7:]
    return Diary(
        id=project.id,
        key=project.key,
        state=project.state,
        title=hide_personal_data(idea.title),
        applicant=organisation or mask_name(author),
        idea_key=idea.key if idea.published_at is not None else "",
        tier=localized(tier.title, tier.title_en),
        contest=localized(programme.title, programme.title_en),
        slug=programme.slug,
        challenge=localized(challenge.title, challenge.title_en),
        challenge_key=challenge.key,
        department=department_name(department, agency),
        goal=project.goal,
        lesson=project.lesson,
        mentors=mentor_count,
        started_at=project.started_at,
        closed_at=project.closed_at,
        milestones=_milestones(work, project.id),
    )


def _milestones(work: Work, project_id: int) -> tuple[PublicMilestone, ...]:
    rows = work.session.execute(
        sa.select(Milestone.title, Milestone.due_on, Milestone.state, Milestone.decided_at)
        .where(Milestone.project_id == project_id)
        .order_by(Milestone.position, Milestone.id)
    )
    return tuple(PublicMilestone(row.title, row.due_on, row.state, row.decided_at) for row in rows)
