"""What belongs to a person: ideas with where each stands, projects, and what is in his or her name.

One statement for the ideas, one for everything else that only counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webapp.accounts.models import OrganisationMember
from webapp.challenges.enums import ChallengeState
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.core.i18n import localized
from webapp.core.kst import kst_day
from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.home.queries.standing import IdeaFacts, Standing, standing
from webapp.ideas.enums import IdeaState
from webapp.ideas.models import Idea
from webapp.maturing.enums import MentorState, MilestoneState, ProjectState
from webapp.maturing.models import Mentor, Milestone, Project, ProjectMember
from webapp.prizes.enums import AwardState
from webapp.prizes.models import Award, Verification
from webapp.reflection.enums import MeasureState, ReflectionState
from webapp.reflection.models import Measure, Reflection

LIMIT = 100
JUDGED = (IdeaState.NOT_SELECTED, IdeaState.FINALIST, IdeaState.AWARDED)


@dataclass(frozen=True, slots=True)
class IdeaCard:
    """One of a person's ideas. `at` is when something last happened to it."""

    key: str
    title: str
    challenge: str
    challenge_en: str
    contest: str
    contest_en: str
    receipt_number: str
    state: IdeaState
    is_published: bool
    is_mine: bool
    at: datetime
    standing: Standing
    reflection_key: str | None
    project_key: str | None


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project in which a person takes part, as a member of the team or as a mentor."""

    key: str
    idea_title: str
    state: ProjectState
    is_mentor: bool
    milestone: str | None
    due_on: date | None


def my_ideas(work: Work, actor: Actor, *, limit: int = LIMIT) -> tuple[IdeaCard, ...]:
    """The ideas that a person or the person's team entered: drafts first, then the latest. One statement."""
    rows = work.session.execute(
        _ideas(actor)
        .order_by(
            sa.case((Idea.state == IdeaState.DRAFT, 0), else_=1),
            sa.func.coalesce(
                Reflection.decided_at, Award.decided_at, Challenge.decided_at, Idea.saved_at
            ).desc(),
            Idea.id.desc(),
        )
        .limit(limit)
    )
    return tuple(_card(row, work.now) for row in rows)


def _next_milestone(column: Any) -> sa.ScalarSelect[Any]:
    return (
        sa.select(column)
        .where(
            Milestone.project_id == Project.id,
            Milestone.state.in_((MilestoneState.PLANNED, MilestoneState.RETURNED)),
        )
        .order_by(Milestone.position)
        .limit(1)
        .correlate(Project)
        .scalar_subquery()
    )


_NEXT_PROMISE = (
    sa.select(sa.func.min(Measure.promised_on))
    .where(
        Measure.reflection_id == Reflection.id,
        Measure.state.in_((MeasureState.PLANNED, MeasureState.IN_PROGRESS)),
    )
    .correlate(Reflection)
    .scalar_subquery()
)

#: Where an idea stands, in every stage that it may have reached.
_STANDING = (
    Challenge.title.label("challenge"),
    Challenge.title_en.label("challenge_en"),
    Challenge.state.label("challenge_state"),
    Challenge.opens_at,
    Challenge.closes_at,
    Challenge.result_on,
    Programme.title.label("contest"),
    Programme.title_en.label("contest_en"),
    Challenge.decided_at.label("challenge_decided_at"),
    Award.decided_at.label("awarded_at"),
    PrizeTier.title.label("tier"),
    PrizeTier.title_en.label("tier_en"),
    Verification.closes_on.label("verification_closes_on"),
    Project.key.label("project_key"),
    Project.state.label("project_state"),
    Project.started_at,
    _next_milestone(Milestone.title).label("milestone"),
    _next_milestone(Milestone.due_on).label("milestone_due_on"),
    Reflection.key.label("reflection_key"),
    Reflection.state.label("reflection_state"),
    Reflection.assigned_at,
    Reflection.decided_at,
    Reflection.realised_at,
    Reflection.due_on,
    Reflection.planned_on,
)


def _ideas(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    is_member = (
        sa.select(OrganisationMember.organisation_id)
        .where(
            OrganisationMember.account_id == actor.account_id,
            OrganisationMember.accepted_at.is_not(None),
            OrganisationMember.left_at.is_(None),
        )
        .scalar_subquery()
    )
    is_awarded = sa.and_(Award.idea_id == Idea.id, Award.state == AwardState.AWARDED)
    return (
        sa.select(
            Idea.key,
            Idea.title,
            Idea.state,
            Idea.receipt_number,
            Idea.published_at,
            Idea.saved_at,
            Idea.submitted_at,
            Idea.pending.is_not(None).label("has_pending"),
            (Idea.author_id == actor.account_id).label("is_mine"),
            *_STANDING,
            _NEXT_PROMISE.label("next_promised_on"),
        )
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .outerjoin(Award, is_awarded)
        .outerjoin(PrizeTier, PrizeTier.id == Award.tier_id)
        .outerjoin(Verification, Verification.challenge_id == Challenge.id)
        .outerjoin(Project, Project.award_id == Award.id)
        .outerjoin(Reflection, Reflection.idea_id == Idea.id)
        .where(sa.or_(Idea.author_id == actor.account_id, Idea.organisation_id.in_(is_member)))
    )


def _card(row: Any, now: datetime) -> IdeaCard:
    known = (
        row.saved_at, row.submitted_at, row.awarded_at, row.started_at,
        row.assigned_at, row.decided_at, row.realised_at,
        row.challenge_decided_at if row.state in JUDGED else None,
    )  # fmt: skip
    return IdeaCard(
        key=row.key,
        title=row.title,
        challenge=row.challenge,
        challenge_en=row.challenge_en,
        contest=row.contest,
        contest_en=row.contest_en,
        receipt_number=row.receipt_number or "",
        state=row.state,
        is_published=row.published_at is not None,
        is_mine=row.is_mine,
        at=max(moment for moment in known if moment is not None),
        standing=standing(_facts(row, now)),
        reflection_key=row.reflection_key,
        project_key=row.project_key,
    )


def _facts(row: Any, now: datetime) -> IdeaFacts:
    return IdeaFacts(
        idea_state=row.state,
        challenge_state=state_by_clock(row.challenge_state, row.opens_at, row.closes_at, now),
        closes_at=row.closes_at,
        has_pending=row.has_pending,
        result_on=row.result_on,
        verification_closes_on=row.verification_closes_on,
        tier=localized(row.tier, row.tier_en) if row.tier else "",
        project_state=row.project_state,
        milestone=row.milestone or "",
        milestone_due_on=row.milestone_due_on,
        reflection_state=row.reflection_state,
        reflection_due_on=row.due_on,
        planned_on=row.planned_on,
        next_promised_on=row.next_promised_on,
        is_late=_is_late(row, kst_day(now)),
    )


def _is_late(row: Any, today: date) -> bool:
    due = row.due_on if row.reflection_state is ReflectionState.UNDER_REVIEW else row.next_promised_on
    return due is not None and due < today


def state_by_clock(
    state: ChallengeState, opens_at: datetime, closes_at: datetime, now: datetime
) -> ChallengeState:
    """A challenge's state at this moment, from its columns (see Challenge.state_at)."""
    return Challenge(state=state, opens_at=opens_at, closes_at=closes_at).state_at(now)


def my_projects(work: Work, actor: Actor) -> tuple[ProjectCard, ...]:
    """Projects in which the person is an author or a mentor, running ones first. One statement."""
    in_team = sa.select(ProjectMember.project_id).where(ProjectMember.account_id == actor.account_id)
    mentored = sa.select(Mentor.project_id).where(
        Mentor.account_id == actor.account_id, Mentor.state == MentorState.ACCEPTED
    )
    rows = work.session.execute(
        sa.select(
            Project.key,
            Idea.title,
            Project.state,
            Project.id.in_(mentored).label("is_mentor"),
            _next_milestone(Milestone.title).label("milestone"),
            _next_milestone(Milestone.due_on).label("due_on"),
        )
        .join(Award, Award.id == Project.award_id)
        .join(Idea, Idea.id == Award.idea_id)
        .where(sa.or_(Project.id.in_(in_team), Project.id.in_(mentored)))
        .order_by(sa.case((Project.state == ProjectState.ACTIVE, 0), else_=1), Project.id.desc())
        .limit(LIMIT)
    )
    return tuple(ProjectCard(*row) for row in rows)


def named_reflections(work: Work, actor: Actor) -> int:
    """How many ideas wait for something in the person's own name (정책실명제). One statement."""
    waiting = (ReflectionState.UNDER_REVIEW, ReflectionState.ADOPTED, ReflectionState.PARTLY_ADOPTED)
    return (
        work.session.scalar(
            sa.select(sa.func.count())
            .select_from(Reflection)
            .where(Reflection.official_id == actor.account_id, Reflection.state.in_(waiting))
        )
        or 0
    )
