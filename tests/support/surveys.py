"""Surveys for tests, made through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from webapp.core.policy import Actor
from webapp.core.work import Work
from webapp.problems.enums import SurveyKind
from webapp.problems.models import Problem, ProblemCall, Survey
from webapp.problems.services import PlanSurvey, create_survey, publish_survey


def plan_of(work: Work, problems: Sequence[Problem], kind: SurveyKind = SurveyKind.CHOOSE) -> PlanSurvey:
    """A survey that is open from an hour ago for three days; up to two of its candidates can be chosen."""
    return PlanSurvey(
        kind=kind,
        most_choices=2 if kind is SurveyKind.CHOOSE else None,
        intro="먼저 풀 문제를 함께 정합니다.",
        opens_at=work.now - timedelta(hours=1),
        closes_at=work.now + timedelta(days=3),
        problem_keys=[problem.key for problem in problems],
    )


def make_survey(
    work: Work,
    officer: Actor,
    call: ProblemCall,
    problems: Sequence[Problem],
    kind: SurveyKind = SurveyKind.CHOOSE,
) -> Survey:
    """A published survey about these problems."""
    survey = create_survey(work, officer, call, plan_of(work, problems, kind))
    return publish_survey(work, officer, survey)
