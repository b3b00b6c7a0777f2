"""A committee's batch for tests."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.core.kst import kst_day
from webapp.core.work import Work
from webapp.problems.enums import DeclineReason, Outcome
from webapp.problems.models import Problem
from webapp.problems.services import PlanDecision, PlannedItem

MINUTES = "검토 점수와 선호도를 함께 보고, 급하고 풀 수 있는 문제를 골랐습니다."


def selected(problem: Problem, grade: str = "A", reason: str = "") -> PlannedItem:
    """Select a problem with a grade."""
    return PlannedItem(problem.key, Outcome.SELECTED, grade, reason=reason)


def declined(problem: Problem, reason: str = "") -> PlannedItem:
    """Decline a problem for its score."""
    return PlannedItem(
        problem.key, Outcome.DECLINED, decline_reason=DeclineReason.LOW_PRIORITY, reason=reason
    )


def plan_decision(work: Work, items: Sequence[PlannedItem], version: int = 0) -> PlanDecision:
    """A whole batch of today's meeting."""
    return PlanDecision(
        title="제1차 운영위원회",
        held_on=kst_day(work.now),
        members=["한빛대학교 김위원", "시민단체 이위원", " "],
        minutes=MINUTES,
        items=items,
        version=version,
    )
