"""What the passport reads: six statements, however long the idea's way has been.

Only what is public of each piece is selected: the publication instead of the idea's own text, the problem
only while it is public, scores of winners only, notes that their writers made public.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webapp.accounts.models import Account, Agency, Department
from webapp.challenges.models import Challenge, PrizeTier, Programme
from webapp.core.work import Work
from webapp.core.workflow import StateChange
from webapp.ideas.models import Idea, IdeaPublication
from webapp.judging.enums import RoundState
from webapp.judging.models import Round, RoundResult
from webapp.maturing.enums import ProjectEvent
from webapp.maturing.models import Milestone, Project, ProjectNote
from webapp.maturing.workflow import PROJECT
from webapp.prizes.enums import AwardEvent, AwardState
from webapp.prizes.models import Award, Payment, Verification
from webapp.prizes.workflow import AWARD
from webapp.problems.enums import PUBLIC_PROBLEM_STATES
from webapp.problems.models import Problem, ProblemCall
from webapp.reflection.enums import MeasureEvent
from webapp.reflection.models import Measure, ProgressReport, Reflection
from webapp.reflection.workflow import MEASURE

Row = Any


def head(work: Work, key: str) -> Row | None:
    """The published idea with everything of which it has one; None when there is none of that key."""
    problem_agency, answering = aliased(Agency), aliased(Agency)
    maturing_department = aliased(Department)
    is_public = sa.and_(Problem.id == Challenge.problem_id, Problem.state.in_(PUBLIC_PROBLEM_STATES))
    is_closed = sa.and_(Round.challenge_id == Challenge.id, Round.state == RoundState.CLOSED)
    scored = sa.and_(RoundResult.round_id == Round.id, RoundResult.idea_id == Idea.id)
    query = (
        sa.select(
            *_idea_columns(),
            *_problem_columns(problem_agency),
            *_judging_columns(),
            *_maturing_columns(maturing_department),
            *_reflection_columns(answering),
        )
        .join(IdeaPublication, IdeaPublication.idea_id == Idea.id)
        .join(Challenge, Challenge.id == Idea.challenge_id)
        .join(Programme, Programme.id == Challenge.programme_id)
        .join(Agency, Agency.id == Programme.agency_id)
        .outerjoin(Problem, is_public)
        .outerjoin(ProblemCall, ProblemCall.id == Problem.call_id)
        .outerjoin(problem_agency, problem_agency.id == ProblemCall.agency_id)
        .outerjoin(Round, is_closed)
        .outerjoin(RoundResult, scored)
        .outerjoin(Award, Award.idea_id == Idea.id)
        .outerjoin(PrizeTier, PrizeTier.id == Award.tier_id)
        .outerjoin(Verification, Verification.challenge_id == Challenge.id)
        .outerjoin(Project, Project.award_id == Award.id)
        .outerjoin(maturing_department, maturing_department.id == Project.department_id)
        .outerjoin(Reflection, Reflection.idea_id == Idea.id)
        .outerjoin(Department, Department.id == Reflection.department_id)
        .outerjoin(answering, answering.id == Department.agency_id)
        .outerjoin(Account, Account.id == Reflection.official_id)
        .where(Idea.key == key, Idea.published_at.is_not(None))
        .order_by(Round.number.desc())
        .limit(1)
    )
    return work.session.execute(query).first()


def _idea_columns() -> tuple[Any, ...]:
    return (
        Idea.id,
        Idea.key,
        Idea.state,
        Idea.submitted_at,
        Idea.version_count,
        Idea.published_at,
        IdeaPublication.title,
        IdeaPublication.summary,
        IdeaPublication.applicant,
        Challenge.key.label("challenge_key"),
        Challenge.title.label("challenge"),
        Challenge.title_en.label("challenge_en"),
        Challenge.state.label("challenge_state"),
        Challenge.announced_at,
        Challenge.opens_at,
        Challenge.closes_at,
        Challenge.rules_hash,
        Challenge.decided_at.label("challenge_decided_at"),
        Programme.slug,
        Programme.title.label("contest"),
        Programme.title_en.label("contest_en"),
        Agency.name.label("agency"),
        Agency.name_en.label("agency_en"),
    )


def _problem_columns(agency: Any) -> tuple[Any, ...]:
    return (
        Problem.key.label("problem_key"),
        Problem.title.label("problem"),
        Problem.source.label("problem_source"),
        Problem.state.label("problem_state"),
        Problem.posted_at,
        Problem.decided_at.label("problem_decided_at"),
        Problem.decision_reason,
        agency.name.label("problem_agency"),
        agency.name_en.label("problem_agency_en"),
    )


def _judging_columns() -> tuple[Any, ...]:
    has_won = Award.state == AwardState.AWARDED
    return (
        Round.closed_at,
        sa.case((has_won, RoundResult.rank)).label("rank"),
        sa.case((has_won, RoundResult.score)).label("score"),
        sa.case((has_won, RoundResult.sheets)).label("sheets"),
        Award.id.label("award_id"),
        Award.state.label("award_state"),
        Award.amount_won,
        Award.is_honour_only,
        Award.judging_summary,
        Award.use_plan,
        Award.nominated_at,
        Award.decided_at.label("awarded_at"),
        PrizeTier.title.label("tier"),
        PrizeTier.title_en.label("tier_en"),
        Verification.opens_on,
        Verification.closes_on,
    )


def _maturing_columns(department: Any) -> tuple[Any, ...]:
    return (
        Project.id.label("project_id"),
        Project.key.label("project_key"),
        Project.state.label("project_state"),
        Project.goal,
        Project.lesson,
        Project.started_at,
        Project.closed_at.label("project_closed_at"),
        department.name.label("maturing_department"),
        department.name_en.label("maturing_department_en"),
    )


def _reflection_columns(agency: Any) -> tuple[Any, ...]:
    return (
        Reflection.id.label("reflection_id"),
        Reflection.key.label("reflection_key"),
        Reflection.state.label("reflection_state"),
        Reflection.due_on,
        Reflection.adopted_part,
        Reflection.reason,
        Reflection.not_adopted_reason,
        Reflection.planned_on,
        Reflection.outcome,
        Reflection.assigned_at,
        Reflection.decided_at,
        Reflection.realised_at,
        Reflection.official_title,
        Account.name.label("official"),
        Department.name.label("department"),
        Department.name_en.label("department_en"),
        agency.name.label("answering_agency"),
        agency.name_en.label("answering_agency_en"),
    )


def payments(work: Work, award_id: int | None) -> list[Row]:
    """The parts of the prize in order."""
    rows = work.session.execute(
        sa.select(
            Payment.condition,
            Payment.percent,
            Payment.amount_won,
            Payment.state,
            Payment.due_at,
            Payment.approved_at,
            Payment.paid_on,
        )
        .where(Payment.award_id == award_id)
        .order_by(Payment.position)
    )
    return list(rows)


def milestones(work: Work, project_id: int | None) -> list[Row]:
    """The steps of the project in order."""
    rows = work.session.execute(
        sa.select(
            Milestone.title, Milestone.state, Milestone.due_on, Milestone.submitted_at, Milestone.decided_at
        )
        .where(Milestone.project_id == project_id)
        .order_by(Milestone.position)
    )
    return list(rows)


def notes(work: Work, project_id: int | None) -> list[Row]:
    """The public entries of the project's diary."""
    rows = work.session.execute(
        sa.select(ProjectNote.text, ProjectNote.role, ProjectNote.written_at)
        .where(ProjectNote.project_id == project_id, ProjectNote.is_public)
        .order_by(ProjectNote.written_at, ProjectNote.id)
    )
    return list(rows)


def measures_with_reports(work: Work, reflection_id: int | None) -> list[Row]:
    """Promises, each once for every report on it and at least once, in order."""
    rows = work.session.execute(
        sa.select(
            Measure.id,
            Measure.key,
            Measure.kind,
            Measure.title,
            Measure.before_text,
            Measure.after_text,
            Measure.state,
            Measure.promised_on,
            Measure.done_on,
            Measure.created_at,
            ProgressReport.id.label("report_id"),
            ProgressReport.reported_at,
            ProgressReport.text,
            ProgressReport.evidence_url,
            ProgressReport.old_promised_on,
            ProgressReport.new_promised_on,
            ProgressReport.slip_reason,
        )
        .outerjoin(ProgressReport, ProgressReport.measure_id == Measure.id)
        .where(Measure.reflection_id == reflection_id)
        .order_by(Measure.id, ProgressReport.id)
    )
    return list(rows)


def reversals(work: Work, row: Row) -> list[Row]:
    """What was taken back or given up, and why: a revoked award, a stopped project, stopped measures."""
    stopped_measures = sa.select(Measure.id).where(Measure.reflection_id == row.reflection_id)
    is_one = sa.or_(
        sa.and_(
            StateChange.subject_type == AWARD.name,
            StateChange.subject_id == row.award_id,
            StateChange.event.in_((AwardEvent.REVOKE, AwardEvent.EXCLUDE)),
        ),
        sa.and_(
            StateChange.subject_type == PROJECT.name,
            StateChange.subject_id == row.project_id,
            StateChange.event == ProjectEvent.STOP,
        ),
        sa.and_(
            StateChange.subject_type == MEASURE.name,
            StateChange.subject_id.in_(stopped_measures),
            StateChange.event == MeasureEvent.STOP,
        ),
    )
    rows = work.session.execute(
        sa.select(
            StateChange.subject_type,
            StateChange.subject_id,
            StateChange.event,
            StateChange.reason,
            StateChange.at,
        )
        .where(is_one)
        .order_by(StateChange.id)
    )
    return list(rows)
