"""Conflicts of interest: an expert says of each problem that there is none, or steps back (제척·회피, 제8조).

Before that nothing can be scored. Stepping back is final: the problem leaves the expert's desk, and what was
written of it is kept but no longer counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from webapp.accounts.enums import ConflictKind
from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.problems.enums import (
    PUBLIC_PROBLEM_STATES,
    Permission,
    ProblemState,
    ReviewEvent,
    ReviewState,
)
from webapp.problems.models import Problem, ProblemReview, ReviewDeclaration
from webapp.problems.services.loading import load_problem
from webapp.problems.workflow import REVIEW

CONFLICT_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class DeclareReviewConflict:
    """Why an expert cannot review a problem; `kind` as the decree lists them."""

    problem_key: str
    kind: ConflictKind
    reason: str


def declare_no_conflict(work: Work, actor: Actor, problem_keys: Sequence[str]) -> int:
    """Say of these problems that there is no conflict; returns of how many it is said for the first time.

    A second click changes nothing. WrongState for a problem that the expert has stepped back from.
    """
    said = 0
    for key in sorted(set(problem_keys)):
        problem = _problem_under_review(work, actor, key)
        known = declaration_of(work, actor, problem)
        if known is None:
            work.session.add(_declaration(work, actor, problem))
            work.flush()
            work.audit(actor, "problems:conflict:none", problem)
            said += 1
        elif known.conflict is not None:
            raise WrongState(_("이미 회피한 문제입니다."), code="conflicted")
    return said


def declare_review_conflict(work: Work, actor: Actor, command: DeclareReviewConflict) -> ReviewDeclaration:
    """Step back from a problem. A review that was written is kept and no longer counted. It can't be undone.

    RuleBroken on `reason` when none is given.
    """
    problem = _problem_under_review(work, actor, command.problem_key)
    reason = clean_text(command.reason)
    if not reason.strip():
        raise RuleBroken(_("어떤 사정인지 적어 주십시오."), field="reason", code="reason_required")
    check_length(reason, maximum=CONFLICT_MAX, field="reason")
    declaration = declaration_of(work, actor, problem)
    if declaration is not None and declaration.conflict is not None:
        return declaration
    if declaration is None:
        declaration = _declaration(work, actor, problem)
        work.session.add(declaration)
    declaration.conflict, declaration.note, declaration.declared_at = command.kind, reason, work.now
    work.flush()
    _exclude(work, actor, problem, reason)
    work.audit(actor, "problems:conflict:declared", problem, after={"kind": command.kind})
    return declaration


def declaration_of(work: Work, actor: Actor, problem: Problem) -> ReviewDeclaration | None:
    """What the expert said of the problem, if anything yet."""
    return work.session.scalar(
        sa.select(ReviewDeclaration).where(
            ReviewDeclaration.problem_id == problem.id, ReviewDeclaration.reviewer_id == actor.account_id
        )
    )


def own_review(work: Work, actor: Actor, problem: Problem) -> ProblemReview | None:
    """The expert's own review of a problem that was loaded with its call, in whatever state."""
    review = work.session.scalar(
        sa.select(ProblemReview).where(
            ProblemReview.problem_id == problem.id, ProblemReview.reviewer_id == actor.account_id
        )
    )
    if review is not None:
        review.problem = problem
    return review


def _problem_under_review(work: Work, actor: Actor, key: str) -> Problem:
    problem = load_problem(work, key)
    is_secret = problem.state not in PUBLIC_PROBLEM_STATES
    work.require(actor, Permission.REVIEW_DECLARE, problem, is_secret=is_secret)
    if problem.state is not ProblemState.UNDER_REVIEW:
        raise WrongState(_("검토 중인 문제가 아닙니다. 검토 목록을 다시 열어 주십시오."))
    return problem


def _declaration(work: Work, actor: Actor, problem: Problem) -> ReviewDeclaration:
    return ReviewDeclaration(problem_id=problem.id, reviewer_id=actor.account_id or 0, declared_at=work.now)


def _exclude(work: Work, actor: Actor, problem: Problem, reason: str) -> None:
    review = own_review(work, actor, problem)
    if review is not None and review.state is not ReviewState.EXCLUDED:
        REVIEW.fire(work, actor, review, ReviewEvent.EXCLUDE, reason=reason)
