"""Expert reviews: each expert scores a problem once, on three scales, and may mend it until the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from webapp.core.errors import RuleBroken, WrongState
from webapp.core.i18n import gettext as _
from webapp.core.policy import Actor
from webapp.core.text import check_length, clean_text
from webapp.core.work import Work
from webapp.problems.enums import PUBLIC_PROBLEM_STATES, Permission, ProblemState
from webapp.problems.models import Problem, ProblemReview
from webapp.problems.services.loading import load_problem, stale

POINTS: Final = range(1, 6)
COMMENT_MAX: Final = 1000
SCALES: Final = ("urgency", "importance", "solvability")


@dataclass(frozen=True, slots=True)
class ReviewProblem:
    """An expert's scores, 1 to 5 each. `version` 0: the form was empty when it was opened."""

    problem_key: str
    urgency: int
    importance: int
    solvability: int
    comment: str
    version: int = 0


def review_problem(work: Work, actor: Actor, command: ReviewProblem) -> ProblemReview:
    """Write or mend the actor's review.

    RuleBroken on points outside 1 to 5, WrongState when the problem is not under review, StaleVersion when
    another window saved in between.
    """
    problem = load_problem(work, command.problem_key)
    is_secret = problem.state not in PUBLIC_PROBLEM_STATES
    work.require(actor, Permission.REVIEW, problem, is_secret=is_secret)
    if problem.state is not ProblemState.UNDER_REVIEW:
        raise WrongState(_("검토 중인 문제만 점수를 매길 수 있습니다. 검토 목록을 다시 열어 주십시오."))
    points, comment = _checked(command)
    review = _own_review(work, actor, problem)
    if review is not None and review.version != command.version:
        if _facts(review) == points and review.comment == comment:
            return review
        raise stale()
    before = {} if review is None else _facts(review)
    if review is None:
        review = ProblemReview(problem_id=problem.id, reviewer_id=actor.account_id)
        work.session.add(review)
    for name, value in points.items():
        setattr(review, name, value)
    review.comment, review.submitted_at = comment, work.now
    work.flush()
    work.audit(actor, "problems:review:written", problem, before=before, after=points)
    return review


def record_reviews_viewed(work: Work, actor: Actor, problem: Problem) -> None:
    """Note in the audit that an official looked at the experts' scores."""
    work.require(actor, Permission.REVIEWS_VIEW, problem)
    work.audit(actor, "problems:reviews:viewed", problem)


def _checked(command: ReviewProblem) -> tuple[dict[str, int], str]:
    comment = clean_text(command.comment)
    check_length(comment, maximum=COMMENT_MAX, field="comment")
    points: dict[str, int] = {name: getattr(command, name) for name in SCALES}
    message = _("1점부터 5점까지 고를 수 있습니다.")
    wrong = {name: message for name, value in points.items() if value not in POINTS}
    if wrong:
        raise RuleBroken(_("점수를 골라 주십시오."), fields=wrong, code="points")
    return points, comment


def _own_review(work: Work, actor: Actor, problem: Problem) -> ProblemReview | None:
    return work.session.scalar(
        sa.select(ProblemReview).where(
            ProblemReview.problem_id == problem.id, ProblemReview.reviewer_id == actor.account_id
        )
    )


def _facts(review: ProblemReview) -> dict[str, int]:
    return {name: getattr(review, name) for name in SCALES}
