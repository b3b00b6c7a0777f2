"""Lists of projects: one's own, the office's, and the awards that have none yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.accounts.models import Agency, Department
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.pagination import Cursor, Page, page_of
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.maturing.enums import MentorState, MilestoneState, ProjectState
from webapp.maturing.models import Mentor, Milestone, Project, ProjectMember
from webapp.maturing.queries.projects import OPEN, department_name
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award

PROJECTS = 30
WATCHED = 50
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in a list, with its next milestone."""

    id: int
    key: str
    state: ProjectState
    title: str
    tier: str
    contest: str
    department: str
    milestones: int
    accepted: int
    waiting: int
    next_title: str
    next_due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class WaitingAward:
    """An award without a project."""

    key: str
    title: str
    tier: str
    challenge: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class WatchedMilestone:
    """A milestone that wants the office's eye: handed in, overdue or due soon."""

    key: str
    title: str
    project: str
    due_on: date
    state: MilestoneState
    is_overdue: bool


def milestones_to_watch(work: Work, agency_ids: Collection[int]) -> tuple[WatchedMilestone, ...]:
    """What was handed in and waits, then what is due in two weeks or overdue; the earliest day first.

    One statement, at most fifty.
    """
    today = kst_day(work.now)
    is_waiting = Milestone.state == MilestoneState.SUBMITTED
    rows = work.session.execute(
        sa.select(Milestone.key, Milestone.title, Milestone.due_on, Milestone.state)
        .add_columns(Idea.title.label("project"))
        .join(Project, Project.id == Milestone.project_id)
        .join(Award, Award.id == Project.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Department, Department.id == Project.department_id)
        .where(
            sa.or_(Programme.agency_id.in_(agency_ids), Department.agency_id.in_(agency_ids)),
            Project.state == ProjectState.ACTIVE,
            sa.or_(is_waiting, Milestone.state.in_(OPEN) & (Milestone.due_on <= today + AHEAD)),
        )
        .order_by(sa.case((is_waiting, 0), else_=1), Milestone.due_on, Milestone.id)
        .limit(WATCHED)
    )
    return tuple(
        WatchedMilestone(
            row.key, row.title, row.project, row.due_on, row.state, row.state in OPEN and row.due_on < today
        )
        for row in rows
    )


def projects_of_person(work: Work, account_id: int) -> tuple[ProjectRow, ...]:
    """The projects in whose team somebody is or which somebody mentors, active ones first."""
    is_member = sa.exists().where(
        ProjectMember.project_id == Project.id, ProjectMember.account_id == account_id
    )
    is_mentor = sa.exists().where(
        Mentor.project_id == Project.id,
        Mentor.account_id == account_id,
        Mentor.state == MentorState.ACCEPTED,
    )
    active_first = sa.case((Project.state == ProjectState.ACTIVE, 0), else_=1)
    query = _rows().where(sa.or_(is_member, is_mentor)).order_by(active_first, Project.id.desc())
    return tuple(_as_rows(work, query.limit(PROJECTS * 2)))


def projects_of_agencies(
    work: Work,
    agency_ids: Collection[int],
    *,
    state: ProjectState | None = None,
    cursor: Cursor | None = None,
) -> Page[ProjectRow]:
    """The projects of contests of these agencies and of their departments, newest first, by page."""
    backwards = cursor is not None and cursor.backwards
    query = _rows().where(sa.or_(Programme.agency_id.in_(agency_ids), Department.agency_id.in_(agency_ids)))
    if state is not None:
        query = query.where(Project.state == state)
    if cursor is not None:
        edge = cursor.key[0]
        query = query.where(Project.id > edge if backwards else Project.id < edge)
    query = query.order_by(Project.id.asc() if backwards else Project.id.desc()).limit(PROJECTS + 1)
    return page_of(_as_rows(work, query), size=PROJECTS, key=lambda row: (row.id,), cursor=cursor)


def awards_to_mature(work: Work, agency_ids: Collection[int]) -> tuple[WaitingAward, ...]:
    """Awards of these agencies' contests, or of challenges that their departments own, without a project."""
    owner = aliased(Department)
    rows = work.session.execute(
        sa.select(Award, Idea.title, PrizeTier, Challenge)
        .join(Idea, Idea.id == Award.idea_id)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(owner, owner.id == Challenge.owning_department_id)
        .where(
            sa.or_(Programme.agency_id.in_(agency_ids), owner.agency_id.in_(agency_ids)),
            Award.state == AwardState.AWARDED,
            ~sa.exists().where(Project.award_id == Award.id),
        )
        .order_by(Award.decided_at.desc(), Award.id)
        .limit(PROJECTS)
    )
    return tuple(
        WaitingAward(
            award.key,
            title,
            localized(tier.title, tier.title_en),
            localized(challenge.title, challenge.title_en),
            award.decided_at,
        )
        for award, title, tier, challenge in rows
    )


def _rows() -> sa.Select[Project, str, PrizeTier, Programme, Department | None, Agency | None, int, int, int]:
    def counted(*states: MilestoneState) -> sa.ScalarSelect[int]:
        query = sa.select(sa.func.count(Milestone.id)).where(Milestone.project_id == Project.id)
        return (
            (query.where(Milestone.state.in_(states)) if states else query)
            .correlate(Project)
            .scalar_subquery()
        )

    return (
        sa.select(
            Project,
            Idea.title,
            PrizeTier,
            Programme,
            Department,
            Agency,
            counted(),
            counted(MilestoneState.ACCEPTED),
            counted(MilestoneState.SUBMITTED),
        )
        .join(Award, Award.id == Project.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Department, Department.id == Project.department_id)
        .outerjoin(Agency, Agency.id == Department.agency_id)
    )


def _as_rows(
    work: Work,
    query: sa.Select[Project, str, PrizeTier, Programme, Department | None, Agency | None, int, int, int],
) -> list[ProjectRow]:
    found = work.session.execute(query).all()
    due = _next_milestones(work, [row[0].id for row in found])
    today = kst_day(work.now)
    rows = []
    for project, title, tier, programme, department, agency, count, accepted, waiting in found:
        next_title, next_due_on = due.get(project.id, ("", None))
        is_active = project.state is ProjectState.ACTIVE
        rows.append(
            ProjectRow(
                id=project.id,
                key=project.key,
                state=project.state,
                title=title,
                tier=localized(tier.title, tier.title_en),
                contest=localized(programme.title, programme.title_en),
                department=department_name(department, agency),
                milestones=count,
                accepted=accepted,
                waiting=waiting,
                next_title=next_title if is_active else "",
                next_due_on=next_due_on if is_active else None,
                is_overdue=is_active and next_due_on is not None and next_due_on < today,
            )
        )
    return rows


def _next_milestones(work: Work, project_ids: list[int]) -> dict[int, tuple[str, date | None]]:
    rows = work.session.execute(
        sa.select(Milestone.project_id, Milestone.title, Milestone.due_on)
        .where(Milestone.project_id.in_(project_ids), Milestone.state.in_(OPEN))
        .order_by(Milestone.position.desc())
    )
    return {row.project_id: (row.title, row.due_on) for row in rows}
