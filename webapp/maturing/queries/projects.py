"""Projects as their people see them: the workspace, one milestone, one's own list, the office's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from webapp.accounts.models import Account, Agency, Department
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.core.errors import NotFound
from webapp.core.i18n import gettext as _
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.ideas.models import Idea
from webapp.maturing.enums import MentorState, MilestoneState, ProjectState
from webapp.maturing.models import Mentor, Milestone, Project, ProjectMember, Submission
from webapp.prizes.enums import AwardState, LedgerKind
from webapp.prizes.models import Award, LedgerLine

OPEN = (MilestoneState.PLANNED, MilestoneState.RETURNED)


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone as lists and its page show it. `is_dropped`: its project ended without it."""

    id: int
    key: str
    version: int
    position: int
    title: str
    description: str
    due_on: date
    state: MilestoneState
    is_overdue: bool
    is_dropped: bool
    deliverable: str
    submitted_at: datetime | None
    decision_note: str
    decided_at: datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class MentorView:
    """A mentor's place."""

    key: str
    name: str
    expertise: str
    state: MentorState


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project's workspace; carries what the policies read."""

    id: int
    key: str
    state: ProjectState
    title: str
    summary: str
    idea_key: str
    award_id: int
    award_key: str
    award_state: AwardState
    tier: str
    contest: str
    challenge: str
    challenge_key: str
    department: str
    department_phone: str
    goal: str
    lesson: str
    support_cap_won: int
    support_paid_won: int
    started_at: datetime
    closed_at: datetime | None
    host_id: int
    supporter_id: int | None
    team_ids: frozenset[int]
    mentor_ids: frozenset[int]
    members: tuple[tuple[str, bool], ...]
    mentors: tuple[MentorView, ...]
    milestones: tuple[MilestoneView, ...]

    @property
    def accepted(self) -> int:
        """How many milestones are accepted."""
        return sum(one.state is MilestoneState.ACCEPTED for one in self.milestones)

    @property
    def next_milestone(self) -> MilestoneView | None:
        """The first milestone that is not accepted."""
        return next((one for one in self.milestones if one.state is not MilestoneState.ACCEPTED), None)


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """What was handed in at one moment; `days_late` counts from the day that is promised now."""

    number: int
    deliverable: str
    submitted_by: str
    submitted_at: datetime
    days_late: int


@dataclass(frozen=True, slots=True)
class SupportLine:
    """A sum of support as it was paid."""

    paid_on: date
    amount_won: int
    voucher: str


def project_page(work: Work, key: str) -> ProjectPage:
    """The workspace of a project. Five statements. NotFound."""
    row = work.session.execute(
        sa.select(Project, Award, Idea, PrizeTier, Challenge, Programme, Department, Agency)
        .join(Award, Award.id == Project.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .join(PrizeTier, PrizeTier.id == Award.tier_id)
        .join(Challenge, Challenge.id == Award.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Department, Department.id == Project.department_id)
        .outerjoin(Agency, Agency.id == Department.agency_id)
        .where(Project.key == key)
    ).first()
    if row is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    project, award, idea, tier, challenge, programme = row[0], row[1], row[2], row[3], row[4], row[5]
    department: Department | None = row[6]
    agency: Agency | None = row[7]
    members = _members(work, project.id)
    mentors = _mentors(work, project.id)
    taking_part = (account_id for view, account_id in mentors if view.state is MentorState.ACCEPTED)
    return ProjectPage(
        id=project.id,
        key=project.key,
        state=project.state,
        title=idea.title,
        summary=idea.summary,
        idea_key=idea.key,
        award_id=award.id,
        award_key=award.key,
        award_state=award.state,
        tier=localized(tier.title, tier.title_en),
        contest=localized(programme.title, programme.title_en),
        challenge=localized(challenge.title, challenge.title_en),
        challenge_key=challenge.key,
        department=department_name(department, agency),
        department_phone=department.phone if department is not None else "",
        goal=project.goal,
        lesson=project.lesson,
        support_cap_won=project.support_cap_won,
        support_paid_won=_support_paid(work, project),
        started_at=project.started_at,
        closed_at=project.closed_at,
        host_id=programme.agency_id,
        supporter_id=department.agency_id if department is not None else None,
        team_ids=frozenset(account_id for account_id, _name, _lead in members),
        mentor_ids=frozenset(account_id for account_id in taking_part if account_id is not None),
        members=tuple((name, is_lead) for _account, name, is_lead in members),
        mentors=tuple(view for view, _account_id in mentors),
        milestones=milestones_of(work, project),
    )


def milestones_of(work: Work, project: Project) -> tuple[MilestoneView, ...]:
    """The milestones of a project in order."""
    rows = work.session.execute(
        sa.select(Milestone, Account.name)
        .outerjoin(Account, Account.id == Milestone.decided_by_id)
        .where(Milestone.project_id == project.id)
        .order_by(Milestone.position, Milestone.id)
    )
    today, is_active = kst_day(work.now), project.state is ProjectState.ACTIVE
    return tuple(
        MilestoneView(
            id=one.id,
            key=one.key,
            version=one.version,
            position=one.position,
            title=one.title,
            description=one.description,
            due_on=one.due_on,
            state=one.state,
            is_overdue=is_active and one.state in OPEN and one.due_on < today,
            is_dropped=not is_active and one.state is not MilestoneState.ACCEPTED,
            deliverable=one.deliverable,
            submitted_at=one.submitted_at,
            decision_note=one.decision_note,
            decided_at=one.decided_at,
            decided_by=decider or "",
        )
        for one, decider in rows
    )


def project_key_of(work: Work, milestone_key: str) -> str:
    """The key of the project that a milestone belongs to. NotFound."""
    return _found(
        work.session.scalar(
            sa.select(Project.key)
            .join(Milestone, Milestone.project_id == Project.id)
            .where(Milestone.key == milestone_key)
        )
    )


def project_key_of_mentor(work: Work, mentor_key: str) -> str:
    """The key of the project that a mentor's place belongs to. NotFound."""
    return _found(
        work.session.scalar(
            sa.select(Project.key)
            .join(Mentor, Mentor.project_id == Project.id)
            .where(Mentor.key == mentor_key)
        )
    )


def submissions_of(work: Work, milestone: MilestoneView) -> tuple[SubmissionView, ...]:
    """Everything that was handed in for a milestone, newest first. One statement."""
    rows = work.session.execute(
        sa.select(Submission, Account.name)
        .join(Account, Account.id == Submission.submitted_by_id)
        .where(Submission.milestone_id == milestone.id)
        .order_by(Submission.number.desc())
    )
    return tuple(
        SubmissionView(
            number=one.number,
            deliverable=one.deliverable,
            submitted_by=name,
            submitted_at=one.submitted_at,
            days_late=max((kst_day(one.submitted_at) - milestone.due_on).days, 0),
        )
        for one, name in rows
    )


def support_lines(work: Work, award_id: int) -> tuple[SupportLine, ...]:
    """What was paid to a project, oldest first. One statement."""
    rows = work.session.execute(
        sa.select(LedgerLine.booked_on, LedgerLine.amount_won, LedgerLine.voucher)
        .where(*_is_support(award_id))
        .order_by(LedgerLine.booked_on, LedgerLine.id)
    )
    return tuple(SupportLine(row.booked_on, row.amount_won, row.voucher) for row in rows)


def department_name(department: Department | None, agency: Agency | None) -> str:
    """A department with its agency, in the reader's language."""
    if department is None or agency is None:
        return ""
    own = localized(department.name, department.name_en)
    return f"{localized(agency.name, agency.name_en)} {own}"


def _members(work: Work, project_id: int) -> list[tuple[int, str, bool]]:
    rows = work.session.execute(
        sa.select(Account.id, Account.name, ProjectMember.is_lead)
        .join(ProjectMember, ProjectMember.account_id == Account.id)
        .where(ProjectMember.project_id == project_id)
        .order_by(ProjectMember.is_lead.desc(), ProjectMember.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _mentors(work: Work, project_id: int) -> list[tuple[MentorView, int | None]]:
    rows = work.session.scalars(sa.select(Mentor).where(Mentor.project_id == project_id).order_by(Mentor.id))
    return [(MentorView(one.key, one.name, one.expertise, one.state), one.account_id) for one in rows]


def _support_paid(work: Work, project: Project) -> int:
    if not project.support_cap_won:
        return 0
    paid = work.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(LedgerLine.amount_won), 0)).where(
            *_is_support(project.award_id)
        )
    )
    return int(paid or 0)


def _is_support(award_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    """The lines of support among all of an award's: what its prize was paid has a payment."""
    return (
        LedgerLine.award_id == award_id,
        LedgerLine.kind == LedgerKind.PAYMENT,
        LedgerLine.payment_id.is_(None),
    )


def _found(key: str | None) -> str:
    if key is None:
        raise NotFound(_("요청하신 내용을 찾을 수 없습니다."))
    return key
